#include "pipeline/matches.h"

#include <stdlib.h>

/* Where more is met, much is withheld anyway, and another walk through the text is the smaller part of the work. */
static const size_t runs_max = (size_t)1 << 19;

tl_status
matches_clear(struct matches *matches, size_t blocks, struct tl_error *e)
{
	matches->count = 0;
	matches->any = matches->all = false;
	return sieve_clear(&matches->groups, blocks, e);
}

void
matches_release(struct matches *matches)
{
	sieve_release(&matches->groups);
	free(matches->runs);
	*matches = (struct matches){ 0 };
}

static bool
room(struct matches *matches)
{
	if (matches->count < matches->capacity)
		return true;
	size_t capacity = matches->capacity == 0 ? 256 : matches->capacity * 2;
	if (matches->all || capacity > runs_max)
		return false;
	struct match *runs = reallocarray(matches->runs, capacity, sizeof *runs);
	if (runs == NULL)
		return false;
	matches->runs = runs;
	matches->capacity = capacity;
	return true;
}

static void
add_run(struct matches *matches, uint64_t run, size_t portion)
{
	if (room(matches))
		matches->runs[matches->count++] = (struct match){ run, portion };
	else
		matches->all = true;
}

void
matches_find(struct matches *matches, const struct measure *measure, const struct sieve *samples,
    struct walk *walk, struct stretch text, size_t portion)
{
	while (walk_read(walk, measure, &text)) {
		size_t end = walk_end(walk, &measure->group);
		if (end >= walk->count)
			continue;
		uint64_t sum = word_run_sum(&measure->group, walk->words + end);
		for (;;) {
			uint32_t head = head_of(sum);
			if (sieve_has(samples, head)) {
				sieve_add(&matches->groups, head);
				matches->any = true;
				walk->open = end + measure->window;
			}
			if (end < walk->open && end + 1 >= walk->first + measure->run.length)
				add_run(matches, word_run_sum(&measure->run, walk->words + end),
				    portion);
			if (++end == walk->count)
				break;
			sum = word_run_next(&measure->group, sum, walk->words + end);
		}
	}
}
