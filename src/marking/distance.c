#include <assert.h>

#include "marking/distance.h"

void
places_fill(struct places *places, struct slice word)
{
	assert(word.len > 0 && word.len <= DISTANCE_MAX);
	*places = (struct places){ .len = word.len };
	for (size_t i = 0; i < word.len; i++)
		if (word.ptr[i] < 128)
			places->of[word.ptr[i]] |= (uint64_t)1 << i;
}

/* H. Hyyro, "A bit-vector algorithm for computing Levenshtein and Damerau edit distances", Nordic Journal of Computing 10
 * (2003). A bit of `up` (`down`) says that a cell is one more (less) than the one above it, of `right` (`left`) that it is
 * one more (less) than the one before it, of `same` that it is equal to the one diagonally before it. */
size_t
distance(const struct places *word, struct slice text)
{
	uint64_t up = UINT64_MAX, down = 0, same = 0, before = 0;
	uint64_t last = (uint64_t)1 << (word->len - 1);
	size_t slips = word->len;

	for (size_t i = 0; i < text.len; i++) {
		uint64_t here = text.ptr[i] < 128 ? word->of[text.ptr[i]] : 0;
		uint64_t swapped = ((~same & here) << 1) & before;
		same = (((here & up) + up) ^ up) | here | down | swapped;
		uint64_t right = down | ~(same | up), left = same & up;
		slips += (right & last) != 0;
		slips -= (left & last) != 0;
		right = right << 1 | 1;
		left <<= 1;
		up = left | ~(same | right);
		down = right & same;
		before = here;
	}
	return slips;
}
