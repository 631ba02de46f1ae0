#include "paper.h"

#include "policy/decide.h"

/* What rules do to a decision; the gate alone is in test_decide.c, banners are in test_decide_document.c. */
#define ANY_BANNER                                                                                 \
	"<banner lower-than-portions=\"accept\" higher-than-portions=\"accept\" missing=\"accept\"/>"
#define READ(inside) "<reading>" inside ANY_BANNER "</reading>"

/* A message under CONFIDENTIAL with portions U, C, unmarked. */
static void
begin(struct paper *paper, const char *inside)
{
	paper_begin(paper, PAPER_TELEGRAM, inside);
	(void)paper_message(paper, "CONFIDENTIAL");
	(void)paper_add(paper, PORTION_PARAGRAPH, "(U)", "Open.");
	(void)paper_add(paper, PORTION_PARAGRAPH, "(C)", "Closed.");
	(void)paper_add(paper, PORTION_PARAGRAPH, NULL, "Unmarked.");
}

/* --- downgrades */

#define DOWN(id, to, when)                                                                         \
	"<downgrade id=\"" id "\" authority=\"case 7\" to=\"" to "\">" when "</downgrade>"

/* P-20 */
TEST(downgrade_replaces_the_marking_and_is_recorded)
{
	struct paper paper;
	begin(&paper, PAPER_CEILING READ("") DOWN("d", "U", "<when within=\"C\" at-least=\"C\"/>"));
	assert_ok(paper_decide(&paper));
	assert_not_matched(&paper, 0, "d");
	assert_kept(&paper, 1);
	assert_matched(&paper, 1, "d");
	assert_int_equal(marking_level(paper.plan.decisions[1].marking),
	    scheme_level(policy_scheme(paper.policy), slice_str("C")));
	assert_true(marking_equal(paper.plan.decisions[1].released, policy_ceiling(paper.policy)));
	paper_end(&paper);
}

/* P-20 */
TEST(downgrade_takes_the_controls_away_too)
{
	struct paper paper;
	begin(&paper, PAPER_CEILING READ("") DOWN("d", "U", "<when has=\"NF\"/>"));
	(void)paper_add(&paper, PORTION_PARAGRAPH, "(C//NF)", "Closed.");
	assert_ok(paper_decide(&paper));
	assert_kept(&paper, 3);
	assert_withheld(&paper, 1, REASON_ABOVE_CEILING);
	paper_end(&paper);
}

/* P-21 */
TEST(downgrade_never_raises_and_never_goes_sideways)
{
	struct paper paper;
	paper_begin(&paper, PAPER_HEAD,
	    "<release ceiling=\"S\"/>" READ("") DOWN("d", "S", "<when kind=\"paragraph\"/>"));
	(void)paper_message(&paper, "SECRET//NOFORN");
	(void)paper_add(&paper, PORTION_PARAGRAPH, "(U)", "Below.");
	(void)paper_add(&paper, PORTION_PARAGRAPH, "(C//NF)", "Beside.");
	(void)paper_add(&paper, PORTION_PARAGRAPH, "(S//NF)", "Above.");
	assert_ok(paper_decide(&paper));
	assert_not_matched(&paper, 0, "d");
	assert_kept(&paper, 0);
	assert_not_matched(&paper, 1, "d");
	assert_withheld(&paper, 1, REASON_ABOVE_CEILING);
	assert_matched(&paper, 2, "d");
	assert_kept(&paper, 2);
	paper_end(&paper);
}

/* P-22 */
TEST(downgrade_is_not_tried_on_what_was_not_read_or_is_not_known)
{
	struct paper paper;
	paper_begin(
	    &paper, PAPER_HEAD, PAPER_CEILING READ("") DOWN("d", "U", "<when not-within=\"U\"/>"));
	(void)paper_message(&paper, "SECRET");
	(void)paper_add(&paper, PORTION_PARAGRAPH, "(S//ORCHID)", "Unknown.");
	(void)paper_add(&paper, PORTION_PARAGRAPH, "(SEGRET)", "Damaged.");
	(void)paper_add(&paper, PORTION_UNKNOWN, NULL, "What?");
	assert_ok(paper_decide(&paper));
	for (size_t i = 0; i < 3; i++) {
		assert_not_matched(&paper, i, "d");
		assert_ptr_equal(paper.plan.decisions[i].released, paper.plan.decisions[i].marking);
	}
	paper_end(&paper);
}

