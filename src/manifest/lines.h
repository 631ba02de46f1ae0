/*
 * manifest/lines.h -- a manifest as lines, hashed as they are read.
 *
 * Idea:   the digest that the seal is checked against is taken over the very bytes that are looked at; nothing is read
 *         twice.
 * Always: constant memory. A line is handed out with its LF; without one it is the last, or longer than FORM_LINE_MAX.
 * Owns:   one buffer and a hasher. A line lives until the next call.
 * Fails:  TL_SYSTEM where the reader or memory fails.
 */
#ifndef MANIFEST_LINES_H
#define MANIFEST_LINES_H

#include "base/crypto.h"

struct lines {
	struct tl_reader reader;
	struct hasher hasher;
	unsigned char *bytes;
	size_t at, len;
	size_t number; /* of the line handed out last, from 1 */
	bool ended;
};

TL_CHECK tl_status lines_init(struct lines *lines, struct tl_reader reader, struct tl_error *e);
void lines_release(struct lines *lines);

/* The next line; empty at the end. */
TL_CHECK tl_status lines_next(struct lines *lines, struct slice *line, struct tl_error *e);

/* The digest of everything read; asked for once, at the end. */
TL_CHECK tl_status lines_digest(struct lines *lines, struct digest *out, struct tl_error *e);

#endif
