/*
 * pipeline/sieve.h -- was this fingerprint seen? Perhaps, or certainly not.
 *
 * Idea:   a Bloom filter of the heads of fingerprints, with all bits of a head in one block, so that a question touches
 *         memory once. Before the blocks stands a table of one bit for a head, a quarter as large: most questions are
 *         answered there, and a large sieve does not fit into the processor's caches.
 * Always: what was added is there. What was not may be, the more often the fuller it is. The heads below 2^31 and the
 *         others have no memory in common: two threads may add them at the same time.
 * Owns:   its blocks, until sieve_release(). Zeroed memory is a sieve without any, to be cleared first.
 * Fails:  TL_SYSTEM on memory.
 */
#ifndef PIPELINE_SIEVE_H
#define PIPELINE_SIEVE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"

struct sieve {
	uint64_t *blocks, *front;
	size_t count; /* of blocks */
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

/* One of 16 for each block: its place among all bits of the front. */
static inline uint64_t
sieve_front(const struct sieve *sieve, uint32_t head)
{
	return head * (uint64_t)sieve->count >> 28;
}

static inline void
sieve_add(struct sieve *sieve, uint32_t head)
{
	uint64_t bit = sieve_front(sieve, head);
	sieve->front[bit / 64] |= UINT64_C(1) << bit % 64;
	*sieve_block(sieve, head) |= sieve_bits(head);
}

/* At first sight: what the front says alone. */
static inline bool
sieve_may_have(const struct sieve *sieve, uint32_t head)
{
	uint64_t bit = sieve_front(sieve, head);
	return (sieve->front[bit / 64] >> bit % 64 & 1) != 0;
}

static inline bool
sieve_has(const struct sieve *sieve, uint32_t head)
{
	return sieve_may_have(sieve, head) && (~*sieve_block(sieve, head) & sieve_bits(head)) == 0;
}

#endif
