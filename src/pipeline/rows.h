/*
 * pipeline/rows.h -- a portion as a row of an answer.
 *
 * Idea:   portions, explain and audit show the same fields of a portion under the same names (CLI contract).
 * Always: the text of a portion is only in a row when it was asked for.
 * Owns:   nothing; `scratch` is the caller's, emptied and reused.
 * Fails:  through struct put and the scratch buffer.
 */
#ifndef PIPELINE_ROWS_H
#define PIPELINE_ROWS_H

#include "document/reading.h"
#include "pipeline/put.h"

/* Begins a row: index, kind, number, start, end, parent, written, marking, read. */
void put_portion(struct put *put, const struct document *document, size_t index,
    const struct read_marking *read, struct buf *scratch);

/* "(C//NF)", or nothing for NULL. */
void put_marking(
    struct put *put, const char *name, const struct marking *marking, struct buf *scratch);

#endif
