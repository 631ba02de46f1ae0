#include <assert.h>
#include <stdlib.h>

#include "base/crypto.h"
#include "pipeline/repeats.h"
#include "pipeline/words.h"

/*
 * A run of N words that stands in both texts has, on the withheld side, a group of K = N/2 rounded up whose number
 * is a multiple of N-K+1: of that many neighbouring groups one is. So the withheld text puts only those groups into
 * `groups`; the kept text asks for every group. Where they meet (`met`), and only there, the whole runs of the withheld
 * text go into `runs`, and the kept text is asked for whole runs.
 */
struct set {
	uint64_t *slots; /* 0: empty */
	size_t capacity; /* a power of two */
	size_t count;
};

struct repeats {
	size_t words, group, step;
	uint64_t key;
	struct set groups, met, runs;
};

/* A copy of a copy of a copy: more rounds than this are an attack on time. */
static const int most_rounds = 16;

static tl_status
set_init(struct set *set, size_t capacity, struct tl_error *e)
{
	size_t power = 1024;
	while (power < capacity && power < SIZE_MAX / 16)
		power *= 2;
	*set = (struct set){ .slots = calloc(power, sizeof *set->slots), .capacity = power };
	return set->slots != NULL ? TL_OK : error_memory(e);
}

static void
set_release(struct set *set)
{
	free(set->slots);
	*set = (struct set){ 0 };
}

static uint64_t *
set_place(const struct set *set, uint64_t sum)
{
	size_t at = (size_t)((sum * WORD_FACTOR) >> 20) & (set->capacity - 1);
	while (set->slots[at] != 0 && set->slots[at] != sum)
		at = (at + 1) & (set->capacity - 1);
	return &set->slots[at];
}

static bool
set_has(const struct set *set, uint64_t sum)
{
	return sum == 0 || *set_place(set, sum) != 0;
}

static tl_status
set_add(struct set *set, uint64_t sum, struct tl_error *e)
{
	if (set->count >= set->capacity / 2) {
		struct set bigger;
		TRY(set_init(&bigger, set->capacity * 2, e));
		for (size_t i = 0; i < set->capacity; i++)
			if (set->slots[i] != 0)
				*set_place(&bigger, set->slots[i]) = set->slots[i];
		bigger.count = set->count;
		set_release(set);
		*set = bigger;
	}
	uint64_t *place = set_place(set, sum);
	set->count += *place == 0;
	*place = sum;
	return TL_OK;
}

tl_status
repeats_new(size_t words, struct repeats **out, struct tl_error *e)
{
	assert(words >= 2 && words <= WORDS_MAX);
	*out = NULL;
	struct repeats *r = calloc(1, sizeof *r);
	if (r == NULL)
		return error_memory(e);
	r->words = words;
	r->group = (words + 1) / 2;
	r->step = words - r->group + 1;
	if (crypto_random((unsigned char *)&r->key, sizeof r->key, e) != TL_OK ||
	    set_init(&r->groups, 0, e) != TL_OK || set_init(&r->met, 0, e) != TL_OK ||
	    set_init(&r->runs, 0, e) != TL_OK) {
		repeats_free(r);
		return TL_SYSTEM;
	}
	*out = r;
	return TL_OK;
}

void
repeats_free(struct repeats *r)
{
	if (r == NULL)
		return;
	set_release(&r->groups);
	set_release(&r->met);
	set_release(&r->runs);
	free(r);
}

/* Is this portion on the withheld side? Banners and page lines repeat by nature and are computed anew. */
static bool
is_source(const struct plan *plan, size_t index)
{
	const struct decision *d = &plan->decisions[index];
	return d->action != ACTION_KEEP && d->reason != REASON_COMPUTED;
}

static struct slice
text_of(const struct plan *plan, size_t index)
{
	return portion_text(plan->document, &plan->document->portions[index]);
}

/* A run may go on behind a section break, not from one withheld portion into another. */
static bool
goes_on(const struct plan *plan, size_t index)
{
	return (plan->document->portions[index].flags & PORTION_CONTINUES) != 0;
}

