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
 * Owns:   the leaf digests, at most 2 * GAP_PIECES_MAX of them, kept for the next gap and wiped at release.
 * Fails:  TL_SYSTEM on memory, on more pieces than GAP_PIECES_MAX, and where a digest or the stream fails.
 */
#ifndef MANIFEST_GAP_H
#define MANIFEST_GAP_H

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

void gap_init(struct gap *gap);
void gap_release(struct gap *gap);

TL_CHECK tl_status gap_begin(struct gap *gap, struct draw *draw, struct tl_error *e);

/* One withheld piece. `proof`, where not NULL, gets the salt of its leaf. */
TL_CHECK tl_status gap_add(struct gap *gap, struct draw *draw, struct hasher *hasher,
    struct slice descriptor, struct slice body, struct gap_proof *proof, struct tl_error *e);

/* The commitment; the gap is then empty. `proof`, where not NULL, is completed for piece `piece`, from 0. */
TL_CHECK tl_status gap_close(struct gap *gap, struct draw *draw, struct hasher *hasher,
    size_t piece, struct gap_proof *proof, struct digest *out, struct tl_error *e);

/* The same draws without the commitment, for a gap that is made elsewhere. Not mixed with the two above in one gap. */
TL_CHECK tl_status gap_pass_add(struct gap *gap, struct draw *draw, struct tl_error *e);
TL_CHECK tl_status gap_pass_close(struct gap *gap, struct draw *draw, struct tl_error *e);

/* The commitment that the proof leads to from the content; the caller compares it with the manifest's. */
TL_CHECK tl_status gap_proof_climb(const struct gap_proof *proof, struct slice content,
    struct hasher *hasher, struct digest *out, struct tl_error *e);

#endif
