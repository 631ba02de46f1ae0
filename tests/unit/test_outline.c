#include "cable.h"

/* --- T-5 sub-paragraphs and lists -------------------------------------------------------------------------------- */

TEST(sub_paragraphs_have_marks_of_their_own_or_their_parents)
{
	WITH(
	    SECRET "1. (C) One:\n\n(a) (S) First.\n\n(b) Second.\n\na. (U) Third.\n\nb. Fourth.\n");
	assert_kind(&t, "(a)", "subparagraph");
	assert_reads(&t, "First", "own (S)");
	assert_reads(&t, "Second", "parent (C)");
	assert_int_equal(portion_with(&t, "Second")->parent, where(&t, "One:"));
	assert_reads(&t, "Third", "own (U)");
	done(&t);
}

TEST(bullets_take_the_mark_of_the_paragraph_above)
{
	WITH(SECRET
	    "1. (C) One:\n- (U) first\n-- (S/NF) second\n\xe2\x80\x94 third\n\n2. (U) Two.\n");
	assert_kind(&t, "- (U) first", "list-item");
	assert_reads(&t, "first", "own (U)");
	assert_level(&t, "second", "S");
	assert_level(&t, "third", "C");
	assert_reads(&t, "2. (U)", "own (U)");
	done(&t);
}

TEST(a_bullet_under_a_bullet_is_not_lowered_to_the_paragraph)
{
	WITH(SECRET "1. (U) One:\n- (C) first\n    - below the first\n- second\n");
	assert_reads(&t, "below", "parent (C)");
	assert_reads(&t, "- second", "parent (U)");
	done(&t);
}

TEST(a_doubtful_nesting_reads_as_the_higher)
{
	WITH(SECRET "1. (C) One:\na. (U) first\n- below which?\n- and this?\n");
	assert_reads(&t, "below", "banner (S)");
	assert_reads(&t, "and this", "banner (S)");
	done(&t);
}

TEST(a_capital_letter_of_an_enumeration_is_no_lower_mark)
{
	WITH(SECRET "1. (S) One:\n\n(A) first\n\n(B) second\n\n(C) third\n");
	assert_level(&t, "third", "S");
	done(&t);
}

TEST(nothing_hangs_under_a_heading)
{
	WITH(SECRET "1. (U) One.\n\nWHAT HALVARD SAID\n\n- a secret\n");
	assert_reads(&t, "a secret", "banner (S)");
	done(&t);
}

TEST(an_indented_block_hangs_under_the_paragraph_above)
{
	WITH(SECRET
	    "1. (C) He wrote:\n\n    Dear colleague, we accept your offer of\n    the second day.\n");
	assert_kind(&t, "Dear", "subparagraph");
	assert_reads(&t, "Dear", "parent (C)");
	done(&t);
}

TEST(first_line_indentation_makes_no_sub_paragraph)
{
	WITH(SECRET
	    "    (U) One is open and goes on\nover two lines.\n\n    Two is not open and goes on\nover "
	    "two lines.\n");
	assert_reads(&t, "Two is", "banner (S)");
	done(&t);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sub_paragraphs_have_marks_of_their_own_or_their_parents),
		cmocka_unit_test(bullets_take_the_mark_of_the_paragraph_above),
		cmocka_unit_test(a_bullet_under_a_bullet_is_not_lowered_to_the_paragraph),
		cmocka_unit_test(a_doubtful_nesting_reads_as_the_higher),
		cmocka_unit_test(a_capital_letter_of_an_enumeration_is_no_lower_mark),
		cmocka_unit_test(nothing_hangs_under_a_heading),
		cmocka_unit_test(an_indented_block_hangs_under_the_paragraph_above),
		cmocka_unit_test(first_line_indentation_makes_no_sub_paragraph),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
