/* Requirements: docs/checking.md, "Patterns". */
#include "unit.h"

#include <stdlib.h>
#include <string.h>

#include "marking/pattern.h"

static bool
fits(const char *pattern, const char *more, const char *text)
{
	return pattern_matches(slice_str(pattern), slice_str(more), slice_str(text));
}

TEST(letters_stand_for_themselves_in_either_case)
{
	assert_true(fits("OADR", "", "oadr"));
	assert_true(fits("A|B", "", "b"));
	assert_false(fits("A|B", "", "ab"));
	assert_false(fits("OADR", "", "OADRS"));
	assert_false(fits("OADR", "", "OAD"));
}

TEST(a_blank_is_any_run_of_blanks_and_an_underscore_perhaps_none)
{
	assert_true(fits("a b", "", "a \n b"));
	assert_false(fits("a b", "", "ab"));
	assert_true(fits("a_b", "", "ab"));
	assert_true(fits("a_b", "", "a\tb"));
}

TEST(dates_have_months_and_days)
{
	assert_true(fits("{ymd}", "", "20371231"));
	assert_false(fits("{ymd}", "", "20371331"));
	assert_false(fits("{ymd}", "", "20370100"));
	assert_false(fits("{ymd}", "", "203712311"));
	assert_true(fits("{m/d/y}", "", "2/27/2014"));
	assert_true(fits("{m/d/y}", "", "02/27/14"));
	assert_false(fits("{m/d/y}", "", "27/2/2014"));
	assert_false(fits("{m/d/y}", "", "2/27"));
}

TEST(a_star_takes_at_least_one_character_and_what_follows_must_end_the_text)
{
	assert_true(fits("N/A to * portions", "", "N/A to RD/FRD portions"));
	assert_true(fits("N/A to * portions", "", "N/A to portions portions"));
	assert_false(fits("N/A to * portions", "", "N/A to RD portions."));
	assert_true(fits("*", "", "x"));
	assert_false(fits("*", "", ""));
}

TEST(what_may_follow_may_follow_often)
{
	assert_true(fits("1.4_({a-h})", ",_({a-h})| and ({a-h})", "1.4 (b), (c) and (d)"));
	assert_true(fits("1.4_({a-h})", ",_({a-h})", "1.4(B)"));
	assert_false(fits("1.4_({a-h})", ",_({a-h})", "1.4(b), (x)"));
	assert_false(fits("1.4_({a-h})", ",_({a-h})", "1.4(b),"));
	assert_false(fits("a", "_", "ab")); /* one that takes nothing does not go on for ever */
}

TEST(a_head_is_the_longest_alternative)
{
	assert_int_equal(pattern_head(slice_str("Reason_:|Reason"), slice_str("REASON : 1.4")), 8);
	assert_int_equal(pattern_head(slice_str("Reason_:"), slice_str("A reason: 1.4")), 0);
}

TEST(patterns_that_nobody_can_read_are_unsound)
{
	static const char *const bad[] = { "", "a|", "|a", "a||b", "{ymd", "{year}", "a}", "a*b*c",
		"{h-a}", "{1-9}" };
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
		assert_false(pattern_is_sound(slice_str(bad[i])));
	assert_true(pattern_is_sound(slice_str("a*b|{ymd}|1.#_({a-h})")));
}

TEST(a_text_that_is_too_long_fits_nothing)
{
	char *text = malloc(PATTERN_TEXT_MAX + 1);
	assert_non_null(text);
	memset(text, 'a', PATTERN_TEXT_MAX + 1);
	assert_true(
	    pattern_matches(slice_str("*"), slice_str(""), slice_of(text, PATTERN_TEXT_MAX)));
	assert_false(
	    pattern_matches(slice_str("*"), slice_str(""), slice_of(text, PATTERN_TEXT_MAX + 1)));
	free(text);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(letters_stand_for_themselves_in_either_case),
		cmocka_unit_test(a_blank_is_any_run_of_blanks_and_an_underscore_perhaps_none),
		cmocka_unit_test(dates_have_months_and_days),
		cmocka_unit_test(
		    a_star_takes_at_least_one_character_and_what_follows_must_end_the_text),
		cmocka_unit_test(what_may_follow_may_follow_often),
		cmocka_unit_test(a_head_is_the_longest_alternative),
		cmocka_unit_test(patterns_that_nobody_can_read_are_unsound),
		cmocka_unit_test(a_text_that_is_too_long_fits_nothing),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
