/*
 * marking/crossing.h -- what a scheme says of other systems' levels. For the files of this room only.
 *
 * Idea:   one system never holds another (docs/markings.md M-26), unless a line of the scheme says in so many words that
 *         its own level, and every higher one, holds the levels of that system up to one. Only levels cross: whatever
 *         control or list the other mark has must be held as well, by its own name.
 * Always: only the scheme's own system holds others, so that there are no circles and the order stays a partial one.
 * Owns:   nothing.
 * Fails:  never; what no line says does not cross.
 */
#ifndef MARKING_CROSSING_H
#define MARKING_CROSSING_H

#include "marking/value.h"

/* The line by which the own system's level of `a` holds the level of `b` in another system; NULL: none does. */
const struct equivalent *crossing_line(const struct marking *a, const struct marking *b);

/* The least marking of the own system that holds `m`, sharing its controls, in *out; false: there is none. */
bool crossing_lift(const struct marking *m, struct marking *out);

#endif
