/*
 * manifest/log_entry.h -- what a log holds of a manifest.
 *
 * Idea:   one line of fixed length with the manifest's SHA-384 and its id, whatever the manifest's size: an entry of a
 *         log has at most 65,535 bytes, and a manifest may have more. It is made again from the manifest with printf.
 * Always: "tearline-log-v1 SHA384 ID" and a line feed, hexadecimal in lower case. Nothing that is not in the manifest.
 * Owns:   nothing.
 * Fails:  never; log_entry_read() says whether these bytes are one.
 */
#ifndef MANIFEST_LOG_ENTRY_H
#define MANIFEST_LOG_ENTRY_H

#include "base/crypto.h"
#include "manifest/form.h"

#define LOG_ENTRY_HEAD "tearline-log-v1 "
#define LOG_ENTRY_SIZE                                                                             \
	(sizeof LOG_ENTRY_HEAD - 1 + (size_t)2 * DIGEST_SIZE + 1 + 2 * FORM_ID_SIZE + 1)

struct log_entry {
	unsigned char bytes[LOG_ENTRY_SIZE];
};

void log_entry_make(
    struct log_entry *out, const struct digest *manifest, const unsigned char id[FORM_ID_SIZE]);
bool log_entry_read(struct log_entry *out, struct slice bytes);

#endif
