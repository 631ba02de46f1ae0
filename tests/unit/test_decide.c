#include <stdlib.h>

#include "paper.h"

#include "policy/decide.h"

/* Banners are judged in test_decide_document.c; here only portions are. */
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

TEST(zeroed_decision_is_withhold)
{
	struct decision decision;

	memset(&decision, 0, sizeof decision);
	assert_int_equal(decision.action, ACTION_WITHHOLD);
	assert_int_equal(decision.reason, REASON_NONE);
	assert_int_equal(decision.reading, READING_NONE);
	assert_null(decision.released);
}

TEST(portion_is_kept_only_where_the_ceiling_dominates_it)
{
	struct paper paper;
	begin(&paper, PAPER_CEILING READ(""));
	assert_ok(paper_decide(&paper));
	assert_kept(&paper, 0);
	assert_withheld(&paper, 1, REASON_ABOVE_CEILING);
	assert_withheld(&paper, 2, REASON_ABOVE_CEILING);
	paper_end(&paper);
}

TEST(unmarked_paragraph_between_marked_ones_is_withheld)
{
	struct paper paper;
	paper_begin(&paper, PAPER_TELEGRAM, PAPER_CEILING READ(""));
	(void)paper_message(&paper, "CONFIDENTIAL");
	(void)paper_add(&paper, PORTION_PARAGRAPH, "(U)", "One.");
	(void)paper_add(&paper, PORTION_PARAGRAPH, NULL, "Two.");
	(void)paper_add(&paper, PORTION_PARAGRAPH, "(U)", "Three.");
	assert_ok(paper_decide(&paper));
	assert_kept(&paper, 0);
	assert_withheld(&paper, 1, REASON_ABOVE_CEILING);
	assert_int_equal(paper.plan.decisions[1].reading, READING_BANNER);
	assert_kept(&paper, 2);
	paper_end(&paper);
}

TEST(controls_close_the_gate_although_the_level_would_pass)
{
	struct paper paper;
	paper_begin(&paper, PAPER_HEAD, "<release ceiling=\"S\"/>" READ(""));
	(void)paper_message(&paper, "SECRET//NOFORN");
	(void)paper_add(&paper, PORTION_PARAGRAPH, "(S)", "Plain.");
	(void)paper_add(&paper, PORTION_PARAGRAPH, "(C//NF)", "Not for foreigners.");
	assert_ok(paper_decide(&paper));
	assert_kept(&paper, 0);
	assert_withheld(&paper, 1, REASON_ABOVE_CEILING);
	paper_end(&paper);
}

TEST(release_list_of_the_ceiling_must_be_within_that_of_the_portion)
{
	struct paper paper;
	paper_begin(&paper, PAPER_HEAD, "<release ceiling=\"S//REL TO USA, AUS\"/>" READ(""));
	(void)paper_message(&paper, "SECRET//NOFORN");
	(void)paper_add(&paper, PORTION_PARAGRAPH, "(S//REL TO USA, AUS, GBR)", "For two.");
	(void)paper_add(&paper, PORTION_PARAGRAPH, "(S//REL TO USA, GBR)", "For another.");
	(void)paper_add(&paper, PORTION_PARAGRAPH, "(S)", "For nobody abroad.");
	(void)paper_add(&paper, PORTION_PARAGRAPH, "(U)", "For everybody.");
	assert_ok(paper_decide(&paper));
	assert_kept(&paper, 0);
	assert_withheld(&paper, 1, REASON_ABOVE_CEILING);
	assert_withheld(&paper, 2, REASON_ABOVE_CEILING);
	assert_kept(&paper, 3);
	paper_end(&paper);
}

TEST(unknown_token_is_withheld_even_when_the_level_is_unclassified)
{
	struct paper paper;
	paper_begin(&paper, PAPER_HEAD, "<release ceiling=\"TS\"/>" READ(""));
	(void)paper_message(&paper, "TOP SECRET");
	(void)paper_add(&paper, PORTION_PARAGRAPH, "(U)", "Open.");
	/* Whether the scheme reads the mark as unknown or as damaged, it does not leave. */
	struct portion *p = paper_add(&paper, PORTION_PARAGRAPH, "(U//ORCHID)", "Strange.");
	bool damaged = p->mark == MARK_DAMAGED;
	assert_ok(paper_decide(&paper));
	assert_kept(&paper, 0);
	assert_withheld(&paper, 1, damaged ? REASON_DAMAGED : REASON_UNKNOWN_TOKEN);
	paper_end(&paper);
}

