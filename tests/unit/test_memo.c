#include "reading.h"

#include "format/memo.h"

#define HEAD                                                                                       \
	"SECRET\n\nMEMORANDUM FOR THE SECRETARY\n\nFROM:    Marit Osei, Fisheries\nTO:      Ilsa " \
	"Brandt\nDATE:    March 3, 1981\nSUBJECT: Sable Bank (U)\n\n"

#define WITH(text)                                                                                 \
	struct reading_test t = { 0 };                                                             \
	read_text(&t, "memo", text)

TEST(the_lines_above_the_text_have_their_kinds)
{
	WITH(HEAD "Text of the first paragraph. (U)\n\nSECRET\n");
	assert_kind(&t, "SECRET\n\nMEMO", "banner");
	assert_kind(&t, "MEMORANDUM FOR", "heading");
	assert_kind(&t, "FROM:", "from");
	assert_kind(&t, "TO: ", "to");
	assert_kind(&t, "DATE:", "metadata");
	assert_kind(&t, "SUBJECT:", "subject");
	assert_reads(&t, "SUBJECT:", "own (U)");
	assert_kind(&t, "Text of", "paragraph");
	assert_int_equal(t.document.portions[t.document.count - 1].kind, PORTION_BANNER);
	done(&t);
}

TEST(controls_of_a_banner_are_a_roll_up_and_no_captions)
{
	WITH(
	    "SECRET//NOFORN\n\nMEMORANDUM FOR THE RECORD\n\n(U) Text of the first paragraph.\n\n(C) More of it.\n");
	assert_reads(&t, "(U) Text", "own (U)");
	assert_true(marking_equal(portion_with(&t, "(U) Text")->own, scheme_lowest(t.scheme)));
	done(&t);
}

TEST(the_highest_banner_of_all_pages_counts)
{
	WITH(
	    "CONFIDENTIAL\n\nMEMORANDUM FOR THE RECORD\n\nFirst page, without marks.\n\nCONFIDENTIAL\n\fSECRET\n\nSecond "
	    "page, without marks.\n\nSECRET\n");
	assert_reads(&t, "First page", "banner (S)");
	done(&t);
}

TEST(a_page_break_inside_a_sentence_does_not_end_the_paragraph)
{
	WITH(HEAD
	    "(C) It begins on the first page and\nSECRET\n\fSECRET\ngoes on here.\n\n(U) Another paragraph.\n");
	assert_reads(&t, "goes on", "own (C)");
	assert_int_equal(portion_with(&t, "goes on")->flags & PORTION_CONTINUES, PORTION_CONTINUES);
	done(&t);
}

TEST(a_page_break_behind_a_sentence_ends_the_paragraph)
{
	WITH(HEAD
	    "(U) It begins and ends on the first page.\nSECRET\n\fSECRET\nHalvard takes our money.\n\n(C) Another.\n");
	assert_reads(&t, "Halvard", "banner (S)");
	done(&t);
}

TEST(an_unmarked_paragraph_reads_as_the_banner)
{
	WITH(HEAD
	    "Text one is open. (U)\n\nText two has no mark at all.\n\nText three is not. (C)\n");
	assert_reads(&t, "Text one", "own (U)");
	assert_reads(&t, "Text two", "banner (S)");
	assert_reads(&t, "Text three", "own (C)");
	done(&t);
}

TEST(a_sentence_in_an_address_is_unknown)
{
	WITH(
	    "SECRET\n\nMEMORANDUM FOR THE RECORD\n\nFROM: The man who was paid by us\nTO: Ilsa Brandt\nHalvard, our source\n\n"
	    "Text. (U)\n");
	assert_kind(&t, "FROM:", "unknown");
	assert_kind(&t, "Halvard", "unknown");
	done(&t);
}

TEST(addresses_below_the_text_are_text)
{
	WITH(HEAD "Text one is open. (U)\n\nTo: Halvard\n\nText two. (C)\n");
	assert_reads(&t, "To: Halvard", "banner (S)");
	assert_kind(&t, "To: Halvard", "heading");
	done(&t);
}

TEST(without_headers_addresses_below_the_text_are_text_too)
{
	WITH(
	    "SECRET\n\nMEMORANDUM FOR THE RECORD\n\nText one is open. (U)\n\nTO: HALVARD GOES MONEY\n");
	assert_kind(&t, "TO: HALVARD", "heading");
	done(&t);
}

TEST(an_authority_block_is_read_with_its_letters)
{
	WITH(HEAD
	    "Text one is open. (U)\n\nClassified by: I. Brandt\nReason: 1.4(b), (d)\nDeclassify on: 20310303\n");
	assert_kind(&t, "Classified by", "authority-block");
	assert_kind(&t, "Reason:", "authority-block");
	assert_kind(&t, "Declassify on", "authority-block");
	assert_reads(&t, "Reason:", "banner (S)");
	done(&t);
}

TEST(a_damaged_banner_damages_what_leans_on_it)
{
	WITH("S\xd0\x95"
	     "CRET\n\nMEMORANDUM FOR THE RECORD\n\nText without a mark goes on.\n\n(U) Text.\n");
	assert_true(t.document.messages[0].damaged);
	assert_reads(&t, "Text without", "damaged");
	done(&t);
}

TEST(an_unknown_word_of_a_banner_is_kept_in_it)
{
	WITH("SECRET//NOFRON\n\nMEMORANDUM FOR THE RECORD\n\nText without a mark goes on.\n");
	const struct marking *banner = t.document.messages[0].banner;
	assert_true(t.document.messages[0].damaged || !marking_is_known(banner));
	done(&t);
}

TEST(a_file_of_blank_lines_is_one_unknown_portion)
{
	WITH("\n \n\n");
	assert_int_equal(t.document.count, 1);
	assert_kind(&t, "\n", "unknown");
	done(&t);
}

TEST(indented_lines_go_on_with_an_address)
{
	WITH(
	    "SECRET\n\nMEMORANDUM FOR THE RECORD\n\nFROM: Marit Osei\n      Fisheries\n\nText. (U)\n");
	assert_int_equal(where(&t, "Fisheries"), where(&t, "FROM:"));
	done(&t);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_lines_above_the_text_have_their_kinds),
		cmocka_unit_test(controls_of_a_banner_are_a_roll_up_and_no_captions),
		cmocka_unit_test(the_highest_banner_of_all_pages_counts),
		cmocka_unit_test(a_page_break_inside_a_sentence_does_not_end_the_paragraph),
		cmocka_unit_test(a_page_break_behind_a_sentence_ends_the_paragraph),
		cmocka_unit_test(an_unmarked_paragraph_reads_as_the_banner),
		cmocka_unit_test(a_sentence_in_an_address_is_unknown),
		cmocka_unit_test(addresses_below_the_text_are_text),
		cmocka_unit_test(without_headers_addresses_below_the_text_are_text_too),
		cmocka_unit_test(an_authority_block_is_read_with_its_letters),
		cmocka_unit_test(a_damaged_banner_damages_what_leans_on_it),
		cmocka_unit_test(an_unknown_word_of_a_banner_is_kept_in_it),
		cmocka_unit_test(a_file_of_blank_lines_is_one_unknown_portion),
		cmocka_unit_test(indented_lines_go_on_with_an_address),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
