#include <stdlib.h>

#include "manifest/log.h"
#include "manifest/log_proof.h"
#include "manifest/text.h"
#include "pipeline/log_states.h"
#include "pipeline/signer.h"

void
put_head(struct put *put, const struct checkpoint *head)
{
	unsigned char hex[2 * SHA256_SIZE], *at = hex;
	text_put_hex(&at, head->root.bytes, SHA256_SIZE);
	put_row(put);
	put_text(put, "origin", head->origin);
	put_number(put, "size", (size_t)head->size);
	put_text(put, "root", slice_of(hex, sizeof hex));
}

static struct slice
bytes_of(struct tl_bytes bytes)
{
	return slice_of(bytes.ptr, bytes.len);
}

/* An earlier checkpoint, which the same key must have signed. */
static tl_status
read_since(struct slice since, const struct note_key *key, struct log_state *states, size_t *count,
    struct tl_error *e)
{
	struct checkpoint checkpoint;
	if (since.len == 0)
		return TL_OK;
	enum note_flaw flaw = checkpoint_check(&checkpoint, since, key);
	if (flaw != NOTE_FINE)
		return error_set(e, TL_NO, "the earlier checkpoint: %s", note_flaw_text(flaw));
	states[(*count)++] = (struct log_state){ .size = checkpoint.size, .root = checkpoint.root };
	return TL_OK;
}

/* Manifests that carry another log's state, or none, are no witnesses of this one. */
static tl_status
read_witnesses(const struct tl_reader *witnesses, size_t count, const struct note_key *key,
    struct log_state *states, size_t *used, struct tl_error *e)
{
	for (size_t i = 0; i < count; i++) {
		struct claims claims;
		TRY(claims_read(&claims, witnesses[i], e));
		if (strcmp(claims.log.origin, key->name) == 0)
			states[(*used)++] = claims.log;
	}
	return TL_OK;
}

struct check_input {
	const struct tl_log_store *store;
	struct note_key key;
	struct buf note;
	struct checkpoint head;
	struct log_state *states;
	size_t count;
};

tl_status
tl_log_check(const struct tl_log_store *store, struct tl_bytes vkey, struct tl_bytes since,
    const struct tl_reader *witnesses, size_t count, const struct tl_answer *answer,
    struct tl_error *e)
{
	struct put put = { .answer = answer };
	struct check_input in = { .store = store };
	size_t saw = 0;

	if (count > LOG_APPEND_MAX)
		return error_set(e, TL_USAGE, "more than %zu manifests at once", LOG_APPEND_MAX);
	TRY(note_key_read(&in.key, bytes_of(vkey), e));
	buf_init(&in.note, NOTE_MAX);
	in.states = calloc(count + 1, sizeof *in.states);
	tl_status status = in.states == NULL ? error_memory(e) : TL_OK;
	if (status == TL_OK)
		status = read_witnesses(witnesses, count, &in.key, in.states, &in.count, e);
	saw = in.count;
	if (status == TL_OK)
		status = read_since(bytes_of(since), &in.key, in.states, &in.count, e);
	if (status == TL_OK)
		status = log_head_read(store, &in.key, &in.note, &in.head, e);
	if (status == TL_OK)
		status = log_check(store, &in.head, in.states, in.count, e);
	if (status == TL_OK) {
		put_head(&put, &in.head);
		put_number(&put, "witnesses", saw);
		status = put_end(&put, e);
	}
	free(in.states);
	buf_release(&in.note);
	return status;
}

/* The old states in ascending order, each once; one of nothing, and the head's own, need no proof. */
static tl_status
add_old(
    const struct tl_log_store *store, uint64_t size, struct log_proof *proof, struct tl_error *e)
{
	size_t count = proof->old_count;
	if (size == 0 || size == proof->head.size ||
	    (count > 0 && proof->olds[count - 1].index == size))
		return TL_OK;
	TRY(log_consistency(store, size, proof->head.size, &proof->olds[count], e));
	proof->olds[count].index = size;
	proof->old_count++;
	return TL_OK;
}

static tl_status
add_olds(const struct tl_log_store *store, const struct log_state states[2],
    struct log_proof *proof, struct tl_error *e)
{
	size_t first = states[0].size > states[1].size;
	TRY(add_old(store, states[first].size, proof, e));
	return add_old(store, states[1 - first].size, proof, e);
}

static tl_status
prove(const struct tl_log_store *store, const struct note_key *key, const struct claims *claims,
    struct slice since, struct buf *note, struct log_proof *proof, struct tl_error *e)
{
	struct log_state states[2] = { { .size = 0 }, { .size = 0 } };
	struct log_entry entry;
	uint64_t index;
	size_t count = 0;
	TRY(log_head_read(store, key, note, &proof->head, e));
	proof->note = buf_slice(note);
	log_entry_make(&entry, &claims->digest, claims->id);
	TRY(log_find(store, proof->head.size, &entry, &index, e));
	TRY(log_inclusion(store, index, proof->head.size, &proof->path, e));
	TRY(read_since(since, key, states, &count, e));
	if (strcmp(claims->log.origin, key->name) == 0)
		states[1] = claims->log;
	return add_olds(store, states, proof, e);
}

tl_status
tl_log_prove(const struct tl_log_store *store, struct tl_bytes vkey, struct tl_reader manifest,
    struct tl_bytes since, struct tl_sink sink, struct tl_error *e)
{
	struct note_key key;
	struct claims claims;
	struct buf note, text;

	TRY(note_key_read(&key, bytes_of(vkey), e));
	TRY(claims_read(&claims, manifest, e));
	buf_init(&note, NOTE_MAX);
	buf_init(&text, LOG_PROOF_MAX);
	struct log_proof *proof = calloc(1, sizeof *proof);
	tl_status status = proof == NULL
	    ? error_memory(e)
	    : prove(store, &key, &claims, bytes_of(since), &note, proof, e);
	if (status == TL_OK)
		status = log_proof_print(&text, proof, e);
	/* What is handed out is what a verifier will accept. */
	const struct log_question question = { .proof = buf_slice(&text),
		.key = bytes_of(vkey),
		.since = bytes_of(since),
		.manifest = &claims.digest,
		.id = claims.id,
		.seen = &claims.log };
	struct log_verdict verdict;
	if (status == TL_OK)
		status = log_proof_check(&question, &verdict, e);
	if (status == TL_OK)
		status = write_sink(sink, buf_slice(&text), e);
	free(proof);
	buf_release(&text);
	buf_release(&note);
	return status;
}
