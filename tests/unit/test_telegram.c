#include "cable.h"

#include "format/telegram.h"

/* --- T-2 class line, captions, sections ------------------------------------------------------------------------- */

TEST(a_class_line_may_be_spaced_or_plain)
{
	WITH("S E C R E T SECTION 01 OF 02 PORT MARLOW 000417\n\n1. Text.\n");
	assert_kind(&t, "S E C", "banner");
	assert_reads(&t, "1. Text", "banner (S)");
	done(&t);
	read_text(&t, "telegram", "CONFIDENTIAL PORT MARLOW 000417\n\n1. Text.\n");
	assert_kind(&t, "CONFIDENTIAL PORT", "banner");
	assert_reads(&t, "1. Text", "banner (C)");
	done(&t);
}

TEST(the_higher_of_two_class_lines_is_the_banner)
{
	WITH(CONFIDENTIAL
	    "1. Text.\n\nS E C R E T SECTION 02 OF 02 PORT MARLOW 000417\n\n2. More.\n");
	assert_reads(&t, "1. Text", "banner (S)");
	done(&t);
}

TEST(captions_count_for_every_paragraph)
{
	WITH("S E C R E T PORT MARLOW 000417\n\nNODIS\n\n1. (U) Text.\n\n2. (C) Text.\n");
	assert_kind(&t, "NODIS", "caption");
	assert_level(&t, "1. (U)", "U");
	assert_false(marking_equal(portion_with(&t, "1. (U)")->own, scheme_lowest(t.scheme)));
	assert_non_null(t.document.messages[0].captions);
	done(&t);
}

TEST(captions_on_the_class_line_count_too)
{
	WITH("S E C R E T NODIS PORT MARLOW 000417\n\n1. (U) Text.\n");
	assert_false(marking_dominates(scheme_lowest(t.scheme), portion_with(&t, "1. (U)")->own));
	done(&t);
	read_text(&t, "telegram",
	    "S E C R E T SECTION 01 OF 02 PORT MARLOW 000417 NODIS\n\n1. (U) Text.\n");
	assert_false(marking_dominates(scheme_lowest(t.scheme), portion_with(&t, "1. (U)")->own));
	done(&t);
}

TEST(captions_of_a_source_note_are_read_over_its_lines)
{
	WITH("TELEGRAM FROM THE EMBASSY IN VELDARA\n\nClassification: Secret; Immediate;\nNodis\n\n"
	     "1. (U) Text.\n");
	assert_kind(&t, "Classification", "banner");
	assert_kind(&t, "Nodis", "banner");
	assert_false(marking_dominates(scheme_lowest(t.scheme), portion_with(&t, "1. (U)")->own));
	done(&t);
}

TEST(a_section_break_inside_a_paragraph_does_not_end_it)
{
	WITH(SECRET "1. (C) The first half of it\nS E C R E T SECTION 02 OF 02 PORT MARLOW 000417\n"
		    "and the second half.\n");
	assert_kind(&t, "SECTION 02", "banner");
	const struct portion *rest = portion_with(&t, "and the second");
	assert_int_equal(rest->flags & PORTION_CONTINUES, PORTION_CONTINUES);
	assert_int_equal(rest->parent, where(&t, "The first half"));
	assert_reads(&t, "and the second", "own (C)");
	done(&t);
}

TEST(a_page_line_inside_a_paragraph_does_not_end_it)
{
	WITH(SECRET
	    "1. (C) The first half of it\nPAGE 02 PORT MARLOW 000417 271130Z\nand the rest.\n");
	assert_kind(&t, "PAGE 02", "routing");
	assert_reads(&t, "and the rest", "own (C)");
	done(&t);
}

TEST(a_mark_behind_the_rest_counts_for_the_head)
{
	WITH(
	    "S E C R E T PORT MARLOW 000417\n\nOpen words of a first paragraph. (C)\n\nThe first half of it\n"
	    "PAGE 02 PORT MARLOW 000417\nand the rest of it. (C)\n\nAnother one. (C)\n");
	assert_reads(&t, "The first half", "own (C)");
	assert_reads(&t, "and the rest", "own (C)");
	done(&t);
}

