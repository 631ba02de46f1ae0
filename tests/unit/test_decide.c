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

/* P-30 */
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

/* P-11 */
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

/* P-30 */
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

/* P-30 */
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

/* P-30 */
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

/* P-13 */
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

/* P-13 */
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

/* P-12 */
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

/* P-32 */
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

/* P-10 */
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

/* P-14 */
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

/* P-10 */
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

/* P-10 */
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

/* P-15 */
TEST(legacy_mark_is_read_where_the_policy_accepts_it)
{
	struct paper paper;
	legacy("<legacy action=\"accept\"/>", &paper, TL_OK);
	for (size_t i = 0; i < 4; i++)
		assert_kept(&paper, i);
	paper_end(&paper);
}

/* P-15 */
TEST(legacy_mark_is_withheld_by_default_with_what_is_read_from_it)
{
	struct paper paper;
	legacy("", &paper, TL_OK);
	assert_withheld(&paper, 0, REASON_LEGACY);
	assert_withheld(&paper, 1, REASON_LEGACY);
	assert_kept(&paper, 2);
	paper_end(&paper);
}

/* P-15 */
TEST(banner_beside_a_legacy_mark_may_be_the_legacy_mark)
{
	struct paper paper;
	legacy("<legacy action=\"withhold\"/>", &paper, TL_OK);
	assert_withheld(&paper, 3, REASON_LEGACY);
	paper_end(&paper);
}

/* P-15 */
TEST(legacy_mark_refuses_the_document_where_the_policy_says_so)
{
	struct paper paper;
	legacy("<legacy action=\"refuse\"/>", &paper, TL_DOCUMENT);
	assert_int_equal(paper.error.line, 1);
	assert_non_null(strstr(paper.error.what, "out of date"));
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
		cmocka_unit_test(heading_condition_holds_from_its_heading_to_the_next),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
