/*
 * format/render.h -- the bytes of one kept piece.
 *
 * Idea:   text is copied line by line through one filter: LF ends lines, no blank ends a line, no line is empty, nothing
 *         hidden remains. A mark or number may be replaced on the way.
 * Always: nothing outside the piece is ever read.
 * Owns:   nothing; the buffer is the caller's.
 * Fails:  through the buffer.
 */
#ifndef FORMAT_RENDER_H
#define FORMAT_RENDER_H

#include "base/buf.h"

/* Puts `with` in the place of bytes [from, to), counted as the piece is. */
struct edit {
	size_t from, to;
	struct slice with;
};

/* Adds the bytes [start, end) of `text` with the edits (in order) applied. `fresh`: the output is at the beginning
 * of a line. What is added begins at out->len at the time of the call. */
void render_piece(struct buf *out, struct slice text, size_t start, size_t end,
    const struct edit *edits, size_t edit_count, bool fresh);

/* Takes trailing blanks off and adds a line end, unless the output is at the beginning of a line. */
void render_end_line(struct buf *out, size_t from, bool fresh);

#endif
