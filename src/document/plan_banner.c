#include "document/plan.h"

/* Where a banner is made: what was rolled up, its join, and the join of what shows no mark of its own; NULL: nothing yet. */
struct banner_sum {
	struct plan *plan;
	struct document *document;
	const struct marking *ceiling;
	struct rollup *rollup;
	const struct marking *joined, *unmarked;
	const struct marking *last, *last_unmarked; /* added already */
	const struct marking *all_unmarked;         /* of all messages */
};

static void
begin(struct banner_sum *s)
{
	rollup_begin(s->rollup, 0, NULL);
	s->joined = s->unmarked = s->last = s->last_unmarked = NULL;
}

/* In the output the portion says itself what it is. A mark as written knows nothing of captions. */
static bool
shows_its_mark(const struct banner_sum *s, const struct portion *p)
{
	enum marks_shown marks = s->plan->present.marks;
	bool captions = s->document->messages[p->message].captions != NULL;
	return p->mark_len > 0 && p->mark == MARK_READ &&
	    (marks == MARKS_AS_RELEASED || (marks == MARKS_AS_WRITTEN && !captions));
}

static tl_status
add(struct banner_sum *s, const struct marking *marking, bool shown, struct tl_error *e)
{
	if (!shown && marking != s->last_unmarked)
		TRY(document_join(s->document, s->unmarked, marking, &s->unmarked, e));
	s->last_unmarked = shown ? s->last_unmarked : marking;
	if (marking == s->last)
		return TL_OK;
	s->last = marking;
	rollup_add(s->rollup, marking);
	return document_join(s->document, s->joined, marking, &s->joined, e);
}

/* The roll-up, where it is no less than a join would be: the ceiling holds it, it covers everything, and in full what has no
 * mark of its own, because that reads as the banner when the output is read again. Else the join, which a ceiling that holds
 * every part always holds (docs/markings.md M-63). */
static tl_status
end(struct banner_sum *s, const struct marking **out, struct tl_error *e)
{
	const struct marking *rolled;
	*out = scheme_lowest(s->document->scheme);
	if (s->joined == NULL)
		return TL_OK;
	TRY(document_banner(s->document, s->rollup, &rolled, e));
	bool holds = marking_dominates(s->ceiling, rolled) && marking_covers(rolled, s->joined) &&
	    (s->unmarked == NULL || marking_dominates(rolled, s->unmarked));
	*out = holds ? rolled : s->joined;
	return TL_OK;
}

static tl_status
each_message(struct banner_sum *s, struct tl_error *e)
{
	const struct document *document = s->document;
	for (size_t i = 0, message = 0; message < document->message_count; message++) {
		begin(s);
		for (; i < document->count && document->portions[i].message == message; i++) {
			const struct decision *d = &s->plan->decisions[i];
			if (d->action == ACTION_KEEP)
				TRY(add(
				    s, d->released, shows_its_mark(s, &document->portions[i]), e));
		}
		TRY(end(s, &s->plan->banners[message], e));
		if (s->unmarked != NULL)
			TRY(document_join(
			    s->document, s->all_unmarked, s->unmarked, &s->all_unmarked, e));
	}
	return TL_OK;
}

static tl_status
whole(struct banner_sum *s, struct tl_error *e)
{
	begin(s);
	for (size_t i = 0; i < s->document->message_count; i++)
		TRY(add(s, s->plan->banners[i], true, e));
	s->unmarked = s->all_unmarked;
	return end(s, &s->plan->whole, e);
}

tl_status
plan_banners(
    struct plan *plan, struct document *document, const struct marking *ceiling, struct tl_error *e)
{
	struct banner_sum s = { .plan = plan, .document = document, .ceiling = ceiling };
	TRY(rollup_new(document->scheme, &s.rollup, e));
	tl_status status = each_message(&s, e);
	if (status == TL_OK)
		status = whole(&s, e);
	rollup_free(s.rollup);
	return status;
}
