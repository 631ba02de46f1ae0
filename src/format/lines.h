/*
 * format/lines.h -- the lines of a text, whatever ends them.
 *
 * Idea:   LF, CR, CRLF, VT, FF, NEL, LS and PS end a line: a viewer breaks the text there, so a reader must too. A line
 *         that shows nothing (blanks, zero-width characters) is a blank line.
 * Always: the lines of a text cover it without a hole; the work is linear in its bytes, and each byte is looked at once.
 * Owns:   nothing.
 * Fails:  never.
 */
#ifndef FORMAT_LINES_H
#define FORMAT_LINES_H

#include <stdint.h>

#include "base/slice.h"

struct line {
	size_t start; /* its first byte */
	size_t
	    text; /* the first byte behind its indentation (blanks, tabs, form feeds, a byte order mark) */
	size_t stop;     /* behind the last byte that is no blank */
	size_t end;      /* the first byte of the next line */
	uint32_t number; /* from 1 */
	uint32_t indent; /* columns; a tab goes to the next multiple of 8 */
	bool blank;
	bool plain; /* printable ASCII and tabs, nothing else */
};

struct line_scan {
	struct slice source;
	size_t at;
	uint32_t number;
};

/* False at the end of the source; `line` is untouched then. */
bool line_next(struct line_scan *scan, struct line *line);

/* The bytes from its text to its stop. */
static inline struct slice
line_text(struct slice source, const struct line *line)
{
	return slice_sub(source, line->text, line->stop);
}

/* The first byte from `at` on that is a control character, DEL or not ASCII; text.len: none. */
size_t next_special(struct slice text, size_t at);

/* The length of the line end that stands at p, 0 where there is none. */
size_t line_break(const unsigned char *p, size_t left);

#endif
