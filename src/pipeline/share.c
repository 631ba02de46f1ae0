#include "pipeline/share.h"

#include <stdlib.h>

#include "base/large.h"

/* The first guess at how many there will be. */
#define BYTES_OF_HEAD 25

void
share_release(struct share *share)
{
	free(share->heads);
	matches_release(&share->matches);
	sums_release(&share->runs);
	*share = (struct share){ 0 };
}

/* Room for the heads of so many words, and one 0. */
static tl_status
room(struct share *share, size_t words, struct tl_error *e)
{
	if (share->capacity - share->count > words)
		return TL_OK;
	size_t capacity = share->capacity * 2 + words + 1;
	uint32_t *heads = reallocarray(share->heads, capacity, sizeof *heads);
	if (heads == NULL)
		return error_memory(e);
	large_advise(heads, capacity * sizeof *heads);
	share->heads = heads;
	share->capacity = capacity;
	return TL_OK;
}

/* Is this portion on the withheld side? Banners and page lines repeat by nature and are computed anew. */
static bool
is_source(const struct plan *plan, size_t index)
{
	const struct decision *d = &plan->decisions[index];
	return d->action != ACTION_KEEP && d->reason != REASON_COMPUTED;
}

static struct stretch
text_of(const struct plan *plan, size_t index)
{
	const struct portion *p = &plan->document->portions[index];
	return (struct stretch){ .text = plan->document->source, .at = p->start, .end = p->end };
}

/* A run may go on behind a section break, not from one withheld portion into another. */
static bool
goes_on(const struct plan *plan, size_t index)
{
	return (plan->document->portions[index].flags & PORTION_CONTINUES) != 0;
}

/* The samples of one withheld text. */
static tl_status
add_samples(struct share *share, struct walk *walk, struct stretch text, struct tl_error *e)
{
	const struct measure *m = share->measure;

	while (walk_read(walk, m, &text)) {
		TRY(room(share, walk->count - walk->fresh, e));
		for (; walk->sample < walk->count; walk->sample += m->window)
			share->heads[share->count++] =
			    head_of(word_run_sum(&m->group, walk->words + walk->sample));
	}
	return TL_OK;
}

static tl_status
sample(struct share *share, struct tl_error *e)
{
	const struct plan *plan = share->plan;
	struct walk walk;

	share->count = 0;
	if (share->from == share->to)
		return TL_OK;
	const struct portion *portions = plan->document->portions;
	size_t bytes = portions[share->to - 1].end - portions[share->from].start;
	TRY(room(share, bytes / BYTES_OF_HEAD, e));
	walk_init(&walk, share->measure);
	for (size_t i = share->from; i < share->to; i++) {
		if (is_source(plan, i)) {
			walk_to(&walk, share->measure, goes_on(plan, i));
			TRY(add_samples(share, &walk, text_of(plan, i), e));
		}
		TRY(room(share, 0, e));
		share->heads[share->count++] = 0;
	}
	return TL_OK;
}

void
share_sample(void *context)
{
	struct share *share = context;
	share->status = sample(share, &share->error);
}

/* Behind the share no more words are of interest than a run can hold together with one of its own. */
void
share_meet(void *context)
{
	struct share *share = context;
	const struct plan *plan = share->plan;
	struct walk walk;
	size_t last = SIZE_MAX;

	if (share->from == share->to)
		return;
	walk_init(&walk, share->measure);
	for (size_t i = share->from; i < plan->document->count && walk.seen < last; i++) {
		if (i == share->to)
			last = walk.seen + share->measure->run.length - 1;
		if (plan->decisions[i].action == ACTION_KEEP)
			matches_find(&share->matches, share->measure, share->samples, &walk,
			    text_of(plan, i), i);
	}
}

/* Those runs that end in [end, stop), as far as that was read and they are whole. */
static tl_status
add_ends(struct share *share, const struct walk *walk, size_t end, size_t stop, struct tl_error *e)
{
	const struct word_run *run = &share->measure->run;

	if (end < walk->first + run->length - 1)
		end = walk->first + run->length - 1;
	if (stop > walk->count)
		stop = walk->count;
	if (end >= stop)
		return TL_OK;
	uint64_t sum = word_run_sum(run, walk->words + end);
	TRY(sums_add(&share->runs, sum, e));
	while (++end < stop) {
		sum = word_run_next(run, sum, walk->words + end);
		TRY(sums_add(&share->runs, sum, e));
	}
	return TL_OK;
}

/* The runs that hold a sample end from its last word on, before that of the next. */
static tl_status
add_runs_of(struct share *share, struct walk *walk, struct stretch text, struct tl_error *e)
{
	const struct measure *m = share->measure;

	while (walk_read(walk, m, &text)) {
		if (walk->hit)
			TRY(add_ends(share, walk, walk->fresh, walk->sample, e));
		while (walk->sample < walk->count) {
			size_t at = walk->sample;
			uint64_t sum = word_run_sum(&m->group, walk->words + at);
			walk->sample += m->window;
			walk->hit = sieve_has(share->met, head_of(sum));
			if (walk->hit)
				TRY(add_ends(share, walk, at, walk->sample, e));
		}
	}
	return TL_OK;
}

/* Was a sample met of the portions from *index on up to the next whose text begins anew? Both move there. */
static bool
any_met(const struct share *share, size_t *index, const uint32_t **head)
{
	bool any = false;

	do {
		for (; **head != 0; ++*head)
			any = any || sieve_has(share->met, **head);
		++*head;
		++*index;
	} while (*index < share->to &&
	    (!is_source(share->plan, *index) || goes_on(share->plan, *index)));
	return any;
}

static tl_status
runs(struct share *share, struct tl_error *e)
{
	const struct plan *plan = share->plan;
	const uint32_t *head = share->heads;
	struct walk walk;

	walk_init(&walk, share->measure);
	for (size_t i = share->from, next = i; i < share->to;) {
		if (!any_met(share, &next, &head))
			i = next;
		for (; i < next; i++) {
			if (!is_source(plan, i))
				continue;
			walk_to(&walk, share->measure, goes_on(plan, i));
			TRY(add_runs_of(share, &walk, text_of(plan, i), e));
		}
	}
	return TL_OK;
}

void
share_runs(void *context)
{
	struct share *share = context;
	share->status = runs(share, &share->error);
}
