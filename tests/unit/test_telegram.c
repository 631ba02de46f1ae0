#include "reading.h"

#include "format/telegram.h"

#define CLASS_LINE(level) level " PORT MARLOW 000417\n\nSUBJECT: (U) SABLE BANK\n\n"
#define CONFIDENTIAL      CLASS_LINE("C O N F I D E N T I A L")
#define SECRET            CLASS_LINE("S E C R E T")

#define WITH(text)                                                                                 \
	struct reading_test t = { 0 };                                                             \
	read_text(&t, "telegram", text)

/* --- T-1 routing and addresses --------------------------------------------------------------------------------- */

TEST(transmission_lines_are_routing_and_their_fives_join_the_banner)
{
	WITH("VZCZCXYZ0001\nOO RUEHC\nDE RUEHPM #0417/01 0581130\nZNY SSSSS ZZH\nO 271130Z FEB 04\n"
	     "FM AMEMBASSY PORT MARLOW\nBT\nUNCLAS PORT MARLOW 000417\n\n1. Text.\n");
	assert_kind(&t, "VZCZC", "routing");
	assert_kind(&t, "ZNY", "routing");
	assert_kind(&t, "O 2711", "precedence");
	assert_kind(&t, "FM AM", "from");
	assert_kind(&t, "BT", "separator");
	assert_level(&t, "1. Text", "S");
	done(&t);
}

TEST(unknown_fives_damage_the_banner)
{
	WITH("ZNY QQQQQ ZZH\nBT\nUNCLAS PORT MARLOW 000417\n\n1. Text.\n");
	assert_reads(&t, "1. Text", "damaged");
	done(&t);
}

TEST(fives_of_the_lowest_level_do_not_lower_the_class_line)
{
	WITH("ZNR UUUUU ZZH\nBT\n" SECRET "1. Text.\n");
	assert_reads(&t, "1. Text", "banner (S)");
	done(&t);
}

TEST(addresses_run_on_over_lines_of_stations)
{
	WITH(
	    "FM AMEMBASSY PORT MARLOW\nTO SECSTATE WASHDC IMMEDIATE 2114\nINFO AMEMBASSY QUENTARA\n"
	    "AMCONSUL VELDARA PRIORITY\nBT\n" SECRET);
	assert_kind(&t, "AMCONSUL VELDARA", "info");
	assert_int_equal(where(&t, "AMCONSUL"), where(&t, "INFO AM"));
	done(&t);
}

TEST(a_sentence_among_addresses_is_unknown)
{
	WITH(
	    "FM AMEMBASSY PORT MARLOW\nTO SECSTATE WASHDC\nTHE MINISTER WAS PAID BY US\nBT\n" SECRET);
	assert_kind(&t, "THE MINISTER", "unknown");
	assert_reads(&t, "THE MINISTER", "none");
	done(&t);
}

TEST(a_sentence_that_begins_like_an_address_is_none)
{
	WITH(SECRET "1. (U) Open.\n\nTO THE MINISTER THIS WAS NEW\n\nTO MINISTER HALVARD\n");
	assert_kind(&t, "TO THE MINISTER", "heading");
	assert_reads(&t, "TO THE MINISTER", "banner (S)");
	assert_kind(&t, "TO MINISTER HALVARD", "signature");
	done(&t);
}

TEST(a_banner_or_a_notice_among_addresses_is_no_station)
{
	WITH(
	    "FM AMEMBASSY PORT MARLOW\nTO SECSTATE WASHDC\n[1 line not declassified]\nINFO AMEMBASSY QUENTARA\nSECRET\n\n1. "
	    "Text.\n");
	assert_int_equal(portion_with(&t, "[1 line")->flags & PORTION_NOTICE, PORTION_NOTICE);
	assert_kind(&t, "INFO", "info");
	assert_kind(&t, "SECRET", "banner");
	assert_reads(&t, "1. Text", "banner (S)");
	done(&t);
}

