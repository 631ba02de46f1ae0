/*
 * pipeline/matches.h -- what of a text may be withheld text too.
 *
 * Idea:   every group of words of a text is sought among the samples of the withheld text. The groups that seem to be there
 *         are noted in a sieve, and the runs of words around them one by one, to be sought when it is known which runs the
 *         withheld text has there.
 * Always: a run that the two have in common is among the noted ones, or there were too many of them and `all` says that
 *         the text has to be read again for its runs.
 * Owns:   its tables, until matches_release(). Zeroed memory has met nothing; it is cleared before its first use.
 * Fails:  TL_SYSTEM on memory.
 */
#ifndef PIPELINE_MATCHES_H
#define PIPELINE_MATCHES_H

#include "pipeline/sieve.h"
#include "pipeline/walk.h"

struct match {
	uint64_t run;   /* its fingerprint */
	size_t portion; /* where it ends */
};

struct matches {
	struct sieve groups;
	struct match *runs;
	size_t count, capacity;
	bool any; /* a group was met */
	bool all; /* more runs than are noted */
};

/* For a sieve of so many blocks. */
TL_CHECK tl_status matches_clear(struct matches *matches, size_t blocks, struct tl_error *e);
void matches_release(struct matches *matches);
/* Forgets the runs and gives their memory back. */
void matches_drop(struct matches *matches);

/* The walk goes on through this text. */
void matches_find(struct matches *matches, const struct measure *measure,
    const struct sieve *samples, struct walk *walk, struct stretch text, size_t portion);

#endif
