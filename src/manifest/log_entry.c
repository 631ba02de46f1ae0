#include "manifest/log_entry.h"

#include "manifest/text.h"

void
log_entry_make(
    struct log_entry *out, const struct digest *manifest, const unsigned char id[FORM_ID_SIZE])
{
	unsigned char *at = out->bytes;
	memcpy(at, LOG_ENTRY_HEAD, sizeof LOG_ENTRY_HEAD - 1);
	at += sizeof LOG_ENTRY_HEAD - 1;
	text_put_hex(&at, manifest->bytes, DIGEST_SIZE);
	*at++ = ' ';
	text_put_hex(&at, id, FORM_ID_SIZE);
	*at = '\n';
}

bool
log_entry_read(struct log_entry *out, struct slice bytes)
{
	struct digest manifest;
	unsigned char id[FORM_ID_SIZE];
	size_t from = sizeof LOG_ENTRY_HEAD - 1, to = from + (size_t)2 * DIGEST_SIZE;
	if (bytes.len != LOG_ENTRY_SIZE ||
	    !text_take_hex(slice_sub(bytes, from, to), manifest.bytes, DIGEST_SIZE) ||
	    !text_take_hex(slice_sub(bytes, to + 1, LOG_ENTRY_SIZE - 1), id, FORM_ID_SIZE))
		return false;
	log_entry_make(out, &manifest, id);
	return memcmp(out->bytes, bytes.ptr, LOG_ENTRY_SIZE) == 0;
}
