/*
 * manifest/token_take.h -- the next value of a token, or why not.
 *
 * Idea:   manifest/der.h reads; these turn its answers into the reasons of manifest/token.h.
 * Always: an answer other than TOKEN_UNCHECKED is a refusal.
 * Owns:   nothing; slices point into the token.
 * Fails:  never otherwise.
 */
#ifndef MANIFEST_TOKEN_TAKE_H
#define MANIFEST_TOKEN_TAKE_H

#include "base/crypto_time.h"
#include "manifest/der.h"
#include "manifest/token.h"

#define TOKEN_TRY(call)                                                                            \
	do {                                                                                       \
		enum token_reason try_reason = (call);                                             \
		if (try_reason != TOKEN_UNCHECKED)                                                 \
			return try_reason;                                                         \
	} while (0)

/* Content, or whole value, of what comes next; `otherwise` where something else comes. */
enum token_reason token_take(
    struct slice *rest, unsigned char tag, struct slice *content, enum token_reason otherwise);
enum token_reason token_take_whole(
    struct slice *rest, unsigned char tag, struct slice *whole, enum token_reason otherwise);
/* A value with exactly this content. */
enum token_reason token_expect(
    struct slice *rest, unsigned char tag, struct slice content, enum token_reason otherwise);
enum token_reason token_expect_small(
    struct slice *rest, unsigned char number, enum token_reason otherwise);
enum token_reason token_expect_end(struct slice rest, enum token_reason otherwise);

/* A digest's AlgorithmIdentifier; parameters are absent or NULL (RFC 5754 §2), where `null` may be given. */
enum token_reason token_take_digest(
    struct slice *rest, enum time_digest *digest, bool *null, enum token_reason otherwise);

/* The content of a positive INTEGER in its shortest form, at most `most` bytes. */
bool token_is_number(struct slice content, size_t most);

#endif
