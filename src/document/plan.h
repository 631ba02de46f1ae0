/*
 * document/plan.h -- what will happen to each portion.
 *
 * Idea:   one decision per portion, and under it pieces, kept or withheld, that partition the portion's bytes. A
 *         portion kept whole is one piece. Notices, gaps, commitments and proofs work on pieces.
 * Always: zeroed memory means withhold. Every keep names the marking that the ceiling dominated. plan_check()
 *         proves it.
 * Owns:   its tables; markings belong to the document or the policy.
 * Fails:  TL_SYSTEM on memory, TL_DOCUMENT where a rule refuses the document.
 */
#ifndef DOCUMENT_PLAN_H
#define DOCUMENT_PLAN_H

#include "document/reading.h"

enum action {
	ACTION_WITHHOLD = 0,
	ACTION_PART, /* some pieces are kept */
	ACTION_KEEP,
	ACTION_REFUSE /* the whole document */
};

enum reason {
	REASON_NONE = 0, /* nothing was decided: withheld */
	REASON_UNMARKED,
	REASON_DAMAGED,
	REASON_UNKNOWN_TOKEN,
	REASON_LEGACY,
	REASON_ABOVE_CEILING,
	REASON_RULE,          /* a withhold or refuse rule */
	REASON_HIGHER_BANNER, /* banner higher-than-portions="withhold-all" */
	REASON_REPEATED,      /* the same words stand in a withheld portion */
	REASON_COMPUTED,      /* a banner: the output gets a computed one in its place */
	REASON_UNDER_CEILING  /* kept */
};

#define RULES_MAX 128 /* downgrade, refuse and withhold rules of one policy */

struct rule_set {
	uint64_t bits[RULES_MAX / 64];
};

void rule_set_add(struct rule_set *set, size_t rule);
bool rule_set_has(const struct rule_set *set, size_t rule);

struct decision {
	const struct marking *marking;  /* as read; NULL: none */
	const struct marking *released; /* after downgrades: what a kept portion leaves with */
	struct rule_set rules;          /* every rule that matched, by its number in the policy */
	unsigned char action;           /* enum action */
	unsigned char reason;           /* enum reason */
	unsigned char reading;          /* enum reading */
};

struct piece {
	uint32_t portion;
	uint32_t start, end; /* from the portion's start */
	bool kept;
};

enum amount_shown {
	AMOUNT_NONE = 0,
	AMOUNT_LINES,
	AMOUNT_WORDS,
	AMOUNT_PARAGRAPHS
};
enum marks_shown {
	MARKS_NONE = 0,
	MARKS_AS_RELEASED,
	MARKS_AS_WRITTEN
};
enum numbers_shown {
	NUMBERS_NONE = 0,
	NUMBERS_RENUMBERED,
	NUMBERS_AS_WRITTEN
};
enum banner_shown {
	BANNER_COMPUTED = 0,
	BANNER_NONE
};

/* How the output shows what was withheld; compiled from the policy's <present>. */
struct presentation {
	struct slice notice; /* template with {amount} {exemption} {count}; empty: silence */
	enum amount_shown amount;
	enum marks_shown marks;
	enum numbers_shown numbers;
	enum banner_shown banner;
};

struct plan {
	const struct document *document;
	struct presentation present;
	struct decision *decisions; /* document->count of them */
	struct piece *pieces;       /* in source order */
	size_t piece_count;
	const struct marking **banners; /* the computed banner of each message */
	const struct marking *whole;    /* and of all of them */
	/* The exemption text of a rule by its number, "" where it declares none. */
	const char *const *exemptions;
	size_t rule_count;
};

TL_CHECK tl_status plan_init(
    struct plan *plan, const struct document *document, struct tl_error *e);
void plan_release(struct plan *plan);

/* Cuts every portion into its pieces and computes the banners. After this the decisions do not change. */
TL_CHECK tl_status plan_finish(struct plan *plan, struct document *document,
    const struct marking *ceiling, struct tl_error *e);
/* The banners: the roll-up of what is kept, or its join where that would promise less than the portions say. */
TL_CHECK tl_status plan_banners(struct plan *plan, struct document *document,
    const struct marking *ceiling, struct tl_error *e);

/* Every portion has one decision; every keep names a known, undamaged marking that `ceiling` dominates; the pieces
 * partition each portion. TL_DOCUMENT with the portion's line where not. */
TL_CHECK tl_status plan_check(
    const struct plan *plan, const struct marking *ceiling, struct tl_error *e);

const char *action_name(enum action action);
/* A short stable word: "unmarked", "above-ceiling", ... */
const char *reason_name(enum reason reason);

#endif
