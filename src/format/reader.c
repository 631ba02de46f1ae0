#include "format/reader.h"
#include "format/block.h"
#include "format/cues.h"
#include "format/format.h"
#include "format/phrase.h"
#include "format/suspect.h"

static const struct block no_block = { .parent = PORTION_TOP, .rest = UINT32_MAX };

/* --- banners --------------------------------------------------------------------------------------------------- */

static struct message *
message_now(struct reader *r)
{
	return &r->document->messages[r->document->message_count - 1];
}

static tl_status
join_banner(struct reader *r, const struct marking *marking, struct tl_error *e)
{
	struct message *m = message_now(r);
	return document_join(r->document, m->banner, marking, &m->banner, e);
}

static tl_status
join_captions(struct reader *r, const struct marking *marking, struct tl_error *e)
{
	const struct marking *captions;
	struct message *m = message_now(r);

	if (marking == r->captions_of)
		return TL_OK;
	TRY(marking_captions(&r->document->arena, marking, &captions, e));
	r->captions_of = marking;
	return document_join(r->document, m->captions, captions, &m->captions, e);
}

tl_status
reader_banner(struct reader *r, struct slice words, bool whole, bool disguised, struct tl_error *e)
{
	struct mark mark = { .state = MARK_NONE };

	if (whole)
		TRY(document_mark(r->document, words, MARK_BANNER, &mark, e));
	if (mark.state != MARK_READ) {
		TRY(document_mark(r->document, words, MARK_LINE, &mark, e));
		bool rollup = memmem(words.ptr, words.len, "//", 2) != NULL;
		if (mark.state == MARK_READ && r->format->captions && !rollup)
			TRY(join_captions(r, mark.marking, e));
	}
	if (mark.state == MARK_NONE && !whole && !disguised)
		return TL_OK; /* "No classification marking" */
	if (mark.state != MARK_READ || disguised) {
		message_now(r)->damaged = true;
		return join_banner(r, scheme_damaged(r->document->scheme), e);
	}
	return join_banner(r, mark.marking, e);
}

tl_status
reader_captions(struct reader *r, struct slice words, struct tl_error *e)
{
	struct mark mark;

	TRY(document_mark(r->document, words, MARK_LINE, &mark, e));
	if (mark.state != MARK_READ) {
		message_now(r)->damaged = true;
		return join_banner(r, scheme_damaged(r->document->scheme), e);
	}
	TRY(join_captions(r, mark.marking, e));
	return join_banner(r, mark.marking, e);
}

/* --- questions -------------------------------------------------------------------------------------------------- */

size_t
reader_mark_length(struct reader *r, const struct view *view)
{
	if (!r->asked.length_known)
		r->asked.length =
		    mark_line_length(r->document->scheme, slice_of(view->text, view->len));
	r->asked.length_known = true;
	return r->asked.length;
}

bool
reader_nearly_level(struct reader *r, const struct view *view)
{
	if (!r->asked.nearly_known)
		r->asked.nearly = reader_mark_length(r, view) == 0 &&
		    is_nearly_level(r->document->scheme, slice_of(view->text, view->len));
	r->asked.nearly_known = true;
	return r->asked.nearly;
}

/* --- lines to blocks ------------------------------------------------------------------------------------------- */

static void
open_block(
    struct reader *r, const struct line *line, const struct view *view, const struct cue *cue)
{
	struct block *b = &r->block;

	*b = no_block;
	b->open = true;
	b->kind = cue->kind;
	b->flags = r->blank ? PORTION_BLANK_BEFORE : 0;
	b->line = line->number;
	b->lines = 1;
	b->indent = line->indent;
	b->start = r->start;
	b->last_start = line->start;
	b->text = b->last = line->text;
	b->stop = b->prior = line->stop;
	b->plain = line->plain;
	b->disguised = cue->disguised;
	b->doubtful = cue->doubtful;
	b->suspect = cue->suspect;
	b->prefix = cue->prefix;
	b->prefix.end = view_raw(view, cue->prefix.end);
	b->prefix.digits = view_raw(view, cue->prefix.digits);
	if (cue->disguised)
		b->prefix.count = 0; /* full-width digits have other lengths */
	if (text_is_dashes(line_text(r->document->source, line)))
		b->text = SIZE_MAX;
	r->blank = false;
}

