/*
 * marking/lint.h -- what is wrong with a document's markings as a whole, in the words of its scheme.
 *
 * Idea:   mark_parse() judges one mark. What takes two (a banner and its portions, a paragraph and its neighbours) is found
 *         by `tearline check`; the scheme gives each kind an id, a severity, words and the section they come from (<lint>).
 * Always: a kind that the scheme does not have is not reported, but for a damaged mark and a banner that is too low.
 * Owns:   nothing; the scheme does.
 * Fails:  never.
 */
#ifndef MARKING_LINT_H
#define MARKING_LINT_H

#include "marking/block.h"

enum lint_kind {
	LINT_BANNER_LOW = 0, /* the banner holds less than its portions add up to */
	LINT_BANNER_HIGH,    /* or more */
	LINT_BANNER_MISSING, /* portions are marked, and nothing is above them */
	LINT_BANNER_DAMAGED, /* what stands where a banner stands cannot be read */
	LINT_ABOVE_BANNER,   /* a portion that the banner does not cover */
	LINT_UNMARKED,       /* no mark in a classified document, and nothing that covers it */
	LINT_DAMAGED,        /* the wreck of a mark */
	LINT_ENUMERATOR,     /* a letter in parentheses that is a level or counts */
	LINT_BLOCK_MISSING,  /* a classified document without an authority block */
	LINT_KINDS
};

/* NULL: not reported under this profile. */
const struct block_finding *scheme_lint(const struct scheme *scheme, enum lint_kind kind);

/* Is the finding about a form that was right once? */
bool finding_is_legacy(const struct scheme *scheme, const struct finding *finding);
/* YYYYMM: until when the forms in this mark were right that are no longer; 0: there is none, or nobody knows. */
uint32_t mark_until(const struct scheme *scheme, struct slice text);

#endif
