/*
 * pipeline/check.h -- the lint of a document's markings, while it runs.
 *
 * Idea:   one walk over the portions of each message. What the marks alone say wrong is in mark_parse()'s findings, which are
 *         kept with each distinct text; what two marks say together is found here. A row a finding, in the source's order.
 * Always: nothing here changes how a mark is read. No text of the document is shown but a misspelled word of a mark, where
 *         it holds nothing but capitals, digits and few signs (marking/suggest.h).
 * Owns:   the document and the scratch space, until check_release().
 * Fails:  TL_SYSTEM on memory or where a row is not taken.
 */
#ifndef PIPELINE_CHECK_H
#define PIPELINE_CHECK_H

#include "document/reading.h"
#include "marking/lint.h"
#include "pipeline/put.h"

/* One message: what was seen of it. */
struct check_message {
	size_t number, first, end; /* portions [first, end) */
	uint32_t date;             /* YYYYMMDD; 0: unknown */
	size_t banner;             /* the portion that shows it; SIZE_MAX: none */
	size_t marked;             /* portions with a mark that can be read */
	bool open;                 /* some portion could not be read, or bears no mark */
	bool told;                 /* that a banner line is not well */
	uint32_t block;            /* lines of the authority block */
	size_t block_at;           /* the last portion that holds one */
	struct slice
	    once[BLOCK_ONCE_MAX]; /* the first value of each kind of line that stands once */
};

/* Where the last row stood, so that many rows of one portion are found in one walk. */
struct place {
	size_t portion, offset;
	size_t line, column; /* from 1; line 0: nowhere yet */
};

struct checking {
	const struct scheme *scheme;
	struct document document;
	struct rollup *rollup;
	uint32_t date; /* that was given for the whole document; 0: none */
	struct put put;
	size_t found;
	size_t suggestions; /* how many words are still compared with the scheme */
	struct arena scratch;
	struct buf text, fix;
	struct check_message message;
	struct place place;
	const struct marking *covered; /* by the message's banner, as was asked last */
};

struct check_row {
	const char *rule, *text;
	enum severity severity;
	size_t portion;
	size_t start, end;  /* bytes of the source */
	struct slice mark;  /* to suggest words from; len 0: none */
	struct slice write; /* what belongs there; len 0: it is not known */
	bool certain;       /* and it says the same as what stands there */
	uint32_t until;     /* YYYYMM; 0: unknown */
};

/* Sends one finding; `text` gets what can be said beside the rule's own words. */
tl_status check_report(struct checking *c, const struct check_row *row, struct tl_error *e);
/* The same for a finding of the scheme, about the bytes [start, end) of a portion. NULL: nothing to report. */
tl_status check_lint(struct checking *c, const struct block_finding *lint, size_t portion,
    size_t start, size_t end, struct tl_error *e);

/* The marks of one portion: its own, a banner line, a caption line. */
tl_status check_marks(struct checking *c, size_t portion, struct tl_error *e);
/* Is the mark of a portion, which is no good one, an abbreviation behind its words, an example or a template? It stays damaged,
 * and is no finding. */
bool check_is_mention(const struct checking *c, size_t portion, struct slice mark);
/* Does a portion whose own mark is good end with one, or is it a line of a table of contents? */
bool check_holds_mention(const struct checking *c, size_t portion);
/* What roll-up, banner and neighbours say of the message, before and for each portion. */
void check_sum(struct checking *c);
tl_status check_banner(struct checking *c, struct tl_error *e);
tl_status check_banner_whole(struct checking *c, struct tl_error *e);
tl_status check_place(struct checking *c, size_t portion, struct tl_error *e);
/* The lines of an authority block. */
tl_status check_block(struct checking *c, size_t portion, struct tl_error *e);
tl_status check_block_whole(struct checking *c, struct tl_error *e);
/* "O 271130Z FEB 04" as 20040227; 0 where the text shows no date. */
uint32_t check_date_of(struct slice text);

#endif
