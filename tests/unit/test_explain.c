#include "paper.h"

#include "policy/explain.h"

static char said[1024];

static const char *
explain(struct paper *paper, size_t index)
{
	struct buf out;

	buf_init(&out, sizeof said - 1);
	explain_decision(
	    paper->policy, &paper->document, index, &paper->plan.decisions[index], &out);
	assert_ok(buf_check(&out, &paper->error));
	memcpy(said, out.ptr, out.len);
	said[out.len] = '\0';
	buf_release(&out);
	assert_null(strchr(said, '\n'));
	return said;
}

static void
begin(struct paper *paper, const char *inside)
{
	paper_begin(paper, PAPER_TELEGRAM, inside);
	(void)paper_message(paper, "CONFIDENTIAL");
	(void)paper_add(paper, PORTION_PARAGRAPH, "(U)", "Zanzibar.");
	(void)paper_add(paper, PORTION_PARAGRAPH, "(C)", "Zanzibar.");
	(void)paper_add(paper, PORTION_PARAGRAPH, NULL, "Zanzibar.");
	paper_add(paper, PORTION_SUBPARAGRAPH, NULL, "Zanzibar.")->parent = 1;
	(void)paper_add(paper, PORTION_UNKNOWN, NULL, "Zanzibar.");
	(void)paper_add(paper, PORTION_PARAGRAPH, "(SEGRET)", "Zanzibar.");
	(void)paper_add(paper, PORTION_BANNER, NULL, "CONFIDENTIAL");
}

TEST(kept_portion_names_its_marking_and_the_ceiling)
{
	struct paper paper;
	begin(&paper, PAPER_CEILING);
	assert_ok(paper_decide(&paper));
	assert_string_equal(explain(&paper, 0), "kept: (U), under the ceiling U");
	paper_end(&paper);
}

TEST(withheld_portion_says_how_it_was_read)
{
	struct paper paper;
	begin(&paper, PAPER_CEILING);
	assert_ok(paper_decide(&paper));
	assert_string_equal(explain(&paper, 1), "withheld: (C), above the ceiling U");
	assert_string_equal(explain(&paper, 2),
	    "withheld: unmarked, read as CONFIDENTIAL from the banner, above the ceiling U");
	assert_string_equal(explain(&paper, 3),
	    "withheld: unmarked, read as (C) from its parent, above the ceiling U");
	assert_string_equal(explain(&paper, 4), "withheld: not understood by the reader");
	assert_string_equal(explain(&paper, 5), "withheld: its mark is damaged");
	assert_string_equal(
	    explain(&paper, 6), "withheld: a banner; the output gets one of its own");
	paper_end(&paper);
}

TEST(rules_are_named_with_exemption_and_reason)
{
	struct paper paper;
	begin(&paper,
	    PAPER_CEILING
	    "<withhold id=\"sources\" exemption=\"(b)(1) 1.4(d)\"><when/></withhold>"
	    "<withhold id=\"all\" reason=\"not asked for\"><when at-least=\"C\"/></withhold>");
	assert_ok(paper_decide(&paper));
	assert_string_equal(
	    explain(&paper, 0), "withheld: (U); rule sources, exemption (b)(1) 1.4(d)");
	assert_string_equal(explain(&paper, 1),
	    "withheld: (C), above the ceiling U; rule sources, exemption (b)(1) 1.4(d); rule all, not "
	    "asked for");
	paper_end(&paper);
}

TEST(downgrade_is_named_with_its_authority)
{
	struct paper paper;
	begin(&paper,
	    PAPER_CEILING "<downgrade id=\"mdr\" authority=\"case 7\" to=\"U\">"
			  "<when at-least=\"C\"/></downgrade>");
	assert_ok(paper_decide(&paper));
	assert_string_equal(explain(&paper, 1),
	    "kept: (C), downgraded to (U) by rule mdr (case 7), under the ceiling U");
	paper_end(&paper);
}

TEST(assumption_is_named_with_its_authority)
{
	struct paper paper;
	begin(&paper,
	    PAPER_CEILING "<reading><assume kind=\"to\" marking=\"U\" "
			  "authority=\"5 FAH-2\"/></reading>");
	(void)paper_add(&paper, PORTION_TO, NULL, "Zanzibar");
	assert_ok(paper_decide(&paper));
	assert_string_equal(explain(&paper, 7),
	    "kept: unmarked, assumed to be (U) by 5 FAH-2, under the ceiling U");
	paper_end(&paper);
}

TEST(caption_above_the_ceiling_is_named_as_such)
{
	struct paper paper;
	paper_begin(&paper, PAPER_TELEGRAM,
	    PAPER_CEILING "<reading><assume kind=\"to\" marking=\"U\" authority=\"a\"/></reading>");
	paper_message(&paper, "CONFIDENTIAL")->captions = paper_marking(&paper, "U//ND", MARK_AUTO);
	(void)paper_add(&paper, PORTION_TO, NULL, "Zanzibar");
	assert_ok(paper_decide(&paper));
	assert_string_equal(explain(&paper, 0),
	    "withheld: unmarked, assumed to be (U) by a, under a caption above the ceiling U");
	paper_end(&paper);
}

