/*
 * manifest/token_read.h -- takes a token apart, and says what is wrong with it.
 *
 * Idea:   every field is compared with the only value it may have, in the order of the file, so that each forgery gets
 *         its own reason. token_check() does not rely on that: it writes the token again and compares.
 * Always: an answer other than TOKEN_UNCHECKED is a refusal.
 * Owns:   the certificates; token_read_release() frees them. Slices point into the token.
 * Fails:  never otherwise. Certificates that cannot be read are a refusal.
 */
#ifndef MANIFEST_TOKEN_READ_H
#define MANIFEST_TOKEN_READ_H

#include "manifest/token_info.h"

/* The authority's and its chain; more is refused before they are parsed. */
#define TOKEN_CERTIFICATES_MAX 8

struct token_read {
	struct certificates own;    /* one: the authority's */
	struct certificates others; /* in the order of the file */
	struct slice info;          /* TSTInfo, whole */
	enum time_digest digest;    /* of the signature */
	struct slice attributes;    /* content of the set */
	struct slice signature;
	struct token_info says;
	struct token_attributes binds;
};

enum token_reason token_read_all(struct token_read *out, struct slice token);
void token_read_release(struct token_read *read);

/* The certificates of `embedded`, that of issuer and serial number `id` in out->own. */
enum token_reason token_read_certificates(
    struct token_read *out, struct slice embedded, struct slice id);

#endif
