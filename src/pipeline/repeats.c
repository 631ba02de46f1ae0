#include <assert.h>
#include <stdlib.h>

#include "base/crypto.h"
#include "pipeline/repeats.h"
#include "pipeline/words.h"

/*
 * In a run of N words stand four groups of N-3 words each; the one with the least fingerprint stands for the run
 * (winnowing). The same run chooses the same group on both sides. The chosen groups of the withheld text are kept in
 * drawers; those of the other text are sorted into drawers too, and drawer is compared with drawer, each small enough to
 * be near the processor. Where they meet (`met`), and only there, the whole runs of the withheld text go into `runs`, and the
 * other text is asked for whole runs.
 */
#define WINDOW  4
#define DRAWERS 256

struct drawer {
	uint64_t *sums;
	size_t count, capacity;
};

struct set {
	uint64_t *slots; /* 0: empty */
	size_t capacity; /* a power of two */
	size_t count;
};

struct repeats {
	size_t words, window; /* of a run; groups in it */
	uint64_t key;
	struct drawer withheld[DRAWERS];
	bool filled;
	struct set met, runs;
};

/* A copy of a copy of a copy: more rounds than this are an attack on time. */
static const int most_rounds = 16;
static inline uint64_t
scatter(uint64_t sum)
{
	sum *= UINT64_C(0xc4ceb9fe1a85ec53);
	return sum ^ sum >> 33;
}

/* Least fingerprints have small heads: the drawer is told by bits further down. */
static inline size_t
drawer_of(uint64_t sum)
{
	return sum >> 20 & (DRAWERS - 1);
}

static tl_status
drawer_add(struct drawer *drawers, uint64_t sum, struct tl_error *e)
{
	struct drawer *d = &drawers[drawer_of(sum)];

	if (d->count == d->capacity) {
		size_t more = d->capacity < 16 ? 16 : d->capacity + d->capacity / 4;
		uint64_t *sums = reallocarray(d->sums, more, sizeof *sums);
		if (sums == NULL)
			return error_memory(e);
		d->sums = sums;
		d->capacity = more;
	}
	d->sums[d->count++] = sum;
	return TL_OK;
}

static void
drawers_release(struct drawer *drawers)
{
	for (size_t i = 0; i < DRAWERS; i++) {
		free(drawers[i].sums);
		drawers[i] = (struct drawer){ 0 };
	}
}

static tl_status
set_init(struct set *set, size_t capacity, struct tl_error *e)
{
	*set = (struct set){ .slots = calloc(capacity, sizeof *set->slots), .capacity = capacity };
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
	size_t at = (size_t)(scatter(sum) >> 20) & (set->capacity - 1);
	while (set->slots[at] != 0 && set->slots[at] != sum)
		at = (at + 1) & (set->capacity - 1);
	return &set->slots[at];
}

