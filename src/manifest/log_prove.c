#include "manifest/log.h"

struct proving {
	const struct tl_log_store *store;
	uint64_t size; /* of the log */
	struct hasher hasher;
	struct tree_path *out;
};

/* --- hashes of whole trees, out of tiles */

/* The tree over the 2^level leaves number `index` of them: a run of hashes of one tile, hashed together. */
static tl_status
whole_tree(struct proving *p, size_t level, uint64_t index, struct digest *out, struct tl_error *e)
{
	struct digest row[LOG_TILE];
	size_t tiles = level / 8, count = (size_t)1 << level % 8;
	uint64_t first = index * count, tile = first / LOG_TILE;
	size_t at = (size_t)(first % LOG_TILE);
	bool finished = tile < log_edge_tile(p->size, tiles);
	size_t width = finished ? LOG_TILE : log_edge_width(p->size, tiles);
	TRY(log_tile_read(p->store, tiles, tile, width, row, e));
	return tree_root(&p->hasher, row + at, count, NULL, out, e);
}

/* MTH(D[from:to]) where `from` is a multiple of the largest power of two that is smaller than to - from: whole trees from
 * the left, hashed together from the right. */
static tl_status
range(struct proving *p, uint64_t from, uint64_t to, struct digest *out, struct tl_error *e)
{
	struct digest trees[64];
	size_t count = 0;
	while (from < to) {
		size_t level = 0;
		while (level < 32 && from % ((uint64_t)2 << level) == 0 &&
		    from + ((uint64_t)2 << level) <= to)
			level++;
		TRY(whole_tree(p, level, from >> level, &trees[count++], e));
		from += (uint64_t)1 << level;
	}
	*out = trees[--count];
	while (count > 0)
		TRY(tree_node(&p->hasher, &trees[--count], out, out, e));
	return TL_OK;
}

/* --- proofs: from the root downwards, then turned round */

static tl_status
add_range(struct proving *p, uint64_t from, uint64_t to, struct tl_error *e)
{
	if (p->out->depth == TREE_DEPTH_MAX)
		return error_set(e, TL_NO, "the proof is too long");
	return range(p, from, to, &p->out->steps[p->out->depth++], e);
}

/* The largest power of two smaller than `count`, which is at least 2 (RFC 9162 §2.1.1). */
static uint64_t
split(uint64_t count)
{
	uint64_t k = 1;
	while (2 * k < count)
		k *= 2;
	return k;
}

static tl_status
prove_inclusion(struct proving *p, uint64_t index, struct tl_error *e)
{
	uint64_t from = 0, to = p->size;
	while (to - from > 1) {
		uint64_t middle = from + split(to - from);
		if (index < middle) {
			TRY(add_range(p, middle, to, e));
			to = middle;
		} else {
			TRY(add_range(p, from, middle, e));
			from = middle;
		}
	}
	return TL_OK;
}

/* SUBPROOF of RFC 9162 §2.1.4.1; `whole`: the old tree's root is known to the verifier. */
static tl_status
prove_consistency(struct proving *p, uint64_t old, struct tl_error *e)
{
	uint64_t from = 0, to = p->size;
	bool whole = true;
	while (to != old) {
		uint64_t middle = from + split(to - from);
		if (old <= middle) {
			TRY(add_range(p, middle, to, e));
			to = middle;
		} else {
			TRY(add_range(p, from, middle, e));
			from = middle;
			whole = false;
		}
	}
	return whole ? TL_OK : add_range(p, from, to, e);
}

static void
turn_round(struct tree_path *path)
{
	for (size_t i = 0; i < path->depth / 2; i++) {
		struct digest step = path->steps[i];
		path->steps[i] = path->steps[path->depth - 1 - i];
		path->steps[path->depth - 1 - i] = step;
	}
}

tl_status
log_inclusion(const struct tl_log_store *store, uint64_t index, uint64_t size,
    struct tree_path *out, struct tl_error *e)
{
	struct proving p = { .store = store, .size = size, .out = out };
	*out = (struct tree_path){ .index = index };
	if (index >= size)
		return error_set(e, TL_NO, "the log has no entry of that number");
	tl_status status = hasher_init_sha256(&p.hasher, e);
	if (status == TL_OK)
		status = prove_inclusion(&p, index, e);
	hasher_release(&p.hasher);
	turn_round(out);
	return status;
}

tl_status
log_consistency(const struct tl_log_store *store, uint64_t old, uint64_t size,
    struct tree_path *out, struct tl_error *e)
{
	struct proving p = { .store = store, .size = size, .out = out };
	*out = (struct tree_path){ .index = 0 };
	if (old > size)
		return error_set(e, TL_NO,
		    "the log has %llu entries, and was seen with %llu: it was cut off or rolled back",
		    (unsigned long long)size, (unsigned long long)old);
	if (old == 0 || old == size)
		return TL_OK;
	tl_status status = hasher_init_sha256(&p.hasher, e);
	if (status == TL_OK)
		status = prove_consistency(&p, old, e);
	hasher_release(&p.hasher);
	turn_round(out);
	return status;
}

tl_status
log_find(const struct tl_log_store *store, uint64_t size, const struct log_entry *entry,
    uint64_t *index, struct tl_error *e)
{
	struct log_entry entries[LOG_TILE];
	for (*index = 0; *index < size;) {
		uint64_t left = size - *index;
		size_t width = left < LOG_TILE ? (size_t)left : LOG_TILE;
		TRY(log_bundle_read(store, *index / LOG_TILE, width, entries, e));
		for (size_t i = 0; i < width; i++, ++*index)
			if (memcmp(entries[i].bytes, entry->bytes, LOG_ENTRY_SIZE) == 0)
				return TL_OK;
	}
	return error_set(e, TL_NO, "the log does not have this manifest");
}
