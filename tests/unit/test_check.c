/* Requirements: docs/checking.md, by the ids of its table. */
#include "unit.h"

#include "check_kit.h"

static struct checked c;

#define BLOCK                                                                                      \
	"Classified By: J. Doe, Chief, Division 5\nDerived From: Multiple Sources\nDeclassify On: 20371231\n"

static void
memo(const char *banner, const char *text)
{
	char document[4096];
	(void)snprintf(document, sizeof document,
	    "%s\n\nMEMORANDUM FOR: The Director\n\nSUBJECT: (U) The Harbor\n\n%s\n\n" BLOCK
	    "\n%s\n",
	    banner, text, banner);
	check_document(&c, "capco-2016", NULL, 0, document);
}

static void
expect(const char *lines)
{
	if (strcmp(c.lines, lines) != 0)
		fail_msg("found:\n%sexpected:\n%s", c.lines, lines);
	assert_int_equal(c.status, lines[0] == '\0' ? TL_OK : TL_NO);
}

TEST(a_document_that_is_right_has_no_finding)
{
	memo("SECRET//NOFORN", "(S//NF) First.\n\n(U) Second.");
	expect("");
	assert_int_equal(c.rows, 0);
}

TEST(a_finding_names_line_column_and_what_to_write)
{
	memo("SECRET//NOFORN", "(S//NF) First.\n\n1. (S//NF//TK) Second.");
	assert_non_null(strstr(c.lines, "9:4 error us-category-order\n"));
	assert_non_null(strstr(c.texts, "; write (S//TK//NF)\n"));
	assert_string_equal(c.fix, "(S//TK//NF)");
}

TEST(a_misspelled_word_is_named_with_the_nearest_one)
{
	memo("SECRET//NOFORN", "(S//NF) First.\n\n(S//NOFRON) Second.");
	expect("9:1 warning us-unknown\n9:1 error us-damaged\n");
	assert_non_null(strstr(c.texts, "; NOFRON: did you mean NOFORN?\n"));
	assert_string_equal(c.fix, ""); /* named, never written */
}

TEST(a_banner_below_its_portions_is_an_error_and_so_is_the_portion)
{
	memo("CONFIDENTIAL", "(C) First.\n\n(S//NF) Second.");
	expect("1:1 error us-banner-low\n9:1 error us-above-banner\n");
	assert_non_null(strstr(c.texts, "; write SECRET//NOFORN\n"));
}

TEST(a_banner_above_its_portions_is_a_warning_where_all_are_marked)
{
	memo("TOP SECRET", "(S) First.\n\n(C) Second.");
	expect("1:1 warning us-banner-high\n");
	memo("TOP SECRET", "(S) First.\n\nSecond, without a mark.");
	expect("9:1 warning us-unmarked\n");
}

TEST(portions_without_any_banner_are_an_error)
{
	check_document(&c, "state-telegram", "memo", 0,
	    "MEMORANDUM FOR: The Director\n\nSUBJECT: (S) The Harbor\n\n(S) First.\n");
	expect("1:1 error us-banner-missing\n");
}

TEST(a_parents_mark_covers_its_items_and_entire_text_what_follows)
{
	memo("SECRET", "1. (S) First:\n\n   a. An item.\n\n   b. Another.");
	expect("");
	check_document(&c, "state-telegram", NULL, 0,
	    "FM AMEMBASSY GRANDVILLE\nTO SECSTATE WASHDC\nBT\nS E C R E T GRANDVILLE 000123\n\n"
	    "E.O. 12356: DECL: 02/27/94\nSUBJECT: (S) THE HARBOR\n\n1. SECRET - ENTIRE TEXT.\n\n"
	    "2. HE SPOKE.\n\nNNNN\n");
	expect("");
}

TEST(the_wreck_of_a_mark_is_found_where_it_stands)
{
	memo("SECRET", "(S) First.\n\n1. S) Second.");
	assert_non_null(strstr(c.lines, "9:"));
	assert_non_null(strstr(c.lines, "error us-damaged\n"));
}

TEST(a_damaged_banner_is_found)
{
	check_document(&c, "capco-2016", "memo", 0,
	    "SECRFT\n\nMEMORANDUM FOR: The Director\n\n(S) First.\n\n" BLOCK "\nSECRET\n");
	assert_int_equal(c.status, TL_NO);
	assert_non_null(strstr(c.lines, "error us-"));
}

TEST(a_letter_in_a_list_that_is_a_level_is_warned_of)
{
	memo("SECRET", "(S) First.\n\n(A) One.\n\n(B) Two.\n\n(C) Three.");
	assert_non_null(strstr(c.lines, "warning us-enumerator\n"));
}