/* A line inside a paragraph that begins with "(c)" or "[C]": unless "(b)" stands above it, this may be another paragraph. */
static bool
continues_suspect(const struct reader *r, const struct view *view)
{
	static const size_t longest_enumeration = 2000;
	const struct block *b = &r->block;

	if (!block_is_paragraph(b) || b->text == SIZE_MAX ||
	    !suspect_line(view, r->document->scheme))
		return false;
	unsigned char before[3] = { '(', (unsigned char)(view->text[1] - 1), ')' };
	size_t from =
	    b->stop - b->text > longest_enumeration ? b->stop - longest_enumeration : b->text;
	return memmem(r->document->source.ptr + from, b->stop - from, before, sizeof before) ==
	    NULL;
}

static void
extend_block(struct reader *r, const struct line *line, const struct view *view)
{
	struct block *b = &r->block;

	b->lines++;
	if (text_is_dashes(line_text(r->document->source, line))) {
		b->underlined = true;
		return;
	}
	b->suspect = b->suspect || continues_suspect(r, view);
	b->plain = b->plain && line->plain;
	if (b->text == SIZE_MAX) {
		b->text = line->text;
		b->underlined = true; /* dashes above are as good as below */
	}
	b->last_start = line->start;
	b->last = line->text;
	b->prior = b->stop;
	b->stop = line->stop;
	b->rest = line->indent < b->rest ? line->indent : b->rest;
}

static tl_status
open_text(struct reader *r, const struct line *line, const struct view *view, struct cue *cue,
    struct tl_error *e)
{
	bool rest = !r->blank && r->broken != PORTION_TOP && continues_here(r, line);
	uint32_t broken = r->broken;

	TRY(block_close(r, line->start, e));
	if (r->zone == ZONE_END || cue->act == CUE_OPEN)
		rest = false;
	if (cue->act != CUE_OPEN)
		cue->kind = r->zone == ZONE_END ? PORTION_UNKNOWN : PORTION_PARAGRAPH;
	if (cue->kind == PORTION_PARAGRAPH && (r->zone == ZONE_ADDRESS || r->zone == ZONE_HEAD))
		r->zone = ZONE_BODY;
	open_block(r, line, view, cue);
	if (rest) {
		const struct portion *head = &r->document->portions[broken];
		r->block.kind = (enum portion_kind)head->kind;
		r->block.flags |= PORTION_CONTINUES;
		r->block.parent = head->flags & PORTION_CONTINUES ? head->parent : broken;
	}
	r->broken = PORTION_TOP;
	return TL_OK;
}

static tl_status
take_alone(struct reader *r, const struct line *line, const struct view *view,
    const struct cue *cue, struct tl_error *e)
{
	uint32_t broken = r->broken;

	if (r->block.open && block_is_paragraph(&r->block) && !r->blank)
		broken = (uint32_t)r->document->count; /* the block gets this place */
	TRY(block_close(r, line->start, e));
	open_block(r, line, view, cue);
	TRY(block_close(r, line->end, e));
	r->broken = cue->keeps ? broken : PORTION_TOP;
	return TL_OK;
}

/* Does a line without a cue of its own go on with the open block? */
static bool
goes_on(const struct reader *r, const struct line *line)
{
	const struct block *b = &r->block;

	if (!b->open || r->blank)
		return false;
	if (b->underlined && b->text != SIZE_MAX)
		return false; /* what follows an underline is a new paragraph */
	if (b->kind == PORTION_SUBJECT)
		return subject_goes_on(r->document->source, b, line);
	if (b->kind == PORTION_AUTHORITY || b->kind == PORTION_DECLASSIFICATION ||
	    b->kind == PORTION_TAGS || b->kind == PORTION_REFERENCE)
		return header_goes_on(r->document->source, b, line);
	if (b->kind == PORTION_BANNER)
		return note_goes_on(r->document->source, b);
	return true;
}

