#include "format/telegram.h"
#include "format/address.h"
#include "format/block.h"
#include "format/cues.h"
#include "format/phrase.h"
#include "format/suspect.h"
#include "format/text.h"

/* Lines that lead to the text of a telegram (ACP 127, 5 FAH-2). None of these words is a marking. */
static const char *const transmission[] = { "VZCZC", "ZCZC", NULL };
static const char *const routing[] = { "ACTION", "ADP", "AN:", "APPROVED BY:", "CORRECTED COPY",
	"DE", "DRAFTED BY:", "INFO LOG", "MRN:", "ORIGIN", "PP", "QQQQ", "RR", "OO", "UUUU", "ZZ",
	NULL };
static const char *const passing[] = { "DEPARTMENT ALSO FOR", "DEPARTMENT FOR", "DEPARTMENT PASS",
	"DEPARTMENT PLEASE PASS", "DEPT ALSO FOR", "DEPT FOR", "DEPT PASS", "DEPT PLEASE PASS",
	"DEPT PLS PASS", "EMBASSIES FOR", "FOR", "PASS TO", "PLEASE PASS", "PLS PASS",
	"STATE ALSO FOR", "STATE FOR", "STATE PASS", "STATE PLEASE PASS", "STATE PLS PASS", NULL };
static const char *const months[] = { "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP",
	"OCT", "NOV", "DEC", NULL };

/* --- transmission lines ---------------------------------------------------------------------------------------- */

/* "ZNY CCCCC ZZH": five equal letters say the level, as the machine reads it. U and E (encrypt for transmission only) are
 * the lowest level; others are the first letter of one. */
static tl_status
fives(struct reader *r, struct slice text, struct tl_error *e)
{
	const struct scheme *scheme = r->document->scheme;
	struct message *m = &r->document->messages[r->document->message_count - 1];
	size_t at = skip_blanks(text, strlen("ZNY"));
	struct slice word = word_at(text, at);
	struct mark mark;

	if (word.len != 5 || memcmp(word.ptr, word.ptr + 1, 4) != 0)
		return TL_OK;
	if (word.ptr[0] == 'U' || word.ptr[0] == 'E')
		return document_join(r->document, m->banner, scheme_lowest(scheme), &m->banner, e);
	for (int rank = marking_level(scheme_damaged(scheme)); rank >= 0; rank--) {
		struct slice name = slice_str(scheme_level_name(scheme, rank));
		if (name.len == 0 || name.ptr[0] != word.ptr[0])
			continue;
		TRY(document_mark(r->document, name, MARK_PORTION, &mark, e));
		return document_join(r->document, m->banner, mark.marking, &m->banner, e);
	}
	m->damaged = true;
	return document_join(r->document, m->banner, scheme_damaged(scheme), &m->banner, e);
}

/* "O 271130Z FEB 04", perhaps with two precedences and an operating signal behind. */
static bool
is_precedence(struct slice text)
{
	size_t at = 0, words = 0;
	struct slice word = word_at(text, 0);

	if (text.len > 80)
		return false;
	while (word.len == 1 && byte_is_upper(word.ptr[0]) && words++ < 3) {
		at = skip_blanks(text, at + word.len);
		word = word_at(text, at);
	}
	if (word.len != 7 || !text_is_digits(word, 0, 6) || word.ptr[6] != 'Z')
		return false;
	at = skip_blanks(text, at + word.len);
	if (phrase_any(slice_sub(text, at, text.len), months) == 0)
		return false;
	at = skip_blanks(text, at + 3);
	word = word_at(text, at);
	if ((word.len != 2 && word.len != 4) || !text_is_digits(word, 0, word.len))
		return false;
	for (at = skip_blanks(text, at + word.len); at < text.len;
	     at = skip_blanks(text, at + word.len)) {
		word = word_at(text, at);
		if (word.len > 5 || word.ptr[0] != 'Z')
			return false;
	}
	return true;
}

/* "PAGE 02 STATE 307648 151725Z" */
static bool
is_page_line(struct slice text)
{
	size_t len = phrase_at(text, "PAGE");
	size_t at = skip_blanks(text, len);
	return len > 0 && text_is_caps_line(text) &&
	    (text.len == len || text_is_digits(text, at, at + 1)) && text_words(text) <= 14;
}

/* A level named in a page line counts like one in a class line. */
static tl_status
page_line(struct reader *r, struct slice text, struct tl_error *e)
{
	for (size_t at = 0; at < text.len; at = skip_blanks(text, at + word_at(text, at).len)) {
		struct slice rest = slice_sub(text, at, text.len);
		size_t len = mark_line_length(r->document->scheme, rest);
		if (len > 0)
			return reader_banner(r, slice_sub(rest, 0, len), false, false, e);
	}
	return TL_OK;
}

