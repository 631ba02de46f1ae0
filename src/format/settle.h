/*
 * format/settle.h -- which of a paragraph's marks is its own.
 *
 * Idea:   in one document marks stand in front of their paragraphs, in another behind them. That is decided from all
 *         marks of a message, when its end is reached, and never portion by portion (MARKINGS §5).
 * Always: where both occur in one paragraph, where a mark stands at the end the message does not use, or where one
 *         stands in the middle, the higher reading wins: nothing here reads lower than the plain answer would.
 * Owns:   the drafts of one message.
 * Fails:  TL_SYSTEM on memory.
 */
#ifndef FORMAT_SETTLE_H
#define FORMAT_SETTLE_H

#include "format/marks.h"

/* What was found in one portion; index for index beside the document's portions of this message. */
struct draft {
	struct found lead, tail;
	const struct marking *middle;
	const struct marking *rest; /* what its continuations bear */
	bool entire;                /* `lead` is an "entire text" statement */
	bool
	    counts; /* a paragraph, sub-paragraph or item: it shows where this message puts its marks */
	bool disguised; /* its structure was seen only after folding */
	bool doubtful;  /* may be the middle of the paragraph before it */
	bool uncertain; /* may hang under more than its parent */
	bool suspect;   /* begins or ends with what may be the wreck of a mark */
	bool
	    wreck; /* and it is more than an enumerator out of sequence, which a redacted list has */
	bool signature; /* may be the name under a message */
};

struct drafts {
	struct draft *rows;
	size_t count, capacity;
};

TL_CHECK tl_status drafts_add(struct drafts *drafts, const struct draft *draft, struct tl_error *e);
void drafts_release(struct drafts *drafts);

/* Decides own marks, "entire text" and parents of the last message, and forgets its drafts. */
TL_CHECK tl_status settle_message(
    struct document *document, struct drafts *drafts, struct tl_error *e);

#endif
