/*
 * marking/rollup_sum.h -- what is known of the portions that were added. For rollup*.c only.
 *
 * Idea:   rollup.c adds; rollup_banner.c makes a marking of the sum; rollup_covers.c compares one with a portion.
 * Always: every field only grows (or, for intersections, only shrinks), so that order cannot matter.
 * Owns:   the texts of controls that are no token's.
 * Fails:  never; what does not fit sets `damaged`.
 */
#ifndef MARKING_ROLLUP_SUM_H
#define MARKING_ROLLUP_SUM_H

#include "marking/mark_read.h"
#include "marking/rollup.h"

/* One kind of list over all portions that say something of release. */
struct common {
	struct code_set all;     /* expanded */
	struct code_set written; /* codes and groups that each of them wrote */
};

/* Everything that was added, and beside it the codes of foreign owners and what rules leave. */
#define DRAFT_MAX (2 * CONTROLS_MAX)

/* The banner while it is being made. */
struct draft {
	struct token_set present,
	    printed; /* tokens of the portions; those that are not only carried by another */
	struct token_set dropped, left;
	struct marking marking;
	bool joint;
	size_t count, text_len;
	struct control controls[DRAFT_MAX];
	unsigned char texts[PATHS_MAX]; /* of controls that moved to another tree */
};

struct rollup {
	const struct scheme *scheme;
	const struct marking *banner;
	uint32_t date;
	bool any, damaged, unknown;
	bool own;            /* a portion of the own system, plain ones too */
	bool foreign, joint; /* a portion of another one; a joint one */
	bool owners_given, owners_differ, owners_open; /* of joint portions; open: not named */
	bool concealed;                                /* a foreign source is not named */
	short joint_system;
	short level, level_own; /* as written; as the own system counts it */
	struct code_set owners, sources;
	bool limited;      /* a portion that is not everybody's */
	bool stated;       /* one with a release marking */
	bool unstated_all; /* one without that counts as releasable to nobody */
	bool unstated_some;
	struct common release, display;
	struct token_set permitted; /* permissive controls without a list that all of them bear */
	uint64_t rolls;             /* bits of the rules that made the banner */
	bool reasons[ROLL_REASONS];
	size_t count, text_len;
	/* rollup_begin() clears what stands above; these are filled by their counts. */
	struct control controls[CONTROLS_MAX];
	struct draft draft;
	unsigned char texts[PATHS_MAX];
};

/* Tokens that stand in these controls, and those of them that are printed. */
void controls_tokens(const struct scheme *scheme, const struct control *controls, size_t count,
    struct token_set *present, struct token_set *printed);
/* A token of `set` that the control is, or is part of; -1. */
short control_within(
    const struct scheme *scheme, const struct control *control, const struct token_set *set);
/* The control moved below another tree: "FRD-SG 14" to "RD-SG 14". Its text is in `buffer` of NAME_MAX_BYTES. */
struct control control_moved(const struct scheme *scheme, const struct control *control, short from,
    short into, unsigned char *buffer);
/* It says who may get or see what is marked. */
bool token_is_release(const struct token *token);
struct control control_of_token(const struct scheme *scheme, short token);
/* The rule takes its tokens out of a banner of this level, beside these printed tokens. */
bool roll_fires(const struct roll *roll, short level, const struct token_set *present,
    const struct token_set *printed);

#endif
