#include "paper.h"

#define BANNER(attrs) "<reading><banner " attrs "/></reading>"

static void
begin(struct paper *paper, const char *inside)
{
	paper_begin(paper, PAPER_TELEGRAM, inside);
}

static void
paragraph(struct paper *paper, const char *mark)
{
	(void)paper_add(paper, PORTION_PARAGRAPH, mark, "Text.");
}

/* --- what the plan gets */

TEST(plan_gets_the_presentation_and_the_exemptions_of_the_policy)
{
	struct paper paper;
	begin(&paper,
	    PAPER_CEILING "<withhold id=\"a\" exemption=\"(b)(5)\"><when has=\"NF\"/></withhold>"
			  "<present><notice>[gone]</notice></present>");
	(void)paper_message(&paper, "UNCLASSIFIED");
	paragraph(&paper, NULL);
	assert_ok(paper_decide(&paper));
	assert_int_equal(paper.plan.rule_count, 1);
	assert_string_equal(paper.plan.exemptions[0], "(b)(5)");
	assert_slice(paper.plan.present.notice, "[gone]");
	assert_ok(
	    plan_finish(&paper.plan, &paper.document, policy_ceiling(paper.policy), &paper.error));
	assert_ok(plan_check(&paper.plan, policy_ceiling(paper.policy), &paper.error));
	paper_end(&paper);
}

TEST(unmarked_text_of_an_unclassified_message_is_kept)
{
	struct paper paper;
	begin(&paper, PAPER_CEILING);
	(void)paper_message(&paper, "UNCLASSIFIED");
	paragraph(&paper, NULL);
	assert_ok(paper_decide(&paper));
	assert_kept(&paper, 0);
	paper_end(&paper);
}

/* --- no banner */

/* P-50 */
TEST(message_without_a_banner_is_refused_by_default)
{
	struct paper paper;
	begin(&paper, PAPER_CEILING);
	(void)paper_message(&paper, "UNCLASSIFIED");
	paragraph(&paper, NULL);
	(void)paper_message(&paper, NULL);
	paragraph(&paper, "(U)");
	assert_int_equal(paper_decide(&paper), TL_DOCUMENT);
	assert_int_equal(paper.error.line, 2);
	assert_string_equal(paper.error.file, "paper.txt");
	assert_non_null(strstr(paper.error.what, "no banner"));
	paper_end(&paper);
}

/* P-50 */
TEST(message_without_a_banner_is_withheld_where_the_policy_says_so)
{
	struct paper paper;
	begin(&paper, PAPER_CEILING BANNER("missing=\"withhold-all\""));
	(void)paper_message(&paper, NULL);
	paragraph(&paper, "(U)");
	paragraph(&paper, NULL);
	(void)paper_message(&paper, "UNCLASSIFIED");
	paragraph(&paper, "(U)");
	assert_ok(paper_decide(&paper));
	assert_withheld(&paper, 0, REASON_HIGHER_BANNER);
	assert_withheld(&paper, 1, REASON_UNMARKED);
	assert_kept(&paper, 2);
	paper_end(&paper);
}

/* P-50 */
TEST(message_without_a_banner_that_is_accepted_keeps_only_what_is_marked)
{
	struct paper paper;
	begin(&paper, PAPER_CEILING BANNER("missing=\"accept\""));
	(void)paper_message(&paper, NULL);
	paragraph(&paper, "(U)");
	paragraph(&paper, NULL);
	assert_ok(paper_decide(&paper));
	assert_kept(&paper, 0);
	assert_withheld(&paper, 1, REASON_UNMARKED);
	paper_end(&paper);
}

/* --- the banner is lower */

static tl_status
lower(struct paper *paper, const char *attrs, const char *banner, const char *mark)
{
	char inside[512];
	(void)snprintf(
	    inside, sizeof inside, PAPER_CEILING "<reading><banner %s/></reading>", attrs);
	paper_begin(paper, PAPER_HEAD, inside);
	(void)paper_message(paper, banner);
	paragraph(paper, "(U)");
	paragraph(paper, mark);
	return paper_decide(paper);
}

