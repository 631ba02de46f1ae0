/*
 * pipeline/trust.h -- the inside of a public trust.
 *
 * Idea:   whose signatures count; apart from library.h, so that a verifier sees no policy.
 * Always: a handle that exists is complete.
 * Owns:   the roots and lists, until tl_trust_free().
 * Fails:  never.
 */
#ifndef PIPELINE_TRUST_H
#define PIPELINE_TRUST_H

#include "manifest/seal.h"

struct tl_trust {
	struct seal_trust trust;
};

#endif
