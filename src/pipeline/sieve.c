#include "pipeline/sieve.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/large.h"

void
sieve_release(struct sieve *sieve)
{
	free(sieve->blocks);
	*sieve = (struct sieve){ 0 };
}

tl_status
sieve_clear(struct sieve *sieve, size_t count, struct tl_error *e)
{
	if (sieve->count >= count) {
		memset(sieve->blocks, 0, sieve->count * sizeof *sieve->blocks);
		return TL_OK;
	}
	sieve_release(sieve);
	sieve->blocks = calloc(count, sizeof *sieve->blocks);
	if (sieve->blocks == NULL)
		return error_memory(e);
	sieve->count = count;
	large_advise(sieve->blocks, count * sizeof *sieve->blocks);
	return TL_OK;
}

void
sieve_join(struct sieve *sieve, const struct sieve *other)
{
	assert(sieve->count == other->count);
	for (size_t i = 0; i < sieve->count; i++)
		sieve->blocks[i] |= other->blocks[i];
}
