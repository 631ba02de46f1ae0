#include "cable.h"

/* --- T-7 leading and trailing ------------------------------------------------------------------------------------ */

TEST(marks_behind_their_paragraphs_are_theirs)
{
	WITH(
	    "S E C R E T PM 0417\n\nFirst one here. (C)\n\nSecond: (S)\n\nThird (U):\n\nFourth one; (U)\n\n"
	    "Fifth one.\n(C)\n\nSixth one is unmarked.\n");
	assert_reads(&t, "First", "own (C)");
	assert_reads(&t, "Second", "own (S)");
	assert_reads(&t, "Third", "own (U)");
	assert_reads(&t, "Fourth", "own (U)");
	assert_reads(&t, "Fifth", "own (C)");
	assert_reads(&t, "Sixth", "banner (S)");
	assert_int_equal(portion_with(&t, "First")->flags & PORTION_TRAILING, PORTION_TRAILING);
	done(&t);
}

TEST(both_marks_of_one_paragraph_read_as_the_higher)
{
	WITH(SECRET "1. (U) One. (C)\n\n2. (S) Two. (U)\n\n3. (U) Three.\n");
	assert_reads(&t, "1. (U)", "own (C)");
	assert_reads(&t, "2. (S)", "own (S)");
	done(&t);
}

TEST(a_mark_at_the_other_end_than_the_messages_style_reads_as_the_banner)
{
	WITH(SECRET
	    "1. (U) One.\n\n2. (C) Two.\n\nThree is not marked in front, though it is long. (U)\n");
	assert_reads(&t, "Three", "own (S)");
	done(&t);
	read_text(&t, "telegram",
	    "S E C R E T PM 0417\n\nOne goes on. (U)\n\nTwo goes on. (C)\n\n(U) Three goes on.\n");
	assert_reads(&t, "Three", "own (S)");
	done(&t);
}

TEST(items_without_a_mark_in_front_of_trailing_ones_read_as_the_banner)
{
	WITH(
	    "S E C R E T PM 0417\n\nWe have two aims: (U)\n\n- to find the source\n\n- to keep him. (S)\n");
	assert_reads(&t, "to find", "banner (S)");
	done(&t);
}

TEST(a_mark_may_be_followed_by_a_dash_line_or_end_of_summary)
{
	WITH(
	    "S E C R E T PM 0417\n\nFirst one. (C)\n-------------\n\nSecond one. (C) End summary.\n");
	assert_reads(&t, "First", "own (C)");
	assert_reads(&t, "Second", "own (C)");
	done(&t);
}

TEST(the_last_letter_of_an_enumeration_is_no_trailing_mark)
{
	WITH(
	    "S E C R E T PM 0417\n\nSee the points (A), (B) and (C)\n\nSecond one. (U)\n\nThird one. (U)\n");
	assert_level(&t, "See the points", "S");
	done(&t);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(marks_behind_their_paragraphs_are_theirs),
		cmocka_unit_test(both_marks_of_one_paragraph_read_as_the_higher),
		cmocka_unit_test(
		    a_mark_at_the_other_end_than_the_messages_style_reads_as_the_banner),
		cmocka_unit_test(items_without_a_mark_in_front_of_trailing_ones_read_as_the_banner),
		cmocka_unit_test(a_mark_may_be_followed_by_a_dash_line_or_end_of_summary),
		cmocka_unit_test(the_last_letter_of_an_enumeration_is_no_trailing_mark),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
