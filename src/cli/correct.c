#include <stdio.h>
#include <string.h>

#include "cli/correct.h"

int
correct_write(
    struct part *out, const struct tl_source *source, const struct edit *edits, size_t count)
{
	const char *bytes = source->bytes;
	size_t at = 0;

	for (size_t i = 0; i < count; i++) {
		if (part_write(out, bytes + at, edits[i].start - at) != 0 ||
		    part_write(out, edits[i].text, edits[i].len) != 0)
			return -1;
		at = edits[i].end;
	}
	return part_write(out, bytes + at, source->len - at);
}

/* Lines of a text that is sent in parts, each with a sign before it. Terminals obey control characters, so there are none. */
struct lines {
	char sign;
	bool open; /* a line is begun and not ended */
};

static void
show(struct lines *lines, const char *text, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		unsigned char c = (unsigned char)text[i];
		if (!lines->open)
			(void)fputc(lines->sign, stderr);
		lines->open = c != '\n';
		bool control = (c < 0x20 && c != '\n' && c != '\t') || c == 0x7f;
		(void)fputc(control ? ' ' : c, stderr);
	}
}

static void
show_end(struct lines *lines)
{
	if (lines->open)
		(void)fputs("\n\\ No newline at end of file\n", stderr);
}

static size_t
count_lines(const char *text, size_t len)
{
	size_t lines = 0;
	for (size_t i = 0; i < len; i++)
		lines += text[i] == '\n';
	return lines;
}

/* The whole lines around the edits [first, last): where they begin and end. */
static void
show_hunk(const char *bytes, size_t from, size_t to, const struct edit *edits, size_t count)
{
	struct lines old = { .sign = '-' }, new = { .sign = '+' };
	size_t at = from;

	show(&old, bytes + from, to - from);
	show_end(&old);
	for (size_t i = 0; i < count; i++) {
		show(&new, bytes + at, edits[i].start - at);
		show(&new, edits[i].text, edits[i].len);
		at = edits[i].end;
	}
	show(&new, bytes + at, to - at);
	show_end(&new);
}

static size_t
line_end(const struct tl_source *source, size_t at)
{
	const char *bytes = source->bytes;
	const char *end = memchr(bytes + at, '\n', source->len - at);
	return end != NULL ? (size_t)(end - bytes) + 1 : source->len;
}

void
correct_show(
    const struct tl_source *source, const char *name, const struct edit *edits, size_t count)
{
	const char *bytes = source->bytes;
	size_t line = 1, at = 0, lost = 0; /* lost: lines that edits took away so far */

	if (count > 0)
		fprintf(stderr, "--- %s\n+++ %s\n", source->file, name);
	for (size_t i = 0; i < count;) {
		size_t from = edits[i].start, last = i;
		while (from > at && bytes[from - 1] != '\n')
			from--;
		size_t to = line_end(source, edits[i].end), fewer = 0;
		for (; last < count && edits[last].start < to; last++) {
			to = line_end(source, edits[last].end);
			fewer += count_lines(
			    bytes + edits[last].start, edits[last].end - edits[last].start);
		}
		line += count_lines(bytes + at, from - at);
		size_t lines = count_lines(bytes + from, to - from) + (bytes[to - 1] != '\n');
		fprintf(
		    stderr, "@@ -%zu,%zu +%zu,%zu @@\n", line, lines, line - lost, lines - fewer);
		show_hunk(bytes, from, to, edits + i, last - i);
		line += count_lines(bytes + from, to - from);
		lost += fewer;
		at = to;
		i = last;
	}
}
