/*
 * manifest/gap.h -- a commitment to the possibly empty run of withheld pieces between two kept ones.
 *
 * Idea:   between any two kept pieces stands one digest, whether nothing, one paragraph or forty were withheld
 *         there. It can be opened later for one piece, or for one piece's descriptor alone, and the opening tells
 *         nothing about the others, nor how many there are (docs/manifest.md, "Gaps").
 *
 *             gap  = SHA384("tearline-gap-v1\n" || salt || root)
 *             leaf = SHA384(0x00 || "tearline-descriptor-v1\n" or "tearline-body-v1\n" || salt || content)
 *             node = SHA384(0x01 || left || right), RFC 9162 §2.1
 *
 * Always: the draws, in this order and no other, so that anybody with the seed can make them again:
 *           1. gap_begin():  32 bytes, the gap's salt
 *           2. gap_add():    for each piece 32 bytes, the descriptor's salt, and 32 bytes, the body's salt
 *           3. gap_close():  nothing withheld: 48 bytes, the root; and that is all. Else
 *           4.               48 bytes for each decoy, behind the leaves up to the next power of two
 *           5.               the shuffle: for i from the last leaf down to 1, j = draw_below(i + 1), swap i and j
 *           6.               for each level from the tree's depth up to 5: 48 bytes, a sibling, and one byte;
 *                            odd: the sibling stands left of what was reached, even: right of it
 *         Up to 16 pieces, every path has GAP_DEPTH steps. More pieces make it longer, and that shows when one of
 *         them is opened, never before.
 * Owns:   the leaf digests, at most 2 * GAP_PIECES_MAX of them, kept for the next gap and wiped at release. A trace owns
 *         about 200 bytes a leaf until it is cleared.
 * Fails:  TL_SYSTEM on memory, on more pieces than GAP_PIECES_MAX, and where a digest or the stream fails.
 */
#ifndef MANIFEST_GAP_H
#define MANIFEST_GAP_H

#include "base/buf.h"
#include "manifest/draw.h"
#include "manifest/tree.h"

#define GAP_SALT_SIZE  32
#define GAP_DEPTH      5
#define GAP_PIECES_MAX ((size_t)1 << 22)

enum gap_leaf {
	GAP_DESCRIPTOR = 0,
	GAP_BODY
};

struct gap {
	struct digest *leaves; /* of piece p: descriptor at 2p, body at 2p + 1, until the shuffle */
	size_t count, capacity;
	unsigned char salt[GAP_SALT_SIZE];
};

/* What opens one leaf. The descriptor tells nothing about the body, nor the other way round. */
struct gap_proof {
	enum gap_leaf leaf;
	unsigned char gap_salt[GAP_SALT_SIZE];
	unsigned char leaf_salt[GAP_SALT_SIZE];
	struct tree_path path; /* index: bit i is set where step i stands left */
};

/* What a proof passes on its way to the commitment. */
struct gap_climb {
	struct digest leaf, root, commitment;
};

/* All of one gap that is made again, so that any leaf of it can be opened. Zeroed memory is an empty one. */
struct gap_trace {
	struct buf salts; /* of the descriptor and of the body, piece by piece */
	struct digest *
	    nodes; /* the leaves in their places, then each level above them, up to the tree's root */
	uint32_t *places; /* of piece p: the descriptor's at 2p, the body's at 2p + 1 */
	size_t leaves;    /* decoys included */
	size_t depth;     /* of the tree */
	struct digest siblings[GAP_DEPTH]; /* from the tree's depth on */
	bool left[GAP_DEPTH];              /* where they stand */
	unsigned char salt[GAP_SALT_SIZE];
};

void gap_init(struct gap *gap);
void gap_release(struct gap *gap);

TL_CHECK tl_status gap_begin(struct gap *gap, struct draw *draw, struct tl_error *e);

/* One withheld piece. `trace`, where not NULL, is the same in all calls for one gap. */
TL_CHECK tl_status gap_add(struct gap *gap, struct draw *draw, struct hasher *hasher,
    struct slice descriptor, struct slice body, struct gap_trace *trace, struct tl_error *e);

/* The commitment; the gap is then empty, and the trace complete. */
TL_CHECK tl_status gap_close(struct gap *gap, struct draw *draw, struct hasher *hasher,
    struct gap_trace *trace, struct digest *out, struct tl_error *e);

/* Empties a trace for the next gap; wipes it. */
void gap_trace_clear(struct gap_trace *trace);
/* What opens a leaf of piece `piece`, from 0, of a traced gap. */
void gap_trace_open(
    const struct gap_trace *trace, size_t piece, enum gap_leaf leaf, struct gap_proof *out);

/* The same draws without the commitment, for a gap that is made elsewhere. Not mixed with the two above in one gap. */
TL_CHECK tl_status gap_pass_add(struct gap *gap, struct draw *draw, struct tl_error *e);
TL_CHECK tl_status gap_pass_close(struct gap *gap, struct draw *draw, struct tl_error *e);

/* Where the proof leads from the content; the caller compares the commitment with the manifest's. */
TL_CHECK tl_status gap_proof_climb(const struct gap_proof *proof, struct slice content,
    struct hasher *hasher, struct gap_climb *out, struct tl_error *e);

#endif
