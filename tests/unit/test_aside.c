#include "unit.h"

#include <stdbool.h>
#include <stdint.h>

#include "base/aside.h"

static void
count(void *context)
{
	uint64_t *done = context;
	for (int i = 0; i < 100000; i++)
		(*done)++;
}

TEST(work_is_done_once_and_done_when_it_was_waited_for)
{
	struct aside aside = { 0 };
	uint64_t aside_done = 0, own_done = 0;
	for (uint64_t i = 1; i <= 20; i++) {
		aside_start(&aside, count, &aside_done);
		count(&own_done);
		aside_wait(&aside);
		assert_int_equal(aside_done, i * 100000);
		assert_int_equal(own_done, i * 100000);
	}
}

TEST(waiting_for_nothing_is_no_harm)
{
	struct aside aside = { 0 };
	uint64_t done = 0;
	aside_wait(&aside);
	aside_start(&aside, count, &done);
	aside_wait(&aside);
	aside_wait(&aside);
	assert_int_equal(done, 100000);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(work_is_done_once_and_done_when_it_was_waited_for),
		cmocka_unit_test(waiting_for_nothing_is_no_harm),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