/* P-23 */
TEST(highest_of_several_downgrades_wins)
{
	struct paper paper;
	begin(&paper,
	    PAPER_CEILING READ("") DOWN("low", "U", "<when at-least=\"C\"/>")
		DOWN("high", "C", "<when at-least=\"C\"/>"));
	assert_ok(paper_decide(&paper));
	assert_withheld(&paper, 1, REASON_ABOVE_CEILING);
	assert_matched(&paper, 1, "low");
	assert_matched(&paper, 1, "high");
	assert_int_equal(marking_level(paper.plan.decisions[1].released),
	    scheme_level(policy_scheme(paper.policy), slice_str("C")));
	paper_end(&paper);
}

/* P-23 */
TEST(downgrades_that_differ_are_joined)
{
	struct paper paper;
	paper_begin(&paper, PAPER_HEAD,
	    "<release ceiling=\"S\"/>" READ("") DOWN("a", "S", "<when at-least=\"TS\"/>")
		DOWN("b", "C//NF", "<when at-least=\"TS\"/>"));
	(void)paper_message(&paper, "TOP SECRET//NOFORN");
	(void)paper_add(&paper, PORTION_PARAGRAPH, "(TS//NF)", "Text.");
	assert_ok(paper_decide(&paper));
	assert_withheld(&paper, 0, REASON_ABOVE_CEILING);
	assert_true(marking_equal(
	    paper.plan.decisions[0].released, paper_marking(&paper, "S//NF", MARK_PORTION)));
	paper_end(&paper);
}

/* --- rules */

/* P-40 */
TEST(every_matching_rule_is_recorded_whatever_the_gate_says)
{
	struct paper paper;
	begin(&paper,
	    PAPER_CEILING READ("") "<withhold id=\"all\"><when/></withhold>"
				   "<withhold id=\"closed\"><when at-least=\"C\"/></withhold>"
				   "<withhold id=\"notes\"><when kind=\"footnote\"/></withhold>");
	assert_ok(paper_decide(&paper));
	assert_withheld(&paper, 0, REASON_RULE);
	assert_withheld(&paper, 1, REASON_ABOVE_CEILING);
	for (size_t i = 0; i < 3; i++) {
		assert_matched(&paper, i, "all");
		assert_not_matched(&paper, i, "notes");
	}
	assert_not_matched(&paper, 0, "closed");
	assert_matched(&paper, 1, "closed");
	paper_end(&paper);
}

/* P-41, P-43 */
TEST(refuse_is_stronger_than_withhold_and_names_line_rule_and_reason)
{
	struct paper paper;
	begin(&paper,
	    PAPER_CEILING READ(
		"") "<withhold id=\"a\"><when at-least=\"C\"/></withhold>"
		    "<refuse id=\"b\" reason=\"ask the desk\"><when at-least=\"C\"/></refuse>");
	assert_int_equal(paper_decide(&paper), TL_DOCUMENT);
	assert_int_equal(paper.error.line, 2);
	assert_string_equal(paper.error.file, "paper.txt");
	assert_non_null(strstr(paper.error.what, "rule b "));
	assert_non_null(strstr(paper.error.what, "ask the desk"));
	assert_int_equal(paper.plan.decisions[1].action, ACTION_REFUSE);
	assert_matched(&paper, 1, "a");
	paper_end(&paper);
}

/* P-40 */
TEST(refuse_rule_is_tried_on_withheld_and_unknown_portions_too)
{
	struct paper paper;
	begin(&paper,
	    PAPER_CEILING READ(
		"") "<refuse id=\"r\" reason=\"no\"><when kind=\"unknown\"/></refuse>");
	(void)paper_add(&paper, PORTION_UNKNOWN, NULL, "What?");
	assert_int_equal(paper_decide(&paper), TL_DOCUMENT);
	assert_int_equal(paper.error.line, 4);
	paper_end(&paper);
}

/* P-42 */
TEST(downgrade_takes_nothing_out_of_the_reach_of_a_rule)
{
	struct paper paper;
	begin(&paper,
	    PAPER_CEILING READ("") DOWN("d", "U",
		"<when has=\"OC\"/>") "<withhold id=\"sources\"><when has=\"OC\"/></withhold>"
				      "<withhold id=\"low\"><when not-within=\"U\"/></withhold>");
	(void)paper_add(&paper, PORTION_PARAGRAPH, "(C//OC)", "A source.");
	assert_ok(paper_decide(&paper));
	assert_withheld(&paper, 3, REASON_RULE);
	assert_matched(&paper, 3, "d");
	assert_matched(&paper, 3, "sources");
	assert_matched(&paper, 3, "low");
	paper_end(&paper);
}

