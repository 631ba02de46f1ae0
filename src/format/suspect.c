#include "format/suspect.h"
#include "format/phrase.h"
#include "format/prefix.h"

/* In a bracket; what is longer holds words. */
static const size_t longest_content = 60;
static const size_t longest_token = 40;

static struct slice
seen_of(const struct view *view)
{
	return slice_of(view->text, view->len);
}

bool
token_is_mark(const struct scheme *scheme, struct slice token)
{
	unsigned char whole[64] = "(";

	if (token.len == 0 || token.len > longest_token)
		return false;
	memcpy(whole + 1, token.ptr, token.len);
	whole[token.len + 1] = ')';
	return mark_is_plausible(scheme, slice_of(whole, token.len + 2));
}

static bool
is_token_byte(unsigned char c)
{
	return byte_is_letter(c) || byte_is_digit(c) || c == '/' || c == '-';
}

size_t
token_end(const struct view *view, size_t at)
{
	while (at < view->len && is_token_byte(view->text[at]))
		at++;
	return at;
}

size_t
token_start(const struct view *view, size_t end)
{
	while (end > 0 && is_token_byte(view->text[end - 1]))
		end--;
	return end;
}

static bool
opens(unsigned char c)
{
	return c == '(' || c == '[' || c == '{' || c == '<';
}

static bool
closes(unsigned char c)
{
	return c == ')' || c == ']' || c == '}' || c == '>';
}

/* --- in brackets ----------------------------------------------------------------------------------------------- */

/* Nothing but its letters and digits, in capitals: "U ?", "s e c r e t", "C,". False where they are too many. */
static bool
squeezes_to_mark(const struct scheme *scheme, struct slice content)
{
	unsigned char squeezed[24];
	size_t len = 0;

	for (size_t i = 0; i < content.len; i++) {
		unsigned char c = content.ptr[i];
		if (!byte_is_letter(c) && !byte_is_digit(c))
			continue;
		if (len == sizeof squeezed)
			return false;
		squeezed[len++] = c >= 'a' && c <= 'z' ? (unsigned char)(c - 'a' + 'A') : c;
	}
	return token_is_mark(scheme, slice_of(squeezed, len));
}

/* A level among other signs: "U/C", "C|NF", "U or C". */
static bool
holds_level(const struct scheme *scheme, struct slice content)
{
	for (size_t at = 0; at < content.len;) {
		size_t end = at;
		while (end < content.len && byte_is_upper(content.ptr[end]))
			end++;
		bool alone = end == content.len || !byte_is_letter(content.ptr[end]);
		if (end > at && alone && scheme_level(scheme, slice_sub(content, at, end)) >= 0)
			return true;
		while (end < content.len && byte_is_letter(content.ptr[end]))
			end++;
		at = end > at ? end : at + 1;
	}
	return false;
}

/* Two words in small letters at least, and no level among them. */
static bool
holds_words(const struct scheme *scheme, struct slice content)
{
	size_t words = 0;

	for (size_t at = skip_blanks(content, 0); at < content.len;) {
		struct slice word = word_at(content, at);
		words +=
		    word.len > 1 && word.ptr[word.len - 1] >= 'a' && word.ptr[word.len - 1] <= 'z';
		at = skip_blanks(content, at + word.len);
	}
	return words > 1 && !holds_level(scheme, content) && !squeezes_to_mark(scheme, content);
}

/* The content of the bracket that opens at `at`; it ends where the bracket closes, or is cut where it does not. */
static struct slice
content_at(const struct view *view, size_t at)
{
	size_t limit = view->len - at > longest_content ? at + longest_content : view->len;
	size_t end = at + 1;

	while (end < limit && !closes(view->text[end]))
		end++;
	return slice_sub(seen_of(view), at + 1, end);
}

/* --- without brackets ------------------------------------------------------------------------------------------- */

static bool
is_single(const struct view *view, size_t at)
{
	return at < view->len && byte_is_upper(view->text[at]) &&
	    (at + 1 == view->len || byte_is_blank(view->text[at + 1]));
}

