#include "pipeline/words.h"

/* 0: no part of a word; else the byte to hash, ASCII letters in one case. */
static unsigned char
fold(unsigned char c)
{
	if (c >= 'A' && c <= 'Z')
		return (unsigned char)(c + ('a' - 'A'));
	if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c >= 0x80)
		return c;
	return 0;
}

void
word_run_init(struct word_run *run, size_t length)
{
	*run = (struct word_run){ .length = length, .drop = 1 };
	for (size_t i = 0; i < length; i++)
		run->drop *= WORD_FACTOR;
}

void
word_run_reset(struct word_run *run)
{
	run->count = 0;
	run->place = 0;
	run->sum = 0;
}

uint64_t
word_next(struct slice text, size_t *at, uint64_t key)
{
	size_t i = *at;
	while (i < text.len && fold(text.ptr[i]) == 0)
		i++;
	uint64_t hash = i < text.len ? key : 0;
	for (unsigned char c; i < text.len && (c = fold(text.ptr[i])) != 0; i++)
		hash = (hash ^ c) * UINT64_C(0xff51afd7ed558ccd);
	*at = i;
	return hash ^ hash >> 32;
}
