/*
 * manifest/seal_form.h -- the one form of a seal, byte by byte.
 *
 * Idea:   the signer writes a seal with these functions, and the verifier writes it again with the same ones. What is
 *         not determined by struct seal_parts cannot be in a seal.
 * Always: RFC 5652 §5.1 and §5.3, RFC 5035 §3, RFC 5754 §2 and §3, RFC 4056 §3, all in DER.
 * Owns:   nothing.
 * Fails:  TL_KEY for a certificate that is not DER; TL_SYSTEM.
 */
#ifndef MANIFEST_SEAL_FORM_H
#define MANIFEST_SEAL_FORM_H

#include "base/crypto.h"
#include "base/crypto_cert.h"
#include "manifest/der.h"
#include "manifest/seal.h"

struct seal_parts {
	enum seal_content content;
	const struct certificate *signer;
	const struct certificates *others; /* in the order of their bytes */
	const struct digest *manifest;
	int64_t signing_time;
	struct slice signature;
};

/* Contents of object identifiers, and whole algorithm identifiers. */
struct slice seal_oid_signed_data(void);
struct slice seal_oid_content(enum seal_content content);
struct slice seal_oid_sha384(void);

enum seal_attribute {
	SEAL_ATTRIBUTE_TYPE,
	SEAL_ATTRIBUTE_TIME,
	SEAL_ATTRIBUTE_DIGEST,
	SEAL_ATTRIBUTE_SIGNER
};
#define SEAL_ATTRIBUTES 4
struct slice seal_oid_attribute(enum seal_attribute attribute);

void seal_add_algorithm(struct buf *out, enum key_kind kind);

/* The issuer's name and the serial number, as they stand in the certificate. */
TL_CHECK tl_status seal_issuer_serial(const struct certificate *certificate, struct slice *issuer,
    struct slice *serial, struct tl_error *e);

/* What is signed: the attributes as SET OF, tag 0x31 (RFC 5652 §5.4). The signature is not used. */
TL_CHECK tl_status seal_add_attributes(
    struct buf *out, const struct seal_parts *parts, struct tl_error *e);

TL_CHECK tl_status seal_encode(struct buf *out, const struct seal_parts *parts, struct tl_error *e);

#endif
