/*
 * pipeline/repeats.h -- the same secret in another place.
 *
 * Idea:   what is withheld in one paragraph often stands in the summary, the subject or a table too. A run of N words
 *         of a withheld piece may stand nowhere in the output (POLICY: recheck repeated-text). Words are runs of letters
 *         and digits, compared without letter case; blanks, line breaks and punctuation do not count.
 * Always: linear in the text. Every K-th group of words of the withheld text goes into a small table; only where the
 *         kept text meets one of those are whole runs compared, by 64-bit fingerprints under a random key. A chance
 *         collision withholds too much, never too little. A long document is searched by two threads, and what they find does
 *         not depend on where it was divided.
 * Owns:   its tables, until repeats_release().
 * Fails:  TL_SYSTEM on memory.
 */
#ifndef PIPELINE_REPEATS_H
#define PIPELINE_REPEATS_H

#include "document/plan.h"

struct repeats;

/* `words`: how long a run counts, 2 to 64. */
TL_CHECK tl_status repeats_new(size_t words, struct repeats **out, struct tl_error *e);
void repeats_free(struct repeats *repeats);

/* Withholds, in the plan, every kept portion in which such a run of a withheld one ends, and again for what that
 * withholds, until nothing changes. *found counts them. TL_DOCUMENT where the chain of copies is too long. */
TL_CHECK tl_status repeats_withhold(
    struct repeats *repeats, struct plan *plan, size_t *found, struct tl_error *e);

/* The written output is searched for the runs of what the plan withholds. It is given in texts, one behind the other and
 * none of them cut inside a word, to repeats_meet(); then, where *met says that a run may stand there, all of them again to
 * repeats_holds(), which is true where a run ends in that text. The plan is there until then. */
TL_CHECK tl_status repeats_begin(
    struct repeats *repeats, const struct plan *plan, struct tl_error *e);
void repeats_meet(struct repeats *repeats, struct slice text);
TL_CHECK tl_status repeats_gather(struct repeats *repeats, bool *met, struct tl_error *e);
bool repeats_holds(struct repeats *repeats, struct slice text);

#endif
