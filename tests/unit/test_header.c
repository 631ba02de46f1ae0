#include "cable.h"

/* --- T-3 headers ------------------------------------------------------------------------------------------------ */

TEST(a_subject_carries_its_mark_in_front_or_behind_or_has_none)
{
	WITH("S E C R E T PM 0417\n\nSUBJECT: (C) SABLE BANK\n\n1. Text.\n");
	assert_reads(&t, "SUBJECT", "own (C)");
	done(&t);
	read_text(&t, "telegram",
	    "S E C R E T PM 0417\n\nSUBJECT: SABLE BANK AND WHAT LIES BEHIND ITS REEF\n"
	    "         ON THE EAST SIDE (C)\n\n1. Text.\n");
	assert_reads(&t, "SUBJECT", "own (C)");
	assert_int_equal(where(&t, "ON THE EAST"), where(&t, "SUBJECT"));
	done(&t);
	read_text(&t, "telegram", "S E C R E T PM 0417\n\n(C) SUBJECT: SABLE BANK\n\n1. Text.\n");
	assert_kind(&t, "SABLE", "subject");
	assert_reads(&t, "SABLE", "own (C)");
	done(&t);
	read_text(&t, "telegram", "S E C R E T PM 0417\n\nSUBJECT (C): SABLE BANK\n\n1. Text.\n");
	assert_reads(&t, "SABLE", "own (C)");
	done(&t);
	read_text(&t, "telegram", "S E C R E T PM 0417\n\nSUBJECT: SABLE BANK\n\n1. Text.\n");
	assert_reads(&t, "SUBJECT", "banner (S)");
	done(&t);
}

TEST(two_marks_of_a_subject_read_as_the_higher)
{
	WITH("S E C R E T PM 0417\n\nSUBJECT: (U) SABLE BANK (C)\n\n1. Text.\n");
	assert_reads(&t, "SUBJECT", "own (C)");
	done(&t);
}

TEST(an_open_subject_says_nothing_of_the_text)
{
	WITH(SECRET "1. Text.\n");
	assert_reads(&t, "SUBJECT", "own (U)");
	assert_reads(&t, "1. Text", "banner (S)");
	done(&t);
}

TEST(text_glued_to_a_short_subject_is_not_part_of_it)
{
	WITH("S E C R E T PM 0417\n\nSUBJECT: (U) SABLE BANK\nHalvard takes our money.\n");
	assert_reads(&t, "Halvard", "banner (S)");
	done(&t);
}

TEST(a_printed_telegram_has_its_subject_in_the_first_block)
{
	WITH(
	    "TELEGRAM FROM THE EMBASSY IN VELDARA\n\nClassification: Secret\n\n"
	    "327038. (U) Subject: Sable Bank. Ref: (A) Quentara 3000, (B) Quentara 3004, (C) Marlow 8695.\n\n"
	    "1. Text.\n");
	assert_kind(&t, "327038", "subject");
	assert_reads(&t, "327038", "own (U)");
	assert_int_equal(portion_with(&t, "327038")->number_len, 0);
	assert_reads(&t, "1. Text", "banner (S)");
	done(&t);
	read_text(&t, "telegram",
	    "Classification: Secret\n\nSecto 8013. (C) Subject: Sable Bank.\n\n1. Text.\n");
	assert_reads(&t, "Secto", "own (C)");
	done(&t);
	read_text(&t, "telegram",
	    "Classification: Secret\n\n9646. For Roe. Subject: (C) Sable Bank.\n\n1. Text.\n");
	assert_reads(&t, "9646", "own (C)");
	done(&t);
}

TEST(a_subject_may_stand_below_its_word)
{
	WITH("Classification: Secret\n\nSUBJECT\n\n  Sable Bank; a Proposal (U)\n\nText. (C)\n");
	assert_kind(&t, "Sable Bank", "subject");
	assert_reads(&t, "Sable Bank", "own (U)");
	done(&t);
}

TEST(letters_of_references_are_no_marks)
{
	WITH(
	    "S E C R E T PM 0417\n\nREF: (A) QUENTARA 61 (B) MARLOW 398\n     (C) VELDARA 12\n(D) STATE 4\n\n"
	    "1. (U) Text.\n");
	assert_kind(&t, "(C) VELDARA", "reference");
	assert_kind(&t, "(D) STATE", "reference");
	assert_reads(&t, "(C) VELDARA", "banner (S)");
	done(&t);
}

TEST(letters_of_reasons_are_no_marks_but_its_own_is)
{
	WITH("S E C R E T PM 0417\n\n(U) Classified by Ilsa Brandt; Reason: 1.5(b) and (d).\n\n"
	     "Classified By: Ilsa Brandt for Reasons 1.4 (B),\n(D).\n\n1. (C) Text.\n");
	assert_kind(&t, "(U) Classified", "authority-block");
	assert_reads(&t, "(U) Classified", "own (U)");
	assert_kind(&t, "Classified By:", "authority-block");
	assert_reads(&t, "Classified By:", "banner (S)");
	done(&t);
}

TEST(order_tags_and_passing_lines_have_their_kinds)
{
	WITH(
	    "S E C R E T PM 0417\n\nSTATE FOR EUR/VLD\n\nE.O. 12958: DECL: 02/27/2014\nTAGS: PREL, VD\n"
	    "SUBJECT: SABLE BANK\n\n1. Text.\n");
	assert_kind(&t, "STATE FOR", "passing");
	assert_kind(&t, "E.O.", "declassification-line");
	assert_kind(&t, "TAGS", "tags");
	done(&t);
}

TEST(what_is_glued_to_a_marked_header_line_and_is_not_its_like_is_a_portion_of_its_own)
{
	WITH("SECRET PORT MARLOW 000417\n(U) TAGS: PREL, EFIS\nThe minister was paid.\n"
	     "(U) REF: PORT MARLOW 101\nThe agent was paid.\n"
	     "(U) Classified by Ambassador Osei,\nreasons 1.4 (b) and (d).\nThe envoy was paid.\n\n"
	     "1. (U) Text.\n");
	assert_reads(&t, "The minister", "banner (S)");
	assert_reads(&t, "The agent", "banner (S)");
	assert_reads(&t, "reasons", "own (U)");
	assert_reads(&t, "The envoy", "banner (S)");
	done(&t);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_subject_carries_its_mark_in_front_or_behind_or_has_none),
		cmocka_unit_test(two_marks_of_a_subject_read_as_the_higher),
		cmocka_unit_test(an_open_subject_says_nothing_of_the_text),
		cmocka_unit_test(text_glued_to_a_short_subject_is_not_part_of_it),
		cmocka_unit_test(a_printed_telegram_has_its_subject_in_the_first_block),
		cmocka_unit_test(a_subject_may_stand_below_its_word),
		cmocka_unit_test(letters_of_references_are_no_marks),
		cmocka_unit_test(letters_of_reasons_are_no_marks_but_its_own_is),
		cmocka_unit_test(order_tags_and_passing_lines_have_their_kinds),
		cmocka_unit_test(
		    what_is_glued_to_a_marked_header_line_and_is_not_its_like_is_a_portion_of_its_own),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
