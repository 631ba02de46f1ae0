#include "unit.h"

#include "base/xml_sieve.h"

/* The verdict must be the same however the text is cut; both halves and single bytes are tried. */
static const char *
verdict_where(bool comments, const char *text, size_t cut, size_t *at)
{
	struct xml_sieve sieve = { .comments = comments };
	struct slice all = slice_str(text);
	size_t step = cut == 0 ? all.len : cut;
	for (size_t from = 0; from < all.len; from += step) {
		size_t to = all.len - from < step ? all.len : from + step;
		const char *what = xml_sieve_check(&sieve, slice_sub(all, from, to), at);
		*at += from;
		if (what != NULL)
			return what;
	}
	return NULL;
}

static const char *
verdict(const char *text, size_t cut, size_t *at)
{
	return verdict_where(false, text, cut, at);
}

static void
sieve_refuses(const char *text, const char *word, size_t where)
{
	for (size_t cut = 0; cut <= strlen(text); cut++) {
		size_t at;
		const char *what = verdict(text, cut, &at);
		assert_non_null(what);
		assert_non_null(strstr(what, word));
		assert_int_equal(at, where);
	}
}

static void
sieve_passes(const char *text)
{
	for (size_t cut = 0; cut <= strlen(text); cut++) {
		size_t at;
		assert_null(verdict(text, cut, &at));
	}
}

TEST(comments_cdata_and_doctypes_are_stopped_whatever_the_chunks_are)
{
	sieve_refuses("<a><!-- x --></a>", "comment", 5);
	sieve_refuses("<a><![CDATA[x]]></a>", "CDATA", 5);
	sieve_refuses("<!DOCTYPE a><a/>", "DOCTYPE", 2);
	sieve_refuses("<a/><!ENTITY", "DOCTYPE", 6);
}

TEST(where_comments_are_allowed_they_end_where_xml_says)
{
	static const struct {
		const char *text;
		const char *word; /* NULL: passes */
	} rows[] = {
		{ "<a><!-- x --></a><!---->", NULL },
		{ "<!-- <?x?> <!DOCTYPE - -x --><a/><!-- - -->", NULL },
		{ "<a><!-- x -- y --></a>", "--" },
		{ "<a><!-- x ---></a>", "--" },
		{ "<a><!- x --></a>", "comment" },
		{ "<!-- x --><!DOCTYPE a><a/>", "DOCTYPE" },
		{ "<!-- x --><a><![CDATA[x]]></a>", "CDATA" },
		{ "<a/><!-- x --><?x?>", "processing instruction" },
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		for (size_t cut = 0; cut <= strlen(rows[i].text); cut++) {
			size_t at;
			const char *what = verdict_where(true, rows[i].text, cut, &at);
			if (rows[i].word == NULL
				? what != NULL
				: what == NULL || strstr(what, rows[i].word) == NULL)
				fail_msg(
				    "row %zu, cut %zu: %s", i, cut, what == NULL ? "passed" : what);
		}
	}
}

TEST(processing_instructions_are_stopped)
{
	sieve_refuses("<a><?x y?></a>", "processing instruction", 4);
}

TEST(a_tag_inside_a_tag_is_stopped)
{
	sieve_refuses("<a <!-- -->", "not closed", 3);
	sieve_refuses("<a b='1' <?x?>", "not closed", 9);
}

TEST(markup_inside_a_value_is_no_markup_to_the_sieve_and_its_quotes_end_it)
{
	sieve_passes("<a b='>\"<!--' c=\"<?'>\">text > ' \"</a>");
	sieve_refuses("<a b='\"'><?x?></a>", "processing instruction", 10);
	sieve_refuses("<a b=\"'\"><?x?></a>", "processing instruction", 10);
}

TEST(attributes_are_counted_for_each_tag_by_itself)
{
	char text[2000] = "";
	for (int i = 0; i < 3; i++) {
		strcat(text, "<a");
		for (int j = 0; j < XML_MAX_ATTRIBUTES; j++)
			strcat(text, " b=''");
		strcat(text, ">");
	}
	struct xml_sieve sieve = { 0 };
	size_t at;
	assert_null(xml_sieve_check(&sieve, slice_str(text), &at));
	text[strlen(text) - 1] = '\0';
	strcat(text, " b=''>");
	sieve = (struct xml_sieve){ 0 };
	assert_non_null(xml_sieve_check(&sieve, slice_str(text), &at));
}

TEST(a_value_that_never_ends_is_stopped_after_a_megabyte)
{
	char chunk[4096];
	struct xml_sieve sieve = { 0 };
	size_t at, chunks = 0;
	memset(chunk, 'x', sizeof chunk);
	assert_null(xml_sieve_check(&sieve, slice_str("<a b='"), &at));
	while (xml_sieve_check(&sieve, slice_of(chunk, sizeof chunk), &at) == NULL)
		assert_in_range(++chunks, 0, 256);
	assert_int_equal(chunks, 255);
}

TEST(the_length_of_the_declaration_is_told)
{
	size_t len;
	assert_null(xml_declaration_check(slice_str("<?xml version='1.0'?>\n<a/>"), &len));
	assert_int_equal(len, 21);
	assert_null(xml_declaration_check(slice_str("<a/>"), &len));
	assert_int_equal(len, 0);
	assert_null(xml_declaration_check(slice_str("<?xmlish?>"), &len));
	assert_int_equal(len, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(comments_cdata_and_doctypes_are_stopped_whatever_the_chunks_are),
		cmocka_unit_test(where_comments_are_allowed_they_end_where_xml_says),
		cmocka_unit_test(processing_instructions_are_stopped),
		cmocka_unit_test(a_tag_inside_a_tag_is_stopped),
		cmocka_unit_test(
		    markup_inside_a_value_is_no_markup_to_the_sieve_and_its_quotes_end_it),
		cmocka_unit_test(attributes_are_counted_for_each_tag_by_itself),
		cmocka_unit_test(a_value_that_never_ends_is_stopped_after_a_megabyte),
		cmocka_unit_test(the_length_of_the_declaration_is_told),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
