/*
 * manifest/log.h -- an append-only log of released manifests, in files (C2SP tlog-tiles).
 *
 * Idea:   the entries' hashes are the leaves of one tree, stored as tiles of 256 hashes a level. A checkpoint names size and
 *         root; whoever remembers one sees when the log is cut off, changed or continued in another way.
 * Always: a file of a tile is written once, whole, and never changed; tiles are on the disk before the checkpoint that needs
 *         them; the checkpoint is replaced in one step. What will be appended is written down first (`pending`), so that an append that
 *         was cut short is completed with the same entries, and nothing that a lost checkpoint may have covered is
 *         written over: whoever finds later tiles than the checkpoint's without that note refuses the log.
 * Owns:   nothing between calls; the files belong to the store.
 * Fails:  TL_NO where the files do not fit together, with the file; TL_SYSTEM where the store fails.
 */
#ifndef MANIFEST_LOG_H
#define MANIFEST_LOG_H

#include "manifest/claims.h"
#include "manifest/log_edge.h"
#include "manifest/log_entry.h"
#include "manifest/note.h"

#define LOG_NAME_MAX    64
#define LOG_APPEND_MAX  ((size_t)1 << 20) /* entries in one call */
#define LOG_BUNDLE_SIZE (LOG_TILE * (2 + LOG_ENTRY_SIZE))

/* "tile/0/x001/234.p/5"; width LOG_TILE: the finished one. */
#define LOG_LEVEL_ENTRIES SIZE_MAX
void log_tile_name(char out[LOG_NAME_MAX], size_t level, uint64_t index, size_t width);

/* A tile of `width` hashes at least, of which the first `width` are given: the one of that width or the finished one. */
TL_CHECK tl_status log_tile_read(const struct tl_log_store *store, size_t level, uint64_t index,
    size_t width, struct digest *row, struct tl_error *e);
TL_CHECK tl_status log_bundle_read(const struct tl_log_store *store, uint64_t index, size_t width,
    struct log_entry *entries, struct tl_error *e);

/* The checkpoint, checked; its bytes go to `bytes`. Size 0 and TL_NO where there is none. */
TL_CHECK tl_status log_head_read(const struct tl_log_store *store, const struct note_key *key,
    struct buf *bytes, struct checkpoint *out, struct tl_error *e);

/* `origin` empty: the log's own (log_append.c). */
TL_CHECK tl_status log_signer_name(const struct tl_log_store *store,
    const struct signing_key *secret, struct slice origin, struct note_key *key, bool *fresh,
    struct tl_error *e);

struct log_appended {
	struct checkpoint head; /* points into `note` */
	struct buf note;
	size_t completed;
};

TL_CHECK tl_status log_append(const struct tl_log_store *store, const struct note_key *key,
    const struct signing_key *secret, bool fresh, const struct log_entry *entries, size_t count,
    struct log_appended *out, struct tl_error *e);

/* All tiles and entries; `states` (sorted here by size) must all have been states of this log. */
TL_CHECK tl_status log_check(const struct tl_log_store *store, const struct checkpoint *head,
    struct log_state *states, size_t count, struct tl_error *e);

/* --- proofs out of tiles (log_prove.c) */

TL_CHECK tl_status log_find(const struct tl_log_store *store, uint64_t size,
    const struct log_entry *entry, uint64_t *index, struct tl_error *e);
/* RFC 9162 §2.1.3.1 and §2.1.4.1. */
TL_CHECK tl_status log_inclusion(const struct tl_log_store *store, uint64_t index, uint64_t size,
    struct tree_path *out, struct tl_error *e);
TL_CHECK tl_status log_consistency(const struct tl_log_store *store, uint64_t old, uint64_t size,
    struct tree_path *out, struct tl_error *e);

#endif