static bool
is_routing(const struct reader *r, struct slice text)
{
	if (phrase_any(text, transmission) > 0 || slice_starts(text, "VZCZC") ||
	    slice_starts(text, "ZCZC"))
		return true;
	if (text.len >= 2 && text.ptr[0] == '#' && text_is_digits(text, 1, text.len))
		return true;
	if (slice_starts(text, "ZNY ") || slice_starts(text, "ZNR ") ||
	    slice_starts(text, "ZDK ") || slice_starts(text, "ZUI "))
		return text_is_caps_line(text);
	return r->zone == ZONE_START && phrase_any(text, routing) > 0 && text_is_caps_line(text);
}

/* --- addresses ------------------------------------------------------------------------------------------------- */

static void
address_cue(struct reader *r, struct slice seen, struct cue *cue)
{
	size_t word;
	enum portion_kind kind = address_kind(seen, &word);
	const struct block *b = &r->block;

	if (r->zone > ZONE_ADDRESS)
		return;
	if (kind != PORTION_UNKNOWN && text_is_caps_line(seen)) {
		bool station =
		    address_is_station(slice_sub(seen, skip_blanks(seen, word), seen.len));
		*cue = (struct cue){ .act = CUE_OPEN, .kind = station ? kind : PORTION_UNKNOWN };
		r->zone = ZONE_ADDRESS;
	} else if (r->zone == ZONE_ADDRESS && b->open && !r->blank) {
		bool address = address_is_station(seen) &&
		    (b->kind == PORTION_TO || b->kind == PORTION_INFO || b->kind == PORTION_FROM);
		*cue =
		    (struct cue){ .act = address ? CUE_MORE : CUE_OPEN, .kind = PORTION_UNKNOWN };
	}
}

/* --- class line ------------------------------------------------------------------------------------------------ */

/* Behind the marking words of a class line stand "SECTION 01 OF 02", the post and a number, and perhaps captions. */
static bool
is_class_rest(const struct reader *r, struct slice rest)
{
	if (rest.len > 80 || !text_is_capitals(rest) || text_is_prose(rest) ||
	    text_words(rest) > 10)
		return false;
	if (phrase_find(rest, "SECTION") < rest.len)
		return true;
	return (r->zone < ZONE_BODY || !r->block.open || r->blank) &&
	    byte_is_digit(rest.ptr[rest.len - 1]);
}

static tl_status
rest_captions(struct reader *r, struct slice rest, struct tl_error *e)
{
	for (size_t at = skip_blanks(rest, 0); at < rest.len;) {
		struct slice word = word_at(rest, at);
		if (mark_is_caption_line(r->document->scheme, word))
			TRY(reader_captions(r, word, e));
		at = skip_blanks(rest, at + word.len);
	}
	return TL_OK;
}

static tl_status
class_line(struct reader *r, const struct line *line, const struct view *view, struct cue *cue,
    struct tl_error *e)
{
	struct slice raw = line_text(r->document->source, line);
	struct slice seen = slice_of(view->text, view->len);
	bool spaced = seen.len > 4 && seen.ptr[1] == ' ' && seen.ptr[3] == ' ';
	bool inside = r->block.open && !r->blank && r->zone == ZONE_BODY;

	if (!byte_is_upper(seen.ptr[0]) || raw.len > 200 ||
	    (inside && !spaced && !byte_is_upper(seen.ptr[1])) ||
	    (inside && !spaced && memmem(seen.ptr, seen.len, "SECTION", 7) == NULL))
		return TL_OK;
	size_t len = reader_mark_length(r, view);
	if (len == 0 || len == seen.len ||
	    !is_class_rest(r, slice_trim(slice_sub(seen, len, seen.len))))
		return TL_OK;
	*cue = (struct cue){ .act = CUE_ALONE, .kind = PORTION_BANNER, .keeps = true };
	if (r->zone < ZONE_HEAD)
		r->zone = ZONE_HEAD;
	TRY(reader_banner(r, slice_sub(seen, 0, len), false, view->clean < len, e));
	return rest_captions(r, slice_sub(seen, len, seen.len), e);
}

/* "SECTION 02 OF 02" */
static bool
holds_section(struct slice text)
{
	size_t at = phrase_find(text, "SECTION");
	size_t number = skip_blanks(text, at + strlen("SECTION"));
	size_t of = skip_blanks(text, number + word_at(text, number).len);
	return at < text.len && text_is_digits(text, number, number + 1) &&
	    phrase_at(slice_sub(text, of, text.len), "OF") > 0;
}

