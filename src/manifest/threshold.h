/*
 * manifest/threshold.h -- how many of those who signed count, and which roles they hold.
 *
 * Idea:   k of n, as a count over keys. Who signs twice with one key, or has two certificates for it, or signs in both
 *         envelopes, is one signer. Each role is held by another signer: one cannot be author and reviewer at once.
 * Always: pure. Where roles are demanded, a signer who holds none of them does not count.
 * Owns:   nothing.
 * Fails:  never.
 */
#ifndef MANIFEST_THRESHOLD_H
#define MANIFEST_THRESHOLD_H

#include "manifest/form.h"

/* Seals and SSH signatures together. */
#define SIGNATURES_MAX (2 * FORM_SIGNERS_MAX)

struct signatory {
	struct digest key; /* key_identity() */
	uint32_t roles;    /* bit i: may hold role i of the manifest */
};

struct tally {
	size_t signers; /* with different keys, that count */
	uint32_t held;  /* as many roles as different signers can hold at once */
};

/* At most SIGNATURES_MAX signatories and FORM_ROLES_MAX roles. */
struct tally threshold_count(const struct signatory *all, size_t count, size_t roles);

#endif
