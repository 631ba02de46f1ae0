#include <stdlib.h>

#include "manifest/log_pending.h"

/* One append. Large: on the heap. */
struct appending {
	const struct tl_log_store *store;
	const struct note_key *key;
	const struct signing_key *secret;
	struct hasher hasher;
	struct log_edge edge;
	struct log_entry bundle[LOG_TILE]; /* the unfinished one */
	struct log_appended *out;
};

tl_status
log_signer_name(const struct tl_log_store *store, const struct signing_key *secret,
    struct slice origin, struct note_key *key, bool *fresh, struct tl_error *e)
{
	struct ed25519_public public;
	struct checkpoint checkpoint;
	unsigned char room[1 << 12];
	TRY(ed25519_public_of(secret, &public, e));
	int64_t got = store->read(store->context, "checkpoint", room, sizeof room);
	if (got < 0 || (uint64_t)got > sizeof room)
		return error_at(e, TL_SYSTEM, "checkpoint", 0, 0, "cannot be read, or is too long");
	*fresh = got == 0;
	if (*fresh && origin.len == 0)
		return error_set(e, TL_USAGE,
		    "this log is new: begin it with an origin, `tearline log append LOGDIR --origin NAME`");
	if (!*fresh && checkpoint_read(&checkpoint, slice_of(room, (size_t)got)) != NOTE_FINE)
		return error_at(e, TL_NO, "checkpoint", 0, 0, "%s", note_flaw_text(NOTE_FORM));
	if (!*fresh && origin.len > 0 && !slice_equal(origin, checkpoint.origin))
		return error_set(e, TL_USAGE, "the log has another origin");
	return note_key_of(key, *fresh ? origin : checkpoint.origin, &public, e);
}

/* --- files of tiles: written once */

static tl_status
write_once(const struct appending *a, const char *name, const unsigned char *bytes, size_t len,
    struct tl_error *e)
{
	unsigned char there[LOG_BUNDLE_SIZE];
	int64_t got = a->store->read(a->store->context, name, there, sizeof there);
	/* What the append that was cut short wrote is what is written now. */
	if (got == (int64_t)len && memcmp(there, bytes, len) == 0)
		return TL_OK;
	if (got != 0)
		return error_at(e, TL_NO, name, 0, 0,
		    "is there already, with other bytes: the log was changed or rolled back");
	if (a->store->write(a->store->context, name, bytes, len, 0) != 0)
		return error_at(e, TL_SYSTEM, name, 0, 0, "cannot be written");
	return TL_OK;
}

static tl_status
write_tile(const struct appending *a, size_t level, uint64_t index, const struct digest *row,
    size_t width, struct tl_error *e)
{
	unsigned char bytes[LOG_TILE * SHA256_SIZE];
	char name[LOG_NAME_MAX];
	for (size_t i = 0; i < width; i++)
		memcpy(bytes + i * SHA256_SIZE, row[i].bytes, SHA256_SIZE);
	log_tile_name(name, level, index, width);
	return write_once(a, name, bytes, width * SHA256_SIZE, e);
}

static tl_status
write_bundle(const struct appending *a, uint64_t index, size_t width, struct tl_error *e)
{
	unsigned char bytes[LOG_BUNDLE_SIZE], *at = bytes;
	char name[LOG_NAME_MAX];
	for (size_t i = 0; i < width; i++) {
		*at++ = (unsigned char)(LOG_ENTRY_SIZE >> 8);
		*at++ = (unsigned char)LOG_ENTRY_SIZE;
		memcpy(at, a->bundle[i].bytes, LOG_ENTRY_SIZE);
		at += LOG_ENTRY_SIZE;
	}
	log_tile_name(name, LOG_LEVEL_ENTRIES, index, width);
	return write_once(a, name, bytes, (size_t)(at - bytes), e);
}

static tl_status
write_full(
    void *context, size_t level, uint64_t index, const struct digest *row, struct tl_error *e)
{
	const struct appending *a = context;
	if (level == 0)
		TRY(write_bundle(a, index, LOG_TILE, e));
	return write_tile(a, level, index, row, LOG_TILE, e);
}

