/*
 * format/text.h -- the general writer: any document as plain text.
 *
 * Idea:   what is kept is written line by line from its portions, with computed banners and notices between; nothing
 *         else of the source can reach the output, because nothing else is ever copied (FORMATS A.3).
 * Always: every piece of the plan is handed to the release exactly once and in order. What is withheld in silence leaves
 *         no trace: no doubled blank line, no blank at a line's end, no number missing where numbers are renewed.
 * Owns:   its buffers, during the call.
 * Fails:  TL_SYSTEM on memory; what the release returns.
 */
#ifndef FORMAT_TEXT_H
#define FORMAT_TEXT_H

#include "document/release.h"

TL_CHECK tl_status text_write(
    const struct plan *plan, const struct release *release, struct tl_error *e);

#endif