static tl_status
take_line(struct reader *r, const struct line *line, struct tl_error *e)
{
	struct view view;
	struct cue cue = { .act = CUE_NONE };

	view_head(&view, line_text(r->document->source, line), line->plain);
	r->asked = (struct asked){ .length_known = false };
	TRY(cue_first(r, line, &view, &cue, e));
	if (cue.act == CUE_NONE)
		TRY(r->format->line(r, line, &view, &cue, e));
	if (cue.act == CUE_NONE)
		cue_common(r, line, &view, &cue);
	if (cue.act == CUE_ALONE)
		return take_alone(r, line, &view, &cue, e);
	bool dashes =
	    r->block.open && !r->blank && text_is_dashes(line_text(r->document->source, line));
	if (cue.act == CUE_MORE || (cue.act == CUE_NONE && goes_on(r, line)) || dashes) {
		extend_block(r, line, &view);
		return TL_OK;
	}
	return open_text(r, line, &view, &cue, e);
}

static tl_status
take_blank(struct reader *r, const struct line *line, struct tl_error *e)
{
	TRY(block_close(r, line->start, e));
	r->blank = true;
	r->broken = PORTION_TOP;
	if (r->document->count == 0)
		return TL_OK; /* leading blank lines belong to the first portion */
	struct portion *last = &r->document->portions[r->document->count - 1];
	last->end = line->end;
	last->flags |= PORTION_BLANK_AFTER;
	r->start = line->end;
	return TL_OK;
}

/* A damaged banner line spoils what the others say. Where it is all there is, the message has no banner. */
static tl_status
finish_message(struct reader *r, struct tl_error *e)
{
	struct message *m = message_now(r);

	if (r->wreck && m->banner != NULL) {
		m->damaged = true;
		TRY(join_banner(r, scheme_damaged(r->document->scheme), e));
	}
	r->wreck = false;
	return settle_message(r->document, &r->drafts, e);
}

tl_status
reader_new_message(struct reader *r, struct tl_error *e)
{
	TRY(reader_end_text(r, e));
	if (message_now(r)->first == r->document->count)
		return TL_OK; /* nothing stands in this one yet */
	TRY(finish_message(r, e));
	r->zone = ZONE_START;
	r->texts = r->number = 0;
	r->captions_of = NULL;
	r->subject_next = false;
	r->broken = r->above.portion =
	    PORTION_TOP; /* no portion hangs under one of another message */
	outline_paragraph(&r->outline, PORTION_TOP, 0);
	return document_add_message(r->document, e);
}

static tl_status
read_lines(struct reader *r, struct tl_error *e)
{
	struct line line;

	TRY(document_add_message(r->document, e));
	while (line_next(&r->scan, &line)) {
		r->here = line.start;
		TRY(line.blank ? take_blank(r, &line, e) : take_line(r, &line, e));
	}
	r->here = r->document->source.len;
	r->document->lines = r->scan.number;
	r->document->at_rest = r->zone == ZONE_END && !r->block.open && !r->subject_next &&
	    r->broken == PORTION_TOP && r->above.portion == PORTION_TOP;
	TRY(reader_end_text(r, e));
	if (r->document->count == 0) { /* nothing but blank lines */
		struct cue nothing = { .kind = PORTION_UNKNOWN };
		struct view view = { .len = 0 };
		line = (struct line){ .number = 1 };
		open_block(r, &line, &view, &nothing);
		TRY(block_close(r, r->document->source.len, e));
	}
	TRY(finish_message(r, e));
	return document_apply_captions(r->document, e);
}

tl_status
reader_read(struct document *document, const struct reader_format *format, struct tl_error *e)
{
	struct reader r = {
		.document = document,
		.format = format,
		.scan = { .source = document->source },
		.block = no_block,
		.blank = !document->joined,
		.broken = PORTION_TOP,
		.above = { .portion = PORTION_TOP },
	};
	tl_status status = read_lines(&r, e);
	drafts_release(&r.drafts);
	return status;
}
