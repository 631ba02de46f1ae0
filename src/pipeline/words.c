#include "pipeline/words.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

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

#ifdef __SSE2__
/* The lowest bit is the first byte. Less than a range's size above its beginning, without sign, is within. */
static inline uint64_t
mask_chunk(const unsigned char *chunk)
{
	__m128i bytes = _mm_loadu_si128((const __m128i *)chunk);
	__m128i letter = _mm_sub_epi8(_mm_or_si128(bytes, _mm_set1_epi8(0x20)), _mm_set1_epi8('a'));
	__m128i digit = _mm_sub_epi8(bytes, _mm_set1_epi8('0'));
	letter = _mm_cmpeq_epi8(letter, _mm_min_epu8(letter, _mm_set1_epi8('z' - 'a')));
	digit = _mm_cmpeq_epi8(digit, _mm_min_epu8(digit, _mm_set1_epi8('9' - '0')));
	bytes = _mm_or_si128(bytes, _mm_or_si128(letter, digit));
	return (uint64_t)(unsigned)_mm_movemask_epi8(bytes);
}
#else
/* The high bit of each byte that is a letter, a digit or part of a non-ASCII character. */
static inline uint64_t
word_bytes(uint64_t eight)
{
	uint64_t low = eight & EACH(0x7f), folded = low | EACH(0x20);
	uint64_t letters = (folded + EACH(0x80 - 'a')) & ~(folded + EACH(0x7f - 'z'));
	uint64_t digits = (low + EACH(0x80 - '0')) & ~(low + EACH(0x7f - '9'));
	return (letters | digits | eight) & EACH(0x80);
}

/* The multiplication brings the bits of eight bytes together in the highest. */
static inline uint64_t
mask_chunk(const unsigned char *chunk)
{
	uint64_t mask = 0;

	for (size_t i = 0; i < CHUNK / 8; i++) {
		uint64_t eight = load(chunk + 8 * i);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
		eight = __builtin_bswap64(eight);
#endif
		mask |= ((word_bytes(eight) >> 7) * UINT64_C(0x0102040810204080) >> 56) << 8 * i;
	}
	return mask;
}
#endif

static inline uint64_t
word_mask(const unsigned char *block)
{
	return mask_chunk(block) | mask_chunk(block + CHUNK) << CHUNK |
	    mask_chunk(block + 2 * CHUNK) << 2 * CHUNK | mask_chunk(block + 3 * CHUNK) << 3 * CHUNK;
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

/* The next block, with a chunk behind it to be read: in the text or, near its end, copied before zeros. Its mask has the
 * words of the stretch alone. */
static inline const unsigned char *
block_at(const struct stretch *stretch, unsigned char copy[BLOCK + CHUNK], uint64_t *mask)
{
	const unsigned char *block = stretch->text.ptr + stretch->at;
	size_t in_text = stretch->text.len - stretch->at, left = stretch->end - stretch->at;

	if (in_text < BLOCK + CHUNK) {
		memset(copy, 0, BLOCK + CHUNK);
		block = memcpy(copy, block, in_text);
	}
	*mask = word_mask(block);
	if (left < BLOCK)
		*mask &= (UINT64_C(1) << left) - 1;
	return block;
}

/* A word that fills a block and perhaps more. */
static uint64_t
long_word(struct stretch *stretch, const struct word_key *key)
{
	unsigned char copy[BLOCK + CHUNK];
	uint64_t hash = 0, mask = UINT64_MAX;

	while (mask == UINT64_MAX && stretch->at < stretch->end) {
		const unsigned char *block = block_at(stretch, copy, &mask);
		size_t len = mask == UINT64_MAX ? BLOCK : (size_t)__builtin_ctzll(~mask);
		for (size_t i = 0; i < len; i += CHUNK)
			hash = hash_chunk(hash, block + i, len - i < CHUNK ? len - i : CHUNK, key);
		stretch->at += len;
	}
	return hash;
}

size_t
words_read(struct stretch *stretch, const struct word_key *key, uint64_t *hashes, size_t room)
{
	const struct word_key k = *key;
	unsigned char copy[BLOCK + CHUNK];
	size_t count = 0;

	while (stretch->at < stretch->end && room - count >= WORDS_ROOM) {
		uint64_t mask;
		const unsigned char *block = block_at(stretch, copy, &mask);
		if (mask == UINT64_MAX) {
			hashes[count++] = long_word(stretch, &k);
			continue;
		}
		/* A word at the end of the block may go on: the next block begins with it. */
		size_t cut = (size_t)__builtin_clzll(~mask);
		mask = mask << cut >> cut;
		stretch->at += BLOCK - cut;
		for (uint64_t edges = mask ^ mask << 1; edges != 0;) {
			size_t start = (size_t)__builtin_ctzll(edges);
			edges &= edges - 1;
			size_t end = (size_t)__builtin_ctzll(edges);
			edges &= edges - 1;
			hashes[count++] = hash_word(block + start, end - start, &k);
		}
	}
	if (stretch->at > stretch->end)
		stretch->at = stretch->end;
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
