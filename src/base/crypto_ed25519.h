/*
 * base/crypto_ed25519.h -- signatures of a log (RFC 8032).
 *
 * Idea:   a log's checkpoints are signed with Ed25519 because that is what stock readers of logs verify (C2SP signed-note).
 * Always: the pure scheme, no context, no prehash. What verifies and what signs stand in different files.
 * Owns:   nothing; the private key is a struct signing_key.
 * Fails:  TL_KEY where the key is of another kind.
 */
#ifndef BASE_CRYPTO_ED25519_H
#define BASE_CRYPTO_ED25519_H

#include "base/crypto_key.h"

#define ED25519_KEY_SIZE       32
#define ED25519_SIGNATURE_SIZE 64

struct ed25519_public {
	unsigned char bytes[ED25519_KEY_SIZE];
};

bool ed25519_signed(const struct ed25519_public *key, struct slice bytes,
    const unsigned char signature[ED25519_SIGNATURE_SIZE]);

TL_CHECK tl_status ed25519_public_of(
    const struct signing_key *key, struct ed25519_public *out, struct tl_error *e);
TL_CHECK tl_status ed25519_sign(const struct signing_key *key, struct slice bytes,
    unsigned char signature[ED25519_SIGNATURE_SIZE], struct tl_error *e);

#endif
