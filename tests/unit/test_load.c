#include "paper.h"

static const char *const example =
    "<title>Release of telegrams\n  to the public</title>" PAPER_CEILING "<reading>"
    "<unmarked kind=\"paragraph subparagraph list-item table-cell\" read-as=\"parent\"/>"
    "<unmarked kind=\"subject reference tags heading\" read-as=\"banner\"/>"
    "<assume kind=\"precedence from to info separator\" marking=\"U\" authority=\"5 FAH-2\"/>"
    "<damaged action=\"withhold\"/><unknown-token action=\"withhold\"/><legacy action=\"accept\"/>"
    "<banner lower-than-portions=\"refuse\" higher-than-portions=\"withhold-all\" missing=\"refuse\"/>"
    "</reading>"
    "<downgrade id=\"mdr-2019-114\" authority=\"MDR case 2019-114\" to=\"U\">"
    "<when kind=\"paragraph\" within=\"C\"/></downgrade>"
    "<refuse id=\"nodis\" reason=\"NODIS needs the Secretariat\"><when caption=\"NODIS\"/></refuse>"
    "<withhold id=\"routing\" reason=\"administrative\"><when kind=\"routing signature\"/></withhold>"
    "<withhold id=\"sources\" exemption=\"(b)(1) 1.4(d)\"><when has=\"ORCON\"/></withhold>"
    "<present><notice>[{amount} not declassified]</notice><amount show=\"lines\"/>"
    "<marks show=\"as-released\"/><numbers show=\"as-written\"/><banner show=\"computed\"/></present>"
    "<recheck repeated-text=\"refuse\" words=\"12\"/>"
    "<manifest exemptions=\"show\" amounts=\"show\" signers=\"1\"/>";

static struct policy *
load(const char *inside)
{
	struct policy *policy;
	struct tl_error e;
	assert_ok(paper_load(PAPER_TELEGRAM, inside, &policy, &e));
	return policy;
}

/* The policy is refused, nothing is left behind, and the message has a place and these words. */
static void
refused_under(const char *head, const char *inside, const char *words)
{
	struct policy *policy = (struct policy *)&policy;
	struct tl_error e;
	assert_int_equal(paper_load(head, inside, &policy, &e), TL_POLICY);
	assert_null(policy);
	assert_string_equal(e.file, "test.xml");
	assert_true(e.line > 0);
	assert_true(e.column > 0);
	if (strstr(e.what, words) == NULL)
		fail_msg("'%s' is not in: %s", words, e.what);
}

static void
refused(const char *inside, const char *words)
{
	refused_under(PAPER_TELEGRAM, inside, words);
}

TEST(policy_says_what_its_xml_says)
{
	struct policy *policy = load(example);
	const struct presentation *present = policy_presentation(policy);

	assert_string_equal(policy_id(policy), "test");
	assert_string_equal(policy_version(policy), "1");
	assert_string_equal(policy_title(policy), "Release of telegrams to the public");
	assert_true(marking_equal(policy_ceiling(policy), scheme_lowest(policy_scheme(policy))));
	assert_slice(present->notice, "[{amount} not declassified]");
	assert_int_equal(present->amount, AMOUNT_LINES);
	assert_int_equal(present->marks, MARKS_AS_RELEASED);
	assert_int_equal(present->numbers, NUMBERS_AS_WRITTEN);
	assert_int_equal(present->banner, BANNER_COMPUTED);
	assert_int_equal(policy_repeated_text(policy), REPEATED_REFUSE);
	assert_int_equal(policy_repeated_words(policy), 12);
	assert_true(policy_shows_exemptions(policy));
	assert_true(policy_shows_amounts(policy));
	assert_int_equal(policy_signers(policy), 1);
	policy_free(policy);
}

TEST(rules_are_numbered_in_file_order)
{
	struct policy *policy = load(example);

	assert_int_equal(policy_rule_count(policy), 4);
	assert_string_equal(policy_rule_id(policy, 0), "mdr-2019-114");
	assert_int_equal(policy_rule_verb(policy, 0), RULE_DOWNGRADE);
	assert_string_equal(policy_rule_text(policy, 0), "MDR case 2019-114");
	assert_int_equal(policy_rule_verb(policy, 1), RULE_REFUSE);
	assert_string_equal(policy_rule_text(policy, 1), "NODIS needs the Secretariat");
	assert_int_equal(policy_rule_verb(policy, 2), RULE_WITHHOLD);
	assert_string_equal(policy_rule_text(policy, 2), "");
	assert_string_equal(policy_rule_reason(policy, 2), "administrative");
	assert_string_equal(policy_rule_text(policy, 3), "(b)(1) 1.4(d)");
	policy_free(policy);
}

