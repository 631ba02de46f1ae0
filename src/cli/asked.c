#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "cli/asked.h"

#define SLOTS      512  /* a power of two */
#define SLOT_BYTES 1000 /* of a line and its answer */
#define LINE_MAX   256

struct slot {
	uint64_t hash;
	uint16_t line, row; /* bytes of each; line and row 0: free */
	tl_status status;
	char bytes[SLOT_BYTES];
};

struct asked {
	struct slot slots[SLOTS];
};

struct asked *
asked_new(void)
{
	return calloc(1, sizeof(struct asked));
}

void
asked_free(struct asked *asked)
{
	free(asked);
}

/* Whoever finds lines that share a slot makes them slow, and nothing else. */
static uint64_t
hash_of(const unsigned char *line, size_t len)
{
	uint64_t hash = len, word;
	for (; len > 0; line += len < 8 ? len : 8, len -= len < 8 ? len : 8) {
		word = 0;
		memcpy(&word, line, len < 8 ? len : 8);
		hash = (hash ^ word) * UINT64_C(0x9e3779b97f4a7c15);
		hash ^= hash >> 29;
	}
	return hash;
}

bool
asked_find(const struct asked *asked, const void *line, size_t len, const char **row,
    size_t *row_len, tl_status *status)
{
	if (asked == NULL || len > LINE_MAX)
		return false;
	uint64_t hash = hash_of(line, len);
	const struct slot *slot = &asked->slots[hash % SLOTS];
	if (slot->row == 0 || slot->hash != hash || slot->line != len ||
	    memcmp(slot->bytes, line, len) != 0)
		return false;
	*row = slot->bytes + len;
	*row_len = slot->row;
	*status = slot->status;
	return true;
}

void
asked_keep(struct asked *asked, const void *line, size_t len, const char *row, size_t row_len,
    tl_status status)
{
	if (asked == NULL || len > LINE_MAX || row_len > SLOT_BYTES - len)
		return;
	uint64_t hash = hash_of(line, len);
	struct slot *slot = &asked->slots[hash % SLOTS];
	slot->hash = hash;
	slot->line = (uint16_t)len;
	slot->row = (uint16_t)row_len;
	slot->status = status;
	memcpy(slot->bytes, line, len);
	memcpy(slot->bytes + len, row, row_len);
}