TEST(a_lower_case_address_is_no_address)
{
	WITH("FM AMEMBASSY PORT MARLOW\nTO Secstate and the spy Halvard\nBT\n" SECRET);
	assert_kind(&t, "TO Secstate", "unknown");
	done(&t);
}

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

/* --- T-6 entire text -------------------------------------------------------------------------------------------- */

TEST(entire_text_is_read_in_all_its_spellings)
{
	static const char *const spellings[] = { "(S-entire text).", "(S-entire text)",
		"(S-Entire text.)", "Secret-entire text.", "S-entire text.", "(S) Entire text.",
		"(Secret-Entire text)",
		"Secret\xe2\x80\x94"
		"Entire text.",
		"Secret\xe2\x80\x93"
		"Entire text.",
		"(Secret\xe2\x80\x94"
		"Entire text).",
		"(S Entire text)", "(S)-Entire text.", "Secret entire text.",
		"SECRET - ENTIRE TEXT.", "S -- ENTIRE TEXT", "(S - ENTIRE\nTEXT)",
		"SECRET--ENTIRE TEXT", "SECRET ENTIRE TEXT." };
	for (size_t i = 0; i < sizeof spellings / sizeof *spellings; i++) {
		char text[300];
		snprintf(text, sizeof text,
		    "Classification: Top Secret\n\n9646. Subject: Sable Bank.\n\n1. %s\n\n"
		    "2. Halvard speaks.\n",
		    spellings[i]);
		WITH(text);
		assert_reads(&t, "1. ", "own (S)");
		assert_reads(&t, "Halvard", "entire-text (S)");
		assert_reads(&t, "9646", "banner (TS)");
		done(&t);
	}
}

TEST(entire_text_inside_a_sentence_counts_but_lowers_nothing)
{
	WITH(CONFIDENTIAL "1. This is memcon VI-M-025. Secret-entire text.\n\n2. Text.\n");
	assert_reads(&t, "2. Text", "entire-text (S)");
	done(&t);
	read_text(&t, "telegram",
	    SECRET "1. This is memcon VI-M-025. Confidential-entire text.\n\n2. Text.\n");
	assert_reads(&t, "2. Text", "entire-text (S)");
	done(&t);
}

TEST(a_damaged_entire_text_closes_everything_below)
{
	static const char *const damaged[] = { "SECftET ENTIRE TEXT.", "(SEGRfi - ENTIRE TEXT)",
		"CONFIVE8ITIAL - "
		"ENTIRE TEXT." };
	for (size_t i = 0; i < sizeof damaged / sizeof *damaged; i++) {
		char text[300];
		snprintf(text, sizeof text, CLASS_LINE("UNCLAS") "1. %s\n\n2. Halvard speaks.\n",
		    damaged[i]);
		WITH(text);
		assert_reads(&t, "1. ", "damaged");
		assert_false(marking_is_known(portion_with(&t, "Halvard")->entire));
		done(&t);
	}
}

TEST(the_entire_text_of_a_speech_is_no_statement)
{
	WITH(SECRET "1. (U) He read the entire text of the note.\n\n2. Text.\n");
	assert_reads(&t, "1. (U)", "own (U)");
	assert_reads(&t, "2. Text", "banner (S)");
	done(&t);
}

