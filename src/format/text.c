#include "format/text.h"
#include "format/amount.h"
#include "format/phrase.h"
#include "format/render.h"

static const size_t output_ceiling = UINT32_MAX;
static const size_t line_ceiling = (size_t)1 << 20;

struct writer {
	const struct plan *plan;
	const struct release *release;
	struct buf piece, notice, mark, number;
	const struct marking *printed; /* whose portion mark `mark` holds */
	struct run run;                /* withheld pieces since the last kept one */
	uint32_t message;
	uint32_t numbered; /* kept numbered paragraphs of this message */
	uint32_t inside;   /* the portion whose line is not ended, or UINT32_MAX */
	bool started;      /* anything was written */
	bool blank;        /* what was written last wants a blank line behind it */
	bool banner_due;   /* the computed banner of this message is still to be written */
	bool fresh;        /* the output is at the beginning of a line */
	bool held;         /* a blank at the end of a part was held back */
	bool message_started, banner_seen;
	unsigned char banner_flags; /* of the portion in whose place the banner stands */
};

static const struct portion *
portion_of(const struct writer *w, size_t piece)
{
	return &w->plan->document->portions[w->plan->pieces[piece].portion];
}

/* --- insertions ------------------------------------------------------------------------------------------------ */

static tl_status
insert(struct writer *w, enum insert_template template, struct tl_error *e)
{
	TRY(buf_check(&w->notice, e));
	TRY(w->release->insert(w->release->context, template, buf_slice(&w->notice), e));
	w->fresh = w->notice.len == 0 ? w->fresh : w->notice.ptr[w->notice.len - 1] == '\n';
	w->started = w->message_started = true;
	w->held = false;
	return TL_OK;
}

/* A line that a withheld end left open is ended. */
static tl_status
end_open_line(struct writer *w, struct tl_error *e)
{
	w->inside = UINT32_MAX;
	if (w->fresh)
		return TL_OK;
	buf_clear(&w->notice);
	buf_add_byte(&w->notice, '\n');
	return insert(w, INSERT_SEPARATOR, e);
}

static tl_status
write_banner(struct writer *w, struct tl_error *e)
{
	if (!w->banner_due)
		return TL_OK;
	w->banner_due = false;
	if (w->plan->present.banner == BANNER_NONE)
		return TL_OK;
	buf_clear(&w->notice);
	if (w->started && (w->blank || (w->banner_flags & PORTION_BLANK_BEFORE) != 0))
		buf_add_byte(&w->notice, '\n');
	marking_print(w->plan->banners[w->message], MARK_BANNER, &w->notice);
	buf_add_byte(&w->notice, '\n');
	w->blank = (w->banner_flags & PORTION_BLANK_AFTER) != 0;
	return insert(w, INSERT_BANNER, e);
}

/* One notice for the run that ends here: in the line where it began, or on a line of its own. */
static tl_status
write_notice(struct writer *w, bool same_line, struct tl_error *e)
{
	struct run run = w->run;

	w->run = (struct run){ 0 };
	if (run.pieces == 0 || w->plan->present.notice.len == 0)
		return TL_OK;
	bool in_line = w->inside != UINT32_MAX && !w->fresh;
	if (!in_line)
		TRY(write_banner(w, e));
	buf_clear(&w->notice);
	if (in_line && w->held)
		buf_add_byte(&w->notice, ' ');
	else if (!in_line && w->started && (w->blank || run.before))
		buf_add_byte(&w->notice, '\n');
	run_notice(&run, w->plan, &w->notice);
	if (!same_line)
		buf_add_byte(&w->notice, '\n');
	w->blank = run.after;
	return insert(w, INSERT_NOTICE, e);
}

/* --- kept pieces ----------------------------------------------------------------------------------------------- */

static struct slice
print_mark(struct writer *w, const struct marking *marking)
{
	if (marking != w->printed) {
		buf_clear(&w->mark);
		marking_print(marking, MARK_PORTION, &w->mark);
		w->printed = marking;
	}
	return buf_slice(&w->mark);
}

