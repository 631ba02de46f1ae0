#include <assert.h>
#include <stdlib.h>

#include "base/crypto.h"
#include "pipeline/repeats.h"
#include "pipeline/words.h"

/*
 * A run of N words that stands in both texts has, on the withheld side, a group of N-2 words whose number is a multiple
 * of 3: of three neighbouring groups one is. So the withheld text puts only every third group into `groups`, a filter of
 * a few bits each; the kept text asks for every group. Where they meet (`met`), and only there, the whole runs of the
 * withheld text go into `runs`, and the kept text is asked for whole runs.
 */
struct set {
	uint64_t *slots; /* 0: empty */
	size_t capacity; /* a power of two */
	size_t count;
};

struct filter {
	uint64_t *words;
	size_t mask;
};

struct repeats {
	size_t words, group, step;
	uint64_t key;
	struct filter groups;
	struct set met, runs;
};

/* A copy of a copy of a copy: more rounds than this are an attack on time. */
static const int most_rounds = 16;
/* Of text for one entry, about; with 32 bits for each entry one question in a thousand is answered wrongly with yes. */
static const size_t bytes_a_word = 6, bits_an_entry = 32;

static tl_status
filter_init(struct filter *filter, size_t entries, struct tl_error *e)
{
	size_t size = 16;
	while (size < entries / 64 * bits_an_entry)
		size *= 2;
	*filter = (struct filter){ calloc(size, sizeof *filter->words), size - 1 };
	return filter->words != NULL ? TL_OK : error_memory(e);
}

/* Three bits of one word: one look at memory. */
static inline uint64_t
filter_bits(uint64_t sum)
{
	return UINT64_C(1) << (sum & 63) | UINT64_C(1) << (sum >> 6 & 63) |
	    UINT64_C(1) << (sum >> 12 & 63);
}

static inline uint64_t
scatter(uint64_t sum)
{
	sum *= UINT64_C(0xc4ceb9fe1a85ec53);
	return sum ^ sum >> 33;
}

static inline void
filter_add(struct filter *filter, uint64_t sum)
{
	sum = scatter(sum);
	filter->words[sum >> 20 & filter->mask] |= filter_bits(sum);
}

static inline bool
filter_has(const struct filter *filter, uint64_t sum)
{
	sum = scatter(sum);
	uint64_t bits = filter_bits(sum);
	return (filter->words[sum >> 20 & filter->mask] & bits) == bits;
}

