/* Requirements: docs/markings.md M-64: what a roll-up rule may say. */
#include "unit.h"

#include <stdio.h>

#include "marking/rollup.h"

#define HEAD                                                                                       \
	"<scheme xmlns='urn:tearline:scheme:1' id='x' version='1' title='X' system='X' "           \
	"default-profile='p'>\n<profile id='p' title='P'/>\n"                                      \
	"<level id='U' banner='OPEN' portion='U' open='yes'/>\n"                                   \
	"<level id='C' banner='CLOSED' portion='C'/>\n"                                            \
	"<category id='k' title='K' type='restrictive'><token id='ONE'/><token id='TWO'/>"         \
	"<token id='THREE'/></category>\n"                                                         \
	"<category id='t' title='T' type='restrictive' shape='tree'><token id='OAK'/><token id='ELM'/></category>\n"

static struct tl_error failure;

static tl_status
load(const char *rollup, struct scheme **out)
{
	char xml[4096];
	failure = (struct tl_error){ 0 };
	(void)snprintf(xml, sizeof xml, HEAD "<rollup>\n%s</rollup></scheme>", rollup);
	return scheme_load(slice_str(xml), "x.xml", NULL, out, &failure);
}

/* The first rule stands in line 8. */
static void
assert_refused(const char *rollup, size_t line, const char *word)
{
	struct scheme *scheme;
	assert_int_equal(load(rollup, &scheme), TL_POLICY);
	assert_null(scheme);
	if (strstr(failure.what, word) == NULL || failure.line != line)
		fail_msg("line %zu: %s", failure.line, failure.what);
}

#define ROLL(rest) "<roll id='r' text='t' " rest "/>\n"

TEST(rules_that_give_way_in_a_circle_are_refused_with_both_lines)
{
	assert_refused(ROLL("of='ONE' beside='TWO'") ROLL("of='TWO' beside='ONE'"), 9, "line 8");
	assert_refused(ROLL("of='ONE' beside='ONE'"), 8, "line 8");
	assert_refused(ROLL("of='ONE' beside='TWO'") ROLL("of='TWO' beside='THREE'")
			   ROLL("of='THREE' beside='ONE'"),
	    10, "line 8");
}

TEST(a_rule_does_not_leave_what_another_one_drops)
{
	assert_refused(
	    ROLL("of='ONE' from='C' leaves='TWO'") ROLL("of='TWO' from='C'"), 8, "line 9");
}

TEST(a_rule_that_drops_says_when)
{
	assert_refused(ROLL("of='ONE'"), 8, "from which level");
	assert_refused(ROLL("of='ONE' from='U'"), 8, "from which level");
}

TEST(names_of_roll_up_rules_lead_somewhere)
{
	assert_refused(ROLL("of='FOUR' from='C'"), 8, "FOUR");
	assert_refused(ROLL("of='ONE' beside='FOUR'"), 8, "FOUR");
	assert_refused(ROLL("of='ONE' from='S'"), 8, "no such level");
	assert_refused(ROLL("of='ONE' from='C' leaves='FOUR'"), 8, "FOUR");
	assert_refused(ROLL("of='ONE' beside='TWO' into='TWO'"), 8, "tree");
	assert_refused(ROLL("of='ONE' beside='OAK' into='OAK'"), 8, "tree");
	assert_refused("<counts level='C' as='U'/>\n", 8, "higher");
}

TEST(a_rule_of_any_scheme_does_what_it_says)
{
	struct scheme *scheme;
	struct arena arena;
	const struct marking *portions[2], *banner;
	struct buf out;
	assert_ok(
	    load(ROLL("of='ELM' beside='OAK' into='OAK'") ROLL("of='ONE' from='C' leaves='TWO'"),
		&scheme));
	arena_init(&arena, 1 << 20);
	static const char *const texts[] = { "(C//ELM-X Y//ONE)", "(U//OAK-A)" };
	for (size_t i = 0; i < 2; i++) {
		struct mark mark;
		assert_ok(
		    mark_parse(scheme, slice_str(texts[i]), MARK_PORTION, &arena, &mark, NULL));
		portions[i] = mark.ordered != NULL ? mark.ordered : mark.marking;
	}
	assert_ok(marking_rollup(scheme, portions, 2, &arena, &banner, NULL));
	buf_init(&out, 256);
	marking_print(banner, MARK_BANNER, &out);
	assert_slice(buf_slice(&out), "CLOSED//TWO//OAK-A-X Y");
	buf_release(&out);
	arena_release(&arena);
	scheme_free(scheme);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rules_that_give_way_in_a_circle_are_refused_with_both_lines),
		cmocka_unit_test(a_rule_does_not_leave_what_another_one_drops),
		cmocka_unit_test(a_rule_that_drops_says_when),
		cmocka_unit_test(names_of_roll_up_rules_lead_somewhere),
		cmocka_unit_test(a_rule_of_any_scheme_does_what_it_says),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
