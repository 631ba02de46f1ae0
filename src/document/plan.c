#include <stdlib.h>

#include "base/large.h"
#include "document/plan.h"

static const char *const actions[] = {
	[ACTION_WITHHOLD] = "withhold",
	[ACTION_PART] = "part",
	[ACTION_KEEP] = "keep",
	[ACTION_REFUSE] = "refuse",
};

const char *
action_name(enum action action)
{
	return actions[action];
}

static const char *const reasons[] = {
	[REASON_NONE] = "undecided",
	[REASON_UNMARKED] = "unmarked",
	[REASON_DAMAGED] = "damaged",
	[REASON_UNKNOWN_TOKEN] = "unknown-token",
	[REASON_LEGACY] = "legacy",
	[REASON_ABOVE_CEILING] = "above-ceiling",
	[REASON_RULE] = "rule",
	[REASON_HIGHER_BANNER] = "banner-mismatch",
	[REASON_REPEATED] = "repeated",
	[REASON_COMPUTED] = "computed",
	[REASON_UNDER_CEILING] = "under-ceiling",
};

const char *
reason_name(enum reason reason)
{
	return reasons[reason];
}

void
rule_set_add(struct rule_set *set, size_t rule)
{
	set->bits[rule / 64] |= UINT64_C(1) << rule % 64;
}

bool
rule_set_has(const struct rule_set *set, size_t rule)
{
	return (set->bits[rule / 64] >> rule % 64 & 1) != 0;
}

tl_status
plan_init(struct plan *plan, const struct document *document, struct tl_error *e)
{
	*plan = (struct plan){ .document = document };
	plan->decisions = calloc(document->count, sizeof *plan->decisions);
	plan->pieces = calloc(document->count, sizeof *plan->pieces);
	plan->banners = calloc(document->message_count, sizeof *plan->banners);
	if (plan->decisions == NULL || plan->pieces == NULL || plan->banners == NULL) {
		plan_release(plan);
		return error_memory(e);
	}
	large_advise(plan->decisions, document->count * sizeof *plan->decisions);
	large_advise(plan->pieces, document->count * sizeof *plan->pieces);
	return TL_OK;
}

void
plan_release(struct plan *plan)
{
	free(plan->decisions);
	free(plan->pieces);
	free(plan->banners);
	*plan = (struct plan){ 0 };
}

/* A banner is never copied: what it says of the source is not true of the output (MARKINGS §6.18). */
tl_status
plan_finish(
    struct plan *plan, struct document *document, const struct marking *ceiling, struct tl_error *e)
{
	for (size_t i = 0; i < document->count; i++) {
		const struct portion *p = &document->portions[i];
		struct decision *d = &plan->decisions[i];
		if (p->kind == PORTION_BANNER) {
			d->action = ACTION_WITHHOLD;
			d->reason = REASON_COMPUTED;
		}
		plan->pieces[i] = (struct piece){ .portion = (uint32_t)i,
			.end = (uint32_t)(p->end - p->start),
			.kept = d->action == ACTION_KEEP };
	}
	plan->piece_count = document->count;
	return plan_banners(plan, document, ceiling, e);
}

/* POLICY: the gate. A keep must be able to say by which marking it passed. */
static bool
keep_is_sound(const struct portion *p, const struct decision *d, const struct marking *ceiling)
{
	return p->kind != PORTION_UNKNOWN && p->mark != MARK_DAMAGED &&
	    d->reason == REASON_UNDER_CEILING && d->reading != READING_NONE &&
	    d->reading != READING_DAMAGED && d->released != NULL && marking_is_known(d->released) &&
	    marking_dominates(ceiling, d->released);
}

tl_status
plan_check(const struct plan *plan, const struct marking *ceiling, struct tl_error *e)
{
	const struct document *document = plan->document;
	size_t piece = 0;

	for (size_t i = 0; i < document->count; i++) {
		const struct portion *p = &document->portions[i];
		const struct decision *d = &plan->decisions[i];
		bool keeps = d->action == ACTION_KEEP;
		size_t at = 0;
		while (piece < plan->piece_count && plan->pieces[piece].portion == i) {
			const struct piece *cut = &plan->pieces[piece++];
			if (cut->start != at || cut->end <= cut->start || (cut->kept && !keeps))
				break;
			at = cut->end;
		}
		if (at != p->end - p->start || d->action == ACTION_REFUSE ||
		    (keeps && !keep_is_sound(p, d, ceiling)))
			return error_at(e, TL_DOCUMENT, document->file, p->line, 0,
			    "the plan for portion %zu does not hold; please report this", i);
	}
	if (piece != plan->piece_count)
		return error_set(e, TL_DOCUMENT, "the plan has pieces of no portion");
	return TL_OK;
}
