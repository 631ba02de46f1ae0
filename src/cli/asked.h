/*
 * cli/asked.h -- lines that were asked before, with their answers.
 *
 * Idea:   the marks of a document are few and come again and again. What a line is answered depends on nothing but the
 *         line, so that the same bytes get the bytes that they got before.
 * Always: bounded: as many slots as there are, one for each hash; a later line takes the place of an earlier one. A line is
 *         compared byte by byte. What is too long is not kept.
 * Owns:   asked_free() releases it.
 * Fails:  asked_new() returns NULL on memory; nothing is remembered then.
 */
#ifndef CLI_ASKED_H
#define CLI_ASKED_H

#include <stdbool.h>
#include <stddef.h>

#include "tearline.h"

struct asked;

struct asked *asked_new(void);
void asked_free(struct asked *asked);

/* The answer to this line and its status; false where it is not known. */
bool asked_find(const struct asked *asked, const void *line, size_t len, const char **row,
    size_t *row_len, tl_status *status);
void asked_keep(struct asked *asked, const void *line, size_t len, const char *row, size_t row_len,
    tl_status status);

#endif
