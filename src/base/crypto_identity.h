/*
 * base/crypto_identity.h -- when two public keys are one.
 *
 * Idea:   who signs twice with one key is one signer, whatever certificates he has and in whatever envelope he signs. A
 *         key is known by its numbers: the point of a curve, the modulus of RSA.
 * Always: the same key has one identity in every encoding. Two RSA keys of one modulus are one, whatever their exponents,
 *         because whoever has one of them has the other.
 * Owns:   nothing.
 * Fails:  TL_KEY for a key of another kind; TL_SYSTEM.
 */
#ifndef BASE_CRYPTO_IDENTITY_H
#define BASE_CRYPTO_IDENTITY_H

#include "base/crypto.h"
#include "base/crypto_cert.h"

/* EVP_PKEY. */
TL_CHECK tl_status key_identity(const void *key, struct digest *out, struct tl_error *e);
TL_CHECK tl_status certificate_identity(
    const struct certificate *certificate, struct digest *out, struct tl_error *e);

#endif
