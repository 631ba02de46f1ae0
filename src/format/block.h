/*
 * format/block.h -- a block of lines becomes a portion.
 *
 * Idea:   when a block ends, all of it is known: its kind is made certain (heading, subject, indented block), its marks are
 *         collected, its parent is found.
 * Always: every close adds at least one portion and leaves no block open.
 * Owns:   nothing.
 * Fails:  TL_SYSTEM on memory.
 */
#ifndef FORMAT_BLOCK_H
#define FORMAT_BLOCK_H

#include "format/reader.h"

/* Closes the open block, if there is one; its portion ends before `end`. */
TL_CHECK tl_status block_close(struct reader *reader, size_t end, struct tl_error *e);

bool block_is_paragraph(const struct block *block);
/* Is the line the rest of the paragraph that the lines above it interrupt? */
bool continues_here(const struct reader *reader, const struct line *line);
/* A subject runs on over lines that are indented, or in the same letter case behind a line that is full. */
bool subject_goes_on(struct slice source, const struct block *block, const struct line *line);
/* What follows a marked header line without a blank line would read with its mark: only what is its like goes on. */
bool header_goes_on(struct slice source, const struct block *block, const struct line *line);
/* A source note that lists captions runs on behind a comma, a semicolon or a long line. */
bool note_goes_on(struct slice source, const struct block *block);

/* The marks before, behind and inside a subject: "9646. (U) Subject: ...", "SUBJECT: ... (U)". */
TL_CHECK tl_status subject_marks(struct document *document, const struct paragraph *paragraph,
    struct draft *draft, struct tl_error *e);
/* "574. For Smith. Subject: ...": the first block of a printed telegram. */
bool text_holds_subject(struct slice text);

#endif