/* A line that stands where a class line stands and is nearly one: "C 0 N F I D E N T I A L", "SECRFT SECTION 02 OF 02". Nobody
 * can say what it said, so the banner is damaged (MARKINGS §1.3, §6.2). */
static tl_status
damaged_class_line(struct reader *r, const struct view *view, struct cue *cue, struct tl_error *e)
{
	struct slice seen = slice_of(view->text, view->len);
	const struct scheme *scheme = r->document->scheme;
	bool inside = r->block.open && !r->blank && r->zone >= ZONE_HEAD;

	if (seen.len < 5 || seen.len > LONGEST_LINE || (inside && !holds_section(seen)) ||
	    phrase_at(seen, "PAGE") > 0 || reader_mark_length(r, view) > 0)
		return TL_OK;
	bool number = byte_is_digit(seen.ptr[seen.len - 1]);
	bool ends = number ? nearly_level(scheme, seen) > 0
			   : reader_nearly_level(r, view) && text_words(seen) < 4;
	bool spaced = r->zone < ZONE_BODY && spaced_signs(seen) > 4;
	if (!ends && !spaced && !(holds_section(seen) && text_is_caps_line(seen)))
		return TL_OK;
	*cue = (struct cue){ .act = CUE_ALONE, .kind = PORTION_BANNER, .keeps = true };
	if (r->zone < ZONE_HEAD)
		r->zone = ZONE_HEAD;
	r->wreck = true;
	return rest_captions(r, seen, e);
}

/* --- the line -------------------------------------------------------------------------------------------------- */

/* What a telegram may begin with behind the end of another one. */
static bool
begins_telegram(struct reader *r, struct slice seen)
{
	size_t word;
	return phrase_at(seen, "TELEGRAM") > 0 || is_routing(r, seen) || is_precedence(seen) ||
	    phrase_at(seen, "FOREIGN RELATIONS OF THE UNITED STATES") > 0 ||
	    address_kind(seen, &word) == PORTION_FROM ||
	    (phrase_any(seen, routing) > 0 && text_is_caps_line(seen)) ||
	    mark_line_length(r->document->scheme, seen) > 0;
}

/* NNNN, and the second BT: what follows belongs to no telegram. */
static tl_status
end_line(struct reader *r, struct slice seen, struct cue *cue, struct tl_error *e)
{
	bool ends = slice_is(seen, "NNNN") || (slice_is(seen, "BT") && r->zone >= ZONE_HEAD);

	if (!ends && !slice_is(seen, "BT"))
		return TL_OK;
	TRY(reader_end_text(r, e));
	*cue = (struct cue){ .act = CUE_ALONE, .kind = PORTION_SEPARATOR };
	if (ends)
		r->zone = ZONE_END;
	else
		r->zone = ZONE_HEAD;
	return TL_OK;
}

static tl_status
head_line(struct reader *r, struct slice seen, struct cue *cue, struct tl_error *e)
{
	if (is_page_line(seen)) {
		*cue = (struct cue){ .act = CUE_ALONE, .kind = PORTION_ROUTING, .keeps = true };
		return page_line(r, seen, e);
	}
	if (is_routing(r, seen)) {
		*cue = (struct cue){ .act = CUE_ALONE, .kind = PORTION_ROUTING };
		return slice_starts(seen, "ZN") ? fives(r, seen, e) : TL_OK;
	}
	if (r->zone <= ZONE_ADDRESS && is_precedence(seen))
		*cue = (struct cue){ .act = CUE_ALONE, .kind = PORTION_PRECEDENCE };
	else if (r->zone >= ZONE_HEAD && r->zone < ZONE_BODY && phrase_any(seen, passing) > 0 &&
	    seen.len <= LONGEST_LINE && !text_is_prose(seen))
		*cue = (struct cue){ .act = CUE_OPEN, .kind = PORTION_PASSING };
	else
		address_cue(r, seen, cue);
	return TL_OK;
}

static void
enter_zone(struct reader *r, const struct cue *cue)
{
	if (r->zone == ZONE_END)
		return;
	if (cue->act == CUE_OPEN &&
	    (cue->kind == PORTION_SUBJECT || cue->kind == PORTION_TAGS ||
		cue->kind == PORTION_DECLASSIFICATION || cue->kind == PORTION_REFERENCE)) {
		if (r->zone < ZONE_HEAD)
			r->zone = ZONE_HEAD;
	}
	if (cue->act == CUE_OPEN && cue->prefix.type == PREFIX_NUMBER)
		r->zone = ZONE_BODY;
}

