#include <assert.h>
#include <stdlib.h>

#include "base/crypto.h"
#include "base/large.h"
#include "pipeline/repeats.h"
#include "pipeline/sieve.h"
#include "pipeline/sums.h"
#include "pipeline/words.h"

/*
 * In a run of N words stand five groups of N-4 words each. Of the withheld text every fifth group is a sample, so that
 * each of its runs holds one. The heads of their fingerprints are kept in the order of the text, and as bits in a sieve.
 * The other text asks the sieve for every group of its own and notes in `met` where it says yes, so that a run that both
 * have is met wherever it stands. Then those withheld portions that have a sample which was met are read again, and their
 * runs around it go, as whole fingerprints, into a set; the other text is read again too, and each of its runs is sought
 * there. A sieve that says yes too often costs time and changes nothing.
 */
#define WINDOW 5

/* The first guess at how many there will be. */
#define BYTES_OF_HEAD 30

/* How many heads to a block. Few are met, or much is withheld anyway. */
#define SAMPLES_OF_BLOCK 7
#define MET_OF_BLOCK     (4 * SAMPLES_OF_BLOCK)

/* The heads of the samples of each portion, and a 0 behind them; a portion that is not withheld has none. */
struct samples {
	uint32_t *heads;
	size_t count, capacity;
	struct sieve sieve;
};

/* The words of one text after another. Those from `fresh` on were just read; before them stand, as far as there are
 * any, all that a run can hold together with them. */
struct walk {
	uint64_t words[1024];
	size_t count;
	size_t fresh;
	size_t first;  /* the first that may be in a run with those to come */
	size_t sample; /* the last word of the next sample, mostly not read yet */
	bool hit;      /* was the sample before that met? */
};

struct repeats {
	struct word_run run, group;
	size_t window; /* groups in a run */
	struct word_key key;
	struct samples samples; /* of the withheld text, once it was read */
	struct sieve met;
	struct sums runs;
	struct walk output; /* over what was written */
	bool output_met;
};

/* A copy of a copy of a copy: more rounds than this are an attack on time. */
static const int most_rounds = 16;

