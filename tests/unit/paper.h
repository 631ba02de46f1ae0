/*
 * tests/unit/paper.h -- a policy and a document built by hand, for the tests of src/policy/.
 *
 * A test opens a paper with the inside of a policy, adds messages and portions, decides, and looks at the decisions.
 */
#ifndef UNIT_PAPER_H
#define UNIT_PAPER_H

#include <stdio.h>

#include "unit.h"

#include "policy/condition.h"
#include "policy/decide_document.h"

#define PAPER_HEAD                                                                                 \
	"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"                                             \
	"<policy xmlns=\"urn:tearline:policy:1\" id=\"test\" version=\"1\" scheme=\"us\">"
#define PAPER_TELEGRAM                                                                             \
	"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"                                             \
	"<policy xmlns=\"urn:tearline:policy:1\" id=\"test\" version=\"1\" scheme=\"us\" "         \
	"profile=\"state-telegram\">"
#define PAPER_CEILING "<release ceiling=\"U\"/>"

struct paper {
	struct policy *policy;
	struct document document;
	struct plan plan;
	struct tl_error error;
	unsigned char text[16384];
};

/* Loads head + inside + "</policy>". */
__attribute__((unused)) static tl_status
paper_load(const char *head, const char *inside, struct policy **out, struct tl_error *e)
{
	static char xml[65536];

	memset(e, 0, sizeof *e);
	int len = snprintf(xml, sizeof xml, "%s%s</policy>", head, inside);
	assert_true(len > 0 && (size_t)len < sizeof xml);
	return policy_load(slice_of(xml, (size_t)len), "test.xml", out, e);
}

__attribute__((unused)) static void
paper_begin(struct paper *paper, const char *head, const char *inside)
{
	memset(paper, 0, sizeof *paper);
	tl_status status = paper_load(head, inside, &paper->policy, &paper->error);
	if (status != TL_OK)
		print_message(
		    "%zu:%zu: %s\n", paper->error.line, paper->error.column, paper->error.what);
	assert_int_equal(status, TL_OK);
	document_init(
	    &paper->document, "paper.txt", slice_of(paper->text, 0), policy_scheme(paper->policy));
}

__attribute__((unused)) static void
paper_end(struct paper *paper)
{
	plan_release(&paper->plan);
	document_release(&paper->document);
	policy_free(paper->policy);
}

__attribute__((unused)) static const struct marking *
paper_marking(struct paper *paper, const char *text, enum mark_form form)
{
	struct mark mark;

	assert_ok(document_mark(&paper->document, slice_str(text), form, &mark, &paper->error));
	assert_int_equal(mark.state, MARK_READ);
	return mark.marking;
}

/* Begins a message; `banner` in any form, NULL where it has none. */
__attribute__((unused)) static struct message *
paper_message(struct paper *paper, const char *banner)
{
	assert_ok(document_add_message(&paper->document, &paper->error));
	struct message *m = &paper->document.messages[paper->document.message_count - 1];
	if (banner != NULL)
		m->banner = paper_marking(paper, banner, MARK_AUTO);
	return m;
}

/* Adds a portion behind the last one; `mark` NULL where it has none. Returns it, to be changed further. */
__attribute__((unused)) static struct portion *
paper_add(struct paper *paper, enum portion_kind kind, const char *mark, const char *text)
{
	struct document *d = &paper->document;
	struct portion p = { .start = d->source.len,
		.parent = PORTION_TOP,
		.line = (uint32_t)d->count + 1,
		.kind = (unsigned char)kind };
	struct mark found = { 0 };

	int len = snprintf((char *)paper->text + p.start, sizeof paper->text - p.start, "%s%s%s\n",
	    mark == NULL ? "" : mark, mark == NULL ? "" : " ", text);
	assert_true(len > 0 && p.start + (size_t)len < sizeof paper->text);
	d->source.len += (size_t)len;
	p.end = d->source.len;
	if (mark != NULL) {
		assert_ok(document_mark(d, slice_str(mark), MARK_PORTION, &found, &paper->error));
		assert_int_not_equal(found.state, MARK_NONE);
		p.own = found.marking;
		p.mark = (unsigned char)found.state;
		p.mark_len = (uint32_t)strlen(mark);
		p.flags = found.legacy ? PORTION_LEGACY : 0;
	}
	assert_ok(document_add(d, &p, &paper->error));
	return &d->portions[d->count - 1];
}

__attribute__((unused)) static tl_status
paper_decide(struct paper *paper)
{
	plan_release(&paper->plan);
	assert_ok(document_check(&paper->document, &paper->error));
	assert_ok(plan_init(&paper->plan, &paper->document, &paper->error));
	return decide_document(paper->policy, &paper->document, &paper->plan, &paper->error);
}

__attribute__((unused)) static size_t
paper_rule(const struct paper *paper, const char *id)
{
	size_t rule = 0;
	while (rule < policy_rule_count(paper->policy) &&
	    strcmp(policy_rule_id(paper->policy, rule), id) != 0)
		rule++;
	assert_true(rule < policy_rule_count(paper->policy));
	return rule;
}

#define assert_kept(paper, index)                                                                  \
	do {                                                                                       \
		assert_int_equal((paper)->plan.decisions[index].action, ACTION_KEEP);              \
		assert_int_equal((paper)->plan.decisions[index].reason, REASON_UNDER_CEILING);     \
	} while (0)
#define assert_withheld(paper, index, why)                                                         \
	do {                                                                                       \
		assert_int_equal((paper)->plan.decisions[index].action, ACTION_WITHHOLD);          \
		assert_int_equal((paper)->plan.decisions[index].reason, why);                      \
	} while (0)
#define assert_matched(paper, index, id)                                                           \
	assert_true(rule_set_has(&(paper)->plan.decisions[index].rules, paper_rule(paper, id)))
#define assert_not_matched(paper, index, id)                                                       \
	assert_false(rule_set_has(&(paper)->plan.decisions[index].rules, paper_rule(paper, id)))

#endif