/* The unfinished tiles of the new size; a row that did not change has its file. */
static tl_status
write_edge(const struct appending *a, struct tl_error *e)
{
	uint64_t size = a->edge.size;
	for (size_t level = 0; level < LOG_LEVELS; level++) {
		size_t width = log_edge_width(size, level);
		if (width > 0)
			TRY(write_tile(
			    a, level, log_edge_tile(size, level), a->edge.rows[level], width, e));
	}
	size_t width = log_edge_width(size, 0);
	return width > 0 ? write_bundle(a, log_edge_tile(size, 0), width, e) : TL_OK;
}

/* Unfinished tiles may go once the finished one is there (tlog-tiles); readers fall back on it. */
static tl_status
drop_partial(const struct appending *a, size_t level, uint64_t before, struct tl_error *e)
{
	size_t bits = level == LOG_LEVEL_ENTRIES ? 0 : level;
	char name[LOG_NAME_MAX], folder[LOG_NAME_MAX + 2];
	uint64_t index = log_edge_tile(before, bits);
	if (log_edge_width(before, bits) == 0 || log_edge_tile(a->edge.size, bits) == index)
		return TL_OK;
	log_tile_name(name, level, index, LOG_TILE);
	size_t len = strlen(name);
	memcpy(folder, name, len);
	memcpy(folder + len, ".p", 3);
	if (a->store->remove(a->store->context, folder) != 0)
		return error_at(e, TL_SYSTEM, folder, 0, 0, "cannot be removed");
	return TL_OK;
}

static tl_status
drop_partials(const struct appending *a, uint64_t before, struct tl_error *e)
{
	for (size_t level = 0; level < LOG_LEVELS; level++)
		TRY(drop_partial(a, level, before, e));
	return drop_partial(a, LOG_LEVEL_ENTRIES, before, e);
}

/* --- the log as it stands */

static tl_status
load_leaves(struct appending *a, struct tl_error *e)
{
	size_t width = log_edge_width(a->edge.size, 0);
	struct digest leaf;
	if (width == 0)
		return TL_OK;
	TRY(log_bundle_read(a->store, log_edge_tile(a->edge.size, 0), width, a->bundle, e));
	for (size_t i = 0; i < width; i++) {
		TRY(tree_leaf(&a->hasher, slice_of(a->bundle[i].bytes, LOG_ENTRY_SIZE),
		    slice_of(NULL, 0), &leaf, e));
		if (!digest_equal(&leaf, &a->edge.rows[0][i]))
			return error_set(
			    e, TL_NO, "the last entries of the log are not those of its tile");
	}
	return TL_OK;
}

static tl_status
load_edge(struct appending *a, struct tl_error *e)
{
	const struct checkpoint *head = &a->out->head;
	struct digest root;
	a->edge.size = head->size;
	for (size_t level = 0; level < LOG_LEVELS; level++) {
		size_t width = log_edge_width(head->size, level);
		if (width > 0)
			TRY(log_tile_read(a->store, level, log_edge_tile(head->size, level), width,
			    a->edge.rows[level], e));
	}
	TRY(log_edge_root(&a->edge, &a->hasher, &root, e));
	if (!digest_equal(&root, &head->root))
		return error_set(e, TL_NO,
		    "the log's tiles do not fit its checkpoint: it was changed; see `tearline log check`");
	return load_leaves(a, e);
}

/* Tiles behind the checkpoint without a note of an append: the checkpoint is an old one, and to go on from here would make a
 * second log of the same name. */
static tl_status
refuse_later(const struct appending *a, struct tl_error *e)
{
	unsigned char probe[1];
	char name[LOG_NAME_MAX];
	uint64_t tile = log_edge_tile(a->edge.size, 0);
	for (size_t width = log_edge_width(a->edge.size, 0) + 1; width <= LOG_TILE; width++) {
		log_tile_name(name, 0, tile, width);
		if (a->store->read(a->store->context, name, probe, sizeof probe) != 0)
			return error_at(e, TL_NO, name, 0, 0,
			    "is later than the log's checkpoint: the log was rolled back; restore all of it");
	}
	return TL_OK;
}

/* --- going on */

static tl_status
add_entries(struct appending *a, const struct log_entry *entries, size_t count, struct tl_error *e)
{
	const struct log_tile_sink sink = { a, write_full };
	struct digest leaf;
	if (count > LOG_SIZE_MAX - a->edge.size)
		return error_set(e, TL_USAGE, "the log is full; begin another");
	for (size_t i = 0; i < count; i++) {
		a->bundle[log_edge_width(a->edge.size, 0)] = entries[i];
		TRY(tree_leaf(&a->hasher, slice_of(entries[i].bytes, LOG_ENTRY_SIZE),
		    slice_of(NULL, 0), &leaf, e));
		TRY(log_edge_add(&a->edge, &a->hasher, &leaf, &sink, e));
	}
	return write_edge(a, e);
}