/* Room for the heads of so many words, and one 0. */
static tl_status
samples_room(struct samples *samples, size_t words, struct tl_error *e)
{
	if (samples->capacity - samples->count > words)
		return TL_OK;
	size_t capacity = samples->capacity * 2 + words + 1;
	uint32_t *heads = reallocarray(samples->heads, capacity, sizeof *heads);
	if (heads == NULL)
		return error_memory(e);
	large_advise(heads, capacity * sizeof *heads);
	samples->heads = heads;
	samples->capacity = capacity;
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
	r->window = words < WINDOW ? words : WINDOW;
	r->run = word_run_of(words);
	r->group = word_run_of(words - r->window + 1);
	if (crypto_random((unsigned char *)&r->key, sizeof r->key, e) != TL_OK ||
	    sums_init(&r->runs, e) != TL_OK) {
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
	free(r->samples.heads);
	sieve_release(&r->samples.sieve);
	sieve_release(&r->met);
	sums_release(&r->runs);
	free(r);
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

/* Another text, that continues the words seen or does not. Its samples are counted from its own first word, whatever
 * stood before it. */
static void
walk_to(struct walk *walk, const struct repeats *r, bool goes_on)
{
	if (!goes_on)
		walk->first = walk->count;
	walk->sample = walk->first + r->group.length - 1;
	if (walk->sample < walk->count)
		walk->sample = walk->count;
	walk->hit = false;
}

static void
walk_init(struct walk *walk, const struct repeats *r)
{
	walk->count = walk->fresh = 0;
	walk_to(walk, r, false);
}

/* To the beginning goes what the runs to come can hold. */
static void
walk_shift(struct walk *walk)
{
	size_t by = walk->count - (WORDS_MAX - 1);

	memmove(walk->words, walk->words + by, (WORDS_MAX - 1) * sizeof *walk->words);
	walk->count -= by;
	walk->sample -= by;
	walk->first = walk->first > by ? walk->first - by : 0;
}

/* More words of this text; false where it has none left. */
static bool
walk_read(struct walk *walk, const struct repeats *r, struct stretch *text)
{
	const size_t most = sizeof walk->words / sizeof walk->words[0];

	if (most - walk->count < WORDS_ROOM)
		walk_shift(walk);
	walk->fresh = walk->count;
	walk->count += words_read(text, &r->key, walk->words + walk->count, most - walk->count);
	return walk->count > walk->fresh;
}

/* The first of the words just read that is the last of such a run. */
static size_t
walk_end(const struct walk *walk, const struct word_run *run)
{
	size_t end = walk->first + run->length - 1;
	return end > walk->fresh ? end : walk->fresh;
}

/* The samples of one withheld text. */
static tl_status
add_samples(struct repeats *r, struct walk *walk, struct stretch text, struct tl_error *e)
{
	struct samples *samples = &r->samples;

	while (walk_read(walk, r, &text)) {
		TRY(samples_room(samples, walk->count - walk->fresh, e));
		for (; walk->sample < walk->count; walk->sample += r->window)
			samples->heads[samples->count++] =
			    head_of(word_run_sum(&r->group, walk->words + walk->sample));
	}
	return TL_OK;
}

static tl_status
fill_samples(struct repeats *r, const struct plan *plan, struct tl_error *e)
{
	struct samples *samples = &r->samples;
	struct walk walk;

	samples->count = 0;
	TRY(samples_room(samples, plan->document->source.len / BYTES_OF_HEAD, e));
	walk_init(&walk, r);
	for (size_t i = 0; i < plan->document->count; i++) {
		if (is_source(plan, i)) {
			walk_to(&walk, r, goes_on(plan, i));
			TRY(add_samples(r, &walk, text_of(plan, i), e));
		}
		TRY(samples_room(samples, 0, e));
		samples->heads[samples->count++] = 0;
	}
	TRY(sieve_clear(&samples->sieve, samples->count / SAMPLES_OF_BLOCK + 1, e));
	for (size_t i = 0; i < samples->count; i++)
		if (samples->heads[i] != 0)
			sieve_add(&samples->sieve, samples->heads[i]);
	return TL_OK;
}

static tl_status
clear_met(struct repeats *r, struct tl_error *e)
{
	return sieve_clear(&r->met, r->samples.count / MET_OF_BLOCK + 1, e);
}

/* Every group of this text that passes for a sample goes into `met`. */
static bool
meet(struct repeats *r, struct walk *walk, struct stretch text)
{
	bool any = false;

	while (walk_read(walk, r, &text)) {
		size_t end = walk_end(walk, &r->group);
		if (end >= walk->count)
			continue;
		uint64_t sum = word_run_sum(&r->group, walk->words + end);
		for (;;) {
			if (sieve_has(&r->samples.sieve, head_of(sum))) {
				sieve_add(&r->met, head_of(sum));
				any = true;
			}
			if (++end == walk->count)
				break;
			sum = word_run_next(&r->group, sum, walk->words + end);
		}
	}
	return any;
}

/* The kept side is read through, because kept neighbours stand side by side in the output too. */
static tl_status
meet_kept(struct repeats *r, const struct plan *plan, bool *any, struct tl_error *e)
{
	struct walk walk;

	TRY(clear_met(r, e));
	walk_init(&walk, r);
	for (size_t i = 0; i < plan->document->count; i++)
		if (plan->decisions[i].action == ACTION_KEEP)
			*any |= meet(r, &walk, text_of(plan, i));
	return TL_OK;
}

/* Those runs that end in [end, stop), as far as that was read and they are whole. */
static tl_status
add_ends(struct repeats *r, const struct walk *walk, size_t end, size_t stop, struct tl_error *e)
{
	if (end < walk->first + r->run.length - 1)
		end = walk->first + r->run.length - 1;
	if (stop > walk->count)
		stop = walk->count;
	if (end >= stop)
		return TL_OK;
	uint64_t sum = word_run_sum(&r->run, walk->words + end);
	TRY(sums_add(&r->runs, sum, e));
	while (++end < stop) {
		sum = word_run_next(&r->run, sum, walk->words + end);
		TRY(sums_add(&r->runs, sum, e));
	}
	return TL_OK;
}

/* The runs that hold a sample end from its last word on, before that of the next. */
static tl_status
add_runs_of(struct repeats *r, struct walk *walk, struct stretch text, struct tl_error *e)
{
	while (walk_read(walk, r, &text)) {
		if (walk->hit)
			TRY(add_ends(r, walk, walk->fresh, walk->sample, e));
		while (walk->sample < walk->count) {
			size_t sample = walk->sample;
			uint64_t sum = word_run_sum(&r->group, walk->words + sample);
			walk->sample += r->window;
			walk->hit = sieve_has(&r->met, head_of(sum));
			if (walk->hit)
				TRY(add_ends(r, walk, sample, walk->sample, e));
		}
	}
	return TL_OK;
}

/* Was a sample met of the portions from *index on up to the next whose text begins anew? Both move there. */
static bool
any_met(const struct repeats *r, const struct plan *plan, size_t *index, const uint32_t **head)
{
	bool met = false;

	do {
		for (; **head != 0; ++*head)
			met = met || sieve_has(&r->met, **head);
		++*head;
		++*index;
	} while (
	    *index < plan->document->count && (!is_source(plan, *index) || goes_on(plan, *index)));
	return met;
}

/* Every run of withheld text whose sample the other side has too. */
static tl_status
add_runs(struct repeats *r, const struct plan *plan, struct tl_error *e)
{
	const uint32_t *head = r->samples.heads;
	struct walk walk;

	walk_init(&walk, r);
	for (size_t i = 0, next = 0; i < plan->document->count;) {
		if (!any_met(r, plan, &next, &head))
			i = next;
		for (; i < next; i++) {
			if (!is_source(plan, i))
				continue;
			walk_to(&walk, r, goes_on(plan, i));
			TRY(add_runs_of(r, &walk, text_of(plan, i), e));
		}
	}
	return TL_OK;
}

/* Does a run of the set end in this text? It is read to its end in any case, for the text behind it. */
static bool
has_run(const struct repeats *r, struct walk *walk, struct stretch text)
{
	bool found = false;

	while (walk_read(walk, r, &text)) {
		size_t end = walk_end(walk, &r->run);
		if (found || end >= walk->count)
			continue;
		uint64_t sum = word_run_sum(&r->run, walk->words + end);
		while (!(found = sums_has(&r->runs, sum)) && ++end < walk->count)
			sum = word_run_next(&r->run, sum, walk->words + end);
	}
	return found;
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
		bool met = false;
		TRY(fill_samples(r, plan, e));
		TRY(meet_kept(r, plan, &met, e));
		if (!met)
			return TL_OK;
		/* What was withheld in the round before brings runs of its own. */
		TRY(add_runs(r, plan, e));
		size_t more = r->runs.count > 0 ? withhold_runs(r, plan) : 0;
		*found += more;
		if (more == 0)
			return TL_OK;
	}
	return error_at(e, TL_DOCUMENT, plan->document->file, 0, 0,
	    "withheld words are repeated in a chain of more than %d copies; withhold those portions by a rule",
	    most_rounds);
}

tl_status
repeats_begin(struct repeats *r, const struct plan *plan, struct tl_error *e)
{
	if (r->samples.count == 0)
		TRY(fill_samples(r, plan, e));
	walk_init(&r->output, r);
	r->output_met = false;
	return clear_met(r, e);
}

static struct stretch
all_of(struct slice text)
{
	return (struct stretch){ .text = text, .end = text.len };
}

void
repeats_meet(struct repeats *r, struct slice text)
{
	r->output_met |= meet(r, &r->output, all_of(text));
}

tl_status
repeats_gather(struct repeats *r, const struct plan *plan, bool *met, struct tl_error *e)
{
	if (r->output_met)
		TRY(add_runs(r, plan, e));
	*met = r->runs.count > 0;
	walk_init(&r->output, r);
	return TL_OK;
}

bool
repeats_holds(struct repeats *r, struct slice text)
{
	return has_run(r, &r->output, all_of(text));
}
