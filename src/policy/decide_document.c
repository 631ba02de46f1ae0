#include <assert.h>

#include "policy/compiled.h"
#include "policy/decide.h"
#include "policy/decide_document.h"
#include "policy/heading.h"

/* One message while it is looked at. */
struct look {
	const struct policy *policy;
	struct document *document;
	struct plan *plan;
	const struct message *message;
	size_t first, end; /* its portions */
};

/* --- portions */

/* What leaves with an assumed marking leaves under the captions of its message, so that the computed banner has them. */
static tl_status
add_captions(struct document *document, size_t index, struct decision *d, struct tl_error *e)
{
	const struct marking *captions =
	    document->messages[document->portions[index].message].captions;

	if (d->action != ACTION_KEEP || d->released != d->marking)
		return TL_OK;
	return document_join(document, d->released, captions, &d->released, e);
}

static tl_status
decide_portions(
    const struct policy *policy, struct document *document, struct plan *plan, struct tl_error *e)
{
	uint64_t headings = 0;

	for (size_t i = 0; i < document->count; i++) {
		TRY(heading_step(policy, document, i, &headings, e));
		plan->decisions[i] = decide_portion(policy, document, i, headings);
		TRY(add_captions(document, i, &plan->decisions[i], e));
	}
	return TL_OK;
}

/* --- banners */

/* Where the message's own text stands. Address lines, page lines and the like say nothing of its classification. */
static bool
is_content(const struct portion *p)
{
	const uint32_t content = UINT32_C(1) << PORTION_PARAGRAPH |
	    UINT32_C(1) << PORTION_SUBPARAGRAPH | UINT32_C(1) << PORTION_LIST_ITEM |
	    UINT32_C(1) << PORTION_TABLE_CELL | UINT32_C(1) << PORTION_FIGURE |
	    UINT32_C(1) << PORTION_FOOTNOTE;

	return (content >> p->kind & 1) != 0;
}

/* Banners and captions are what the portions are compared with. */
static bool
is_compared(const struct portion *p)
{
	return p->kind != PORTION_BANNER && p->kind != PORTION_CAPTION;
}

static bool
same_system(const struct marking *a, const struct marking *b)
{
	return strcmp(marking_system(a), marking_system(b)) == 0;
}

/* P-51. Only the level can be compared where the marking has unknown tokens, where it is of another system than the banner
 * (32 CFR 2001.54: its level is what it adds to a US banner), and where it is unclassified under a classified banner, which
 * drops FOUO, SBU and their like (CAPCO 2016 §H.9). The gate looks at each of them in full anyway. */
static bool
covers(const struct marking *banner, const struct marking *marking)
{
	bool level_only = !marking_is_known(marking) || !same_system(banner, marking) ||
	    (marking_level(marking) == 0 && marking_level(banner) > 0);

	return level_only ? marking_level(banner) >= marking_level(marking)
			  : marking_dominates(banner, marking);
}

/* An "entire text" statement that is damaged reads as the highest marking: that is caution, not what it says. */
static bool
says_itself(const struct look *look, size_t i)
{
	const struct decision *d = &look->plan->decisions[i];

	return (d->reading == READING_OWN || d->reading == READING_ENTIRE_TEXT) &&
	    !marking_equal(d->marking, scheme_damaged(look->document->scheme));
}

/* The first portion that says more than its banner; look->end where there is none. */
static size_t
portion_above_banner(const struct look *look)
{
	size_t i = look->first;
	while (i < look->end &&
	    (!says_itself(look, i) || !is_compared(&look->document->portions[i]) ||
		covers(look->message->banner, look->plan->decisions[i].marking)))
		i++;
	return i;
}

/* Could the banner be there for the sake of this portion? Text that is read from the banner, or that could not be read,
 * may be what it is for; so may a portion of another system and the same level. */
static bool
may_explain_banner(const struct look *look, size_t i)
{
	const struct decision *d = &look->plan->decisions[i];

	if (says_itself(look, i))
		return !same_system(look->message->banner, d->marking) &&
		    marking_level(d->marking) >= marking_level(look->message->banner);
	return is_content(&look->document->portions[i]) && d->reading != READING_ASSUMED &&
	    d->reading != READING_PARENT;
}

/* P-52: is the banner more than the roll-up of what the portions say? */
static tl_status
is_above_portions(const struct look *look, bool *above, struct tl_error *e)
{
	const struct marking *rolled = scheme_lowest(look->document->scheme);

	*above = false;
	for (size_t i = look->first; i < look->end; i++) {
		const struct marking *marking = look->plan->decisions[i].marking;
		if (!is_compared(&look->document->portions[i]))
			continue;
		if (may_explain_banner(look, i))
			return TL_OK;
		if (says_itself(look, i) && same_system(look->message->banner, marking))
			TRY(document_join(look->document, rolled, marking, &rolled, e));
	}
	*above = !marking_dominates(rolled, look->message->banner);
	return TL_OK;
}

static void
withhold_all(const struct look *look, enum reason reason)
{
	for (size_t i = look->first; i < look->end; i++) {
		struct decision *d = &look->plan->decisions[i];
		if (d->action != ACTION_KEEP && d->action != ACTION_PART)
			continue;
		d->action = ACTION_WITHHOLD;
		d->reason = (unsigned char)reason;
	}
}

