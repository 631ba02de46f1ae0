#include <stdlib.h>

#include "base/crypto.h"
#include "document/mark_cache.h"

/* One table for parsed texts, joined pairs and interned markings; the kind of key tells them apart. */
enum key_kind {
	KEY_EMPTY = 0,
	KEY_TEXT,
	KEY_PAIR,
	KEY_MARKING
};

struct entry {
	enum key_kind kind;
	enum mark_form form;
	uint64_t hash;
	struct slice text;           /* KEY_TEXT */
	const struct marking *a, *b; /* KEY_PAIR */
	struct mark mark;            /* KEY_TEXT: the answer; else mark.marking is it */
};

struct mark_cache {
	struct arena *arena;
	struct entry *entries;
	size_t capacity; /* a power of two */
	size_t count;
	uint64_t key;
};

/* A longer text is no mark; it is parsed each time and not remembered. */
static const size_t longest_key = 512;

struct mark_cache *
mark_cache_new(struct arena *arena, struct tl_error *e)
{
	struct mark_cache *cache = calloc(1, sizeof *cache);
	if (cache != NULL)
		cache->entries = calloc(64, sizeof *cache->entries);
	if (cache == NULL || cache->entries == NULL) {
		free(cache);
		(void)error_memory(e);
		return NULL;
	}
	cache->arena = arena;
	cache->capacity = 64;
	if (crypto_random((unsigned char *)&cache->key, sizeof cache->key, e) != TL_OK) {
		mark_cache_free(cache);
		return NULL;
	}
	return cache;
}

void
mark_cache_free(struct mark_cache *cache)
{
	if (cache == NULL)
		return;
	free(cache->entries);
	free(cache);
}

static uint64_t
mix(uint64_t hash, uint64_t word)
{
	hash = (hash ^ word) * UINT64_C(0x9e3779b97f4a7c15);
	return hash ^ hash >> 29;
}

static uint64_t
hash_text(const struct mark_cache *cache, struct slice text, enum mark_form form)
{
	uint64_t hash = mix(cache->key, (uint64_t)form + 1 + text.len);
	size_t at = 0;
	for (; text.len - at >= 8; at += 8) {
		uint64_t word;
		memcpy(&word, text.ptr + at, 8);
		hash = mix(hash, word);
	}
	uint64_t word = 0;
	if (at < text.len)
		memcpy(&word, text.ptr + at, text.len - at);
	return mix(mix(hash, word), cache->key);
}

static bool
same_key(const struct entry *x, const struct entry *y)
{
	if (x->kind != y->kind || x->hash != y->hash)
		return false;
	switch (x->kind) {
	case KEY_EMPTY:
		return true;
	case KEY_TEXT:
		return x->form == y->form && slice_equal(x->text, y->text);
	case KEY_PAIR:
		return x->a == y->a && x->b == y->b;
	case KEY_MARKING:
		return marking_equal(x->a, y->a);
	}
	return false;
}

/* Where the key is, or the empty place where it belongs. */
static struct entry *
find(struct entry *entries, size_t capacity, const struct entry *key)
{
	size_t at = (size_t)key->hash & (capacity - 1);
	while (entries[at].kind != KEY_EMPTY && !same_key(&entries[at], key))
		at = (at + 1) & (capacity - 1);
	return &entries[at];
}

static tl_status
insert(struct mark_cache *cache, const struct entry *entry, struct tl_error *e)
{
	if (cache->count >= cache->capacity / 2) {
		struct entry *grown = calloc(cache->capacity * 2, sizeof *grown);
		if (grown == NULL)
			return error_memory(e);
		for (size_t i = 0; i < cache->capacity; i++)
			if (cache->entries[i].kind != KEY_EMPTY)
				*find(grown, cache->capacity * 2, &cache->entries[i]) =
				    cache->entries[i];
		free(cache->entries);
		cache->entries = grown;
		cache->capacity *= 2;
	}
	*find(cache->entries, cache->capacity, entry) = *entry;
	cache->count++;
	return TL_OK;
}

const struct marking *
mark_cache_find(const struct mark_cache *cache, const struct marking *marking)
{
	const struct entry key = {
		.kind = KEY_MARKING, .hash = mix(cache->key, marking_hash(marking)), .a = marking
	};
	return find(cache->entries, cache->capacity, &key)->a;
}

tl_status
mark_cache_intern(struct mark_cache *cache, const struct marking **marking, struct tl_error *e)
{
	struct entry key = {
		.kind = KEY_MARKING, .hash = mix(cache->key, marking_hash(*marking)), .a = *marking
	};
	const struct entry *known = find(cache->entries, cache->capacity, &key);
	if (known->kind != KEY_EMPTY) {
		*marking = known->a;
		return TL_OK;
	}
	return insert(cache, &key, e);
}

tl_status
mark_cache_parse(struct mark_cache *cache, const struct scheme *scheme, struct slice text,
    enum mark_form form, struct mark *out, struct tl_error *e)
{
	if (text.len > longest_key)
		return mark_parse(scheme, text, form, cache->arena, out, e);

	struct entry key = {
		.kind = KEY_TEXT, .form = form, .hash = hash_text(cache, text, form), .text = text
	};
	const struct entry *known = find(cache->entries, cache->capacity, &key);
	if (known->kind != KEY_EMPTY) {
		*out = known->mark;
		return TL_OK;
	}
	TRY(mark_parse(scheme, text, form, cache->arena, &key.mark, e));
	TRY(mark_cache_intern(cache, &key.mark.marking, e));
	key.text.ptr = (const unsigned char *)arena_copy(cache->arena, text);
	if (key.text.ptr == NULL)
		return error_memory(e);
	TRY(insert(cache, &key, e));
	*out = key.mark;
	return TL_OK;
}

tl_status
mark_cache_join(struct mark_cache *cache, const struct marking *a, const struct marking *b,
    const struct marking **out, struct tl_error *e)
{
	*out = a == NULL ? b : a;
	if (a == NULL || b == NULL || a == b)
		return TL_OK;

	struct entry key = { .kind = KEY_PAIR,
		.hash = mix(mix(cache->key, (uintptr_t)a), (uintptr_t)b),
		.a = a,
		.b = b };
	const struct entry *known = find(cache->entries, cache->capacity, &key);
	if (known->kind != KEY_EMPTY) {
		*out = known->mark.marking;
		return TL_OK;
	}
	key.mark.marking = marking_join(cache->arena, a, b);
	if (key.mark.marking == NULL)
		return error_memory(e);
	TRY(mark_cache_intern(cache, &key.mark.marking, e));
	TRY(insert(cache, &key, e));
	*out = key.mark.marking;
	return TL_OK;
}
