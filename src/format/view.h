/*
 * format/view.h -- the head or the tail of a text as a reader's eye takes it.
 *
 * Idea:   structure is looked for in what is seen: full-width parentheses, Cyrillic letters and zero-width characters
 *         are folded to what they look like. What is found only because of such a character is found damaged
 *         (MARKINGS: "Fold for detection, preserve bytes for output").
 * Always: typographic dashes, quotes, bullets and the pilcrow are no disguise. Every byte of a view knows where it
 *         stands in the source.
 * Owns:   nothing outside itself; a view of plain text points into it.
 * Fails:  never; text beyond VIEW_WINDOW bytes is not seen when it has to be folded.
 */
#ifndef FORMAT_VIEW_H
#define FORMAT_VIEW_H

#include <stdint.h>

#include "base/slice.h"

#define VIEW_WINDOW  400
#define VIEW_PILCROW 0x01 /* U+00B6 */
#define VIEW_OTHER   0x02 /* a character that looks like no ASCII one */

struct view {
	const unsigned char *text;
	size_t len;
	size_t clean; /* text[0..clean) needed no disguise to be undone */
	bool folded;
	unsigned char bytes[VIEW_WINDOW + 1];
	uint16_t from[VIEW_WINDOW + 1];
};

/* The head of `raw`; `plain` says that it is ASCII without control characters. */
void view_head(struct view *view, struct slice raw, bool plain);
/* The same for its tail; *skipped is how many bytes of it stand before the view. */
void view_tail(struct view *view, struct slice raw, bool plain, size_t *skipped);

/* Where the byte `at` of the view stands in `raw`, counted from the view's beginning. */
static inline size_t
view_raw(const struct view *view, size_t at)
{
	return view->folded ? view->from[at] : at;
}

#endif