TEST(compilation_is_explained)
{
	struct paper paper;
	paper_begin(&paper, PAPER_TELEGRAM, PAPER_CEILING);
	(void)paper_message(&paper, "SECRET");
	(void)paper_add(&paper, PORTION_PARAGRAPH, "(U)", "Zanzibar.");
	assert_ok(paper_decide(&paper));
	assert_string_equal(explain(&paper, 0),
	    "withheld: (U), but the banner and the portions of this message do not agree");
	paper_end(&paper);
}

TEST(missing_banner_is_explained)
{
	struct paper paper;
	paper_begin(&paper, PAPER_TELEGRAM,
	    PAPER_CEILING "<reading><banner missing=\"withhold-all\"/></reading>");
	(void)paper_message(&paper, NULL);
	(void)paper_add(&paper, PORTION_PARAGRAPH, "(U)", "Zanzibar.");
	(void)paper_add(&paper, PORTION_PARAGRAPH, NULL, "Zanzibar.");
	assert_ok(paper_decide(&paper));
	assert_string_equal(explain(&paper, 0), "withheld: (U), in a message without a banner");
	assert_string_equal(
	    explain(&paper, 1), "withheld: unmarked, and nothing says how to read it");
	paper_end(&paper);
}

TEST(damaged_entire_text_statement_is_explained)
{
	struct paper paper;
	begin(&paper, PAPER_CEILING);
	const struct marking *damaged = scheme_damaged(paper.document.scheme);
	paper_add(&paper, PORTION_PARAGRAPH, NULL, "Zanzibar.")->entire = damaged;
	assert_ok(paper_decide(&paper));
	assert_string_equal(
	    explain(&paper, 7), "withheld: unmarked, below a damaged entire-text statement");
	paper_end(&paper);
}

TEST(refusal_is_explained)
{
	struct paper paper;
	begin(&paper,
	    PAPER_CEILING
	    "<refuse id=\"r\" reason=\"ask the desk\"><when at-least=\"C\"/></refuse>");
	assert_int_equal(paper_decide(&paper), TL_DOCUMENT);
	assert_string_equal(
	    explain(&paper, 1), "the document is refused: (C); refusing rule r, ask the desk");
	paper_end(&paper);
}

TEST(what_the_plan_decided_later_is_explained)
{
	struct paper paper;
	begin(&paper, PAPER_CEILING);
	assert_ok(paper_decide(&paper));
	paper.plan.decisions[0].action = ACTION_WITHHOLD;
	paper.plan.decisions[0].reason = REASON_REPEATED;
	assert_string_equal(
	    explain(&paper, 0), "withheld: (U), but it repeats words of a withheld portion");
	memset(&paper.plan.decisions[0], 0, sizeof paper.plan.decisions[0]);
	assert_string_equal(explain(&paper, 0), "withheld: unmarked, nothing was decided");
	paper_end(&paper);
}

TEST(no_sentence_holds_text_of_the_document)
{
	struct paper paper;
	begin(&paper, PAPER_CEILING);
	assert_ok(paper_decide(&paper));
	for (size_t i = 0; i < paper.document.count; i++)
		assert_null(strstr(explain(&paper, i), "Zanzibar"));
	paper_end(&paper);
}

TEST(every_reason_has_a_code_of_its_own)
{
	for (int a = REASON_NONE; a <= REASON_UNDER_CEILING; a++) {
		assert_true(strlen(reason_name((enum reason)a)) > 0);
		for (int b = REASON_NONE; b < a; b++)
			assert_string_not_equal(
			    reason_name((enum reason)a), reason_name((enum reason)b));
	}
	assert_string_equal(reason_name(REASON_ABOVE_CEILING), "above-ceiling");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(kept_portion_names_its_marking_and_the_ceiling),
		cmocka_unit_test(withheld_portion_says_how_it_was_read),
		cmocka_unit_test(rules_are_named_with_exemption_and_reason),
		cmocka_unit_test(downgrade_is_named_with_its_authority),
		cmocka_unit_test(assumption_is_named_with_its_authority),
		cmocka_unit_test(caption_above_the_ceiling_is_named_as_such),
		cmocka_unit_test(compilation_is_explained),
		cmocka_unit_test(missing_banner_is_explained),
		cmocka_unit_test(damaged_entire_text_statement_is_explained),
		cmocka_unit_test(refusal_is_explained),
		cmocka_unit_test(what_the_plan_decided_later_is_explained),
		cmocka_unit_test(no_sentence_holds_text_of_the_document),
		cmocka_unit_test(every_reason_has_a_code_of_its_own),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
