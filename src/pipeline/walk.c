#include "pipeline/walk.h"

#include <assert.h>

/* Long groups are met by chance less often, short windows make more samples. Four words of running text often stand
 * somewhere else too, five hardly ever. */
#define WINDOW_MOST 4

struct measure
measure_of(size_t words)
{
	assert(words >= 2 && words <= WORDS_MAX);
	size_t window = words < 4 ? 2 : (words + 1) / 2;
	if (window > WINDOW_MOST)
		window = WINDOW_MOST;
	return (struct measure){ .run = word_run_of(words),
		.group = word_run_of(words - window + 1),
		.window = window };
}

void
walk_to(struct walk *walk, const struct measure *measure, bool goes_on)
{
	if (!goes_on)
		walk->first = walk->count;
	walk->sample = walk->first + measure->group.length - 1;
	if (walk->sample < walk->count)
		walk->sample = walk->count;
	walk->hit = false;
}

void
walk_init(struct walk *walk, const struct measure *measure)
{
	walk->count = walk->fresh = walk->open = walk->seen = 0;
	walk_to(walk, measure, false);
}

/* To the beginning goes what the runs to come can hold. */
static void
shift(struct walk *walk)
{
	size_t by = walk->count - (WORDS_MAX - 1);

	memmove(walk->words, walk->words + by, (WORDS_MAX - 1) * sizeof *walk->words);
	walk->count -= by;
	walk->sample -= by;
	walk->first = walk->first > by ? walk->first - by : 0;
	walk->open = walk->open > by ? walk->open - by : 0;
}

bool
walk_read(struct walk *walk, const struct measure *measure, struct stretch *text)
{
	if (WALK_WORDS - walk->count < WORDS_ROOM)
		shift(walk);
	walk->fresh = walk->count;
	size_t more =
	    words_read(text, &measure->key, walk->words + walk->count, WALK_WORDS - walk->count);
	walk->count += more;
	walk->seen += more;
	return more > 0;
}
