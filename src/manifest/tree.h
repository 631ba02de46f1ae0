/*
 * manifest/tree.h -- the hash tree of RFC 9162 §2.1, with SHA-384.
 *
 * Idea:   one digest stands for many; a path of siblings proves that one leaf is under it and tells nothing about
 *         the others. A gap's tree and a batch's tree are the same code.
 * Always: leaves and nodes are hashed with different first bytes (0x00 and 0x01), so that a node cannot pass for a
 *         leaf. Any number of leaves; a level's odd last digest moves up as it is.
 * Owns:   nothing.
 * Fails:  TL_SYSTEM where a digest cannot be computed; TL_NO where a path has the wrong length for its place.
 */
#ifndef MANIFEST_TREE_H
#define MANIFEST_TREE_H

#include "base/crypto.h"

#define TREE_DEPTH_MAX 32

/* The way from one leaf to the root. */
struct tree_path {
	uint64_t index; /* of the leaf, from 0 */
	size_t depth;   /* steps */
	struct digest steps[TREE_DEPTH_MAX];
};

/* SHA384(0x00 || content), the content in two parts; RFC 9162 §2.1.1. */
TL_CHECK tl_status tree_leaf(struct hasher *hasher, struct slice head, struct slice rest,
    struct digest *out, struct tl_error *e);
/* SHA384(0x01 || left || right); `out` may be one of them. */
TL_CHECK tl_status tree_node(struct hasher *hasher, const struct digest *left,
    const struct digest *right, struct digest *out, struct tl_error *e);

/* The root over `count` leaf digests, at most 2^32, which are overwritten. `path`, where not NULL, has its index
 * set by the caller and gets its steps, the lowest first (RFC 9162 §2.1.3.1). */
TL_CHECK tl_status tree_root(struct hasher *hasher, struct digest *leaves, size_t count,
    struct tree_path *path, struct digest *out, struct tl_error *e);

/* The root that the path leads to from the leaf, in a tree of `count` leaves (RFC 9162 §2.1.3.2). */
TL_CHECK tl_status tree_climb(struct hasher *hasher, const struct digest *leaf,
    const struct tree_path *path, uint64_t count, struct digest *root, struct tl_error *e);

#endif
