#include "manifest/batch.h"

#include <assert.h>
#include <stdlib.h>

tl_status
batch_tree_build(struct batch_tree *tree, struct hasher *hasher, const struct digest *leaves,
    size_t count, struct tl_error *e)
{
	assert(count > 0 && count <= BATCH_MAX);
	*tree = (struct batch_tree){ .levels = 1 };
	/* Each level has half of the one below it, rounded up. */
	tree->digests = calloc(2 * count + BATCH_DEPTH_MAX + 1, sizeof *leaves);
	if (tree->digests == NULL)
		return error_memory(e);
	memcpy(tree->digests, leaves, count * sizeof *leaves);
	tree->starts[1] = count;
	while (count > 1) {
		const struct digest *below = tree->digests + tree->starts[tree->levels - 1];
		struct digest *above = tree->digests + tree->starts[tree->levels];
		for (size_t i = 0; i + 1 < count; i += 2)
			TRY(tree_node(hasher, &below[i], &below[i + 1], &above[i / 2], e));
		if (count % 2 == 1)
			above[count / 2] = below[count - 1];
		count = count / 2 + count % 2;
		tree->starts[tree->levels + 1] = tree->starts[tree->levels] + count;
		tree->levels++;
	}
	return TL_OK;
}

void
batch_tree_release(struct batch_tree *tree)
{
	free(tree->digests);
	*tree = (struct batch_tree){ .levels = 0 };
}

const struct digest *
batch_tree_root(const struct batch_tree *tree)
{
	return &tree->digests[tree->starts[tree->levels - 1]];
}

void
batch_tree_path(const struct batch_tree *tree, size_t position, struct tree_path *out)
{
	*out = (struct tree_path){ .index = position };
	for (size_t level = 0; level + 1 < tree->levels; level++, position /= 2) {
		size_t sibling = position ^ 1;
		if (sibling < tree->starts[level + 1] - tree->starts[level])
			out->steps[out->depth++] = tree->digests[tree->starts[level] + sibling];
	}
}
