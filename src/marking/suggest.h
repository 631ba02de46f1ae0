/*
 * marking/suggest.h -- what a misspelled word of a mark may have been, and how a mark is written rightly.
 *
 * Idea:   "NOFRON: did you mean NOFORN?" A word that the scheme does not have is compared with all of its forms; the nearest
 *         one is named where there is only one. A mark whose words are all known and stand in the wrong order, case or form
 *         is written again as the scheme prints it.
 * Always: neither changes what is read. A correction reads as the marking that its words say, and nothing that the mark
 *         shows is lost; where that is not certain there is none.
 * Owns:   nothing; suggestions point into the scheme.
 * Fails:  mark_correct() with TL_SYSTEM on memory.
 */
#ifndef MARKING_SUGGEST_H
#define MARKING_SUGGEST_H

#include "marking/marking.h"

#define SUGGEST_WORD 40 /* a longer word is not named */

struct suggestion {
	size_t len;
	char word[SUGGEST_WORD]; /* in capitals, only A-Z 0-9 blank . / - */
	struct slice instead;
};

/* The words of a mark that the scheme does not have and that are near one of its forms; how many, at most `most`. */
size_t mark_suggest(
    const struct scheme *scheme, struct slice text, struct suggestion *out, size_t most);

/* "; NOFRON: did you mean NOFORN?" for each of at most four words. */
void mark_add_suggestions(const struct scheme *scheme, struct slice text, struct buf *out);

/* Is the finding about a word that may be misspelled? */
bool finding_is_of_a_word(const struct scheme *scheme, const struct finding *finding);

/* The mark as it should be written, MARK_PORTION or MARK_BANNER; *out is emptied first and stays empty where the text is
 * right as it is, or where no correction is certain. */
TL_CHECK tl_status mark_correct(const struct scheme *scheme, struct slice text, enum mark_form form,
    struct arena *arena, struct buf *out, struct tl_error *e);

#endif
