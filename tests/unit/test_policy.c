/* The shipped policies: they load, and they do what their titles say. */
#include "paper.h"

#include <stdlib.h>

#include "base/resource.h"
#include "policy/print.h"

static void
open_shipped(struct paper *paper, const char *name)
{
	memset(paper, 0, sizeof *paper);
	struct slice xml = resource_find(name);
	assert_non_null(xml.ptr);
	tl_status status = policy_load(xml, name, &paper->policy, &paper->error);
	if (status != TL_OK)
		fail_msg("%s:%zu: %s", name, paper->error.line, paper->error.what);
	document_init(
	    &paper->document, "paper.txt", slice_of(paper->text, 0), policy_scheme(paper->policy));
}

/* A telegram as a reader would see it. */
enum {
	ROUTING,
	FROM,
	TO,
	BANNER,
	SUBJECT,
	OPEN,
	CLOSED,
	POINT,
	SEPARATOR,
	SIGNATURE,
	STRANGE
};

static void
add_telegram(struct paper *paper, const char *banner, const char *closed)
{
	(void)paper_message(paper, banner);
	(void)paper_add(paper, PORTION_ROUTING, NULL, "OO RUEHXX");
	(void)paper_add(paper, PORTION_FROM, NULL, "FM AMEMBASSY VALDORIA");
	(void)paper_add(paper, PORTION_TO, NULL, "TO SECSTATE WASHDC");
	(void)paper_add(paper, PORTION_BANNER, NULL, banner);
	(void)paper_add(paper, PORTION_SUBJECT, NULL, "SUBJECT: HARBOUR TALKS");
	(void)paper_add(paper, PORTION_PARAGRAPH, "(U)", "The harbour was opened in May.");
	(void)paper_add(paper, PORTION_PARAGRAPH, closed, "The minister fears a strike.");
	paper_add(paper, PORTION_LIST_ITEM, NULL, "- He said so twice.")->parent = CLOSED;
	(void)paper_add(paper, PORTION_SEPARATOR, NULL, "----------");
	(void)paper_add(paper, PORTION_SIGNATURE, NULL, "MARLOWE");
	(void)paper_add(paper, PORTION_UNKNOWN, NULL, "%%%%");
}

TEST(every_shipped_policy_loads_under_its_own_name)
{
	size_t count = 0;

	for (const struct resource *r = resources; r->name != NULL; r++) {
		struct paper paper;
		struct buf text;
		if (strchr(r->name, '/') != NULL)
			continue;
		open_shipped(&paper, r->name);
		assert_memory_equal(
		    policy_id(paper.policy), r->name, strlen(r->name) - strlen(".xml"));
		assert_true(policy_title(paper.policy)[0] != '\0');
		buf_init(&text, 1 << 20);
		policy_print(paper.policy, &text);
		assert_ok(buf_check(&text, &paper.error));
		assert_true(text.len > 500);
		buf_release(&text);
		paper_end(&paper);
		count++;
	}
	assert_true(count >= 4);
}

/* The program trusts its own bytes and skips the schema for them; here they are validated as anybody's would be. */
TEST(every_shipped_policy_validates)
{
	size_t found = 0;

	for (const struct resource *r = resources; r->name != NULL; r++) {
		struct policy *policy;
		size_t len = (size_t)(r->end - r->start);
		if (strchr(r->name, '/') != NULL)
			continue;
		unsigned char *copy = malloc(len);
		assert_non_null(copy);
		memcpy(copy, r->start, len);
		assert_true(resource_is(slice_of(r->start, len)));
		assert_false(resource_is(slice_of(copy, len)));
		assert_ok(policy_load(slice_of(copy, len), r->name, &policy, NULL));
		policy_free(policy);
		free(copy);
		found++;
	}
	assert_true(found >= 4);
}

TEST(us_public_releases_open_paragraphs_and_address_lines)
{
	struct paper paper;
	open_shipped(&paper, "us-public.xml");
	add_telegram(&paper, "CONFIDENTIAL", "(C)");
	assert_ok(paper_decide(&paper));
	assert_kept(&paper, FROM);
	assert_kept(&paper, TO);
	assert_kept(&paper, OPEN);
	assert_kept(&paper, SEPARATOR);
	assert_withheld(&paper, SUBJECT, REASON_ABOVE_CEILING);
	assert_withheld(&paper, CLOSED, REASON_ABOVE_CEILING);
	assert_withheld(&paper, POINT, REASON_ABOVE_CEILING);
	assert_int_equal(paper.plan.decisions[POINT].reading, READING_PARENT);
	assert_withheld(&paper, STRANGE, REASON_UNMARKED);
	assert_withheld(&paper, BANNER, REASON_COMPUTED);
	paper_end(&paper);
}

TEST(us_public_withholds_routing_and_signature_of_an_open_telegram)
{
	struct paper paper;
	open_shipped(&paper, "us-public.xml");
	add_telegram(&paper, "UNCLASSIFIED", "(U)");
	assert_ok(paper_decide(&paper));
	assert_int_equal(paper.plan.decisions[ROUTING].action, ACTION_WITHHOLD);
	assert_int_equal(paper.plan.decisions[SIGNATURE].action, ACTION_WITHHOLD);
	assert_matched(&paper, ROUTING, "routing");
	assert_matched(&paper, SIGNATURE, "routing");
	assert_kept(&paper, SUBJECT);
	assert_kept(&paper, CLOSED);
	assert_kept(&paper, POINT);
	paper_end(&paper);
}

