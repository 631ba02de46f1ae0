/*
 * cli/log_release.h -- a release that is written into a log before it is published.
 *
 * Idea:   the manifest carries the state that the log had before, and becomes the log's next entry when it is complete
 *         and has no name yet. A log may say more than was released, never less.
 * Always: the lock is held while the log grows, not while the document is read.
 * Owns:   the log's key, until log_release_end().
 * Fails:  as tl_log_head() and tl_log_append(); then nothing may be published.
 */
#ifndef CLI_LOG_RELEASE_H
#define CLI_LOG_RELEASE_H

#include "cli/log_store.h"

struct log_release {
	const char *path; /* NULL: no log was asked for */
	struct tl_log_signer *signer;
	struct tl_log_head head;
};

/* Reads the head; `path` NULL: does nothing. */
tl_status log_release_begin(struct log_release *release, const char *path, const char *key,
    const char *passphrase, struct tl_error *e);
/* NULL where no log was asked for. */
const struct tl_log_head *log_release_head(const struct log_release *release);
tl_status log_release_append(const struct log_release *release, const struct tl_reader *manifests,
    size_t count, struct tl_error *e);
void log_release_end(struct log_release *release);

#endif
