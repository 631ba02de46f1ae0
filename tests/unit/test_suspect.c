#include "cable.h"

/* T-10 */
TEST(an_item_that_begins_with_the_wreck_of_a_mark_reads_as_the_banner)
{
	static const char *const heads[] = { "(c)", "(G)", "(5)", "($)", "(\xc2\xa9)", "()", "(?)",
		"(U/C)", "(U or C)", "(U?)", "(C|NF)", "(C,)", "(UC)", "(CUI)", "(CONF)",
		"(\xc3\x87)", "(S E C R E T)", "((C))", "\"(C)\"", "*(C)*", "S E C R E T", "T S",
		"TS", "C:", "CONFIDENTIAL --", "CONFIDENTIAL", "Confidential -", "CONFIDENTAL",
		". (C)", "// C" };
	for (size_t i = 0; i < sizeof heads / sizeof *heads; i++) {
		char text[200];
		snprintf(
		    text, sizeof text, SECRET "1. (U) Text:\n\n- %s alpha\n- beta\n", heads[i]);
		WITH(text);
		assert_true(level(&t, "alpha") >= scheme_level(t.scheme, slice_str("S")));
		assert_reads(&t, "beta", "parent (U)");
		done(&t);
	}
}

TEST(an_item_that_begins_with_words_takes_its_parents_mark)
{
	static const char *const heads[] = { "(with the mayor)", "(in May or June)", "a", "A", "It",
		"I" };
	for (size_t i = 0; i < sizeof heads / sizeof *heads; i++) {
		char text[200];
		snprintf(text, sizeof text, SECRET "1. (U) Text:\n\n- %s alpha\n", heads[i]);
		WITH(text);
		assert_reads(&t, "alpha", "parent (U)");
		done(&t);
	}
}

TEST(an_enumerator_out_of_sequence_does_not_inherit)
{
	WITH(SECRET
	    "1. (U) Text:\n\n(a) alpha\n\n(b) beta\n\n(s) gamma\n\n2. (U) Text.\n\n(G) delta\n\n"
	    "3. (U) Text.\n\n(S) (U) epsilon\n\n4. (U) Text.\n\n(ii) zeta\n");
	assert_reads(&t, "alpha", "parent (U)");
	assert_reads(&t, "beta", "parent (U)");
	assert_reads(&t, "gamma", "banner (S)");
	assert_reads(&t, "delta", "banner (S)");
	assert_level(&t, "epsilon", "S");
	assert_reads(&t, "zeta", "parent (U)");
	done(&t);
}

TEST(what_hangs_under_a_suspect_item_reads_as_the_banner_too)
{
	WITH(SECRET "1. (U) Text:\n\n- (c) alpha\n    -- beta\n");
	assert_reads(&t, "beta", "banner (S)");
	done(&t);
}

TEST(a_wreck_beside_a_lower_mark_raises_to_the_banner)
{
	static const char *const texts[] = { "1. (U) (c) Text.", "1. (U) Text. (c)",
		"1. (U) Text. (5)", "1. (U) Text. (U/C)", "1. (U) Text. SECRET", "1. (U) (5) Text.",
		"1. (U) Text.\n(c) More.", "1. (U) Text.\n(G) More.", "1. (U)C Text.",
		"1. (U) Text. ((C))" };
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		char text[200];
		snprintf(text, sizeof text, SECRET "%s\n", texts[i]);
		WITH(text);
		assert_level(&t, "Text", "S");
		done(&t);
	}
}

TEST(a_wreck_behind_a_paragraph_damages_where_no_banner_says_how_high)
{
	WITH("SUBJECT: SABLE BANK\n\n1. (U) Text. (c)\n");
	assert_reads(&t, "1. (U)", "damaged");
	done(&t);
}

TEST(plurals_sources_and_wrapped_marks_are_no_wrecks)
{
	static const char *const texts[] = { "1. (U) Text of the ship(s).",
		"1. (U) Text (see below).", "1. (U) Text (b).", "1. Text\n(U)",
		"1. (U) Text (b)\n(c) more." };
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		char text[200];
		snprintf(text, sizeof text, SECRET "%s\n", texts[i]);
		WITH(text);
		assert_reads(&t, "Text", "own (U)");
		done(&t);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_item_that_begins_with_the_wreck_of_a_mark_reads_as_the_banner),
		cmocka_unit_test(an_item_that_begins_with_words_takes_its_parents_mark),
		cmocka_unit_test(an_enumerator_out_of_sequence_does_not_inherit),
		cmocka_unit_test(what_hangs_under_a_suspect_item_reads_as_the_banner_too),
		cmocka_unit_test(a_wreck_beside_a_lower_mark_raises_to_the_banner),
		cmocka_unit_test(a_wreck_behind_a_paragraph_damages_where_no_banner_says_how_high),
		cmocka_unit_test(plurals_sources_and_wrapped_marks_are_no_wrecks),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
