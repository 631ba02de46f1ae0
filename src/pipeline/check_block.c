#include "pipeline/check.h"

static bool
may_hold_a_block(const struct portion *p)
{
	return p->kind == PORTION_AUTHORITY || p->kind == PORTION_DECLASSIFICATION;
}

/* A second line of a kind that stands once, as on each page of a document: with the same value it is the same line. */
static tl_status
stands_once(struct checking *c, size_t portion, struct slice text, const struct block_seen *seen,
    struct tl_error *e)
{
	const struct portion *p = &c->document.portions[portion];
	const struct block_finding *finding;
	int kind = block_once(c->scheme, seen->line, &finding);
	struct slice value = slice_sub(text, seen->value, seen->end);

	if (kind < 0)
		return TL_OK;
	struct slice *first = &c->message.once[kind];
	if (first->ptr == NULL)
		*first = value;
	return block_same(*first, value)
	    ? TL_OK
	    : check_lint(c, finding, portion, p->start + seen->at, p->start + seen->end, e);
}

tl_status
check_block(struct checking *c, size_t portion, struct tl_error *e)
{
	const struct portion *p = &c->document.portions[portion];
	struct block_seen seen;
	size_t at = 0;

	if (!may_hold_a_block(p))
		return TL_OK;
	struct slice text = portion_text(&c->document, p);
	while (block_next(c->scheme, text, &at, &seen)) {
		c->message.block |= (uint32_t)1 << seen.line;
		c->message.block_at = portion;
		bool was_right = seen.finding != NULL && seen.finding->until != 0 &&
		    c->message.date != 0 && c->message.date / 100 <= seen.finding->until;
		if (!was_right)
			TRY(check_lint(
			    c, seen.finding, portion, p->start + seen.at, p->start + seen.end, e));
		TRY(stands_once(c, portion, text, &seen, e));
	}
	return TL_OK;
}

/* CAPCO 2016 §E, 32 CFR 2001.21: who, why or from what, and until when. */
tl_status
check_block_whole(struct checking *c, struct tl_error *e)
{
	const struct check_message *m = &c->message;
	const struct message *message = &c->document.messages[m->number];
	const struct block_finding *lacks;
	size_t next = 0;

	if (!block_is_known(c->scheme))
		return TL_OK;
	if (m->block != 0) {
		const struct portion *p = &c->document.portions[m->block_at];
		while ((lacks = block_lacks(c->scheme, m->block, &next)) != NULL)
			TRY(check_lint(c, lacks, m->block_at, p->start, p->start, e));
		return TL_OK;
	}
	bool classified = m->marked > 0 && message->banner != NULL && !message->damaged &&
	    marking_level(message->banner) > 0;
	const struct portion *p = &c->document.portions[m->first];
	return !classified ? TL_OK
			   : check_lint(c, scheme_lint(c->scheme, LINT_BLOCK_MISSING), m->first,
				 p->start, p->start, e);
}

/* --- the date of a telegram ------------------------------------------------------------------------------------ */

static const char months[] = "JANFEBMARAPRMAYJUNJULAUGSEPOCTNOVDEC";

static unsigned
digits(struct slice text, size_t at, size_t count)
{
	unsigned value = 0;
	for (size_t i = 0; i < count; i++) {
		if (at + i >= text.len || text.ptr[at + i] < '0' || text.ptr[at + i] > '9')
			return 0;
		value = value * 10 + (unsigned)(text.ptr[at + i] - '0');
	}
	return value;
}

/* ACP 127: the date-time group is day, hour and minute, Z, month, year. Telegrams of two-digit years are of 1970 to 2069. */
uint32_t
check_date_of(struct slice text)
{
	for (size_t at = 0; at + 13 <= text.len; at++) {
		if (text.ptr[at + 6] != 'Z' || text.ptr[at + 7] != ' ' || text.ptr[at + 11] != ' ')
			continue;
		unsigned day = digits(text, at, 2), month = 0;
		for (unsigned i = 0; i < 12; i++)
			if (memcmp(text.ptr + at + 8, months + 3 * i, 3) == 0)
				month = i + 1;
		unsigned year = digits(text, at + 12, 4), two = digits(text, at + 12, 2);
		if (year == 0)
			year = two < 70 ? 2000 + two : 1900 + two;
		if (day >= 1 && day <= 31 && month > 0 && year >= 1900 && year < 2200)
			return year * 10000 + month * 100 + day;
	}
	return 0;
}
