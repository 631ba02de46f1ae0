/*
 * manifest/tree.h -- the hash tree of RFC 9162 §2.1.
 *
 * Idea:   one digest stands for many; a path of siblings proves that one leaf is under it and tells nothing about
 *         the others. A gap's tree and a batch's (SHA-384) and the log's (SHA-256) are the same code: the hasher decides.
 * Always: leaves and nodes are hashed with different first bytes (0x00 and 0x01), so that a node cannot pass for a
 *         leaf. Any number of leaves; a level's odd last digest moves up as it is.
 * Owns:   nothing.
 * Fails:  TL_SYSTEM where a digest cannot be computed; TL_NO where a path has the wrong length for its place.
 */
#ifndef MANIFEST_TREE_H
#define MANIFEST_TREE_H

#include "base/crypto.h"

/* A consistency proof has one step more than a path. */
#define TREE_DEPTH_MAX 33

/* The way from one leaf to the root. */
struct tree_path {
	uint64_t index; /* of the leaf, from 0 */
	size_t depth;   /* steps */
	struct digest steps[TREE_DEPTH_MAX];
};

/* HASH(0x00 || content), the content in two parts; RFC 9162 §2.1.1. */
TL_CHECK tl_status tree_leaf(struct hasher *hasher, struct slice head, struct slice rest,
    struct digest *out, struct tl_error *e);
/* HASH(0x01 || left || right); `out` may be one of them. */
TL_CHECK tl_status tree_node(struct hasher *hasher, const struct digest *left,
    const struct digest *right, struct digest *out, struct tl_error *e);

/* The root over `count` leaf digests, at most 2^32, which are overwritten. `path`, where not NULL, has its index
 * set by the caller and gets its steps, the lowest first (RFC 9162 §2.1.3.1). */
TL_CHECK tl_status tree_root(struct hasher *hasher, struct digest *leaves, size_t count,
    struct tree_path *path, struct digest *out, struct tl_error *e);

/* The root that the path leads to from the leaf, in a tree of `count` leaves (RFC 9162 §2.1.3.2). */
TL_CHECK tl_status tree_climb(struct hasher *hasher, const struct digest *leaf,
    const struct tree_path *path, uint64_t count, struct digest *root, struct tl_error *e);

/* That the first `old` leaves of a tree of `count` are the whole tree of root `before` (RFC 9162 §2.1.4.2): the path's steps,
 * its index is not used. An empty old tree, and an equal one, need no steps. TL_NO where it does not prove that. */
TL_CHECK tl_status tree_consistent(struct hasher *hasher, const struct tree_path *path,
    uint64_t old, const struct digest *before, uint64_t count, const struct digest *root,
    struct tl_error *e);

#endif
