#include "unit.h"

#include "pipeline/sums.h"

TEST(what_was_added_is_there_and_nothing_else)
{
	struct sums sums;

	assert_ok(sums_init(&sums, NULL));
	for (uint64_t i = 0; i < 5000; i++)
		assert_ok(sums_add(&sums, i * UINT64_C(0x9e3779b97f4a7c15), NULL));
	for (uint64_t i = 0; i < 5000; i++) {
		assert_true(sums_has(&sums, i * UINT64_C(0x9e3779b97f4a7c15)));
		assert_false(sums_has(&sums, i * UINT64_C(0x9e3779b97f4a7c15) + 2));
	}
	sums_release(&sums);
}

TEST(same_fingerprint_again_takes_no_more_room)
{
	struct sums sums;

	assert_ok(sums_init(&sums, NULL));
	for (int i = 0; i < 10000; i++) {
		assert_ok(sums_add(&sums, 0, NULL));
		assert_ok(sums_add(&sums, 77, NULL));
	}
	assert_int_equal(sums.count, 2);
	assert_true(sums_has(&sums, 0));
	sums_release(&sums);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_was_added_is_there_and_nothing_else),
		cmocka_unit_test(same_fingerprint_again_takes_no_more_room),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
