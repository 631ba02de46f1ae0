/*
 * manifest/log_pending.h -- what an append is about to do, on the disk before it begins.
 *
 * Idea:   an append that is cut short is completed from this note with the same entries, so that every file it wrote is
 *         the file that would be written again.
 * Always: a head with size and root of the log before, then the entries. One form.
 * Owns:   pending_release() frees the entries.
 * Fails:  TL_NO where the note is none; TL_SYSTEM.
 */
#ifndef MANIFEST_LOG_PENDING_H
#define MANIFEST_LOG_PENDING_H

#include "manifest/log.h"

struct pending {
	uint64_t size; /* of the log before */
	struct digest root;
	struct log_entry *entries;
	size_t count; /* 0: there is no note */
};

TL_CHECK tl_status pending_read(
    const struct tl_log_store *store, struct pending *out, struct tl_error *e);
void pending_release(struct pending *pending);

TL_CHECK tl_status pending_write(
    const struct tl_log_store *store, const struct pending *pending, struct tl_error *e);
TL_CHECK tl_status pending_remove(const struct tl_log_store *store, struct tl_error *e);

#endif
