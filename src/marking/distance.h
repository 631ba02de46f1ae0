/*
 * marking/distance.h -- how many slips one word is away from another.
 *
 * Idea:   a letter lost, brought in, replaced or swapped with its neighbour is one slip (Damerau's edit distance, the
 *         restricted one). A whole column of the table is one machine word, so that comparing costs what the other word
 *         is long.
 * Always: exact; bytes that are not ASCII are equal to none of `text`.
 * Owns:   nothing.
 * Fails:  never; a word has 1 to DISTANCE_MAX bytes.
 */
#ifndef MARKING_DISTANCE_H
#define MARKING_DISTANCE_H

#include <stdint.h>

#include "base/slice.h"

#define DISTANCE_MAX 64

/* A word, made ready to be compared with many: bit i of of[c] says that c is its byte i. */
struct places {
	size_t len;
	uint64_t of[128];
};

void places_fill(struct places *places, struct slice word);
size_t distance(const struct places *word, struct slice text);

#endif
