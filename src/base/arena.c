#include <stdalign.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/wipe.h"

struct arena_block {
	struct arena_block *next;
	size_t size; /* of bytes[] */
	size_t used;
	alignas(max_align_t) unsigned char bytes[];
};

static const size_t smallest_block = 4096;
static const size_t largest_step = (size_t)1 << 20;

void
arena_init(struct arena *arena, size_t ceiling)
{
	*arena = (struct arena){ .ceiling = ceiling };
}

void
arena_init_near(struct arena *arena, void *bytes, size_t size, size_t ceiling)
{
	*arena = (struct arena){ .ceiling = ceiling, .near = bytes, .near_size = size };
}

void
arena_release(struct arena *arena)
{
	if (arena->near_used > 0)
		wipe(arena->near, arena->near_used);
	for (struct arena_block *block = arena->blocks; block != NULL; block = block->next)
		wipe(block->bytes, block->used);
	arena_drop(arena);
}

void
arena_drop(struct arena *arena)
{
	struct arena_block *block = arena->blocks;
	while (block != NULL) {
		struct arena_block *next = block->next;
		free(block);
		block = next;
	}
	*arena = (struct arena){ .ceiling = arena->ceiling };
}

void
arena_absorb(struct arena *to, struct arena *from)
{
	struct arena_block **last = &from->blocks;
	while (*last != NULL)
		last = &(*last)->next;
	*last =
	    to->blocks; /* the newest block of `to`, with its free bytes, is given up for that of `from` */
	to->blocks = from->blocks;
	to->used += from->used;
	*from = (struct arena){ .ceiling = from->ceiling };
}

static struct arena_block *
add_block(struct arena *arena, size_t size)
{
	if (size > SIZE_MAX - sizeof(struct arena_block) || arena->used > arena->ceiling ||
	    size + sizeof(struct arena_block) > arena->ceiling - arena->used)
		return NULL;
	struct arena_block *block = calloc(1, sizeof(struct arena_block) + size);
	if (block == NULL)
		return NULL;
	block->size = size;
	block->next = arena->blocks;
	arena->blocks = block;
	arena->used += sizeof(struct arena_block) + size;
	return block;
}

/* As much again as there is, within limits. */
static size_t
next_size(const struct arena *arena, size_t need)
{
	size_t size = arena->used < smallest_block ? smallest_block : arena->used;
	if (size > largest_step)
		size = largest_step;
	return size < need ? need : size;
}

bool
arena_reserve(struct arena *arena, size_t size)
{
	return add_block(arena, size) != NULL;
}

void *
arena_alloc(struct arena *arena, size_t size)
{
	size_t step = alignof(max_align_t);
	if (size > SIZE_MAX - step)
		return NULL;
	size = size == 0 ? step : (size + step - 1) / step * step;
	if (size <= arena->near_size - arena->near_used) {
		unsigned char *at = arena->near + arena->near_used;
		arena->near_used += size;
		return memset(at, 0, size);
	}
	struct arena_block *block = arena->blocks;
	if (block == NULL || block->size - block->used < size)
		block = add_block(arena, next_size(arena, size));
	if (block == NULL)
		return NULL;
	void *at = block->bytes + block->used;
	block->used += size;
	return at;
}

void *
arena_array(struct arena *arena, size_t count, size_t size)
{
	if (size != 0 && count > SIZE_MAX / size)
		return NULL;
	return arena_alloc(arena, count * size);
}

char *
arena_copy(struct arena *arena, struct slice bytes)
{
	char *copy = bytes.len < SIZE_MAX ? arena_alloc(arena, bytes.len + 1) : NULL;
	if (copy != NULL && bytes.len > 0)
		memcpy(copy, bytes.ptr, bytes.len);
	return copy;
}
