#include "pipeline/check.h"

static bool
is_text(const struct portion *p)
{
	switch ((enum portion_kind)p->kind) {
	case PORTION_SUBJECT:
	case PORTION_PARAGRAPH:
	case PORTION_SUBPARAGRAPH:
	case PORTION_LIST_ITEM:
	case PORTION_TABLE_CELL:
	case PORTION_FIGURE:
	case PORTION_FOOTNOTE:
		return (p->flags & (PORTION_CONTINUES | PORTION_NOTICE)) == 0;
	case PORTION_UNKNOWN:
	case PORTION_ROUTING:
	case PORTION_PRECEDENCE:
	case PORTION_FROM:
	case PORTION_TO:
	case PORTION_INFO:
	case PORTION_PASSING:
	case PORTION_BANNER:
	case PORTION_CAPTION:
	case PORTION_DECLASSIFICATION:
	case PORTION_TAGS:
	case PORTION_REFERENCE:
	case PORTION_AUTHORITY:
	case PORTION_HEADING:
	case PORTION_HEADER:
	case PORTION_FOOTER:
	case PORTION_SIGNATURE:
	case PORTION_SEPARATOR:
	case PORTION_METADATA:
	case PORTION_KINDS:
		break;
	}
	return false;
}

/* Text that bears no mark and that no other mark covers; *read is what it reads as. */
static bool
is_bare(const struct checking *c, size_t portion, struct read_marking *read)
{
	const struct portion *p = &c->document.portions[portion];
	if (p->mark != MARK_NONE || !is_text(p))
		return false;
	*read = portion_read(&c->document, portion, &reading_default);
	return read->how == READING_BANNER || read->how == READING_NONE;
}

/* Every portion that has a mark of its own counts once for each change of marking; the roll-up keeps sets. */
void
check_sum(struct checking *c)
{
	struct check_message *m = &c->message;
	const struct message *message = &c->document.messages[m->number];
	const struct marking *last = NULL;
	struct read_marking read;

	rollup_begin(c->rollup, m->date, message->banner);
	for (size_t i = m->first; i < m->end; i++) {
		const struct portion *p = &c->document.portions[i];
		if (p->kind == PORTION_BANNER && m->banner == SIZE_MAX)
			m->banner = i;
		m->open = m->open || p->mark == MARK_DAMAGED || p->kind == PORTION_UNKNOWN ||
		    is_bare(c, i, &read);
		if (p->mark != MARK_READ)
			continue;
		m->marked++;
		if (p->own != last)
			rollup_add(c->rollup, p->own);
		last = p->own;
	}
}

static tl_status
report_banner(
    struct checking *c, enum lint_kind kind, const struct marking *rolled, struct tl_error *e)
{
	const struct block_finding *lint = scheme_lint(c->scheme, kind);
	size_t at = c->message.banner == SIZE_MAX ? c->message.first : c->message.banner;
	const struct portion *p = &c->document.portions[at];
	struct slice line = slice_trim(portion_text(&c->document, p));
	const unsigned char *eol = memchr(line.ptr, '\n', line.len);

	if (lint == NULL)
		return TL_OK;
	line.len = eol != NULL ? (size_t)(eol - line.ptr) : line.len;
	buf_clear(&c->fix);
	if (rolled != NULL)
		marking_print(rolled, MARK_BANNER, &c->fix);
	size_t start = (size_t)(line.ptr - c->document.source.ptr);
	const struct check_row row = { .rule = lint->id,
		.text = lint->text,
		.severity = lint->severity,
		.portion = at,
		.start = start,
		.end = start + slice_trim(line).len,
		.write = buf_slice(&c->fix) };
	TRY(buf_check(&c->fix, e));
	return check_report(c, &row, e);
}

/* CAPCO 2016 §D.2. Where a portion could not be read, or has no mark, what was rolled up is only a part of the whole: that the
 * banner is above it says nothing then. */
