/*
 * marking/pattern.h -- the shape of a line or of its value, as a scheme writes it down.
 *
 * Idea:   a form on paper is a few fixed words with blanks, digits and dates between them; a pattern shows it as it looks.
 *         A letter stands for itself in either case, a blank for one or more blanks or line ends, '_' for any number of
 *         them, '#' for a digit, '*' for whatever comes (at least one character), {ymd} for 20301231, {m/d/y} for 2/27/2014
 *         or 02/27/14, {a-h} for a letter of that range, in either case. Alternatives are divided by '|'.
 * Always: linear in text and pattern but for one '*', which costs their product; both are short.
 * Owns:   nothing.
 * Fails:  never; a pattern is checked when its scheme is loaded.
 */
#ifndef MARKING_PATTERN_H
#define MARKING_PATTERN_H

#include <stdint.h>

#include "base/slice.h"

#define PATTERN_TEXT_MAX 4096 /* a longer text matches nothing */

/* Can it be read? At most one '*' in each alternative, and none but the braces above. */
bool pattern_is_sound(struct slice pattern);

/* All of the text. Behind one of the alternatives any number of those of `more` may follow. */
bool pattern_matches(struct slice pattern, struct slice more, struct slice text);

/* How many bytes at the head of the text the longest alternative without '*' takes; 0: none. */
size_t pattern_head(struct slice pattern, struct slice text);

#endif
