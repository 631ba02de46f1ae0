/*
 * manifest/earlier.h -- is everything that was released before still released?
 *
 * Idea:   the kept pieces of the earlier release, in order, must be found among those of the later one. A piece is found
 *         by its digest where it is the same piece again. Where it became part of a larger one, no digest tells; then the
 *         earlier output must be at hand, and its bytes are looked for. The same walk serves the one who releases and the
 *         one who verifies.
 * Always: each earlier piece is found once, behind the one before it, and inside of one later piece. With the earlier
 *         output, white space at the ends of a piece does not count: a writer sets it by what stands beside the piece.
 *         The first place where a piece can be found is taken; if there is a way to find all of them, this finds them.
 * Owns:   the list of the earlier pieces and of what is new, and one later piece while its bytes are collected.
 * Fails:  earlier_read() with TL_NO where the earlier manifest, or its output, is none; TL_SYSTEM.
 */
#ifndef MANIFEST_EARLIER_H
#define MANIFEST_EARLIER_H

#include "base/buf.h"
#include "manifest/verify.h"

enum earlier_reason {
	EARLIER_NONE = 0, /* none was given */
	EARLIER_UNCHECKED,
	EARLIER_GOOD,
	EARLIER_MANIFEST,  /* it is no manifest, or its output does not fit it */
	EARLIER_NOT_NAMED, /* the later manifest names none */
	EARLIER_OTHER,     /* or another one */
	EARLIER_UNSIGNED,
	EARLIER_SEAL,
	EARLIER_SIGNERS,
	EARLIER_GONE,    /* a piece is not there, with the earlier output at hand */
	EARLIER_UNKNOWN, /* a piece is not there as a whole, and its bytes are not known */
	EARLIER_REASONS
};

/* A run of the later output that was not released before. */
struct earlier_range {
	uint64_t offset, length;
};

struct earlier {
	enum earlier_reason reason;
	const char *text;             /* the reason in words */
	struct manifest_earlier name; /* of the earlier manifest */
	uint64_t signers;             /* that it requires */
	struct slice output;          /* the earlier one; ptr NULL: not at hand */
	struct buf pieces;            /* in its order */
	size_t found;                 /* of them, so far */
	struct buf fresh;             /* struct earlier_range */
	uint64_t fresh_bytes;
	struct buf piece; /* the later piece that is being read */
};

size_t earlier_count(const struct earlier *earlier);
size_t earlier_fresh_count(const struct earlier *earlier);
struct earlier_range earlier_fresh_at(const struct earlier *earlier, size_t index);

/* `output`: ptr NULL where it is not at hand; else it lives as long as *out. The reason is then EARLIER_UNCHECKED. */
TL_CHECK tl_status earlier_read(
    struct earlier *out, struct tl_reader manifest, struct slice output, struct tl_error *e);
void earlier_release(struct earlier *earlier);

/* Each kept piece of the later release, in order. `bytes` are not looked at where the earlier output is not at hand. */
TL_CHECK tl_status earlier_see_kept(struct earlier *earlier, uint64_t offset, uint64_t length,
    const struct digest *digest, struct slice bytes, struct tl_error *e);

/* Behind the last one: was everything found? */
bool earlier_is_complete(const struct earlier *earlier);

tl_status earlier_settle(struct earlier *earlier, enum earlier_reason reason, struct tl_error *e);

#endif
