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

TL_CHECK tl_status write_sink(struct tl_sink sink, struct slice bytes, struct tl_error *e);

#endif
