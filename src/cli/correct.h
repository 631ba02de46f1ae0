/*
 * cli/correct.h -- a corrected copy of a source, and the lines that differ.
 *
 * Idea:   corrections replace marks and nothing else; every other byte is copied. What was done is shown as a unified
 *         diff without context, so that a person can read it and `patch` can apply it.
 * Always: edits are in the order of their places and do not overlap.
 * Owns:   nothing.
 * Fails:  with -1 where the copy cannot be written.
 */
#ifndef CLI_CORRECT_H
#define CLI_CORRECT_H

#include "cli/findings.h"
#include "cli/publish.h"

int correct_write(
    struct part *out, const struct tl_source *source, const struct edit *edits, size_t count);
/* On standard error. `name` is the copy's. */
void correct_show(
    const struct tl_source *source, const char *name, const struct edit *edits, size_t count);

#endif
