/*
 * manifest/batch.h -- one seal over many manifests.
 *
 * Idea:   the manifests of a batch are the leaves of one tree (RFC 9162 §2.1, SHA-384), in the order of the work list. A
 *         small file names the root, and the seal is made over that file. Each document gets the path from its manifest to the root, and
 *         is checked without the others.
 * Always: one byte form of both files: what is read is printed again and compared. A document that was refused has a leaf too,
 *         salted, so that the number of leaves is that of the work list and no neighbour's path tells of it.
 * Owns:   a batch_tree its digests, until batch_tree_release().
 * Fails:  batch_check() with a reason, in `e` as TL_NO; TL_SYSTEM.
 */
#ifndef MANIFEST_BATCH_H
#define MANIFEST_BATCH_H

#include "base/buf.h"
#include "manifest/form.h"
#include "manifest/tree.h"

#define BATCH_MAX       ((size_t)1 << 20) /* documents */
#define BATCH_FILE_MAX  1024
#define BATCH_PROOF_MAX 4096
#define BATCH_SALT_SIZE 32
#define BATCH_DEPTH_MAX 20 /* of BATCH_MAX leaves */

struct batch {
	uint64_t leaves;
	struct digest root;
	char created[FORM_TIME_SIZE + 1];
};

TL_CHECK tl_status batch_print(struct buf *out, const struct batch *batch, struct tl_error *e);
bool batch_read(struct batch *out, struct slice bytes);

TL_CHECK tl_status batch_proof_print(
    struct buf *out, const struct tree_path *path, struct tl_error *e);
bool batch_proof_read(struct tree_path *out, struct slice bytes);

/* "tearline-refused-v1 POSITION SALT" and a line feed: the content of a refused document's leaf. */
TL_CHECK tl_status batch_refusal_print(struct buf *out, uint64_t position,
    const unsigned char salt[BATCH_SALT_SIZE], struct tl_error *e);

/* All levels of the tree, the leaves first. */
struct batch_tree {
	struct digest *digests;
	size_t starts[BATCH_DEPTH_MAX + 2]; /* of each level, and the end */
	size_t levels;
};

/* `leaves` stay the caller's. */
TL_CHECK tl_status batch_tree_build(struct batch_tree *tree, struct hasher *hasher,
    const struct digest *leaves, size_t count, struct tl_error *e);
void batch_tree_release(struct batch_tree *tree);
const struct digest *batch_tree_root(const struct batch_tree *tree);
void batch_tree_path(const struct batch_tree *tree, size_t position, struct tree_path *out);

enum batch_reason {
	BATCH_UNCHECKED = 0,
	BATCH_GOOD,
	BATCH_FORM,
	BATCH_PROOF_FORM,
	BATCH_OTHER /* the manifest is not in this batch at that place */
};

/* A sentence without its full stop; a constant. */
const char *batch_reason_text(enum batch_reason reason);

struct batch_verdict {
	enum batch_reason reason;
	uint64_t index, leaves;
	struct digest digest; /* of the batch file: what its seal is over */
};

/* `leaf`: SHA384(0x00 || manifest). */
TL_CHECK tl_status batch_check(struct slice batch, struct slice proof, const struct digest *leaf,
    struct batch_verdict *out, struct tl_error *e);

#endif
