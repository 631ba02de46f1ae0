/*
 * marking/ism_line.h -- a line of attributes, taken apart. For the files of this room only.
 *
 * Idea:   first each attribute's value is put where its row of the scheme is; then rows are read in the scheme's order.
 *         So the order of attributes never matters.
 * Always: linear in the line; a second attribute of one name, and what is no attribute, is noted in the reader.
 * Owns:   nothing; slices point into the line.
 * Fails:  never.
 */
#ifndef MARKING_ISM_LINE_H
#define MARKING_ISM_LINE_H

#include "marking/mark_read.h"

#define ISM_WORDS_MAX 512 /* in one attribute: every country and group */

struct ism_line {
	struct slice values[ISM_MAX]; /* where r->attributes has the bit */
};

struct ism_words {
	struct slice list[ISM_WORDS_MAX];
	size_t count;
};

void ism_line_read(struct mark_reader *r, struct slice text, struct ism_line *out);
/* The next attribute; false at the end, and where what follows is none (*rest is not empty then). */
bool ism_line_next(struct slice *rest, struct slice *name, struct slice *value);
/* The words of an attribute, each once, without the row's prefix. */
void ism_words_read(
    struct mark_reader *r, const struct ism *row, struct slice value, struct ism_words *out);
/* Whose information it is: the reader's system and owners, and for a level that it does not have a finding. */
void ism_owners_read(struct mark_reader *r, const struct ism_words *owners);
/* Notes a value that is not of its row's type, or that is not one of the row's values. */
void ism_value_check(struct mark_reader *r, const struct ism *row, struct slice value);
/* One of the row's values, or it has no list of them. */
bool ism_is_value(const struct ism *row, struct slice word);
/* YYYY-MM-DD, without a time zone. */
bool ism_is_date(struct slice text);
/* A level by its short form; -1. */
short ism_level_of(const struct scheme *scheme, struct slice name);

#endif
