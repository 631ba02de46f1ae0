/*
 * marking/block.h -- the classification authority block: who classified, why, from what, until when.
 *
 * Idea:   a block is lines with a label and a value. Which labels there are, which forms a value may have, which forms were
 *         right once and which lines need which others is data of the scheme (<block>); this finds and compares.
 * Always: linear in the text. A value that no form fits is a finding of its line, never a failure.
 * Owns:   nothing; slices point into the text, findings into the scheme.
 * Fails:  loading only: TL_POLICY with file and line.
 */
#ifndef MARKING_BLOCK_H
#define MARKING_BLOCK_H

#include "marking/marking.h"

#define BLOCK_LINES_MAX 32
#define BLOCK_FORMS_MAX 256
#define BLOCK_NEEDS_MAX 32
#define BLOCK_ONCE_MAX  8

struct block_finding {
	const char *id, *text; /* id NULL: nothing to report */
	enum severity severity;
	uint32_t until; /* YYYYMM: what is reported was right so long; 0: never, or nobody knows */
};

struct block_seen {
	size_t line;           /* number of the line in the scheme */
	size_t at, value, end; /* where its label begins, and where its value stands */
	const struct block_finding *finding; /* NULL: right */
};

/* The next line of the block at or behind *at, which moves behind it; false where there is none. */
bool block_next(const struct scheme *scheme, struct slice text, size_t *at, struct block_seen *out);

/* What a block lacks in which the lines `seen` (bits by number) stand: the finding number *next or a later one, *next behind
 * it; NULL: nothing more. */
const struct block_finding *block_lacks(const struct scheme *scheme, uint32_t seen, size_t *next);

/* Do two values of lines that stand once say the same? Blanks and letter case count for nothing. */
bool block_same(struct slice a, struct slice b);

/* The number, below BLOCK_ONCE_MAX, of the kind of line that a block has once; -1: this one may stand again. *finding is what is
 * said of a second one with another value. */
int block_once(const struct scheme *scheme, size_t line, const struct block_finding **finding);

/* Has the scheme anything to say about blocks? */
bool block_is_known(const struct scheme *scheme);

#endif
