#include "policy/decide.h"
#include "policy/compiled.h"

/* As in document/reading.c: a longer chain of parents is an attack on time and reads as unmarked. */
static const int deepest_chain = 64;

static bool
decision_withhold(struct decision *decision, enum reason reason)
{
	decision->action = ACTION_WITHHOLD;
	decision->reason = (unsigned char)reason;
	return false;
}

bool
portion_is_legacy(const struct document *document, size_t index)
{
	const struct portion *p = &document->portions[index];

	for (int step = 0; step < deepest_chain; step++) {
		if (p->mark != MARK_NONE)
			return (p->flags & PORTION_LEGACY) != 0;
		if (p->parent == PORTION_TOP)
			return false;
		p = &document->portions[p->parent];
	}
	return true;
}

static bool
was_read(const struct decision *decision)
{
	return decision->reading != READING_NONE && decision->reading != READING_DAMAGED;
}

/* P-20: the only way in which a marking gets lower. What was not read, or holds an unknown token, is not lowered: nobody
 * can have had the authority over what nobody could name. Sideways is not down, so `to` must be below what was read. Of
 * several downgrades the join counts, so that their order does not matter. */
static void
downgrade(const struct policy *policy, const struct seen *seen, struct decision *decision)
{
	size_t target = TARGET_NONE;

	if (!was_read(decision) || !marking_is_known(decision->marking))
		return;
	for (size_t i = 0; i < policy->rule_count; i++) {
		const struct rule *rule = &policy->rules[i];
		if (rule->verb != RULE_DOWNGRADE ||
		    !marking_dominates(decision->marking, policy->targets[rule->target]) ||
		    !when_matches(&rule->when, seen))
			continue;
		rule_set_add(&decision->rules, i);
		target = target == TARGET_NONE ? rule->target : policy->joins[target][rule->target];
	}
	if (target != TARGET_NONE)
		decision->released = policy->targets[target];
}

/* A marking that was assumed says nothing of the captions of its message, and they hold for it too (MARKINGS: captions
 * are message-level). The ceiling dominates a join where it dominates both parts. */
static bool
captions_pass(const struct policy *policy, const struct seen *seen, const struct decision *decision)
{
	return seen->captions == NULL || decision->released != decision->marking ||
	    (marking_is_known(seen->captions) &&
		marking_dominates(policy->ceiling, seen->captions));
}

/* The gate: the only way out. CAPCO 2016 §D.2 for dominance; unknown and damaged marks never pass. */
static bool
gate_opens(
    const struct policy *policy, const struct seen *seen, bool legacy, struct decision *decision)
{
	if (seen->kind == PORTION_BANNER)
		return decision_withhold(decision, REASON_COMPUTED);
	if (decision->reading == READING_DAMAGED)
		return decision_withhold(decision, REASON_DAMAGED);
	if (decision->reading == READING_NONE || seen->kind == PORTION_UNKNOWN)
		return decision_withhold(decision, REASON_UNMARKED);
	if (!marking_is_known(decision->marking) || !marking_is_known(decision->released))
		return decision_withhold(decision, REASON_UNKNOWN_TOKEN);
	if (legacy && policy->legacy != LAPSE_ACCEPT)
		return decision_withhold(decision, REASON_LEGACY);
	if (!marking_dominates(policy->ceiling, decision->released) ||
	    !captions_pass(policy, seen, decision))
		return decision_withhold(decision, REASON_ABOVE_CEILING);
	return true;
}

/* A rule sees the marking as it was read and as it would leave: it matches where it matches either, so that a downgrade
 * cannot take a portion out of the reach of a rule. */
static bool
matches(const struct rule *rule, const struct seen *read, const struct seen *leaving)
{
	return when_matches(&rule->when, read) ||
	    (leaving->marking != read->marking && when_matches(&rule->when, leaving));
}

/* Every rule is tried on every portion and recorded, whatever the gate said; the strongest action wins. */
static void
withhold_more(const struct policy *policy, const struct seen *read, struct decision *decision)
{
	struct seen leaving = *read;
	bool withheld = false, refused = false;

	leaving.marking = decision->released;
	for (size_t i = 0; i < policy->rule_count; i++) {
		const struct rule *rule = &policy->rules[i];
		if (rule->verb == RULE_DOWNGRADE || !matches(rule, read, &leaving))
			continue;
		rule_set_add(&decision->rules, i);
		withheld = withheld || rule->verb == RULE_WITHHOLD;
		refused = refused || rule->verb == RULE_REFUSE;
	}
	if (withheld && decision->action == ACTION_KEEP)
		(void)decision_withhold(decision, REASON_RULE);
	if (refused) {
		decision->action = ACTION_REFUSE;
		decision->reason = REASON_RULE;
	}
}

/* Where the policy says that one bad mark spoils the document. */
static void
refuse_lapses(const struct policy *policy, const struct portion *portion, bool legacy,
    struct decision *decision)
{
	bool damaged = portion->mark == MARK_DAMAGED || decision->reading == READING_DAMAGED;
	enum reason reason = REASON_NONE;

	if (policy->legacy == LAPSE_REFUSE && legacy)
		reason = REASON_LEGACY;
	if (policy->unknown_token == LAPSE_REFUSE && was_read(decision) &&
	    !marking_is_known(decision->marking))
		reason = REASON_UNKNOWN_TOKEN;
	if (policy->damaged == LAPSE_REFUSE && damaged)
		reason = REASON_DAMAGED;
	if (reason == REASON_NONE)
		return;
	decision->action = ACTION_REFUSE;
	decision->reason = (unsigned char)reason;
}

struct decision
decide_portion(
    const struct policy *policy, const struct document *document, size_t index, uint64_t headings)
{
	const struct portion *portion = &document->portions[index];
	const struct read_marking read = portion_read(document, index, &policy->reading);
	const bool legacy = portion_is_legacy(document, index);
	const struct seen seen = {
		.kind = (enum portion_kind)portion->kind,
		.marking = read.marking,
		.captions = document->messages[portion->message].captions,
		.headings = headings,
	};
	struct decision decision = {
		.action = ACTION_WITHHOLD,
		.marking = read.marking,
		.released = read.marking,
		.reading = (unsigned char)read.how,
	};

	downgrade(policy, &seen, &decision);
	if (gate_opens(policy, &seen, legacy, &decision)) {
		decision.action = ACTION_KEEP;
		decision.reason = REASON_UNDER_CEILING;
	}
	refuse_lapses(policy, portion, legacy, &decision);
	withhold_more(policy, &seen, &decision);
	return decision;
}
