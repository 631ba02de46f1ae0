/*
 * manifest/draw.h -- chance that can be replayed.
 *
 * Idea:   salts, decoys, siblings and the shuffle are read from one AES-256-CTR keystream under the seed, strictly
 *         one behind the other. Whoever has the seed (the withheld record) makes every draw again; whoever has not
 *         sees random bytes.
 * Always: no byte of the stream is used twice. draw_below() is unbiased: what does not divide evenly is drawn again.
 * Owns:   the keystream and one block of it, wiped at release.
 * Fails:  TL_SYSTEM where the keystream does.
 */
#ifndef MANIFEST_DRAW_H
#define MANIFEST_DRAW_H

#include "base/crypto.h"

#define DRAW_BLOCK 4096

struct draw {
	struct keystream stream;
	size_t at; /* the next unused byte of block */
	unsigned char block[DRAW_BLOCK];
};

TL_CHECK tl_status draw_init(
    struct draw *draw, const unsigned char seed[SEED_SIZE], struct tl_error *e);
void draw_release(struct draw *draw);

/* The next `len` bytes of the stream. */
TL_CHECK tl_status draw_bytes(
    struct draw *draw, unsigned char *out, size_t len, struct tl_error *e);

/* The same for bytes that nobody here needs. */
TL_CHECK tl_status draw_skip(struct draw *draw, size_t len, struct tl_error *e);

/* A number in [0, bound), bound >= 1: four bytes, most significant first, are a number x. Where x is not below the
 * largest multiple of bound that fits 32 bits, four more are drawn; the answer is x mod bound. */
TL_CHECK tl_status draw_below(struct draw *draw, uint32_t bound, uint32_t *out, struct tl_error *e);

#endif
