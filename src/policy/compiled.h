/*
 * policy/compiled.h -- the insides of a policy, for this room only.
 *
 * Idea:   what the XML says, resolved: kinds are bits, tokens are numbers, markings are values, conditions are short
 *         lists. Deciding looks nothing up by name.
 * Always: zeroed memory is the strictest policy: everything missing is withheld, nothing is shown. Immutable after
 *         policy_load().
 * Owns:   the arena holds everything but the scheme; policy_free() releases both.
 * Fails:  never.
 */
#ifndef POLICY_COMPILED_H
#define POLICY_COMPILED_H

#include "base/arena.h"
#include "policy/condition.h"
#include "policy/policy.h"

/* What happens to a mark that is damaged, unknown or out of date. */
enum lapse {
	LAPSE_WITHHOLD = 0,
	LAPSE_REFUSE,
	LAPSE_ACCEPT /* out of date only */
};

#define TARGETS_MAX 64 /* different `to` markings of downgrades, with all their joins */
#define TARGET_NONE TARGETS_MAX

struct rule {
	enum rule_verb verb;
	const char *id;
	const char *text;   /* exemption, authority or reason; "" where none */
	const char *reason; /* of a withhold: why, in words; "" where none */
	struct when when;
	size_t target; /* of a downgrade: its `to`, by number */
};

struct policy {
	struct arena arena;
	struct scheme *scheme;
	struct digest digest;
	struct slice bytes;
	const char *id, *version, *title;

	const struct marking *ceiling;
	const char *ceiling_text; /* as the policy writes it */

	struct reading_rules reading;
	const char *authority[PORTION_KINDS]; /* of what is assumed */
	enum lapse damaged, unknown_token, legacy;
	enum banner_fault lower, higher, missing;

	struct rule rules[RULES_MAX];
	const char *exemptions[RULES_MAX];
	size_t rule_count;
	const struct marking *targets[TARGETS_MAX];
	const char *target_texts[TARGETS_MAX];
	unsigned char joins[TARGETS_MAX][TARGETS_MAX];
	size_t target_count;

	/* Texts of all heading conditions, folded by heading_fold(); condition.bit is their number. */
	struct slice headings[HEADINGS_MAX];
	size_t heading_count;

	struct presentation present;
	enum repeated_text repeated;
	size_t words;
	bool shows_exemptions, shows_amounts;
	size_t signers;
	const char *roles[SIGNER_ROLES_MAX]; /* that some of them must hold, one each */
	size_t role_count;
};

#endif
