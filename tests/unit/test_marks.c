#include "cable.h"

/* --- T-4 numbered paragraphs ------------------------------------------------------------------------------------ */

TEST(numbers_are_written_in_many_ways)
{
	static const char *const heads[] = { "3. (C) ",
		"\xc2\xb6"
		"3. (C) ",
		"3 (C) ", "3.(C) ", "3. (C)", "3.  (C)  ", "3: (C) ",
		"\xc2\xb6"
		"3 (C) " };
	for (size_t i = 0; i < sizeof heads / sizeof *heads; i++) {
		char text[300];
		snprintf(text, sizeof text, SECRET "%sHalvard speaks.\n", heads[i]);
		WITH(text);
		assert_reads(&t, "Halvard", "own (C)");
		assert_slice(portion_number(&t.document, portion_with(&t, "Halvard")), "3");
		done(&t);
	}
}

TEST(an_unmarked_paragraph_between_marked_ones_reads_as_the_banner)
{
	WITH(SECRET "1. (U) One.\n\n2. Two.\n\n3. (U) Three.\n");
	assert_reads(&t, "2. Two", "banner (S)");
	done(&t);
}

TEST(an_unmarked_number_glued_to_an_open_paragraph_begins_its_own)
{
	WITH(SECRET "1. (U) One.\n2. Two.\n3) Three.\n4.- Four.\n");
	assert_reads(&t, "2. Two", "banner (S)");
	done(&t);
}

TEST(a_lost_parenthesis_is_damage)
{
	static const char *const heads[] = { "1. C) ", "1. (C ", "1. [C] ",
		"1. SECRET: ", "1. C/NF " };
	for (size_t i = 0; i < sizeof heads / sizeof *heads; i++) {
		char text[300];
		snprintf(text, sizeof text, CLASS_LINE("UNCLAS") "%sHalvard speaks.\n", heads[i]);
		WITH(text);
		assert_reads(&t, "Halvard", "damaged");
		done(&t);
	}
}

TEST(a_mark_of_several_words_without_its_parentheses_is_damage)
{
	static const char *const heads[] = { "[TOP SECRET] ", "[Secret] ", "[SECRET, NOFORN] ",
		"TOP SECRET: ", "TOP SECRET. ", "SECRET - ", "SECRET \xe2\x80\x94 ",
		"SECRET [NOFORN] ", "SECRET NOFORN " };
	for (size_t i = 0; i < sizeof heads / sizeof *heads; i++) {
		char text[300];
		snprintf(text, sizeof text,
		    CLASS_LINE("C O N F I D E N T I A L") "1. %sHalvard speaks.\n", heads[i]);
		WITH(text);
		assert_reads(&t, "Halvard", "damaged");
		done(&t);
	}
	struct reading_test t = { 0 };
	read_text(&t, "memo", "CONFIDENTIAL\n\n1. SECRET police came.\n\n2. [Confidence] grew.\n");
	assert_reads(&t, "1. SECRET", "banner (C)");
	assert_reads(&t, "2. ", "banner (C)");
	done(&t);
}

/* A scheme's own marks, where no parentheses stand around them */
TEST(marks_of_other_schemes_without_their_parentheses_are_damage)
{
	static const struct {
		const char *scheme, *text;
	} rows[] = {
		{ "au", "OFFICIAL\n\n1. [SEC=PROTECTED] Halvard speaks.\n\nOFFICIAL\n" },
		{ "au", "OFFICIAL\n\n1. (SEC=PROTECTED) Halvard speaks.\n\nOFFICIAL\n" },
		{ "au", "OFFICIAL\n\n1. SEC=SECRET Halvard speaks.\n\nOFFICIAL\n" },
		{ "nato", "NATO RESTRICTED\n\n1. [NATO SECRET] Halvard speaks.\n" },
		{ "nato", "NATO RESTRICTED\n\n1. NATO SECRET ATOMAL: Halvard speaks.\n" },
		{ "fr", "DIFFUSION RESTREINTE\n\n1. [TR\xc3\x88S SECRET] Halvard speaks.\n" },
		{ "fr", "DIFFUSION RESTREINTE\n\n1. TR\xc3\x88S SECRET: Halvard speaks.\n" },
		{ "nz", "RESTRICTED\n\n1. SECRET [BUDGET] Halvard speaks.\n" },
		{ "eu",
		    "RESTREINT UE/EU RESTRICTED\n\n1. SECRET UE/EU SECRET - Halvard speaks.\n" },
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct reading_test t = { 0 };
		struct tl_error e = { 0 };
		assert_ok(scheme_load_shipped(rows[i].scheme, NULL, &t.scheme, &e));
		read_text(&t, "memo", rows[i].text);
		assert_reads(&t, "Halvard", "damaged");
		done(&t);
	}
}

