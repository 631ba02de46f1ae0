#include <stdlib.h>

#include "base/aside.h"
#include "base/crypto.h"
#include "pipeline/repeats.h"
#include "pipeline/share.h"

/*
 * In a run of 8 words stand four groups of 5 words each. Of the withheld text every fourth group is a sample, so that
 * each of its runs holds one. The heads of their fingerprints are kept in the order of the text, and as bits in a sieve.
 * The other text asks the sieve for every group of its own; where it says yes, the group and the runs around it are
 * noted, so that a run that both have is met wherever it stands. Then those withheld portions that have a sample which
 * was met are read again, and their runs around it go, as whole fingerprints, into a set; the noted runs are sought there.
 * A sieve that says yes too often costs time and changes nothing.
 */

/* How many heads to a block. Few are met, or much is withheld anyway. */
#define SAMPLES_OF_BLOCK 5
#define MET_OF_BLOCK     (16 * SAMPLES_OF_BLOCK)

#define SHARES 2

struct repeats {
	struct measure measure;
	struct sieve samples; /* of the withheld text, once it was read */
	struct share shares[SHARES];
	struct walk output; /* over what was written; its matches are the first share's */
};

/* A copy of a copy of a copy: more rounds than this are an attack on time. */
static const int most_rounds = 16;

tl_status
repeats_new(size_t words, struct repeats **out, struct tl_error *e)
{
	*out = NULL;
	struct repeats *r = calloc(1, sizeof *r);
	if (r == NULL)
		return error_memory(e);
	r->measure = measure_of(words);
	tl_status status =
	    crypto_random((unsigned char *)&r->measure.key, sizeof r->measure.key, e);
	for (size_t i = 0; i < SHARES && status == TL_OK; i++) {
		r->shares[i].measure = &r->measure;
		r->shares[i].samples = &r->samples;
		r->shares[i].met = &r->shares[0].matches.groups;
		status = sums_init(&r->shares[i].runs, e);
	}
	if (status != TL_OK) {
		repeats_free(r);
		return status;
	}
	*out = r;
	return TL_OK;
}

void
repeats_free(struct repeats *r)
{
	if (r == NULL)
		return;
	sieve_release(&r->samples);
	for (size_t i = 0; i < SHARES; i++)
		share_release(&r->shares[i]);
	free(r);
}

/* The portion with which the second share begins: of the message in the middle of the source. */
static size_t
middle(const struct document *document)
{
	size_t low = 0, high = document->message_count;

	if (document->source.len < WORTH_A_THREAD)
		return document->count;
	while (low < high) {
		size_t message = low + (high - low) / 2, first = document->messages[message].first;
		if (document->portions[first].start < document->source.len / 2)
			low = message + 1;
		else
			high = message;
	}
	return low < document->message_count ? document->messages[low].first : document->count;
}

/* All shares at once. */
static tl_status
work(struct repeats *r, void (*step)(void *share), struct tl_error *e)
{
	struct share *first = &r->shares[0], *second = &r->shares[1];
	struct aside aside = { 0 };

	if (second->from < second->to)
		aside_start(&aside, step, second);
	else
		step(second);
	step(first);
	aside_wait(&aside);
	const struct share *failed = first->status != TL_OK ? first : second;
	if (failed->status != TL_OK && e != NULL)
		*e = failed->error;
	return failed->status;
}

/* Either half of the sieve, by the highest bit of the heads. */
struct half {
	struct repeats *repeats;
	uint32_t bit;
};

static void
fill_half(void *context)
{
	const struct half *half = context;
	struct repeats *r = half->repeats;

	for (size_t i = 0; i < SHARES; i++)
		for (size_t j = 0; j < r->shares[i].count; j++) {
			uint32_t head = r->shares[i].heads[j];
			if (head != 0 && head >> 31 == half->bit)
				sieve_add(&r->samples, head);
		}
}

static void
fill_sieve(struct repeats *r)
{
	struct half low = { r, 0 }, high = { r, 1 };
	struct aside aside = { 0 };

	if (r->shares[1].count > 0)
		aside_start(&aside, fill_half, &high);
	else
		fill_half(&high);
	fill_half(&low);
	aside_wait(&aside);
}

static tl_status
fill_samples(struct repeats *r, const struct plan *plan, struct tl_error *e)
{
	size_t cut = middle(plan->document), total = 0;

	for (size_t i = 0; i < SHARES; i++) {
		r->shares[i].plan = plan;
		r->shares[i].from = i == 0 ? 0 : cut;
		r->shares[i].to = i == 0 ? cut : plan->document->count;
	}
	TRY(work(r, share_sample, e));
	for (size_t i = 0; i < SHARES; i++)
		total += r->shares[i].count;
	TRY(sieve_clear(&r->samples, total / SAMPLES_OF_BLOCK + 1, e));
	fill_sieve(r);
	return TL_OK;
}

