#include "manifest/tree.h"

#include <assert.h>

tl_status
tree_leaf(struct hasher *hasher, struct slice head, struct slice rest, struct digest *out,
    struct tl_error *e)
{
	static const unsigned char leaf = 0x00;
	hasher_begin(hasher);
	hasher_add(hasher, slice_of(&leaf, 1));
	hasher_add(hasher, head);
	hasher_add(hasher, rest);
	return hasher_end(hasher, out, e);
}

tl_status
tree_node(struct hasher *hasher, const struct digest *left, const struct digest *right,
    struct digest *out, struct tl_error *e)
{
	unsigned char text[1 + 2 * DIGEST_SIZE];
	text[0] = 0x01;
	memcpy(text + 1, left->bytes, hasher->size);
	memcpy(text + 1 + hasher->size, right->bytes, hasher->size);
	return hasher_digest(hasher, slice_of(text, 1 + 2 * hasher->size), out, e);
}

static void
path_step(struct tree_path *path, uint64_t index, const struct digest *level, size_t count)
{
	uint64_t sibling = index ^ 1;
	if (sibling < count)
		path->steps[path->depth++] = level[sibling];
}

/* One level up, in place. Splitting at the largest power of two (RFC 9162 §2.1.1) and pairing from the left with
 * the odd last one moved up give the same tree. */
static tl_status
level_up(struct hasher *hasher, struct digest *level, size_t count, struct tl_error *e)
{
	for (size_t i = 0; i + 1 < count; i += 2)
		TRY(tree_node(hasher, &level[i], &level[i + 1], &level[i / 2], e));
	if (count % 2 == 1)
		level[count / 2] = level[count - 1];
	return TL_OK;
}

tl_status
tree_root(struct hasher *hasher, struct digest *leaves, size_t count, struct tree_path *path,
    struct digest *out, struct tl_error *e)
{
	*out = (struct digest){ { 0 } };
	if (path != NULL)
		path->depth = 0;
	if (count == 0)
		return hasher_digest(hasher, slice_of(NULL, 0), out, e);
	assert(path == NULL || path->index < count);
	assert(count - 1 <= UINT32_MAX);
	uint64_t index = path == NULL ? 0 : path->index;
	for (; count > 1; count = count / 2 + count % 2) {
		if (path != NULL)
			path_step(path, index, leaves, count);
		index /= 2;
		TRY(level_up(hasher, leaves, count, e));
	}
	*out = leaves[0];
	return TL_OK;
}

static tl_status
wrong_path(struct tl_error *e)
{
	return error_set(e, TL_NO, "the proof's path does not fit its place in the tree");
}

tl_status
tree_climb(struct hasher *hasher, const struct digest *leaf, const struct tree_path *path,
    uint64_t count, struct digest *root, struct tl_error *e)
{
	*root = (struct digest){ { 0 } };
	if (path->index >= count || path->depth > TREE_DEPTH_MAX)
		return wrong_path(e);
	uint64_t here = path->index, last = count - 1;
	struct digest climbed = *leaf;
	for (size_t i = 0; i < path->depth; i++) {
		if (last == 0)
			return wrong_path(e);
		bool right = here % 2 == 1;
		/* The odd last one of a level has no sibling there. */
		while (!right && here == last && last > 0) {
			here /= 2;
			last /= 2;
			right = here % 2 == 1;
		}
		if (right)
			TRY(tree_node(hasher, &path->steps[i], &climbed, &climbed, e));
		else
			TRY(tree_node(hasher, &climbed, &path->steps[i], &climbed, e));
		here /= 2;
		last /= 2;
	}
	if (last != 0)
		return wrong_path(e);
	*root = climbed;
	return TL_OK;
}

/* Both roots at once: what stands left of the old tree's edge is in both, what stands right only in the new one. */
struct two_roots {
	struct digest old, now;
};

static tl_status
climb_both(struct hasher *hasher, const struct tree_path *path, size_t step, uint64_t here,
    uint64_t last, struct two_roots *roots, struct tl_error *e)
{
	for (; step < path->depth; step++) {
		const struct digest *sibling = &path->steps[step];
		if (last == 0)
			return wrong_path(e);
		if (here % 2 == 1 || here == last) {
			TRY(tree_node(hasher, sibling, &roots->old, &roots->old, e));
			TRY(tree_node(hasher, sibling, &roots->now, &roots->now, e));
			while (here % 2 == 0 && here != 0) {
				here /= 2;
				last /= 2;
			}
		} else {
			TRY(tree_node(hasher, &roots->now, sibling, &roots->now, e));
		}
		here /= 2;
		last /= 2;
	}
	return last == 0 ? TL_OK : wrong_path(e);
}

tl_status
tree_consistent(struct hasher *hasher, const struct tree_path *path, uint64_t old,
    const struct digest *before, uint64_t count, const struct digest *root, struct tl_error *e)
{
	if (old > count || path->depth > TREE_DEPTH_MAX)
		return wrong_path(e);
	if (old == 0 || old == count) {
		bool same = old == 0 || digest_equal(before, root);
		return same && path->depth == 0 ? TL_OK : wrong_path(e);
	}
	uint64_t here = old - 1, last = count - 1;
	while (here % 2 == 1) {
		here /= 2;
		last /= 2;
	}
	/* An old tree of a power of two is itself the first node. */
	bool whole = here == 0;
	if (!whole && path->depth == 0)
		return wrong_path(e);
	struct two_roots roots = { .old = whole ? *before : path->steps[0] };
	roots.now = roots.old;
	TRY(climb_both(hasher, path, whole ? 0 : 1, here, last, &roots, e));
	if (!digest_equal(&roots.old, before) || !digest_equal(&roots.now, root))
		return wrong_path(e);
	return TL_OK;
}
