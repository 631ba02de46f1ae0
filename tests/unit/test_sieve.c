#include "unit.h"

#include "pipeline/sieve.h"

static uint32_t
head_number(uint64_t i)
{
	return head_of(i * UINT64_C(0x9e3779b97f4a7c15) ^ i << 40);
}

TEST(no_head_is_zero)
{
	assert_int_equal(head_of(0), 1);
	assert_int_equal(head_of(UINT32_MAX), 1);
	assert_int_equal(head_of(UINT64_MAX), UINT32_MAX);
}

/* Five to a block: all are there, and of others not one in twenty. */
TEST(what_was_added_is_there_and_little_else)
{
	struct sieve sieve = { 0 };
	size_t others = 0;

	assert_ok(sieve_clear(&sieve, 4000, NULL));
	for (uint64_t i = 0; i < 20000; i++)
		sieve_add(&sieve, head_number(i));
	for (uint64_t i = 0; i < 20000; i++) {
		assert_true(sieve_has(&sieve, head_number(i)));
		others += sieve_has(&sieve, head_number(i + 20000));
	}
	assert_true(others < 1000);
	sieve_release(&sieve);
}

TEST(cleared_sieve_has_nothing)
{
	struct sieve sieve = { 0 };

	for (size_t blocks = 1; blocks < 5; blocks++) {
		assert_ok(sieve_clear(&sieve, blocks, NULL));
		assert_false(sieve_has(&sieve, 7));
		sieve_add(&sieve, 7);
		assert_ok(sieve_clear(&sieve, 1, NULL));
		assert_false(sieve_has(&sieve, 7));
	}
	sieve_release(&sieve);
}

/* Two threads may fill one sieve, each with one half. */
TEST(halves_of_the_heads_have_no_word_in_common)
{
	for (size_t blocks = 1; blocks < 200; blocks += 7) {
		struct sieve low = { 0 }, high = { 0 };
		assert_ok(sieve_clear(&low, blocks, NULL));
		assert_ok(sieve_clear(&high, blocks, NULL));
		for (uint64_t i = 0; i < 4000; i++) {
			sieve_add(&low, head_number(i) & INT32_MAX);
			sieve_add(&high, head_number(i) | UINT32_C(1) << 31);
		}
		sieve_add(&low, INT32_MAX);
		sieve_add(&high, UINT32_C(1) << 31);
		for (size_t i = 0; i < low.count; i++)
			assert_true(low.blocks[i] == 0 || high.blocks[i] == 0);
		for (const uint64_t *l = low.front, *h = high.front; l < low.blocks; l++, h++)
			assert_true(*l == 0 || *h == 0);
		sieve_release(&low);
		sieve_release(&high);
	}
}

TEST(joined_sieve_has_what_either_had)
{
	struct sieve one = { 0 }, other = { 0 };

	assert_ok(sieve_clear(&one, 100, NULL));
	assert_ok(sieve_clear(&other, 100, NULL));
	for (uint64_t i = 0; i < 200; i++)
		sieve_add(i % 2 == 0 ? &one : &other, head_number(i));
	sieve_join(&one, &other);
	for (uint64_t i = 0; i < 200; i++)
		assert_true(sieve_has(&one, head_number(i)));
	sieve_release(&one);
	sieve_release(&other);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_head_is_zero),
		cmocka_unit_test(what_was_added_is_there_and_little_else),
		cmocka_unit_test(cleared_sieve_has_nothing),
		cmocka_unit_test(halves_of_the_heads_have_no_word_in_common),
		cmocka_unit_test(joined_sieve_has_what_either_had),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
