/* Requirements: docs/checking.md, "Words that may be misspelled" and "--fix". */
#include "unit.h"

#include <stdlib.h>
#include <string.h>

#include "marking/suggest.h"

static struct scheme *scheme;

static void
expect_suggestion(const char *mark, const char *word, const char *instead)
{
	struct suggestion s[4];
	size_t count = mark_suggest(scheme, slice_str(mark), s, 4);
	if (word == NULL) {
		assert_int_equal(count, 0);
		return;
	}
	assert_int_equal(count, 1);
	assert_int_equal(s[0].len, strlen(word));
	assert_memory_equal(s[0].word, word, s[0].len);
	assert_slice(s[0].instead, instead);
}

TEST(a_word_that_is_nearly_one_form_is_named_with_it)
{
	expect_suggestion("(C//NOFRON)", "NOFRON", "NOFORN");
	expect_suggestion("(s//nofron)", "NOFRON", "NOFORN");
	expect_suggestion("SECRET//TALENT KEYHOEL", "TALENT KEYHOEL", "TALENT KEYHOLE");
	expect_suggestion("(SEGRET)", "SEGRET", "SECRET");
}

TEST(a_word_that_is_known_or_near_nothing_is_not_named)
{
	expect_suggestion("(S//NF)", NULL, NULL);
	expect_suggestion("(S//ZWIEBEL)", NULL, NULL);
	expect_suggestion("(S//REL TO USA, GRB)", NULL, NULL);
	expect_suggestion("(S//SI-GAMAM)", NULL, NULL);
	expect_suggestion("(S//NG)", NULL, NULL); /* every short word is near something */
}

TEST(a_word_with_other_signs_than_a_mark_has_is_not_shown)
{
	expect_suggestion("(C//NOFR\x1bN)", NULL, NULL);
	expect_suggestion("(C//NO\"RN)", NULL, NULL);
	expect_suggestion("(C//NOFR\xd0\x9eN)", NULL, NULL);
}

TEST(a_mark_of_very_many_words_is_compared_with_the_forms_for_a_few_only)
{
	struct suggestion s[64];
	char *text = malloc(70000);
	assert_non_null(text);
	for (size_t i = 0; i < 10000; i++)
		memcpy(text + 7 * i, "ZWIEBL/", 7);
	assert_int_equal(mark_suggest(scheme, slice_of(text, 70000), s, 64), 0);
	free(text);
}

static void
expect_correction(const char *mark, enum mark_form form, const char *want)
{
	struct arena arena;
	struct buf out;
	arena_init(&arena, 1 << 20);
	buf_init(&out, 4096);
	assert_ok(mark_correct(scheme, slice_str(mark), form, &arena, &out, NULL));
	if (!slice_is(buf_slice(&out), want))
		fail_msg("%s is corrected to %.*s", mark, (int)out.len, (const char *)out.ptr);
	/* What is corrected is right: a second correction finds nothing. */
	if (out.len > 0)
		assert_ok(mark_correct(scheme, slice_str(want), form, &arena, &out, NULL));
	assert_int_equal(out.len, 0);
	buf_release(&out);
	arena_release(&arena);
}

TEST(order_case_blanks_and_old_forms_are_corrected)
{
	expect_correction("(S//RELIDO/OC)", MARK_PORTION, "(S//OC/RELIDO)");
	expect_correction("(S // NF)", MARK_PORTION, "(S//NF)");
	expect_correction("(s//nf)", MARK_PORTION, "(S//NF)");
	expect_correction("(S/NF)", MARK_PORTION, "(S//NF)");
	expect_correction("(S//NF//TK)", MARK_PORTION, "(S//TK//NF)");
	expect_correction("(S//REL TO USA, GBR, AUS)", MARK_PORTION, "(S//REL TO USA, AUS, GBR)");
	expect_correction("secret//noforn", MARK_BANNER, "SECRET//NOFORN");
	expect_correction("TOP SECRET//COMINT//NOFORN", MARK_BANNER, "TOP SECRET//SI//NOFORN");
}

TEST(what_is_right_or_only_wrapped_is_left_alone)
{
	expect_correction("(S//NF)", MARK_PORTION, "");
	expect_correction("(S//REL TO USA,\nAUS, GBR)", MARK_PORTION, "");
	expect_correction("SECRET//NOFORN", MARK_BANNER, "");
}

TEST(what_is_not_certain_is_left_alone)
{
	expect_correction("(C//NOFRON)", MARK_PORTION, "");
	expect_correction("(S//NF//ZWIEBEL)", MARK_PORTION, "");
	expect_correction("(SEGRET)", MARK_PORTION, "");
	expect_correction("(c)", MARK_PORTION, "");
	expect_correction("SNF", MARK_PORTION, "");
	expect_correction("", MARK_PORTION, "");
	/* Cyrillic: it only looks like a capital S. */
	expect_correction("(\xd0\x85//NF)", MARK_PORTION, "");
	/* A value of declassification prints in no mark; it would be lost. */
	expect_correction("SECRET//NOFORN//MR", MARK_BANNER, "");
}

static int
load(void **state)
{
	(void)state;
	return scheme_load_shipped("us", NULL, &scheme, NULL) == TL_OK ? 0 : -1;
}

static int
unload(void **state)
{
	(void)state;
	scheme_free(scheme);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_word_that_is_nearly_one_form_is_named_with_it),
		cmocka_unit_test(a_word_that_is_known_or_near_nothing_is_not_named),
		cmocka_unit_test(a_word_with_other_signs_than_a_mark_has_is_not_shown),
		cmocka_unit_test(
		    a_mark_of_very_many_words_is_compared_with_the_forms_for_a_few_only),
		cmocka_unit_test(order_case_blanks_and_old_forms_are_corrected),
		cmocka_unit_test(what_is_right_or_only_wrapped_is_left_alone),
		cmocka_unit_test(what_is_not_certain_is_left_alone),
	};
	return cmocka_run_group_tests(tests, load, unload);
}
