#include "paper.h"

/* Does a rule with this inside of <withhold> match one paragraph marked so? */
static bool
matches(const char *when, enum portion_kind kind, const char *mark)
{
	char inside[2048];
	struct paper paper;

	(void)snprintf(inside, sizeof inside,
	    PAPER_CEILING "<reading><banner lower-than-portions=\"accept\" "
			  "higher-than-portions=\"accept\"/></reading>"
			  "<withhold id=\"w\">%s</withhold>",
	    when);
	paper_begin(&paper, PAPER_TELEGRAM, inside);
	(void)paper_message(&paper, "TOP SECRET");
	(void)paper_add(&paper, kind, mark, "Text.");
	assert_ok(paper_decide(&paper));
	bool matched = rule_set_has(&paper.plan.decisions[0].rules, 0);
	paper_end(&paper);
	return matched;
}

static bool
paragraph(const char *when, const char *mark)
{
	return matches(when, PORTION_PARAGRAPH, mark);
}

static void
does_not_load(const char *when, const char *words)
{
	char inside[16384];
	struct policy *policy;
	struct tl_error e;

	(void)snprintf(
	    inside, sizeof inside, PAPER_CEILING "<withhold id=\"w\">%s</withhold>", when);
	assert_int_equal(paper_load(PAPER_TELEGRAM, inside, &policy, &e), TL_POLICY);
	if (strstr(e.what, words) == NULL)
		fail_msg("'%s' is not in: %s", words, e.what);
}

TEST(empty_when_matches_everything)
{
	assert_true(paragraph("<when/>", "(U)"));
	assert_true(matches("<when/>", PORTION_UNKNOWN, NULL));
}

TEST(kind_matches_any_of_its_kinds)
{
	assert_true(matches("<when kind=\"to  from\"/>", PORTION_FROM, NULL));
	assert_true(matches("<when kind=\"to  from\"/>", PORTION_TO, NULL));
	assert_false(matches("<when kind=\"to  from\"/>", PORTION_INFO, NULL));
	assert_true(matches("<when kind=\"unknown\"/>", PORTION_UNKNOWN, NULL));
}

TEST(every_kind_has_its_name)
{
	char when[64];
	for (int kind = 0; kind < PORTION_KINDS; kind++)
		for (int other = 0; other < PORTION_KINDS; other++) {
			if (other != kind && other != (kind + 1) % PORTION_KINDS)
				continue;
			(void)snprintf(when, sizeof when, "<when kind=\"%s\"/>",
			    portion_kind_name((enum portion_kind)kind));
			assert_int_equal(
			    matches(when, (enum portion_kind)other, NULL), other == kind);
		}
}

TEST(within_is_dominance_and_not_only_level)
{
	assert_true(paragraph("<when within=\"C\"/>", "(U)"));
	assert_true(paragraph("<when within=\"C\"/>", "(C)"));
	assert_false(paragraph("<when within=\"C\"/>", "(C//NF)"));
	assert_false(paragraph("<when within=\"C\"/>", "(S)"));
}

TEST(not_within_is_the_opposite_of_within)
{
	assert_false(paragraph("<when not-within=\"C\"/>", "(C)"));
	assert_true(paragraph("<when not-within=\"C\"/>", "(C//NF)"));
	assert_true(paragraph("<when not-within=\"C\"/>", "(S)"));
}

TEST(at_least_looks_at_the_level_alone)
{
	assert_true(paragraph("<when at-least=\"C\"/>", "(C//NF)"));
	assert_true(paragraph("<when at-least=\"C\"/>", "(S)"));
	assert_false(paragraph("<when at-least=\"C\"/>", "(U)"));
	assert_true(paragraph("<when at-least=\"CONFIDENTIAL\"/>", "(C)"));
}

TEST(has_matches_any_of_its_tokens_in_any_of_their_forms)
{
	assert_true(paragraph("<when has=\"OC\"/>", "(S//OC/NF)"));
	assert_true(paragraph("<when has=\"ORCON\"/>", "(S//OC/NF)"));
	assert_true(paragraph("<when has=\"OC NF\"/>", "(S//NF)"));
	assert_false(paragraph("<when has=\"OC\"/>", "(S//NF)"));
	assert_false(paragraph("<when has=\"OC\"/>", "(S)"));
}

/* P-61 */
TEST(unread_portion_has_nothing_and_is_within_nothing)
{
	assert_false(matches("<when within=\"TS\"/>", PORTION_UNKNOWN, NULL));
	assert_true(matches("<when not-within=\"TS\"/>", PORTION_UNKNOWN, NULL));
	assert_false(matches("<when at-least=\"U\"/>", PORTION_UNKNOWN, NULL));
	assert_false(matches("<when has=\"NF\"/>", PORTION_UNKNOWN, NULL));
}

/* P-61 */
TEST(damaged_mark_counts_as_the_highest)
{
	assert_true(paragraph("<when at-least=\"TS\"/>", "(SEGRET)"));
	assert_false(paragraph("<when within=\"TS\"/>", "(SEGRET)"));
}

/* P-60 */
TEST(attributes_are_joined_by_and)
{
	assert_true(paragraph("<when kind=\"paragraph\" has=\"NF\"/>", "(C//NF)"));
	assert_false(paragraph("<when kind=\"paragraph\" has=\"NF\"/>", "(C)"));
	assert_false(paragraph("<when kind=\"heading\" has=\"NF\"/>", "(C//NF)"));
}

