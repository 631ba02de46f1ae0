#include "cable.h"

/* T-2: a class line or a banner that is nearly one. */
TEST(a_damaged_class_line_damages_the_banner_and_is_a_banner)
{
	static const char *const lines[] = { "C 0 N F I D E N T I A L PORT MARLOW 000417",
		"S E C R F T SECTION 02 OF 02 PORT MARLOW 000417", "SECRFT PORT MARLOW 000417",
		"TOP SECRFT PORT MARLOW 000417", "CONFI DENTIAL PORT MARLOW 000417", "5ECRET",
		"XYZZY SECTION 02 OF 02 PORT MARLOW 000417" };
	for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
		char text[300];
		snprintf(text, sizeof text, "ZNR UUUUU ZZH\nBT\n%s\n\n1. (U) Alpha.\n\n2. Beta.\n",
		    lines[i]);
		WITH(text);
		assert_kind(&t, lines[i], "banner");
		assert_true(t.document.messages[0].damaged);
		assert_reads(&t, "1. (U)", "own (U)");
		assert_reads(&t, "2. Beta", "damaged");
		done(&t);
	}
}

TEST(a_damaged_section_line_inside_a_paragraph_damages_the_banner)
{
	WITH("UNCLAS SECTION 01 OF 02 PORT MARLOW 000417\n\n1. (U) Alpha\n"
	     "S E C R F T SECTION 02 OF 02 PORT MARLOW 000417\nbeta.\n\n2. Gamma.\n");
	assert_kind(&t, "S E C R F T", "banner");
	assert_reads(&t, "2. Gamma", "damaged");
	done(&t);
}

TEST(captions_in_a_damaged_class_line_count)
{
	WITH("ZNR UUUUU ZZH\nBT\nS E C R F T PORT MARLOW NODIS 000417\n\n1. (U) Alpha.\n");
	assert_reads(&t, "1. (U)", "own (U//ND)");
	done(&t);
}

TEST(a_page_banner_that_is_nearly_one_damages_a_memorandum)
{
	struct reading_test t = { 0 };
	read_text(&t, "memo",
	    "UNCLASSIFIED\n\nMEMORANDUM FOR THE FILE\n\nAlpha. (U)\n\nSECftET\n\nBeta.\n");
	assert_kind(&t, "SECftET", "banner");
	assert_reads(&t, "Alpha", "own (U)");
	assert_reads(&t, "Beta", "damaged");
	done(&t);
}

TEST(a_damaged_banner_alone_is_no_banner)
{
	struct reading_test t = { 0 };
	read_text(&t, "memo", "SECftET\n\nMEMORANDUM FOR THE FILE\n\nAlpha. (U)\n\nBeta.\n");
	assert_null(t.document.messages[0].banner);
	assert_reads(&t, "Beta", "none");
	done(&t);
}

TEST(words_near_a_level_are_words)
{
	static const char *const lines[] = { "CONFIDENCE", "SECRETARY", "SECRETS", "RESTRICTIONS",
		"SUMMARY", "BACKGROUND" };
	for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
		char text[200];
		snprintf(text, sizeof text, SECRET "1. (U) Alpha.\n\n%s\n\n2. Beta.\n", lines[i]);
		WITH(text);
		assert_reads(&t, "2. Beta", "banner (S)");
		done(&t);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_damaged_class_line_damages_the_banner_and_is_a_banner),
		cmocka_unit_test(a_damaged_section_line_inside_a_paragraph_damages_the_banner),
		cmocka_unit_test(captions_in_a_damaged_class_line_count),
		cmocka_unit_test(a_page_banner_that_is_nearly_one_damages_a_memorandum),
		cmocka_unit_test(a_damaged_banner_alone_is_no_banner),
		cmocka_unit_test(words_near_a_level_are_words),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
