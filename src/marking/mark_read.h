/*
 * marking/mark_read.h -- one mark while it is being read. For the files of this room only.
 *
 * Idea:   text -> mark_text (one spelling of blanks and letters) -> mark_head (level and system) -> mark_items
 *         (categories, items) -> mark_lists -> mark_findings -> value. All of it on the stack; nothing is kept of what
 *         turns out to be no mark.
 * Always: bounded: MARK_MAX bytes, CONTROLS_MAX controls, one pass over each. What does not fit is a damaged mark.
 * Owns:   nothing.
 * Fails:  never; a bad mark is an answer.
 */
#ifndef MARKING_MARK_READ_H
#define MARKING_MARK_READ_H

#include "marking/value.h"

#define MARK_MAX       4096 /* bytes of a mark; a list of every country and group has less than 2,000 */
#define CONTROLS_MAX   256
#define NAME_MAX_BYTES 128 /* of a control, with what stands before it in its tree */
#define PATHS_MAX      (2 * MARK_MAX)

struct mark_reader {
	const struct scheme *scheme;
	enum mark_form form; /* PORTION, BANNER or LINE, never AUTO */
	size_t len;          /* of text */
	size_t path_len;
	size_t count;
	uint32_t checks; /* bits of enum check_kind */
	short level;     /* -1: none found yet */
	short system;
	short last_category;          /* highest so far, for their order */
	bool parentheses, plain_case; /* plain_case: not a letter of the level is small */
	bool capital;                 /* at least one capital stands in it */
	bool small;                   /* small letters stand where capitals belong */
	bool odd;                     /* characters that only look right */
	bool single;                  /* one slash where two belong: the form of telegrams */
	bool bare;
	bool certain; /* it can be nothing but a mark, however bad */
	bool legacy;
	int near_left; /* how many more unknown words are compared with the vocabulary */
	bool strange;  /* something in it is not understood at all */
	uint64_t attributes,
	    values;         /* bits of the scheme's ISM attributes that are given, of its values */
	struct slice owner; /* text of the owners: the system's name */
	struct code_set owners, release, display;
	struct code_set release_before, display_before; /* an earlier list of the same use */
	bool release_given, display_given;
	struct control controls[CONTROLS_MAX];
	unsigned char text[MARK_MAX + 1];
	unsigned char written[MARK_MAX + 1]; /* the same with its small letters */
	unsigned char paths[PATHS_MAX];
};

void mark_reader_init(struct mark_reader *r, const struct scheme *scheme, enum mark_form form);

/* Fills r->text: trimmed, without its parentheses, in capitals, one blank for each run of blanks and line ends, none
 * beside a slash or behind a line end. False where the text cannot be a mark at all. */
bool mark_text_fill(struct mark_reader *r, struct slice text);
struct slice mark_text(const struct mark_reader *r);

void mark_note(struct mark_reader *r, enum check_kind kind);
bool mark_noted(const struct mark_reader *r, enum check_kind kind);

/* Reads all of it. False where nothing in it makes it a mark. */
bool mark_read(struct mark_reader *r, struct slice text);

/* The head, which ends at the first double slash; *rest is what follows it. False: no level and no system. */
bool mark_head(struct mark_reader *r, struct slice *rest);
/* All of a list of the scheme's fields. */
bool mark_fields(struct mark_reader *r, struct slice text);
/* All of a mark whose grammar is of words. False: no level in front. */
bool mark_words(struct mark_reader *r);
/* Is a whole line such a mark, with no word that the scheme does not have? */
bool mark_words_only(const struct scheme *scheme, struct slice line);
/* Would a name stand in such a mark as one? `unknown`: as one that no token stands before. */
bool mark_words_is_name(const struct mark_reader *r, struct slice name, bool unknown);
/* What stands between two double slashes. */
void mark_segment(struct mark_reader *r, struct slice segment);
/* One item of a segment or a word of a line: the category of what it is, -1 where the vocabulary has no such thing and
 * nothing was added. *program is the token of a run of programs that the item may continue; -1: none. */
short mark_item(struct mark_reader *r, struct slice item, short *program);

void mark_add_token(struct mark_reader *r, short token, unsigned use);
/* The name behind a token of shape name: "EXCLUSIVE FOR somebody". The token itself is added before. */
void mark_add_name(struct mark_reader *r, short token, struct slice name);
/* A name that the vocabulary does not have; category -1 where the segment's end will tell. */
void mark_add_unknown(struct mark_reader *r, short category, struct slice name);
/* A name of a tree or of a run of programs, and its compartments "COMP SUB SUB-COMP". `root` is its token, -1: none. */
void mark_add_path(struct mark_reader *r, short category, short root, struct slice name,
    struct slice compartments, bool named);

/* Two lists of one use in one mark each say that nobody else may have it: they say the same, or the mark is damaged. One
 * begins; all are read. */
void mark_list_begin(struct mark_reader *r, unsigned use);
void mark_lists_end(struct mark_reader *r);
/* The codes of a list token: "USA, GBR and FVEY". */
void mark_list(struct mark_reader *r, short token, struct slice codes);
void mark_list_code(struct mark_reader *r, short token, struct slice name);
/* Codes divided by blanks, in order; false where one is none. */
bool mark_codes(struct mark_reader *r, struct slice text, struct code_set *out);

/* Lines. */
bool mark_line_text(struct mark_reader *r, struct slice line);
/* A level, token or head whose spelling begins at *at, the longest one; *at moves behind it. NULL: none. */
const struct form *mark_line_form(const struct scheme *scheme, struct slice line, size_t *at);

/* An unknown word that is nearly a known one, or two of them without a divider. */
void mark_suspect(struct mark_reader *r, struct slice word);
/* A level in a text that has no readable head: nearly one, behind other words, or run into a token. */
bool mark_salvage(struct mark_reader *r, struct slice text);

/* The answer: the value of what was read, and the findings. `read` false: it is no mark. */
TL_CHECK tl_status mark_finish(
    struct mark_reader *r, bool read, struct arena *arena, struct mark *out, struct tl_error *e);
TL_CHECK tl_status mark_findings(const struct mark_reader *r, const struct marking *marking,
    struct arena *arena, struct mark *out, struct tl_error *e);

#endif