TEST(what_follows_a_paragraph_complete_with_its_mark_is_not_its_rest)
{
	WITH(
	    "S E C R E T PORT MARLOW 000417\n\nOne that is open to all. (U)\nPAGE 02 PORT MARLOW 000417\n"
	    "Another without a mark, and it goes on.\n\nA third one. (U)\n");
	assert_reads(&t, "Another without", "banner (S)");
	done(&t);
}

TEST(behind_a_blank_line_nothing_continues)
{
	WITH(SECRET "1. (U) The first half of it\n\nPAGE 02 PORT MARLOW 000417\n\nand the rest.\n");
	assert_reads(&t, "and the rest", "banner (S)");
	done(&t);
}

TEST(a_level_in_a_page_line_joins_the_banner)
{
	WITH(CONFIDENTIAL "1. Text.\n\nPAGE 02 PORT MARLOW S E C R E T\n\n2. More.\n");
	assert_reads(&t, "1. Text", "banner (S)");
	done(&t);
}

/* --- T-9 headings, end, several telegrams, notices ---------------------------------------------------------------- */

TEST(headings_may_be_marked_underlined_or_bare)
{
	WITH(SECRET
	    "SUMMARY (C)\n\nOne goes on here.\n\nBACKGROUND OF IT\n----------------\nTwo goes on here.\n");
	assert_kind(&t, "SUMMARY", "heading");
	assert_reads(&t, "SUMMARY", "own (C)");
	assert_kind(&t, "BACKGROUND", "heading");
	assert_int_equal(where(&t, "------"), where(&t, "BACKGROUND"));
	assert_kind(&t, "Two", "paragraph");
	done(&t);
}

TEST(a_name_alone_on_the_last_line_is_the_signature)
{
	WITH(SECRET "1. (U) One.\n\nBRANDT\nBT\n");
	assert_kind(&t, "BRANDT", "signature");
	done(&t);
	read_text(&t, "telegram", SECRET "1. (U) One goes on\nand ends.\nBRANDT\nNNNN\n");
	assert_kind(&t, "BRANDT", "signature");
	assert_reads(&t, "One", "own (U)");
	done(&t);
	read_text(&t, "telegram", SECRET "1. (C) One goes on and ends. BRANDT\nNNNN\n");
	assert_kind(&t, "BRANDT", "paragraph");
	done(&t);
	read_text(&t, "telegram", SECRET "1. (U) One.\n\n                        Brandt\n");
	assert_kind(&t, "Brandt", "signature");
	done(&t);
}

TEST(text_behind_the_end_is_unknown)
{
	WITH(SECRET "1. (U) One.\nNNNN\n2. (U) Two.\n\nMore of it.\n");
	assert_kind(&t, "NNNN", "separator");
	assert_kind(&t, "2. (U)", "unknown");
	assert_reads(&t, "More of", "none");
	done(&t);
	read_text(&t, "telegram", "BT\n" SECRET "1. (U) One.\nBT\n#0417\nleft over\n");
	assert_kind(&t, "#0417", "routing");
	assert_kind(&t, "left over", "unknown");
	done(&t);
}

TEST(a_second_telegram_has_a_banner_and_captions_of_its_own)
{
	WITH(
	    "S E C R E T PM 0417\n\nNODIS\n\n1. Text one.\nNNNN\n\nVZCZCXYZ0002\nUNCLAS PM 0418\n\n1. Text two.\n");
	assert_int_equal(t.document.message_count, 2);
	assert_level(&t, "Text one", "S");
	assert_reads(&t, "Text two", "banner (U)");
	assert_int_equal(portion_with(&t, "Text two")->message, 1);
	done(&t);
}

TEST(a_telegram_that_begins_without_an_end_before_it_stays_in_the_message)
{
	WITH(
	    "S E C R E T PM 0417\n\nNODIS\n\n1. Text one.\n\nUNCLAS PM 0418\n\n2. (U) Text two.\n");
	assert_int_equal(t.document.message_count, 1);
	assert_false(marking_dominates(scheme_lowest(t.scheme), portion_with(&t, "Text two")->own));
	done(&t);
}

TEST(notices_are_read_back_as_notices)
{
	WITH(
	    "UNCLASSIFIED\n\n[2 paragraphs (19 lines) not declassified]\n\n2. (U) Text.\n[1 line not declassified]\n");
	assert_kind(&t, "UNCLASS", "banner");
	assert_kind(&t, "[2 par", "paragraph");
	assert_int_equal(portion_with(&t, "[2 par")->flags & PORTION_NOTICE, PORTION_NOTICE);
	assert_int_equal(portion_with(&t, "[1 line")->flags & PORTION_NOTICE, PORTION_NOTICE);
	assert_reads(&t, "2. (U)", "own (U)");
	done(&t);
}

