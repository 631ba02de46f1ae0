/*
 * policy/condition.h -- does a rule speak of this portion?
 *
 * Idea:   the conditions of one <when>, flattened in reading order: a group (all, any, not) stands before its members.
 *         Reading them backwards needs no recursion and no memory but a short stack of answers.
 * Always: total and pure. A portion without a marking is within nothing, at least nothing and has nothing; it is
 *         therefore not-within everything.
 * Owns:   nothing; the list belongs to the policy.
 * Fails:  never.
 */
#ifndef POLICY_CONDITION_H
#define POLICY_CONDITION_H

#include "document/portion.h"

#define CONDITIONS_MAX 64 /* of one rule, groups included */
#define HEADINGS_MAX   64 /* heading conditions of one policy */

enum test {
	TEST_ALL = 0, /* of no members: always true */
	TEST_ANY,
	TEST_NOT,
	TEST_KIND,
	TEST_WITHIN,
	TEST_NOT_WITHIN,
	TEST_AT_LEAST,
	TEST_HAS,
	TEST_CAPTION,
	TEST_HEADING
};

struct condition {
	enum test test;
	size_t members;                /* of a group */
	uint32_t kinds;                /* bit 1 << enum portion_kind */
	int level;                     /* of at-least */
	size_t bit;                    /* of heading: its number in the policy */
	const struct marking *marking; /* of within and not-within */
	const int *tokens;             /* of has and caption: any of these */
	size_t token_count;
	const char *text; /* as the policy writes it */
};

struct when {
	const struct condition *conditions;
	size_t count;
};

/* What conditions look at. */
struct seen {
	enum portion_kind kind;
	const struct marking *marking;  /* NULL: none */
	const struct marking *captions; /* of the message; NULL: none */
	uint64_t headings; /* bit n: it stands under a heading that matches heading condition n */
};

bool when_matches(const struct when *when, const struct seen *seen);

#endif
