#include "marking/suggest.h"
#include "pipeline/check.h"

static const size_t scratch_most = (size_t)1 << 20;
static const size_t mark_ceiling = (size_t)64 << 20;

/* A form that was right when the document was written is no finding. */
static bool
was_right(struct checking *c, const struct finding *finding, struct slice mark, uint32_t *until)
{
	*until = 0;
	if (!finding_is_legacy(c->scheme, finding))
		return false;
	*until = mark_until(c->scheme, mark);
	return *until != 0 && c->message.date != 0 && c->message.date / 100 <= *until;
}

/* The correction goes to c->fix, and what it still breaks to *still. */
static tl_status
correct(struct checking *c, struct slice mark, enum mark_form form, struct mark *still,
    struct tl_error *e)
{
	if (c->scratch.used > scratch_most) {
		arena_release(&c->scratch);
		arena_init(&c->scratch, mark_ceiling);
	}
	buf_clear(&c->fix);
	if (form != MARK_PORTION && form != MARK_BANNER)
		return TL_OK;
	TRY(mark_correct(c->scheme, mark, form, &c->scratch, &c->fix, e));
	return c->fix.len == 0
	    ? TL_OK
	    : mark_parse(c->scheme, buf_slice(&c->fix), form, &c->scratch, still, e);
}

static bool
mends(const struct mark *still, const struct finding *finding)
{
	for (const struct finding *f = still->findings; f != NULL; f = f->next)
		if (f->rule == finding->rule)
			return false;
	return true;
}

/* The findings of one mark as they were made when it was parsed. */
static tl_status
report_all(struct checking *c, size_t portion, struct slice mark, enum mark_form form,
    const struct mark *read, struct tl_error *e)
{
	size_t start = (size_t)(mark.ptr - c->document.source.ptr);
	struct mark still = { .findings = NULL };
	bool corrected = false, suggested = false;

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
			TRY(correct(c, mark, form, &still, e));
		corrected = true;
		row.certain = c->fix.len > 0 && mends(&still, f);
		if (row.certain)
			row.write = buf_slice(&c->fix);
		if (!suggested && finding_is_of_a_word(c->scheme, f))
			row.mark = mark;
		suggested = suggested || row.mark.len > 0;
		TRY(check_report(c, &row, e));
	}
	return TL_OK;
}

static struct slice
trimmed(const struct document *document, const struct portion *p)
{
	return slice_trim(portion_text(document, p));
}

/* A line of a banner without its label, "Classification: Secret". */
static struct slice
without_label(const struct checking *c, struct slice line, bool *labelled)
{
	const unsigned char *colon = memchr(line.ptr, ':', line.len);
	*labelled = colon != NULL && mark_line_length(c->scheme, line) == 0;
	if (*labelled)
		line = slice_trim(slice_sub(line, (size_t)(colon - line.ptr) + 1, line.len));
	return line;
}

/* A banner where it comes out clean, else words in any order with anything behind them, as the reader has it. */
static tl_status
banner_line(struct checking *c, size_t portion, struct slice line, struct tl_error *e)
{
	struct mark banner = { .state = MARK_NONE }, words;
	bool labelled;
	line = without_label(c, line, &labelled);
	size_t len = mark_line_length(c->scheme, line);
	bool whole = !labelled && (len == line.len || memchr(line.ptr, '/', line.len) != NULL);
	struct slice head = slice_sub(line, 0, len > 0 ? len : line.len);

	if (whole)
		TRY(document_mark(&c->document, line, MARK_BANNER, &banner, e));
	/* All of it is marking words in a banner's form: the reader takes them in any order, a banner has one. */
	bool disordered = banner.state == MARK_DAMAGED && len == line.len &&
	    memmem(line.ptr, line.len, "//", 2) != NULL;
	if (banner.state == MARK_READ || disordered)
		return report_all(c, portion, line, MARK_BANNER, &banner, e);
	TRY(document_mark(&c->document, head, MARK_LINE, &words, e));
	if (words.state == MARK_READ)
		return report_all(c, portion, head, MARK_LINE, &words, e);
	if (banner.state == MARK_DAMAGED)
		return report_all(c, portion, line, MARK_BANNER, &banner, e);
	if (!c->document.messages[c->message.number].damaged)
		return TL_OK;
	size_t start = (size_t)(line.ptr - c->document.source.ptr);
	c->message.told = true;
	return check_lint(
	    c, scheme_lint(c->scheme, LINT_BANNER_DAMAGED), portion, start, start + line.len, e);
}

static tl_status
own_mark(struct checking *c, size_t portion, struct tl_error *e)
{
	const struct portion *p = &c->document.portions[portion];
	struct slice written = portion_mark_written(&c->document, p);
	struct mark read = { .state = MARK_NONE };
	bool parentheses = written.len > 0 && written.ptr[0] == '(';

	if (written.len > 0)
		TRY(document_mark(&c->document, written, MARK_PORTION, &read, e));
	if (p->mark == MARK_DAMAGED && read.state == MARK_READ && check_holds_mention(c, portion))
		return TL_OK;
	if (p->mark == MARK_DAMAGED && read.state != MARK_READ &&
	    check_is_mention(c, portion, written))
		return TL_OK;
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
check_marks(struct checking *c, size_t portion, struct tl_error *e)
{
	const struct portion *p = &c->document.portions[portion];

	if (p->kind != PORTION_BANNER && p->kind != PORTION_CAPTION)
		return own_mark(c, portion, e);
	struct slice lines = trimmed(&c->document, p);
	bool one = memchr(lines.ptr, '\n', lines.len) == NULL;
	size_t before = c->found;
	if (one && lines.len > 0)
		TRY(banner_line(c, portion, lines, e));
	c->message.told = c->message.told || c->found > before;
	return TL_OK;
}