TEST(an_open_entire_text_does_not_lower_the_class_line)
{
	WITH(SECRET "1. Unclassified - entire text.\n\n2. Text.\n");
	assert_reads(&t, "2. Text", "entire-text (S)");
	done(&t);
}

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
		"\xe2\x80\x94(", "PAGE 02 X\na\n" };
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

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(transmission_lines_are_routing_and_their_fives_join_the_banner),
		cmocka_unit_test(unknown_fives_damage_the_banner),
		cmocka_unit_test(fives_of_the_lowest_level_do_not_lower_the_class_line),
		cmocka_unit_test(addresses_run_on_over_lines_of_stations),
		cmocka_unit_test(a_sentence_among_addresses_is_unknown),
		cmocka_unit_test(a_sentence_that_begins_like_an_address_is_none),
		cmocka_unit_test(a_banner_or_a_notice_among_addresses_is_no_station),
		cmocka_unit_test(a_lower_case_address_is_no_address),
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
		cmocka_unit_test(a_subject_carries_its_mark_in_front_or_behind_or_has_none),
		cmocka_unit_test(two_marks_of_a_subject_read_as_the_higher),
		cmocka_unit_test(an_open_subject_says_nothing_of_the_text),
		cmocka_unit_test(text_glued_to_a_short_subject_is_not_part_of_it),
		cmocka_unit_test(a_printed_telegram_has_its_subject_in_the_first_block),
		cmocka_unit_test(a_subject_may_stand_below_its_word),
		cmocka_unit_test(letters_of_references_are_no_marks),
		cmocka_unit_test(letters_of_reasons_are_no_marks_but_its_own_is),
		cmocka_unit_test(order_tags_and_passing_lines_have_their_kinds),
		cmocka_unit_test(numbers_are_written_in_many_ways),
		cmocka_unit_test(an_unmarked_paragraph_between_marked_ones_reads_as_the_banner),
		cmocka_unit_test(an_unmarked_number_glued_to_an_open_paragraph_begins_its_own),
		cmocka_unit_test(a_lost_parenthesis_is_damage),
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
		cmocka_unit_test(sub_paragraphs_have_marks_of_their_own_or_their_parents),
		cmocka_unit_test(bullets_take_the_mark_of_the_paragraph_above),
		cmocka_unit_test(a_bullet_under_a_bullet_is_not_lowered_to_the_paragraph),
		cmocka_unit_test(a_doubtful_nesting_reads_as_the_higher),
		cmocka_unit_test(a_capital_letter_of_an_enumeration_is_no_lower_mark),
		cmocka_unit_test(nothing_hangs_under_a_heading),
		cmocka_unit_test(an_indented_block_hangs_under_the_paragraph_above),
		cmocka_unit_test(first_line_indentation_makes_no_sub_paragraph),
		cmocka_unit_test(entire_text_is_read_in_all_its_spellings),
		cmocka_unit_test(entire_text_inside_a_sentence_counts_but_lowers_nothing),
		cmocka_unit_test(a_damaged_entire_text_closes_everything_below),
		cmocka_unit_test(the_entire_text_of_a_speech_is_no_statement),
		cmocka_unit_test(an_open_entire_text_does_not_lower_the_class_line),
		cmocka_unit_test(marks_behind_their_paragraphs_are_theirs),
		cmocka_unit_test(both_marks_of_one_paragraph_read_as_the_higher),
		cmocka_unit_test(
		    a_mark_at_the_other_end_than_the_messages_style_reads_as_the_banner),
		cmocka_unit_test(items_without_a_mark_in_front_of_trailing_ones_read_as_the_banner),
		cmocka_unit_test(a_mark_may_be_followed_by_a_dash_line_or_end_of_summary),
		cmocka_unit_test(the_last_letter_of_an_enumeration_is_no_trailing_mark),
		cmocka_unit_test(disguised_marks_are_damaged),
		cmocka_unit_test(structure_seen_only_after_folding_is_damaged),
		cmocka_unit_test(a_line_that_shows_nothing_is_a_blank_line),
		cmocka_unit_test(every_line_end_ends_a_line),
		cmocka_unit_test(
		    blank_lines_belong_to_the_portion_before_them_and_a_byte_order_mark_to_the_first),
		cmocka_unit_test(headings_may_be_marked_underlined_or_bare),
		cmocka_unit_test(a_name_alone_on_the_last_line_is_the_signature),
		cmocka_unit_test(text_behind_the_end_is_unknown),
		cmocka_unit_test(a_second_telegram_has_a_banner_and_captions_of_its_own),
		cmocka_unit_test(
		    a_telegram_that_begins_without_an_end_before_it_stays_in_the_message),
		cmocka_unit_test(notices_are_read_back_as_notices),
		cmocka_unit_test(a_message_without_any_banner_reads_as_nothing),
		cmocka_unit_test(reading_is_linear_in_awkward_texts),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
