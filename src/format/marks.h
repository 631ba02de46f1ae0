/*
 * format/marks.h -- the marks in one paragraph: in front, behind, and in between.
 *
 * Idea:   a mark counts where a paragraph begins or ends. Which of the two is the paragraph's own is a property of the
 *         whole message (format/settle.h), so all of them are collected first. What stands in the middle can only raise.
 * Always: a broken mark at such a place is found as a damaged one, never overlooked: a lost parenthesis, square
 *         brackets, look-alike letters, a level spelled out with nothing around it.
 * Owns:   nothing; markings belong to the document.
 * Fails:  TL_SYSTEM on memory.
 */
#ifndef FORMAT_MARKS_H
#define FORMAT_MARKS_H

#include "document/document.h"

struct found {
	const struct marking *marking; /* NULL: none */
	uint32_t at, len;              /* from the text's beginning; len 0: found nowhere */
	unsigned char state;           /* enum mark_state */
	bool legacy;
	bool doubtful; /* may be no mark at all: it can raise, it cannot lower */
};

struct marks {
	struct found lead, tail;
	const struct marking *middle; /* join of the marks in between; NULL: none */
	struct found entire;          /* an "entire text" statement */
	bool suspect; /* something stands where a mark may stand, and is none (format/suspect.h) */
};

struct paragraph {
	struct slice text; /* without blanks at its ends */
	bool plain;
	size_t body; /* behind number or bullet */
};

TL_CHECK tl_status marks_find(struct document *document, const struct paragraph *paragraph,
    struct marks *out, struct tl_error *e);
/* Each alone: a subject has a lead here and a tail there. */
TL_CHECK tl_status marks_lead(struct document *document, const struct paragraph *paragraph,
    struct found *out, struct tl_error *e);
TL_CHECK tl_status marks_tail(struct document *document, const struct paragraph *paragraph,
    struct found *out, struct tl_error *e);
TL_CHECK tl_status marks_entire(struct document *document, const struct paragraph *paragraph,
    struct found *out, struct tl_error *e);

/* What is found but cannot be read: the highest reading. */
struct found found_damaged(const struct document *document, size_t at, size_t len);

#endif
