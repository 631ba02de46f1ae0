/*
 * base/arena.h -- all memory of one document, one policy or one scheme.
 *
 * Idea:   what belongs to a document is released with it, in one call. Nothing is freed alone, so nothing can be
 *         used after it was freed.
 * Always: the sum of all blocks stays under the ceiling. Memory is zeroed and aligned for any type.
 * Owns:   its blocks; arena_release() wipes and frees them all. Never the bytes of arena_init_near().
 * Fails:  arena_alloc() and arena_copy() return NULL; the caller answers with error_memory().
 */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include "base/error.h"
#include "base/slice.h"

struct arena_block;

struct arena {
	struct arena_block *blocks;
	size_t used; /* bytes taken from the system, headers included */
	size_t ceiling;
	unsigned char *near; /* of the caller, taken first */
	size_t near_size, near_used;
};

void arena_init(struct arena *arena, size_t ceiling);
/* For what is small and made often: `bytes` of the caller, aligned for any type, are used before any block. Such an arena is
 * neither dropped nor absorbed. */
void arena_init_near(struct arena *arena, void *bytes, size_t size, size_t ceiling);
void arena_release(struct arena *arena);
/* The same without the wipe, for what is no secret: wiping a large table touches pages that nothing else touched. */
void arena_drop(struct arena *arena);

/* `to` owns from now on what `from` owned, above its own ceiling too; `from` is empty. */
void arena_absorb(struct arena *to, struct arena *from);

/* One block for what is to come. The system gives a large one in pages that cost nothing until they are touched, where
 * many small ones are cleared at once. False: no memory. */
bool arena_reserve(struct arena *arena, size_t size);

void *arena_alloc(struct arena *arena, size_t size);
/* `count` things of `size` bytes each; NULL also where the product overflows. */
void *arena_array(struct arena *arena, size_t count, size_t size);
/* A copy of the bytes with a NUL behind them. */
char *arena_copy(struct arena *arena, struct slice bytes);

#endif