TEST(only_a_withhold_rule_declares_an_exemption)
{
	struct policy *policy = load(example);
	const char *const *exemptions = policy_exemptions(policy);

	assert_string_equal(exemptions[0], "");
	assert_string_equal(exemptions[1], "");
	assert_string_equal(exemptions[2], "");
	assert_string_equal(exemptions[3], "(b)(1) 1.4(d)");
	policy_free(policy);
}

/* P-6, P-11 */
TEST(what_a_policy_does_not_say_is_read_strictly)
{
	struct policy *policy = load(PAPER_CEILING);
	const struct presentation *present = policy_presentation(policy);
	const struct reading_rules *reading = policy_reading(policy);

	assert_int_equal(present->notice.len, 0);
	assert_int_equal(present->amount, AMOUNT_NONE);
	assert_int_equal(present->marks, MARKS_NONE);
	assert_int_equal(present->numbers, NUMBERS_NONE);
	assert_int_equal(policy_repeated_text(policy), REPEATED_WITHHOLD);
	assert_int_equal(policy_repeated_words(policy), 8);
	assert_false(policy_shows_exemptions(policy));
	assert_false(policy_shows_amounts(policy));
	for (int kind = 0; kind < PORTION_KINDS; kind++)
		assert_null(reading->assume[kind]);
	assert_int_equal(reading->unmarked[PORTION_UNKNOWN], UNMARKED_WITHHOLD);
	assert_int_equal(reading->unmarked[PORTION_PARAGRAPH], UNMARKED_BANNER);
	assert_int_equal(reading->unmarked[PORTION_SUBPARAGRAPH], UNMARKED_PARENT);
	assert_int_equal(reading->unmarked[PORTION_LIST_ITEM], UNMARKED_PARENT);
	assert_int_equal(reading->unmarked[PORTION_TABLE_CELL], UNMARKED_PARENT);
	policy_free(policy);
}

/* P-5 */
TEST(identity_is_the_digest_of_the_exact_bytes)
{
	struct policy *a = load(PAPER_CEILING);
	struct policy *b = load(PAPER_CEILING);
	struct policy *c = load(PAPER_CEILING " ");

	assert_true(digest_equal(policy_digest(a), policy_digest(b)));
	assert_false(digest_equal(policy_digest(a), policy_digest(c)));
	assert_slice(policy_bytes(a), PAPER_TELEGRAM PAPER_CEILING "</policy>");
	policy_free(a);
	policy_free(b);
	policy_free(c);
}

/* P-1 */
TEST(unknown_element_is_refused_by_name)
{
	refused(PAPER_CEILING "<rewrite/>", "rewrite");
	refused(PAPER_CEILING "<reading><guess/></reading>", "guess");
}

/* P-1 */
TEST(unknown_attribute_is_refused_by_name)
{
	refused("<release ceiling=\"U\" floor=\"C\"/>", "floor");
}

/* P-1 */
TEST(unknown_value_is_refused_with_what_was_expected)
{
	refused(PAPER_CEILING "<reading><damaged action=\"keep\"/></reading>", "withhold");
	refused(PAPER_CEILING "<reading><unmarked kind=\"paragraph\" read-as=\"U\"/></reading>",
	    "parent");
}

/* P-1 */
TEST(unknown_kind_is_refused)
{
	refused(PAPER_CEILING
	    "<reading><unmarked kind=\"paragraph chapter\" read-as=\"banner\"/></reading>",
	    "kind");
	refused(PAPER_CEILING "<withhold id=\"a\"><when kind=\"chapter\"/></withhold>", "kind");
}

/* P-1 */
TEST(unknown_token_is_refused_by_its_place_in_the_list)
{
	refused(PAPER_CEILING "<withhold id=\"a\"><when has=\"NF ORCHID\"/></withhold>",
	    "word 2 of has");
	refused(PAPER_CEILING "<withhold id=\"a\"><when caption=\"NODES\"/></withhold>",
	    "word 1 of caption");
}

/* P-1 */
TEST(unknown_level_is_refused)
{
	refused(PAPER_CEILING "<withhold id=\"a\"><when at-least=\"Q\"/></withhold>", "no level");
}