/* P-51 */
TEST(banner_lower_than_a_portion_refuses_the_document_by_default)
{
	struct paper paper;
	assert_int_equal(lower(&paper, "", "CONFIDENTIAL", "(S)"), TL_DOCUMENT);
	assert_int_equal(paper.error.line, 2);
	assert_non_null(strstr(paper.error.what, "lower"));
	paper_end(&paper);
}

/* P-51 */
TEST(banner_without_a_control_of_its_portion_is_lower)
{
	struct paper paper;
	assert_int_equal(lower(&paper, "", "CONFIDENTIAL", "(C//NF)"), TL_DOCUMENT);
	paper_end(&paper);
}

TEST(banner_lower_than_a_portion_withholds_the_message_where_the_policy_says_so)
{
	struct paper paper;
	assert_ok(lower(&paper, "lower-than-portions=\"withhold-all\"", "CONFIDENTIAL", "(S)"));
	assert_withheld(&paper, 0, REASON_HIGHER_BANNER);
	assert_withheld(&paper, 1, REASON_ABOVE_CEILING);
	paper_end(&paper);
}

TEST(banner_lower_than_a_portion_can_be_accepted)
{
	struct paper paper;
	assert_ok(lower(&paper, "lower-than-portions=\"accept\"", "CONFIDENTIAL", "(S)"));
	assert_kept(&paper, 0);
	paper_end(&paper);
}

/* P-51 */
TEST(control_of_an_unclassified_portion_need_not_stand_in_a_classified_banner)
{
	struct paper paper;
	assert_ok(lower(&paper, "higher-than-portions=\"accept\"", "CONFIDENTIAL", "(U//SBU)"));
	assert_kept(&paper, 0);
	assert_withheld(&paper, 1, REASON_ABOVE_CEILING);
	paper_end(&paper);
	assert_int_equal(lower(&paper, "", "UNCLASSIFIED", "(U//SBU)"), TL_DOCUMENT);
	paper_end(&paper);
}

/* P-51 */
TEST(unknown_token_alone_does_not_make_a_banner_lower)
{
	struct paper paper;
	assert_ok(lower(&paper, "higher-than-portions=\"accept\"", "SECRET", "(S//ORCHID)"));
	assert_int_equal(paper.plan.decisions[1].action, ACTION_WITHHOLD);
	paper_end(&paper);
}

/* P-51 */
TEST(damaged_mark_says_nothing_about_the_banner)
{
	struct paper paper;
	assert_ok(lower(&paper, "", "CONFIDENTIAL", "(SEGRET)"));
	assert_kept(&paper, 0);
	assert_withheld(&paper, 1, REASON_DAMAGED);
	paper_end(&paper);
}

TEST(entire_text_above_its_banner_makes_the_banner_lower)
{
	struct paper paper;
	begin(&paper, PAPER_CEILING);
	(void)paper_message(&paper, "CONFIDENTIAL");
	const struct marking *secret = paper_marking(&paper, "S", MARK_PORTION);
	paper_add(&paper, PORTION_PARAGRAPH, NULL, "Text.")->entire = secret;
	assert_int_equal(paper_decide(&paper), TL_DOCUMENT);
	assert_non_null(strstr(paper.error.what, "lower"));
	paper_end(&paper);
}

TEST(damaged_entire_text_statement_withholds_what_follows_and_accuses_no_banner)
{
	struct paper paper;
	begin(&paper, "<release ceiling=\"TS\"/>");
	(void)paper_message(&paper, "SECRET");
	const struct marking *damaged = scheme_damaged(paper.document.scheme);
	paragraph(&paper, "(U)");
	paper_add(&paper, PORTION_PARAGRAPH, NULL, "Text.")->entire = damaged;
	assert_ok(paper_decide(&paper));
	assert_kept(&paper, 0);
	assert_withheld(&paper, 1, REASON_UNKNOWN_TOKEN);
	paper_end(&paper);
}

TEST(banner_line_and_caption_are_not_compared_with_the_banner)
{
	struct paper paper;
	begin(&paper, PAPER_CEILING);
	(void)paper_message(&paper, "CONFIDENTIAL");
	(void)paper_add(&paper, PORTION_BANNER, "(S)", "SECRET");
	(void)paper_add(&paper, PORTION_CAPTION, "(S)", "SECRET");
	paragraph(&paper, "(C)");
	assert_ok(paper_decide(&paper));
	paper_end(&paper);
}