static tl_status
clear_matches(struct repeats *r, struct tl_error *e)
{
	size_t total = 0;

	for (size_t i = 0; i < SHARES; i++)
		total += r->shares[i].count;
	for (size_t i = 0; i < SHARES; i++)
		TRY(matches_clear(&r->shares[i].matches, total / MET_OF_BLOCK + 1, e));
	return TL_OK;
}

/* What all shares met stands in the first one's sieve then. */
static tl_status
meet_kept(struct repeats *r, bool *any, bool *all, struct tl_error *e)
{
	struct sieve *groups = &r->shares[0].matches.groups;

	TRY(clear_matches(r, e));
	TRY(work(r, share_meet, e));
	for (size_t i = 0; i < SHARES; i++) {
		const struct matches *matches = &r->shares[i].matches;
		*any = *any || matches->any;
		*all = *all || matches->all;
		if (i > 0 && matches->any)
			sieve_join(groups, &matches->groups);
	}
	return TL_OK;
}

/* Had any share, in any round, a withheld run that was met? */
static bool
has_runs(const struct repeats *r)
{
	bool any = false;

	for (size_t i = 0; i < SHARES; i++)
		any = any || r->shares[i].runs.count > 0;
	return any;
}

static bool
is_run(const struct repeats *r, uint64_t sum)
{
	bool found = false;

	for (size_t i = 0; i < SHARES; i++)
		found = found || sums_has(&r->shares[i].runs, sum);
	return found;
}

/* Does a run of the set end in this text? It is read to its end in any case, for the text behind it. */
static bool
has_run(const struct repeats *r, struct walk *walk, struct stretch text)
{
	const struct word_run *run = &r->measure.run;
	bool found = false;

	while (walk_read(walk, &r->measure, &text)) {
		size_t end = walk_end(walk, run);
		if (found || end >= walk->count)
			continue;
		uint64_t sum = word_run_sum(run, walk->words + end);
		while (!(found = is_run(r, sum)) && ++end < walk->count)
			sum = word_run_next(run, sum, walk->words + end);
	}
	return found;
}

/* 1 where it was kept until now. */
static size_t
withhold(struct plan *plan, size_t index)
{
	struct decision *d = &plan->decisions[index];

	if (d->action != ACTION_KEEP)
		return 0;
	d->action = ACTION_WITHHOLD;
	d->reason = REASON_REPEATED;
	return 1;
}

static size_t
withhold_matches(const struct repeats *r, struct plan *plan)
{
	size_t found = 0;

	for (size_t i = 0; i < SHARES; i++) {
		const struct matches *matches = &r->shares[i].matches;
		for (size_t j = 0; j < matches->count; j++)
			if (is_run(r, matches->runs[j].run))
				found += withhold(plan, matches->runs[j].portion);
	}
	return found;
}

/* The same where not all could be noted. The kept side is read through, because kept neighbours stand side by side in
 * the output too. */
static size_t
withhold_runs(const struct repeats *r, struct plan *plan)
{
	const struct document *document = plan->document;
	struct walk walk;
	size_t found = 0;

	walk_init(&walk, &r->measure);
	for (size_t i = 0; i < document->count; i++) {
		const struct portion *p = &document->portions[i];
		const struct stretch text = { document->source, p->start, p->end };
		if (plan->decisions[i].action == ACTION_KEEP && has_run(r, &walk, text))
			found += withhold(plan, i);
	}
	return found;
}

tl_status
repeats_withhold(struct repeats *r, struct plan *plan, size_t *found, struct tl_error *e)
{
	*found = 0;
	for (int round = 0; round < most_rounds; round++) {
		bool any = false, all = false;
		TRY(fill_samples(r, plan, e));
		TRY(meet_kept(r, &any, &all, e));
		if (!any)
			return TL_OK;
		/* What was withheld in the round before brings runs of its own. */
		TRY(work(r, share_runs, e));
		size_t more = !has_runs(r) ? 0
		    : all                  ? withhold_runs(r, plan)
					   : withhold_matches(r, plan);
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
	if (r->shares[0].count == 0)
		TRY(fill_samples(r, plan, e));
	walk_init(&r->output, &r->measure);
	for (size_t i = 0; i < SHARES; i++)
		matches_drop(&r->shares[i].matches);
	return clear_matches(r, e);
}

static struct stretch
all_of(struct slice text)
{
	return (struct stretch){ .text = text, .end = text.len };
}

void
repeats_meet(struct repeats *r, struct slice text)
{
	matches_find(&r->shares[0].matches, &r->measure, &r->samples, &r->output, all_of(text), 0);
}

tl_status
repeats_gather(struct repeats *r, bool *met, struct tl_error *e)
{
	const struct matches *matches = &r->shares[0].matches;

	if (matches->any)
		TRY(work(r, share_runs, e));
	*met = matches->all && has_runs(r);
	for (size_t i = 0; i < matches->count && !*met; i++)
		*met = is_run(r, matches->runs[i].run);
	walk_init(&r->output, &r->measure);
	return TL_OK;
}

bool
repeats_holds(struct repeats *r, struct slice text)
{
	return has_run(r, &r->output, all_of(text));
}
