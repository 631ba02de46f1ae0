/*
 * manifest/tee.h -- SHA-512 of a manifest, taken while somebody else reads it.
 *
 * Idea:   an SSH signature is over another digest than a seal. It is computed from the very bytes that are handed on, so
 *         that one look at the manifest serves both.
 * Always: everything that passes is hashed, in order.
 * Owns:   the hasher; tee_release() frees it.
 * Fails:  tee_end() with TL_SYSTEM.
 */
#ifndef MANIFEST_TEE_H
#define MANIFEST_TEE_H

#include "base/crypto_ssh.h"

struct tee {
	struct tl_reader from;
	struct wide_hasher hasher;
};

TL_CHECK tl_status tee_init(struct tee *tee, struct tl_reader from, struct tl_error *e);
void tee_release(struct tee *tee);
/* Reads through it; the tee must stay where it is. */
struct tl_reader tee_reader(struct tee *tee);
TL_CHECK tl_status tee_end(struct tee *tee, struct wide_digest *out, struct tl_error *e);

#endif
