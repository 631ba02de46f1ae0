/*
 * manifest/reopen.h -- the gaps of a release, made again from its seed.
 *
 * Idea:   the draws depend on how many pieces were withheld in which gap and on nothing else. So a gap that nobody asks for
 *         is passed over, and only the others are hashed again.
 * Always: gaps in ascending order, each with all of its pieces. What is made again must be compared with the manifest
 *         before anything is said with it.
 * Owns:   its stream, a hasher, and one gap with its trace; reopen_release() wipes them.
 * Fails:  as manifest/gap.h does.
 */
#ifndef MANIFEST_REOPEN_H
#define MANIFEST_REOPEN_H

#include "manifest/gap.h"
#include "manifest/salts.h"

struct reopen {
	struct draw draw;
	struct hasher hasher;
	struct gap gap;
	struct gap_trace trace; /* of the current gap, or of the one that was closed last */
	uint64_t next;          /* the first gap that nothing was drawn for */
	bool traced;            /* the current one */
};

TL_CHECK tl_status reopen_init(
    struct reopen *r, const unsigned char seed[SEED_SIZE], struct salts *salts, struct tl_error *e);
void reopen_release(struct reopen *r);

/* Those before it that were not begun are empty. `number` is at least r->next. */
TL_CHECK tl_status reopen_begin(struct reopen *r, uint64_t number, bool traced, struct tl_error *e);
/* A piece of the current gap; descriptor and body count only where it is traced. */
TL_CHECK tl_status reopen_piece(
    struct reopen *r, struct slice descriptor, struct slice body, struct tl_error *e);
/* *out is zero where the gap was not traced. */
TL_CHECK tl_status reopen_end(struct reopen *r, struct digest *out, struct tl_error *e);

#endif
