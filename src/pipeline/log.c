#include <stdlib.h>

#include "manifest/log.h"
#include "pipeline/log_states.h"
#include "pipeline/put.h"
#include "pipeline/signer.h"

struct tl_log_signer {
	struct signing_key key;
};

tl_status
tl_log_signer_load(
    struct tl_bytes key, struct tl_bytes passphrase, struct tl_log_signer **out, struct tl_error *e)
{
	struct ed25519_public public;
	*out = NULL;
	struct tl_log_signer *signer = calloc(1, sizeof *signer);
	if (signer == NULL)
		return error_memory(e);
	tl_status status = signing_key_load(
	    &signer->key, slice_of(key.ptr, key.len), slice_of(passphrase.ptr, passphrase.len), e);
	if (status == TL_OK)
		status = ed25519_public_of(&signer->key, &public, e);
	if (status != TL_OK) {
		tl_log_signer_free(signer);
		return status;
	}
	*out = signer;
	return TL_OK;
}

void
tl_log_signer_free(struct tl_log_signer *signer)
{
	if (signer == NULL)
		return;
	signing_key_release(&signer->key);
	free(signer);
}

tl_status
tl_log_vkey(
    const struct tl_log_signer *signer, const char *origin, struct tl_sink sink, struct tl_error *e)
{
	struct ed25519_public public;
	struct note_key key;
	struct buf text;
	TRY(ed25519_public_of(&signer->key, &public, e));
	TRY(note_key_of(&key, slice_str(origin), &public, e));
	buf_init(&text, 1 << 12);
	tl_status status = note_key_print(&text, &key, e);
	if (status == TL_OK)
		status = write_sink(sink, buf_slice(&text), e);
	buf_release(&text);
	return status;
}

tl_status
tl_log_head(const struct tl_log_store *store, const struct tl_log_signer *signer,
    struct tl_log_head *out, struct tl_error *e)
{
	struct note_key key;
	struct checkpoint head;
	struct buf note;
	bool fresh;
	*out = (struct tl_log_head){ .size = 0 };
	TRY(log_signer_name(store, &signer->key, slice_str(""), &key, &fresh, e));
	buf_init(&note, NOTE_MAX);
	tl_status status = log_head_read(store, &key, &note, &head, e);
	if (status == TL_OK) {
		memcpy(out->origin, key.name, sizeof key.name);
		out->size = head.size;
		memcpy(out->root, head.root.bytes, SHA256_SIZE);
	}
	buf_release(&note);
	return status;
}

/* One entry a manifest; each is read once, as a manifest, and never kept. */
static tl_status
make_entries(
    const struct tl_reader *manifests, size_t count, struct log_entry *entries, struct tl_error *e)
{
	struct claims claims;
	for (size_t i = 0; i < count; i++) {
		TRY(claims_read(&claims, manifests[i], e));
		log_entry_make(&entries[i], &claims.digest, claims.id);
	}
	return TL_OK;
}

static tl_status
append(const struct tl_log_store *store, const struct tl_log_signer *signer, const char *origin,
    const struct log_entry *entries, size_t count, struct log_appended *out, struct tl_error *e)
{
	struct note_key key;
	bool fresh;
	TRY(log_signer_name(
	    store, &signer->key, slice_str(origin != NULL ? origin : ""), &key, &fresh, e));
	return log_append(store, &key, &signer->key, fresh, entries, count, out, e);
}

tl_status
tl_log_append(const struct tl_log_store *store, const struct tl_log_signer *signer,
    const char *origin, const struct tl_reader *manifests, size_t count,
    const struct tl_answer *answer, struct tl_error *e)
{
	struct put put = { .answer = answer };
	struct log_appended done = { .completed = 0 };
	struct log_entry *entries = NULL;

	if (count > LOG_APPEND_MAX)
		return error_set(e, TL_USAGE, "more than %zu manifests at once", LOG_APPEND_MAX);
	buf_init(&done.note, NOTE_MAX);
	entries = calloc(count + 1, sizeof *entries);
	tl_status status =
	    entries == NULL ? error_memory(e) : make_entries(manifests, count, entries, e);
	if (status == TL_OK)
		status = append(store, signer, origin, entries, count, &done, e);
	if (status == TL_OK) {
		put_head(&put, &done.head);
		put_number(&put, "appended", count);
		put_number(&put, "completed", done.completed);
		status = put_end(&put, e);
	}
	free(entries);
	buf_release(&done.note);
	return status;
}
