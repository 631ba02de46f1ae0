/*
 * document/portion.h -- one portion of a document, as the reader saw it.
 *
 * Idea:   "ordinarily a paragraph, but also subjects, titles, metadata, graphics, tables, bullet statements"
 *         (CAPCO 2016 §C). It is a span of the source with a kind and, perhaps, a mark of its own.
 * Always: a missing or damaged mark is a state, not a guess. What was read and what was decided are apart:
 *         decisions are in document/plan.h.
 * Owns:   nothing; offsets point into the document's source, markings into the document's arena.
 * Fails:  never.
 */
#ifndef DOCUMENT_PORTION_H
#define DOCUMENT_PORTION_H

#include <stdint.h>

#include "marking/marking.h"

enum portion_kind {
	PORTION_UNKNOWN = 0, /* the reader cannot name it: withheld */
	PORTION_ROUTING,
	PORTION_PRECEDENCE,
	PORTION_FROM,
	PORTION_TO,
	PORTION_INFO,
	PORTION_PASSING,
	PORTION_BANNER,
	PORTION_CAPTION,
	PORTION_DECLASSIFICATION,
	PORTION_TAGS,
	PORTION_SUBJECT,
	PORTION_REFERENCE,
	PORTION_AUTHORITY,
	PORTION_HEADING,
	PORTION_PARAGRAPH,
	PORTION_SUBPARAGRAPH,
	PORTION_LIST_ITEM,
	PORTION_TABLE_CELL,
	PORTION_FIGURE,
	PORTION_FOOTNOTE,
	PORTION_HEADER,
	PORTION_FOOTER,
	PORTION_SIGNATURE,
	PORTION_SEPARATOR,
	PORTION_METADATA,
	PORTION_KINDS
};

/* "paragraph", "declassification-line", ... as policies and the command line spell them. */
const char *portion_kind_name(enum portion_kind kind);
/* PORTION_KINDS where there is no such kind. */
enum portion_kind portion_kind_find(struct slice name);

#define PORTION_TOP UINT32_MAX /* no parent */

enum portion_flag {
	/* A blank line, or the start of the source, stands before it. */
	PORTION_BLANK_BEFORE = 1,
	/* Its span ends with a blank line. */
	PORTION_BLANK_AFTER = 2,
	/* The rest of an earlier portion behind a section break or page line: parent is that portion, and the two
	 * share one mark. */
	PORTION_CONTINUES = 4,
	/* Nothing but a release notice in brackets: "[2 lines not declassified]". */
	PORTION_NOTICE = 8,
	/* The mark stands behind its text. */
	PORTION_TRAILING = 16,
	/* The mark has a form that was right once (struct mark.legacy). */
	PORTION_LEGACY = 32
};

struct portion {
	/* Bytes of the source, end exclusive. */
	size_t start, end;
	/* The own mark's marking, joined with the message's captions; NULL: unmarked. */
	const struct marking *own;
	/* Of an "entire text" statement above it; NULL: none. */
	const struct marking *entire;
	/* Index of an earlier portion, or PORTION_TOP. */
	uint32_t parent;
	/* Index of the message it belongs to. */
	uint32_t message;
	/* The line of `start`, from 1. */
	uint32_t line;
	/* The mark as written, counted from `start`; length 0: none. */
	uint32_t mark_start, mark_len;
	/* The digits of its number, without dot or pilcrow, counted from `start`; length 0: none. */
	uint32_t number_start, number_len;
	unsigned char kind;  /* enum portion_kind */
	unsigned char mark;  /* enum mark_state of the own mark */
	unsigned char flags; /* enum portion_flag, added up */
};

#endif
