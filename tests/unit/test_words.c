#include "unit.h"

#include "pipeline/words.h"

static uint64_t
word_of(const char *text)
{
	size_t at = 0;
	return word_next(slice_str(text), &at, 7);
}

TEST(word_ends_at_blanks_line_breaks_and_punctuation)
{
	struct slice text = slice_str("  (Oren)\nHalvard's 40,000 caf\xc3\xa9 -- ");
	const char *const words[] = { "oren", "halvard", "s", "40", "000", "caf\xc3\xa9" };
	size_t at = 0;

	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
		assert_true(word_next(text, &at, 7) == word_of(words[i]));
	assert_true(word_next(text, &at, 7) == 0);
	assert_int_equal(at, text.len);
}

TEST(words_that_differ_hash_differently_and_case_is_folded)
{
	assert_true(word_of("halvard") == word_of("HALVARD"));
	assert_true(word_of("halvard") != word_of("halvart"));
	assert_true(word_of("ab") != word_of("ba"));
}

/* The fingerprint of a run depends on its words alone, not on what stood before them. */
TEST(run_forgets_the_words_that_left_it)
{
	struct word_run a, b;
	uint64_t words[] = { 3, 1, 4, 1, 5, 9, 2, 6, 5, 3 };

	word_run_init(&a, 4);
	word_run_init(&b, 4);
	for (size_t i = 0; i < 10; i++)
		assert_int_equal(word_run_add(&a, words[i]), i >= 3);
	for (size_t i = 6; i < 10; i++)
		(void)word_run_add(&b, words[i]);
	assert_true(a.sum == b.sum);
	word_run_reset(&a);
	assert_false(word_run_add(&a, 3));
}

TEST(run_knows_the_order_of_its_words)
{
	struct word_run a, b;

	word_run_init(&a, 2);
	word_run_init(&b, 2);
	(void)word_run_add(&a, 1);
	(void)word_run_add(&a, 2);
	(void)word_run_add(&b, 2);
	(void)word_run_add(&b, 1);
	assert_true(a.sum != b.sum);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(word_ends_at_blanks_line_breaks_and_punctuation),
		cmocka_unit_test(words_that_differ_hash_differently_and_case_is_folded),
		cmocka_unit_test(run_forgets_the_words_that_left_it),
		cmocka_unit_test(run_knows_the_order_of_its_words),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
