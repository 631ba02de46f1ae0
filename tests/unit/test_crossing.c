/* Levels of other systems. Requirements: docs/markings.md M-26, M-40. */
#include "unit.h"

#include "marking/marking.h"

static struct scheme *plain, *missions;
static struct arena arena;

static const struct marking *
parse(const struct scheme *scheme, const char *text)
{
	struct mark mark;
	assert_ok(mark_parse(scheme, slice_str(text), MARK_BANNER, &arena, &mark, NULL));
	assert_int_equal(mark.state, MARK_READ);
	return mark.marking;
}

static bool
holds(const struct scheme *scheme, const char *a, const char *b)
{
	return marking_dominates(parse(scheme, a), parse(scheme, b));
}

/* M-26 */
TEST(without_a_line_of_the_scheme_nothing_crosses)
{
	struct crossing crossing;
	assert_false(holds(plain, "COSMIC TOP SECRET", "NATO/KFOR UNCLASSIFIED"));
	assert_false(holds(plain, "NATO/KFOR SECRET", "NATO UNCLASSIFIED"));
	assert_false(marking_crossing(
	    parse(plain, "COSMIC TOP SECRET"), parse(plain, "NATO/KFOR UNCLASSIFIED"), &crossing));
	assert_ptr_equal(
	    marking_join(&arena, parse(plain, "NATO SECRET"), parse(plain, "NATO/KFOR SECRET")),
	    scheme_damaged(plain));
}

/* M-40 */
TEST(a_line_lets_levels_up_to_one_cross_and_says_so)
{
	struct crossing crossing = { 0 };
	assert_true(holds(missions, "NATO SECRET", "NATO/KFOR SECRET"));
	assert_true(holds(missions, "COSMIC TOP SECRET", "NATO/KFOR CONFIDENTIAL"));
	assert_false(holds(missions, "NATO CONFIDENTIAL", "NATO/KFOR SECRET"));
	assert_true(marking_crossing(
	    parse(missions, "NATO SECRET"), parse(missions, "NATO/KFOR CONFIDENTIAL"), &crossing));
	assert_string_equal(crossing.scheme, "nato");
	assert_true(crossing.line > 0 && strlen(crossing.text) > 10);
	assert_false(marking_crossing(
	    parse(missions, "NATO SECRET"), parse(missions, "NATO CONFIDENTIAL"), &crossing));
}

/* M-40: only the own system holds others, and no other one holds a third */
TEST(nothing_crosses_back_or_on)
{
	assert_false(holds(missions, "NATO/KFOR SECRET", "NATO UNCLASSIFIED"));
	assert_false(holds(missions, "NATO/KFOR SECRET", "NATO/ISAF UNCLASSIFIED"));
	assert_false(holds(missions, "COSMIC TOP SECRET", "NATO/EAPC UNCLASSIFIED"));
}

/* M-40 */
TEST(foreign_controls_and_lists_never_vanish)
{
	assert_false(holds(missions, "NATO SECRET", "NATO/KFOR SECRET ATOMAL"));
	assert_true(holds(missions, "NATO SECRET ATOMAL", "NATO/KFOR SECRET ATOMAL"));
	assert_false(holds(missions, "NATO SECRET", "NATO/KFOR SECRET - GREY OWL"));
	assert_false(holds(missions, "NATO SECRET Releasable to ISAF", "NATO/KFOR SECRET"));
	assert_false(holds(
	    missions, "NATO SECRET Releasable to ISAF", "NATO/KFOR SECRET Releasable to KFOR"));
	assert_true(holds(
	    missions, "NATO SECRET Releasable to KFOR", "NATO/KFOR SECRET Releasable to KFOR"));
}

/* M-40 */
TEST(a_damaged_mark_of_another_system_does_not_cross)
{
	struct mark mark;
	assert_ok(mark_parse(
	    missions, slice_str("NATO/KFOR SECRET ATOMAAL"), MARK_BANNER, &arena, &mark, NULL));
	assert_int_equal(mark.state, MARK_DAMAGED);
	assert_false(marking_dominates(parse(missions, "COSMIC TOP SECRET"), mark.marking));
}

/* M-28: the join is the least of those that hold both */
TEST(what_crosses_joins_in_the_own_system)
{
	static const char *const above[] = { "NATO SECRET", "NATO SECRET ATOMAL",
		"COSMIC TOP SECRET", "NATO CONFIDENTIAL ATOMAL", "NATO CONFIDENTIAL",
		"NATO/KFOR SECRET ATOMAL" };
	static const char *const marks[] = { "NATO RESTRICTED", "NATO/KFOR CONFIDENTIAL",
		"NATO/ISAF CONFIDENTIAL ATOMAL", "NATO/KFOR SECRET", "NATO/KFOR SECRET ATOMAL" };
	for (size_t i = 0; i < 5; i++) {
		for (size_t k = 0; k < 5; k++) {
			const struct marking *a = parse(missions, marks[i]),
					     *b = parse(missions, marks[k]);
			const struct marking *sum = marking_join(&arena, a, b);
			assert_true(marking_dominates(sum, a) && marking_dominates(sum, b));
			for (size_t x = 0; x < 6; x++) {
				const struct marking *top = parse(missions, above[x]);
				if (marking_dominates(top, a) && marking_dominates(top, b))
					assert_true(marking_dominates(top, sum));
			}
		}
	}
	struct buf text;
	buf_init(&text, 256);
	marking_print(marking_join(&arena, parse(missions, "NATO RESTRICTED"),
			  parse(missions, "NATO/KFOR SECRET ATOMAL")),
	    MARK_BANNER, &text);
	assert_true(slice_is(buf_slice(&text), "NATO SECRET ATOMAL"));
	buf_release(&text);
}

static int
load_schemes(void **state)
{
	(void)state;
	arena_init(&arena, 1 << 20);
	return scheme_load_shipped("nato", "nato", &plain, NULL) != TL_OK ||
	    scheme_load_shipped("nato", "nato-missions", &missions, NULL) != TL_OK;
}

static int
free_schemes(void **state)
{
	(void)state;
	arena_release(&arena);
	scheme_free(plain);
	scheme_free(missions);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(without_a_line_of_the_scheme_nothing_crosses),
		cmocka_unit_test(a_line_lets_levels_up_to_one_cross_and_says_so),
		cmocka_unit_test(nothing_crosses_back_or_on),
		cmocka_unit_test(foreign_controls_and_lists_never_vanish),
		cmocka_unit_test(a_damaged_mark_of_another_system_does_not_cross),
		cmocka_unit_test(what_crosses_joins_in_the_own_system),
	};
	return cmocka_run_group_tests(tests, load_schemes, free_schemes);
}
