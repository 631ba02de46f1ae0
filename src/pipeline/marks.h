/*
 * pipeline/marks.h -- the row that tells of one mark, whatever it was read from.
 *
 * Idea:   a line of text and a label are answered alike: input, valid, known, level, system, portion, banner, findings.
 * Always: forms are empty where the mark is not read.
 * Owns:   nothing.
 * Fails:  TL_SYSTEM where the other side does not take the row; TL_NO where the mark is not valid.
 */
#ifndef PIPELINE_MARKS_H
#define PIPELINE_MARKS_H

#include "marking/marking.h"
#include "pipeline/put.h"

#define MARK_CEILING ((size_t)64 << 20) /* memory for one mark and what it prints */

TL_CHECK tl_status put_mark(struct put *put, const struct scheme *scheme, struct slice input,
    const struct mark *mark, struct tl_error *e);
/* How the first stands to the second. */
enum tl_order order_of(const struct marking *first, const struct marking *second);

#endif