TEST(unknown_scheme_and_profile_are_refused)
{
	refused_under(
	    "<policy xmlns=\"urn:tearline:policy:1\" id=\"t\" version=\"1\" scheme=\"mars\">",
	    PAPER_CEILING, "scheme mars");
	refused_under(
	    "<policy xmlns=\"urn:tearline:policy:1\" id=\"t\" version=\"1\" scheme=\"us\" "
	    "profile=\"space\">",
	    PAPER_CEILING, "profile space");
}

/* P-2 */
TEST(rule_id_that_stands_twice_is_refused)
{
	refused(PAPER_CEILING "<withhold id=\"a\"><when kind=\"to\"/></withhold>"
			      "<refuse id=\"a\" reason=\"r\"><when kind=\"from\"/></refuse>",
	    "two rules have the id a");
}

/* P-2 */
TEST(kind_that_is_read_in_two_ways_is_refused)
{
	refused(PAPER_CEILING "<reading><unmarked kind=\"subject heading\" read-as=\"banner\"/>"
			      "<unmarked kind=\"heading\" read-as=\"parent\"/></reading>",
	    "kind heading");
	refused(PAPER_CEILING "<reading><assume kind=\"to\" marking=\"U\" authority=\"a\"/>"
			      "<assume kind=\"to\" marking=\"C\" authority=\"a\"/></reading>",
	    "kind to");
}

/* P-12 */
TEST(unknown_portions_cannot_be_read_as_anything)
{
	refused(PAPER_CEILING "<reading><unmarked kind=\"unknown\" read-as=\"banner\"/></reading>",
	    "always withheld");
	refused(PAPER_CEILING
	    "<reading><assume kind=\"unknown\" marking=\"U\" authority=\"a\"/></reading>",
	    "always withheld");
	policy_free(load(
	    PAPER_CEILING "<reading><unmarked kind=\"unknown\" read-as=\"withhold\"/></reading>"));
}

TEST(policy_without_a_ceiling_is_refused)
{
	refused("<title>t</title>", "release");
}

/* P-4 */
TEST(ceiling_must_be_a_valid_and_known_marking)
{
	refused("<release ceiling=\"Z\"/>", "ceiling");
	refused("<release ceiling=\"C//NOFRON\"/>", "ceiling");
	refused("<release ceiling=\"C//ORCHID\"/>", "ceiling");
	refused("<release ceiling=\"U//OC\"/>", "ORCON is at least");
	refused("<release ceiling=\"\"/>", "ceiling");
}

/* P-14 */
TEST(assumption_without_an_authority_is_refused)
{
	refused(
	    PAPER_CEILING "<reading><assume kind=\"to\" marking=\"U\"/></reading>", "authority");
	refused(PAPER_CEILING
	    "<reading><assume kind=\"to\" marking=\"U\" authority=\" \"/></reading>",
	    "authority");
}

/* P-20 */
TEST(downgrade_without_an_authority_is_refused)
{
	refused(PAPER_CEILING "<downgrade id=\"d\" to=\"U\"><when within=\"C\"/></downgrade>",
	    "authority");
	refused(PAPER_CEILING
	    "<downgrade id=\"d\" authority=\" \" to=\"U\"><when within=\"C\"/></downgrade>",
	    "authority");
}

/* P-20 */
TEST(downgrade_of_everything_is_refused)
{
	refused(PAPER_CEILING "<downgrade id=\"d\" authority=\"a\" to=\"U\"><when/></downgrade>",
	    "would match everything");
}

/* P-4 */
TEST(downgrade_to_what_is_no_marking_is_refused)
{
	refused(PAPER_CEILING
	    "<downgrade id=\"d\" authority=\"a\" to=\"low\"><when within=\"C\"/></downgrade>",
	    "to of <downgrade>");
}

TEST(refuse_without_a_reason_is_refused)
{
	refused(PAPER_CEILING "<refuse id=\"r\"><when kind=\"to\"/></refuse>", "reason");
}

TEST(rule_without_when_is_refused)
{
	refused(PAPER_CEILING "<withhold id=\"w\"/>", "when");
}

TEST(exemption_with_the_signs_of_a_notice_is_refused)
{
	refused(PAPER_CEILING
	    "<withhold id=\"w\" exemption=\"[b1]\"><when kind=\"to\"/></withhold>",
	    "brackets");
	refused(PAPER_CEILING
	    "<withhold id=\"w\" exemption=\"{count}\"><when kind=\"to\"/></withhold>",
	    "brackets");
}

