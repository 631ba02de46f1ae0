#include "format/marks.h"
#include "format/phrase.h"
#include "format/prefix.h"
#include "format/suspect.h"

static const size_t longest_token = 40;
static const size_t longest_spelled = 80; /* "(Secret; Nodis; Noforn)" */
/* Between the letters of one enumeration; a limit, so that many marks in one line cost linear time. */
static const size_t longest_enumeration = 2000;

/* Lead-ins that a mark may stand behind: "1. Summary: (SBU) text" (MARKINGS §5, body habits). */
static const char *const labels[] = { "ACTION REQUEST", "ACTION REQUESTED", "ACTION", "BACKGROUND",
	"BEGIN COMMENT", "BEGIN SUMMARY", "BIO NOTE", "COMMENT", "CONCLUSION", "EMBASSY COMMENT",
	"INTRODUCTION AND SUMMARY", "INTRODUCTION", "KEY POINTS", "NOTE", "OVERVIEW",
	"RECOMMENDATION", "SUMMARY AND ACTION REQUEST", "SUMMARY AND COMMENT",
	"SUMMARY AND INTRODUCTION", "SUMMARY", NULL };

/* What may follow the mark at a paragraph's end. */
static const char *const endings[] = { "END COMMENT", "END NOTE", "END SUMMARY", "END TEXT", NULL };
static const size_t shortest_ending = sizeof "END NOTE" - 1;

struct found
found_damaged(const struct document *document, size_t at, size_t len)
{
	return (struct found){ .marking = scheme_damaged(document->scheme),
		.at = (uint32_t)at,
		.len = (uint32_t)len,
		.state = MARK_DAMAGED };
}

static tl_status
read_mark(struct document *document, struct slice text, size_t at, size_t len, bool disguised,
    struct found *out, struct tl_error *e)
{
	struct mark mark;

	TRY(document_mark(document, slice_sub(text, at, at + len), MARK_PORTION, &mark, e));
	*out = (struct found){ .marking = mark.marking,
		.at = (uint32_t)at,
		.len = (uint32_t)len,
		.state = (unsigned char)mark.state,
		.legacy = mark.legacy };
	if (mark.state == MARK_NONE || disguised) {
		out->state = MARK_DAMAGED;
		out->marking = scheme_damaged(document->scheme);
	}
	return TL_OK;
}

/* The same answer as mark_length_at(), but short texts are asked of the document's cache: a telegram repeats a handful of
 * marks thousands of times. */
static tl_status
mark_at(
    struct document *document, const struct view *view, size_t at, size_t *len, struct tl_error *e)
{
	static const size_t short_mark = 12;
	struct mark mark;

	*len = 0;
	if (at >= view->len || view->text[at] != '(')
		return TL_OK;
	size_t most = view->len - at < short_mark ? view->len - at : short_mark;
	const unsigned char *close = memchr(view->text + at, ')', most);
	if (close == NULL || view->folded) {
		*len = mark_length_at(view, at, document->scheme);
		return TL_OK;
	}
	size_t size = (size_t)(close - view->text) + 1 - at;
	TRY(document_mark(document, slice_of(view->text + at, size), MARK_PORTION, &mark, e));
	*len = mark.state != MARK_NONE ? size : 0;
	return TL_OK;
}

/* A mark that lost something: "(S text", "C) text", "[C] text", "SECRET: text", "S/NF text". Its length. */
static size_t
broken_lead(const struct view *view, const struct scheme *scheme)
{
	unsigned char first = view->len > 0 ? view->text[0] : ' ';
	bool opened = first == '(' || first == '[' || first == '{' || first == '<';
	size_t start = opened ? 1 : 0, end = token_end(view, start);
	struct slice token = slice_of(view->text + start, end - start);
	unsigned char next = end < view->len ? view->text[end] : ' ';

	bool closed = byte_is_sign(next, ")]}"), slash = memchr(token.ptr, '/', token.len) != NULL;
	bool sign = token.len > 2 && byte_is_sign(next, ".:;,-");

	if ((!opened && !closed && !slash && !sign) || !text_is_capitals(token) ||
	    !token_is_mark(scheme, token))
		return 0;
	if (first == '(') {
		size_t close = end;
		while (close < view->len && view->text[close] != '(' && view->text[close] != ')')
			close++;
		return close < view->len && view->text[close] == ')' ? 0 : end;
	}
	if (opened)
		return end + (next != ' ');
	if (closed)
		return end + 1;
	return slash || (sign && scheme_level(scheme, token) >= 0) ? end : 0;
}

