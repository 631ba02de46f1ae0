#include "cable.h"

/* --- T-8 look-alikes and layout ---------------------------------------------------------------------------------- */

TEST(disguised_marks_are_damaged)
{
	static const char *const marks[] = { "1. (\xd0\xa1) ", /* Cyrillic */
		"1. \xef\xbc\x88U\xef\xbc\x89 ",               /* full-width parentheses */
		"1. (U\xe2\x80\x8b) ", "1. (C\xe2\x88\x95\xe2\x88\x95NF) ", "1. (\xef\xbc\xb5) " };
	for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
		char text[300];
		snprintf(text, sizeof text, CLASS_LINE("UNCLAS") "%sHalvard speaks.\n", marks[i]);
		WITH(text);
		assert_reads(&t, "Halvard", "damaged");
		done(&t);
	}
}

TEST(structure_seen_only_after_folding_is_damaged)
{
	WITH(CLASS_LINE("UNCLAS") "\xef\xbc\x91. (U) Halvard speaks.\n");
	assert_reads(&t, "Halvard", "damaged");
	done(&t);
	read_text(&t, "telegram", "\xd0\xa1ONFIDENTIAL\n\n1. Halvard speaks.\n");
	assert_reads(&t, "Halvard", "damaged");
	done(&t);
}

TEST(a_line_that_shows_nothing_is_a_blank_line)
{
	WITH(SECRET
	    "1. (U) One.\n\xe2\x80\x8b\xc2\xa0\nTwo is secret and long enough to be text.\n");
	assert_reads(&t, "Two is", "banner (S)");
	done(&t);
}

TEST(every_line_end_ends_a_line)
{
	static const char *const ends[] = { "\n", "\r\n", "\r", "\v", "\xc2\x85", "\xe2\x80\xa8",
		"\f" };
	for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
		char text[300];
		snprintf(text, sizeof text, "SECRET PM 0417%s1. (U) One.%s2. Two.%s", ends[i],
		    ends[i], ends[i]);
		WITH(text);
		assert_reads(&t, "One", "own (U)");
		assert_reads(&t, "Two", "banner (S)");
		done(&t);
	}
}

TEST(blank_lines_belong_to_the_portion_before_them_and_a_byte_order_mark_to_the_first)
{
	WITH("\xef\xbb\xbf\n \t\nSECRET PM 0417\n\n\n1. (U) One.\n\n");
	assert_int_equal(t.document.count, 2);
	assert_int_equal(t.document.portions[0].start, 0);
	assert_int_equal(t.document.portions[1].end, t.document.source.len);
	assert_int_equal(t.document.portions[0].flags & PORTION_BLANK_AFTER, PORTION_BLANK_AFTER);
	done(&t);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(disguised_marks_are_damaged),
		cmocka_unit_test(structure_seen_only_after_folding_is_damaged),
		cmocka_unit_test(a_line_that_shows_nothing_is_a_blank_line),
		cmocka_unit_test(every_line_end_ends_a_line),
		cmocka_unit_test(
		    blank_lines_belong_to_the_portion_before_them_and_a_byte_order_mark_to_the_first),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
