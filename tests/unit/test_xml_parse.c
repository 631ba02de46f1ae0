#include <stdlib.h>

#include "unit.h"

#include "base/resource.h"
#include "base/xml.h"

/* This program's own resources, so that the schemas of policies/ may change without it. */
#define RNG "xmlns=\"http://relaxng.org/ns/structure/1.0\""
static const char plain_rng[] =
    "<grammar " RNG " ns=\"urn:t\" datatypeLibrary=\"http://www.w3.org/2001/XMLSchema-datatypes\">"
    "<start><element name=\"r\"><optional><attribute name=\"n\"><data type=\"integer\"/></attribute></optional>"
    "<zeroOrMore><element name=\"a\"><attribute name=\"id\"/><text/></element></zeroOrMore></element></start></grammar>";
static const char including_rng[] =
    "<grammar " RNG " ns=\"urn:t\"><include href=\"/etc/hostname\"/></grammar>";
const struct resource resources[] = {
	{ "including.rng", (const unsigned char *)including_rng,
	    (const unsigned char *)including_rng + sizeof including_rng - 1 },
	{ "plain.rng", (const unsigned char *)plain_rng,
	    (const unsigned char *)plain_rng + sizeof plain_rng - 1 },
	{ NULL, NULL, NULL },
};

static const struct xml_dialect dialect = {
	.namespace_uri = "urn:t", .status = TL_POLICY, .max_depth = 8, .max_bytes = 1 << 20
};

#define R(inside) "<r xmlns=\"urn:t\">" inside "</r>"

static void
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
		assert_int_equal(e.column, column);
	}
	arena_release(&arena);
}

static void
refuses(const char *text, const char *word)
{
	refuses_bytes(slice_str(text), &dialect, word, 0, 0);
}

static const struct xml_node *
accepts(const char *text, struct arena *arena)
{
	struct tl_error e = { 0 };
	const struct xml_node *root;
	arena_init(arena, 1 << 22);
	if (xml_parse(slice_str(text), "f.xml", &dialect, arena, &root, &e) != TL_OK)
		fail_msg("%zu:%zu: %s", e.line, e.column, e.what);
	return root;
}

TEST(a_tree_keeps_order_attributes_text_and_places)
{
	struct arena arena;
	const struct xml_node *root = accepts(
	    "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
	    "<r xmlns=\"urn:t\">\n"
	    "  <a id=\"1\"\n     x='&lt;&amp;&#38;&quot;&#x41;&gt;'>one <b/>two</a><c>\xc3\xa9</c>\n"
	    "</r>\n",
	    &arena);
	assert_string_equal(root->name, "r");
	assert_int_equal(root->line, 2);
	assert_int_equal(root->column, 1);
	const struct xml_node *a = root->child;
	assert_string_equal(a->name, "a");
	assert_string_equal(a->text, "one two");
	assert_int_equal(a->attr_count, 2);
	assert_string_equal(xml_attr(a, "id"), "1");
	assert_string_equal(xml_attr(a, "x"), "<&&\"A>");
	assert_null(xml_attr(a, "y"));
	assert_int_equal(a->line, 3);
	assert_int_equal(a->column, 3);
	assert_string_equal(a->child->name, "b");
	assert_string_equal(a->child->text, "");
	assert_int_equal(a->child->column, 45);
	assert_ptr_equal(a->child->parent, a);
	assert_null(a->child->next);
	assert_string_equal(a->next->name, "c");
	assert_string_equal(a->next->text, "\xc3\xa9");
	assert_null(a->next->next);
	arena_release(&arena);
}

TEST(a_doctype_is_refused_so_that_it_cannot_inject_attributes)
{
	refuses("<!DOCTYPE r [<!ATTLIST r classification CDATA \"U\">]>" R(""), "DOCTYPE");
	refuses("<!DOCTYPE r SYSTEM \"file:///etc/hostname\">" R(""), "DOCTYPE");
	refuses("<!DOCTYPE r>" R(""), "DOCTYPE");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_tree_keeps_order_attributes_text_and_places),
		cmocka_unit_test(a_doctype_is_refused_so_that_it_cannot_inject_attributes),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
