/*
 * cli/answer.h -- answers of the library as JSON lines or as a table.
 *
 * Idea:   the library answers in events; these two turn them into lines on standard output.
 * Always: a table shows no control character of a document: terminals obey them.
 * Owns:   answer_end() writes the last row and releases everything.
 * Fails:  through the put function, which returns -1 when standard output or memory fails.
 */
#ifndef CLI_ANSWER_H
#define CLI_ANSWER_H

#include "cli/cli.h"

struct column {
	const char *field; /* NULL ends the table */
	const char *title; /* NULL in the first: no line of titles */
	int width;         /* 0: the rest of the line */
};

struct answer;

/* `json`: one object a line; else the columns. */
struct tl_answer answer_begin(
    struct answer **answer, bool json, const struct column *columns, struct tl_error *e);
/* All of it for a call that takes nothing but the answer. */
tl_status answer_list(bool json, const struct column *columns,
    tl_status (*list)(const struct tl_answer *answer, struct tl_error *e), struct tl_error *e);
/* The bytes of the last row, complete: to be written again where the same is asked again. They live until the next row. */
int answer_last(struct answer *answer, const char **row, size_t *len);
int answer_again(struct answer *answer, const char *row, size_t len);
/* Status of the call that filled it; flushes the last row. */
tl_status answer_end(struct answer *answer, tl_status status, struct tl_error *e);

#endif
