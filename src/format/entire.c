#include "format/marks.h"
#include "format/phrase.h"
#include "format/prefix.h"

/* "SECRET - ENTIRE TEXT." and its seventeen spellings (MARKINGS §5): a level, anything or nothing of blanks, dashes and
 * parentheses, and these two words. Only what stands near the head of a paragraph is looked at. */

static const size_t longest_words = 60;

/* Where "entire text" begins in the view; view->len: nowhere. 'x' is rare, so it is looked for first. */
static size_t
find_words(const struct view *view)
{
	struct slice s = slice_of(view->text, view->len);

	for (size_t x = 0; x < s.len; x++) {
		const unsigned char *low = memchr(s.ptr + x, 'x', s.len - x);
		size_t end = low != NULL ? (size_t)(low - s.ptr) : s.len;
		const unsigned char *high = memchr(s.ptr + x, 'X', end - x);
		x = high != NULL ? (size_t)(high - s.ptr) : end;
		if (x >= s.len)
			break;
		size_t from = x > 20 ? x - 20 : 0;
		for (size_t at = from; at < x; at++)
			if ((s.ptr[at] | 0x20) == 'e' &&
			    (phrase_at(slice_sub(s, at, s.len), "ENTIRE TEXT") > 0 ||
				phrase_at(slice_sub(s, at, s.len), "ENTIRE-TEXT") > 0))
				return at;
	}
	return s.len;
}

/* The statement's parts, in the view. */
struct statement {
	size_t start;       /* with its opening parenthesis */
	size_t mark, after; /* the level and its controls: [mark, after) */
	size_t end;
	bool signs; /* a dash or a parenthesis divides level and words */
};

static bool
is_divider(unsigned char c)
{
	return byte_is_blank(c) || c == '-';
}

/* Back over up to `words` words from `at`. */
static size_t
words_back(const struct view *view, size_t at, int words)
{
	while (words-- > 0) {
		while (at > 0 && byte_is_blank(view->text[at - 1]))
			at--;
		while (at > 0 && !byte_is_blank(view->text[at - 1]) && view->text[at - 1] != '(')
			at--;
		if (at > 0 && view->text[at - 1] == '(')
			break;
	}
	return at;
}

static size_t
statement_end(const struct view *view, size_t words)
{
	size_t at = words + strlen("ENTIRE");
	while (at < view->len && (view->text[at] | 0x20) != 't')
		at++;
	at += strlen("TEXT");
	while (at < view->len && strchr(".)", view->text[at]) != NULL)
		at++;
	return at < view->len ? at : view->len;
}

/* Finds the level before the words: the longest of up to three words that the scheme calls a level, or a mark. */
static bool
find_level(const struct view *view, const struct scheme *scheme, size_t words, struct statement *s)
{
	s->after = words;
	while (s->after > 0 && is_divider(view->text[s->after - 1]))
		s->signs |= view->text[--s->after] == '-';
	s->end = statement_end(view, words);
	if (s->after > 0 && view->text[s->after - 1] == ')') {
		s->signs = true;
		s->mark = s->after - 1;
		while (s->mark > 0 && view->text[s->mark] != '(')
			s->mark--;
		s->start = s->mark;
		return mark_length_at(view, s->mark, scheme) == s->after - s->mark;
	}
	for (int count = 3; count > 0; count--) {
		s->start = s->mark = words_back(view, s->after, count);
		if (s->start > 0 && view->text[s->start - 1] == '(') {
			s->signs = true;
			s->start--;
		}
		struct slice level = slice_of(view->text + s->mark, s->after - s->mark);
		size_t stop = 0;
		while (stop < level.len && level.ptr[stop] != '/')
			stop++;
		level.len = stop;
		if (level.len > 0 && scheme_level(scheme, level) >= 0)
			return true;
	}
	return false;
}

/* "1. SECftET ENTIRE TEXT.": short, at the head of the paragraph or of a sentence, and nothing follows. */
static bool
looks_like_one(const struct view *view, const struct statement *s, size_t words)
{
	size_t head = words_back(view, s->after, 2);
	size_t start = s->signs ? words_back(view, s->after, 1) : head;
	bool ends = s->end == view->len || strchr(".)", view->text[s->end - 1]) != NULL ||
	    strchr("\r\n:", view->text[s->end]) != NULL;
	bool alone = head == 0 && words < longest_words;
	bool sentence = start > 0 && s->signs && start < s->after;
	return s->after > 0 && ends && (alone || sentence);
}

static tl_status
read_level(struct document *document, struct slice raw, struct found *out, struct tl_error *e)
{
	struct mark mark;

	TRY(document_mark(document, raw, MARK_PORTION, &mark, e));
	if (mark.state != MARK_READ)
		TRY(document_mark(document, raw, MARK_LINE, &mark, e));
	if (mark.state != MARK_READ) {
		*out = found_damaged(document, out->at, out->len);
		return TL_OK;
	}
	out->marking = mark.marking;
	out->state = MARK_READ;
	out->legacy = mark.legacy;
	return TL_OK;
}

tl_status
marks_entire(
    struct document *document, const struct paragraph *p, struct found *out, struct tl_error *e)
{
	struct view view;
	struct statement s = { 0 };

	*out = (struct found){ 0 };
	view_head(&view, slice_sub(p->text, p->body, p->text.len), p->plain);
	size_t words = find_words(&view);
	if (words >= view.len)
		return TL_OK;
	bool level = find_level(&view, document->scheme, words, &s);
	if (!level && !looks_like_one(&view, &s, words))
		return TL_OK;
	if (!level)
		s.start = words_back(&view, s.after, 1);
	out->at = (uint32_t)(p->body + view_raw(&view, s.start));
	out->len = (uint32_t)(p->body + view_raw(&view, s.end)) - out->at;
	out->doubtful = s.start > 0;
	if (!level || view.clean < s.end) {
		*out = found_damaged(document, out->at, out->len);
		return TL_OK;
	}
	size_t from = p->body + view_raw(&view, s.mark), to = p->body + view_raw(&view, s.after);
	return read_level(document, slice_sub(p->text, from, to), out, e);
}
