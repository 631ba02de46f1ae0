#include "base/unicode.h"
#include "marking/mark_read.h"

void
mark_reader_init(struct mark_reader *r, const struct scheme *scheme, enum mark_form form)
{
	/* Everything but the three arrays, which are written before they are read. */
	memset(r, 0, offsetof(struct mark_reader, controls));
	r->scheme = scheme;
	r->form = form;
	r->level = -1;
	r->last_category = -1;
	r->near_left = 8;
}

struct slice
mark_text(const struct mark_reader *r)
{
	return slice_of(r->text, r->len);
}

bool
mark_noted(const struct mark_reader *r, enum check_kind kind)
{
	return (r->checks >> kind & 1) != 0;
}

void
mark_note(struct mark_reader *r, enum check_kind kind)
{
	/* One empty place is a slip, two are no grammar. */
	if (kind == CHECK_EMPTY && mark_noted(r, CHECK_EMPTY))
		kind = CHECK_DIVIDER;
	r->checks |= (uint32_t)1 << kind;
}

static bool
is_blank(unsigned char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\f';
}

/* Takes the parentheses off. A lost one is damage: "1. C) text" (MARKINGS: docs/markings.md M-9). */
static bool
open_parentheses(struct mark_reader *r, struct slice *text)
{
	bool before = text->len > 0 && text->ptr[0] == '(';
	bool behind =
	    text->len > 0 && text->ptr[text->len - 1] == ')' && (text->len > 1 || !before);
	r->parentheses = before && behind;
	if (before != behind)
		r->odd = true;
	if (r->form == MARK_PORTION)
		*text = slice_sub(*text, before ? 1 : 0, text->len - (behind ? 1 : 0));
	else if (before || behind)
		return false;
	if (memchr(text->ptr, '(', text->len) != NULL || memchr(text->ptr, ')', text->len) != NULL)
		return false;
	struct slice inner = slice_trim(*text);
	if (inner.len != text->len)
		mark_note(r, CHECK_BLANKS);
	*text = inner;
	return inner.len > 0;
}

/* The word that once stood before a list's last code may be small: "AUS and CAN". */
static size_t
joiner_at(const struct mark_reader *r, struct slice text, size_t at)
{
	const char *joiner = r->scheme->joiner;
	if (joiner == NULL || at == 0 || !is_blank(text.ptr[at - 1]))
		return 0;
	size_t len = strlen(joiner);
	if (len == 0 || text.len - at <= len || !is_blank(text.ptr[at + len]) ||
	    !slice_equal_nocase(slice_sub(text, at, at + len), slice_str(joiner)))
		return 0;
	return len;
}

/* A run of blanks: none where a line end stands beside a slash, else one. */
static size_t
take_blanks(struct mark_reader *r, struct slice text, size_t at)
{
	bool line_end = false;
	size_t end = at;
	while (end < text.len && is_blank(text.ptr[end])) {
		line_end = line_end || text.ptr[end] == '\n' || text.ptr[end] == '\r';
		end++;
	}
	bool beside = r->len == 0 || r->text[r->len - 1] == '/' || text.ptr[end] == '/';
	if (beside && !line_end && r->form != MARK_LINE && r->scheme->grammar == GRAMMAR_SLASHES)
		mark_note(r, CHECK_BLANKS);
	if (!beside) {
		r->written[r->len] = ' ';
		r->text[r->len++] = ' ';
	}
	return end;
}

/* "é" at `at`, which the scheme may have in a spelling: its capital is kept. 0: no such letter. */
static size_t
take_accented(struct mark_reader *r, struct slice text, size_t at)
{
	if (!r->scheme->accents || text.len - at < 2 || text.ptr[at] != 0xc3 ||
	    text.ptr[at + 1] < 0x80 || text.ptr[at + 1] > 0xbe)
		return 0;
	unsigned char c = text.ptr[at + 1];
	r->small = r->small || (c >= 0xa0 && r->scheme->letter_case != CASE_MIXED);
	r->written[r->len] = 0xc3;
	r->text[r->len++] = 0xc3;
	r->written[r->len] = c;
	r->text[r->len++] = c >= 0xa0 ? (unsigned char)(c - 0x20) : c;
	return 2;
}

/* Signs, digits and capitals, which most marks are made of. Returns where they end. */
static size_t
take_capitals(struct mark_reader *r, struct slice text, size_t at)
{
	size_t len = r->len;
	bool capital = r->capital;
	for (; at < text.len && (unsigned char)(text.ptr[at] - '!') <= '`' - '!'; at++) {
		unsigned char c = text.ptr[at];
		r->written[len] = c;
		r->text[len++] = c;
		capital |= (unsigned char)(c - 'A') < 26;
	}
	r->len = len;
	r->capital = capital;
	return at;
}