/* Behind "Summary:" or "COMMENT --", 0 where no lead-in stands at `at`. */
static size_t
behind_label(const struct view *view, size_t at)
{
	struct slice s = slice_of(view->text, view->len);
	size_t len = phrase_any(slice_sub(s, at, s.len), labels);

	if (len == 0)
		return 0;
	size_t end = skip_blanks(s, at + len), sign = end;
	while (sign < s.len && strchr(":.-", s.ptr[sign]) != NULL)
		sign++;
	return sign > end ? skip_blanks(s, sign) : 0;
}

tl_status
marks_lead(
    struct document *document, const struct paragraph *p, struct found *out, struct tl_error *e)
{
	struct view view;
	size_t at = 0;

	*out = (struct found){ 0 };
	view_head(&view, slice_sub(p->text, p->body, p->text.len), p->plain);
	if (view.len == 0)
		return TL_OK;
	size_t len;
	TRY(mark_at(document, &view, 0, &len, e));
	if (len == 0) {
		at = behind_label(&view, 0);
		if (at > 0)
			TRY(mark_at(document, &view, at, &len, e));
	}
	if (len > 0) {
		size_t from = view_raw(&view, at);
		size_t to = view_raw(&view, at + len);
		return read_mark(
		    document, p->text, p->body + from, to - from, view.clean < at + len, out, e);
	}
	len = view_raw(&view, broken_lead(&view, document->scheme));
	if (len == 0)
		len = spelled_lead(document->scheme, slice_sub(p->text, p->body, p->text.len));
	if (len > 0)
		*out = found_damaged(document, p->body, len);
	return TL_OK;
}

/* How many bytes before `end` are one of the endings. */
static size_t
ending_before(const struct view *view, size_t end)
{
	unsigned char last = end > shortest_ending ? view->text[end - 1] | 0x20 : ' ';

	if (last != 't' && last != 'e' && last != 'y')
		return 0;
	for (const char *const *phrase = endings; *phrase != NULL; phrase++) {
		size_t len = strlen(*phrase);
		if (end > len && phrase_at(slice_of(view->text + end - len, len), *phrase) == len)
			return len;
	}
	return 0;
}

static bool
is_punctuation(unsigned char c)
{
	switch (c) {
	case '.':
	case ':':
	case ';':
	case ',':
	case '"':
	case '\'':
	case '*':
	case '-':
	case '=':
	case '_':
		return true;
	}
	return byte_is_blank(c);
}

/* Where the words of a paragraph end when punctuation, a dash line and "End summary." are taken off. */
static size_t
tail_end(const struct view *view)
{
	size_t end = view->len, before;

	do {
		before = end;
		while (end > 0 && is_punctuation(view->text[end - 1]))
			end--;
		end -= ending_before(view, end);
	} while (end < before);
	return end;
}

/* Does the sentence go on over this place? */
static bool
in_sentence(struct slice before)
{
	before = slice_trim(before);
	return before.len > 0 && strchr(".!?", before.ptr[before.len - 1]) == NULL;
}

/* "(A) …, (B) … and (C)": the last of an enumeration, and no mark; nor is "(C)" in the sentence "as (A) and (C) say". */
static bool
is_enumerated(struct slice text, struct slice mark)
{
	if (mark.len != 3 || !byte_is_upper(mark.ptr[1]) || mark.ptr[1] == 'A')
		return false;
	unsigned char before[3] = { '(', (unsigned char)(mark.ptr[1] - 1), ')' };
	size_t len = (size_t)(mark.ptr - text.ptr);
	size_t from = len > longest_enumeration ? len - longest_enumeration : 0;
	if (memmem(text.ptr + from, len - from, before, sizeof before) != NULL)
		return true;
	before[1]--;
	return before[1] == 'A' && in_sentence(slice_sub(text, from, len)) &&
	    memmem(text.ptr + from, len - from, before, sizeof before) != NULL;
}

