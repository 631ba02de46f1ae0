/*
 * manifest/log_proof.h -- that a log has an entry, in one file (C2SP tlog-proof).
 *
 * Idea:   the path from the entry to the root, and the log's checkpoint with that root. The format's opaque line carries the
 *         paths that prove that the log still has what was seen of it before; stock readers pass over it.
 * Always: one byte form: what is read is printed again and compared. Everything is checked against the log's key.
 * Owns:   nothing; the checkpoint points into the proof's bytes. Large (9 KiB).
 * Fails:  log_proof_check() with a reason, in `e` as TL_NO; TL_SYSTEM.
 */
#ifndef MANIFEST_LOG_PROOF_H
#define MANIFEST_LOG_PROOF_H

#include "manifest/claims.h"
#include "manifest/log_entry.h"
#include "manifest/tree.h"

#define LOG_PROOF_MAX  (NOTE_MAX + ((size_t)16 << 10))
#define LOG_PROOF_OLDS 2 /* the manifest's own, and the verifier's */

struct log_proof {
	struct tree_path path;
	struct tree_path olds[LOG_PROOF_OLDS]; /* index: the old size; ascending */
	size_t old_count;
	struct checkpoint head;
	struct slice note; /* the checkpoint with its signatures */
};

/* Behind the note there is nothing. */
TL_CHECK tl_status log_proof_print(
    struct buf *out, const struct log_proof *proof, struct tl_error *e);
bool log_proof_read(struct log_proof *out, struct slice bytes);

enum log_reason {
	LOG_UNCHECKED = 0,
	LOG_GOOD,
	LOG_NO_KEY,
	LOG_PROOF_FORM,
	LOG_CHECKPOINT_FORM,
	LOG_ORIGIN,
	LOG_UNSIGNED,
	LOG_SIGNATURE,
	LOG_ENTRY,     /* the path does not lead from this manifest to the root */
	LOG_TOO_EARLY, /* the entry stands before the state that the manifest saw */
	LOG_MANIFEST_FORKED,
	LOG_SINCE_FORM,
	LOG_SINCE_UNSIGNED,
	LOG_SINCE_LATER, /* the proof is older than what is remembered */
	LOG_SINCE_UNPROVED,
	LOG_SINCE_FORKED
};

/* A sentence without its full stop; a constant. */
const char *log_reason_text(enum log_reason reason);

struct log_question {
	struct slice proof, key, since; /* since empty: nothing is remembered */
	const struct digest *manifest;
	const unsigned char *id;
	const struct log_state *seen; /* the manifest's own memory; origin "": none */
};

struct log_verdict {
	enum log_reason reason;
	uint64_t index, size;
	bool since_checked;
	bool seen_checked; /* the log still has what the manifest saw */
};

TL_CHECK tl_status log_proof_check(
    const struct log_question *question, struct log_verdict *out, struct tl_error *e);

#endif
