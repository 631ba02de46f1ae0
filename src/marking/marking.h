/*
 * marking/marking.h -- a marking as a value: parse, print, compare, join.
 *
 * Idea:   a level, sets of controls that add up (restrictive), lists that intersect (permissive: REL TO, DISPLAY
 *         ONLY), and names that only inform. Unknown tokens are kept, so that they hold the gate closed.
 * Always: a lattice: dominates is a partial order, join a least upper bound. A marking is immutable.
 * Owns:   a marking lives in the arena it was made in, and no longer than its scheme.
 * Fails:  TL_SYSTEM on memory. A text that is no good mark is an answer (struct mark), not a failure.
 */
#ifndef MARKING_MARKING_H
#define MARKING_MARKING_H

#include "base/arena.h"
#include "base/buf.h"
#include "marking/scheme.h"

enum mark_form {
	MARK_AUTO,    /* parentheses: portion; else banner, else portion without parentheses */
	MARK_PORTION, /* with or without its parentheses */
	MARK_BANNER,
	MARK_LINE /* a telegram's or a source note's line: levels and captions in any order, divided by blanks,
		   * commas, slashes or semicolons: "S E C R E T NOFORN", "Secret; Immediate; Nodis" */
};

enum mark_state {
	MARK_NONE = 0, /* nothing that looks like a mark */
	MARK_DAMAGED, /* looks like one and is not readable: wrong, reordered, look-alike letters, bad case */
	MARK_READ /* read; legacy forms included */
};

enum severity {
	SEVERITY_WARNING,
	SEVERITY_ERROR
};

struct finding {
	const char *rule; /* stable id, "us-noforn-rel" */
	const char *text; /* what to write instead; never a byte of the document */
	enum severity severity;
	const struct finding *next;
};

struct mark {
	enum mark_state state;
	const struct marking *
	    marking; /* never NULL after TL_OK; for MARK_DAMAGED and MARK_NONE the highest reading */
	bool valid;  /* well formed, and no finding of severity error */
	bool legacy; /* a form that was right once */
	const struct finding *findings;
};

/* Reads one mark; `text` is the whole mark and nothing else, line breaks inside it count as blanks. */
TL_CHECK tl_status mark_parse(const struct scheme *scheme, struct slice text, enum mark_form form,
    struct arena *arena, struct mark *out, struct tl_error *e);

/* Could this be a mark at the place where one is expected? True for every portion mark of the scheme, for
 * damaged ones ("(SEGRET)", "(C//NOFRON)", full-width or Cyrillic look-alikes, lower case), for levels spelled
 * out; false for "(a)", "(CMS)", "(2014)", "(S/S)", "(S. 920)". `text` includes its parentheses. */
bool mark_is_plausible(const struct scheme *scheme, struct slice text);

/* Adds "(C//NF)" or "CONFIDENTIAL//NOFORN". Nothing is added where the form does not exist. */
void marking_print(const struct marking *marking, enum mark_form form, struct buf *out);

/* a may hold what is marked b: level >=, restrictive sets contain, permissive lists are contained, same system.
 * CAPCO 2016 §D.2. Never allocates. */
bool marking_dominates(const struct marking *a, const struct marking *b);
bool marking_equal(const struct marking *a, const struct marking *b);
/* The least marking that dominates both; NULL on memory. Different systems join to scheme_damaged(). */
const struct marking *marking_join(
    struct arena *arena, const struct marking *a, const struct marking *b);

/* Every token is in the vocabulary. Unpublished SCI beside a registered one counts as known (CLI.md). */
bool marking_is_known(const struct marking *marking);
int marking_level(const struct marking *marking);           /* rank, 0 lowest */
bool marking_has(const struct marking *marking, int token); /* token of scheme_token() */
uint64_t marking_hash(const struct marking *marking);       /* equal markings, equal hash */
const char *marking_system(const struct marking *marking);  /* "US", "JOINT", "NATO", ... */

#endif