/* Inside a paragraph most lines begin with a letter that no structural line begins with. */
static bool
may_be_structural(const struct reader *r, struct slice seen)
{
	if (!r->block.open || r->blank)
		return true;
	if (seen.ptr[0] >= 'a' && seen.ptr[0] <= 'z')
		return false;
	return r->zone != ZONE_BODY || strchr("BCDEMNPRSTVZ#(0123456789", seen.ptr[0]) != NULL ||
	    seen.ptr[0] < ' ' || (seen.len > 3 && seen.ptr[1] == ' ' && seen.ptr[3] == ' ') ||
	    (seen.len > 9 && byte_is_upper(seen.ptr[1]) &&
		memmem(seen.ptr, seen.len, "SECTION", 7) != NULL);
}

static tl_status
telegram_line(struct reader *r, const struct line *line, const struct view *view, struct cue *cue,
    struct tl_error *e)
{
	struct slice seen = slice_of(view->text, view->len);

	if (seen.len == 0 || !may_be_structural(r, seen))
		return TL_OK;
	if (r->zone == ZONE_END) {
		if (begins_telegram(r, seen) && !(seen.len > 0 && seen.ptr[0] == '#'))
			TRY(reader_new_message(r, e));
		else if (!slice_is(seen, "NNNN") && !is_routing(r, seen)) {
			*cue =
			    (struct cue){ .act = r->block.open && !r->blank ? CUE_MORE : CUE_OPEN,
				    .kind = PORTION_UNKNOWN };
			return TL_OK;
		}
	} else if (slice_starts(seen, "ZCZC") || slice_starts(seen, "VZCZC")) {
		TRY(reader_new_message(r, e));
	}
	TRY(end_line(r, seen, cue, e));
	if (cue->act == CUE_NONE)
		TRY(class_line(r, line, view, cue, e));
	if (cue->act == CUE_NONE)
		TRY(damaged_class_line(r, view, cue, e));
	if (cue->act == CUE_NONE)
		TRY(head_line(r, seen, cue, e));
	if (cue->act != CUE_NONE && view->clean < view->len)
		cue->disguised = true;
	if (cue->act == CUE_NONE)
		cue_header(r, view, cue);
	enter_zone(r, cue);
	return TL_OK;
}

static const struct reader_format rules = { .line = telegram_line, .captions = true };

/* Behind NNNN, and a line that can begin nothing but a telegram. The reader asks the same questions in the same order, and says
 * at the end of a part whether it was at rest there. */
static bool
begins_part(struct slice source, const struct line *line, const struct scheme *scheme)
{
	struct document scratch;
	struct view view;
	struct cue cue = { .act = CUE_NONE };

	if (!byte_is_upper(source.ptr[line->start]))
		return false; /* no byte order mark, no page sign, no indentation */
	document_init(&scratch, "", source, scheme);
	struct reader r = { .document = &scratch, .format = &rules, .zone = ZONE_END };
	view_head(&view, line_text(source, line), line->plain);
	bool begins = document_add_message(&scratch, NULL) == TL_OK &&
	    cue_first(&r, line, &view, &cue, NULL) == TL_OK && cue.act == CUE_NONE &&
	    begins_telegram(&r, slice_of(view.text, view.len));
	document_release(&scratch);
	return begins;
}

static size_t
telegram_seam(struct slice source, size_t from, const struct scheme *scheme, bool *joined)
{
	static const char mark[] = "\nNNNN";
	struct line line;

	while (from < source.len) {
		const unsigned char *found =
		    memmem(source.ptr + from, source.len - from, mark, strlen(mark));
		if (found == NULL)
			break;
		struct line_scan scan = { .source = source,
			.at = (size_t)(found - source.ptr) + 1 };
		bool ends = line_next(&scan, &line) && slice_is(line_text(source, &line), "NNNN");
		from = scan.at;
		*joined = true;
		while (line_next(&scan, &line) && line.blank)
			*joined = false;
		if (ends && line.end > from && !line.blank && begins_part(source, &line, scheme))
			return line.start;
	}
	return source.len;
}

static tl_status
telegram_read(struct document *document, struct tl_error *e)
{
	document->format = telegram.name;
	return reader_read(document, &rules, e);
}

const struct format telegram = {
	.name = "telegram",
	.media_type = "text/plain",
	.bid = telegram_bid,
	.read = telegram_read,
	.seam = telegram_seam,
	.write = text_write,
};
