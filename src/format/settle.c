#include <assert.h>
#include <stdlib.h>

#include "format/settle.h"

enum style {
	STYLE_MIXED = 0, /* both, or none */
	STYLE_LEADING,
	STYLE_TRAILING
};

struct settling {
	struct document *document;
	struct portion *portions; /* of the message */
	struct draft *rows;
	size_t count, first;
	enum style style;
	bool trails; /* some marks stand behind */
	const struct marking *banner, *entire;
};

tl_status
drafts_add(struct drafts *drafts, const struct draft *draft, struct tl_error *e)
{
	if (drafts->count == drafts->capacity) {
		size_t more = drafts->capacity < 16 ? 16 : drafts->capacity + drafts->capacity / 2;
		struct draft *rows = reallocarray(drafts->rows, more, sizeof *rows);
		if (rows == NULL)
			return error_memory(e);
		drafts->rows = rows;
		drafts->capacity = more;
	}
	drafts->rows[drafts->count++] = *draft;
	return TL_OK;
}

void
drafts_release(struct drafts *drafts)
{
	free(drafts->rows);
	*drafts = (struct drafts){ 0 };
}

/* A head and what continues it share their marks: one in front of the head, one behind the last part, or both. A head
 * that already ended with a mark was complete. */
static tl_status
gather(struct settling *s, struct tl_error *e)
{
	for (size_t i = 0; i < s->count; i++) {
		struct portion *p = &s->portions[i];
		if ((p->flags & PORTION_CONTINUES) == 0)
			continue;
		assert(p->parent >= s->first && p->parent - s->first < i);
		struct draft *head = &s->rows[p->parent - s->first], *d = &s->rows[i];
		if (head->lead.len == 0 && (head->tail.len > 0 || head->rest != NULL)) {
			p->flags &= (unsigned char)~PORTION_CONTINUES;
			p->parent = PORTION_TOP;
			continue;
		}
		d->counts = false;
		head->suspect = head->suspect || d->suspect;
		head->disguised = head->disguised || d->disguised ||
		    d->lead.state == MARK_DAMAGED || d->tail.state == MARK_DAMAGED;
		TRY(document_join(s->document, head->rest, d->lead.marking, &head->rest, e));
		TRY(document_join(s->document, head->rest, d->tail.marking, &head->rest, e));
		TRY(document_join(s->document, head->middle, d->middle, &head->middle, e));
	}
	return TL_OK;
}

static void
find_style(struct settling *s)
{
	size_t leading = 0, trailing = 0;

	for (size_t i = 0; i < s->count; i++) {
		const struct draft *d = &s->rows[i];
		bool behind = d->tail.len > 0 || d->rest != NULL;
		if (!d->counts || d->entire)
			continue;
		leading += d->lead.len > 0 && !behind;
		trailing += behind && d->lead.len == 0;
	}
	if (leading != trailing)
		s->style = leading > trailing ? STYLE_LEADING : STYLE_TRAILING;
	s->trails = trailing > 0;
}

/* Joins what raises. Without a banner nothing says how high that is: damaged. */
static tl_status
raise(struct settling *s, struct portion *p, const struct marking *by, struct tl_error *e)
{
	if (by == NULL) {
		p->mark = MARK_DAMAGED;
		by = scheme_damaged(s->document->scheme);
	}
	return document_join(s->document, p->own, by, &p->own, e);
}

static void
show_mark(struct portion *p, const struct draft *d, const struct found *found)
{
	p->mark_start += found->at;
	p->mark_len = found->len;
	if (found->legacy)
		p->flags |= PORTION_LEGACY;
	if (found == &d->tail)
		p->flags |= PORTION_TRAILING;
}

/* Does the mark stand where this message puts its marks? */
static bool
fits(const struct settling *s, const struct draft *d)
{
	bool behind = d->tail.len > 0 || d->rest != NULL;

	if (d->tail.doubtful && d->lead.len == 0)
		return false;
	if (!d->counts || d->entire || (d->lead.len > 0 && behind))
		return true;
	return s->style == (behind ? STYLE_TRAILING : STYLE_LEADING);
}

static tl_status
own_mark(struct settling *s, struct portion *p, const struct draft *d, struct tl_error *e)
{
	TRY(document_join(s->document, d->lead.marking, d->tail.marking, &p->own, e));
	TRY(document_join(s->document, p->own, d->rest, &p->own, e));
	if (p->own == NULL)
		return TL_OK;
	bool damaged = d->lead.state == MARK_DAMAGED || d->tail.state == MARK_DAMAGED;
	p->mark = damaged ? MARK_DAMAGED : MARK_READ;
	bool behind = d->lead.len == 0 || (d->tail.len > 0 && s->style == STYLE_TRAILING);
	show_mark(p, d, behind ? &d->tail : &d->lead);
	return fits(s, d) ? TL_OK : raise(s, p, s->banner, e);
}

/* A mark in the middle counts only upwards: what has no other mark does not take its parent's. */
static tl_status
middle_mark(struct settling *s, struct portion *p, const struct draft *d, struct tl_error *e)
{
	if (d->middle == NULL)
		return TL_OK;
	if (p->own != NULL)
		return document_join(s->document, p->own, d->middle, &p->own, e);
	p->parent = PORTION_TOP;
	bool covered = s->banner == NULL || marking_dominates(s->banner, d->middle);
	if (covered && (s->entire == NULL || marking_dominates(s->entire, d->middle)))
		return TL_OK;
	p->mark = MARK_READ;
	return document_join(s->document, s->banner, d->middle, &p->own, e);
}