TEST(a_mark_behind_a_lead_in_is_the_paragraphs_own)
{
	WITH(SECRET "1. Summary: (C) One.\n\n2. (C) COMMENT: Two.\n");
	assert_reads(&t, "1. Summary", "own (C)");
	assert_reads(&t, "2. (C)", "own (C)");
	done(&t);
}

TEST(a_mark_is_read_across_its_line_ends)
{
	WITH(SECRET "1. (S//REL TO USA, AUS,\nCAN, GBR) One.\n");
	assert_int_equal(portion_with(&t, "1. (S")->mark, MARK_READ);
	assert_written(&t, "1. (S", "(S//REL TO USA, AUS,\nCAN, GBR)");
	done(&t);
}

TEST(an_open_mark_in_the_middle_of_a_paragraph_lowers_nothing)
{
	WITH(SECRET "1. (C) One is secret. (U) And so is this.\n\n2. Two. (U) And more.\n");
	assert_reads(&t, "1. (C)", "own (C)");
	assert_reads(&t, "2. Two", "banner (S)");
	done(&t);
}

TEST(a_higher_mark_in_the_middle_raises)
{
	WITH(SECRET "1. (U) One is open. (S) But this is not.\n");
	assert_reads(&t, "1. (U)", "own (S)");
	done(&t);
}

TEST(every_mark_in_the_middle_raises_wherever_it_stands)
{
	static const char *const middles[] = { "open (S) And more", "open (S)\nAnd more",
		"open (S). And more", "(S) more", "open\n(S), and more",
		"open. \xef\xbc\x88S\xef\xbc\x89 And more" };
	for (size_t i = 0; i < sizeof middles / sizeof *middles; i++) {
		char text[300];
		snprintf(text, sizeof text,
		    CLASS_LINE("UNCLAS") "1. (U) One is %s of it.\n\n2. (U) Two.\n", middles[i]);
		WITH(text);
		assert_false(
		    marking_dominates(scheme_lowest(t.scheme), portion_with(&t, "more")->own));
		done(&t);
	}
}

TEST(two_marks_in_a_row_read_as_the_higher)
{
	WITH(CLASS_LINE("UNCLAS") "1. (U)(S) One.\n\n2. (U) (S) Two.\n");
	assert_reads(&t, "1. (U)", "own (S)");
	assert_reads(&t, "2. (U)", "own (S)");
	done(&t);
}

TEST(a_lead_in_alone_in_its_line_begins_a_portion)
{
	WITH(SECRET "1. (U) One.\nCOMMENT\nHalvard takes our money.\n");
	assert_reads(&t, "Halvard", "banner (S)");
	done(&t);
}

TEST(text_glued_to_a_full_line_of_a_subject_is_not_part_of_it)
{
	WITH(
	    "S E C R E T PM 0417\n\nSUBJECT: (U) SABLE BANK AND ALL THAT LIES BEHIND ITS REEF\nHalvard takes our money.\n");
	assert_reads(&t, "Halvard", "banner (S)");
	done(&t);
}

TEST(a_mark_at_the_head_of_a_wrapped_line_raises_only)
{
	WITH(SECRET "1. (S) One sends what it knows by the\n(U) channel of the bank.\n");
	assert_reads(&t, "(U) channel", "own (S)");
	done(&t);
	read_text(&t, "telegram", SECRET "1. (U) One sends what it knows.\n(S) This is another.\n");
	assert_reads(&t, "(S) This", "own (S)");
	done(&t);
}

