/*
 * base/crypto_cert.h -- certificates: what they say, whether they may sign, whether they signed.
 *
 * Idea:   a certificate is its exact DER bytes and what the library read from them. Which keys and usages are good
 *         enough is decided here, once, for the signer and for the verifier.
 * Always: P-384, or RSA of 3072 to 8192 bits for PSS; SHA-384 in both. digitalSignature, emailProtection and
 *         documentSigning together. An ECDSA signature is valid in one form only: strict DER, low s.
 * Owns:   a certificate owns its object and its bytes; certificates_release() frees them.
 * Fails:  TL_KEY where the bytes are no certificates; TL_SYSTEM on memory.
 */
#ifndef BASE_CRYPTO_CERT_H
#define BASE_CRYPTO_CERT_H

#include "base/buf.h"

#define CERTIFICATES_MAX 32
#define FINGERPRINT_SIZE 32 /* SHA-256, as `openssl x509 -fingerprint -sha256` prints it */

enum key_kind {
	KEY_UNFIT,
	KEY_P384,
	KEY_RSA
};

struct certificate {
	void *x509;         /* X509 */
	unsigned char *der; /* exact bytes */
	size_t len;
};

struct certificates {
	struct certificate items[CERTIFICATES_MAX];
	size_t count;
};

/* PEM with one block or more (others than certificates are passed over), or one in DER. At least one. */
TL_CHECK tl_status certificates_load(
    struct certificates *out, struct slice bytes, struct tl_error *e);
/* One more, from DER that is used up to its last byte. */
TL_CHECK tl_status certificates_add(struct certificates *to, struct slice der, struct tl_error *e);
void certificates_release(struct certificates *certificates);

struct slice certificate_der(const struct certificate *certificate);

/* The subject in the form of RFC 2253, in ASCII: everything else is escaped. */
TL_CHECK tl_status certificate_subject(
    const struct certificate *certificate, struct buf *out, struct tl_error *e);
/* The serial number in hexadecimal, as `openssl x509 -serial` prints it. */
TL_CHECK tl_status certificate_serial(
    const struct certificate *certificate, struct buf *out, struct tl_error *e);
TL_CHECK tl_status certificate_fingerprint(
    const struct certificate *certificate, unsigned char out[FINGERPRINT_SIZE], struct tl_error *e);

/* The organizational unit of that number in the subject, from 0 on, in UTF-8 with its NUL. False: there is none, or it does
 * not fit. */
bool certificate_unit(const struct certificate *certificate, size_t number, char *out, size_t size);

enum key_kind certificate_key(const struct certificate *certificate);

/* NULL where this certificate may sign a manifest at `now` (seconds since 1970, UTC), else the reason. */
const char *certificate_unfit(const struct certificate *certificate, int64_t now);

/* A certificate that may issue others: basicConstraints and keyUsage say so (RFC 5280 §4.2.1.9, §4.2.1.3). */
bool certificate_is_ca(const struct certificate *certificate);
/* Subject and issuer are one, and its own key signed it. */
bool certificate_is_self_signed(const struct certificate *certificate);
/* By names, key identifiers and key usage; the signature is not checked. */
bool certificate_issued(const struct certificate *issuer, const struct certificate *subject);

/* Whether this certificate's key made the signature over SHA-384 of the bytes: ECDSA (RFC 5753) or PSS with MGF1 of
 * SHA-384 and 48 bytes of salt (RFC 4056). */
bool certificate_signed(
    const struct certificate *certificate, struct slice bytes, struct slice signature);

/* Both (r, s) and (r, n - s) are signatures of the same bytes; only the one with s <= n / 2, in DER, is ours. */
bool ecdsa_is_low(struct slice signature);

#endif
