#include "format/block.h"
#include "format/cues.h"
#include "format/phrase.h"

static const char *const note_word = "CLASSIFICATION:";
static const uint32_t deepest_indent = 10; /* further right stands what is centred, or a name */

bool
block_is_paragraph(const struct block *b)
{
	return b->kind == PORTION_PARAGRAPH || b->kind == PORTION_SUBPARAGRAPH ||
	    b->kind == PORTION_LIST_ITEM;
}

static bool
ends_sentence(struct slice text)
{
	return text.len > 0 && strchr(".!?:;)\"", text.ptr[text.len - 1]) != NULL;
}

/* In a numbered telegram what has no number goes on (5 FAH-1 H-246.2). Elsewhere the head must stop in a sentence. */
bool
continues_here(const struct reader *r, const struct line *line)
{
	const struct portion *head = &r->document->portions[r->broken];
	struct slice text = slice_trim(portion_text(r->document, head));
	unsigned char first = r->document->source.ptr[line->text];

	while (head->flags & PORTION_CONTINUES)
		head = &r->document->portions[head->parent];
	return head->number_len > 0 || !ends_sentence(text) || (first >= 'a' && first <= 'z');
}

bool
subject_goes_on(struct slice source, const struct block *b, const struct line *line)
{
	struct slice so_far = slice_sub(source, b->text, b->stop);
	struct slice next = line_text(source, line);
	unsigned char last = source.ptr[b->stop - 1];

	if (line->indent > b->indent)
		return true;
	return b->stop - b->last >= 45 && b->lines < 3 && last != '.' && last != ')' &&
	    text_is_capitals(so_far) == text_is_capitals(next);
}

/* "Reasons 1.4 (b) and (d)", "5/12/2014": what authorities and reasons are made of (E.O. 13526 §1.4, §1.6). */
static bool
is_reason(struct slice text)
{
	static const char *const words[] = { "reason", "reasons", "declassify", "E.O." };

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (phrase_find(text, words[i]) < text.len)
			return true;
	return memmem(text.ptr, text.len, "1.4", 3) != NULL ||
	    memmem(text.ptr, text.len, "1.5", 3) != NULL;
}

bool
header_goes_on(struct slice source, const struct block *b, const struct line *line)
{
	struct slice so_far = slice_sub(source, b->text, b->stop), next = line_text(source, line);
	size_t mark = b->prefix.end;
	unsigned char last = source.ptr[b->stop - 1];

	if (mark >= so_far.len || so_far.ptr[mark] != '(')
		return true; /* unmarked: it reads as the banner, and so would what follows */
	if (b->kind == PORTION_AUTHORITY)
		return last != '.' && is_reason(next) && b->lines < 4;
	return line->indent > b->indent || (text_is_capitals(next) && !text_is_prose(next));
}

bool
note_goes_on(struct slice source, const struct block *b)
{
	unsigned char last = source.ptr[b->stop - 1];
	return last == ';' || last == ',' || b->stop - b->last >= 45;
}

/* A heading is one line, without the full stop of a sentence and without a number. */
static bool
is_heading(const struct block *b, struct slice text)
{
	if (b->kind != PORTION_PARAGRAPH || b->prefix.type != PREFIX_NONE ||
	    (b->flags & PORTION_CONTINUES) != 0)
		return false;
	if (b->underlined)
		return b->lines <= 3;
	if (b->lines != 1 || text.len > 64 || text_words(text) > 10 || text_is_notice(text))
		return false;
	const unsigned char *open = memrchr(text.ptr, '(', text.len);
	if (text.ptr[text.len - 1] == ')' && open > text.ptr)
		text = slice_trim(slice_sub(text, 0, (size_t)(open - text.ptr)));
	return text.len > 0 && strchr(".!?:;,\"", text.ptr[text.len - 1]) == NULL;
}

/* The name under a message: a few words without a figure or a full stop, in capitals or far to the right. */
static bool
is_name(struct slice text, uint32_t indent)
{
	if (text.len < 2 || text.len > 40 || text.ptr[text.len - 1] == '.' ||
	    (indent < 20 && !text_is_capitals(text)))
		return false;
	for (size_t i = 0; i < text.len; i++)
		if (byte_is_digit(text.ptr[i]) || byte_is_sign(text.ptr[i], "()[]:;!?/=_"))
			return false;
	return text_words(text) <= 4;
}

/* --- kind and parent ------------------------------------------------------------------------------------------- */

