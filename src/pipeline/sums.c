#include "pipeline/sums.h"

#include <stdlib.h>

static const size_t least = 1024;

static tl_status
alloc(struct sums *sums, size_t capacity, struct tl_error *e)
{
	*sums =
	    (struct sums){ .slots = calloc(capacity, sizeof *sums->slots), .capacity = capacity };
	return sums->slots != NULL ? TL_OK : error_memory(e);
}

tl_status
sums_init(struct sums *sums, struct tl_error *e)
{
	return alloc(sums, least, e);
}

void
sums_release(struct sums *sums)
{
	free(sums->slots);
	*sums = (struct sums){ 0 };
}

tl_status
sums_add(struct sums *sums, uint64_t sum, struct tl_error *e)
{
	if (sums->count >= sums->capacity / 2) {
		struct sums bigger;
		TRY(alloc(&bigger, sums->capacity * 2, e));
		for (size_t i = 0; i < sums->capacity; i++)
			if (sums->slots[i] != 0)
				*sums_place(&bigger, sums->slots[i]) = sums->slots[i];
		bigger.count = sums->count;
		sums_release(sums);
		*sums = bigger;
	}
	uint64_t *place = sums_place(sums, sums_never_zero(sum));
	sums->count += *place == 0;
	*place = sums_never_zero(sum);
	return TL_OK;
}
