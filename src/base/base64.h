/*
 * base/base64.h -- base64 in its one form (RFC 4648 §4).
 *
 * Idea:   what is accepted is what would have been written: padded, no white space, the unused bits zero (§3.5).
 * Always: linear, and never more than the room that is given.
 * Owns:   nothing.
 * Fails:  base64_take() with false.
 */
#ifndef BASE_BASE64_H
#define BASE_BASE64_H

#include <stdint.h>

#include "base/buf.h"

void base64_add(struct buf *out, struct slice bytes);

/* At most `room` bytes to `out`; *len is how many. */
bool base64_take(struct slice text, unsigned char *out, size_t room, size_t *len);

#endif
