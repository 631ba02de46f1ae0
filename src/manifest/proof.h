/*
 * manifest/proof.h -- openings of one release, made later, for whoever may see them.
 *
 * Idea:   a proof names the manifest that it belongs to and opens some leaves of its gaps; nothing is said about the
 *         others. While the verifier walks through the manifest, each opening is held against its gap.
 * Always: it names its manifest by digest, and it is good only where every opening leads to the commitment of the gap that
 *         it names. Openings stand in the order of their gaps; none comes twice. All of it is held in memory, up to
 *         PROOF_MAX.
 * Owns:   a read proof its openings and their contents; proof_release() wipes them.
 * Fails:  proof_read() and proof_judge() with TL_NO, the reason in the proof; TL_SYSTEM.
 */
#ifndef MANIFEST_PROOF_H
#define MANIFEST_PROOF_H

#include "manifest/opening.h"

#define PROOF_MAX          ((size_t)16 << 20) /* bytes of the file */
#define PROOF_OPENINGS_MAX 64

enum proof_reason {
	PROOF_NONE = 0, /* none was given */
	PROOF_UNCHECKED,
	PROOF_GOOD,
	PROOF_TOO_LARGE,
	PROOF_FORM,
	PROOF_EMPTY, /* no opening */
	PROOF_MANY,
	PROOF_ORDER,
	PROOF_TRAILING,
	PROOF_OPENING, /* see opening_reason */
	PROOF_OTHER_MANIFEST,
	PROOF_OTHER_GAP,
	PROOF_NO_GAP,
	PROOF_GAP,
	PROOF_REASONS
};

struct proof_opening {
	struct opening opening;
	uint64_t offset;  /* of the output, where its gap is */
	bool seen, leads; /* its gap was there; and has its commitment */
	bool elsewhere;   /* another gap has its commitment */
};

struct proof {
	enum proof_reason reason;
	const char *text; /* the reason in words */
	struct digest manifest;
	struct opening_reader reader; /* holds the contents */
	struct proof_opening *openings;
	size_t count;
};

TL_CHECK tl_status proof_begin(struct buf *out, const struct digest *manifest, struct tl_error *e);
/* Between the two: opening_print(), at most PROOF_OPENINGS_MAX times. */
TL_CHECK tl_status proof_end(struct buf *out, struct tl_error *e);

/* Its own form, and each opening by itself; out->reason is then PROOF_UNCHECKED. */
TL_CHECK tl_status proof_read(struct proof *out, struct slice bytes, struct tl_error *e);
void proof_release(struct proof *proof);

/* At each gap of the manifest. */
void proof_see_gap(
    struct proof *proof, uint64_t gap, const struct digest *commitment, uint64_t offset);
/* When the whole manifest was seen, and has this digest. */
TL_CHECK tl_status proof_judge(
    struct proof *proof, const struct digest *manifest, struct tl_error *e);

#endif
