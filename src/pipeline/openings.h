/*
 * pipeline/openings.h -- from a withheld record and its original back to the openings of a release.
 *
 * Idea:   the record says which pieces stand in which gap, the seed gives salts and places, the original the bodies. The
 *         record is read twice: once to see that all belongs together, once to make the gaps that are asked for.
 * Always: record, original and manifest are those of one release, by the commitments of the manifest, and each gap that is
 *         made comes to its commitment there. Whatever does not is refused before anything of it was handed out.
 * Owns:   everything until it returns.
 * Fails:  TL_NO where the files do not belong together; what see() returns; TL_SYSTEM.
 */
#ifndef PIPELINE_OPENINGS_H
#define PIPELINE_OPENINGS_H

#include "manifest/gap.h"
#include "manifest/record.h"

/* One withheld piece of a gap that was made again. */
struct opened_piece {
	uint64_t portion, gap, inner;
	uint64_t start; /* its first byte in the original */
	struct slice descriptor, body, reason;
	const struct gap_trace *trace; /* of its gap */
};

struct openings {
	void *context;
	/* May be NULL: at each withheld piece of the first reading. */
	void (*note)(void *context, const struct record_piece *piece);
	/* Between the readings: how many there are, and the manifest's digest. */
	tl_status (*begin)(
	    void *context, const struct digest *manifest, uint64_t withheld, struct tl_error *e);
	/* Is this gap asked for? */
	bool (*wants)(void *context, uint64_t gap);
	/* Each piece of such a gap, in order; it lives during the call. */
	tl_status (*see)(void *context, const struct opened_piece *piece, struct tl_error *e);
};

TL_CHECK tl_status openings_walk(
    const struct tl_withheld *files, const struct openings *openings, struct tl_error *e);

#endif
