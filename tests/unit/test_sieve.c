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

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_head_is_zero),
		cmocka_unit_test(what_was_added_is_there_and_little_else),
		cmocka_unit_test(cleared_sieve_has_nothing),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