TEST(children_are_joined_by_and_with_the_attributes)
{
	const char *when = "<when kind=\"paragraph\"><not has=\"NF\"/></when>";
	assert_true(paragraph(when, "(C)"));
	assert_false(paragraph(when, "(C//NF)"));
	assert_false(matches(when, PORTION_HEADING, "(C)"));
}

/* P-60 */
TEST(any_matches_where_one_of_its_conditions_does)
{
	const char *when = "<when><any kind=\"heading\" has=\"NF\"/></when>";
	assert_true(paragraph(when, "(C//NF)"));
	assert_true(matches(when, PORTION_HEADING, "(C)"));
	assert_false(paragraph(when, "(C)"));
}

TEST(groups_stand_inside_groups)
{
	const char *when = "<when><any><all kind=\"heading\" at-least=\"S\"/>"
			   "<all kind=\"paragraph\"><not within=\"C\"/><not has=\"NF\"/></all>"
			   "</any></when>";
	assert_true(matches(when, PORTION_HEADING, "(S)"));
	assert_false(matches(when, PORTION_HEADING, "(C)"));
	assert_true(paragraph(when, "(S)"));
	assert_false(paragraph(when, "(S//NF)"));
	assert_false(paragraph(when, "(C)"));
	assert_false(matches(when, PORTION_SUBJECT, "(S)"));
}

TEST(not_of_not_is_itself)
{
	const char *when = "<when><not><not has=\"NF\"/></not></when>";
	assert_true(paragraph(when, "(C//NF)"));
	assert_false(paragraph(when, "(C)"));
}

/* P-14 */
TEST(caption_is_found_in_the_marking_and_in_the_message)
{
	struct paper paper;
	paper_begin(&paper, PAPER_TELEGRAM,
	    PAPER_CEILING "<reading><assume kind=\"to\" marking=\"U\" authority=\"a\"/>"
			  "</reading><withhold id=\"w\"><when caption=\"NODIS\"/></withhold>");
	struct message *m = paper_message(&paper, "CONFIDENTIAL//NODIS");
	m->captions = paper_marking(&paper, "U//ND", MARK_AUTO);
	(void)paper_add(&paper, PORTION_PARAGRAPH, "(C)", "Text.");
	(void)paper_add(&paper, PORTION_TO, NULL, "TO EMBASSY");
	(void)paper_message(&paper, "CONFIDENTIAL");
	(void)paper_add(&paper, PORTION_PARAGRAPH, "(C)", "Text.");
	assert_ok(document_apply_captions(&paper.document, &paper.error));
	assert_ok(paper_decide(&paper));
	assert_matched(&paper, 0, "w");
	assert_matched(&paper, 1, "w");
	assert_not_matched(&paper, 2, "w");
	paper_end(&paper);
}

/* P-60 */
TEST(empty_group_does_not_load)
{
	does_not_load("<when><any/></when>", "<any> is empty");
	does_not_load("<when><all/></when>", "<all> is empty");
	does_not_load("<when><not/></when>", "<not> is empty");
}

/* P-60 */
TEST(not_of_several_conditions_does_not_load)
{
	does_not_load("<when><not kind=\"to\" has=\"NF\"/></when>", "<not> has several");
	does_not_load("<when><not kind=\"to\"><any has=\"NF\"/></not></when>", "<not> has several");
}

TEST(more_conditions_than_the_stack_holds_do_not_load)
{
	static char when[8192];
	size_t len = (size_t)snprintf(when, sizeof when, "<when><any>");
	for (int i = 0; i < CONDITIONS_MAX; i++)
		len += (size_t)snprintf(when + len, sizeof when - len, "<any kind=\"to\"/>");
	(void)snprintf(when + len, sizeof when - len, "</any></when>");
	does_not_load(when, "more than 64 conditions");
}

TEST(empty_condition_does_not_load)
{
	does_not_load("<when kind=\"\"/>", "its values");
	does_not_load("<when has=\" \"/>", "its values");
	does_not_load("<when within=\"\"/>", "within");
	does_not_load("<when heading=\"\"/>", "heading");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(empty_when_matches_everything),
		cmocka_unit_test(kind_matches_any_of_its_kinds),
		cmocka_unit_test(every_kind_has_its_name),
		cmocka_unit_test(within_is_dominance_and_not_only_level),
		cmocka_unit_test(not_within_is_the_opposite_of_within),
		cmocka_unit_test(at_least_looks_at_the_level_alone),
		cmocka_unit_test(has_matches_any_of_its_tokens_in_any_of_their_forms),
		cmocka_unit_test(unread_portion_has_nothing_and_is_within_nothing),
		cmocka_unit_test(damaged_mark_counts_as_the_highest),
		cmocka_unit_test(attributes_are_joined_by_and),
		cmocka_unit_test(children_are_joined_by_and_with_the_attributes),
		cmocka_unit_test(any_matches_where_one_of_its_conditions_does),
		cmocka_unit_test(groups_stand_inside_groups),
		cmocka_unit_test(not_of_not_is_itself),
		cmocka_unit_test(caption_is_found_in_the_marking_and_in_the_message),
		cmocka_unit_test(empty_group_does_not_load),
		cmocka_unit_test(not_of_several_conditions_does_not_load),
		cmocka_unit_test(more_conditions_than_the_stack_holds_do_not_load),
		cmocka_unit_test(empty_condition_does_not_load),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
