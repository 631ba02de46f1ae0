/*
 * pipeline/walk.h -- the words of one text after another.
 *
 * Idea:   a run of words may begin in one text and end in the next, so the words of all of them go through one array, of
 *         which the oldest are dropped.
 * Always: before the words that were just read stand all that a run can hold together with them.
 * Owns:   nothing.
 * Fails:  never.
 */
#ifndef PIPELINE_WALK_H
#define PIPELINE_WALK_H

#include <stdbool.h>

#include "pipeline/words.h"

/* How two texts are compared: whole runs, and groups of words in them, one of which in each run is a sample. */
struct measure {
	struct word_run run, group;
	size_t window; /* groups in a run: every so manyth is a sample */
	struct word_key key;
};

/* For runs of `words` words, 2 to WORDS_MAX; the key is still to be drawn. */
struct measure measure_of(size_t words);

#define WALK_WORDS 1024 /* at hand */

struct walk {
	uint64_t words[WALK_WORDS];
	size_t count;
	size_t fresh;  /* the first that was just read */
	size_t first;  /* the first that may be in a run with those to come */
	size_t sample; /* the last word of the next sample, mostly not read yet */
	bool hit;      /* was the sample before that met? */
	size_t open;   /* runs that end before this word hold a group that was met */
	size_t seen;   /* all words so far */
};

void walk_init(struct walk *walk, const struct measure *measure);

/* Another text, that continues the words seen or does not. Its samples are counted from its own first word, whatever
 * stood before it. */
void walk_to(struct walk *walk, const struct measure *measure, bool goes_on);

/* More words of this text; false where it has none left. */
bool walk_read(struct walk *walk, const struct measure *measure, struct stretch *text);

/* The first of the words just read that is the last of such a run. */
static inline size_t
walk_end(const struct walk *walk, const struct word_run *run)
{
	size_t end = walk->first + run->length - 1;
	return end > walk->fresh ? end : walk->fresh;
}

#endif