/* What may be the middle of the paragraph above reads at least as high as that one. */
static tl_status
doubt(struct settling *s, size_t i, struct tl_error *e)
{
	struct portion *p = &s->portions[i];

	if (!s->rows[i].doubtful || p->own == NULL)
		return TL_OK;
	const struct portion *above = i > 0 ? &s->portions[i - 1] : NULL;
	return raise(s, p, above != NULL && above->own != NULL ? above->own : s->banner, e);
}

static bool
is_lowest(const struct settling *s, const struct marking *marking)
{
	return marking == NULL || marking_dominates(scheme_lowest(s->document->scheme), marking);
}

/* The wreck of a mark raises what has a mark, and what has none does not take its parent's. */
static tl_status
suspicion(struct settling *s, struct portion *p, const struct draft *d, struct tl_error *e)
{
	if (!d->suspect)
		return TL_OK;
	p->parent = PORTION_TOP;
	/* Where nothing reads higher than the lowest marking there is nothing to raise to, and the wreck may be of more. */
	if (d->wreck && is_lowest(s, s->banner) && is_lowest(s, p->own))
		return raise(s, p, NULL, e);
	return p->own != NULL ? raise(s, p, s->banner, e) : TL_OK;
}

static tl_status
disguise(struct settling *s, struct portion *p, const struct draft *d, struct tl_error *e)
{
	if (!d->disguised)
		return TL_OK;
	p->mark = MARK_DAMAGED;
	return document_join(s->document, p->own, scheme_damaged(s->document->scheme), &p->own, e);
}

/* One statement counts for all that follows. One that may stand inside a sentence, or that is the lowest of all, may
 * not lower what the class line says (MARKINGS §6.6). */
static tl_status
entire_text(struct settling *s, struct portion *p, const struct draft *d, struct tl_error *e)
{
	p->entire = s->entire;
	if (!d->entire)
		return TL_OK;
	if (s->banner != NULL && (is_lowest(s, d->lead.marking) || d->lead.doubtful))
		TRY(document_join(s->document, p->own, s->banner, &p->own, e));
	return document_join(s->document, s->entire, p->own, &s->entire, e);
}

/* An unmarked item takes its parent's mark, unless it is open what its parent is, or marks stand behind: then the one
 * that covers the item may be the one behind its list. Nothing above it: the banner. */
static void
settle_parent(struct settling *s, size_t i)
{
	struct portion *p = &s->portions[i];
	const struct draft *d = &s->rows[i];

	if (p->parent == PORTION_TOP || (p->flags & PORTION_CONTINUES) != 0 || p->own != NULL)
		return;
	const struct marking *own = s->document->portions[p->parent].own;
	bool lowers = s->trails && s->style != STYLE_LEADING;
	for (uint32_t up = p->parent; d->uncertain && !lowers && up != PORTION_TOP;
	     up = s->document->portions[up].parent) {
		const struct marking *above = s->document->portions[up].own;
		lowers = own == NULL || above == NULL || !marking_dominates(own, above);
	}
	if (lowers)
		p->parent = PORTION_TOP;
}

static tl_status
settle_portion(struct settling *s, size_t i, struct tl_error *e)
{
	struct portion *p = &s->portions[i];
	const struct draft *d = &s->rows[i];

	if (p->flags & PORTION_CONTINUES) {
		const struct portion *head = &s->document->portions[p->parent];
		p->own = head->own;
		p->mark = head->mark;
		p->entire = head->entire;
		if (p->own != NULL)
			show_mark(p, d, &d->tail);
		return TL_OK;
	}
	TRY(own_mark(s, p, d, e));
	TRY(middle_mark(s, p, d, e));
	TRY(doubt(s, i, e));
	TRY(suspicion(s, p, d, e));
	TRY(disguise(s, p, d, e));
	TRY(entire_text(s, p, d, e));
	settle_parent(s, i);
	return TL_OK;
}

static bool
is_signature(const struct settling *s, const struct portion *p, const struct draft *d)
{
	return d->signature && p->own == NULL &&
	    (p->kind == PORTION_PARAGRAPH || p->kind == PORTION_HEADING ||
		p->kind == PORTION_SUBPARAGRAPH) &&
	    s->count > 1;
}

/* Alone on a line, behind everything else. */
static void
find_signature(struct settling *s)
{
	for (size_t i = s->count; i > 0; i--) {
		struct portion *p = &s->portions[i - 1];
		if (is_signature(s, p, &s->rows[i - 1])) {
			p->kind = PORTION_SIGNATURE;
			p->parent = PORTION_TOP;
			p->flags &= (unsigned char)~PORTION_CONTINUES;
		}
		if (p->kind != PORTION_SEPARATOR && p->kind != PORTION_ROUTING &&
		    p->kind != PORTION_BANNER && p->kind != PORTION_UNKNOWN)
			return;
	}
}

tl_status
settle_message(struct document *document, struct drafts *drafts, struct tl_error *e)
{
	const struct message *message = &document->messages[document->message_count - 1];
	struct settling s = {
		.document = document,
		.portions = document->portions + message->first,
		.rows = drafts->rows,
		.count = document->count - message->first,
		.first = message->first,
		.banner = message->banner,
	};

	assert(s.count == drafts->count);
	TRY(gather(&s, e));
	find_style(&s);
	for (size_t i = 0; i < s.count; i++)
		TRY(settle_portion(&s, i, e));
	find_signature(&s);
	drafts->count = 0;
	return TL_OK;
}