/* P-42 */
TEST(rule_sees_the_marking_after_a_downgrade_too)
{
	struct paper paper;
	begin(&paper,
	    PAPER_CEILING READ("") DOWN("d", "U",
		"<when at-least=\"C\"/>") "<withhold id=\"w\"><when kind=\"paragraph\" within=\"U\"/></withhold>");
	assert_ok(paper_decide(&paper));
	assert_matched(&paper, 1, "w");
	assert_withheld(&paper, 1, REASON_RULE);
	paper_end(&paper);
}

/* --- captions */

/* P-14 */
TEST(what_leaves_with_an_assumed_marking_brings_its_captions_into_the_banner)
{
	struct paper paper;
	paper_begin(&paper, PAPER_HEAD,
	    "<release ceiling=\"C//NF\"/><reading>"
	    "<assume kind=\"to\" marking=\"U\" authority=\"5 FAH-2\"/></reading>");
	struct message *m = paper_message(&paper, "CONFIDENTIAL");
	m->captions = paper_marking(&paper, "U//NF", MARK_PORTION);
	(void)paper_add(&paper, PORTION_TO, NULL, "TO EMBASSY");
	(void)paper_add(&paper, PORTION_PARAGRAPH, "(C)", "Text.");
	assert_ok(document_apply_captions(&paper.document, &paper.error));
	assert_ok(paper_decide(&paper));
	assert_kept(&paper, 0);
	assert_true(marking_equal(
	    paper.plan.decisions[0].released, paper_marking(&paper, "U//NF", MARK_PORTION)));
	assert_ok(
	    plan_finish(&paper.plan, &paper.document, policy_ceiling(paper.policy), &paper.error));
	assert_ok(plan_check(&paper.plan, policy_ceiling(paper.policy), &paper.error));
	assert_true(
	    marking_equal(paper.plan.banners[0], paper_marking(&paper, "C//NF", MARK_PORTION)));
	paper_end(&paper);
}

/* --- laws */

static const char *const permuted[] = {
	"<withhold id=\"a\" exemption=\"(b)(1)\"><when has=\"NF\"/></withhold>",
	"<withhold id=\"b\"><when kind=\"subject\"/></withhold>",
	"<refuse id=\"c\" reason=\"r\"><when at-least=\"TS\"/></refuse>",
	"<refuse id=\"d\" reason=\"r\"><when kind=\"figure\" at-least=\"TS\"/></refuse>",
	DOWN("e", "U", "<when within=\"C\"/>"),
	DOWN("f", "C", "<when within=\"S\"/>"),
	DOWN("g", "U", "<when kind=\"subject\" has=\"NF\"/>"),
};
#define PERMUTED (sizeof permuted / sizeof *permuted)

static void
decide_in_order(struct paper *paper, const size_t order[PERMUTED])
{
	static const char *const marks[] = { "(U)", "(C)", "(S)", "(TS)", "(C//NF)", "(S//NF)",
		NULL };
	char inside[4096];

	size_t len = (size_t)snprintf(inside, sizeof inside, "%s", PAPER_CEILING READ(""));
	for (size_t i = 0; i < PERMUTED; i++)
		len +=
		    (size_t)snprintf(inside + len, sizeof inside - len, "%s", permuted[order[i]]);
	paper_begin(paper, PAPER_HEAD, inside);
	(void)paper_message(paper, "CONFIDENTIAL");
	for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
		(void)paper_add(paper, PORTION_PARAGRAPH, marks[i], "Text.");
		(void)paper_add(paper, PORTION_SUBJECT, marks[i], "Subject.");
		(void)paper_add(paper, PORTION_FIGURE, marks[i], "Figure.");
	}
	assert_int_equal(paper_decide(paper), TL_DOCUMENT);
}

static void
shuffle(size_t order[PERMUTED], unsigned *seed)
{
	for (size_t i = PERMUTED - 1; i > 0; i--) {
		*seed = *seed * 1103515245u + 12345u;
		size_t j = (*seed >> 16) % (i + 1), keep = order[i];
		order[i] = order[j];
		order[j] = keep;
	}
}

/* P-41 */
TEST(order_of_rules_does_not_change_the_decision)
{
	size_t order[PERMUTED];
	struct paper first, other;
	unsigned seed = 7;

	for (size_t i = 0; i < PERMUTED; i++)
		order[i] = i;
	decide_in_order(&first, order);
	for (int round = 0; round < 24; round++) {
		shuffle(order, &seed);
		decide_in_order(&other, order);
		assert_string_equal(first.error.what, other.error.what);
		for (size_t i = 0; i < first.document.count; i++) {
			const struct decision *a = &first.plan.decisions[i];
			const struct decision *b = &other.plan.decisions[i];
			assert_int_equal(a->action, b->action);
			assert_int_equal(a->reason, b->reason);
			for (size_t r = 0; r < PERMUTED; r++)
				assert_int_equal(
				    rule_set_has(&a->rules, order[r]), rule_set_has(&b->rules, r));
			assert_int_equal(a->released == NULL, b->released == NULL);
			if (a->released != NULL)
				assert_int_equal(
				    marking_level(a->released), marking_level(b->released));
		}
		paper_end(&other);
	}
	paper_end(&first);
}