/* P-51, P-52 */
TEST(portion_of_another_system_adds_its_level_to_the_banner)
{
	struct paper paper;
	assert_ok(lower(&paper, "", "SECRET", "(//NC)"));
	assert_withheld(&paper, 0, REASON_HIGHER_BANNER);
	paper_end(&paper);
	assert_ok(lower(&paper, "", "CONFIDENTIAL", "(//NC)"));
	assert_kept(&paper, 0);
	assert_withheld(&paper, 1, REASON_ABOVE_CEILING);
	paper_end(&paper);
	assert_int_equal(lower(&paper, "", "CONFIDENTIAL", "(//NS)"), TL_DOCUMENT);
	paper_end(&paper);
}

/* --- the banner is higher: compilation */

static tl_status
higher(struct paper *paper, const char *attrs)
{
	char inside[512];
	(void)snprintf(inside, sizeof inside,
	    PAPER_CEILING "<reading><assume kind=\"to\" marking=\"U\" authority=\"a\"/>"
			  "<unmarked kind=\"figure\" read-as=\"withhold\"/><banner %s/></reading>",
	    attrs);
	begin(paper, inside);
	(void)paper_message(paper, "SECRET");
	(void)paper_add(paper, PORTION_BANNER, "(S)", "SECRET");
	(void)paper_add(paper, PORTION_TO, NULL, "TO EMBASSY");
	(void)paper_add(paper, PORTION_SUBJECT, NULL, "Subject");
	paragraph(paper, "(U)");
	paragraph(paper, "(C)");
	return paper_decide(paper);
}

/* P-52 */
TEST(all_portions_below_their_banner_are_a_compilation_and_withheld_by_default)
{
	struct paper paper;
	assert_ok(higher(&paper, ""));
	for (size_t i = 0; i < paper.document.count; i++)
		assert_int_equal(paper.plan.decisions[i].action, ACTION_WITHHOLD);
	assert_withheld(&paper, 0, REASON_COMPUTED);
	assert_withheld(&paper, 1, REASON_HIGHER_BANNER);
	assert_withheld(&paper, 2, REASON_ABOVE_CEILING);
	assert_withheld(&paper, 3, REASON_HIGHER_BANNER);
	assert_withheld(&paper, 4, REASON_ABOVE_CEILING);
	paper_end(&paper);
}

TEST(compilation_refuses_the_document_where_the_policy_says_so)
{
	struct paper paper;
	assert_int_equal(higher(&paper, "higher-than-portions=\"refuse\""), TL_DOCUMENT);
	assert_int_equal(paper.error.line, 1);
	assert_non_null(strstr(paper.error.what, "higher"));
	paper_end(&paper);
}

TEST(compilation_can_be_accepted)
{
	struct paper paper;
	assert_ok(higher(&paper, "higher-than-portions=\"accept\""));
	assert_kept(&paper, 3);
	paper_end(&paper);
}

/* One more portion in a message under SECRET: is (U) still taken for a part of a compilation? */
static bool
is_compilation(enum portion_kind kind, const char *mark)
{
	struct paper paper;
	begin(&paper,
	    PAPER_CEILING "<reading><unmarked kind=\"figure\" read-as=\"withhold\"/></reading>");
	(void)paper_message(&paper, "SECRET");
	paragraph(&paper, "(U)");
	(void)paper_add(&paper, kind, mark, "More.");
	assert_ok(paper_decide(&paper));
	bool withheld = paper.plan.decisions[0].reason == REASON_HIGHER_BANNER;
	assert_int_equal(paper.plan.decisions[0].action, withheld ? ACTION_WITHHOLD : ACTION_KEEP);
	paper_end(&paper);
	return withheld;
}

TEST(portion_at_the_level_of_the_banner_explains_it)
{
	assert_false(is_compilation(PORTION_PARAGRAPH, "(S)"));
	assert_false(is_compilation(PORTION_SUBJECT, "(S)"));
	assert_true(is_compilation(PORTION_PARAGRAPH, "(C)"));
}

