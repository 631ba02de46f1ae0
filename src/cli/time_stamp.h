/*
 * cli/time_stamp.h -- the time stamp of a seal, as `verify` is given it.
 *
 * Idea:   --tsa-trust says that time is to be proved; the token stands beside the seal.
 * Always: where it was asked for and is not there, the verdict is not good.
 * Owns:   the caller frees the trust, and closes the token.
 * Fails:  TL_NO for a token that is not there; TL_KEY, TL_SYSTEM.
 */
#ifndef CLI_TIME_STAMP_H
#define CLI_TIME_STAMP_H

#include "cli/file.h"

/* Roots of time-stamping authorities, and revocation lists (NULL: none). */
tl_status load_tsa(const char *roots, const char *lists, struct tl_trust **out, struct tl_error *e);

/* `path` NULL: SEAL.tsr. One small regular file. */
tl_status load_token(const char *path, const char *seal, struct file *out, struct tl_error *e);

#endif
