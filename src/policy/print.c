#include "policy/print.h"
#include "policy/compiled.h"
#include "policy/print_when.h"

static void
line(struct buf *out, const char *a, const char *b, const char *c)
{
	buf_add_str(out, a);
	buf_add_str(out, b);
	buf_add_str(out, c);
	buf_add_byte(out, '\n');
}

static void
print_head(const struct policy *policy, struct buf *out)
{
	buf_add_str(out, "Policy ");
	buf_add_str(out, policy->id);
	line(out, ", version ", policy->version, ".");
	if (policy->title[0] != '\0')
		line(out, policy->title, "", "");
	buf_add_str(out, "Markings are read by scheme ");
	buf_add_str(out, scheme_id(policy->scheme));
	buf_add_str(out, ", version ");
	buf_add_str(out, scheme_version(policy->scheme));
	line(out, ", profile ", scheme_profile(policy->scheme), ".");
	line(out, "SHA-384 of the file:", "", "");
	buf_add_str(out, "  ");
	buf_add_hex(out, policy->digest.bytes, DIGEST_SIZE);
	line(out, "\n\nWhat may leave\n  Nothing that ", policy->ceiling_text,
	    " does not dominate.");
}

/* --- how a portion is read */

static uint32_t
kinds_read_as(const struct policy *policy, enum unmarked how)
{
	uint32_t kinds = 0;
	for (int kind = PORTION_UNKNOWN + 1; kind < PORTION_KINDS; kind++)
		if (kind != PORTION_BANNER && policy->reading.unmarked[kind] == how &&
		    policy->reading.assume[kind] == NULL)
			kinds |= UINT32_C(1) << kind;
	return kinds;
}

static void
print_unmarked(const struct policy *policy, enum unmarked how, const char *what, struct buf *out)
{
	uint32_t kinds = kinds_read_as(policy, how);
	if (kinds == 0)
		return;
	buf_add_str(out, "  Unmarked ");
	kinds_print(kinds, " and ", out);
	line(out, ": ", what, "");
}

/* Kinds that were named together share their marking and their authority. */
static void
print_assumed(const struct policy *policy, struct buf *out)
{
	uint32_t done = 0;

	for (int kind = 0; kind < PORTION_KINDS; kind++) {
		const struct marking *marking = policy->reading.assume[kind];
		uint32_t kinds = 0;
		if (marking == NULL || (done >> kind & 1) != 0)
			continue;
		for (int other = kind; other < PORTION_KINDS; other++)
			if (policy->reading.assume[other] == marking &&
			    policy->authority[other] == policy->authority[kind])
				kinds |= UINT32_C(1) << other;
		done |= kinds;
		buf_add_str(out, "  Unmarked ");
		kinds_print(kinds, " and ", out);
		buf_add_str(out, ": assumed to be ");
		marking_print(marking, MARK_PORTION, out);
		line(out, ", by ", policy->authority[kind], ".");
	}
}

static const char *
lapse_answer(enum lapse lapse)
{
	switch (lapse) {
	case LAPSE_WITHHOLD:
		return "the portion is withheld.";
	case LAPSE_REFUSE:
		return "the document is refused.";
	case LAPSE_ACCEPT:
		return "it is read as what it meant.";
	}
	return "";
}

static const char *
fault_answer(enum banner_fault fault)
{
	switch (fault) {
	case FAULT_ACCEPT:
		return "accepted.";
	case FAULT_WITHHOLD_ALL:
		return "the whole message is withheld.";
	case FAULT_REFUSE:
		return "the document is refused.";
	}
	return "";
}

static void
print_reading(const struct policy *policy, struct buf *out)
{
	line(out, "\nHow a portion is read", "", "");
	line(out, "  Its own mark comes first.", "", "");
	print_assumed(policy, out);
	print_unmarked(policy, UNMARKED_PARENT,
	    "read as its parent; without one, by an entire-text statement above, else the banner.",
	    out);
	print_unmarked(policy, UNMARKED_BANNER,
	    "read by an entire-text statement above, else the banner.", out);
	print_unmarked(policy, UNMARKED_WITHHOLD, "withheld.", out);
	line(out, "  What the reader cannot name: withheld, always.", "", "");
	line(out, "  A banner line: never copied.", "", "");
	line(out, "  A damaged mark: ", lapse_answer(policy->damaged), "");
	line(out, "  A mark with an unknown token: ", lapse_answer(policy->unknown_token), "");
	line(out, "  A mark in a form that is out of date: ", lapse_answer(policy->legacy), "");
	line(out, "  A message without a banner: ", fault_answer(policy->missing), "");
	line(out, "  A banner lower than one of its portions: ", fault_answer(policy->lower), "");
	line(out, "  A banner higher than all its portions: ", fault_answer(policy->higher), "");
}

