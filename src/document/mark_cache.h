/*
 * document/mark_cache.h -- what was already parsed and joined in this document.
 *
 * Idea:   a telegram repeats a handful of marks thousands of times. Each distinct run of bytes is parsed once, each
 *         distinct pair joined once, and equal markings share one pointer.
 * Always: the hash is keyed with a random number of this document, so that no input can choose its collisions.
 * Owns:   its tables; markings and keys live in the document's arena.
 * Fails:  TL_SYSTEM on memory.
 */
#ifndef DOCUMENT_MARK_CACHE_H
#define DOCUMENT_MARK_CACHE_H

#include "marking/marking.h"

struct mark_cache;

struct mark_cache *mark_cache_new(struct arena *arena, struct tl_error *e);
void mark_cache_free(struct mark_cache *cache);

TL_CHECK tl_status mark_cache_parse(struct mark_cache *cache, const struct scheme *scheme,
    struct slice text, enum mark_form form, struct mark *out, struct tl_error *e);
TL_CHECK tl_status mark_cache_join(struct mark_cache *cache, const struct marking *a,
    const struct marking *b, const struct marking **out, struct tl_error *e);

/* The one pointer that stands for all markings equal to *marking: itself, where it is the first. */
TL_CHECK tl_status mark_cache_intern(
    struct mark_cache *cache, const struct marking **marking, struct tl_error *e);
/* The same without adding it: NULL where there is none yet. */
const struct marking *mark_cache_find(
    const struct mark_cache *cache, const struct marking *marking);

#endif
