#include "manifest/gap.h"

#include <assert.h>
#include <stdlib.h>

#include "base/wipe.h"
#include "manifest/gap_trace.h"

#define GAP_TAG        "tearline-gap-v1\n"
#define DESCRIPTOR_TAG "tearline-descriptor-v1\n"
#define BODY_TAG       "tearline-body-v1\n"

void
gap_init(struct gap *gap)
{
	*gap = (struct gap){ 0 };
}

void
gap_release(struct gap *gap)
{
	if (gap->leaves != NULL)
		wipe(gap->leaves, gap->capacity * sizeof *gap->leaves);
	free(gap->leaves);
	wipe(gap->salt, sizeof gap->salt);
	gap_init(gap);
}

/* Room for `need` leaves. Capacities are powers of two, so that the decoys of a full gap fit too. */
static tl_status
reserve(struct gap *gap, size_t need, struct tl_error *e)
{
	if (need <= gap->capacity)
		return TL_OK;
	size_t capacity = gap->capacity == 0 ? 1 << GAP_DEPTH : gap->capacity;
	while (capacity < need)
		capacity *= 2;
	struct digest *leaves = malloc(capacity * sizeof *leaves);
	if (leaves == NULL)
		return error_memory(e);
	if (gap->leaves != NULL) {
		memcpy(leaves, gap->leaves, gap->count * sizeof *leaves);
		wipe(gap->leaves, gap->capacity * sizeof *leaves);
		free(gap->leaves);
	}
	gap->leaves = leaves;
	gap->capacity = capacity;
	return TL_OK;
}

tl_status
gap_begin(struct gap *gap, struct draw *draw, struct tl_error *e)
{
	gap->count = 0;
	return draw_bytes(draw, gap->salt, sizeof gap->salt, e);
}

/* One leaf's digest. The tag and the salt have fixed lengths, so that the content cannot move into them. */
static tl_status
leaf_digest(struct hasher *hasher, enum gap_leaf leaf, const unsigned char salt[GAP_SALT_SIZE],
    struct slice content, struct digest *out, struct tl_error *e)
{
	unsigned char head[sizeof DESCRIPTOR_TAG + GAP_SALT_SIZE];
	const char *tag = leaf == GAP_BODY ? BODY_TAG : DESCRIPTOR_TAG;
	size_t len = strlen(tag);
	memcpy(head, tag, len);
	memcpy(head + len, salt, GAP_SALT_SIZE);
	tl_status status = tree_leaf(hasher, slice_of(head, len + GAP_SALT_SIZE), content, out, e);
	wipe(head, sizeof head);
	return status;
}

static tl_status
check_count(const struct gap *gap, struct tl_error *e)
{
	if (gap->count / 2 >= GAP_PIECES_MAX)
		return error_set(e, TL_SYSTEM,
		    "more than %zu pieces are withheld in one run; split the document",
		    GAP_PIECES_MAX);
	return TL_OK;
}

tl_status
gap_add(struct gap *gap, struct draw *draw, struct hasher *hasher, struct slice descriptor,
    struct slice body, struct gap_trace *trace, struct tl_error *e)
{
	unsigned char salts[2][GAP_SALT_SIZE];
	TRY(check_count(gap, e));
	TRY(reserve(gap, gap->count + 2, e));
	TRY(draw_bytes(draw, salts[0], sizeof salts, e));
	struct digest *leaves = gap->leaves + gap->count;
	TRY(leaf_digest(hasher, GAP_DESCRIPTOR, salts[GAP_DESCRIPTOR], descriptor, &leaves[0], e));
	TRY(leaf_digest(hasher, GAP_BODY, salts[GAP_BODY], body, &leaves[1], e));
	gap->count += 2;
	if (trace != NULL)
		gap_trace_salts(trace, salts);
	wipe(salts, sizeof salts);
	return TL_OK;
}

static size_t
with_decoys(size_t leaves)
{
	size_t full = 2;
	while (full < leaves)
		full *= 2;
	return full;
}

/* Decoys behind the leaves, up to a power of two. They are drawn, not hashed: a digest looks like random bytes. */
static tl_status
add_decoys(struct gap *gap, struct draw *draw, struct tl_error *e)
{
	size_t full = with_decoys(gap->count);
	assert(full <= gap->capacity);
	size_t decoys = full - gap->count;
	TRY(draw_bytes(
	    draw, (unsigned char *)(gap->leaves + gap->count), decoys * sizeof *gap->leaves, e));
	gap->count = full;
	return TL_OK;
}

/* Fisher and Yates, from the end. `order`, where not NULL, goes through the same swaps. */
static tl_status
shuffle(struct gap *gap, struct draw *draw, uint32_t *order, struct tl_error *e)
{
	for (size_t i = gap->count - 1; i >= 1; i--) {
		uint32_t j;
		TRY(draw_below(draw, (uint32_t)(i + 1), &j, e));
		struct digest moved = gap->leaves[i];
		gap->leaves[i] = gap->leaves[j];
		gap->leaves[j] = moved;
		if (order == NULL)
			continue;
		uint32_t number = order[i];
		order[i] = order[j];
		order[j] = number;
	}
	return TL_OK;
}

