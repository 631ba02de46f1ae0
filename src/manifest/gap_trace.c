#include "manifest/gap_trace.h"

#include <assert.h>
#include <stdlib.h>

#include "base/wipe.h"

static size_t
node_count(const struct gap_trace *trace)
{
	return 2 * trace->leaves - 1;
}

void
gap_trace_clear(struct gap_trace *trace)
{
	if (trace->nodes != NULL)
		wipe(trace->nodes, node_count(trace) * sizeof *trace->nodes);
	free(trace->nodes);
	free(trace->places);
	buf_release(&trace->salts);
	wipe(trace, sizeof *trace);
}

void
gap_trace_salts(struct gap_trace *trace, unsigned char salts[2][GAP_SALT_SIZE])
{
	if (trace->salts.ceiling == 0)
		buf_init(&trace->salts, 2 * GAP_SALT_SIZE * GAP_PIECES_MAX);
	buf_add(&trace->salts, salts, 2 * GAP_SALT_SIZE);
}

tl_status
gap_trace_begin(struct gap_trace *trace, const struct gap *gap, size_t depth, struct tl_error *e)
{
	TRY(buf_check(&trace->salts, e));
	trace->leaves = gap->count;
	trace->depth = depth;
	trace->nodes = calloc(node_count(trace), sizeof *trace->nodes);
	trace->places = calloc(trace->leaves, sizeof *trace->places);
	if (trace->nodes == NULL || trace->places == NULL)
		return error_memory(e);
	for (size_t i = 0; i < trace->leaves; i++)
		trace->places[i] = (uint32_t)i;
	memcpy(trace->salt, gap->salt, GAP_SALT_SIZE);
	return TL_OK;
}

/* From "which leaf came to this place" to "which place has this leaf". */
static tl_status
invert(struct gap_trace *trace, struct tl_error *e)
{
	uint32_t *places = calloc(trace->leaves, sizeof *places);
	if (places == NULL)
		return error_memory(e);
	for (size_t i = 0; i < trace->leaves; i++)
		places[trace->places[i]] = (uint32_t)i;
	free(trace->places);
	trace->places = places;
	return TL_OK;
}

tl_status
gap_trace_tree(
    struct gap_trace *trace, const struct gap *gap, struct hasher *hasher, struct tl_error *e)
{
	struct digest *level = trace->nodes;
	TRY(invert(trace, e));
	memcpy(level, gap->leaves, trace->leaves * sizeof *level);
	for (size_t count = trace->leaves; count > 1; count /= 2) {
		struct digest *above = level + count;
		for (size_t i = 0; i < count; i += 2)
			TRY(tree_node(hasher, &level[i], &level[i + 1], &above[i / 2], e));
		level = above;
	}
	return TL_OK;
}

void
gap_trace_open(
    const struct gap_trace *trace, size_t piece, enum gap_leaf leaf, struct gap_proof *out)
{
	size_t number = 2 * piece + (leaf == GAP_BODY);
	assert(number * GAP_SALT_SIZE < trace->salts.len);
	size_t place = trace->places[number];
	const struct digest *level = trace->nodes;
	*out = (struct gap_proof){ .leaf = leaf, .path = { .index = place } };
	memcpy(out->gap_salt, trace->salt, GAP_SALT_SIZE);
	memcpy(out->leaf_salt, trace->salts.ptr + number * GAP_SALT_SIZE, GAP_SALT_SIZE);
	struct tree_path *path = &out->path;
	for (size_t count = trace->leaves; count > 1; count /= 2, place /= 2) {
		path->steps[path->depth++] = level[place ^ 1];
		level += count;
	}
	for (; path->depth < GAP_DEPTH; path->depth++) {
		path->steps[path->depth] = trace->siblings[path->depth];
		path->index |= (uint64_t)trace->left[path->depth] << path->depth;
	}
}