/* P-8 */
TEST(words_with_control_or_hidden_characters_are_refused)
{
	refused(PAPER_CEILING "<withhold id=\"w\" reason=\"a&#9;b\"><when kind=\"to\"/></withhold>",
	    "hidden characters");
	refused(PAPER_CEILING
	    "<withhold id=\"w\" reason=\"a&#x202E;b\"><when kind=\"to\"/></withhold>",
	    "hidden characters");
	refused("<title>a&#x200B;b</title>" PAPER_CEILING, "hidden characters");
}

/* P-3 */
TEST(what_this_version_cannot_carry_out_is_refused_by_name)
{
	refused(PAPER_CEILING
	    "<withhold id=\"w\"><when><pattern>[0-9]+</pattern></when></withhold>",
	    "this version cannot carry out <pattern>");
	refused(PAPER_CEILING
	    "<withhold id=\"w\"><when><any><terms href=\"a.txt\"/></any></when></withhold>",
	    "this version cannot carry out <terms>");
	refused(PAPER_CEILING "<withhold id=\"w\" extent=\"match\"><when kind=\"to\"/></withhold>",
	    "this version cannot carry out extent=\"match\"");
	refused(PAPER_CEILING "<recheck><forbid><terms href=\"a.txt\"/></forbid></recheck>",
	    "this version cannot carry out <forbid>");
	refused(PAPER_CEILING "<reviewer may=\"downgrade\" up-to=\"C\"/>",
	    "this version cannot carry out <reviewer>");
	refused(PAPER_CEILING
	    "<withhold id=\"w\"><when declassify-before=\"2020-01-01\"/></withhold>",
	    "this version cannot carry out declassify-before");
}

TEST(signers_and_their_roles_are_those_of_the_file)
{
	size_t count;
	struct policy *policy =
	    load(PAPER_CEILING "<manifest signers=\"3\" roles=\"releaser  reviewer\"/>");
	assert_int_equal(policy_signers(policy), 3);
	const char *const *roles = policy_roles(policy, &count);
	assert_int_equal(count, 2);
	assert_string_equal(roles[0], "releaser");
	assert_string_equal(roles[1], "reviewer");
	policy_free(policy);
	policy = load(PAPER_CEILING "<manifest signers=\"2\"/>");
	(void)policy_roles(policy, &count);
	assert_int_equal(count, 0);
	policy_free(policy);
}

TEST(roles_that_no_signers_could_hold_are_refused)
{
	refused(PAPER_CEILING "<manifest roles=\"a b\"/>", "no more than there are signers");
	refused(
	    PAPER_CEILING "<manifest signers=\"16\" roles=\"a b c d e f g h i\"/>", "at most 8");
	refused(
	    PAPER_CEILING "<manifest signers=\"2\" roles=\"a/b\"/>", "expected words of letters");
	refused(PAPER_CEILING "<manifest signers=\"17\"/>", "");
	refused(PAPER_CEILING
	    "<manifest signers=\"1\" roles=\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
	    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\"/>",
	    "at most 64 bytes");
}

TEST(notice_with_other_braces_is_refused)
{
	refused(PAPER_CEILING "<present><notice>[{names}]</notice></present>", "braces");
	refused(PAPER_CEILING "<present><notice>[{amount]</notice></present>", "braces");
	refused(PAPER_CEILING "<present><notice>[amount}]</notice></present>", "braces");
	refused(PAPER_CEILING "<present><notice>[{amount}{amount}]</notice></present>", "braces");
	policy_free(load(
	    PAPER_CEILING "<present><notice>[{amount} {exemption} {count}]</notice></present>"));
}

TEST(notice_that_begins_like_a_mark_is_refused)
{
	refused(PAPER_CEILING "<present><notice>(U) withheld</notice></present>", "portion mark");
	policy_free(load(PAPER_CEILING "<present><notice>(withheld)</notice></present>"));
}

TEST(empty_notice_is_silence)
{
	struct policy *policy = load(PAPER_CEILING "<present><notice> </notice></present>");
	assert_int_equal(policy_presentation(policy)->notice.len, 0);
	policy_free(policy);
}

TEST(run_of_words_that_cannot_be_found_is_refused)
{
	refused(PAPER_CEILING "<recheck repeated-text=\"withhold\" words=\"1\"/>", "words");
	refused(PAPER_CEILING "<recheck repeated-text=\"withhold\" words=\"65\"/>", "words");
	refused(PAPER_CEILING "<recheck repeated-text=\"withhold\" words=\"many\"/>", "words");
}