static tl_status
add_groups(struct repeats *r, const struct plan *plan, struct tl_error *e)
{
	struct word_run run;
	size_t number = 0;

	word_run_init(&run, r->group);
	for (size_t i = 0; i < plan->document->count; i++) {
		if (!is_source(plan, i))
			continue;
		struct slice text = text_of(plan, i);
		size_t at = 0;
		if (!goes_on(plan, i)) {
			word_run_reset(&run);
			number = 0;
		}
		for (uint64_t w; (w = word_next(text, &at, r->key)) != 0;)
			if (word_run_add(&run, w) && number++ % r->step == 0)
				TRY(set_add(&r->groups, run.sum, e));
	}
	return TL_OK;
}

static tl_status
meet(struct repeats *r, struct word_run *run, struct slice text, bool *met, struct tl_error *e)
{
	size_t at = 0;
	*met = false;
	for (uint64_t w; (w = word_next(text, &at, r->key)) != 0;)
		if (word_run_add(run, w) && set_has(&r->groups, run->sum)) {
			*met = true;
			TRY(set_add(&r->met, run->sum, e));
		}
	return TL_OK;
}

/* Every whole run of withheld text that covers a group which the other side has too. */
static tl_status
add_runs(struct repeats *r, const struct plan *plan, struct tl_error *e)
{
	struct word_run group, run;
	size_t since = r->words; /* words since the last group that was met */

	word_run_init(&group, r->group);
	word_run_init(&run, r->words);
	for (size_t i = 0; i < plan->document->count; i++) {
		if (!is_source(plan, i))
			continue;
		struct slice text = text_of(plan, i);
		size_t at = 0;
		if (!goes_on(plan, i)) {
			word_run_reset(&group);
			word_run_reset(&run);
			since = r->words;
		}
		for (uint64_t w; (w = word_next(text, &at, r->key)) != 0;) {
			since++;
			if (word_run_add(&group, w) && set_has(&r->met, group.sum))
				since = 0;
			if (word_run_add(&run, w) && since < r->step)
				TRY(set_add(&r->runs, run.sum, e));
		}
	}
	return TL_OK;
}

static bool
has_run(const struct repeats *r, struct word_run *run, struct slice text)
{
	size_t at = 0;
	for (uint64_t w; (w = word_next(text, &at, r->key)) != 0;)
		if (word_run_add(run, w) && set_has(&r->runs, run->sum))
			return true;
	return false;
}

/* One round: which kept portions hold the end of a run of what is withheld now? The kept side is read through, because
 * kept neighbours stand side by side in the output too. */
static tl_status
withhold_round(struct repeats *r, struct plan *plan, size_t *found, struct tl_error *e)
{
	struct word_run run;
	bool met, any = false;

	word_run_init(&run, r->group);
	for (size_t i = 0; i < plan->document->count; i++)
		if (plan->decisions[i].action == ACTION_KEEP) {
			TRY(meet(r, &run, text_of(plan, i), &met, e));
			any = any || met;
		}
	*found = 0;
	if (!any)
		return TL_OK;
	TRY(add_runs(r, plan, e));
	word_run_init(&run, r->words);
	for (size_t i = 0; i < plan->document->count; i++) {
		struct decision *d = &plan->decisions[i];
		if (d->action != ACTION_KEEP || !has_run(r, &run, text_of(plan, i)))
			continue;
		d->action = ACTION_WITHHOLD;
		d->reason = REASON_REPEATED;
		word_run_reset(&run);
		++*found;
	}
	return TL_OK;
}

tl_status
repeats_withhold(struct repeats *r, struct plan *plan, size_t *found, struct tl_error *e)
{
	*found = 0;
	for (int round = 0; round < most_rounds; round++) {
		size_t more;
		TRY(add_groups(r, plan, e));
		TRY(withhold_round(r, plan, &more, e));
		*found += more;
		if (more == 0)
			return TL_OK;
	}
	return error_at(e, TL_DOCUMENT, plan->document->file, 0, 0,
	    "withheld words are repeated in a chain of more than %d copies; withhold those portions by a rule",
	    most_rounds);
}

tl_status
repeats_search(
    struct repeats *r, const struct plan *plan, struct slice text, bool *found, struct tl_error *e)
{
	struct word_run run;

	*found = false;
	word_run_init(&run, r->group);
	TRY(meet(r, &run, text, found, e));
	if (!*found)
		return TL_OK;
	TRY(add_runs(r, plan, e));
	word_run_init(&run, r->words);
	*found = has_run(r, &run, text);
	return TL_OK;
}
