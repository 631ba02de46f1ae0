#include "unit.h"

TEST(slices_are_equal_by_their_bytes)
{
	assert_true(slice_equal(slice_str("abc"), slice_of("abcd", 3)));
	assert_false(slice_equal(slice_str("abc"), slice_str("abd")));
	assert_false(slice_equal(slice_str("abc"), slice_str("ab")));
	assert_true(slice_equal(slice_of(NULL, 0), slice_str("")));
	assert_true(slice_is(slice_of("a\0b", 1), "a"));
	assert_false(slice_is(slice_of("a\0b", 3), "a"));
}

TEST(case_is_ignored_for_ascii_letters_only)
{
	assert_true(slice_equal_nocase(slice_str("NoForn"), slice_str("NOFORN")));
	assert_false(slice_equal_nocase(slice_str("noform"), slice_str("NOFORN")));
	assert_false(slice_equal_nocase(slice_str("[a"), slice_str("{a")));
	assert_false(slice_equal_nocase(slice_str("@"), slice_str("`")));
	assert_false(slice_equal_nocase(slice_str("\xc3\xa9"), slice_str("\xc3\x89")));
	assert_false(slice_equal_nocase(slice_str("ab"), slice_str("abc")));
}

TEST(a_head_is_found_only_where_the_slice_is_long_enough)
{
	assert_true(slice_starts(slice_str("(S) x"), "(S)"));
	assert_true(slice_starts(slice_str("(S)"), "(S)"));
	assert_true(slice_starts(slice_str("x"), ""));
	assert_false(slice_starts(slice_of("(S)", 2), "(S)"));
	assert_false(slice_starts(slice_str("(C)"), "(S)"));
}

TEST(trimming_takes_blanks_tabs_and_line_ends_from_both_ends_only)
{
	assert_slice(slice_trim(slice_str(" \t\r\n\f\va b \n")), "a b");
	assert_slice(slice_trim(slice_str(" \t ")), "");
	assert_slice(slice_trim(slice_str("")), "");
	assert_slice(slice_trim(slice_str("\xc2\xa0x")), "\xc2\xa0x");
}

TEST(splitting_cuts_at_the_first_separator_and_keeps_the_rest)
{
	struct slice rest = slice_str("S//NF/");
	assert_slice(slice_split(&rest, '/'), "S");
	assert_slice(rest, "/NF/");
	assert_slice(slice_split(&rest, '/'), "");
	assert_slice(slice_split(&rest, '/'), "NF");
	assert_slice(rest, "");
	assert_slice(slice_split(&rest, '/'), "");
	assert_slice(rest, "");
}

TEST(splitting_without_a_separator_gives_everything)
{
	struct slice rest = slice_str("abc");
	assert_slice(slice_split(&rest, '/'), "abc");
	assert_slice(rest, "");
}

TEST(a_part_is_between_two_offsets)
{
	assert_slice(slice_sub(slice_str("abcdef"), 2, 4), "cd");
	assert_slice(slice_sub(slice_str("abc"), 3, 3), "");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(slices_are_equal_by_their_bytes),
		cmocka_unit_test(case_is_ignored_for_ascii_letters_only),
		cmocka_unit_test(a_head_is_found_only_where_the_slice_is_long_enough),
		cmocka_unit_test(trimming_takes_blanks_tabs_and_line_ends_from_both_ends_only),
		cmocka_unit_test(splitting_cuts_at_the_first_separator_and_keeps_the_rest),
		cmocka_unit_test(splitting_without_a_separator_gives_everything),
		cmocka_unit_test(a_part_is_between_two_offsets),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