tl_status
check_banner(struct checking *c, struct tl_error *e)
{
	const struct check_message *m = &c->message;
	const struct message *message = &c->document.messages[m->number];
	const struct marking *rolled;

	if (m->marked == 0 || message->damaged)
		return TL_OK;
	TRY(document_banner(&c->document, c->rollup, &rolled, e));
	if (message->banner == NULL)
		return marking_dominates(scheme_lowest(c->scheme), rolled)
		    ? TL_OK
		    : report_banner(c, LINT_BANNER_MISSING, rolled, e);
	/* Marks of two systems add up to nothing that can be written; those above the banner are told one by one. */
	if (marking_dominates(rolled, scheme_damaged(c->scheme)))
		return TL_OK;
	if (!marking_dominates(message->banner, rolled))
		return report_banner(c, LINT_BANNER_LOW, rolled, e);
	if (!m->open && !marking_dominates(rolled, message->banner))
		return report_banner(c, LINT_BANNER_HIGH, rolled, e);
	return TL_OK;
}

/* The letter in parentheses that a portion's text begins with, behind its number; 0: none. */
static unsigned char
letter_of(const struct document *document, const struct portion *p, size_t *at)
{
	struct slice text = portion_text(document, p);
	*at = 0;
	while (*at < text.len && *at < 64 && strchr(" \t\r\n", text.ptr[*at]) != NULL &&
	    text.ptr[*at] != '\0')
		++*at;
	if (text.len - *at < 3 || text.ptr[*at] != '(' || text.ptr[*at + 2] != ')')
		return 0;
	unsigned char c = text.ptr[*at + 1];
	return c >= 'A' && c <= 'Z' ? c : 0;
}

/* "(C)" behind "(B)" and "(A)": a level, or a number. */
static bool
may_count(const struct checking *c, size_t portion, size_t *at)
{
	const struct portion *p = &c->document.portions[portion];
	size_t before;
	if (portion == c->message.first)
		return false;
	unsigned char letter = letter_of(&c->document, p, at);
	if (letter == 0 || scheme_level(c->scheme, slice_of(&letter, 1)) < 0)
		return false;
	unsigned char above = letter_of(&c->document, p - 1, &before);
	return above != 0 && above + 1 == letter &&
	    scheme_level(c->scheme, slice_of(&above, 1)) < 0;
}

/* The wreck of a banner that is no line of its own: something spoiled the message, and no row has said so yet. */
tl_status
check_banner_whole(struct checking *c, struct tl_error *e)
{
	bool damaged = c->document.messages[c->message.number].damaged;
	return damaged && !c->message.told ? report_banner(c, LINT_BANNER_DAMAGED, NULL, e) : TL_OK;
}

static bool
is_covered(struct checking *c, const struct marking *banner, const struct marking *own)
{
	if (own == c->covered)
		return true;
	if (!marking_dominates(banner, own) && !marking_covers(banner, own))
		return false;
	c->covered = own;
	return true;
}

tl_status
check_place(struct checking *c, size_t portion, struct tl_error *e)
{
	const struct portion *p = &c->document.portions[portion];
	const struct message *message = &c->document.messages[p->message];
	size_t start = p->start + p->mark_start, at;
	struct read_marking read;

	if (message->banner != NULL && !message->damaged && p->mark == MARK_READ &&
	    (p->flags & PORTION_CONTINUES) == 0 && !is_covered(c, message->banner, p->own))
		return check_lint(c, scheme_lint(c->scheme, LINT_ABOVE_BANNER), portion, start,
		    start + p->mark_len, e);
	if (!is_text(p))
		return TL_OK;
	if (may_count(c, portion, &at))
		return check_lint(c, scheme_lint(c->scheme, LINT_ENUMERATOR), portion,
		    p->start + at, p->start + at + 3, e);
	if (message->damaged || !is_bare(c, portion, &read))
		return TL_OK;
	bool classified = read.marking != NULL &&
	    !marking_dominates(scheme_lowest(c->scheme), read.marking) &&
	    marking_level(read.marking) > 0;
	if (!classified)
		return TL_OK;
	struct slice text = slice_trim(portion_text(&c->document, p));
	start = (size_t)(text.ptr - c->document.source.ptr);
	return check_lint(c, scheme_lint(c->scheme, LINT_UNMARKED), portion, start, start, e);
}
