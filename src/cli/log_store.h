/*
 * cli/log_store.h -- the files of a log in a folder.
 *
 * Idea:   a file is written beside the log's files, reaches the disk, and then gets its name in one step; the folder that
 *         got the name reaches the disk too. A process or a machine that stops leaves whole files or none.
 * Always: one lock for all who append. No link is followed below the folder.
 * Owns:   descriptors, until log_store_close().
 * Fails:  TL_SYSTEM with the folder's name; the store's functions remember the system's reason of the first failure.
 */
#ifndef CLI_LOG_STORE_H
#define CLI_LOG_STORE_H

#include "cli/file.h"

struct log_store {
	const char *path;
	int folder, lock; /* -1: none */
	int failed;       /* errno of the first failure; 0: none */
};

enum log_access {
	LOG_TO_READ,
	LOG_TO_APPEND, /* waits for the lock */
	LOG_TO_CREATE  /* the same; the folder may be new */
};

tl_status log_store_open(
    struct log_store *store, const char *path, enum log_access access, struct tl_error *e);
void log_store_close(struct log_store *store);
struct tl_log_store log_store_of(struct log_store *store);
/* The system's reason into a message that has none. */
void log_store_explain(const struct log_store *store, struct tl_error *e);

/* A log's private key: Ed25519, mode 0600. */
tl_status load_log_signer(
    const char *path, const char *passphrase, struct tl_log_signer **out, struct tl_error *e);

#endif