/* Whatever the rules are, what is kept has a marking that was read, is known and is dominated. */
/* P-31 */
TEST(no_rule_lifts_the_gate)
{
	static const char *const rules[] = {
		"",
		DOWN("d", "U", "<when kind=\"paragraph\"/>"),
		DOWN("d", "U", "<when at-least=\"U\"/>"),
		DOWN("d", "U", "<when not-within=\"U\"/>"),
		DOWN("d", "U", "<when><not kind=\"to\"/></when>"),
		DOWN("d", "U", "<when><any kind=\"paragraph unknown\" at-least=\"U\"/></when>"),
		"<withhold id=\"w\"><when kind=\"to\"/></withhold>",
	};
	static const char *const marks[] = { "(SEGRET)", "(C//NOFRON)", "(S//ORCHID)",
		"(U//ORCHID)" };
	char inside[1024];
	struct paper paper;

	for (size_t i = 0; i < sizeof rules / sizeof *rules; i++) {
		(void)snprintf(inside, sizeof inside, "%s%s",
		    PAPER_CEILING READ("<unmarked kind=\"figure\" read-as=\"withhold\"/>"
				       "<legacy action=\"accept\"/>"),
		    rules[i]);
		paper_begin(&paper, PAPER_HEAD, inside);
		(void)paper_message(&paper, "SECRET");
		for (size_t m = 0; m < sizeof marks / sizeof *marks; m++)
			(void)paper_add(&paper, PORTION_PARAGRAPH, marks[m], "Text.");
		(void)paper_add(&paper, PORTION_UNKNOWN, NULL, "What?");
		(void)paper_add(&paper, PORTION_UNKNOWN, "(U)", "What?");
		(void)paper_add(&paper, PORTION_FIGURE, NULL, "Figure.");
		assert_ok(paper_decide(&paper));
		for (size_t p = 0; p < paper.document.count; p++) {
			assert_int_equal(paper.plan.decisions[p].action, ACTION_WITHHOLD);
			assert_int_not_equal(paper.plan.decisions[p].reason, REASON_NONE);
		}
		assert_ok(plan_finish(
		    &paper.plan, &paper.document, policy_ceiling(paper.policy), &paper.error));
		assert_ok(plan_check(&paper.plan, policy_ceiling(paper.policy), &paper.error));
		paper_end(&paper);
	}
}

TEST(decision_is_the_same_each_time_it_is_made)
{
	struct paper paper;
	begin(&paper, PAPER_CEILING READ("") DOWN("d", "U", "<when within=\"C\"/>"));
	assert_ok(paper_decide(&paper));
	for (size_t i = 0; i < paper.document.count; i++) {
		struct decision again = decide_portion(paper.policy, &paper.document, i, 0);
		assert_int_equal(again.action, paper.plan.decisions[i].action);
		assert_ptr_equal(again.released, paper.plan.decisions[i].released);
		assert_memory_equal(
		    &again.rules, &paper.plan.decisions[i].rules, sizeof again.rules);
	}
	paper_end(&paper);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(downgrade_replaces_the_marking_and_is_recorded),
		cmocka_unit_test(downgrade_takes_the_controls_away_too),
		cmocka_unit_test(downgrade_never_raises_and_never_goes_sideways),
		cmocka_unit_test(highest_of_several_downgrades_wins),
		cmocka_unit_test(downgrades_that_differ_are_joined),
		cmocka_unit_test(every_matching_rule_is_recorded_whatever_the_gate_says),
		cmocka_unit_test(refuse_is_stronger_than_withhold_and_names_line_rule_and_reason),
		cmocka_unit_test(refuse_rule_is_tried_on_withheld_and_unknown_portions_too),
		cmocka_unit_test(downgrade_takes_nothing_out_of_the_reach_of_a_rule),
		cmocka_unit_test(rule_sees_the_marking_after_a_downgrade_too),
		cmocka_unit_test(order_of_rules_does_not_change_the_decision),
		cmocka_unit_test(no_rule_lifts_the_gate),
		cmocka_unit_test(decision_is_the_same_each_time_it_is_made),
		cmocka_unit_test(downgrade_is_not_tried_on_what_was_not_read_or_is_not_known),
		cmocka_unit_test(
		    what_leaves_with_an_assumed_marking_brings_its_captions_into_the_banner),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