static void
name_kind(struct reader *r, struct block *b, struct slice text)
{
	bool first = b->kind == PORTION_PARAGRAPH && r->texts == 0 && r->zone <= ZONE_BODY;

	if (b->kind == PORTION_SUBJECT)
		r->subject_next = text.len <= strlen("SUBJECT:") && b->lines == 1;
	else if (r->subject_next && b->kind == PORTION_PARAGRAPH && b->indent > 0)
		b->kind = PORTION_SUBJECT;
	else if (first && text_holds_subject(text))
		b->kind = PORTION_SUBJECT;
	else if (is_heading(b, text))
		b->kind = PORTION_HEADING;
	if (b->kind == PORTION_SUBJECT)
		b->prefix.count = 0; /* a message number is no paragraph number */
	else
		r->subject_next = false;
	r->texts += block_is_paragraph(b);
}

/* All of it stands further right than the paragraph above: it hangs under that one. */
static bool
is_indented(const struct reader *r, const struct block *b)
{
	return b->kind == PORTION_PARAGRAPH && b->prefix.type == PREFIX_NONE &&
	    r->above.portion != PORTION_TOP && b->indent > r->above.indent &&
	    b->indent <= r->above.indent + deepest_indent && b->rest >= b->indent;
}

static void
find_parent(struct reader *r, struct block *b, bool notice, struct draft *d)
{
	uint32_t index = (uint32_t)r->document->count;
	bool certain = true;

	if (notice || (b->flags & PORTION_CONTINUES) != 0 || b->kind == PORTION_BANNER ||
	    b->kind == PORTION_CAPTION || b->kind == PORTION_ROUTING)
		return;
	if (prefix_is_enumerator(b->prefix.type) || prefix_is_bullet(b->prefix.type)) {
		b->parent = outline_item(&r->outline, &b->prefix, b->indent, index, &certain);
	} else if (is_indented(r, b)) {
		b->kind = PORTION_SUBPARAGRAPH;
		b->parent = r->above.portion;
	} else {
		r->above.portion = b->kind == PORTION_PARAGRAPH ? index : PORTION_TOP;
		r->above.indent =
		    b->rest != UINT32_MAX && b->rest > b->indent ? b->rest : b->indent;
		outline_paragraph(&r->outline, r->above.portion, b->indent);
	}
	d->uncertain = !certain;
	if (b->prefix.type == PREFIX_NUMBER)
		r->number = b->prefix.value;
}

/* --- marks ----------------------------------------------------------------------------------------------------- */

static tl_status
paragraph_marks(struct reader *r, const struct paragraph *p, struct draft *d, struct tl_error *e)
{
	struct marks marks;

	TRY(marks_find(r->document, p, &marks, e));
	d->entire = marks.entire.len > 0;
	d->lead = d->entire ? marks.entire : marks.lead;
	d->tail = marks.tail;
	d->middle = marks.middle;
	d->suspect = d->suspect || marks.suspect;
	d->wreck = marks.suspect;
	return TL_OK;
}

/* "Classification: Secret; Immediate; Nodis", the source note of an official edition. All of it counts: a caption that
 * the scheme does not know stays in the banner as an unknown token. Other banners were read as lines. */
static tl_status
note_banner(struct reader *r, const struct paragraph *p, struct tl_error *e)
{
	struct view view;

	view_head(&view, p->text, p->plain);
	size_t len = phrase_at(slice_of(view.text, view.len), note_word);
	if (len == 0)
		return TL_OK;
	struct slice words = slice_trim(slice_sub(p->text, view_raw(&view, len), p->text.len));
	return reader_banner(r, words, false, view.clean < view.len, e);
}

static tl_status
find_marks(
    struct reader *r, const struct block *b, struct slice text, struct draft *d, struct tl_error *e)
{
	struct paragraph p = { .text = text, .plain = b->plain, .body = b->prefix.end };

