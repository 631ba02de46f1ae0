#include "manifest/log_edge.h"

#include <assert.h>

size_t
log_edge_width(uint64_t size, size_t level)
{
	return (size_t)(size >> 8 * level) % LOG_TILE;
}

uint64_t
log_edge_tile(uint64_t size, size_t level)
{
	return size >> 8 * (level + 1);
}

tl_status
log_edge_add(struct log_edge *edge, struct hasher *hasher, const struct digest *leaf,
    const struct log_tile_sink *sink, struct tl_error *e)
{
	struct digest hash = *leaf;
	uint64_t size = edge->size;
	for (size_t level = 0; level < LOG_LEVELS; level++) {
		size_t at = log_edge_width(size, level);
		edge->rows[level][at] = hash;
		if (at + 1 < LOG_TILE)
			break;
		struct digest row[LOG_TILE];
		memcpy(row, edge->rows[level], sizeof row);
		TRY(sink->full(sink->context, level, log_edge_tile(size, level), row, e));
		TRY(tree_root(hasher, row, LOG_TILE, NULL, &hash, e));
	}
	edge->size++;
	return TL_OK;
}

/* From the right: an unfinished row is at most eight whole trees, the smallest last. */
tl_status
log_edge_root(
    const struct log_edge *edge, struct hasher *hasher, struct digest *out, struct tl_error *e)
{
	bool begun = false;
	if (edge->size == 0)
		return hasher_digest(hasher, slice_of(NULL, 0), out, e);
	for (size_t level = 0; level < LOG_LEVELS; level++) {
		size_t left = log_edge_width(edge->size, level);
		while (left > 0) {
			struct digest row[LOG_TILE], peak;
			size_t width = left & (~left + 1);
			left -= width;
			memcpy(row, edge->rows[level] + left, width * sizeof *row);
			TRY(tree_root(hasher, row, width, NULL, &peak, e));
			if (begun)
				TRY(tree_node(hasher, &peak, out, out, e));
			else
				*out = peak;
			begun = true;
		}
	}
	assert(begun);
	return TL_OK;
}
