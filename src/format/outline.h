/*
 * format/outline.h -- what hangs under what: sub-paragraphs, lists and lists in lists.
 *
 * Idea:   an item of a kind that is open already goes on with that list; another kind opens a list below the last
 *         item. An unmarked item takes the mark of what it hangs under (CAPCO 2016 §C).
 * Always: bounded depth; what is too deep hangs under the deepest. Whether a nesting is certain (the item is indented
 *         further than its parent) is answered too: an uncertain one may not lower anything.
 * Owns:   nothing.
 * Fails:  never.
 */
#ifndef FORMAT_OUTLINE_H
#define FORMAT_OUTLINE_H

#include "document/portion.h"
#include "format/prefix.h"

#define OUTLINE_DEPTH 8

struct outline {
	struct level {
		enum prefix_type type;
		uint32_t indent, value, portion;
		bool doubtful; /* may hang under more than its parent */
	} levels[OUTLINE_DEPTH];
	size_t depth; /* levels[0] is the paragraph, when there is one */
};

/* A paragraph that items may hang under; PORTION_TOP: a heading or header that nothing hangs under. */
void outline_paragraph(struct outline *outline, uint32_t portion, uint32_t indent);
/* Places an item and returns its parent, PORTION_TOP where there is none. */
uint32_t outline_item(struct outline *outline, const struct prefix *prefix, uint32_t indent,
    uint32_t portion, bool *certain);
/* Is this enumerator the next one of an open list: "(C)" behind "(B)"? */
bool outline_expects(const struct outline *outline, const struct prefix *prefix);

#endif
