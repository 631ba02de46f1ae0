/*
 * manifest/token_info.h -- what the authority says, and what it signs: TSTInfo and the signed attributes.
 *
 * Idea:   both are the authority's bytes and cannot be brought into another form, so they are read as they are, in strict
 *         DER. What is not understood is refused where it is critical; other attributes and extensions say nothing here.
 * Always: one value an attribute, no attribute twice. Times in whole seconds: the fraction is in `until`.
 * Owns:   nothing; slices point into the token.
 * Fails:  never; an answer other than TOKEN_UNCHECKED is a refusal.
 */
#ifndef MANIFEST_TOKEN_INFO_H
#define MANIFEST_TOKEN_INFO_H

#include "manifest/token_take.h"

struct token_info {
	struct slice policy;             /* whole object identifier */
	enum time_digest imprint_digest; /* SHA-384 or SHA-512 */
	struct slice imprint;
	struct moment moment;
	struct slice nonce; /* content; empty: none */
};

enum token_reason token_read_info(struct token_info *out, struct slice info);

struct token_attributes {
	struct slice digest; /* of the TSTInfo */
	/* ESSCertIDv2 of the authority's certificate (RFC 5816); the name and the number are whole, or empty. */
	enum time_digest id_digest;
	struct slice id_hash, id_issuer, id_serial;
};

/* `attributes` is the content of the set, in its order. */
enum token_reason token_read_attributes(struct token_attributes *out, struct slice attributes);

#endif
