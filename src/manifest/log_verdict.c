#include <stdlib.h>

#include "manifest/log_proof.h"

static const char *const texts[] = {
	[LOG_UNCHECKED] = "the log was not asked",
	[LOG_GOOD] = "the log has the manifest",
	[LOG_NO_KEY] =
	    "the log's key is no name+hash+base64 of an Ed25519 key, or its hash is wrong",
	[LOG_PROOF_FORM] = "the log's proof is not in the one form of a proof",
	[LOG_CHECKPOINT_FORM] = "the checkpoint in the log's proof is not in its one form",
	[LOG_ORIGIN] = "the log's proof is of another log than the key's",
	[LOG_UNSIGNED] = "the checkpoint in the log's proof has no signature by the log's key",
	[LOG_SIGNATURE] = "the log's signature in the proof is wrong",
	[LOG_ENTRY] = "the log's proof is of another manifest, or does not lead to the log's root",
	[LOG_TOO_EARLY] = "the log has the manifest before the state that the manifest says it saw",
	[LOG_MANIFEST_FORKED] =
	    "the log no longer has what the manifest saw of it: it was cut off, rolled back or forked",
	[LOG_SINCE_FORM] = "the remembered checkpoint is no checkpoint",
	[LOG_SINCE_UNSIGNED] = "the remembered checkpoint is not signed by this log",
	[LOG_SINCE_LATER] =
	    "the log's proof is older than the remembered checkpoint; ask for a new one, and if there is "
	    "none, the log was rolled back",
	[LOG_SINCE_UNPROVED] =
	    "the proof does not tell whether the log still has what is remembered; ask for one that "
	    "was made with --since",
	[LOG_SINCE_FORKED] =
	    "the log no longer has what is remembered of it: it was changed or forked",
};

const char *
log_reason_text(enum log_reason reason)
{
	return texts[reason];
}

static tl_status
refuse(struct log_verdict *out, enum log_reason reason, struct tl_error *e)
{
	out->reason = reason;
	return error_set(e, TL_NO, "%s", texts[reason]);
}

static enum log_reason
reason_of(enum note_flaw flaw)
{
	switch (flaw) {
	case NOTE_FINE:
		return LOG_GOOD;
	case NOTE_UNREAD:
	case NOTE_FORM:
		break;
	case NOTE_ORIGIN:
		return LOG_ORIGIN;
	case NOTE_UNSIGNED:
		return LOG_UNSIGNED;
	case NOTE_SIGNATURE:
		return LOG_SIGNATURE;
	}
	return LOG_CHECKPOINT_FORM;
}

static tl_status
check_entry(const struct log_question *q, const struct log_proof *proof, struct hasher *hasher,
    struct log_verdict *out, struct tl_error *e)
{
	struct log_entry entry;
	struct digest leaf, root;
	log_entry_make(&entry, q->manifest, q->id);
	TRY(tree_leaf(hasher, slice_of(entry.bytes, LOG_ENTRY_SIZE), slice_of(NULL, 0), &leaf, e));
	tl_status status = tree_climb(hasher, &leaf, &proof->path, proof->head.size, &root, NULL);
	if (status == TL_SYSTEM)
		return error_set(e, TL_SYSTEM, "a digest could not be computed");
	if (status != TL_OK || !digest_equal(&root, &proof->head.root))
		return refuse(out, LOG_ENTRY, e);
	return TL_OK;
}

/* Whether the log still has the tree of that size and root; `unproved`: the proof does not say. */
static tl_status
check_old(const struct log_proof *proof, uint64_t size, const struct digest *root,
    struct hasher *hasher, bool *unproved, struct tl_error *e)
{
	static const struct tree_path none = { .depth = 0 };
	const struct tree_path *path = size == 0 || size == proof->head.size ? &none : NULL;
	for (size_t i = 0; i < proof->old_count; i++)
		if (proof->olds[i].index == size)
			path = &proof->olds[i];
	*unproved = path == NULL && size < proof->head.size;
	if (path == NULL)
		return TL_NO;
	return tree_consistent(hasher, path, size, root, proof->head.size, &proof->head.root, e);
}

/* The manifest was made before its entry, so what it saw is a part of the log before it. */
static tl_status
check_seen(const struct log_question *q, const struct log_proof *proof, struct hasher *hasher,
    struct log_verdict *out, struct tl_error *e)
{
	bool unproved;
	if (!slice_is(proof->head.origin, q->seen->origin))
		return TL_OK; /* of another log, or of none */
	if (proof->path.index < q->seen->size)
		return refuse(out, LOG_TOO_EARLY, e);
	tl_status status = check_old(proof, q->seen->size, &q->seen->root, hasher, &unproved, NULL);
	out->seen_checked = status == TL_OK;
	if (status == TL_NO && !unproved)
		return refuse(out, LOG_MANIFEST_FORKED, e);
	return status == TL_SYSTEM ? error_set(e, TL_SYSTEM, "a digest could not be computed")
				   : TL_OK;
}

static tl_status
check_since(const struct log_question *q, const struct note_key *key, const struct log_proof *proof,
    struct hasher *hasher, struct log_verdict *out, struct tl_error *e)
{
	struct checkpoint since;
	bool unproved;
	if (q->since.len == 0)
		return TL_OK;
	enum note_flaw flaw = checkpoint_check(&since, q->since, key);
	if (flaw != NOTE_FINE)
		return refuse(out, flaw == NOTE_FORM ? LOG_SINCE_FORM : LOG_SINCE_UNSIGNED, e);
	if (since.size > proof->head.size)
		return refuse(out, LOG_SINCE_LATER, e);
	tl_status status = check_old(proof, since.size, &since.root, hasher, &unproved, NULL);
	if (status == TL_NO)
		return refuse(out, unproved ? LOG_SINCE_UNPROVED : LOG_SINCE_FORKED, e);
	if (status != TL_OK)
		return error_set(e, TL_SYSTEM, "a digest could not be computed");
	out->since_checked = true;
	return TL_OK;
}

static tl_status
check(const struct log_question *q, struct log_proof *proof, struct hasher *hasher,
    struct log_verdict *out, struct tl_error *e)
{
	struct note_key key;
	if (note_key_read(&key, q->key, NULL) != TL_OK)
		return refuse(out, LOG_NO_KEY, e);
	if (!log_proof_read(proof, q->proof))
		return refuse(out, LOG_PROOF_FORM, e);
	enum log_reason reason = reason_of(checkpoint_check(&proof->head, proof->note, &key));
	if (reason != LOG_GOOD)
		return refuse(out, reason, e);
	TRY(check_entry(q, proof, hasher, out, e));
	TRY(check_seen(q, proof, hasher, out, e));
	TRY(check_since(q, &key, proof, hasher, out, e));
	out->index = proof->path.index;
	out->size = proof->head.size;
	out->reason = LOG_GOOD;
	return TL_OK;
}

tl_status
log_proof_check(const struct log_question *question, struct log_verdict *out, struct tl_error *e)
{
	struct hasher hasher = { 0 };
	*out = (struct log_verdict){ .reason = LOG_UNCHECKED };
	struct log_proof *proof = malloc(sizeof *proof);
	tl_status status = proof == NULL ? error_memory(e) : hasher_init_sha256(&hasher, e);
	if (status == TL_OK)
		status = check(question, proof, &hasher, out, e);
	hasher_release(&hasher);
	free(proof);
	return status;
}