TEST(us_public_refuses_nodis)
{
	struct paper paper;
	open_shipped(&paper, "us-public.xml");
	add_telegram(&paper, "CONFIDENTIAL//NODIS", "(C)");
	paper.document.messages[0].captions = paper_marking(&paper, "U//ND", MARK_PORTION);
	assert_ok(document_apply_captions(&paper.document, &paper.error));
	assert_int_equal(paper_decide(&paper), TL_DOCUMENT);
	assert_non_null(strstr(paper.error.what, "NODIS needs the Secretariat"));
	paper_end(&paper);
}

TEST(us_public_accepts_forms_of_their_time)
{
	struct paper paper;
	open_shipped(&paper, "us-public.xml");
	(void)paper_message(&paper, "SECRET//NOFORN");
	(void)paper_add(&paper, PORTION_PARAGRAPH, "(S/NF)", "Closed.");
	(void)paper_add(&paper, PORTION_PARAGRAPH, "(U)", "Open.");
	assert_ok(paper_decide(&paper));
	assert_withheld(&paper, 0, REASON_ABOVE_CEILING);
	assert_kept(&paper, 1);
	paper_end(&paper);
}

TEST(us_public_names_an_exemption_for_sources)
{
	struct paper paper;
	open_shipped(&paper, "us-public.xml");
	(void)paper_message(&paper, "SECRET//ORCON");
	(void)paper_add(&paper, PORTION_PARAGRAPH, "(S//OC)", "Closed.");
	assert_ok(paper_decide(&paper));
	assert_matched(&paper, 0, "sources");
	assert_string_equal(paper.plan.exemptions[paper_rule(&paper, "sources")], "(b)(1) 1.4(d)");
	paper_end(&paper);
}

TEST(us_foia_names_an_exemption_for_all_that_is_classified)
{
	struct paper paper;
	open_shipped(&paper, "us-foia.xml");
	add_telegram(&paper, "CONFIDENTIAL", "(C)");
	assert_ok(paper_decide(&paper));
	for (size_t i = 0; i < paper.document.count; i++)
		if (paper.plan.decisions[i].reason == REASON_ABOVE_CEILING)
			assert_matched(&paper, i, "classified");
	assert_kept(&paper, OPEN);
	assert_not_matched(&paper, OPEN, "classified");
	paper_end(&paper);
}

TEST(us_coalition_releases_what_is_marked_for_all_five)
{
	struct paper paper;
	open_shipped(&paper, "us-coalition.xml");
	(void)paper_message(&paper, "SECRET//NOFORN");
	(void)paper_add(&paper, PORTION_PARAGRAPH, "(S//REL TO USA, FVEY)", "For the five.");
	(void)paper_add(&paper, PORTION_PARAGRAPH, "(S//REL TO USA, AUS)", "For one of them.");
	(void)paper_add(&paper, PORTION_PARAGRAPH, "(S//NF)", "For nobody abroad.");
	(void)paper_add(&paper, PORTION_PARAGRAPH, "(S)", "Nobody was named.");
	(void)paper_add(&paper, PORTION_PARAGRAPH, "(C//REL TO USA, FVEY)", "For the five.");
	(void)paper_add(&paper, PORTION_PARAGRAPH, "(U)", "For everybody.");
	assert_ok(paper_decide(&paper));
	assert_kept(&paper, 0);
	assert_withheld(&paper, 1, REASON_ABOVE_CEILING);
	assert_withheld(&paper, 2, REASON_ABOVE_CEILING);
	assert_withheld(&paper, 3, REASON_ABOVE_CEILING);
	assert_kept(&paper, 4);
	assert_kept(&paper, 5);
	paper_end(&paper);
}

TEST(strict_keeps_only_what_carries_its_own_mark)
{
	struct paper paper;
	open_shipped(&paper, "strict.xml");
	add_telegram(&paper, "UNCLASSIFIED", "(U)");
	assert_ok(paper_decide(&paper));
	for (size_t i = 0; i < paper.document.count; i++)
		assert_int_equal(paper.plan.decisions[i].action,
		    i == OPEN || i == CLOSED ? ACTION_KEEP : ACTION_WITHHOLD);
	paper_end(&paper);
}

TEST(strict_reads_every_kind_as_withheld_and_says_nothing)
{
	struct paper paper;
	open_shipped(&paper, "strict.xml");
	const struct reading_rules *reading = policy_reading(paper.policy);
	const struct presentation *present = policy_presentation(paper.policy);
	for (int kind = 0; kind < PORTION_KINDS; kind++) {
		assert_int_equal(reading->unmarked[kind], UNMARKED_WITHHOLD);
		assert_null(reading->assume[kind]);
	}
	assert_int_equal(present->notice.len, 0);
	assert_int_equal(present->numbers, NUMBERS_NONE);
	assert_int_equal(present->amount, AMOUNT_NONE);
	assert_false(policy_shows_exemptions(paper.policy));
	assert_false(policy_shows_amounts(paper.policy));
	paper_end(&paper);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_shipped_policy_loads_under_its_own_name),
		cmocka_unit_test(every_shipped_policy_validates),
		cmocka_unit_test(us_public_releases_open_paragraphs_and_address_lines),
		cmocka_unit_test(us_public_withholds_routing_and_signature_of_an_open_telegram),
		cmocka_unit_test(us_public_refuses_nodis),
		cmocka_unit_test(us_public_accepts_forms_of_their_time),
		cmocka_unit_test(us_public_names_an_exemption_for_sources),
		cmocka_unit_test(us_foia_names_an_exemption_for_all_that_is_classified),
		cmocka_unit_test(us_coalition_releases_what_is_marked_for_all_five),
		cmocka_unit_test(strict_keeps_only_what_carries_its_own_mark),
		cmocka_unit_test(strict_reads_every_kind_as_withheld_and_says_nothing),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