/* A random sibling on a random side costs one hash a level where a padded tree would cost all its leaves. */
static tl_status
climb(struct draw *draw, struct hasher *hasher, struct gap_trace *trace, size_t depth,
    struct digest *root, struct tl_error *e)
{
	for (; depth < GAP_DEPTH; depth++) {
		struct digest sibling;
		unsigned char side;
		TRY(draw_bytes(draw, sibling.bytes, sizeof sibling.bytes, e));
		TRY(draw_bytes(draw, &side, 1, e));
		bool left = side % 2 == 1;
		if (trace != NULL) {
			trace->siblings[depth] = sibling;
			trace->left[depth] = left;
		}
		TRY(tree_node(hasher, left ? &sibling : root, left ? root : &sibling, root, e));
	}
	return TL_OK;
}

static size_t
depth_of(size_t leaves)
{
	size_t depth = 0;
	while ((size_t)1 << depth < leaves)
		depth++;
	return depth;
}

static tl_status
root_of_pieces(struct gap *gap, struct draw *draw, struct hasher *hasher, struct gap_trace *trace,
    struct digest *root, struct tl_error *e)
{
	size_t depth;
	TRY(add_decoys(gap, draw, e));
	depth = depth_of(gap->count);
	if (trace != NULL)
		TRY(gap_trace_begin(trace, gap, depth, e));
	TRY(shuffle(gap, draw, trace != NULL ? trace->places : NULL, e));
	if (trace != NULL)
		TRY(gap_trace_tree(trace, gap, hasher, e));
	TRY(tree_root(hasher, gap->leaves, gap->count, NULL, root, e));
	return climb(draw, hasher, trace, depth, root, e);
}

static tl_status
commit(struct hasher *hasher, const unsigned char salt[GAP_SALT_SIZE], const struct digest *root,
    struct digest *out, struct tl_error *e)
{
	unsigned char text[sizeof GAP_TAG - 1 + GAP_SALT_SIZE + DIGEST_SIZE];
	memcpy(text, GAP_TAG, sizeof GAP_TAG - 1);
	memcpy(text + sizeof GAP_TAG - 1, salt, GAP_SALT_SIZE);
	memcpy(text + sizeof GAP_TAG - 1 + GAP_SALT_SIZE, root->bytes, DIGEST_SIZE);
	return hasher_digest(hasher, slice_of(text, sizeof text), out, e);
}

tl_status
gap_close(struct gap *gap, struct draw *draw, struct hasher *hasher, struct gap_trace *trace,
    struct digest *out, struct tl_error *e)
{
	struct digest root;
	*out = (struct digest){ { 0 } };
	if (gap->count == 0)
		TRY(draw_bytes(draw, root.bytes, sizeof root.bytes, e));
	else
		TRY(root_of_pieces(gap, draw, hasher, trace, &root, e));
	gap->count = 0;
	return commit(hasher, gap->salt, &root, out, e);
}

tl_status
gap_pass_add(struct gap *gap, struct draw *draw, struct tl_error *e)
{
	TRY(check_count(gap, e));
	gap->count += 2;
	return draw_skip(draw, 2 * GAP_SALT_SIZE, e);
}

tl_status
gap_pass_close(struct gap *gap, struct draw *draw, struct tl_error *e)
{
	size_t leaves = gap->count, full = with_decoys(leaves);
	gap->count = 0;
	if (leaves == 0)
		return draw_skip(draw, DIGEST_SIZE, e);
	TRY(draw_skip(draw, (full - leaves) * DIGEST_SIZE, e));
	for (size_t i = full - 1; i >= 1; i--) {
		uint32_t j;
		TRY(draw_below(draw, (uint32_t)(i + 1), &j, e));
	}
	size_t depth = depth_of(full);
	return draw_skip(draw, depth < GAP_DEPTH ? (GAP_DEPTH - depth) * (DIGEST_SIZE + 1) : 0, e);
}

tl_status
gap_proof_climb(const struct gap_proof *proof, struct slice content, struct hasher *hasher,
    struct gap_climb *out, struct tl_error *e)
{
	*out = (struct gap_climb){ .leaf = { { 0 } } };
	if (proof->path.depth < GAP_DEPTH || proof->path.depth > TREE_DEPTH_MAX)
		return error_set(e, TL_NO, "the proof's path has the wrong number of steps");
	struct gap_climb climbed;
	TRY(leaf_digest(hasher, proof->leaf, proof->leaf_salt, content, &climbed.leaf, e));
	TRY(tree_climb(hasher, &climbed.leaf, &proof->path, (uint64_t)1 << proof->path.depth,
	    &climbed.root, e));
	TRY(commit(hasher, proof->gap_salt, &climbed.root, &climbed.commitment, e));
	*out = climbed;
	return TL_OK;
}
