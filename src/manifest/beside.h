/*
 * manifest/beside.h -- the digest of a stream, computed beside the caller's own work on it.
 *
 * Idea:   an output is hashed twice, once as a whole and once piece by piece. The two have nothing to do with each
 *         other, so the whole is hashed by a second thread while the caller works on the same bytes.
 * Always: the digest is that of all bytes given, in order. Where no thread can be had, or the stream is short, the
 *         caller's thread hashes. Constant memory.
 * Owns:   its slots, a hasher and the thread; beside_release() ends and joins it at any time.
 * Fails:  TL_SYSTEM on memory or where the digest cannot be computed.
 */
#ifndef MANIFEST_BESIDE_H
#define MANIFEST_BESIDE_H

#include "base/crypto.h"

#define BESIDE_SLOT  ((size_t)1 << 17)
#define BESIDE_SLOTS 8

struct beside_thread; /* beside.c: keeps threads out of everybody's headers */

struct beside {
	struct hasher hasher;
	unsigned char *slots;
	size_t lens[BESIDE_SLOTS];
	size_t most[BESIDE_SLOTS]; /* the largest of lens so far; the caller's alone */
	/* Counters that only grow; slot n is n % BESIDE_SLOTS. Under the lock once the thread runs. */
	size_t given, hashed;
	bool ended;
	bool alone;                   /* no thread could be had */
	struct beside_thread *thread; /* NULL: none runs */
};

TL_CHECK tl_status beside_init(struct beside *beside, struct tl_error *e);
void beside_release(struct beside *beside);

/* BESIDE_SLOT bytes to fill. Until the next call the caller may also read what it filled in. */
unsigned char *beside_slot(struct beside *beside);
/* The slot was filled with `len` bytes. */
void beside_give(struct beside *beside, size_t len);

/* Waits for the digest of everything given. Asked for once. */
TL_CHECK tl_status beside_end(struct beside *beside, struct digest *out, struct tl_error *e);

#endif
