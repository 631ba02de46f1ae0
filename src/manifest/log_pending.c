#include "manifest/log_pending.h"

#include <stdlib.h>

#define NAME     "pending"
#define HEAD     "tearline-log-pending-v1"
#define HEAD_MAX 256

/* The head is a checkpoint's text under a name that no log can have signed with a key of ours: it is no note. */
static void
print(struct buf *out, const struct pending *pending)
{
	checkpoint_text(out, slice_str(HEAD), pending->size, &pending->root);
	for (size_t i = 0; i < pending->count; i++)
		buf_add(out, pending->entries[i].bytes, LOG_ENTRY_SIZE);
}

static tl_status
damaged(struct tl_error *e)
{
	return error_at(e, TL_NO, NAME, 0, 0,
	    "the note of an unfinished append is damaged; restore the log from a copy");
}

/* The three lines are read as a checkpoint without signatures: with an empty line and a signature behind them. */
static bool
read_head(struct slice head, struct pending *out)
{
	static const char signature[] = "\n\xe2\x80\x94 none AAAAAAA=\n";
	struct checkpoint checkpoint;
	struct buf note;
	buf_init(&note, HEAD_MAX + sizeof signature);
	buf_add_slice(&note, head);
	buf_add_str(&note, signature);
	bool fine = !note.failed && checkpoint_read(&checkpoint, buf_slice(&note)) == NOTE_FINE &&
	    slice_is(checkpoint.origin, HEAD);
	out->size = checkpoint.size;
	out->root = checkpoint.root;
	buf_release(&note);
	return fine;
}

static tl_status
take(struct slice bytes, struct pending *out, struct tl_error *e)
{
	size_t entries = bytes.len / LOG_ENTRY_SIZE;
	size_t head = bytes.len % LOG_ENTRY_SIZE;
	/* The head is shorter than an entry. */
	if (entries == 0 || entries > LOG_APPEND_MAX || !read_head(slice_sub(bytes, 0, head), out))
		return damaged(e);
	out->entries = calloc(entries, sizeof *out->entries);
	if (out->entries == NULL)
		return error_memory(e);
	out->count = entries;
	for (size_t i = 0; i < entries; i++) {
		size_t at = head + i * LOG_ENTRY_SIZE;
		if (!log_entry_read(&out->entries[i], slice_sub(bytes, at, at + LOG_ENTRY_SIZE)))
			return damaged(e);
	}
	return TL_OK;
}

tl_status
pending_read(const struct tl_log_store *store, struct pending *out, struct tl_error *e)
{
	size_t room = HEAD_MAX + LOG_APPEND_MAX * LOG_ENTRY_SIZE;
	unsigned char probe[1];
	*out = (struct pending){ .count = 0 };
	if (store->read(store->context, NAME, probe, sizeof probe) == 0)
		return TL_OK;
	unsigned char *bytes = malloc(room);
	if (bytes == NULL)
		return error_memory(e);
	int64_t got = store->read(store->context, NAME, bytes, room);
	tl_status status = got <= 0 || (uint64_t)got > room
	    ? damaged(e)
	    : take(slice_of(bytes, (size_t)got), out, e);
	free(bytes);
	if (status != TL_OK)
		pending_release(out);
	return status;
}

void
pending_release(struct pending *pending)
{
	free(pending->entries);
	*pending = (struct pending){ .count = 0 };
}

tl_status
pending_write(const struct tl_log_store *store, const struct pending *pending, struct tl_error *e)
{
	struct buf text;
	buf_init(&text, HEAD_MAX + pending->count * LOG_ENTRY_SIZE);
	print(&text, pending);
	tl_status status = buf_check(&text, e);
	if (status == TL_OK && store->write(store->context, NAME, text.ptr, text.len, 0) != 0)
		status = error_at(e, TL_SYSTEM, NAME, 0, 0, "cannot be written");
	buf_release(&text);
	return status;
}

tl_status
pending_remove(const struct tl_log_store *store, struct tl_error *e)
{
	if (store->remove(store->context, NAME) != 0)
		return error_at(e, TL_SYSTEM, NAME, 0, 0, "cannot be removed");
	return TL_OK;
}
