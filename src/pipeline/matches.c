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
	matches_drop(matches);
	*matches = (struct matches){ 0 };
}

void
matches_drop(struct matches *matches)
{
	free(matches->runs);
	matches->runs = NULL;
	matches->count = matches->capacity = 0;
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

/* Those runs of the words at hand that end in [from, to). */
static void
add_runs(struct matches *matches, const struct measure *measure, const struct walk *walk,
    size_t from, size_t to, size_t portion)
{
	if (from < walk->first + measure->run.length - 1)
		from = walk->first + measure->run.length - 1;
	for (; from < to && from < walk->count; from++) {
		if (room(matches))
			matches->runs[matches->count++] =
			    (struct match){ word_run_sum(&measure->run, walk->words + from),
				    portion };
		else
			matches->all = true;
	}
}

/* A group of the words at hand. */
struct group {
	uint32_t end, head;
};

/* The groups that end with one of the words just read, as far as the sieve does not refuse them at first sight. Nothing
 * waits for memory here, nor where they are looked at again one behind the other. */
static size_t
find_groups(const struct walk *walk, const struct measure *measure, const struct sieve *samples,
    struct group groups[WALK_WORDS])
{
	size_t count = 0, end = walk_end(walk, &measure->group);

	if (end >= walk->count)
		return 0;
	uint64_t sum = word_run_sum(&measure->group, walk->words + end);
	for (;;) {
		uint32_t head = head_of(sum);
		groups[count] = (struct group){ (uint32_t)end, head };
		count += sieve_may_have(samples, head);
		if (++end == walk->count)
			return count;
		sum = word_run_next(&measure->group, sum, walk->words + end);
	}
}

void
matches_find(struct matches *matches, const struct measure *measure, const struct sieve *samples,
    struct walk *walk, struct stretch text, size_t portion)
{
	struct group groups[WALK_WORDS];

	while (walk_read(walk, measure, &text)) {
		size_t count = find_groups(walk, measure, samples, groups);
		add_runs(matches, measure, walk, walk->fresh, walk->open, portion);
		for (size_t i = 0; i < count; i++) {
			size_t end = groups[i].end, open = end + measure->window;
			if (!sieve_has(samples, groups[i].head))
				continue;
			sieve_add(&matches->groups, groups[i].head);
			matches->any = true;
			add_runs(matches, measure, walk, end < walk->open ? walk->open : end, open,
			    portion);
			walk->open = open;
		}
	}
}