/* "CONFIDENTIAL a ship", "Secret: x", "TS x", "S E C R E T x" */
static bool
is_bare_level(const struct view *view, size_t at, const struct scheme *scheme)
{
	size_t end = token_end(view, at);
	while (end > at && byte_is_sign(view->text[end - 1], "-/"))
		end--;
	struct slice token = slice_sub(seen_of(view), at, end);
	unsigned char next = end < view->len ? view->text[end] : ' ';

	if (token.len == 0 || !byte_is_upper(token.ptr[0]))
		return false;
	if (is_single(view, at) && is_single(view, skip_blanks(seen_of(view), at + 1)))
		return true;
	bool level = scheme_level(scheme, token) >= 0;
	if (!text_is_capitals(token)) {
		size_t sign = skip_blanks(seen_of(view), end);
		return level && sign < view->len && strchr(":;,-)", view->text[sign]) != NULL;
	}
	if (level)
		return token.len > 1 || byte_is_blank(next) || strchr(":;-/)]}>", next) != NULL;
	return (token.len > 4 && token_is_mark(scheme, token)) ||
	    mark_line_length(scheme, slice_sub(seen_of(view), at, view->len)) > 0;
}

/* Behind the bracket that closes what opens at the head of the text; 0: it holds no mark in capitals, no level and no fields. */
static size_t
bracketed_lead(const struct scheme *scheme, struct slice text)
{
	unsigned char whole[80] = "(";
	size_t start = 0, end;

	while (start < text.len && opens(text.ptr[start]))
		start++;
	for (end = start; end < text.len && !closes(text.ptr[end]); end++)
		continue;
	struct slice content = slice_trim(slice_sub(text, start, end));
	if (end == text.len || content.len == 0 || content.len > longest_content)
		return 0;
	memcpy(whole + 1, content.ptr, content.len);
	whole[content.len + 1] = ')';
	bool level = byte_is_upper(content.ptr[0]) && scheme_level(scheme, content) >= 0;
	bool mark = text_is_capitals(content) &&
	    mark_is_plausible(scheme, slice_of(whole, content.len + 2));
	return level || mark ? end + 1 : 0;
}

/* A sign right behind the mark, or a dash or bracket behind a blank. */
static bool
is_set_off(struct slice behind)
{
	size_t at = skip_blanks(behind, 0);
	bool dash = behind.len - at >= 3 && behind.ptr[at] == 0xe2 && behind.ptr[at + 1] == 0x80 &&
	    (behind.ptr[at + 2] == 0x93 || behind.ptr[at + 2] == 0x94);

	if (at == behind.len)
		return false;
	return dash || byte_is_sign(behind.ptr[at], "-:[") || byte_is_sign(behind.ptr[0], ".;,");
}

/* "SECRET NOFORN": a level, and more of a mark. */
static bool
is_level_and_more(const struct scheme *scheme, struct slice mark)
{
	bool level = false;

	for (size_t at = 0; at < mark.len && !level; at++)
		level = mark.ptr[at] == ' ' && scheme_level(scheme, slice_sub(mark, 0, at)) >= 0;
	return level && scheme_level(scheme, mark) < 0;
}

/* "TOP SECRET:", where the colon would be a part of the word. */
static size_t
before_colon(const struct scheme *scheme, struct slice text)
{
	const unsigned char *colon = memchr(text.ptr, ':', text.len);
	struct slice head = slice_sub(text, 0, colon == NULL ? 0 : (size_t)(colon - text.ptr));

	return head.len > 0 && text_is_capitals(head) &&
		mark_line_length(scheme, head) == slice_trim(head).len
	    ? head.len
	    : 0;
}

size_t
spelled_lead(const struct scheme *scheme, struct slice text)
{
	static const size_t longest_lead = 256;

	text = slice_sub(text, 0, text.len < longest_lead ? text.len : longest_lead);
	if (mark_is_fields(scheme, text))
		return text.len;
	if (text.len > 0 && opens(text.ptr[0]))
		return bracketed_lead(scheme, text);
	if (text.len == 0 || (!byte_is_upper(text.ptr[0]) && text.ptr[0] < 0x80))
		return 0;
	size_t len = mark_line_length(scheme, text);
	struct slice mark = slice_sub(text, 0, len);
	if (len == 0 || !text_is_capitals(mark))
		return before_colon(scheme, text);
	return is_level_and_more(scheme, mark) || is_set_off(slice_sub(text, len, text.len))
	    ? len
	    : before_colon(scheme, text);
}

/* --- where it stands -------------------------------------------------------------------------------------------- */