static tl_status
answer_fault(const struct look *look, enum banner_fault fault, size_t index, const char *what,
    struct tl_error *e)
{
	switch (fault) {
	case FAULT_ACCEPT:
		return TL_OK;
	case FAULT_WITHHOLD_ALL:
		withhold_all(look, REASON_HIGHER_BANNER);
		return TL_OK;
	case FAULT_REFUSE:
		break;
	}
	return error_at(e, TL_DOCUMENT, look->document->file, look->document->portions[index].line,
	    0, "%s; policy %s refuses such a document", what, look->policy->id);
}

static tl_status
check_banner(const struct look *look, struct tl_error *e)
{
	const struct policy *policy = look->policy;
	bool above;

	if (look->message->banner == NULL)
		return answer_fault(look, policy->missing, look->first,
		    "the message that begins here has no banner", e);
	if (!look->message->damaged) {
		size_t index = portion_above_banner(look);
		if (index < look->end)
			TRY(answer_fault(look, policy->lower, index,
			    "the banner is lower than the marking of this portion", e));
	}
	TRY(is_above_portions(look, &above, e));
	if (above)
		return answer_fault(look, policy->higher, look->first,
		    "the banner of the message that begins here is higher than all its portions",
		    e);
	return TL_OK;
}

/* --- what is out of date, or damaged, in the lines that a whole message is read from */

static bool
has_legacy_mark(const struct look *look)
{
	for (size_t i = look->first; i < look->end; i++)
		if (look->document->portions[i].flags & PORTION_LEGACY)
			return true;
	return false;
}

/* A portion does not know whether the banner or the statement that it is read from was out of date; where anything in
 * the message is, it may have been that. */
static void
withhold_legacy(const struct look *look)
{
	if (look->policy->legacy == LAPSE_ACCEPT || !has_legacy_mark(look))
		return;
	for (size_t i = look->first; i < look->end; i++) {
		struct decision *d = &look->plan->decisions[i];
		if (d->action != ACTION_KEEP ||
		    (d->reading != READING_BANNER && d->reading != READING_ENTIRE_TEXT))
			continue;
		d->action = ACTION_WITHHOLD;
		d->reason = REASON_LEGACY;
	}
}

static tl_status
check_message(const struct look *look, struct tl_error *e)
{
	withhold_legacy(look);
	if (look->message->damaged && look->policy->damaged == LAPSE_REFUSE)
		return error_at(e, TL_DOCUMENT, look->document->file,
		    look->document->portions[look->first].line, 0,
		    "the message that begins here has a banner line that cannot be read; policy %s "
		    "refuses such a document",
		    look->policy->id);
	return check_banner(look, e);
}

/* --- refusals */

static const char *
lapse_text(enum reason reason)
{
	if (reason == REASON_DAMAGED)
		return "a mark here is damaged";
	if (reason == REASON_UNKNOWN_TOKEN)
		return "a mark here has a token that the scheme does not know";
	return "a mark here has a form that is out of date";
}

/* The refuse rule of smallest id, so that the message does not depend on the order of the file either. */
static const struct rule *
refusing_rule(const struct policy *policy, const struct decision *d)
{
	const struct rule *found = NULL;
	for (size_t i = 0; i < policy->rule_count; i++)
		if (policy->rules[i].verb == RULE_REFUSE && rule_set_has(&d->rules, i) &&
		    (found == NULL || strcmp(policy->rules[i].id, found->id) < 0))
			found = &policy->rules[i];
	return found;
}

static tl_status
report_refusal(const struct policy *policy, const struct document *document,
    const struct plan *plan, struct tl_error *e)
{
	for (size_t i = 0; i < document->count; i++) {
		const struct decision *d = &plan->decisions[i];
		if (d->action != ACTION_REFUSE)
			continue;
		const struct rule *rule =
		    d->reason == REASON_RULE ? refusing_rule(policy, d) : NULL;
		size_t line = document->portions[i].line;
		if (rule == NULL)
			return error_at(e, TL_DOCUMENT, document->file, line, 0,
			    "%s; policy %s refuses such a document",
			    lapse_text((enum reason)d->reason), policy->id);
		return error_at(e, TL_DOCUMENT, document->file, line, 0,
		    "rule %s of policy %s refuses this document: %s", rule->id, policy->id,
		    rule->reason);
	}
	return TL_OK;
}

static tl_status
check_messages(
    const struct policy *policy, struct document *document, struct plan *plan, struct tl_error *e)
{
	tl_status first = TL_OK;

	for (size_t i = 0; i < document->message_count; i++) {
		const struct look look = { .policy = policy,
			.document = document,
			.plan = plan,
			.message = &document->messages[i],
			.first = document->messages[i].first,
			.end = i + 1 < document->message_count ? document->messages[i + 1].first
							       : document->count };
		tl_status status = check_message(&look, e);
		if (status == TL_SYSTEM)
			return status;
		first = first == TL_OK ? status : first;
	}
	return first;
}

tl_status
decide_document(
    const struct policy *policy, struct document *document, struct plan *plan, struct tl_error *e)
{
	assert(plan->document == document && document->scheme == policy->scheme);
	plan->present = policy->present;
	plan->exemptions = policy->exemptions;
	plan->rule_count = policy->rule_count;

	TRY(decide_portions(policy, document, plan, e));
	tl_status status = report_refusal(policy, document, plan, e);
	tl_status messages = check_messages(policy, document, plan, e);
	return messages == TL_SYSTEM || status == TL_OK ? messages : status;
}
