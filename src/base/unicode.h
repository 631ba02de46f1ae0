/*
 * base/unicode.h -- what a reader would take a character for.
 *
 * Idea:   a mark written with a Cyrillic letter, a full-width parenthesis or a zero-width space inside looks like
 *         a mark and must be found as a damaged one. Folding is for detection only; output keeps the bytes.
 * Always: ASCII folds to itself. Folded text is never written to an output.
 * Owns:   nothing; the folded text is added to the caller's buffer. ICU is loaded for the first character beyond ASCII.
 * Fails:  unicode_start() with TL_SYSTEM where ICU is not there; the others only through the buffer.
 */
#ifndef BASE_UNICODE_H
#define BASE_UNICODE_H

#include "base/buf.h"

/* NFKC (UAX #15) without default-ignorable characters (UAX #44), then look-alike letters, digits, slashes, dashes,
 * colons, commas, blanks, line ends and parentheses to their ASCII twin (UTS #39). Letter case is kept; bytes that are
 * not UTF-8 become U+FFFD. Folding a part gives the part of the folding wherever the part ends before an ASCII character.
 * Linear in text.len; a run of more than 128 characters that join is folded in pieces. */
void unicode_fold(struct slice text, struct buf *out);

/* Characters that are never shown or that change how others are shown: zero-width, bidi controls, tags, variation
 * selectors, soft hyphen, interlinear annotation, line and paragraph separators, noncharacters, C0 and C1 controls
 * other than TAB LF FF CR. They leave in no output. */
bool unicode_is_hidden(uint32_t character);

/* Comes before anything else that is asked here of a document with characters beyond ASCII: without it a folding that
 * fails could pass for a text without look-alikes. */
TL_CHECK tl_status unicode_start(struct tl_error *e);

/* The bytes before the first character beyond ASCII. */
size_t slice_ascii_length(struct slice text);
bool slice_is_ascii(struct slice text);

#endif
