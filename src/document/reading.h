/*
 * document/reading.h -- how the marking of a portion is found.
 *
 * Idea:   in this order (POLICY.md, "How a decision is made", step 1): its own mark; what the policy assumes of its
 *         kind; its parent's marking; an "entire text" statement above it; the banner; else there is none.
 * Always: pure: no allocation, no I/O. PORTION_UNKNOWN and damaged marks are never read from anywhere else.
 * Owns:   nothing.
 * Fails:  never; READING_NONE and READING_DAMAGED are answers.
 */
#ifndef DOCUMENT_READING_H
#define DOCUMENT_READING_H

#include "document/document.h"

enum reading {
	READING_NONE = 0,
	READING_DAMAGED,
	READING_OWN,
	READING_ASSUMED,
	READING_PARENT,
	READING_ENTIRE_TEXT,
	READING_BANNER
};

/* "own", "assumed", ... as the command line spells them. */
const char *reading_name(enum reading reading);

enum unmarked {
	UNMARKED_WITHHOLD = 0,
	UNMARKED_BANNER, /* entire text above, else banner */
	UNMARKED_PARENT  /* parent, else as UNMARKED_BANNER */
};

/* One row a kind. */
struct reading_rules {
	enum unmarked unmarked[PORTION_KINDS];
	const struct marking *assume[PORTION_KINDS]; /* NULL: nothing is assumed */
};

/* Sub-paragraphs and list items from their parent, everything else from the banner, nothing assumed: what
 * `tearline portions` shows, which knows no policy. */
extern const struct reading_rules reading_default;

struct read_marking {
	enum reading how;
	const struct marking
	    *marking; /* NULL with READING_NONE; the highest reading with READING_DAMAGED */
};

struct read_marking portion_read(
    const struct document *document, size_t index, const struct reading_rules *rules);

#endif