TEST(a_message_without_any_banner_reads_as_nothing)
{
	WITH("SUBJECT: SABLE BANK\n\n1. Text.\n");
	assert_reads(&t, "1. Text", "none");
	done(&t);
}

TEST(reading_is_linear_in_awkward_texts)
{
	static const char *const units[] = { "(", ". (C", "1. (U) a\n", "\r", "- ", "(S) ",
		"\xe2\x80\x94(", "PAGE 02 X\na\n", "(Secret", "- (c) x\n", "SECREX\n", "C) ",
		"S " };
	for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
		size_t unit = strlen(units[i]), len = 400000 / unit * unit;
		unsigned char *text = malloc(len);
		assert_non_null(text);
		for (size_t at = 0; at < len; at += unit)
			memcpy(text + at, units[i], unit);
		struct reading_test t = { 0 };
		read_bytes(&t, "telegram", slice_of(text, len));
		done(&t);
		free(text);
	}
}

TEST(a_name_behind_a_section_break_is_a_signature_and_no_rest)
{
	WITH(SECRET "1. Text of one\nS E C R E T SECTION 02 OF 02 PORT MARLOW 000417\nMAREL\n");
	assert_kind(&t, "MAREL", "signature");
	assert_int_equal(portion_with(&t, "MAREL")->flags & PORTION_CONTINUES, 0);
	done(&t);
}

TEST(no_portion_goes_on_with_one_of_another_message)
{
	WITH("1. Alpha\nbeta.\n2. Gamma.\nBT\n-- THE\na. KESTREL\nCONFIDENTIAL\nCONFIDENTIAL J\n");
	assert_int_equal(t.document.message_count, 2);
	const struct portion *last = &t.document.portions[t.document.count - 1];
	assert_int_equal(last->message, 1);
	assert_int_equal(last->flags & PORTION_CONTINUES, 0);
	assert_int_equal(last->parent, PORTION_TOP);
	done(&t);
}

TEST(a_first_paragraph_that_is_indented_hangs_under_nothing)
{
	WITH("   Alpha is indented here.\n\nBeta.\n");
	assert_kind(&t, "Alpha", "paragraph");
	assert_int_equal(t.document.portions[0].parent, PORTION_TOP);
	done(&t);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_class_line_may_be_spaced_or_plain),
		cmocka_unit_test(the_higher_of_two_class_lines_is_the_banner),
		cmocka_unit_test(captions_count_for_every_paragraph),
		cmocka_unit_test(captions_on_the_class_line_count_too),
		cmocka_unit_test(captions_of_a_source_note_are_read_over_its_lines),
		cmocka_unit_test(a_section_break_inside_a_paragraph_does_not_end_it),
		cmocka_unit_test(a_page_line_inside_a_paragraph_does_not_end_it),
		cmocka_unit_test(a_mark_behind_the_rest_counts_for_the_head),
		cmocka_unit_test(what_follows_a_paragraph_complete_with_its_mark_is_not_its_rest),
		cmocka_unit_test(behind_a_blank_line_nothing_continues),
		cmocka_unit_test(a_level_in_a_page_line_joins_the_banner),
		cmocka_unit_test(headings_may_be_marked_underlined_or_bare),
		cmocka_unit_test(a_name_alone_on_the_last_line_is_the_signature),
		cmocka_unit_test(text_behind_the_end_is_unknown),
		cmocka_unit_test(a_second_telegram_has_a_banner_and_captions_of_its_own),
		cmocka_unit_test(
		    a_telegram_that_begins_without_an_end_before_it_stays_in_the_message),
		cmocka_unit_test(notices_are_read_back_as_notices),
		cmocka_unit_test(a_message_without_any_banner_reads_as_nothing),
		cmocka_unit_test(reading_is_linear_in_awkward_texts),
		cmocka_unit_test(a_name_behind_a_section_break_is_a_signature_and_no_rest),
		cmocka_unit_test(no_portion_goes_on_with_one_of_another_message),
		cmocka_unit_test(a_first_paragraph_that_is_indented_hangs_under_nothing),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
