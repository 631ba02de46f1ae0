/*
 * pipeline/sieve.h -- was this fingerprint seen? Perhaps, or certainly not.
 *
 * Idea:   a Bloom filter of the heads of fingerprints, with all bits of a head in one block, so that a question touches
 *         memory once.
 * Always: what was added is there. What was not may be, the more often the fuller it is.
 * Owns:   its blocks, until sieve_release(). Zeroed memory is a sieve without any, to be cleared first.
 * Fails:  TL_SYSTEM on memory.
 */
#ifndef PIPELINE_SIEVE_H
#define PIPELINE_SIEVE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"

struct sieve {
	uint64_t *blocks;
	size_t count;
};

/* Empty, with at least so many blocks. */
TL_CHECK tl_status sieve_clear(struct sieve *sieve, size_t count, struct tl_error *e);
void sieve_release(struct sieve *sieve);
/* Adds what is in `other`, which has as many blocks. */
void sieve_join(struct sieve *sieve, const struct sieve *other);

/* Never 0. */
static inline uint32_t
head_of(uint64_t sum)
{
	uint32_t head = (uint32_t)(sum >> 32);
	return head + (head == 0);
}

static inline uint64_t *
sieve_block(const struct sieve *sieve, uint32_t head)
{
	return &sieve->blocks[head * (uint64_t)sieve->count >> 32];
}

/* Three bits of the block. */
static inline uint64_t
sieve_bits(uint32_t head)
{
	uint64_t places = head * UINT64_C(0xff51afd7ed558ccd);
	return UINT64_C(1) << (places >> 58) | UINT64_C(1) << (places >> 52 & 63) |
	    UINT64_C(1) << (places >> 46 & 63);
}

static inline void
sieve_add(struct sieve *sieve, uint32_t head)
{
	*sieve_block(sieve, head) |= sieve_bits(head);
}

static inline bool
sieve_has(const struct sieve *sieve, uint32_t head)
{
	return (~*sieve_block(sieve, head) & sieve_bits(head)) == 0;
}

#endif
