#include <stdlib.h>

#include "policy/compiled.h"

void
policy_free(struct policy *policy)
{
	if (policy == NULL)
		return;
	scheme_free(policy->scheme);
	arena_release(&policy->arena);
	free(policy);
}

const char *
policy_id(const struct policy *policy)
{
	return policy->id;
}

const char *
policy_version(const struct policy *policy)
{
	return policy->version;
}

const char *
policy_title(const struct policy *policy)
{
	return policy->title;
}

const struct digest *
policy_digest(const struct policy *policy)
{
	return &policy->digest;
}

struct slice
policy_bytes(const struct policy *policy)
{
	return policy->bytes;
}

const struct scheme *
policy_scheme(const struct policy *policy)
{
	return policy->scheme;
}

const struct marking *
policy_ceiling(const struct policy *policy)
{
	return policy->ceiling;
}

const struct reading_rules *
policy_reading(const struct policy *policy)
{
	return &policy->reading;
}

const struct presentation *
policy_presentation(const struct policy *policy)
{
	return &policy->present;
}

enum repeated_text
policy_repeated_text(const struct policy *policy)
{
	return policy->repeated;
}

size_t
policy_repeated_words(const struct policy *policy)
{
	return policy->words;
}

bool
policy_shows_exemptions(const struct policy *policy)
{
	return policy->shows_exemptions;
}

bool
policy_shows_amounts(const struct policy *policy)
{
	return policy->shows_amounts;
}

size_t
policy_signers(const struct policy *policy)
{
	return policy->signers;
}

const char *const *
policy_roles(const struct policy *policy, size_t *count)
{
	*count = policy->role_count;
	return policy->roles;
}

size_t
policy_rule_count(const struct policy *policy)
{
	return policy->rule_count;
}

const char *
policy_rule_id(const struct policy *policy, size_t rule)
{
	return policy->rules[rule].id;
}

enum rule_verb
policy_rule_verb(const struct policy *policy, size_t rule)
{
	return policy->rules[rule].verb;
}

const char *
policy_rule_text(const struct policy *policy, size_t rule)
{
	return policy->rules[rule].text;
}

const char *
policy_rule_reason(const struct policy *policy, size_t rule)
{
	return policy->rules[rule].reason;
}

const char *const *
policy_exemptions(const struct policy *policy)
{
	return policy->exemptions;
}