static tl_status
closed_tail(struct document *document, const struct paragraph *p, const struct view *view,
    size_t skipped, size_t end, struct found *out, struct tl_error *e)
{
	size_t open = end - 1;

	while (open > 0 && view->text[open] != '(' && end - open < 320 &&
	    (open == end - 1 || view->text[open] != ')'))
		open--;
	if (view->text[open] != '(') {
		size_t start = token_start(view, end - 1);
		struct slice token = slice_of(view->text + start, end - 1 - start);
		if (text_is_capitals(token) && token_is_mark(document->scheme, token))
			*out = found_damaged(document, skipped + view_raw(view, start),
			    view_raw(view, end) - view_raw(view, start));
		return TL_OK;
	}
	size_t len;
	TRY(mark_at(document, view, open, &len, e));
	if (len != end - open)
		return TL_OK;
	size_t from = skipped + view_raw(view, open), to = skipped + view_raw(view, end);
	TRY(read_mark(
	    document, p->text, from, to - from, view->clean < end && view->clean >= open, out, e));
	out->doubtful =
	    (open > 0 &&
		(byte_is_letter(view->text[open - 1]) || byte_is_digit(view->text[open - 1]))) ||
	    is_enumerated(p->text, slice_sub(p->text, from, to));
	return TL_OK;
}

tl_status
marks_tail(
    struct document *document, const struct paragraph *p, struct found *out, struct tl_error *e)
{
	struct view view;
	size_t skipped;

	*out = (struct found){ 0 };
	view_tail(&view, p->text, p->plain, &skipped);
	size_t end = tail_end(&view);
	if (end < 2)
		return TL_OK;
	if (view.text[end - 1] == ')')
		return closed_tail(document, p, &view, skipped, end, out, e);
	bool square = byte_is_sign(view.text[end - 1], "]}>");
	size_t stop = square ? end - 1 : end, start = token_start(&view, stop);
	struct slice token = slice_of(view.text + start, stop - start);
	if (start > 0 && strchr(square ? "[{<(" : "(", view.text[start - 1]) != NULL &&
	    text_is_capitals(token) && token_is_mark(document->scheme, token))
		*out = found_damaged(document, skipped + view_raw(&view, start - 1),
		    view_raw(&view, end) - view_raw(&view, start - 1));
	return TL_OK;
}

/* Where the next parentheses open, plain and full-width; each is looked for again only when it was passed, so that the
 * search stays linear. */
struct opens {
	size_t plain, wide;
};

static size_t
next_open(const struct paragraph *p, size_t at, size_t to, struct opens *next)
{
	static const unsigned char full_width[] = { 0xef, 0xbc, 0x88 };

	if (next->plain < at) {
		const unsigned char *open = memchr(p->text.ptr + at, '(', to - at);
		next->plain = open != NULL ? (size_t)(open - p->text.ptr) : to;
	}
	if (next->wide < at) {
		const unsigned char *open = memmem(p->text.ptr + at, to - at, full_width, 3);
		next->wide = open != NULL ? (size_t)(open - p->text.ptr) : to;
	}
	return next->plain < next->wide ? next->plain : next->wide;
}

/* The bytes of the parentheses that open at `at`; empty where nothing closes them. */
static struct slice
enclosed(struct slice text, size_t at, size_t to)
{
	size_t stop = to - at > VIEW_WINDOW ? at + VIEW_WINDOW : to, i = at + 1;

	while (i < stop && text.ptr[i] != ')' && text.ptr[i] != '(')
		i++;
	return i < stop && text.ptr[i] == ')' ? slice_sub(text, at, i + 1)
					      : slice_sub(text, at, at);
}

/* Most parentheses hold words in small letters; they are passed over before anything is folded. "(Secret)", a level in the
 * dress of another time, is none of them. */
static bool
holds_small_letters(const struct scheme *scheme, struct slice mark)
{
	bool small = false;

	for (size_t i = 0; i < mark.len && mark.ptr[i] < 0x80; i++)
		small = small || (mark.ptr[i] >= 'a' && mark.ptr[i] <= 'z');
	if (!small || mark.len > longest_spelled || !byte_is_upper(mark.ptr[1]))
		return small;
	struct slice words = slice_sub(mark, 1, mark.len - 1);
	return mark_line_length(scheme, words) < words.len;
}

