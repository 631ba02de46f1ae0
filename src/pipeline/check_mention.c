/* Texts about marks hold what looks like one and is none. The reader takes it for damage, which is right where something may leave;
 * whoever checks a manual wants to hear of marks alone. */
#include "pipeline/check.h"

static const size_t longest_parenthesis = 320;

#define LETTERS_MAX 24 /* of an abbreviation */
#define WORDS_MAX   12 /* before it */

static bool
is_letter(unsigned char c)
{
	return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

static unsigned char
small(unsigned char c)
{
	return c >= 'A' && c <= 'Z' ? (unsigned char)(c - 'A' + 'a') : c;
}

/* The parentheses that a text ends with, a full stop or colon behind them or not; len 0: none. */
static struct slice
last_parenthesis(struct slice text)
{
	while (text.len > 0 && memchr(" \t\r\n.:;,", text.ptr[text.len - 1], 8) != NULL)
		text.len--;
	if (text.len < 3 || text.ptr[text.len - 1] != ')')
		return slice_of(NULL, 0);
	size_t at = text.len - 1;
	while (at > 0 && text.len - at < longest_parenthesis && text.ptr[at] != '(')
		at--;
	return text.ptr[at] == '(' ? slice_sub(text, at, text.len) : slice_of(NULL, 0);
}

/* Which letters of the abbreviation may be reached with this word: its first letter, and then others of it in their order. Bit n:
 * n letters are spelled. */
static uint32_t
spell_word(struct slice word, const unsigned char *letters, size_t count, uint32_t spelled)
{
	uint32_t reached = 0;
	for (size_t n = 0; n < count; n++) {
		if ((spelled >> n & 1) == 0 || small(word.ptr[0]) != letters[n])
			continue;
		size_t next = n + 1;
		reached |= (uint32_t)1 << next;
		for (size_t i = 1; i < word.len && next < count; i++) {
			if (small(word.ptr[i]) == letters[next])
				reached |= (uint32_t)1 << ++next;
		}
	}
	return reached;
}

/* "RESTRICTED DATA (RD)": a control's short form behind the words that it stands for, each of which gives it its first letter.
 * A level is no abbreviation: that would be a mark. */
static bool
is_abbreviation(const struct scheme *scheme, struct slice before, struct slice content)
{
	unsigned char letters[LETTERS_MAX];
	size_t count = 0, words = 0;
	uint32_t spelled = 0;

	for (size_t i = 0; i < content.len; i++) {
		if (is_letter(content.ptr[i]) && count == LETTERS_MAX)
			return false;
		if (is_letter(content.ptr[i]))
			letters[count++] = small(content.ptr[i]);
	}
	if (count < 2 || scheme_token(scheme, content) < 0 || scheme_level(scheme, content) >= 0)
		return false;
	size_t from = before.len;
	while (from > 0 && words < WORDS_MAX)
		words += before.ptr[--from] == ' ';
	struct slice rest = slice_sub(before, from, before.len);
	while (rest.len > 0) {
		struct slice word = slice_split(&rest, ' ');
		if (word.len > 0)
			spelled = spell_word(word, letters, count, spelled | 1);
	}
	return (spelled >> count & 1) != 0;
}

/* "[Explicit FD&R]", "[program identifier]": to be filled in. */
static bool
holds_placeholder(struct slice text)
{
	const unsigned char *open = memchr(text.ptr, '[', text.len);
	size_t small_letters = 0;

	if (open == NULL)
		return false;
	for (const unsigned char *at = open; at < text.ptr + text.len && *at != ']'; at++)
		small_letters += *at >= 'a' && *at <= 'z';
	return small_letters >= 2;
}

/* Signs in quotation marks, and no letter. */
static bool
is_quoted_sign(struct slice content)
{
	bool letters = false;
	for (size_t i = 0; i < content.len; i++)
		letters = letters || is_letter(content.ptr[i]);
	return !letters && content.len > 2 &&
	    (content.ptr[0] == '"' || slice_starts(content, "\xe2\x80\x9c"));
}

static bool
is_example(struct slice content)
{
	return slice_starts(content, "e.g.") || slice_starts(content, "i.e.");
}

/* "SECRET........ 48" in a table of contents. */
static bool
is_contents_line(struct slice text)
{
	size_t digits = 0, dots = 0;

	text = slice_trim(text);
	while (text.len > 0 && text.ptr[text.len - 1] >= '0' && text.ptr[text.len - 1] <= '9') {
		text.len--;
		digits++;
	}
	text = slice_trim(text);
	while (dots < text.len && text.ptr[text.len - 1 - dots] == '.')
		dots++;
	return digits > 0 && dots >= 4;
}

static bool
ends_with_mention(const struct scheme *scheme, struct slice text)
{
	struct slice tail = last_parenthesis(text);
	if (tail.len == 0)
		return false;
	struct slice content = slice_trim(slice_sub(tail, 1, tail.len - 1));
	struct slice before = slice_trim(slice_of(text.ptr, (size_t)(tail.ptr - text.ptr)));
	return content.len > 0 &&
	    (is_example(content) || is_quoted_sign(content) || holds_placeholder(content) ||
		is_abbreviation(scheme, before, content));
}

bool
check_is_mention(const struct checking *c, size_t portion, struct slice mark)
{
	struct slice text = portion_text(&c->document, &c->document.portions[portion]);
	struct slice tail = last_parenthesis(text);
	size_t at = mark.len > 0 ? (size_t)(mark.ptr - text.ptr) : 0;
	struct slice rest = slice_sub(text, at, text.len), line = slice_split(&rest, '\n');

	if (slice_starts(line, "//"))
		return holds_placeholder(line);
	return tail.len > 0 && mark.ptr == tail.ptr && ends_with_mention(c->scheme, text);
}

bool
check_holds_mention(const struct checking *c, size_t portion)
{
	struct slice text = portion_text(&c->document, &c->document.portions[portion]);
	return is_contents_line(text) || ends_with_mention(c->scheme, text);
}
