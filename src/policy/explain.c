#include "policy/explain.h"
#include "policy/compiled.h"

/* A marking in the form of the place that it was read from. */
static void
add_marking(struct buf *out, const struct marking *marking, enum mark_form form)
{
	size_t before = out->len;

	marking_print(marking, form, out);
	if (out->len == before)
		marking_print(marking, form == MARK_BANNER ? MARK_PORTION : MARK_BANNER, out);
	if (out->len == before)
		buf_add_str(out, "a marking without a printed form");
}

/* "unmarked, read as CONFIDENTIAL from the banner" */
static void
add_reading(struct buf *out, const struct policy *policy, const struct portion *portion,
    const struct decision *d)
{
	switch ((enum reading)d->reading) {
	case READING_NONE:
		buf_add_str(out,
		    portion->kind == PORTION_UNKNOWN ? "not understood by the reader" : "unmarked");
		return;
	case READING_DAMAGED:
		buf_add_str(out,
		    portion->mark == MARK_DAMAGED ? "its mark is damaged"
						  : "unmarked, and the mark above it is damaged");
		return;
	case READING_OWN:
		add_marking(out, d->marking, MARK_PORTION);
		return;
	case READING_ASSUMED:
		buf_add_str(out, "unmarked, assumed to be ");
		add_marking(out, d->marking, MARK_PORTION);
		if (policy->authority[portion->kind] != NULL) {
			buf_add_str(out, " by ");
			buf_add_str(out, policy->authority[portion->kind]);
		}
		return;
	case READING_PARENT:
		buf_add_str(out, "unmarked, read as ");
		add_marking(out, d->marking, MARK_PORTION);
		buf_add_str(out, " from its parent");
		return;
	case READING_ENTIRE_TEXT:
		if (marking_equal(d->marking, scheme_damaged(policy->scheme))) {
			buf_add_str(out, "unmarked, below a damaged entire-text statement");
			return;
		}
		buf_add_str(out, "unmarked, read as ");
		add_marking(out, d->marking, MARK_BANNER);
		buf_add_str(out, " from the entire-text statement");
		return;
	case READING_BANNER:
		buf_add_str(out, "unmarked, read as ");
		add_marking(out, d->marking, MARK_BANNER);
		buf_add_str(out, " from the banner");
		return;
	}
}

static void
add_downgrades(struct buf *out, const struct policy *policy, const struct decision *d)
{
	const char *joint = " by ";

	for (size_t i = 0; i < policy->rule_count; i++) {
		if (policy->rules[i].verb != RULE_DOWNGRADE || !rule_set_has(&d->rules, i))
			continue;
		if (strcmp(joint, " by ") == 0) {
			buf_add_str(out, ", downgraded to ");
			add_marking(out, d->released, MARK_PORTION);
		}
		buf_add_str(out, joint);
		buf_add_str(out, "rule ");
		buf_add_str(out, policy->rules[i].id);
		buf_add_str(out, " (");
		buf_add_str(out, policy->rules[i].text);
		buf_add_str(out, ")");
		joint = " and ";
	}
}

/* "; rule sources, exemption (b)(1) 1.4(d)": every rule that matched, though the gate alone may have decided. */
static void
add_rules(struct buf *out, const struct policy *policy, const struct decision *d, const char *joint)
{
	for (size_t i = 0; i < policy->rule_count; i++) {
		const struct rule *rule = &policy->rules[i];
		if (rule->verb == RULE_DOWNGRADE || !rule_set_has(&d->rules, i))
			continue;
		buf_add_str(out, joint);
		buf_add_str(out, rule->verb == RULE_REFUSE ? "refusing rule " : "rule ");
		buf_add_str(out, rule->id);
		if (rule->verb == RULE_WITHHOLD && rule->text[0] != '\0') {
			buf_add_str(out, ", exemption ");
			buf_add_str(out, rule->text);
		}
		if (rule->reason[0] != '\0') {
			buf_add_str(out, ", ");
			buf_add_str(out, rule->reason);
		}
		joint = "; ";
	}
}

/* By which line of the scheme the ceiling holds another system's marking (docs/markings.md M-40). */
static void
add_crossing(struct buf *out, const struct policy *policy, const struct decision *d)
{
	struct crossing crossing;

	if (!marking_crossing(policy->ceiling, d->released, &crossing))
		return;
	buf_add_str(out, " by line ");
	buf_add_number(out, crossing.line);
	buf_add_str(out, " of scheme ");
	buf_add_str(out, crossing.scheme);
	buf_add_str(out, " (");
	buf_add_str(out, crossing.text);
	buf_add_str(out, ")");
}

static void
add_reason(struct buf *out, const struct policy *policy, const struct document *document,
    const struct portion *portion, const struct decision *d)
{
	switch ((enum reason)d->reason) {
	case REASON_NONE:
		buf_add_str(out, ", nothing was decided");
		return;
	case REASON_UNMARKED:
		if (portion->kind != PORTION_UNKNOWN)
			buf_add_str(out, ", and nothing says how to read it");
		return;
	case REASON_DAMAGED:
	case REASON_RULE:
		return;
	case REASON_UNKNOWN_TOKEN:
		if (!marking_equal(d->marking, scheme_damaged(policy->scheme)))
			buf_add_str(out, ", which has a token that the scheme does not know");
		return;
	case REASON_LEGACY:
		buf_add_str(out, ", in a form that is out of date");
		return;
	case REASON_ABOVE_CEILING:
		buf_add_str(out,
		    marking_dominates(policy->ceiling, d->released)
			? ", under a caption above the ceiling "
			: ", above the ceiling ");
		buf_add_str(out, policy->ceiling_text);
		return;
	case REASON_HIGHER_BANNER:
		buf_add_str(out,
		    document->messages[portion->message].banner == NULL
			? ", in a message without a banner"
			: ", but the banner and the portions of this message do not agree");
		return;
	case REASON_REPEATED:
		buf_add_str(out, ", but it repeats words of a withheld portion");
		return;
	case REASON_COMPUTED:
		buf_add_str(out, "a banner; the output gets one of its own");
		return;
	case REASON_UNDER_CEILING:
		buf_add_str(out, ", under the ceiling ");
		buf_add_str(out, policy->ceiling_text);
		add_crossing(out, policy, d);
		return;
	}
}

static const char *
verb_of(enum action action)
{
	switch (action) {
	case ACTION_WITHHOLD:
		return "withheld: ";
	case ACTION_PART:
		return "kept in part: ";
	case ACTION_KEEP:
		return "kept: ";
	case ACTION_REFUSE:
		return "the document is refused: ";
	}
	return "withheld: ";
}

void
explain_decision(const struct policy *policy, const struct document *document, size_t index,
    const struct decision *d, struct buf *out)
{
	const struct portion *portion = &document->portions[index];

	buf_add_str(out, verb_of((enum action)d->action));
	if (d->reason != REASON_COMPUTED) {
		add_reading(out, policy, portion, d);
		add_downgrades(out, policy, d);
	}
	add_reason(out, policy, document, portion, d);
	add_rules(out, policy, d, "; ");
}