static tl_status
middle_mark(struct document *document, const struct paragraph *p, struct slice raw, bool wide,
    const struct marking **out, struct tl_error *e)
{
	struct view view;
	struct found found;
	size_t len;

	view_head(&view, raw, p->plain);
	TRY(mark_at(document, &view, 0, &len, e));
	struct slice mark = slice_sub(raw, 0, len > 0 ? view_raw(&view, len) : 0);
	if (mark.len == 0 || is_enumerated(p->text, mark))
		return TL_OK;
	bool disguised = wide || view.clean < len;
	size_t at = (size_t)(mark.ptr - p->text.ptr);
	TRY(read_mark(document, p->text, at, mark.len, disguised, &found, e));
	return document_join(document, *out, found.marking, out, e);
}

/* A mark in text[from, to) may be that of a paragraph that ran into this one, or one that was overlooked (MARKINGS §6.6: an
 * ambiguous one must raise). Enumerations are none, nor is what hangs on a word: "function(S)", "1.4(C)". */
static tl_status
marks_middle(struct document *document, const struct paragraph *p, size_t from, size_t to,
    const struct marking **out, struct tl_error *e)
{
	struct opens next = { 0, p->plain ? to : 0 };

	for (size_t at = from > 0 ? from : 1; at < to && (at = next_open(p, at, to, &next)) < to;
	     at++) {
		unsigned char before = at > 0 ? p->text.ptr[at - 1] : ' ';
		if (byte_is_letter(before) || byte_is_digit(before))
			continue;
		bool wide = at == next.wide;
		size_t most = to - at > longest_token ? at + longest_token : to;
		struct slice raw = wide ? slice_sub(p->text, at, most) : enclosed(p->text, at, to);
		if (raw.len == 0 || (!wide && holds_small_letters(document->scheme, raw)))
			continue;
		TRY(middle_mark(document, p, raw, wide, out, e));
	}
	return TL_OK;
}

/* What stands beside a mark and may be another one: "(U) [C] text" is damaged, "(U) (c) text" is not certain (MARKINGS §6.2). */
static void
second_lead(struct document *document, const struct paragraph *p, struct marks *out)
{
	size_t at = out->lead.at + out->lead.len;
	struct view view;

	while (at < p->text.len &&
	    (byte_is_blank(p->text.ptr[at]) || byte_is_sign(p->text.ptr[at], ".:;,-")))
		at++;
	view_head(&view, slice_sub(p->text, at, p->text.len), p->plain);
	if (broken_lead(&view, document->scheme) > 0)
		out->lead = found_damaged(document, out->lead.at, out->lead.len);
	else if (suspect_at(&view, 0, document->scheme))
		out->suspect = true;
}

static bool
ends_suspect(const struct document *document, const struct paragraph *p, size_t from)
{
	struct view view;
	size_t skipped;

	view_tail(&view, slice_sub(p->text, from, p->text.len), p->plain, &skipped);
	return suspect_tail(&view, tail_end(&view), document->scheme);
}

static bool
begins_suspect(const struct document *document, const struct paragraph *p)
{
	struct view view;

	view_head(&view, slice_sub(p->text, p->body, p->text.len), p->plain);
	return suspect_at(&view, 0, document->scheme);
}

tl_status
marks_find(
    struct document *document, const struct paragraph *p, struct marks *out, struct tl_error *e)
{
	*out = (struct marks){ 0 };
	TRY(marks_entire(document, p, &out->entire, e));
	if (out->entire.len > 0)
		return TL_OK;
	TRY(marks_lead(document, p, &out->lead, e));
	TRY(marks_tail(document, p, &out->tail, e));
	if (out->tail.len > 0 && out->lead.len > 0 && out->tail.at <= out->lead.at)
		out->tail = (struct found){ 0 };
	if (out->lead.len > 0)
		second_lead(document, p, out);
	else
		out->suspect = begins_suspect(document, p);
	size_t from = out->lead.len > 0 ? out->lead.at + out->lead.len : p->body;
	if (out->tail.len == 0 && !out->suspect)
		out->suspect = ends_suspect(document, p, from);
	size_t to = out->tail.len > 0 ? out->tail.at : p->text.len;
	return from < to ? marks_middle(document, p, from, to, &out->middle, e) : TL_OK;
}