TEST(damaged_mark_is_withheld_and_read_from_nowhere_else)
{
	struct paper paper;
	paper_begin(&paper, PAPER_HEAD, "<release ceiling=\"TS\"/>" READ(""));
	(void)paper_message(&paper, "UNCLASSIFIED");
	(void)paper_add(&paper, PORTION_PARAGRAPH, "(SEGRET)", "Damaged.");
	paper_add(&paper, PORTION_SUBPARAGRAPH, NULL, "Below it.")->parent = 0;
	assert_ok(paper_decide(&paper));
	assert_withheld(&paper, 0, REASON_DAMAGED);
	assert_withheld(&paper, 1, REASON_DAMAGED);
	paper_end(&paper);
}

TEST(damaged_mark_refuses_the_document_where_the_policy_says_so)
{
	struct paper paper;
	begin(&paper, PAPER_CEILING READ("<damaged action=\"refuse\"/>"));
	(void)paper_add(&paper, PORTION_PARAGRAPH, "(SEGRET)", "Damaged.");
	assert_int_equal(paper_decide(&paper), TL_DOCUMENT);
	assert_int_equal(paper.error.line, 4);
	assert_non_null(strstr(paper.error.what, "damaged"));
	assert_int_equal(paper.plan.decisions[3].action, ACTION_REFUSE);
	assert_int_equal(paper.plan.decisions[3].reason, REASON_DAMAGED);
	paper_end(&paper);
}

TEST(portion_that_the_reader_cannot_name_is_withheld_whatever_it_carries)
{
	struct paper paper;
	paper_begin(&paper, PAPER_HEAD, "<release ceiling=\"TS\"/>" READ(""));
	(void)paper_message(&paper, "UNCLASSIFIED");
	(void)paper_add(&paper, PORTION_UNKNOWN, NULL, "What is this?");
	(void)paper_add(&paper, PORTION_UNKNOWN, "(U)", "And this?");
	assert_ok(paper_decide(&paper));
	assert_withheld(&paper, 0, REASON_UNMARKED);
	assert_withheld(&paper, 1, REASON_UNMARKED);
	paper_end(&paper);
}

TEST(banner_line_is_never_kept)
{
	struct paper paper;
	paper_begin(&paper, PAPER_HEAD, PAPER_CEILING);
	(void)paper_message(&paper, "UNCLASSIFIED");
	(void)paper_add(&paper, PORTION_BANNER, NULL, "UNCLASSIFIED");
	(void)paper_add(&paper, PORTION_PARAGRAPH, NULL, "Open.");
	assert_ok(paper_decide(&paper));
	assert_withheld(&paper, 0, REASON_COMPUTED);
	assert_kept(&paper, 1);
	paper_end(&paper);
}

TEST(assumed_marking_comes_behind_the_own_mark)
{
	struct paper paper;
	paper_begin(&paper, PAPER_TELEGRAM,
	    PAPER_CEILING READ("<assume kind=\"to from\" marking=\"U\" authority=\"5 FAH-2\"/>"));
	(void)paper_message(&paper, "CONFIDENTIAL");
	(void)paper_add(&paper, PORTION_TO, NULL, "EMBASSY");
	(void)paper_add(&paper, PORTION_FROM, "(C)", "POST");
	(void)paper_add(&paper, PORTION_INFO, NULL, "OTHERS");
	assert_ok(paper_decide(&paper));
	assert_kept(&paper, 0);
	assert_int_equal(paper.plan.decisions[0].reading, READING_ASSUMED);
	assert_withheld(&paper, 1, REASON_ABOVE_CEILING);
	assert_withheld(&paper, 2, REASON_ABOVE_CEILING);
	paper_end(&paper);
}

