/*
 * base/crypto_trial.h -- keys to try the program with.
 *
 * Idea:   a newcomer signs and verifies within a minute, without a certification authority. Every subject says TRIAL,
 *         because the authority's key is thrown away as soon as it has signed, and nobody vouches for it.
 * Always: P-384 and SHA-384; random serial numbers of 128 bits; valid for a year from `now`.
 * Owns:   the caller's buffers get PEM text; the key's is unencrypted PKCS#8 and is wiped by buf_release().
 * Fails:  TL_SYSTEM; the buffers are empty then.
 */
#ifndef BASE_CRYPTO_TRIAL_H
#define BASE_CRYPTO_TRIAL_H

#include "base/buf.h"

TL_CHECK tl_status crypto_make_trial_pki(
    int64_t now, struct buf *ca, struct buf *certificate, struct buf *key, struct tl_error *e);

#endif