bool
suspect_at(const struct view *view, size_t at, const struct scheme *scheme)
{
	size_t start = at;

	while (at < view->len &&
	    (byte_is_blank(view->text[at]) || byte_is_sign(view->text[at], "\"'*_`~.:;,/|-#")))
		at++;
	if (at >= view->len)
		return false;
	if (view->folded && view->clean >= start && view->clean <= at + 1)
		return true; /* seen only because a look-alike was folded */
	if (opens(view->text[at])) {
		struct slice content = content_at(view, at);
		return content.len < 2 || opens(content.ptr[0]) || !holds_words(scheme, content);
	}
	if (view->text[at] == VIEW_OTHER || view->text[at] == '$')
		return at + 1 == view->len || byte_is_blank(view->text[at + 1]);
	return is_bare_level(view, at, scheme);
}

/* One sign in brackets: what a mark is misread as, a letter of one in small, a lost letter. */
static bool
is_single_wreck(unsigned char c)
{
	return byte_is_upper(c) || strchr("csu0568$?*", c) != NULL || c == VIEW_OTHER;
}

bool
suspect_line(const struct view *view, const struct scheme *scheme)
{
	struct slice seen = seen_of(view);
	size_t mark = mark_length_at(view, 0, scheme);

	while (mark > 0 && mark < seen.len && strchr(".:;,", seen.ptr[mark]) != NULL)
		mark++;
	if (seen.len < 2 || mark == seen.len)
		return false; /* the mark of the paragraph, wrapped */
	if (!opens(seen.ptr[0])) {
		struct slice token = slice_sub(seen, 0, token_end(view, 0));
		return token.len < seen.len && closes(seen.ptr[token.len]) &&
		    text_is_capitals(token) && token_is_mark(scheme, token);
	}
	struct slice content = content_at(view, 0);
	if (content.len + 1 >= seen.len || !closes(seen.ptr[content.len + 1]))
		return false;
	content = slice_trim(content);
	if (content.len < 2)
		return content.len == 0 || is_single_wreck(content.ptr[0]);
	return text_is_capitals(content) &&
	    (holds_level(scheme, content) || squeezes_to_mark(scheme, content));
}

/* Behind a sentence, or at the head of the line: "SECRET", "TOP SECRET//NOFORN", "//S//", "TLP:RED". */
static bool
is_bare_tail(const struct view *view, size_t end, const struct scheme *scheme)
{
	struct slice seen = seen_of(view);
	size_t start = token_start(view, end),
	       limit = end > longest_content ? end - longest_content : 0;
	bool glued = start > 0 && byte_is_sign(view->text[start - 1], ".!?");

	while (!glued && start > limit &&
	    !(byte_is_blank(view->text[start - 1]) && start > 1 &&
		byte_is_sign(view->text[start - 2], ".!?\"')")))
		start--;
	while (start < end && byte_is_sign(view->text[start], " /-"))
		start++;
	while (end > start && byte_is_sign(view->text[end - 1], "/-.,;"))
		end--;
	struct slice tail = slice_sub(seen, start, end);
	if (tail.len == 0 || start == 0 || !text_is_capitals(tail))
		return false;
	return scheme_level(scheme, tail) >= 0 || mark_line_length(scheme, tail) == tail.len ||
	    (memchr(tail.ptr, '/', tail.len) != NULL && token_is_mark(scheme, tail));
}

bool
suspect_tail(const struct view *view, size_t end, const struct scheme *scheme)
{
	while (end > 1 && closes(view->text[end - 1]) && closes(view->text[end - 2]))
		end--;
	if (end < 2)
		return false;
	if (!closes(view->text[end - 1]))
		return is_bare_tail(view, end, scheme);
	size_t open = end - 1, limit = end > longest_content ? end - longest_content : 0;
	while (open > limit && !opens(view->text[open]))
		open--;
	if (!opens(view->text[open]))
		return false;
	struct slice content = slice_trim(slice_sub(seen_of(view), open + 1, end - 1));
	unsigned char before = open > 0 ? view->text[open - 1] : ' ';
	if (byte_is_letter(before) || byte_is_digit(before))
		return false;
	if (content.len < 2)
		return content.len == 0 || is_single_wreck(content.ptr[0]);
	return holds_level(scheme, content) || squeezes_to_mark(scheme, content);
}