/* Takes one blank beside the bytes [from, to) with them: the one behind, else, at the end of a line or before a sign,
 * the one before. */
static struct edit
cut(struct slice text, size_t from, size_t to)
{
	unsigned char next = to < text.len ? text.ptr[to] : '\n';

	if (next == ' ' || next == '\t')
		to++;
	else if (from > 0 && text.ptr[from - 1] == ' ' && memchr("\r\n.:;,", next, 6) != NULL)
		from--;
	return (struct edit){ .from = from, .to = to };
}

/* An "entire text" statement says more than its level: it stays while that is still true. */
static bool
mark_stays(const struct portion *p, const struct decision *d, struct slice written)
{
	return marking_equal(p->own, d->released) &&
	    (phrase_find(written, "ENTIRE TEXT") < written.len ||
		phrase_find(written, "ENTIRE-TEXT") < written.len);
}

static size_t
mark_edit(struct writer *w, const struct portion *p, const struct decision *d, struct edit *edit)
{
	struct slice text = portion_text(w->plan->document, p);
	size_t from = p->mark_start, to = from + p->mark_len;

	if (p->mark_len == 0 || w->plan->present.marks == MARKS_AS_WRITTEN)
		return 0;
	if (w->plan->present.marks == MARKS_NONE) {
		*edit = cut(text, from, to);
		return 1;
	}
	if (d->released == NULL || mark_stays(p, d, slice_sub(text, from, to)))
		return 0;
	*edit = (struct edit){ .from = from, .to = to, .with = print_mark(w, d->released) };
	return 1;
}

static size_t
number_edit(struct writer *w, const struct portion *p, const struct piece *piece, struct edit *edit)
{
	struct slice text = portion_text(w->plan->document, p);
	size_t from = p->number_start, to = from + p->number_len;

	if (p->number_len == 0 || from < piece->start || from >= piece->end ||
	    w->plan->present.numbers == NUMBERS_AS_WRITTEN)
		return 0;
	if (w->plan->present.numbers == NUMBERS_RENUMBERED) {
		buf_clear(&w->number);
		buf_add_number(&w->number, ++w->numbered);
		*edit = (struct edit){ .from = from, .to = to, .with = buf_slice(&w->number) };
		return 1;
	}
	while (from > 0 && !byte_is_blank(text.ptr[from - 1]))
		from--; /* pilcrow */
	while (to < text.len && (text.ptr[to] == '.' || text.ptr[to] == ')' || text.ptr[to] == ':'))
		to++;
	while (to < text.len && (text.ptr[to] == ' ' || text.ptr[to] == '\t'))
		to++;
	*edit = (struct edit){ .from = from, .to = to };
	return 1;
}

static size_t
edits_of(struct writer *w, const struct portion *p, const struct piece *piece, struct edit *edits)
{
	const struct decision *d = &w->plan->decisions[piece->portion];
	struct edit number, mark;
	size_t count = 0;
	bool has_number = number_edit(w, p, piece, &number) > 0;
	bool has_mark = mark_edit(w, p, d, &mark) > 0;

	if (has_number && (!has_mark || number.from <= mark.from))
		edits[count++] = number;
	if (has_mark)
		edits[count++] = mark;
	if (has_number && has_mark && number.from > mark.from)
		edits[count++] = number;
	return count;
}

/* The bytes of a kept piece. A part that ends inside its portion holds its last blanks back: what follows may be
 * withheld in silence, and no blank may end a line. */
static void
render(struct writer *w, const struct piece *piece, const struct portion *p, bool same)
{
	struct slice text = portion_text(w->plan->document, p);
	struct edit edits[2];

	buf_clear(&w->piece);
	if (!same && w->started &&
	    (w->blank || (piece->start == 0 && (p->flags & PORTION_BLANK_BEFORE) != 0)))
		buf_add_byte(&w->piece, '\n');
	if (same && w->held && !w->fresh && !byte_is_blank(text.ptr[piece->start]))
		buf_add_byte(&w->piece, ' ');
	size_t from = w->piece.len, count = edits_of(w, p, piece, edits);
	render_piece(&w->piece, text, piece->start, piece->end, edits, count, w->fresh);
	w->held = false;
	if (piece->end == text.len) {
		render_end_line(&w->piece, from, w->fresh);
		return;
	}
	while (w->piece.len > from && w->piece.ptr[w->piece.len - 1] == ' ') {
		w->piece.len--;
		w->held = true;
	}
}