TEST(a_classified_document_says_who_classified_it)
{
	check_document(&c, "capco-2016", NULL, 0,
	    "SECRET\n\nMEMORANDUM FOR: The Director\n\n(S) First.\n\nSECRET\n");
	expect("1:1 warning us-block-missing\n");
	check_document(&c, "capco-2016", NULL, 0,
	    "SECRET\n\nMEMORANDUM FOR: The Director\n\n(S) First.\n\nClassified By: J. Doe\n"
	    "Reason: 1.4(c)\n\nSECRET\n");
	assert_non_null(strstr(c.lines, "error us-block-until\n"));
}

TEST(a_form_that_was_right_on_its_day_is_no_finding)
{
	static const char *const document =
	    "TOP SECRET//COMINT\n\nMEMORANDUM FOR: The Director\n\n(TS//COMINT) First.\n\n" BLOCK
	    "\nTOP SECRET//COMINT\n";
	check_document(&c, "capco-2016", NULL, 20050101, document);
	expect("");
	check_document(&c, "capco-2016", NULL, 20160101, document);
	expect("1:1 warning us-legacy\n5:1 warning us-legacy\n11:1 warning us-legacy\n");
	assert_non_null(strstr(c.texts, "; it was right until 2011-12; write TOP SECRET//SI\n"));
	check_document(&c, "capco-2016", NULL, 0, document);
	assert_int_equal(c.rows, 3);
}

TEST(a_telegram_shows_its_own_date)
{
	char document[1024];
	static const char *const dates[] = { "FEB 94", "FEB 96" };
	for (size_t i = 0; i < 2; i++) {
		(void)snprintf(document, sizeof document,
		    "O 271130Z %s\nFM AMEMBASSY GRANDVILLE\nTO SECSTATE WASHDC\nBT\n"
		    "S E C R E T GRANDVILLE 000123\n\nE.O. 12356: DECL:OADR\n"
		    "SUBJECT: (S) THE HARBOR\n\n1. (S) HE SPOKE.\n\nNNNN\n",
		    dates[i]);
		check_document(&c, "state-telegram", NULL, 0, document);
		expect(i == 0 ? "" : "7:1 warning us-declassify-retired\n");
	}
}

TEST(columns_count_characters_and_lines_any_line_end)
{
	memo("SECRET//NOFORN",
	    "(S//NF) First.\r\rSUBJECT: H\xc3\xa4"
	    "fen (S/NF)");
	assert_non_null(strstr(c.lines, "9:16 warning us-legacy\n"));
}

TEST(several_findings_of_one_portion_have_each_their_place)
{
	check_document(&c, "capco-2016", NULL, 0,
	    "SECRET\n\nMEMORANDUM FOR: The Director\n\n(S) First.\n\nClassified By: J. Doe; Reason: "
	    "none; Reason: 1.4(i);\nDeclassify On: soon\n\nSECRET\n");
	expect("7:24 error us-reason\n7:38 error us-reason\n8:1 error us-declassify-on\n");
}

TEST(a_document_that_cannot_be_read_is_refused)
{
	check_document(&c, NULL, NULL, 0, "no markings at all");
	assert_int_equal(c.status, TL_DOCUMENT);
	assert_int_equal(c.rows, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_document_that_is_right_has_no_finding),
		cmocka_unit_test(a_finding_names_line_column_and_what_to_write),
		cmocka_unit_test(a_misspelled_word_is_named_with_the_nearest_one),
		cmocka_unit_test(a_banner_below_its_portions_is_an_error_and_so_is_the_portion),
		cmocka_unit_test(a_banner_above_its_portions_is_a_warning_where_all_are_marked),
		cmocka_unit_test(portions_without_any_banner_are_an_error),
		cmocka_unit_test(a_parents_mark_covers_its_items_and_entire_text_what_follows),
		cmocka_unit_test(the_wreck_of_a_mark_is_found_where_it_stands),
		cmocka_unit_test(a_damaged_banner_is_found),
		cmocka_unit_test(a_letter_in_a_list_that_is_a_level_is_warned_of),
		cmocka_unit_test(a_classified_document_says_who_classified_it),
		cmocka_unit_test(a_form_that_was_right_on_its_day_is_no_finding),
		cmocka_unit_test(a_telegram_shows_its_own_date),
		cmocka_unit_test(columns_count_characters_and_lines_any_line_end),
		cmocka_unit_test(several_findings_of_one_portion_have_each_their_place),
		cmocka_unit_test(a_document_that_cannot_be_read_is_refused),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
