/*
 * tests/unit/reading.h -- reads a text and asks what a phrase of it became.
 */
#ifndef UNIT_READING_H
#define UNIT_READING_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "unit.h"

#include "document/reading.h"
#include "format/format.h"

struct reading_test {
	struct scheme *scheme;
	struct document document;
	char answer[200];
};

static inline void
read_bytes(struct reading_test *t, const char *format, struct slice text)
{
	struct tl_error e = { 0 };

	if (t->scheme == NULL)
		assert_ok(scheme_load_shipped("us", "state-telegram", &t->scheme, &e));
	document_init(&t->document, "a test", text, t->scheme);
	assert_ok(format_read(format_find(format), &t->document, &e));
	assert_ok(document_check(&t->document, &e));
}

static inline void
read_text(struct reading_test *t, const char *format, const char *text)
{
	read_bytes(t, format, slice_str(text));
}

static inline void
done(struct reading_test *t)
{
	document_release(&t->document);
	scheme_free(t->scheme);
	t->scheme = NULL;
}

/* The index of the portion in which the phrase begins. */
static inline size_t
where(const struct reading_test *t, const char *phrase)
{
	struct slice s = t->document.source;
	const unsigned char *at = memmem(s.ptr, s.len, phrase, strlen(phrase));

	assert_non_null(at);
	for (size_t i = 0; i < t->document.count; i++)
		if ((size_t)(at - s.ptr) < t->document.portions[i].end)
			return i;
	fail_msg("no portion holds it");
	return 0;
}

static inline const struct portion *
portion_with(const struct reading_test *t, const char *phrase)
{
	return &t->document.portions[where(t, phrase)];
}

/* "own (C)", "banner (S)", "none", "damaged": how the portion with the phrase reads, and as what. */
static inline const char *
reads(struct reading_test *t, const char *phrase)
{
	struct read_marking read = portion_read(&t->document, where(t, phrase), &reading_default);
	struct buf mark;

	buf_init(&mark, 1000);
	if (read.how != READING_NONE && read.how != READING_DAMAGED) {
		buf_add_byte(&mark, ' ');
		marking_print(read.marking, MARK_PORTION, &mark);
	}
	snprintf(t->answer, sizeof t->answer, "%s%.*s", reading_name(read.how), (int)mark.len,
	    mark.len > 0 ? (const char *)mark.ptr : "");
	buf_release(&mark);
	return t->answer;
}

/* The rank of what it reads as; 99 where it is damaged or nothing. */
static inline int
level(struct reading_test *t, const char *phrase)
{
	struct read_marking read = portion_read(&t->document, where(t, phrase), &reading_default);
	bool bad = read.how == READING_NONE || read.how == READING_DAMAGED;
	return bad ? 99 : marking_level(read.marking);
}

#define assert_reads(t, phrase, expected) assert_string_equal(reads(t, phrase), expected)
#define assert_level(t, phrase, name)                                                              \
	assert_int_equal(level(t, phrase), scheme_level((t)->scheme, slice_str(name)))
#define assert_kind(t, phrase, expected)                                                           \
	assert_string_equal(                                                                       \
	    portion_kind_name((enum portion_kind)portion_with(t, phrase)->kind), expected)
#define assert_written(t, phrase, expected)                                                        \
	assert_slice(portion_mark_written(&(t)->document, portion_with(t, phrase)), expected)

#endif
