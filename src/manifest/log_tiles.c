#include <stdio.h>

#include "manifest/log.h"

void
log_tile_name(char out[LOG_NAME_MAX], size_t level, uint64_t index, size_t width)
{
	char number[24], part[8] = "";
	/* 1234067 is x001/x234/067: groups of three digits from the right, all but the last behind an x. */
	(void)snprintf(number, sizeof number, "%03u", (unsigned)(index % 1000));
	for (index /= 1000; index > 0; index /= 1000) {
		char more[sizeof number];
		(void)snprintf(more, sizeof more, "x%03u/%.16s", (unsigned)(index % 1000), number);
		memcpy(number, more, sizeof number);
	}
	if (width < LOG_TILE)
		(void)snprintf(part, sizeof part, ".p/%u", (unsigned)width);
	if (level == LOG_LEVEL_ENTRIES)
		(void)snprintf(out, LOG_NAME_MAX, "tile/entries/%s%s", number, part);
	else
		(void)snprintf(out, LOG_NAME_MAX, "tile/%u/%s%s", (unsigned)level, number, part);
}

/* Clients may take the finished tile for a partial one that is gone (tlog-tiles). */
static tl_status
read_either(const struct tl_log_store *store, size_t level, uint64_t index, size_t width,
    unsigned char *bytes, size_t capacity, size_t *len, char name[LOG_NAME_MAX], struct tl_error *e)
{
	log_tile_name(name, level, index, width);
	int64_t got = store->read(store->context, name, bytes, capacity);
	if (got == 0 && width < LOG_TILE) {
		log_tile_name(name, level, index, LOG_TILE);
		got = store->read(store->context, name, bytes, capacity);
	}
	if (got <= 0 || (uint64_t)got > capacity)
		return error_at(e, TL_NO, name, 0, 0,
		    "the log lacks this tile, or it cannot be read or is too long");
	*len = (size_t)got;
	return TL_OK;
}

tl_status
log_tile_read(const struct tl_log_store *store, size_t level, uint64_t index, size_t width,
    struct digest *row, struct tl_error *e)
{
	unsigned char bytes[LOG_TILE * SHA256_SIZE];
	char name[LOG_NAME_MAX];
	size_t len;
	TRY(read_either(store, level, index, width, bytes, sizeof bytes, &len, name, e));
	if (len != width * SHA256_SIZE && len != sizeof bytes)
		return error_at(e, TL_NO, name, 0, 0, "this tile of the log has a wrong length");
	for (size_t i = 0; i < width; i++) {
		row[i] = (struct digest){ { 0 } };
		memcpy(row[i].bytes, bytes + i * SHA256_SIZE, SHA256_SIZE);
	}
	return TL_OK;
}

/* Big-endian lengths of two bytes before each entry. */
tl_status
log_bundle_read(const struct tl_log_store *store, uint64_t index, size_t width,
    struct log_entry *entries, struct tl_error *e)
{
	unsigned char bytes[LOG_BUNDLE_SIZE];
	char name[LOG_NAME_MAX];
	size_t len, each = 2 + LOG_ENTRY_SIZE;
	TRY(read_either(
	    store, LOG_LEVEL_ENTRIES, index, width, bytes, sizeof bytes, &len, name, e));
	bool fits = len == width * each || len == sizeof bytes;
	for (size_t i = 0; i < width && fits; i++) {
		const unsigned char *at = bytes + i * each;
		fits = (size_t)(at[0] << 8 | at[1]) == LOG_ENTRY_SIZE &&
		    log_entry_read(&entries[i], slice_of(at + 2, LOG_ENTRY_SIZE));
	}
	if (!fits)
		return error_at(e, TL_NO, name, 0, 0,
		    "these entries of the log are not tearline's, or were cut off");
	return TL_OK;
}

tl_status
log_head_read(const struct tl_log_store *store, const struct note_key *key, struct buf *bytes,
    struct checkpoint *out, struct tl_error *e)
{
	static const char name[] = "checkpoint";
	unsigned char room[1 << 12];
	*out = (struct checkpoint){ .size = 0 };
	buf_clear(bytes);
	int64_t got = store->read(store->context, name, room, sizeof room);
	if (got < 0 || (uint64_t)got > sizeof room)
		return error_at(e, TL_SYSTEM, name, 0, 0, "cannot be read, or is too long");
	if (got == 0)
		return error_at(e, TL_NO, name, 0, 0, "there is no checkpoint: this is no log");
	buf_add(bytes, room, (size_t)got);
	TRY(buf_check(bytes, e));
	enum note_flaw flaw = checkpoint_check(out, buf_slice(bytes), key);
	if (flaw != NOTE_FINE)
		return error_at(e, TL_NO, name, 0, 0, "%s", note_flaw_text(flaw));
	return TL_OK;
}
