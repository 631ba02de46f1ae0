/*
 * manifest/token.h -- a time stamp over a seal: RFC 3161.
 *
 * Idea:   a time-stamping authority says that the seal existed at a moment. Then a signer's certificate that expires or is
 *         revoked later does no harm, and what the signer claims of the time need not be believed. What the authority did
 *         not sign (status, order, algorithm parameters, further certificates) has one form here: who asks for a token
 *         brings the answer into it, and the verifier writes it again and compares, as with a seal.
 * Always: TimeStampResp in DER, granted, imprint SHA-384 or SHA-512 of the whole seal. The stock tool reads it too:
 *         openssl ts -verify.
 * Owns:   nothing.
 * Fails:  checking: TL_NO with the first reason in the verdict and in `e`. Making: TL_KEY, and the buffer is empty.
 *
 * token_make.c has what asks and installs, token_check.c what verifies; neither needs the other.
 */
#ifndef MANIFEST_TOKEN_H
#define MANIFEST_TOKEN_H

#include "base/buf.h"
#include "base/crypto_trust.h"

/* Longer ones are refused unread. */
#define TOKEN_MAX ((size_t)64 << 10)

enum token_reason {
	TOKEN_UNCHECKED = 0,
	TOKEN_GOOD,
	/* the file */
	TOKEN_EMPTY,
	TOKEN_TOO_LARGE,
	TOKEN_NOT_RESPONSE,
	TOKEN_NOT_DER,
	TOKEN_TRAILING,
	TOKEN_STATUS,
	/* SignedData */
	TOKEN_NOT_CMS,
	TOKEN_VERSION,
	TOKEN_DIGEST,
	TOKEN_CONTENT_TYPE,
	TOKEN_CERTIFICATES,
	TOKEN_LISTS,
	TOKEN_SIGNERS,
	TOKEN_SIGNER_ID,
	TOKEN_ATTRIBUTES,
	TOKEN_ATTRIBUTE_TYPE,
	TOKEN_ATTRIBUTE_DIGEST,
	TOKEN_ATTRIBUTE_CERTIFICATE,
	TOKEN_UNSIGNED_ATTRIBUTES,
	TOKEN_ALGORITHM,
	/* TSTInfo */
	TOKEN_INFO,
	TOKEN_EXTENSION,
	TOKEN_IMPRINT,
	TOKEN_TIME,
	TOKEN_ACCURACY,
	/* the whole */
	TOKEN_OTHER_SEAL,
	TOKEN_FORM,
	TOKEN_TSA_UNFIT,
	TOKEN_SIGNATURE,
	TOKEN_UNTRUSTED,
	TOKEN_FUTURE,
	TOKEN_REASONS
};

/* A constant English sentence without its full stop. */
const char *token_reason_text(enum token_reason reason);

struct token_verdict {
	enum token_reason reason;
	const char *text; /* a constant: the reason in words */
	/* Empty until all was found good. */
	struct moment moment; /* what is proved */
	char tsa[512];        /* subject of the authority's certificate, RFC 2253, ASCII */
	char policy[128];     /* under which the authority stamped, in dots */
	bool revocation_checked;
	int64_t
	    revoked_later; /* of the authority's certificate, for a harmless reason; 0: not known */
};

/* TL_OK: an authority under one of the roots says that these bytes existed at out->moment. */
TL_CHECK tl_status token_check(const struct trust *trust, struct slice token, struct slice seal,
    int64_t now, struct token_verdict *out, struct tl_error *e);

/* TimeStampReq (RFC 3161 §2.4.1) for these bytes: SHA-384, a fresh nonce, the certificates asked for. */
TL_CHECK tl_status token_request(struct slice seal, struct buf *out, struct tl_error *e);

/* The response to that request, in its one form; granted, and with imprint and nonce of the request. Signature and trust are
 * token_check()'s. */
TL_CHECK tl_status token_make(
    struct slice request, struct slice response, struct buf *out, struct tl_error *e);

#endif
