#include "pipeline/sieve.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/large.h"

void
sieve_release(struct sieve *sieve)
{
	free(sieve->front);
	*sieve = (struct sieve){ 0 };
}

/* Two words of the front for so many blocks: either half of a sieve has whole words. */
static const size_t unit = 8;

static size_t
words_of(const struct sieve *sieve)
{
	return sieve->count + sieve->count / 4;
}

tl_status
sieve_clear(struct sieve *sieve, size_t count, struct tl_error *e)
{
	if (sieve->count >= count) {
		memset(sieve->front, 0, words_of(sieve) * sizeof *sieve->front);
		return TL_OK;
	}
	sieve_release(sieve);
	struct sieve bigger = { .count = (count + unit - 1) / unit * unit };
	bigger.front = calloc(words_of(&bigger), sizeof *bigger.front);
	if (bigger.front == NULL)
		return error_memory(e);
	bigger.blocks = bigger.front + bigger.count / 4;
	large_advise(bigger.front, words_of(&bigger) * sizeof *bigger.front);
	*sieve = bigger;
	return TL_OK;
}

void
sieve_join(struct sieve *sieve, const struct sieve *other)
{
	assert(sieve->count == other->count);
	for (size_t i = 0; i < words_of(sieve); i++)
		sieve->front[i] |= other->front[i];
}
