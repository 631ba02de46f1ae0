/*
 * cli/stamp.h -- asks a time-stamping authority, for `redact` and for `stamp`.
 *
 * Idea:   a request over the seal goes out through the user's HTTP tool, the answer is checked in full, and the token goes into a
 *         part that is published with the rest.
 * Always: nothing is published before the answer was found good.
 * Owns:   nothing after it returned.
 * Fails:  TL_KEY for an answer that is no good; TL_USAGE, TL_SYSTEM.
 */
#ifndef CLI_STAMP_H
#define CLI_STAMP_H

#include "cli/publish.h"

struct stamping {
	const char *url, *command;  /* command NULL: the default */
	const struct tl_trust *tsa; /* whose tokens count */
};

tl_status stamp_online(
    const struct stamping *how, struct tl_bytes seal, struct part *token, struct tl_error *e);
tl_status stamp_request(struct tl_bytes seal, struct part *request, struct tl_error *e);
/* The answer to that request, checked. */
tl_status stamp_accept(const struct tl_trust *tsa, struct tl_bytes seal, struct tl_bytes request,
    struct tl_bytes response, struct part *token, struct tl_error *e);

#endif
