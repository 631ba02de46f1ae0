/*
 * base/crypto_token.h -- a private key that stays in its token (PKCS#11).
 *
 * Idea:   the key is used through the engine that the system has for it. The engine interface is deprecated in OpenSSL 3
 *         and is what Debian 12 has for PKCS#11: it is used in this one file, and nobody else learns of it.
 * Always: the engine is the one in the library's own folder; no configuration and no variable names another. The PIN is
 *         handed over and never shown.
 * Owns:   the signing key owns its engine.
 * Fails:  TL_KEY where engine, module, token, PIN or key is missing or wrong, with what to look at.
 */
#ifndef BASE_CRYPTO_TOKEN_H
#define BASE_CRYPTO_TOKEN_H

#include "base/crypto_key.h"

/* `uri`: RFC 7512, without its query. `module`: the PKCS#11 library, an absolute path; NULL: what p11-kit knows. */
TL_CHECK tl_status token_key_load(struct signing_key *out, const char *uri, const char *module,
    struct slice pin, struct tl_error *e);

#endif
