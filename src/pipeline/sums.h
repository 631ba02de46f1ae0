/*
 * pipeline/sums.h -- a set of fingerprints.
 *
 * Idea:   open addressing, at most half full. The fingerprints are random to everybody who has not the key, so that
 *         nobody can make them crowd.
 * Always: what was added is there.
 * Owns:   its slots, until sums_release().
 * Fails:  TL_SYSTEM on memory.
 */
#ifndef PIPELINE_SUMS_H
#define PIPELINE_SUMS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"

struct sums {
	uint64_t *slots; /* 0: empty */
	size_t capacity; /* a power of two */
	size_t count;
};

TL_CHECK tl_status sums_init(struct sums *sums, struct tl_error *e);
void sums_release(struct sums *sums);

TL_CHECK tl_status sums_add(struct sums *sums, uint64_t sum, struct tl_error *e);

/* 0 marks an empty slot: such a fingerprint counts as 1. */
static inline uint64_t
sums_never_zero(uint64_t sum)
{
	return sum + (sum == 0);
}

static inline uint64_t *
sums_place(const struct sums *sums, uint64_t sum)
{
	size_t at = (size_t)(sum >> 20) & (sums->capacity - 1);
	while (sums->slots[at] != 0 && sums->slots[at] != sum)
		at = (at + 1) & (sums->capacity - 1);
	return &sums->slots[at];
}

static inline bool
sums_has(const struct sums *sums, uint64_t sum)
{
	return *sums_place(sums, sums_never_zero(sum)) != 0;
}

#endif
