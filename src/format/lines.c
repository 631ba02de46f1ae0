#include "format/lines.h"
#include "base/unicode.h"
#include "base/utf8.h"

#define ONES UINT64_C(0x0101010101010101)
#define TOPS UINT64_C(0x8080808080808080)

size_t
next_special(struct slice s, size_t at)
{
	uint64_t eight;

	while (s.len - at >= sizeof eight) {
		memcpy(&eight, s.ptr + at, sizeof eight);
		uint64_t below = eight - ONES * 0x20; /* borrows where a byte is < 0x20 */
		uint64_t above = eight + ONES;        /* carries into the top bit for 0x7f */
		if (((below | above | eight) & TOPS) != 0)
			break;
		at += sizeof eight;
	}
	while (at < s.len && s.ptr[at] >= 0x20 && s.ptr[at] < 0x7f)
		at++;
	return at;
}

size_t
line_break(const unsigned char *p, size_t left)
{
	switch (p[0]) {
	case '\n':
	case '\v':
		return 1;
	case '\r':
		return left > 1 && p[1] == '\n' ? 2 : 1;
	case '\f': /* a page ends with its line: FF CR LF is one end */
		return 1 +
		    (left > 1 && (p[1] == '\n' || p[1] == '\r') ? line_break(p + 1, left - 1) : 0);
	case 0xc2:
		return left > 1 && p[1] == 0x85 ? 2 : 0;
	case 0xe2:
		return left > 2 && p[1] == 0x80 && (p[2] == 0xa8 || p[2] == 0xa9) ? 3 : 0;
	}
	return 0;
}

static size_t
skip_indentation(struct slice source, struct line *line)
{
	size_t at = line->start;

	if (at == 0 && slice_starts(source, "\xef\xbb\xbf"))
		at = 3;
	for (; at < source.len; at++) {
		if (source.ptr[at] == ' ')
			line->indent++;
		else if (source.ptr[at] == '\t')
			line->indent = (line->indent | 7) + 1;
		else if (source.ptr[at] != '\f')
			break;
	}
	return at;
}

/* Nothing in it can be seen: it divides paragraphs as an empty line does. */
static bool
shows_nothing(struct slice text)
{
	size_t at = 0;
	while (at < text.len) {
		uint32_t c = utf8_next(text, &at);
		bool blank = c == ' ' || c == '\t' || c == 0xa0 || c == 0x1680 ||
		    (c >= 0x2000 && c <= 0x200a) || c == 0x202f || c == 0x205f || c == 0x2800 ||
		    c == 0x3000;
		if (!blank && !unicode_is_hidden(c))
			return false;
	}
	return true;
}

bool
line_next(struct line_scan *scan, struct line *line)
{
	struct slice source = scan->source;
	if (scan->at >= source.len)
		return false;

	*line = (struct line){ .start = scan->at, .number = ++scan->number, .plain = true };
	size_t at = skip_indentation(source, line), ending = 0;
	line->text = at;
	while ((at = next_special(source, at)) < source.len) {
		ending = line_break(source.ptr + at, source.len - at);
		if (ending > 0)
			break;
		if (source.ptr[at] != '\t')
			line->plain = false;
		at++;
	}
	line->stop = at;
	line->end = at + ending;
	while (line->stop > line->text &&
	    (source.ptr[line->stop - 1] == ' ' || source.ptr[line->stop - 1] == '\t'))
		line->stop--;
	line->blank =
	    line->stop == line->text || (!line->plain && shows_nothing(line_text(source, line)));
	scan->at = line->end;
	return true;
}
