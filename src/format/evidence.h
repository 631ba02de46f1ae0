/*
 * format/evidence.h -- how much in the head of a file speaks for a format.
 *
 * Idea:   a bid counts kinds of lines, each once, by the bits that they verify: a rare word is strong, a common one weak.
 * Always: bytes that no text format reads (NUL, markup, mail headers) bid nothing.
 * Owns:   nothing.
 * Fails:  never.
 */
#ifndef FORMAT_EVIDENCE_H
#define FORMAT_EVIDENCE_H

#include "marking/scheme.h"

int telegram_bid(struct slice head, const struct scheme *scheme);
int memo_bid(struct slice head, const struct scheme *scheme);

#endif
