/*
 * tests/unit/xml_kit.h -- what the tests of the XML door share: a small dialect, and what a refusal looks like.
 */
#ifndef UNIT_XML_KIT_H
#define UNIT_XML_KIT_H

#include "unit.h"

#include "base/xml_door.h"

static const struct xml_dialect dialect = {
	.namespace_uri = "urn:t", .status = TL_POLICY, .max_depth = 8, .max_bytes = 1 << 20
};

#define R(inside) "<r xmlns=\"urn:t\">" inside "</r>"

static inline void
refuses_bytes(
    struct slice bytes, const struct xml_dialect *d, const char *word, size_t line, size_t column)
{
	struct arena arena;
	struct tl_error e = { 0 };
	const struct xml_node *root;
	arena_init(&arena, 1 << 22);
	assert_int_equal(xml_parse(bytes, "f.xml", d, &arena, &root, &e), d->status);
	assert_null(root);
	assert_int_equal(e.status, d->status);
	assert_string_equal(e.file, "f.xml");
	if (strstr(e.what, word) == NULL)
		fail_msg("expected \"%s\" in \"%s\"", word, e.what);
	if (line != 0) {
		assert_int_equal(e.line, line);
		if (column != 0)
			assert_int_equal(e.column, column);
	}
	arena_release(&arena);
}

static inline void
refuses(const char *text, const char *word)
{
	refuses_bytes(slice_str(text), &dialect, word, 0, 0);
}

#endif
