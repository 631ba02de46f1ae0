/*
 * format/memo.h -- memoranda in plain text: banners at top and bottom, headers, paragraphs between blank lines.
 *
 * Idea:   the same walk as a telegram; only the lines above the text differ, and banners are roll-ups, not captions.
 * Always: addresses are recognised above the text only.
 * Owns:   nothing.
 * Fails:  as format/reader.h.
 */
#ifndef FORMAT_MEMO_H
#define FORMAT_MEMO_H

#include "format/evidence.h"
#include "format/format.h"

extern const struct format memo;

#endif
