/*
 * manifest/gap_trace.h -- how gap.c tells a trace what it does.
 *
 * Idea:   a gap is made in one way, traced or not; the trace keeps what the commitment forgets: salts, the places of the
 *         leaves, every level of the tree.
 * Always: called by gap.c alone, in the order salts, begin, tree. A gap without pieces leaves an empty trace.
 * Owns:   see struct gap_trace; a trace that fails can still be cleared.
 * Fails:  TL_SYSTEM on memory and where a digest fails.
 */
#ifndef MANIFEST_GAP_TRACE_H
#define MANIFEST_GAP_TRACE_H

#include "manifest/gap.h"

/* Of the descriptor and the body of the next piece. */
void gap_trace_salts(struct gap_trace *trace, unsigned char salts[2][GAP_SALT_SIZE]);
/* All leaves are there, decoys behind them; trace->places is then the identity, for the shuffle. */
TL_CHECK tl_status gap_trace_begin(
    struct gap_trace *trace, const struct gap *gap, size_t depth, struct tl_error *e);
/* The leaves are in their places, and trace->places holds which leaf came to each place. */
TL_CHECK tl_status gap_trace_tree(
    struct gap_trace *trace, const struct gap *gap, struct hasher *hasher, struct tl_error *e);

#endif