static tl_status
write_head(struct appending *a, struct tl_error *e)
{
	struct log_appended *out = a->out;
	struct digest root;
	TRY(log_edge_root(&a->edge, &a->hasher, &root, e));
	TRY(checkpoint_make(&out->note, a->key, a->secret, a->edge.size, &root, e));
	if (a->store->write(a->store->context, "checkpoint", out->note.ptr, out->note.len, 1) != 0)
		return error_at(e, TL_SYSTEM, "checkpoint", 0, 0, "cannot be written");
	enum note_flaw flaw = checkpoint_check(&out->head, buf_slice(&out->note), a->key);
	return flaw == NOTE_FINE ? TL_OK : error_set(e, TL_KEY, "%s", note_flaw_text(flaw));
}

/* The note is on the disk: tiles, checkpoint, and only then the note goes. */
static tl_status
carry_out(struct appending *a, const struct pending *pending, struct tl_error *e)
{
	TRY(add_entries(a, pending->entries, pending->count, e));
	TRY(write_head(a, e));
	TRY(drop_partials(a, pending->size, e));
	return pending_remove(a->store, e);
}

/* An append that was cut short: before its checkpoint it is carried out, behind it only the note is left over. */
static tl_status
complete(struct appending *a, const struct pending *pending, struct tl_error *e)
{
	const struct checkpoint *head = &a->out->head;
	if (pending->size == head->size && digest_equal(&pending->root, &head->root)) {
		a->out->completed = pending->count;
		return carry_out(a, pending, e);
	}
	if (pending->size + pending->count != head->size)
		return error_at(e, TL_NO, "pending", 0, 0,
		    "belongs to another state of the log: it was changed or rolled back");
	TRY(drop_partials(a, pending->size, e));
	return pending_remove(a->store, e);
}

static tl_status
begin(struct appending *a, bool fresh, struct tl_error *e)
{
	struct log_appended *out = a->out;
	if (fresh)
		return hasher_digest(&a->hasher, slice_of(NULL, 0), &out->head.root, e);
	return log_head_read(a->store, a->key, &out->note, &out->head, e);
}

static tl_status
append(struct appending *a, const struct pending *old, bool fresh, const struct log_entry *entries,
    size_t count, struct tl_error *e)
{
	TRY(begin(a, fresh, e));
	TRY(load_edge(a, e));
	if (old->count > 0)
		TRY(complete(a, old, e));
	TRY(refuse_later(a, e));
	if (count == 0)
		return fresh && a->out->completed == 0 ? write_head(a, e) : TL_OK;
	struct pending now = { .size = a->edge.size, .count = count };
	TRY(log_edge_root(&a->edge, &a->hasher, &now.root, e));
	now.entries = malloc(count * sizeof *entries);
	if (now.entries == NULL)
		return error_memory(e);
	memcpy(now.entries, entries, count * sizeof *entries);
	tl_status status = pending_write(a->store, &now, e);
	if (status == TL_OK)
		status = carry_out(a, &now, e);
	pending_release(&now);
	return status;
}

tl_status
log_append(const struct tl_log_store *store, const struct note_key *key,
    const struct signing_key *secret, bool fresh, const struct log_entry *entries, size_t count,
    struct log_appended *out, struct tl_error *e)
{
	struct pending old = { .count = 0 };
	if (count > LOG_APPEND_MAX)
		return error_set(e, TL_USAGE, "more than %zu manifests at once", LOG_APPEND_MAX);
	struct appending *a = calloc(1, sizeof *a);
	if (a == NULL)
		return error_memory(e);
	a->store = store;
	a->key = key;
	a->secret = secret;
	a->out = out;
	tl_status status = hasher_init_sha256(&a->hasher, e);
	if (status == TL_OK)
		status = pending_read(store, &old, e);
	if (status == TL_OK)
		status = append(a, &old, fresh, entries, count, e);
	pending_release(&old);
	hasher_release(&a->hasher);
	free(a);
	return status;
}