	if (p.body > text.len)
		p.body = text.len;
	switch (b->kind) {
	case PORTION_PARAGRAPH:
	case PORTION_SUBPARAGRAPH:
	case PORTION_LIST_ITEM:
		d->counts = (b->flags & PORTION_CONTINUES) == 0;
		return paragraph_marks(r, &p, d, e);
	case PORTION_HEADING:
		return paragraph_marks(r, &p, d, e);
	case PORTION_SUBJECT:
		return subject_marks(r->document, &p, d, e);
	case PORTION_REFERENCE: /* its letters are no marks: only what stands before the word */
	case PORTION_AUTHORITY:
	case PORTION_TAGS:
	case PORTION_DECLASSIFICATION:
		return marks_lead(r->document, &p, &d->lead, e);
	case PORTION_PRECEDENCE: /* what stands in an address comes before what is assumed of it */
	case PORTION_FROM:
	case PORTION_TO:
	case PORTION_INFO:
	case PORTION_PASSING:
		return paragraph_marks(r, &p, d, e);
	case PORTION_BANNER:
		return note_banner(r, &p, e);
	case PORTION_UNKNOWN:
	case PORTION_ROUTING:
	case PORTION_CAPTION:
	case PORTION_TABLE_CELL:
	case PORTION_FIGURE:
	case PORTION_FOOTNOTE:
	case PORTION_HEADER:
	case PORTION_FOOTER:
	case PORTION_SIGNATURE:
	case PORTION_SEPARATOR:
	case PORTION_METADATA:
	case PORTION_KINDS:
		return TL_OK;
	}
	return TL_OK;
}

/* --- closing --------------------------------------------------------------------------------------------------- */

static tl_status
add_portion(struct reader *r, const struct block *b, size_t end, const struct draft *draft,
    struct tl_error *e)
{
	uint32_t lead = (uint32_t)(b->text - b->start);
	struct portion portion = {
		.start = b->start,
		.end = end,
		.parent = b->parent,
		.line = b->line,
		.mark_start = lead,
		.number_start = b->prefix.count > 0 ? lead + (uint32_t)b->prefix.digits : 0,
		.number_len = (uint32_t)b->prefix.count,
		.kind = (unsigned char)b->kind,
		.flags = b->flags,
	};

	TRY(document_add(r->document, &portion, e));
	r->start = end;
	return drafts_add(&r->drafts, draft, e);
}

tl_status
block_close(struct reader *r, size_t end, struct tl_error *e)
{
	struct block b = r->block;
	struct draft draft = {
		.disguised = b.disguised, .doubtful = b.doubtful, .suspect = b.suspect
	};

	if (!b.open)
		return TL_OK;
	r->block.open = false;
	if (b.text == SIZE_MAX) { /* dashes, and no heading came */
		b.text = b.last;
		b.kind = PORTION_SEPARATOR;
	}
	struct slice text = slice_sub(r->document->source, b.text, b.stop);
	bool notice = b.kind == PORTION_PARAGRAPH && text_is_notice(text);
	name_kind(r, &b, text);
	find_parent(r, &b, notice, &draft);
	if (notice)
		b.flags |= PORTION_NOTICE;
	else
		TRY(find_marks(r, &b, text, &draft, e));
	bool marked = draft.lead.len > 0 || draft.tail.len > 0;
	if (r->zone == ZONE_START && block_is_paragraph(&r->block) && b.kind != PORTION_SUBJECT &&
	    (marked || b.lines > 2 || b.prefix.type != PREFIX_NONE))
		r->zone = ZONE_BODY; /* text: no addresses can follow */
	draft.signature = b.lines == 1 && is_name(text, b.indent);
	return add_portion(r, &b, end, &draft, e);
}

/* "... no more than that.", then "BRANDT" on a line of its own: a name, though no blank line stands between. */
static bool
ends_with_name(const struct reader *r)
{
	const struct block *b = &r->block;
	struct slice source = r->document->source;

	if (!b->open || !block_is_paragraph(b) || b->lines < 2 || b->text == SIZE_MAX ||
	    b->last <= b->text || b->underlined)
		return false;
	return is_name(slice_sub(source, b->last, b->stop), 0) &&
	    ends_sentence(slice_sub(source, b->text, b->prior));
}

tl_status
reader_end_text(struct reader *r, struct tl_error *e)
{
	size_t end = r->here;

	if (!ends_with_name(r))
		return block_close(r, end, e);
	struct block name = r->block;
	r->block.stop = name.prior;
	r->block.lines--;
	TRY(block_close(r, name.last_start, e));
	r->block = (struct block){
		.open = true,
		.kind = PORTION_SIGNATURE,
		.parent = PORTION_TOP,
		.line = name.line + name.lines - 1,
		.lines = 1,
		.rest = UINT32_MAX,
		.start = name.last_start,
		.text = name.last,
		.last = name.last,
		.stop = name.stop,
		.plain = name.plain,
	};
	return block_close(r, end, e);
}
