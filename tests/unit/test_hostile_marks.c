/* Requirements: docs/markings.md M-9, M-10, M-11, M-28: marks that the laws and the fuzzer found, and marks without measure. */
#include "unit.h"

#include <stdlib.h>
#include <time.h>

#include "marking/marking.h"

static struct scheme *us;
static struct arena arena;

static struct mark
read(const char *text)
{
	struct mark mark;
	assert_ok(mark_parse(us, slice_str(text), MARK_PORTION, &arena, &mark, NULL));
	return mark;
}

static void
assert_joins(const char *a, const char *b, const char *text)
{
	struct buf out;
	const struct marking *sum = marking_join(&arena, read(a).marking, read(b).marking);
	assert_non_null(sum);
	buf_init(&out, 4096);
	marking_print(sum, MARK_PORTION, &out);
	assert_slice(buf_slice(&out), text);
	buf_release(&out);
}

/* Nobody is on both lists: printed as (U) it would be everybody's. */
TEST(lists_of_u_that_share_nobody_do_not_join_to_plain_u)
{
	assert_joins("(U//REL TO USA, GBR)", "(U//REL TO USA, JPN)", "(U//REL)");
	assert_false(marking_dominates(scheme_lowest(us), read("(U//REL)").marking));
}

TEST(a_compartment_stays_behind_its_own_program)
{
	assert_joins(
	    "(S//SAR-GREEN-A//NF)", "(S//SAR-GREEN DOOR//NF)", "(S//SAR-GREEN-A/GREEN DOOR//NF)");
}

TEST(a_concealed_source_stays_beside_a_named_one)
{
	assert_joins("(S//FGI//NF)", "(S//FGI DEU//NF)", "(S//FGI/FGI DEU//NF)");
}

TEST(andorra_is_no_conjunction)
{
	assert_joins(
	    "(S//REL TO USA, AND, GBR)", "(S//REL TO USA, AND, DEU)", "(S//REL TO USA, AND)");
	assert_joins(
	    "(S//REL TO USA, AUS and CAN)", "(S//REL TO USA, CAN)", "(S//REL TO USA, CAN)");
}

TEST(two_lists_that_differ_are_damage)
{
	assert_int_equal(read("(C//REL TO USA, GBR/USA/AUS/GBR EYES ONLY)").state, MARK_DAMAGED);
	assert_int_equal(read("(C//REL TO USA, GBR//REL TO USA, AUS)").state, MARK_DAMAGED);
}

TEST(names_that_would_read_as_something_else_are_damage)
{
	static const char *const marks[] = { "(U//SAR-ABCD/OC-/USGOV)", "(S/SAR-ZEBRA/-/ATOAL)",
		"(C//HCS- -EAPOT/SITA1)", "(S/-/SI-NK//FGI//WNINTEL)" };
	for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++) {
		if (read(marks[i]).state != MARK_DAMAGED)
			fail_msg("%s is read", marks[i]);
	}
}

/* --- without measure ------------------------------------------------------------------------------------------- */

static double
seconds_for(const char *head, const char *unit, size_t count)
{
	struct buf text;
	struct mark mark;
	double best = 1e9;
	buf_init(&text, (size_t)16 << 20);
	buf_add_str(&text, head);
	for (size_t i = 0; i < count; i++)
		buf_add_str(&text, unit);
	buf_add_byte(&text, ')');
	assert_false(text.failed);
	for (unsigned i = 0; i < 3; i++) {
		clock_t start = clock();
		assert_ok(mark_parse(us, buf_slice(&text), MARK_AUTO, &arena, &mark, NULL));
		(void)mark_is_plausible(us, buf_slice(&text));
		double now = (double)(clock() - start) / CLOCKS_PER_SEC;
		best = now < best ? now : best;
	}
	assert_false(mark.valid);
	assert_int_equal(mark.state, MARK_DAMAGED);
	assert_false(marking_is_known(mark.marking));
	buf_release(&text);
	return best;
}

/* M-11: below 20 milliseconds there is nothing to compare. */
static void
assert_linear(const char *head, const char *unit, size_t count)
{
	double small = seconds_for(head, unit, count / 2), large = seconds_for(head, unit, count);
	if (large > 0.02 && large > 4 * small)
		fail_msg("%zu of %s: %.3f s, half of it %.3f s", count, unit, large, small);
}

TEST(marks_without_measure_cost_linear_time_and_are_damaged)
{
	assert_linear("(S//", "X", 65536);
	assert_linear("(S//", "NF/", 100000);
	assert_linear("(S//REL TO USA", ", GBR", 100000);
	assert_linear("(S", "//", 1000000);
	assert_linear("(S//", "SI-", 1000000);
	assert_linear("(S//", "/ ", 1300);
	assert_linear("(S//", "NOFRON/", 580);
}

static int
setup(void **state)
{
	(void)state;
	arena_init(&arena, (size_t)64 << 20);
	return scheme_load_shipped("us", "dod-5200", &us, NULL) == TL_OK ? 0 : -1;
}

static int
teardown(void **state)
{
	(void)state;
	arena_release(&arena);
	scheme_free(us);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lists_of_u_that_share_nobody_do_not_join_to_plain_u),
		cmocka_unit_test(a_compartment_stays_behind_its_own_program),
		cmocka_unit_test(a_concealed_source_stays_beside_a_named_one),
		cmocka_unit_test(andorra_is_no_conjunction),
		cmocka_unit_test(two_lists_that_differ_are_damage),
		cmocka_unit_test(names_that_would_read_as_something_else_are_damage),
		cmocka_unit_test(marks_without_measure_cost_linear_time_and_are_damaged),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