static tl_status
write_kept(struct writer *w, size_t index, struct tl_error *e)
{
	const struct piece *piece = &w->plan->pieces[index];
	const struct portion *p = portion_of(w, index);
	bool same = w->inside == piece->portion;

	TRY(write_notice(w, same, e));
	if (!same)
		TRY(end_open_line(w, e));
	TRY(write_banner(w, e));
	render(w, piece, p, same);
	TRY(buf_check(&w->piece, e));
	TRY(w->release->kept(w->release->context, index, buf_slice(&w->piece), e));
	if (w->piece.len > 0)
		w->fresh = w->piece.ptr[w->piece.len - 1] == '\n';
	w->started = w->message_started = true;
	w->blank = (p->flags & PORTION_BLANK_AFTER) != 0;
	w->inside = piece->portion;
	return TL_OK;
}

/* --- the walk -------------------------------------------------------------------------------------------------- */

/* The computed banner stands where the message's first banner stood, or at its beginning when it has none. */
static bool
has_banner(const struct plan *plan, uint32_t message)
{
	const struct document *d = plan->document;
	size_t end = message + 1 < d->message_count ? d->messages[message + 1].first : d->count;

	for (size_t i = d->messages[message].first; i < end; i++)
		if (d->portions[i].kind == PORTION_BANNER)
			return true;
	return false;
}

static void
begin_message(struct writer *w, uint32_t message)
{
	w->message = message;
	w->message_started = false;
	w->numbered = 0;
	w->banner_flags = PORTION_BLANK_AFTER;
	w->banner_due = !has_banner(w->plan, message);
	w->banner_seen = w->banner_due;
}

/* A message of which nothing is shown shows no banner either. */
static tl_status
end_message(struct writer *w, struct tl_error *e)
{
	TRY(write_notice(w, false, e));
	TRY(end_open_line(w, e));
	return w->message_started ? write_banner(w, e) : TL_OK;
}

static tl_status
write_withheld(struct writer *w, size_t index, struct tl_error *e)
{
	const struct portion *p = portion_of(w, index);

	TRY(w->release->withheld(w->release->context, index, e));
	run_add(&w->run, w->plan, &w->plan->pieces[index]);
	if (p->kind == PORTION_BANNER && !w->banner_seen) {
		w->banner_seen = w->banner_due = true;
		w->banner_flags = p->flags;
	}
	return TL_OK;
}

static tl_status
walk(struct writer *w, struct tl_error *e)
{
	begin_message(w, 0);
	for (size_t i = 0; i < w->plan->piece_count; i++) {
		uint32_t message = portion_of(w, i)->message;
		if (message != w->message) {
			TRY(end_message(w, e));
			begin_message(w, message);
		}
		TRY(w->plan->pieces[i].kept ? write_kept(w, i, e) : write_withheld(w, i, e));
	}
	TRY(end_message(w, e));
	if (w->started)
		return TL_OK;
	w->message =
	    0; /* all is withheld in silence: the banner alone says that there was a document */
	w->banner_due = true;
	return write_banner(w, e);
}

tl_status
text_write(const struct plan *plan, const struct release *release, struct tl_error *e)
{
	struct writer w = {
		.plan = plan,
		.release = release,
		.inside = UINT32_MAX,
		.fresh = true,
	};

	buf_init(&w.piece, output_ceiling);
	buf_init(&w.notice, line_ceiling);
	buf_init(&w.mark, line_ceiling);
	buf_init(&w.number, line_ceiling);
	tl_status status = walk(&w, e);
	buf_release(&w.piece);
	buf_release(&w.notice);
	buf_release(&w.mark);
	buf_release(&w.number);
	return status;
}
