/*
 * marking/value.h -- what a marking is made of. For the files of this room only.
 *
 * Idea:   a level, a system, sorted controls, and two sets of codes. Compartments are controls whose text begins with
 *         their parent's, and the parent is a control of its own, so that inclusion of sets is inclusion of trees.
 * Always: controls are sorted by category, order, place and text, without repeats. display contains release.
 * Owns:   one block in the arena it was made in.
 * Fails:  never.
 */
#ifndef MARKING_VALUE_H
#define MARKING_VALUE_H

#include "marking/vocabulary.h"

struct control {
	struct slice text; /* the token's id, or the path of a compartment: "SI-G ABCD" */
	short category;
	short order; /* place of its root in the file; 0 where the category is sorted by alphabet */
	short place; /* of a source: its code, so that countries stand before groups */
	short token; /* -1: a name that the vocabulary does not have */
	unsigned short leaf; /* where the last name of the path begins */
	unsigned char depth, type;
	uint32_t
	    written; /* of an unlisted name: its place among those of its category, from 1; else 0 */
	uint32_t shown; /* which control prints in this place: index of the marking's controls */
	bool implied;   /* carried by another control, not printed */
	bool known;
	bool named; /* depth 0 of a program or a source: printed behind its prefix */
};

/* The codes of one list: as written, and expanded for comparison. */
struct list {
	bool everybody;
	struct code_set written, all;
};

struct marking {
	const struct scheme *scheme;
	const char *name; /* of the system */
	short system, level;
	bool top;     /* nothing dominates it, it dominates everything */
	bool damaged; /* holds the gate closed: a control that no readable marking has */
	bool bare;    /* a release token without its list */
	bool known;
	struct code_set owners;
	struct list release, display;
	uint32_t
	    shut; /* bits of the categories whose alternatives reach nobody (marking/alternatives.h) */
	const struct control *controls;
	size_t count;
};

/* Total order; 0: the same control. */
int control_compare(const struct control *a, const struct control *b);

/* A name that stands in no vocabulary, of a category without compartments. Nothing says in which order such names stand: they
 * print as they were written. */
bool control_is_unlisted(const struct scheme *scheme, const struct control *control);

/* Does one of these controls have a list, for release or display, that names nobody? */
bool marking_has_bare_list(
    const struct marking *marking, const struct control *controls, size_t count);

/* A copy in the arena with controls sorted; NULL on memory. `controls` is reordered. */
const struct marking *marking_make(
    struct arena *arena, const struct marking *from, struct control *controls, size_t count);

#endif
