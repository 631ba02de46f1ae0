/*
 * manifest/log_edge.h -- the right edge of a log's tree: its rows of tiles (C2SP tlog-tiles).
 *
 * Idea:   a row of each level holds the hashes of its last, unfinished tile. A leaf is added to the lowest; a row that has
 *         256 hashes is a finished tile, and becomes one hash of the row above. From the rows the root can be told at
 *         any size, so that a log that is read from its beginning shows every root that it ever had.
 * Always: the same code writes tiles and checks them.
 * Owns:   nothing. Large (48 KiB): not for the stack of deep calls.
 * Fails:  TL_SYSTEM where a digest cannot be computed; what `full` returns.
 */
#ifndef MANIFEST_LOG_EDGE_H
#define MANIFEST_LOG_EDGE_H

#include "manifest/tree.h"

#define LOG_TILE   256 /* hashes of a finished tile */
#define LOG_LEVELS 4

struct log_edge {
	uint64_t size;
	struct digest rows[LOG_LEVELS][LOG_TILE];
};

/* Called with each finished tile. */
struct log_tile_sink {
	void *context;
	tl_status (*full)(void *context, size_t level, uint64_t index, const struct digest *row,
	    struct tl_error *e);
};

/* Hashes in the unfinished tile of that level, and the tile's number. */
size_t log_edge_width(uint64_t size, size_t level);
uint64_t log_edge_tile(uint64_t size, size_t level);

TL_CHECK tl_status log_edge_add(struct log_edge *edge, struct hasher *hasher,
    const struct digest *leaf, const struct log_tile_sink *sink, struct tl_error *e);
/* RFC 9162 §2.1.1, of an empty log too. */
TL_CHECK tl_status log_edge_root(
    const struct log_edge *edge, struct hasher *hasher, struct digest *out, struct tl_error *e);

#endif
