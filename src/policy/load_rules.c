#include "policy/loader.h"

static const size_t longest_text = 200;
static const size_t longest_exemption = 120;

static bool
is_rule(const struct xml_node *node, enum rule_verb *verb)
{
	*verb = RULE_WITHHOLD;
	if (strcmp(node->name, "withhold") == 0)
		return true;
	if (strcmp(node->name, "refuse") == 0) {
		*verb = RULE_REFUSE;
		return true;
	}
	*verb = RULE_DOWNGRADE;
	return strcmp(node->name, "downgrade") == 0;
}

static tl_status
load_id(const struct loader *l, const struct xml_node *node, struct rule *rule, struct tl_error *e)
{
	TRY(load_words(l, node, "id", xml_attr(node, "id"), 64, &rule->id, e));
	for (size_t i = 0; i < l->policy->rule_count; i++)
		if (strcmp(l->policy->rules[i].id, rule->id) == 0)
			return error_at(e, TL_POLICY, l->file, node->line, node->column,
			    "two rules have the id %s; expected: an id of its own", rule->id);
	return TL_OK;
}

/* --- downgrades */

/* The number of a marking among the targets; a new one is added. TARGET_NONE where there are too many. */
static size_t
target_of(struct policy *policy, const struct marking *marking, const char *text)
{
	size_t i = 0;
	while (i < policy->target_count && !marking_equal(policy->targets[i], marking))
		i++;
	if (i == policy->target_count && i < TARGETS_MAX) {
		policy->targets[i] = marking;
		policy->target_texts[i] = text;
		policy->target_count++;
	}
	return i;
}

/* Adds the joins of all targets, and their joins, so that deciding never has to make one. */
static tl_status
close_targets(const struct loader *l, const struct xml_node *root, struct tl_error *e)
{
	struct policy *policy = l->policy;

	for (size_t a = 0; a < policy->target_count; a++)
		for (size_t b = 0; b <= a; b++) {
			const struct marking *join =
			    marking_join(&policy->arena, policy->targets[a], policy->targets[b]);
			if (join == NULL)
				return error_memory(e);
			size_t target = target_of(policy, join, "");
			if (target == TARGET_NONE)
				return error_at(e, TL_POLICY, l->file, root->line, root->column,
				    "the downgrades have too many different `to` markings; expected "
				    "at most %d, with their joins",
				    TARGETS_MAX);
			policy->joins[a][b] = policy->joins[b][a] = (unsigned char)target;
		}
	return TL_OK;
}

/* POLICY: a downgrade without an authority does not load; nor one that does not say what it is about. */
static tl_status
load_downgrade(
    const struct loader *l, const struct xml_node *node, struct rule *rule, struct tl_error *e)
{
	const struct marking *to;
	const char *text;

	TRY(load_words(
	    l, node, "authority", xml_attr(node, "authority"), longest_text, &rule->text, e));
	TRY(load_words(l, node, "to", xml_attr(node, "to"), longest_text, &text, e));
	TRY(load_marking(l, node, "to", &to, e));
	if (rule->when.conditions[0].members == 0)
		return error_at(e, TL_POLICY, l->file, node->line, node->column,
		    "downgrade %s would match everything; expected: at least one condition in "
		    "<when>",
		    rule->id);
	rule->target = target_of(l->policy, to, text);
	if (rule->target == TARGET_NONE)
		return error_at(e, TL_POLICY, l->file, node->line, node->column,
		    "the downgrades have more than %d different `to` markings", TARGETS_MAX);
	return TL_OK;
}

/* --- refuse and withhold */

static tl_status
load_exemption(
    const struct loader *l, const struct xml_node *node, struct rule *rule, struct tl_error *e)
{
	const char *exemption = xml_attr(node, "exemption");

	if (exemption == NULL)
		return TL_OK;
	TRY(load_words(l, node, "exemption", exemption, longest_exemption, &rule->text, e));
	if (strpbrk(rule->text, "[]{};") != NULL)
		return error_at(e, TL_POLICY, l->file, node->line, node->column,
		    "exemption of %s: brackets, braces and semicolons belong to the notice; "
		    "expected for example: (b)(1) 1.4(d)",
		    rule->id);
	return TL_OK;
}

static tl_status
load_withhold(
    const struct loader *l, const struct xml_node *node, struct rule *rule, struct tl_error *e)
{
	const char *extent = xml_attr(node, "extent"), *reason = xml_attr(node, "reason");

	if (extent != NULL && strcmp(extent, "portion") != 0)
		return error_at(e, TL_POLICY, l->file, node->line, node->column,
		    "this version cannot carry out extent=\"match\" (rule %s): it decides about "
		    "whole portions, not yet about words",
		    rule->id);
	TRY(load_exemption(l, node, rule, e));
	if (reason == NULL)
		return TL_OK;
	return load_words(l, node, "reason", reason, longest_text, &rule->reason, e);
}

static tl_status
load_refuse(
    const struct loader *l, const struct xml_node *node, struct rule *rule, struct tl_error *e)
{
	TRY(load_words(
	    l, node, "reason", xml_attr(node, "reason"), longest_text, &rule->reason, e));
	rule->text = rule->reason;
	return TL_OK;
}

static tl_status
load_rule(
    const struct loader *l, const struct xml_node *node, enum rule_verb verb, struct tl_error *e)
{
	struct policy *policy = l->policy;
	struct rule rule = { .verb = verb, .text = "", .reason = "", .target = TARGET_NONE };
	tl_status status = TL_OK;

	if (policy->rule_count == RULES_MAX)
		return error_at(e, TL_POLICY, l->file, node->line, node->column,
		    "a policy has at most %d rules", RULES_MAX);
	TRY(load_id(l, node, &rule, e));
	TRY(load_when(l, child_named(node, "when"), &rule.when, e));
	switch (verb) {
	case RULE_WITHHOLD:
		status = load_withhold(l, node, &rule, e);
		break;
	case RULE_DOWNGRADE:
		status = load_downgrade(l, node, &rule, e);
		break;
	case RULE_REFUSE:
		status = load_refuse(l, node, &rule, e);
		break;
	}
	policy->exemptions[policy->rule_count] = verb == RULE_WITHHOLD ? rule.text : "";
	policy->rules[policy->rule_count++] = rule;
	return status;
}

tl_status
load_rules(const struct loader *l, const struct xml_node *root, struct tl_error *e)
{
	enum rule_verb verb;

	for (const struct xml_node *node = root->child; node != NULL; node = node->next)
		if (is_rule(node, &verb))
			TRY(load_rule(l, node, verb, e));
	return close_targets(l, root, e);
}
