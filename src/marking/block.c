#include "marking/pattern.h"
#include "marking/vocabulary.h"

static bool
is_letter_or_digit(unsigned char c)
{
	return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || c >= 0x80;
}

/* The line whose label stands at `at`; the longest one. NULL: none. */
static const struct block_line *
label_at(const struct block *block, struct slice text, size_t at, size_t *len)
{
	const struct block_line *found = NULL;
	*len = 0;
	if (at > 0 && is_letter_or_digit(text.ptr[at - 1]))
		return NULL;
	if (!block->first[text.ptr[at] % BLOCK_FIRST])
		return NULL;
	size_t most = text.len - at < 64 ? text.len : at + 64;
	for (size_t i = 0; i < block->line_count; i++) {
		size_t head = pattern_head(block->lines[i].label, slice_sub(text, at, most));
		if (head > *len) {
			*len = head;
			found = &block->lines[i];
		}
	}
	return found;
}

/* The value without what ends a sentence or a parenthesis that holds the whole block. */
static size_t
value_end(struct slice text, size_t from, size_t to)
{
	size_t open = 0, close = 0;
	for (size_t i = from; i < to; i++) {
		open += text.ptr[i] == '(';
		close += text.ptr[i] == ')';
	}
	while (to > from) {
		unsigned char c = text.ptr[to - 1];
		if (c == ')' && close > open)
			close--;
		else if (strchr(" \t\r\n\f.;,", c) == NULL || c == '\0')
			break;
		to--;
	}
	return to;
}

static const struct block_finding *
judge(const struct block *block, const struct block_line *line, struct slice value)
{
	for (size_t i = 0; i < line->form_count; i++) {
		const struct block_form *form = &block->forms[line->first_form + i];
		if (pattern_matches(form->is, form->more, value))
			return form->finding.id != NULL ? &form->finding : NULL;
	}
	return line->finding.id != NULL ? &line->finding : NULL;
}

bool
block_next(const struct scheme *scheme, struct slice text, size_t *at, struct block_seen *out)
{
	const struct block *block = &scheme->block;
	const struct block_line *line = NULL;
	size_t len = 0;
	if (block->line_count == 0)
		return false;
	for (; line == NULL && *at < text.len; ++*at)
		line = label_at(block, text, *at, &len);
	if (line == NULL)
		return false;
	size_t label = *at - 1, from = label + len, next = 0, to = from;
	while (to < text.len && label_at(block, text, to, &next) == NULL)
		to++;
	*at = to;
	while (from < to && strchr(" \t\r\n\f", text.ptr[from]) != NULL && text.ptr[from] != '\0')
		from++;
	to = value_end(text, from, to);
	*out = (struct block_seen){ .line = (size_t)(line - block->lines),
		.at = label,
		.value = from,
		.end = to,
		.finding = judge(block, line, slice_sub(text, from, to)) };
	return true;
}

const struct block_finding *
block_lacks(const struct scheme *scheme, uint32_t seen, size_t *next)
{
	const struct block *block = &scheme->block;
	while (*next < block->need_count) {
		const struct block_need *need = &block->needs[(*next)++];
		if ((seen & need->of) != 0 && (seen & need->one) == 0)
			return &need->finding;
	}
	return NULL;
}

/* The next byte that counts, small letters as capitals; 0: no more. */
static unsigned char
next_byte(struct slice text, size_t *at)
{
	while (
	    *at < text.len && strchr(" \t\r\n\f", text.ptr[*at]) != NULL && text.ptr[*at] != '\0')
		++*at;
	if (*at == text.len)
		return 0;
	unsigned char c = text.ptr[(*at)++];
	return c >= 'a' && c <= 'z' ? (unsigned char)(c - 'a' + 'A') : c;
}

bool
block_same(struct slice a, struct slice b)
{
	size_t at_a = 0, at_b = 0;
	unsigned char c;
	do {
		c = next_byte(a, &at_a);
		if (c != next_byte(b, &at_b))
			return false;
	} while (c != 0);
	return true;
}

int
block_once(const struct scheme *scheme, size_t line, const struct block_finding **finding)
{
	const struct block *block = &scheme->block;
	for (size_t i = 0; i < block->once_count; i++) {
		if ((block->once[i].of >> line & 1) != 0) {
			*finding = &block->once[i].finding;
			return (int)i;
		}
	}
	return -1;
}

bool
block_is_known(const struct scheme *scheme)
{
	return scheme->block.line_count > 0;
}
