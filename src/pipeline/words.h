/*
 * pipeline/words.h -- fingerprints of words and of runs of words.
 *
 * Idea:   the words of a text become an array of hashes, many at a time; a run of words is a stretch of that array, and
 *         its fingerprint costs one step more than that of the run one word before.
 * Always: letters and digits make words; bytes of non-ASCII characters count as letters; ASCII case is folded. The same
 *         words have the same fingerprints, wherever they stand and however their text was cut.
 * Owns:   nothing.
 * Fails:  never.
 */
#ifndef PIPELINE_WORDS_H
#define PIPELINE_WORDS_H

#include <stdint.h>

#include "base/slice.h"

#define WORDS_MAX  64 /* in a run */
#define WORDS_ROOM 32 /* the least room words_read() asks for */

/* Random, so that nobody can prepare collisions. */
struct word_key {
	uint64_t low, high;
};

/* A stretch [at, end) of a text. */
struct stretch {
	struct slice text;
	size_t at, end;
};

/* The hashes of the next words of the stretch, in order; at most `room`. `at` moves behind them. 0 only where there is
 * none left: `at` is then the end. What stands around the stretch is no part of its words. */
size_t words_read(
    struct stretch *stretch, const struct word_key *key, uint64_t *hashes, size_t room);

/* How runs of one length are summed. */
struct word_run {
	size_t length;
	uint64_t drop; /* what the oldest word has been multiplied with when it leaves */
};

#define WORD_FACTOR UINT64_C(0x9e3779b97f4a7c15)

struct word_run word_run_of(size_t length);

/* The fingerprint of the run that ends with *last; `length` words are readable up to there. */
static inline uint64_t
word_run_sum(const struct word_run *run, const uint64_t *last)
{
	const uint64_t *word = last + 1 - run->length;
	uint64_t sum = *word;
	while (word < last)
		sum = sum * WORD_FACTOR + *++word;
	return sum;
}

/* The same from `sum`, that of the run one word before. */
static inline uint64_t
word_run_next(const struct word_run *run, uint64_t sum, const uint64_t *last)
{
	return sum * WORD_FACTOR + (*last - *(last - run->length) * run->drop);
}

#endif
