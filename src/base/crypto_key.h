/*
 * base/crypto_key.h -- a private key that signs.
 *
 * Idea:   the only part of the crypto door that a verifier does not need, so that a program can be linked without it.
 * Always: P-384 or RSA of 3072 bits and more, with SHA-384; an ECDSA signature leaves with the lower of its two s.
 * Owns:   the key; signing_key_release() wipes it. What was decoded on the way is wiped too.
 * Fails:  TL_KEY where the bytes are no such key, the passphrase is wrong, or the key does not fit the certificate.
 */
#ifndef BASE_CRYPTO_KEY_H
#define BASE_CRYPTO_KEY_H

#include "base/crypto_cert.h"

/* Of an RSA signature of 8192 bits. */
#define SIGNATURE_MAX 1024

struct signing_key {
	void *key;     /* EVP_PKEY */
	bool in_token; /* somebody else's program signs (crypto_token.h) */
};

struct signature {
	unsigned char bytes[SIGNATURE_MAX];
	size_t len;
};

/* PKCS#8, encrypted PKCS#8 (RFC 5958), SEC 1 or PKCS#1, in PEM or DER. The passphrase may be empty. */
TL_CHECK tl_status signing_key_load(
    struct signing_key *out, struct slice bytes, struct slice passphrase, struct tl_error *e);
void signing_key_release(struct signing_key *key);

TL_CHECK tl_status signing_key_fits(
    const struct signing_key *key, const struct certificate *certificate, struct tl_error *e);

/* Over SHA-384 of the bytes; certificate_signed() is the other half. */
TL_CHECK tl_status signing_key_sign(
    const struct signing_key *key, struct slice bytes, struct signature *out, struct tl_error *e);

#endif