TEST(more_rules_than_a_plan_can_record_are_refused)
{
	static char inside[32768];
	struct policy *policy;
	struct tl_error e;

	for (size_t rules = RULES_MAX; rules <= RULES_MAX + 1; rules++) {
		size_t len = (size_t)snprintf(inside, sizeof inside, "%s", PAPER_CEILING);
		for (size_t i = 0; i < rules; i++)
			len += (size_t)snprintf(inside + len, sizeof inside - len,
			    "<withhold id=\"r%zu\"><when kind=\"to\"/></withhold>", i);
		tl_status status = paper_load(PAPER_TELEGRAM, inside, &policy, &e);
		assert_int_equal(status, rules <= RULES_MAX ? TL_OK : TL_POLICY);
		assert_int_equal(policy == NULL, rules > RULES_MAX);
		policy_free(policy);
	}
	assert_non_null(strstr(e.what, "at most 128 rules"));
}

/* P-1 */
TEST(error_names_the_line_of_the_rule)
{
	struct policy *policy;
	struct tl_error e;

	assert_int_equal(paper_load(PAPER_TELEGRAM,
			     "\n" PAPER_CEILING "\n<withhold id=\"w\">\n  <when has=\"ORCHID\"/>"
			     "</withhold>",
			     &policy, &e),
	    TL_POLICY);
	assert_int_equal(e.line, 5);
	assert_int_equal(e.column, 3);
}

/* P-7 */
TEST(policy_with_a_comment_or_a_doctype_is_refused)
{
	refused(PAPER_CEILING "<!-- keep all -->", "comment");
	refused_under(
	    "<!DOCTYPE policy><policy xmlns=\"urn:tearline:policy:1\" id=\"t\" version=\"1\" "
	    "scheme=\"us\">",
	    PAPER_CEILING, "DOCTYPE");
}

TEST(policy_of_another_namespace_is_refused)
{
	refused_under(
	    "<policy xmlns=\"urn:tearline:policy:2\" id=\"t\" version=\"1\" scheme=\"us\">",
	    PAPER_CEILING, "namespace");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(policy_says_what_its_xml_says),
		cmocka_unit_test(rules_are_numbered_in_file_order),
		cmocka_unit_test(only_a_withhold_rule_declares_an_exemption),
		cmocka_unit_test(what_a_policy_does_not_say_is_read_strictly),
		cmocka_unit_test(identity_is_the_digest_of_the_exact_bytes),
		cmocka_unit_test(unknown_element_is_refused_by_name),
		cmocka_unit_test(unknown_attribute_is_refused_by_name),
		cmocka_unit_test(unknown_value_is_refused_with_what_was_expected),
		cmocka_unit_test(unknown_kind_is_refused),
		cmocka_unit_test(unknown_token_is_refused_by_its_place_in_the_list),
		cmocka_unit_test(unknown_level_is_refused),
		cmocka_unit_test(unknown_scheme_and_profile_are_refused),
		cmocka_unit_test(rule_id_that_stands_twice_is_refused),
		cmocka_unit_test(kind_that_is_read_in_two_ways_is_refused),
		cmocka_unit_test(unknown_portions_cannot_be_read_as_anything),
		cmocka_unit_test(policy_without_a_ceiling_is_refused),
		cmocka_unit_test(ceiling_must_be_a_valid_and_known_marking),
		cmocka_unit_test(assumption_without_an_authority_is_refused),
		cmocka_unit_test(downgrade_without_an_authority_is_refused),
		cmocka_unit_test(downgrade_of_everything_is_refused),
		cmocka_unit_test(downgrade_to_what_is_no_marking_is_refused),
		cmocka_unit_test(refuse_without_a_reason_is_refused),
		cmocka_unit_test(rule_without_when_is_refused),
		cmocka_unit_test(exemption_with_the_signs_of_a_notice_is_refused),
		cmocka_unit_test(words_with_control_or_hidden_characters_are_refused),
		cmocka_unit_test(what_this_version_cannot_carry_out_is_refused_by_name),
		cmocka_unit_test(signers_and_their_roles_are_those_of_the_file),
		cmocka_unit_test(roles_that_no_signers_could_hold_are_refused),
		cmocka_unit_test(notice_with_other_braces_is_refused),
		cmocka_unit_test(notice_that_begins_like_a_mark_is_refused),
		cmocka_unit_test(empty_notice_is_silence),
		cmocka_unit_test(run_of_words_that_cannot_be_found_is_refused),
		cmocka_unit_test(more_rules_than_a_plan_can_record_are_refused),
		cmocka_unit_test(error_names_the_line_of_the_rule),
		cmocka_unit_test(policy_with_a_comment_or_a_doctype_is_refused),
		cmocka_unit_test(policy_of_another_namespace_is_refused),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
