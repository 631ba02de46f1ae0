/*
 * format/telegram.h -- diplomatic telegrams: transmission lines, addresses, class line, numbered paragraphs.
 *
 * Idea:   5 FAH-1 H-246, 5 FAH-2 and ACP 127 say how a telegram is laid out; this reader knows the lines they name.
 * Always: what policies may take for unclassified (addresses, precedence, separators) is recognised strictly, before
 *         the class line only, and never where it could be a sentence.
 * Owns:   nothing.
 * Fails:  as format/reader.h.
 */
#ifndef FORMAT_TELEGRAM_H
#define FORMAT_TELEGRAM_H

#include "format/evidence.h"
#include "format/format.h"

extern const struct format telegram;

#endif
