#include <stdlib.h>

#include "manifest/log.h"

/* One reading of a whole log. Large: on the heap. */
struct checking {
	const struct tl_log_store *store;
	struct hasher hasher;
	struct log_edge edge;
	struct log_entry entries[LOG_TILE];
	const struct log_state *states; /* by size */
	size_t left;
};

static int
by_size(const void *a, const void *b)
{
	uint64_t x = ((const struct log_state *)a)->size, y = ((const struct log_state *)b)->size;
	return (x > y) - (x < y);
}

static tl_status
compare_tile(const struct checking *c, size_t level, uint64_t index, const struct digest *row,
    size_t width, struct tl_error *e)
{
	struct digest stored[LOG_TILE];
	char name[LOG_NAME_MAX];
	TRY(log_tile_read(c->store, level, index, width, stored, e));
	if (memcmp(stored, row, width * sizeof *row) == 0)
		return TL_OK;
	log_tile_name(name, level, index, width);
	return error_at(e, TL_NO, name, 0, 0,
	    "this tile is not that of the log's entries: the log was changed");
}

static tl_status
compare_full(
    void *context, size_t level, uint64_t index, const struct digest *row, struct tl_error *e)
{
	return compare_tile(context, level, index, row, LOG_TILE, e);
}

/* Every state of this size that somebody saw must have been this one. */
static tl_status
see_states(struct checking *c, struct tl_error *e)
{
	struct digest root;
	if (c->left == 0 || c->states->size != c->edge.size)
		return TL_OK;
	TRY(log_edge_root(&c->edge, &c->hasher, &root, e));
	for (; c->left > 0 && c->states->size == c->edge.size; c->states++, c->left--)
		if (!digest_equal(&c->states->root, &root))
			return error_set(e, TL_NO,
			    "the log is another one than was seen when it had %llu entries: it was forked",
			    (unsigned long long)c->edge.size);
	return TL_OK;
}

static tl_status
check_entries(struct checking *c, uint64_t size, struct tl_error *e)
{
	const struct log_tile_sink sink = { c, compare_full };
	struct digest leaf;
	TRY(see_states(c, e));
	while (c->edge.size < size) {
		uint64_t left = size - c->edge.size;
		size_t width = left < LOG_TILE ? (size_t)left : LOG_TILE;
		TRY(log_bundle_read(
		    c->store, log_edge_tile(c->edge.size, 0), width, c->entries, e));
		for (size_t i = 0; i < width; i++) {
			TRY(tree_leaf(&c->hasher, slice_of(c->entries[i].bytes, LOG_ENTRY_SIZE),
			    slice_of(NULL, 0), &leaf, e));
			TRY(log_edge_add(&c->edge, &c->hasher, &leaf, &sink, e));
			TRY(see_states(c, e));
		}
	}
	return TL_OK;
}

static tl_status
check_end(struct checking *c, const struct checkpoint *head, struct tl_error *e)
{
	struct digest root;
	for (size_t level = 0; level < LOG_LEVELS; level++) {
		size_t width = log_edge_width(head->size, level);
		if (width > 0)
			TRY(compare_tile(c, level, log_edge_tile(head->size, level),
			    c->edge.rows[level], width, e));
	}
	TRY(log_edge_root(&c->edge, &c->hasher, &root, e));
	if (!digest_equal(&root, &head->root))
		return error_set(e, TL_NO, "the log's entries do not have the checkpoint's root");
	if (c->left > 0)
		return error_set(e, TL_NO,
		    "the log has %llu entries, and was seen with %llu: it was cut off or rolled back",
		    (unsigned long long)head->size, (unsigned long long)c->states->size);
	return TL_OK;
}

tl_status
log_check(const struct tl_log_store *store, const struct checkpoint *head, struct log_state *states,
    size_t count, struct tl_error *e)
{
	struct checking *c = calloc(1, sizeof *c);
	if (c == NULL)
		return error_memory(e);
	c->store = store;
	c->states = states;
	c->left = count;
	if (count > 0)
		qsort(states, count, sizeof *states, by_size);
	tl_status status = hasher_init_sha256(&c->hasher, e);
	if (status == TL_OK)
		status = check_entries(c, head->size, e);
	if (status == TL_OK)
		status = check_end(c, head, e);
	hasher_release(&c->hasher);
	free(c);
	return status;
}
