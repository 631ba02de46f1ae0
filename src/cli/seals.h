/*
 * cli/seals.h -- the seals that lie beside a manifest.
 *
 * Idea:   the first seal is MANIFEST.p7s, the further ones MANIFEST.2.p7s, MANIFEST.3.p7s and so on; SSH signatures are
 *         MANIFEST.sig, MANIFEST.2.sig … The first number that is missing ends the row.
 * Always: each is read once, strictly: a regular file, no link. What kind one is, its row says, or of a file that was named
 *         its first bytes.
 * Owns:   their bytes until seals_close().
 * Fails:  TL_NO for a file that is not there or no plain file, for a verdict; TL_USAGE for too many.
 */
#ifndef CLI_SEALS_H
#define CLI_SEALS_H

#include "cli/file.h"

#define SEALS_MAX 16 /* of either kind */

enum seal_kind {
	KIND_SEAL,
	KIND_SSH
};

struct seals {
	struct file files[2 * SEALS_MAX];
	size_t file_count;
	struct tl_bytes seals[SEALS_MAX], ssh[SEALS_MAX];
	size_t seal_count, ssh_count;
};

/* The name of seal `number`, from 1 on. */
tl_status seal_name(const char *manifest, enum seal_kind kind, size_t number, char out[4096 + 16],
    struct tl_error *e);

/* A file that was named. */
tl_status seals_add(struct seals *seals, const char *path, struct tl_error *e);
/* All of a row; `least`: how many must be there. */
tl_status seals_find(struct seals *seals, const char *manifest, enum seal_kind kind, size_t least,
    struct tl_error *e);
void seals_close(struct seals *seals);

#endif
