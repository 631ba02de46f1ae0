/*
 * tests/unit/log_kit.h -- a log in memory: its files by name, its key, and failures on demand.
 */
#ifndef UNIT_LOG_KIT_H
#define UNIT_LOG_KIT_H

#include "unit.h"

#include <stdlib.h>

#include "manifest/log.h"

#define KIT_FILES 2048

struct kit_file {
	char name[LOG_NAME_MAX];
	unsigned char *bytes;
	size_t len;
};

struct kit {
	struct kit_file files[KIT_FILES];
	size_t count;
	size_t steps; /* writes and removals so far */
	size_t limit; /* the step that fails, and all behind it; 0: none */
	struct signing_key secret;
	struct note_key key;
	struct buf vkey;
};

/* An invented key, made for this test: openssl genpkey -algorithm ed25519. */
static const char kit_pem[] = "-----BEGIN PRIVATE KEY-----\n"
			      "MC4CAQAwBQYDK2VwBCIEIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f\n"
			      "-----END PRIVATE KEY-----\n";

static inline struct kit_file *
kit_find(struct kit *kit, const char *name)
{
	for (size_t i = 0; i < kit->count; i++)
		if (strcmp(kit->files[i].name, name) == 0)
			return &kit->files[i];
	return NULL;
}

static inline int64_t
kit_read(void *context, const char *name, void *bytes, size_t capacity)
{
	const struct kit_file *file = kit_find(context, name);
	if (file == NULL)
		return 0;
	if (file->len > capacity)
		return -1;
	memcpy(bytes, file->bytes, file->len);
	return (int64_t)file->len;
}

static inline void
kit_drop(struct kit *kit, struct kit_file *file)
{
	free(file->bytes);
	*file = kit->files[--kit->count];
}

static inline int
kit_write(void *context, const char *name, const void *bytes, size_t len, int replace)
{
	struct kit *kit = context;
	struct kit_file *file = kit_find(kit, name);
	if (++kit->steps >= kit->limit && kit->limit > 0)
		return -1;
	if (file != NULL && !replace)
		return -1;
	if (file != NULL)
		kit_drop(kit, file);
	assert_true(kit->count < KIT_FILES);
	file = &kit->files[kit->count++];
	strcpy(file->name, name);
	file->bytes = malloc(len);
	assert_non_null(file->bytes);
	memcpy(file->bytes, bytes, len);
	file->len = len;
	return 0;
}

/* A file, or all of a folder. */
static inline int
kit_remove(void *context, const char *name)
{
	struct kit *kit = context;
	size_t len = strlen(name);
	if (++kit->steps >= kit->limit && kit->limit > 0)
		return -1;
	for (size_t i = kit->count; i > 0; i--) {
		const char *has = kit->files[i - 1].name;
		if (strcmp(has, name) == 0 || (strncmp(has, name, len) == 0 && has[len] == '/'))
			kit_drop(kit, &kit->files[i - 1]);
	}
	return 0;
}

static inline struct tl_log_store
kit_store(struct kit *kit)
{
	return (struct tl_log_store){ kit, kit_read, kit_write, kit_remove };
}

static inline struct kit *
kit_new(void)
{
	struct ed25519_public public;
	struct kit *kit = calloc(1, sizeof *kit);
	assert_non_null(kit);
	assert_ok(signing_key_load(&kit->secret, slice_str(kit_pem), slice_of(NULL, 0), NULL));
	assert_ok(ed25519_public_of(&kit->secret, &public, NULL));
	assert_ok(note_key_of(&kit->key, slice_str("logs.example/unit"), &public, NULL));
	buf_init(&kit->vkey, 1 << 12);
	assert_ok(note_key_print(&kit->vkey, &kit->key, NULL));
	return kit;
}

static inline void
kit_free(struct kit *kit)
{
	while (kit->count > 0)
		kit_drop(kit, &kit->files[0]);
	signing_key_release(&kit->secret);
	buf_release(&kit->vkey);
	free(kit);
}

static inline struct log_entry
kit_entry(size_t number)
{
	struct digest manifest = { { 0 } };
	unsigned char id[FORM_ID_SIZE] = { 0 };
	struct log_entry entry;
	memcpy(manifest.bytes, &number, sizeof number);
	id[0] = (unsigned char)number;
	log_entry_make(&entry, &manifest, id);
	return entry;
}

/* Entries `from` to `to` as kit_entry() makes them. */
static inline tl_status
kit_append(struct kit *kit, size_t from, size_t to, struct tl_error *e)
{
	struct log_entry *entries = calloc(to - from + 1, sizeof *entries);
	struct tl_log_store store = kit_store(kit);
	struct log_appended out = { .completed = 0 };
	struct note_key key;
	bool fresh = false;
	assert_non_null(entries);
	for (size_t i = from; i < to; i++)
		entries[i - from] = kit_entry(i);
	buf_init(&out.note, NOTE_MAX);
	bool old = kit_find(kit, "checkpoint") != NULL;
	tl_status status = log_signer_name(
	    &store, &kit->secret, slice_str(old ? "" : "logs.example/unit"), &key, &fresh, e);
	if (status == TL_OK)
		status = log_append(&store, &key, &kit->secret, fresh, entries, to - from, &out, e);
	buf_release(&out.note);
	free(entries);
	return status;
}

static inline void
kit_head(struct kit *kit, struct buf *note, struct checkpoint *head)
{
	struct tl_log_store store = kit_store(kit);
	struct tl_error e = { 0 };
	if (log_head_read(&store, &kit->key, note, head, &e) != TL_OK)
		fail_msg("%s", e.what);
}

static inline tl_status
kit_check(struct kit *kit, struct log_state *states, size_t count, struct tl_error *e)
{
	struct tl_log_store store = kit_store(kit);
	struct checkpoint head;
	struct buf note;
	buf_init(&note, NOTE_MAX);
	tl_status status = log_head_read(&store, &kit->key, &note, &head, e);
	if (status == TL_OK)
		status = log_check(&store, &head, states, count, e);
	buf_release(&note);
	return status;
}

#endif