TEST(assumed_marking_stands_under_the_captions_of_its_message)
{
	struct paper paper;
	paper_begin(&paper, PAPER_TELEGRAM,
	    PAPER_CEILING READ("<assume kind=\"to\" marking=\"U\" authority=\"5 FAH-2\"/>"));
	struct message *m = paper_message(&paper, "CONFIDENTIAL");
	m->captions = paper_marking(&paper, "U//ND", MARK_AUTO);
	(void)paper_add(&paper, PORTION_TO, NULL, "EMBASSY");
	assert_ok(document_apply_captions(&paper.document, &paper.error));
	assert_ok(paper_decide(&paper));
	assert_withheld(&paper, 0, REASON_ABOVE_CEILING);
	paper_end(&paper);
}

TEST(unmarked_kind_is_read_as_the_policy_says)
{
	struct paper paper;
	paper_begin(&paper, PAPER_TELEGRAM,
	    PAPER_CEILING READ("<unmarked kind=\"footnote\" read-as=\"parent\"/>"
			       "<unmarked kind=\"subject\" read-as=\"banner\"/>"
			       "<unmarked kind=\"figure\" read-as=\"withhold\"/>"));
	(void)paper_message(&paper, "UNCLASSIFIED");
	(void)paper_add(&paper, PORTION_PARAGRAPH, "(C)", "Parent.");
	paper_add(&paper, PORTION_FOOTNOTE, NULL, "Below.")->parent = 0;
	paper_add(&paper, PORTION_SUBJECT, NULL, "Subject.")->parent = 0;
	paper_add(&paper, PORTION_FIGURE, NULL, "Figure.")->parent = 0;
	assert_ok(paper_decide(&paper));
	assert_withheld(&paper, 1, REASON_ABOVE_CEILING);
	assert_int_equal(paper.plan.decisions[1].reading, READING_PARENT);
	assert_kept(&paper, 2);
	assert_withheld(&paper, 3, REASON_UNMARKED);
	paper_end(&paper);
}

TEST(child_marked_higher_than_its_parent_is_withheld_alone)
{
	struct paper paper;
	paper_begin(&paper, PAPER_HEAD, PAPER_CEILING READ(""));
	(void)paper_message(&paper, "SECRET");
	(void)paper_add(&paper, PORTION_PARAGRAPH, "(U)", "Parent.");
	paper_add(&paper, PORTION_SUBPARAGRAPH, "(S)", "Child.")->parent = 0;
	paper_add(&paper, PORTION_SUBPARAGRAPH, NULL, "Child.")->parent = 0;
	assert_ok(paper_decide(&paper));
	assert_kept(&paper, 0);
	assert_withheld(&paper, 1, REASON_ABOVE_CEILING);
	assert_kept(&paper, 2);
	paper_end(&paper);
}

/* --- out of date */

static void
legacy(const char *action, struct paper *paper, tl_status expected)
{
	char inside[512];
	(void)snprintf(inside, sizeof inside, "<release ceiling=\"TS\"/>" READ("%s"), action);
	paper_begin(paper, PAPER_TELEGRAM, inside);
	(void)paper_message(paper, "TOP SECRET");
	paper_add(paper, PORTION_PARAGRAPH, "(C)", "Old.")->flags |= PORTION_LEGACY;
	paper_add(paper, PORTION_SUBPARAGRAPH, NULL, "Below it.")->parent = 0;
	(void)paper_add(paper, PORTION_PARAGRAPH, "(C)", "New.");
	(void)paper_add(paper, PORTION_PARAGRAPH, NULL, "Unmarked.");
	assert_int_equal(paper_decide(paper), expected);
}

TEST(legacy_mark_is_read_where_the_policy_accepts_it)
{
	struct paper paper;
	legacy("<legacy action=\"accept\"/>", &paper, TL_OK);
	for (size_t i = 0; i < 4; i++)
		assert_kept(&paper, i);
	paper_end(&paper);
}

TEST(legacy_mark_is_withheld_by_default_with_what_is_read_from_it)
{
	struct paper paper;
	legacy("", &paper, TL_OK);
	assert_withheld(&paper, 0, REASON_LEGACY);
	assert_withheld(&paper, 1, REASON_LEGACY);
	assert_kept(&paper, 2);
	paper_end(&paper);
}

