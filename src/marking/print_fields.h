/*
 * marking/print_fields.h -- a marking as a list of keys and values. For the files of this room only.
 *
 * Idea:   "[SEC=SECRET, CAVEAT=RI:AUSTEO]", in the order of the scheme's fields.
 * Always: all of the marking or nothing: a level or a control that has no value leaves the form without a meaning.
 * Owns:   nothing.
 * Fails:  only through the buffer.
 */
#ifndef MARKING_PRINT_FIELDS_H
#define MARKING_PRINT_FIELDS_H

#include "marking/value.h"

void print_fields(const struct marking *marking, struct buf *out);

#endif
