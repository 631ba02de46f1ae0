/*
 * manifest/token_form.h -- the one form of a token, byte by byte.
 *
 * Idea:   who installs a token writes it with these functions, and the verifier writes it again with the same ones. The
 *         authority signs the attributes, they name the content and its certificate; the rest is determined here.
 * Always: RFC 3161 §2.4.2, RFC 5652 §5, RFC 5816, all in DER. No status text, no lists, nothing unsigned; digests without
 *         parameters (RFC 5754 §2), rsaEncryption for RSA keys (RFC 3370 §3.2).
 * Owns:   nothing.
 * Fails:  TL_KEY for a certificate that is not DER; TL_SYSTEM.
 */
#ifndef MANIFEST_TOKEN_FORM_H
#define MANIFEST_TOKEN_FORM_H

#include "base/crypto_time.h"
#include "manifest/der.h"

struct token_parts {
	const struct certificate *tsa;
	const struct certificates *others;
	struct slice info;       /* TSTInfo, whole */
	enum time_digest digest; /* of the attributes, and of the content in them */
	struct slice attributes; /* content of the set, sorted */
	struct slice signature;
};

/* Contents of object identifiers. */
struct slice token_oid_info(void);
struct slice token_oid_digest(enum time_digest digest);

/* What the authority signed: the attributes as SET OF (RFC 5652 §5.4). */
void token_add_signed(struct buf *out, struct slice attributes);

void token_add_digest(struct buf *out, enum time_digest digest, bool null);

TL_CHECK tl_status token_encode(
    struct buf *out, const struct token_parts *parts, struct tl_error *e);

#endif