TEST(banner_beside_a_legacy_mark_may_be_the_legacy_mark)
{
	struct paper paper;
	legacy("<legacy action=\"withhold\"/>", &paper, TL_OK);
	assert_withheld(&paper, 3, REASON_LEGACY);
	paper_end(&paper);
}

TEST(legacy_mark_refuses_the_document_where_the_policy_says_so)
{
	struct paper paper;
	legacy("<legacy action=\"refuse\"/>", &paper, TL_DOCUMENT);
	assert_int_equal(paper.error.line, 1);
	assert_non_null(strstr(paper.error.what, "out of date"));
	paper_end(&paper);
}

/* --- downgrades */

#define DOWN(id, to, when)                                                                         \
	"<downgrade id=\"" id "\" authority=\"case 7\" to=\"" to "\">" when "</downgrade>"

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

/* --- heading */

TEST(heading_condition_holds_from_its_heading_to_the_next)
{
	struct paper paper;
	paper_begin(&paper, PAPER_HEAD,
	    PAPER_CEILING "<withhold id=\"w\"><when heading=\"our sources\"/></withhold>");
	(void)paper_message(&paper, "UNCLASSIFIED");
	(void)paper_add(&paper, PORTION_PARAGRAPH, NULL, "Before.");
	(void)paper_add(&paper, PORTION_HEADING, NULL, "II. OUR\n   Sources");
	(void)paper_add(&paper, PORTION_PARAGRAPH, NULL, "Under it.");
	(void)paper_add(&paper, PORTION_HEADING, NULL, "III. Outlook");
	(void)paper_add(&paper, PORTION_PARAGRAPH, NULL, "Behind.");
	(void)paper_add(&paper, PORTION_HEADING, NULL, "Our sources");
	(void)paper_message(&paper, "UNCLASSIFIED");
	(void)paper_add(&paper, PORTION_PARAGRAPH, NULL, "Another message.");
	assert_ok(paper_decide(&paper));
	assert_kept(&paper, 0);
	assert_withheld(&paper, 1, REASON_RULE);
	assert_withheld(&paper, 2, REASON_RULE);
	assert_kept(&paper, 3);
	assert_kept(&paper, 4);
	assert_withheld(&paper, 5, REASON_RULE);
	assert_kept(&paper, 6);
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
		assert_ok(plan_finish(&paper.plan, &paper.document, &paper.error));
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
		cmocka_unit_test(zeroed_decision_is_withhold),
		cmocka_unit_test(portion_is_kept_only_where_the_ceiling_dominates_it),
		cmocka_unit_test(unmarked_paragraph_between_marked_ones_is_withheld),
		cmocka_unit_test(controls_close_the_gate_although_the_level_would_pass),
		cmocka_unit_test(release_list_of_the_ceiling_must_be_within_that_of_the_portion),
		cmocka_unit_test(unknown_token_is_withheld_even_when_the_level_is_unclassified),
		cmocka_unit_test(damaged_mark_is_withheld_and_read_from_nowhere_else),
		cmocka_unit_test(damaged_mark_refuses_the_document_where_the_policy_says_so),
		cmocka_unit_test(
		    portion_that_the_reader_cannot_name_is_withheld_whatever_it_carries),
		cmocka_unit_test(banner_line_is_never_kept),
		cmocka_unit_test(assumed_marking_comes_behind_the_own_mark),
		cmocka_unit_test(assumed_marking_stands_under_the_captions_of_its_message),
		cmocka_unit_test(unmarked_kind_is_read_as_the_policy_says),
		cmocka_unit_test(child_marked_higher_than_its_parent_is_withheld_alone),
		cmocka_unit_test(legacy_mark_is_read_where_the_policy_accepts_it),
		cmocka_unit_test(legacy_mark_is_withheld_by_default_with_what_is_read_from_it),
		cmocka_unit_test(banner_beside_a_legacy_mark_may_be_the_legacy_mark),
		cmocka_unit_test(legacy_mark_refuses_the_document_where_the_policy_says_so),
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
		cmocka_unit_test(heading_condition_holds_from_its_heading_to_the_next),
		cmocka_unit_test(order_of_rules_does_not_change_the_decision),
		cmocka_unit_test(no_rule_lifts_the_gate),
		cmocka_unit_test(decision_is_the_same_each_time_it_is_made),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