/* Small letters are written as capitals; behind a blank they may be the joiner, which is not small. */
static size_t
take_small(struct mark_reader *r, struct slice text, size_t at, size_t *joiner_end)
{
	size_t len = r->len;
	if (at >= *joiner_end) {
		size_t joiner = joiner_at(r, text, at);
		*joiner_end = at + joiner;
		r->small = r->small || (joiner == 0 && r->scheme->letter_case != CASE_MIXED);
	}
	for (; at < text.len && (unsigned char)(text.ptr[at] - 'a') < 26; at++) {
		r->written[len] = text.ptr[at];
		r->text[len++] = (unsigned char)(text.ptr[at] - ('a' - 'A'));
	}
	r->len = len;
	return at;
}

static void
take_all(struct mark_reader *r, struct slice text)
{
	size_t joiner_end = 0;
	for (size_t i = 0; i < text.len;) {
		unsigned char c = text.ptr[i];
		if (is_blank(c)) {
			i = take_blanks(r, text, i);
			continue;
		}
		if ((unsigned char)(c - '!') <= '`' - '!') {
			i = take_capitals(r, text, i);
			continue;
		}
		if ((unsigned char)(c - 'a') < 26) {
			i = take_small(r, text, i, &joiner_end);
			continue;
		}
		size_t accented = c < 0x80 ? 0 : take_accented(r, text, i);
		if (accented > 0) {
			i += accented;
			continue;
		}
		r->odd = r->odd || c < ' ' || c >= 0x7f;
		if (c < ' ' || c == 0x7f) { /* not shown: what is seen is the mark without it */
			i++;
			continue;
		}
		r->written[r->len] = c;
		r->text[r->len++] = c;
		i++;
	}
}

/* "Secret", "Top Secret": each word a capital and small letters. */
static bool
is_title_case(struct slice text)
{
	bool first = true, small = false;
	for (size_t i = 0; i < text.len; i++) {
		unsigned char c = text.ptr[i];
		bool is_small = c >= 'a' && c <= 'z', is_big = c >= 'A' && c <= 'Z';
		if (first ? is_small : is_big)
			return false;
		first = !is_small && !is_big;
		small = small || is_small;
	}
	return small;
}

/* En and em dash divide in source notes ("Exdis—Handle as Nodis"), and where words are the grammar; they are no damage there. */
static struct slice
plain_dashes(struct slice text, unsigned char *buffer, unsigned char plain)
{
	size_t len = 0;
	for (size_t i = 0; i < text.len; i++) {
		if (text.len - i >= 3 && text.ptr[i] == 0xe2 && text.ptr[i + 1] == 0x80 &&
		    (text.ptr[i + 2] == 0x93 || text.ptr[i + 2] == 0x94)) {
			buffer[len++] = plain;
			i += 2;
		} else {
			buffer[len++] = text.ptr[i];
		}
	}
	return slice_of(buffer, len);
}

static bool
fill(struct mark_reader *r, struct slice text)
{
	text = slice_trim(text);
	if (text.len == 0 || text.len > MARK_MAX)
		return false;
	if (!open_parentheses(r, &text))
		return false;
	r->plain_case = is_title_case(text);
	take_all(r, text);
	while (r->len > 0 && r->text[r->len - 1] == ' ')
		r->len--;
	return r->len > 0;
}

/* The ceiling refuses what grows beyond a mark's length. */
static bool
fill_folded(struct mark_reader *r, struct slice text)
{
	struct buf folded;
	buf_init(&folded, MARK_MAX);
	unicode_fold(text, &folded);
	r->odd = true;
	if (folded.failed)
		mark_note(r, CHECK_LENGTH);
	bool filled = !folded.failed && fill(r, buf_slice(&folded));
	buf_release(&folded);
	return filled;
}

/* Nothing but ASCII and accented letters, in a scheme that has some. A wrong one is no spelling of it. */
static bool
is_own_alphabet(const struct scheme *scheme, struct slice text)
{
	for (size_t i = 0; i < text.len; i++) {
		if (text.ptr[i] < 0x80)
			continue;
		if (!scheme->accents || text.len - i < 2 || text.ptr[i] != 0xc3 ||
		    text.ptr[i + 1] < 0x80 || text.ptr[i + 1] > 0xbe)
			return false;
		i++;
	}
	return true;
}

bool
mark_text_fill(struct mark_reader *r, struct slice text)
{
	unsigned char line[MARK_MAX];
	if (text.len > MARK_MAX) {
		mark_note(r, CHECK_LENGTH);
		return false;
	}
	if (slice_is_ascii(text))
		return fill(r, text);
	if (r->form == MARK_LINE)
		text = plain_dashes(text, line, ';');
	else if (r->scheme->grammar == GRAMMAR_WORDS)
		text = plain_dashes(text, line, '-');
	return slice_is_ascii(text) || is_own_alphabet(r->scheme, text) ? fill(r, text)
									: fill_folded(r, text);
}