/* --- rules */

static void
print_rule(const struct policy *policy, const struct rule *rule, struct buf *out)
{
	buf_add_str(out, "  ");
	buf_add_str(out, rule->id);
	switch (rule->verb) {
	case RULE_WITHHOLD:
		buf_add_str(out, ": withhold the portion");
		break;
	case RULE_DOWNGRADE:
		buf_add_str(out, ": downgrade to ");
		buf_add_str(out, policy->target_texts[rule->target]);
		buf_add_str(out, ", by ");
		buf_add_str(out, rule->text);
		break;
	case RULE_REFUSE:
		buf_add_str(out, ": refuse the document");
		break;
	}
	if (rule->verb == RULE_WITHHOLD && rule->text[0] != '\0') {
		buf_add_str(out, ", exemption ");
		buf_add_str(out, rule->text);
	}
	if (rule->reason[0] != '\0') {
		buf_add_str(out, ", because: ");
		buf_add_str(out, rule->reason);
	}
	buf_add_str(out, "\n    when: ");
	when_print(&rule->when, out);
	line(out, ".", "", "");
}

static void
print_rules(const struct policy *policy, struct buf *out)
{
	line(out, "\nRules (all are tried; the strongest wins; their order means nothing)", "", "");
	if (policy->rule_count == 0)
		line(out, "  None.", "", "");
	for (size_t i = 0; i < policy->rule_count; i++)
		print_rule(policy, &policy->rules[i], out);
}

/* --- what is shown */

static void
print_present(const struct policy *policy, struct buf *out)
{
	static const char *const amounts[] = { "not told", "lines", "words", "paragraphs" };
	static const char *const marks[] = { "not shown", "as released", "as written" };
	static const char *const numbers[] = { "not shown", "renumbered", "as written" };
	static const char *const banners[] = { "computed from what is kept", "none" };
	const struct presentation *p = &policy->present;

	line(out, "\nWhat the output shows", "", "");
	buf_add_str(out, "  In place of what is withheld: ");
	buf_add_slice(out, p->notice.len > 0 ? p->notice : slice_str("nothing"));
	line(out, "\n  Amounts: ", amounts[p->amount], ".");
	line(out, "  Marks: ", marks[p->marks], ".");
	line(out, "  Paragraph numbers: ", numbers[p->numbers], ".");
	line(out, "  Banner: ", banners[p->banner], ".");
}

static void
print_checks(const struct policy *policy, struct buf *out)
{
	static const char *const answers[] = { "ignored.", "reported.", "withheld too.",
		"a reason to refuse the document." };

	line(out, "\nWhat is checked afterwards", "", "");
	buf_add_str(out, "  Withheld text of ");
	buf_add_number(out, policy->words);
	line(out, " words or more that stands elsewhere too: ", answers[policy->repeated], "");
	line(out, "\nWhat the manifest tells", "", "");
	line(out, "  Exemptions: ", policy->shows_exemptions ? "shown." : "hidden.", "");
	line(out, "  Amounts: ", policy->shows_amounts ? "shown." : "hidden.", "");
	buf_add_str(out, "  Signers: ");
	buf_add_number(out, policy->signers);
	for (size_t i = 0; i < policy->role_count; i++) {
		buf_add_str(out, i == 0 ? "; one must be: " : ", another one: ");
		buf_add_str(out, policy->roles[i]);
	}
	line(out, ".", "", "");
}

void
policy_print(const struct policy *policy, struct buf *out)
{
	print_head(policy, out);
	print_reading(policy, out);
	print_rules(policy, out);
	print_present(policy, out);
	print_checks(policy, out);
}
