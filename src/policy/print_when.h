/*
 * policy/print_when.h -- one condition list in words.
 *
 * Idea:   "the portion is a paragraph, and it has ORCON": printed from the compiled list, in its order.
 * Always: groups inside groups stand in parentheses, so that and and or cannot be mixed up.
 * Owns:   nothing.
 * Fails:  only through the buffer.
 */
#ifndef POLICY_PRINT_WHEN_H
#define POLICY_PRINT_WHEN_H

#include "policy/compiled.h"

void when_print(const struct when *when, struct buf *out);

/* "paragraph, subject or list-item" */
void kinds_print(uint32_t kinds, const char *last_joint, struct buf *out);

#endif
