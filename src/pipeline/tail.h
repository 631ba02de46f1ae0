/*
 * pipeline/tail.h -- what the manifest and the record say besides their pieces.
 *
 * Idea:   the heads are written before the first piece, the tails behind the last: the record first, because the manifest
 *         pins it.
 * Always: the manifest declares exemptions and amounts only where the policy shows them.
 * Owns:   begin_record() makes a record writer, which the caller frees.
 * Fails:  what the writers return.
 */
#ifndef PIPELINE_TAIL_H
#define PIPELINE_TAIL_H

#include "pipeline/corridor.h"
#include "pipeline/outlet.h"

TL_CHECK tl_status begin_manifest(
    struct outlet *outlet, const struct job *job, const struct digest *source, struct tl_error *e);
TL_CHECK tl_status begin_record(
    struct outlet *outlet, const struct job *job, const struct digest *source, struct tl_error *e);

/* Record, then manifest; *digest is what the seal is made over. */
TL_CHECK tl_status finish(struct outlet *outlet, const struct job *job, const char *media_type,
    struct digest *digest, struct tl_error *e);

#endif
