/* Requirements: docs/markings.md M-34. */
#include "unit.h"

#include "marking/loop.h"

TEST(a_circle_is_found_wherever_it_lies)
{
	static const struct edge edges[] = { { 0, 1, 10 }, { 1, 2, 11 }, { 3, 1, 12 }, { 2, 4, 13 },
		{ 4, 1, 14 }, { 4, 5, 15 } };
	const struct edge *in, *out;
	assert_false(loop_find(edges, 4, 6, &in, &out));
	assert_true(loop_find(edges, 6, 6, &in, &out));
	assert_int_equal(in->to, out->from);
	assert_true(in->line != 10 && in->line != 12 && in->line != 15);
	assert_true(out->line != 10 && out->line != 12 && out->line != 15);
}

TEST(what_leads_to_itself_is_a_circle_of_one_line)
{
	static const struct edge edges[] = { { 1, 1, 7 } };
	const struct edge *in, *out;
	assert_true(loop_find(edges, 1, 2, &in, &out));
	assert_ptr_equal(in, out);
	assert_false(loop_find(edges, 0, 2, &in, &out));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_circle_is_found_wherever_it_lies),
		cmocka_unit_test(what_leads_to_itself_is_a_circle_of_one_line),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
