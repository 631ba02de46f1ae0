#include "pipeline/words.h"

/*
 * 64 bytes at a time become a mask of 64 bits, one for each byte that is part of a word; a word is a stretch of ones in
 * it. What is hashed is read 16 bytes at a time.
 */
#define BLOCK 64
#define CHUNK 16

#define EACH(byte) (UINT64_C(0x0101010101010101) * (byte))

__extension__ typedef unsigned __int128 wide;

static inline uint64_t
load(const unsigned char *bytes)
{
	uint64_t eight;

	memcpy(&eight, bytes, 8);
	return eight;
}

/* The high bit of each byte that is a letter, a digit or part of a non-ASCII character. */
static inline uint64_t
word_bytes(uint64_t eight)
{
	uint64_t low = eight & EACH(0x7f), folded = low | EACH(0x20);
	uint64_t letters = (folded + EACH(0x80 - 'a')) & ~(folded + EACH(0x7f - 'z'));
	uint64_t digits = (low + EACH(0x80 - '0')) & ~(low + EACH(0x7f - '9'));
	return (letters | digits | eight) & EACH(0x80);
}

/* The lowest bit is the first byte. The multiplication brings the eight high bits together in the highest byte. */
static inline uint64_t
word_mask(const unsigned char *block)
{
	uint64_t mask = 0;

	for (size_t i = 0; i < BLOCK / 8; i++) {
		uint64_t eight = load(block + 8 * i);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
		eight = __builtin_bswap64(eight);
#endif
		uint64_t bits = (word_bytes(eight) >> 7) * UINT64_C(0x0102040810204080) >> 56;
		mask |= bits << 8 * i;
	}
	return mask;
}

/* 16 bytes of a word, or fewer, onto the hash of those before. Letters differ from their other case by one bit, which is
 * set in all; digits have it anyway. So no byte of a word is a zero, and zeros behind it say how long it is. */
static inline uint64_t
hash_chunk(uint64_t hash, const unsigned char *chunk, size_t len, const struct word_key *key)
{
	static const unsigned char within[2 * CHUNK] = { 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
		0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff };
	uint64_t low = (load(chunk) | EACH(0x20)) & load(within + CHUNK - len);
	uint64_t high = (load(chunk + 8) | EACH(0x20)) & load(within + CHUNK + 8 - len);
	wide product = (wide)(low ^ key->low ^ hash) * (high ^ key->high);
	return (uint64_t)product ^ (uint64_t)(product >> 64);
}

/* Reads up to a whole chunk from the word's last byte on. */
static inline uint64_t
hash_word(const unsigned char *word, size_t len, const struct word_key *key)
{
	uint64_t hash = 0;

	for (; len > CHUNK; word += CHUNK, len -= CHUNK)
		hash = hash_chunk(hash, word, CHUNK, key);
	return hash_chunk(hash, word, len, key);
}

/* What may be read as a block with a chunk behind it: the text itself or, near its end, a copy before zeros. */
static inline const unsigned char *
block_at(struct slice text, size_t at, unsigned char copy[BLOCK + CHUNK])
{
	size_t left = text.len - at;

	if (left >= BLOCK + CHUNK)
		return text.ptr + at;
	memset(copy, 0, BLOCK + CHUNK);
	memcpy(copy, text.ptr + at, left);
	return copy;
}

/* A word that fills a block and perhaps more. */
static uint64_t
long_word(struct slice text, size_t *at, const struct word_key *key)
{
	unsigned char copy[BLOCK + CHUNK];
	uint64_t hash = 0;

	while (*at < text.len) {
		const unsigned char *block = block_at(text, *at, copy);
		uint64_t others = ~word_mask(block);
		size_t len = others == 0 ? BLOCK : (size_t)__builtin_ctzll(others);
		for (size_t i = 0; i < len; i += CHUNK)
			hash = hash_chunk(hash, block + i, len - i < CHUNK ? len - i : CHUNK, key);
		*at += len;
		if (len < BLOCK)
			break;
	}
	return hash;
}

size_t
words_read(struct slice text, size_t *at, const struct word_key *key, uint64_t *hashes, size_t room)
{
	unsigned char copy[BLOCK + CHUNK];
	size_t count = 0;

	while (*at < text.len && room - count >= WORDS_ROOM) {
		const unsigned char *block = block_at(text, *at, copy);
		uint64_t mask = word_mask(block);
		if (mask == UINT64_MAX) {
			hashes[count++] = long_word(text, at, key);
			continue;
		}
		/* A word at the end of the block may go on: the next block begins with it. */
		size_t cut = (size_t)__builtin_clzll(~mask);
		mask = mask << cut >> cut;
		*at = text.len - *at < BLOCK - cut ? text.len : *at + BLOCK - cut;
		while (mask != 0) {
			size_t start = (size_t)__builtin_ctzll(mask);
			size_t len = (size_t)__builtin_ctzll(~(mask >> start));
			hashes[count++] = hash_word(block + start, len, key);
			mask &= mask + (UINT64_C(1) << start);
		}
	}
	return count;
}

struct word_run
word_run_of(size_t length)
{
	struct word_run run = { .length = length, .drop = 1 };

	for (size_t i = 0; i < length; i++)
		run.drop *= WORD_FACTOR;
	return run;
}
