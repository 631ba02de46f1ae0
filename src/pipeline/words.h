/*
 * pipeline/words.h -- fingerprints of runs of words.
 *
 * Idea:   a rolling hash over the last N words, so that every run of N words costs one step a word.
 * Always: letters and digits make words; bytes of non-ASCII characters count as letters; ASCII case is folded.
 * Owns:   nothing.
 * Fails:  never.
 */
#ifndef PIPELINE_WORDS_H
#define PIPELINE_WORDS_H

#include <stdint.h>

#include "base/slice.h"

#define WORDS_MAX   64
#define WORD_FACTOR UINT64_C(0x9e3779b97f4a7c15)

struct word_run {
	size_t length; /* words in a run */
	uint64_t drop; /* what the oldest word has been multiplied with when it leaves */
	uint64_t sum;  /* fingerprint of the last `length` words */
	size_t count;  /* words since the last reset */
	size_t place;  /* of the oldest word */
	uint64_t ring[WORDS_MAX];
};

void word_run_init(struct word_run *run, size_t length);
/* Forgets the words seen: what follows does not continue them. */
void word_run_reset(struct word_run *run);

/* The hash of the next word of the text under a random key, so that nobody can prepare collisions. *at moves behind
 * the word; 0, with *at at the end, where there is none left. */
uint64_t word_next(struct slice text, size_t *at, uint64_t key);

/* One word more; true when the last `length` words make a run whose fingerprint is run->sum. */
static inline bool
word_run_add(struct word_run *run, uint64_t word)
{
	run->sum = run->sum * WORD_FACTOR + word;
	if (run->count >= run->length)
		run->sum -= run->ring[run->place] * run->drop;
	run->ring[run->place] = word;
	run->place = run->place + 1 == run->length ? 0 : run->place + 1;
	return ++run->count >= run->length;
}

#endif