/* A fingerprint of 0 counts as there: too much, never too little. */
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
	set->count += *place == 0 && sum != 0;
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
	r->window = words < WINDOW ? words : WINDOW;
	if (crypto_random((unsigned char *)&r->key, sizeof r->key, e) != TL_OK ||
	    set_init(&r->met, 1024, e) != TL_OK || set_init(&r->runs, 1024, e) != TL_OK) {
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
	drawers_release(r->withheld);
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

/* One walk over words: whole runs, and which group stands for each. */
struct walk {
	struct word_run group, run;
	size_t window;
	uint64_t recent[WINDOW]; /* fingerprints of the last groups */
	size_t place;            /* of the oldest */
	uint64_t chosen;
	bool hit; /* what was found out about the chosen one */
};

/* Where a whole run ends: its fingerprint, the group that stands for it, and whether that is another one than before. */
struct end {
	uint64_t run, chosen;
	bool whole, fresh;
};

static void
walk_init(struct walk *walk, const struct repeats *r)
{
	*walk = (struct walk){ .window = r->window };
	word_run_init(&walk->group, r->words - r->window + 1);
	word_run_init(&walk->run, r->words);
}

static void
walk_reset(struct walk *walk)
{
	word_run_reset(&walk->group);
	word_run_reset(&walk->run);
	walk->chosen = 0;
}

static inline struct end
walk_word(struct walk *walk, uint64_t word)
{
	struct end end = { .whole = word_run_add(&walk->run, word) };

	if (!word_run_add(&walk->group, word))
		return end;
	walk->recent[walk->place] = scatter(walk->group.sum);
	walk->place = walk->place + 1 == walk->window ? 0 : walk->place + 1;
	if (!end.whole)
		return end;
	end.run = walk->run.sum;
	end.chosen = walk->recent[0];
	for (size_t i = 1; i < walk->window; i++)
		end.chosen = walk->recent[i] < end.chosen ? walk->recent[i] : end.chosen;
	end.fresh = end.chosen != walk->chosen;
	walk->chosen = end.chosen;
	return end;
}

/* The chosen groups of one text. */
static tl_status
choose_groups(const struct repeats *r, struct walk *walk, struct slice text, struct drawer *drawers,
    struct tl_error *e)
{
	size_t at = 0;

	for (uint64_t word; (word = word_next(text, &at, r->key)) != 0;) {
		struct end end = walk_word(walk, word);
		if (end.fresh)
			TRY(drawer_add(drawers, end.chosen, e));
	}
	return TL_OK;
}

static tl_status
fill_withheld(struct repeats *r, const struct plan *plan, struct tl_error *e)
{
	struct walk walk;

	drawers_release(r->withheld);
	walk_init(&walk, r);
	for (size_t i = 0; i < plan->document->count; i++) {
		if (!is_source(plan, i))
			continue;
		if (!goes_on(plan, i))
			walk_reset(&walk);
		TRY(choose_groups(r, &walk, text_of(plan, i), r->withheld, e));
	}
	r->filled = true;
	return TL_OK;
}

/* Into `met`: what stands in both drawers. *fresh is set where that was not there yet. */
static tl_status
compare_drawer(struct repeats *r, const struct drawer *withheld, const struct drawer *other,
    bool *fresh, struct tl_error *e)
{
	struct set set;
	size_t capacity = 1024;
	tl_status status = TL_OK;

	if (withheld->count == 0 || other->count == 0)
		return TL_OK;
	while (capacity < 2 * withheld->count)
		capacity *= 2;
	TRY(set_init(&set, capacity, e));
	for (size_t i = 0; i < withheld->count; i++)
		*set_place(&set, withheld->sums[i]) = withheld->sums[i];
	for (size_t i = 0; status == TL_OK && i < other->count; i++) {
		if (!set_has(&set, other->sums[i]) || set_has(&r->met, other->sums[i]))
			continue;
		*fresh = true;
		status = set_add(&r->met, other->sums[i], e);
	}
	set_release(&set);
	return status;
}

static tl_status
compare_drawers(struct repeats *r, const struct drawer *others, bool *fresh, struct tl_error *e)
{
	for (size_t i = 0; i < DRAWERS; i++)
		TRY(compare_drawer(r, &r->withheld[i], &others[i], fresh, e));
	return TL_OK;
}

/* Does a run of `runs` end in this text? */
static bool
has_run(const struct repeats *r, struct walk *walk, struct slice text)
{
	size_t at = 0;
	bool found = false;

	for (uint64_t word; (word = word_next(text, &at, r->key)) != 0;) {
		struct end end = walk_word(walk, word);
		if (end.fresh)
			walk->hit = set_has(&r->met, end.chosen);
		found = found || (end.whole && walk->hit && set_has(&r->runs, end.run));
	}
	return found;
}

/* Every whole run of withheld text whose group the other side has too. */
static tl_status
add_runs(struct repeats *r, const struct plan *plan, struct tl_error *e)
{
	struct walk walk;

	walk_init(&walk, r);
	for (size_t i = 0; i < plan->document->count; i++) {
		if (!is_source(plan, i))
			continue;
		struct slice text = text_of(plan, i);
		size_t at = 0;
		if (!goes_on(plan, i))
			walk_reset(&walk);
		for (uint64_t word; (word = word_next(text, &at, r->key)) != 0;) {
			struct end end = walk_word(&walk, word);
			if (end.fresh)
				walk.hit = set_has(&r->met, end.chosen);
			if (end.whole && walk.hit)
				TRY(set_add(&r->runs, end.run, e));
		}
	}
	return TL_OK;
}

/* The kept side is read through, because kept neighbours stand side by side in the output too. */
static tl_status
meet_kept(struct repeats *r, const struct plan *plan, bool *fresh, struct tl_error *e)
{
	struct drawer kept[DRAWERS] = { { 0 } };
	struct walk walk;
	tl_status status = TL_OK;

	walk_init(&walk, r);
	for (size_t i = 0; status == TL_OK && i < plan->document->count; i++)
		if (plan->decisions[i].action == ACTION_KEEP)
			status = choose_groups(r, &walk, text_of(plan, i), kept, e);
	if (status == TL_OK)
		status = compare_drawers(r, kept, fresh, e);
	drawers_release(kept);
	return status;
}

static size_t
withhold_runs(const struct repeats *r, struct plan *plan)
{
	struct walk walk;
	size_t found = 0;

	walk_init(&walk, r);
	for (size_t i = 0; i < plan->document->count; i++) {
		struct decision *d = &plan->decisions[i];
		if (d->action != ACTION_KEEP || !has_run(r, &walk, text_of(plan, i)))
			continue;
		d->action = ACTION_WITHHOLD;
		d->reason = REASON_REPEATED;
		found++;
	}
	return found;
}

tl_status
repeats_withhold(struct repeats *r, struct plan *plan, size_t *found, struct tl_error *e)
{
	*found = 0;
	for (int round = 0; round < most_rounds; round++) {
		bool fresh = false;
		TRY(fill_withheld(r, plan, e));
		TRY(meet_kept(r, plan, &fresh, e));
		if (!fresh && round == 0)
			return TL_OK;
		/* What was withheld in the round before brings runs of its own. */
		TRY(add_runs(r, plan, e));
		size_t more = withhold_runs(r, plan);
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
	struct drawer drawers[DRAWERS] = { { 0 } };
	struct walk walk;
	bool fresh = false;

	*found = false;
	if (!r->filled)
		TRY(fill_withheld(r, plan, e));
	walk_init(&walk, r);
	tl_status status = choose_groups(r, &walk, text, drawers, e);
	if (status == TL_OK)
		status = compare_drawers(r, drawers, &fresh, e);
	drawers_release(drawers);
	TRY(status);
	if (fresh)
		TRY(add_runs(r, plan, e));
	walk_init(&walk, r);
	*found = r->met.count > 0 && has_run(r, &walk, text);
	return TL_OK;
}