/* P-52 */
TEST(unmarked_text_may_be_what_the_banner_is_for)
{
	assert_false(is_compilation(PORTION_PARAGRAPH, NULL));
	assert_false(is_compilation(PORTION_LIST_ITEM, NULL));
	assert_false(is_compilation(PORTION_FIGURE, NULL));
	assert_false(is_compilation(PORTION_PARAGRAPH, "(SEGRET)"));
}

/* P-52 */
TEST(unmarked_address_lines_and_unknown_lines_explain_no_banner)
{
	assert_true(is_compilation(PORTION_TO, NULL));
	assert_true(is_compilation(PORTION_SUBJECT, NULL));
	assert_true(is_compilation(PORTION_SEPARATOR, NULL));
	assert_true(is_compilation(PORTION_SIGNATURE, NULL));
	assert_true(is_compilation(PORTION_UNKNOWN, NULL));
}

TEST(banner_line_itself_explains_no_banner)
{
	assert_true(is_compilation(PORTION_BANNER, "(S)"));
	assert_true(is_compilation(PORTION_CAPTION, "(S)"));
}

/* P-53 */
TEST(each_message_is_judged_by_its_own_banner)
{
	struct paper paper;
	begin(&paper, PAPER_CEILING);
	(void)paper_message(&paper, "SECRET");
	paragraph(&paper, "(U)");
	(void)paper_message(&paper, "CONFIDENTIAL");
	paragraph(&paper, "(U)");
	paragraph(&paper, "(C)");
	assert_ok(paper_decide(&paper));
	assert_withheld(&paper, 0, REASON_HIGHER_BANNER);
	assert_kept(&paper, 1);
	assert_withheld(&paper, 2, REASON_ABOVE_CEILING);
	paper_end(&paper);
}

TEST(downgrade_does_not_hide_the_level_that_a_banner_is_for)
{
	struct paper paper;
	begin(&paper,
	    PAPER_CEILING "<downgrade id=\"d\" authority=\"a\" to=\"U\">"
			  "<when within=\"S\"/></downgrade>");
	(void)paper_message(&paper, "SECRET");
	paragraph(&paper, "(S)");
	paragraph(&paper, "(U)");
	assert_ok(paper_decide(&paper));
	assert_kept(&paper, 0);
	assert_kept(&paper, 1);
	paper_end(&paper);
}

/* --- damaged banner lines */

static tl_status
damaged_banner(struct paper *paper, const char *action)
{
	char inside[512];
	(void)snprintf(
	    inside, sizeof inside, "<release ceiling=\"TS\"/><reading>%s</reading>", action);
	begin(paper, inside);
	struct message *m = paper_message(paper, "UNCLASSIFIED");
	m->damaged = true;
	m->banner = scheme_damaged(paper->document.scheme);
	paragraph(paper, "(U)");
	paragraph(paper, NULL);
	return paper_decide(paper);
}

TEST(unmarked_text_below_a_damaged_banner_is_withheld)
{
	struct paper paper;
	assert_ok(damaged_banner(&paper, ""));
	assert_kept(&paper, 0);
	assert_withheld(&paper, 1, REASON_DAMAGED);
	paper_end(&paper);
}

TEST(damaged_banner_refuses_the_document_where_the_policy_says_so)
{
	struct paper paper;
	assert_int_equal(damaged_banner(&paper, "<damaged action=\"refuse\"/>"), TL_DOCUMENT);
	paper_end(&paper);
}

TEST(marked_text_alone_below_a_damaged_banner_is_taken_for_a_compilation)
{
	struct paper paper;
	begin(&paper, PAPER_CEILING);
	struct message *m = paper_message(&paper, "UNCLASSIFIED");
	m->damaged = true;
	m->banner = scheme_damaged(paper.document.scheme);
	paragraph(&paper, "(U)");
	assert_ok(paper_decide(&paper));
	assert_withheld(&paper, 0, REASON_HIGHER_BANNER);
	paper_end(&paper);
}

/* --- refusals */