TEST(words_in_parentheses_are_no_marks)
{
	WITH(CONFIDENTIAL
	    "1. (CMS) Text one.\n\n2. (2014) Text two.\n\n3. (S/S) Text three.\n\n4. The "
	    "function(s) of it.\n");
	assert_reads(&t, "1. (CMS)", "banner (C)");
	assert_reads(&t, "2. (2014)", "banner (C)");
	assert_reads(&t, "3. (S/S)", "banner (C)");
	assert_reads(&t, "4. The", "banner (C)");
	done(&t);
}

TEST(a_level_spelled_out_in_the_middle_raises_and_words_do_not)
{
	WITH(CONFIDENTIAL
	    "1. (U) The ship (Secret) sailed.\n\n2. (U) The ship (Confidential) sailed.\n\n"
	    "3. (U) The ship (secretly) sailed.\n\n4. (U) The ship (Secret talks) sailed.\n\n"
	    "5. (U) The ship (\xd0\xa1) sailed.\n");
	assert_level(&t, "1. (U)", "S");
	assert_level(&t, "2. (U)", "C");
	assert_reads(&t, "3. (U)", "own (U)");
	assert_reads(&t, "4. (U)", "own (U)");
	assert_false(marking_is_known(portion_with(&t, "5. (U)")->own));
	done(&t);
}

TEST(an_unmarked_item_with_a_mark_in_the_middle_does_not_read_as_its_parent)
{
	WITH(CONFIDENTIAL
	    "1. (U) Text:\n- the loan (C) of Quentara\n- - (C) the ship\n- the quay\n");
	assert_reads(&t, "- the loan", "banner (C)");
	assert_reads(&t, "- - (C)", "banner (C)");
	assert_reads(&t, "- the quay", "parent (U)");
	done(&t);
}

TEST(a_second_mark_that_lost_something_damages_the_first)
{
	static const char *const second[] = { "[C]", "C)", "(C", "{S}", "-- [C]", "C/NF" };
	for (size_t i = 0; i < sizeof second / sizeof *second; i++) {
		char text[200];
		snprintf(text, sizeof text, CONFIDENTIAL "1. (U) %s The ship.\n", second[i]);
		WITH(text);
		assert_reads(&t, "1. (U)", "damaged");
		done(&t);
	}
}

TEST(a_letter_that_the_sentence_enumerates_is_no_mark_in_the_middle)
{
	WITH(CLASS_LINE("UNCLAS") "1. The ferry leaves, as (A) and (C) say.\n\n"
				  "2. As (A) says. (C) The ferry leaves.\n");
	assert_reads(&t, "1. The", "banner (U)");
	assert_level(&t, "2. As", "C");
	done(&t);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(numbers_are_written_in_many_ways),
		cmocka_unit_test(an_unmarked_paragraph_between_marked_ones_reads_as_the_banner),
		cmocka_unit_test(an_unmarked_number_glued_to_an_open_paragraph_begins_its_own),
		cmocka_unit_test(a_lost_parenthesis_is_damage),
		cmocka_unit_test(a_mark_of_several_words_without_its_parentheses_is_damage),
		cmocka_unit_test(marks_of_other_schemes_without_their_parentheses_are_damage),
		cmocka_unit_test(a_mark_behind_a_lead_in_is_the_paragraphs_own),
		cmocka_unit_test(a_mark_is_read_across_its_line_ends),
		cmocka_unit_test(an_open_mark_in_the_middle_of_a_paragraph_lowers_nothing),
		cmocka_unit_test(a_higher_mark_in_the_middle_raises),
		cmocka_unit_test(every_mark_in_the_middle_raises_wherever_it_stands),
		cmocka_unit_test(two_marks_in_a_row_read_as_the_higher),
		cmocka_unit_test(a_lead_in_alone_in_its_line_begins_a_portion),
		cmocka_unit_test(text_glued_to_a_full_line_of_a_subject_is_not_part_of_it),
		cmocka_unit_test(a_mark_at_the_head_of_a_wrapped_line_raises_only),
		cmocka_unit_test(words_in_parentheses_are_no_marks),
		cmocka_unit_test(a_level_spelled_out_in_the_middle_raises_and_words_do_not),
		cmocka_unit_test(
		    an_unmarked_item_with_a_mark_in_the_middle_does_not_read_as_its_parent),
		cmocka_unit_test(a_second_mark_that_lost_something_damages_the_first),
		cmocka_unit_test(a_letter_that_the_sentence_enumerates_is_no_mark_in_the_middle),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
