#include "marking/suggest.h"
#include "pipeline/check.h"

static const size_t scratch_most = (size_t)1 << 20;
static const size_t mark_ceiling = (size_t)64 << 20;

/* A form that was right when the document was written is no finding. */
static bool
was_right(struct check *c, const struct finding *finding, struct slice mark, uint32_t *until)
{
	*until = 0;
	if (!finding_is_legacy(c->scheme, finding))
		return false;
	*until = mark_until(c->scheme, mark);
	return *until != 0 && c->message.date != 0 && c->message.date / 100 <= *until;
}

static tl_status
correct(struct check *c, struct slice mark, enum mark_form form, struct tl_error *e)
{
	if (c->scratch.used > scratch_most) {
		arena_release(&c->scratch);
		arena_init(&c->scratch, mark_ceiling);
	}
	buf_clear(&c->fix);
	if (form != MARK_PORTION && form != MARK_BANNER)
		return TL_OK;
	return mark_correct(c->scheme, mark, form, &c->scratch, &c->fix, e);
}

/* The findings of one mark as they were made when it was parsed. */
static tl_status
report_all(struct check *c, size_t portion, struct slice mark, enum mark_form form,
    const struct mark *read, struct tl_error *e)
{
	size_t start = (size_t)(mark.ptr - c->document.source.ptr);
	bool corrected = false;

	for (const struct finding *f = read->findings; f != NULL; f = f->next) {
		struct check_row row = { .rule = f->rule,
			.text = f->text,
			.severity = f->severity,
			.portion = portion,
			.start = start,
			.end = start + mark.len };
		if (was_right(c, f, mark, &row.until))
			continue;
		if (!corrected)
			TRY(correct(c, mark, form, e));
		corrected = true;
		row.write = buf_slice(&c->fix);
		row.certain = row.write.len > 0;
		if (finding_is_of_a_word(c->scheme, f))
			row.mark = mark;
		TRY(check_report(c, &row, e));
	}
	return TL_OK;
}

static struct slice
trimmed(const struct document *document, const struct portion *p)
{
	return slice_trim(portion_text(document, p));
}

/* What a line of a banner or of captions is read as: a banner where it comes out clean, else words in any order, as
 * the reader has it. */
static tl_status
banner_line(struct check *c, size_t portion, struct slice line, struct tl_error *e)
{
	struct mark banner, words;
	size_t len = mark_line_length(c->scheme, line);
	struct slice head = slice_sub(line, 0, len);

	TRY(document_mark(&c->document, line, MARK_BANNER, &banner, e));
	if (banner.state == MARK_READ)
		return report_all(c, portion, line, MARK_BANNER, &banner, e);
	if (len > 0) {
		TRY(document_mark(&c->document, head, MARK_LINE, &words, e));
		if (words.state == MARK_READ)
			return report_all(c, portion, head, MARK_LINE, &words, e);
	}
	TRY(document_mark(&c->document, line, MARK_LINE, &words, e));
	if (words.state == MARK_READ)
		return report_all(c, portion, line, MARK_LINE, &words, e);
	if (banner.state == MARK_DAMAGED)
		return report_all(c, portion, line, MARK_BANNER, &banner, e);
	size_t start = (size_t)(line.ptr - c->document.source.ptr);
	bool spoils = c->document.messages[c->message.number].damaged;
	return !spoils ? TL_OK
		       : check_lint(c, scheme_lint(c->scheme, LINT_BANNER_DAMAGED), portion, start,
			     start + line.len, e);
}

static tl_status
own_mark(struct check *c, size_t portion, struct tl_error *e)
{
	const struct portion *p = &c->document.portions[portion];
	struct slice written = portion_mark_written(&c->document, p);
	struct mark read = { .state = MARK_NONE };
	bool parentheses = written.len > 0 && written.ptr[0] == '(';

	if (written.len > 0)
		TRY(document_mark(&c->document, written, MARK_PORTION, &read, e));
	if (read.state != MARK_NONE && (parentheses || p->mark != MARK_READ))
		TRY(report_all(c, portion, written, MARK_PORTION, &read, e));
	if (p->mark != MARK_DAMAGED || read.state == MARK_DAMAGED)
		return TL_OK;
	/* The place is damaged, not the mark: a lost parenthesis, a disguised number, two marks that disagree. */
	struct slice text = trimmed(&c->document, p);
	size_t start = written.len > 0 ? (size_t)(written.ptr - c->document.source.ptr)
				       : (size_t)(text.ptr - c->document.source.ptr);
	return check_lint(
	    c, scheme_lint(c->scheme, LINT_DAMAGED), portion, start, start + written.len, e);
}

tl_status
check_marks(struct check *c, size_t portion, struct tl_error *e)
{
	const struct portion *p = &c->document.portions[portion];

	if (p->kind != PORTION_BANNER && p->kind != PORTION_CAPTION)
		return own_mark(c, portion, e);
	struct slice lines = trimmed(&c->document, p);
	bool one = memchr(lines.ptr, '\n', lines.len) == NULL;
	return one && lines.len > 0 ? banner_line(c, portion, lines, e) : TL_OK;
}
