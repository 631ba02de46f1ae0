/*
 * pipeline/signer.h -- the inside of a public signer.
 *
 * Idea:   the one handle that holds a private key; apart from library.h, so that only what signs sees it.
 * Always: key and certificate fit each other.
 * Owns:   the key, until tl_signer_free().
 * Fails:  write_sink() with TL_SYSTEM.
 */
#ifndef PIPELINE_SIGNER_H
#define PIPELINE_SIGNER_H

#include "manifest/seal.h"

struct tl_signer {
	struct seal_signer signer;
};

struct tl_ssh_signer {
	struct ssh_private key;
};

/* The SSH signature over a manifest of this SHA-512, to its sink. */
TL_CHECK tl_status write_ssh_seal(const struct tl_ssh_signer *signer,
    const struct wide_digest *manifest, struct tl_sink sink, struct tl_error *e);
TL_CHECK tl_status write_seal(const struct tl_signer *signer, const struct digest *manifest,
    int64_t now, struct tl_sink sink, struct tl_error *e);

TL_CHECK tl_status write_sink(struct tl_sink sink, struct slice bytes, struct tl_error *e);

#endif
