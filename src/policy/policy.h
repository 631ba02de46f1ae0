/*
 * policy/policy.h -- what may leave, compiled from XML.
 *
 * Idea:   one file that a release officer can read aloud: a ceiling, reading rules, withholding rules, notices. It is
 *         validated against policies/schema/policy.rng and compiled once.
 * Always: immutable after load; identity is id, version and the SHA-384 of the exact bytes. A rule that this build
 *         cannot carry out is refused by name, never ignored.
 * Owns:   its scheme and everything else until policy_free().
 * Fails:  TL_POLICY with file, line, column and what was expected.
 */
#ifndef POLICY_POLICY_H
#define POLICY_POLICY_H

#include "document/plan.h"

struct policy;

TL_CHECK tl_status policy_load(
    struct slice xml, const char *file, struct policy **out, struct tl_error *e);
void policy_free(struct policy *policy);

enum banner_fault {
	FAULT_ACCEPT = 0,
	FAULT_WITHHOLD_ALL,
	FAULT_REFUSE
};
enum repeated_text {
	REPEATED_OFF = 0,
	REPEATED_REPORT,
	REPEATED_WITHHOLD,
	REPEATED_REFUSE
};

const char *policy_id(const struct policy *policy);
const char *policy_version(const struct policy *policy);
const char *policy_title(const struct policy *policy);
const struct digest *policy_digest(const struct policy *policy);
struct slice policy_bytes(const struct policy *policy); /* the exact XML, a copy of its own */
const struct scheme *policy_scheme(const struct policy *policy);
const struct marking *policy_ceiling(const struct policy *policy);
const struct reading_rules *policy_reading(const struct policy *policy);
const struct presentation *policy_presentation(const struct policy *policy);

enum repeated_text policy_repeated_text(const struct policy *policy);
size_t policy_repeated_words(const struct policy *policy);
bool policy_shows_exemptions(const struct policy *policy); /* <manifest exemptions="show"> */
bool policy_shows_amounts(const struct policy *policy);
size_t policy_signers(const struct policy *policy);
/* Roles that signers must hold, each another one; *count is at most the number of signers and SIGNER_ROLES_MAX. */
#define SIGNER_ROLES_MAX 8
const char *const *policy_roles(const struct policy *policy, size_t *count);

/* Rules are numbered in file order over downgrade, refuse and withhold. */
enum rule_verb {
	RULE_WITHHOLD = 0,
	RULE_DOWNGRADE,
	RULE_REFUSE
};
size_t policy_rule_count(const struct policy *policy);
const char *policy_rule_id(const struct policy *policy, size_t rule);
enum rule_verb policy_rule_verb(const struct policy *policy, size_t rule);
/* The exemption of a withhold, the authority of a downgrade, the reason of a refuse; "" where none. */
const char *policy_rule_text(const struct policy *policy, size_t rule);
/* Why, in words: the reason attribute of a withhold or a refuse; "" where none. */
const char *policy_rule_reason(const struct policy *policy, size_t rule);
/* Exemptions by rule number, for struct plan. */
const char *const *policy_exemptions(const struct policy *policy);

#endif