/* A large filter is nowhere near the processor: ask for its words some time before they are looked at. */
static inline void
filter_fetch(const struct filter *filter, uint64_t sum)
{
	__builtin_prefetch(&filter->words[scatter(sum) >> 20 & filter->mask]);
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
	r->group = words > 3 ? words - 2 : 2;
	r->step = words - r->group + 1;
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
	free(r->groups.words);
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

/* Some words ahead of the one that is looked at. */
#define AHEAD 32

struct ahead {
	struct word_run *runs[2];
	size_t count;
	struct {
		uint64_t sums[2];
		bool full[2];
	} words[AHEAD];
};

/* The next words of the text, at most AHEAD of them; for each the two sums, and the filter's word on its way. */
static bool
look_ahead(const struct repeats *r, struct ahead *ahead, struct slice text, size_t *at)
{
	uint64_t word;

	for (ahead->count = 0; ahead->count < AHEAD; ahead->count++) {
		if ((word = word_next(text, at, r->key)) == 0)
			break;
		for (size_t i = 0; i < 2; i++) {
			ahead->words[ahead->count].full[i] = word_run_add(ahead->runs[i], word);
			ahead->words[ahead->count].sums[i] = ahead->runs[i]->sum;
		}
		filter_fetch(&r->groups, ahead->runs[0]->sum);
	}
	return ahead->count > 0;
}

static tl_status
add_groups(struct repeats *r, const struct plan *plan, struct tl_error *e)
{
	struct word_run group, run;
	struct ahead ahead = { .runs = { &group, &run } };
	size_t number = 0;

	if (r->groups.words == NULL)
		TRY(filter_init(
		    &r->groups, plan->document->source.len / bytes_a_word / r->step, e));
	word_run_init(&group, r->group);
	word_run_init(&run, r->words);
	for (size_t i = 0; i < plan->document->count; i++) {
		if (!is_source(plan, i))
			continue;
		struct slice text = text_of(plan, i);
		size_t at = 0;
		if (!goes_on(plan, i)) {
			word_run_reset(&group);
			number = 0;
		}
		while (look_ahead(r, &ahead, text, &at))
			for (size_t w = 0; w < ahead.count; w++)
				if (ahead.words[w].full[0] && number++ % r->step == 0)
					filter_add(&r->groups, ahead.words[w].sums[0]);
	}
	return TL_OK;
}

/* Looks through kept text. fresh: a group was met whose runs are not in `runs` yet. True where a run is found. */
struct search {
	struct word_run group, run;
	size_t since; /* words since the last group that was met */
	bool fresh;
};

static void
search_init(struct search *s, const struct repeats *r)
{
	word_run_init(&s->group, r->group);
	word_run_init(&s->run, r->words);
	s->since = r->words;
	s->fresh = false;
}

static tl_status
search_text(struct repeats *r, struct search *s, struct slice text, bool *found, struct tl_error *e)
{
	struct ahead ahead = { .runs = { &s->group, &s->run } };
	size_t at = 0;

	*found = false;
	while (look_ahead(r, &ahead, text, &at)) {
		for (size_t w = 0; w < ahead.count; w++) {
			uint64_t group = ahead.words[w].sums[0];
			s->since++;
			if (ahead.words[w].full[0] && filter_has(&r->groups, group)) {
				s->since = 0;
				s->fresh = s->fresh || !set_has(&r->met, group);
				TRY(set_add(&r->met, group, e));
			}
			if (ahead.words[w].full[1] && s->since < r->step &&
			    set_has(&r->runs, ahead.words[w].sums[1]))
				*found = true;
		}
	}
	return TL_OK;
}

/* Every whole run of withheld text that covers a group which the other side has too. */
static tl_status
add_runs(struct repeats *r, const struct plan *plan, struct tl_error *e)
{
	struct word_run group, run;
	size_t since = r->words;

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

/* The kept side is read through, because kept neighbours stand side by side in the output too. */
static tl_status
search_kept(struct repeats *r, struct plan *plan, size_t *found, bool *fresh, struct tl_error *e)
{
	struct search search;
	bool here;

	*found = 0;
	search_init(&search, r);
	for (size_t i = 0; i < plan->document->count; i++) {
		struct decision *d = &plan->decisions[i];
		if (d->action != ACTION_KEEP)
			continue;
		TRY(search_text(r, &search, text_of(plan, i), &here, e));
		if (!here)
			continue;
		d->action = ACTION_WITHHOLD;
		d->reason = REASON_REPEATED;
		++*found;
	}
	*fresh = search.fresh;
	return TL_OK;
}

tl_status
repeats_withhold(struct repeats *r, struct plan *plan, size_t *found, struct tl_error *e)
{
	*found = 0;
	for (int round = 0; round < most_rounds; round++) {
		size_t before,
		    more = 0; /* what was withheld in the last round brings runs of its own */
		bool fresh;
		TRY(add_groups(r, plan, e));
		TRY(search_kept(r, plan, &before, &fresh, e));
		if (fresh || round > 0) {
			TRY(add_runs(r, plan, e));
			TRY(search_kept(r, plan, &more, &fresh, e));
		}
		*found += before + more;
		if (before + more == 0)
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
	struct search search;

	if (r->groups.words == NULL)
		TRY(add_groups(r, plan, e));
	search_init(&search, r);
	TRY(search_text(r, &search, text, found, e));
	if (*found || !search.fresh)
		return TL_OK;
	TRY(add_runs(r, plan, e));
	search_init(&search, r);
	return search_text(r, &search, text, found, e);
}
