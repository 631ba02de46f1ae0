/* Requirements: docs/markings.md M-65: groups of lines to banners. */
#include "unit.h"

#include <stdio.h>
#include <stdlib.h>

#include "tearline.h"

static struct tl_scheme *us;

/* What the rows said: banners one a line, lines of findings, how many rows. */
struct heard {
	char banners[1024], lines[1024];
	size_t rows, findings;
	int64_t left_out;
};

static int
hear(void *context, enum tl_event event, const char *name, const void *text, size_t len,
    int64_t number)
{
	struct heard *h = context;
	size_t at = strlen(h->banners), line = strlen(h->lines);
	h->rows += event == TL_ROW;
	if (event == TL_TEXT && strcmp(name, "banner") == 0)
		(void)snprintf(h->banners + at, sizeof h->banners - at, "%.*s\n", (int)len,
		    (const char *)text);
	if (h->rows > 0 && event == TL_OBJECT && name == NULL)
		h->findings++;
	if (event == TL_NUMBER && strcmp(name, "line") == 0 && h->findings > 0)
		(void)snprintf(h->lines + line, sizeof h->lines - line, "%d ", (int)number);
	if (event == TL_NUMBER && strcmp(name, "findings-left-out") == 0)
		h->left_out = number;
	return 0;
}

static tl_status
rollup(const char *lines, const struct tl_rollup *how, struct heard *h, struct tl_error *e)
{
	const struct tl_answer answer = { h, hear };
	*h = (struct heard){ .rows = 0 };
	*e = (struct tl_error){ 0 };
	return tl_mark_rollup(us, lines, strlen(lines), how, &answer, e);
}

TEST(each_group_has_one_banner)
{
	struct heard h;
	struct tl_error e;
	assert_ok(rollup("(S//NF)\n(U)\n\n \n(C)\r\n(U//FOUO)\r\n\r\n", NULL, &h, &e));
	assert_string_equal(h.banners, "SECRET//NOFORN\nCONFIDENTIAL\n");
	assert_int_equal(h.rows, 2);
	assert_ok(rollup("", NULL, &h, &e));
	assert_int_equal(h.rows, 0);
	assert_ok(rollup("\n\n", NULL, &h, &e));
	assert_int_equal(h.rows, 0);
}

TEST(an_unreadable_portion_is_named_by_its_line_and_its_group_has_no_banner)
{
	static const struct tl_rollup how = { .file = "marks" };
	struct heard h;
	struct tl_error e;
	assert_int_equal(rollup("(C//SI)\n\n(S)\n(S//NOFRON)\n\n(C)", &how, &h, &e), TL_NO);
	assert_string_equal(h.banners, "CONFIDENTIAL//SI\n\nCONFIDENTIAL\n");
	assert_int_equal(e.line, 4);
	assert_string_equal(e.file, "marks");
	assert_int_equal(rollup("(S)\nhello\n", &how, &h, &e), TL_NO);
	assert_string_equal(h.banners, "\n");
	assert_int_equal(e.line, 2);
	assert_null(strstr(e.what, "hello"));
}

TEST(a_mark_in_the_wrong_order_counts_and_is_not_valid)
{
	struct heard h;
	struct tl_error e;
	assert_int_equal(
	    rollup("(U//LES//REL TO USA, FVEY)\n(S//REL TO USA, FVEY)", NULL, &h, &e), TL_NO);
	assert_string_equal(h.banners, "SECRET//REL TO USA, FVEY//LES\n");
	assert_string_equal(h.lines, "1 ");
	assert_int_equal(e.line, 1);
}

TEST(date_and_banner_are_asked_for_what_portions_leave_unsaid)
{
	struct heard h;
	struct tl_error e;
	struct tl_rollup how = { .date = 20150101, .banner = "SECRET//REL TO USA, GBR" };
	assert_ok(rollup("(S//REL)\n(U)\n\n(S)\n(C//RELIDO)", &how, &h, &e));
	assert_string_equal(h.banners, "SECRET//REL TO USA, GBR\nSECRET//RELIDO\n");
	how.banner = "SECRET//NOFRON";
	assert_int_equal(rollup("(S//REL)", &how, &h, &e), TL_USAGE);
	assert_int_equal(h.rows, 0);
}

TEST(findings_of_a_group_have_a_ceiling)
{
	struct heard h;
	struct tl_error e;
	static const char line[] = "(S//NF/REL TO USA, GBR)\n";
	char *lines = calloc(3000, sizeof line);
	for (size_t i = 0; i < 3000; i++)
		memcpy(lines + i * (sizeof line - 1), line, sizeof line);
	assert_int_equal(rollup(lines, NULL, &h, &e), TL_NO);
	assert_string_equal(h.banners, "SECRET//NOFORN\n");
	assert_int_equal(h.findings, 1000);
	assert_int_equal(h.left_out, 2000);
	free(lines);
}

static int
load(void **state)
{
	struct tl_error e = { 0 };
	(void)state;
	return tl_scheme_load("us", NULL, &us, &e) == TL_OK ? 0 : -1;
}

static int
unload(void **state)
{
	(void)state;
	tl_scheme_free(us);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_group_has_one_banner),
		cmocka_unit_test(
		    an_unreadable_portion_is_named_by_its_line_and_its_group_has_no_banner),
		cmocka_unit_test(a_mark_in_the_wrong_order_counts_and_is_not_valid),
		cmocka_unit_test(date_and_banner_are_asked_for_what_portions_leave_unsaid),
		cmocka_unit_test(findings_of_a_group_have_a_ceiling),
	};
	return cmocka_run_group_tests(tests, load, unload);
}