TEST(refused_document_still_has_every_decision)
{
	struct paper paper;
	begin(&paper,
	    PAPER_CEILING
	    "<refuse id=\"r\" reason=\"no\"><when kind=\"paragraph\" has=\"NF\"/></refuse>");
	(void)paper_message(&paper, "CONFIDENTIAL//NOFORN");
	paragraph(&paper, "(C//NF)");
	paragraph(&paper, "(U)");
	assert_int_equal(paper_decide(&paper), TL_DOCUMENT);
	assert_int_equal(paper.plan.decisions[0].action, ACTION_REFUSE);
	assert_kept(&paper, 1);
	/* and a plan that holds a refusal can never be carried out */
	assert_ok(
	    plan_finish(&paper.plan, &paper.document, policy_ceiling(paper.policy), &paper.error));
	assert_int_equal(plan_check(&paper.plan, policy_ceiling(paper.policy), NULL), TL_DOCUMENT);
	paper_end(&paper);
}

TEST(messages_of_errors_hold_no_byte_of_the_document)
{
	struct paper paper;
	begin(
	    &paper, PAPER_CEILING "<refuse id=\"r\" reason=\"no\"><when at-least=\"C\"/></refuse>");
	(void)paper_message(&paper, "CONFIDENTIAL");
	(void)paper_add(&paper, PORTION_PARAGRAPH, "(C)", "Zanzibar");
	assert_int_equal(paper_decide(&paper), TL_DOCUMENT);
	assert_null(strstr(paper.error.what, "Zanzibar"));
	assert_null(strstr(paper.error.what, "(C)"));
	paper_end(&paper);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(plan_gets_the_presentation_and_the_exemptions_of_the_policy),
		cmocka_unit_test(unmarked_text_of_an_unclassified_message_is_kept),
		cmocka_unit_test(message_without_a_banner_is_refused_by_default),
		cmocka_unit_test(message_without_a_banner_is_withheld_where_the_policy_says_so),
		cmocka_unit_test(
		    message_without_a_banner_that_is_accepted_keeps_only_what_is_marked),
		cmocka_unit_test(banner_lower_than_a_portion_refuses_the_document_by_default),
		cmocka_unit_test(banner_without_a_control_of_its_portion_is_lower),
		cmocka_unit_test(
		    banner_lower_than_a_portion_withholds_the_message_where_the_policy_says_so),
		cmocka_unit_test(banner_lower_than_a_portion_can_be_accepted),
		cmocka_unit_test(
		    control_of_an_unclassified_portion_need_not_stand_in_a_classified_banner),
		cmocka_unit_test(unknown_token_alone_does_not_make_a_banner_lower),
		cmocka_unit_test(damaged_mark_says_nothing_about_the_banner),
		cmocka_unit_test(entire_text_above_its_banner_makes_the_banner_lower),
		cmocka_unit_test(
		    damaged_entire_text_statement_withholds_what_follows_and_accuses_no_banner),
		cmocka_unit_test(
		    all_portions_below_their_banner_are_a_compilation_and_withheld_by_default),
		cmocka_unit_test(compilation_refuses_the_document_where_the_policy_says_so),
		cmocka_unit_test(compilation_can_be_accepted),
		cmocka_unit_test(portion_at_the_level_of_the_banner_explains_it),
		cmocka_unit_test(unmarked_text_may_be_what_the_banner_is_for),
		cmocka_unit_test(unmarked_address_lines_and_unknown_lines_explain_no_banner),
		cmocka_unit_test(banner_line_itself_explains_no_banner),
		cmocka_unit_test(each_message_is_judged_by_its_own_banner),
		cmocka_unit_test(downgrade_does_not_hide_the_level_that_a_banner_is_for),
		cmocka_unit_test(unmarked_text_below_a_damaged_banner_is_withheld),
		cmocka_unit_test(damaged_banner_refuses_the_document_where_the_policy_says_so),
		cmocka_unit_test(
		    marked_text_alone_below_a_damaged_banner_is_taken_for_a_compilation),
		cmocka_unit_test(refused_document_still_has_every_decision),
		cmocka_unit_test(messages_of_errors_hold_no_byte_of_the_document),
		cmocka_unit_test(banner_line_and_caption_are_not_compared_with_the_banner),
		cmocka_unit_test(portion_of_another_system_adds_its_level_to_the_banner),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
