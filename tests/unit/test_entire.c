#include "cable.h"

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

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(entire_text_is_read_in_all_its_spellings),
		cmocka_unit_test(entire_text_inside_a_sentence_counts_but_lowers_nothing),
		cmocka_unit_test(a_damaged_entire_text_closes_everything_below),
		cmocka_unit_test(the_entire_text_of_a_speech_is_no_statement),
		cmocka_unit_test(an_open_entire_text_does_not_lower_the_class_line),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
