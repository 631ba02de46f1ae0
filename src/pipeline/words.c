#include "pipeline/words.h"

#define EACH(byte) (UINT64_C(0x0101010101010101) * (byte))

/* The high bit of each byte that is a letter, a digit or part of a non-ASCII character; eight bytes at a time. */
static uint64_t
word_bytes(uint64_t eight)
{
	uint64_t low = eight & EACH(0x7f), folded = low | EACH(0x20);
	uint64_t letters = (folded + EACH(0x80 - 'a')) & ~(folded + EACH(0x7f - 'z'));
	uint64_t digits = (low + EACH(0x80 - '0')) & ~(low + EACH(0x7f - '9'));
	return (letters | digits | eight) & EACH(0x80);
}

/* The first byte of the text is the lowest; zeros, which are no part of a word, stand behind the end. */
static inline uint64_t
load(struct slice text, size_t at)
{
	uint64_t eight = 0;

	if (text.len - at >= 8)
		memcpy(&eight, text.ptr + at, 8);
	else
		memcpy(&eight, text.ptr + at, text.len - at);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
	eight = __builtin_bswap64(eight);
#endif
	return eight;
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

static size_t
skip_to_word(struct slice text, size_t at)
{
	while (at < text.len) {
		uint64_t found = word_bytes(load(text, at));
		if (found != 0)
			return at + (size_t)__builtin_ctzll(found) / 8;
		at += 8;
	}
	return text.len;
}

/* Letters differ from their other case by one bit, which is set in all; digits have it anyway. */
uint64_t
word_next(struct slice text, size_t *at, uint64_t key)
{
	size_t i = skip_to_word(text, *at);
	uint64_t hash = key;

	if (i >= text.len) {
		*at = text.len;
		return 0;
	}
	for (;;) {
		uint64_t eight = load(text, i);
		uint64_t ends = ~word_bytes(eight) & EACH(0x80);
		size_t bytes = ends == 0 ? 8 : (size_t)__builtin_ctzll(ends) / 8;
		uint64_t mask = bytes == 8 ? UINT64_MAX : (UINT64_C(1) << bytes * 8) - 1;
		hash = (hash ^ ((eight | EACH(0x20)) & mask)) * UINT64_C(0xff51afd7ed558ccd);
		hash ^= hash >> 32;
		i += bytes;
		if (bytes < 8 || i >= text.len)
			break;
	}
	*at = i < text.len ? i : text.len;
	return hash | 1;
}
