/*
 * cli/log_files.h -- files that speak of a log or a batch, as verify and `tearline log` read them.
 *
 * Idea:   a log's key is given as itself or in a file; proof and checkpoint are small files.
 * Always: no more is read than such a file can have.
 * Owns:   the caller closes what was read.
 * Fails:  TL_SYSTEM with the file's name.
 */
#ifndef CLI_LOG_FILES_H
#define CLI_LOG_FILES_H

#include "cli/file.h"

struct log_files {
	struct file proof, key, since;
	struct file batch, batch_proof;
};

/* Each may be NULL: not given. */
tl_status log_files_read(const char *proof, const char *key, const char *since,
    struct log_files *out, struct tl_error *e);
tl_status batch_files_read(
    const char *batch, const char *proof, struct log_files *out, struct tl_error *e);
void log_files_close(struct log_files *files);

/* What stands in tl_evidence. */
void log_files_lay(const struct log_files *files, struct tl_evidence *evidence);

#endif
