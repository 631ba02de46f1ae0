/*
 * base/crypto_time.h -- what a time-stamping authority signs with.
 *
 * Idea:   a token is not ours but that of an authority (RFC 3161), so more kinds of keys and digests than our own suite are
 *         taken; which ones is decided here, once.
 * Always: nothing below 128 bits: RSA of 3072 to 8192 bits (PKCS #1 v1.5, which is what the stock verifier reads), P-256,
 *         P-384 or P-521; SHA-256, SHA-384 or SHA-512. An ECDSA signature counts in one form only: DER, low s.
 * Owns:   nothing.
 * Fails:  TL_KEY for a signature that cannot be read; TL_SYSTEM.
 */
#ifndef BASE_CRYPTO_TIME_H
#define BASE_CRYPTO_TIME_H

#include "base/crypto_cert.h"

enum time_digest {
	TIME_NO_DIGEST,
	TIME_SHA256,
	TIME_SHA384,
	TIME_SHA512
};

struct time_hash {
	unsigned char bytes[64];
	size_t len;
};

TL_CHECK tl_status time_hash_of(
    enum time_digest digest, struct slice bytes, struct time_hash *out, struct tl_error *e);

enum time_key {
	TIME_KEY_UNFIT,
	TIME_KEY_EC,
	TIME_KEY_RSA
};

enum time_key certificate_time_key(const struct certificate *certificate);

/* NULL where this certificate may stamp at `at` (RFC 3161 §2.3: timeStamping alone, critical), else the reason. */
const char *certificate_unfit_for_time(const struct certificate *certificate, int64_t at);

/* Whether its bytes are what the library would write. Of an intermediate nobody signs the lengths of its outer fields. */
bool certificate_is_exact(const struct certificate *certificate);

bool certificate_stamped(const struct certificate *certificate, enum time_digest digest,
    struct slice bytes, struct slice signature);

/* The signature's one form: of ECDSA the lower of the two s, of RSA as it is. */
TL_CHECK tl_status time_signature_settle(const struct certificate *certificate,
    struct slice signature, struct buf *out, struct tl_error *e);

/* "1.2.3": an object identifier (tag and length with it) in dots; at most `size` bytes with the NUL. */
bool oid_in_dots(struct slice whole, char *out, size_t size);

#endif
