/*
 * cli/verdict_line.h -- a verdict for people.
 *
 * Idea:   the rows in which the library answers become one line, and below it what was told of files beside the release.
 * Always: only a good verdict begins with "good".
 * Owns:   what was told, until verdict_line_print() printed it.
 * Fails:  TL_SYSTEM on memory.
 */
#ifndef CLI_VERDICT_LINE_H
#define CLI_VERDICT_LINE_H

#include "cli/attached.h"

struct verdict_line {
	char verdict[16], reason[256], signers[1024], time[32], proved[32], revoked[32],
	    not_checked[1024];
	char list[16]; /* the name of the one that is open */
	size_t signed_by;
	struct told told;
};

/* For tl_answer; the context is a zeroed struct verdict_line. */
int verdict_line_put(void *context, enum tl_event event, const char *name, const void *text,
    size_t len, int64_t number);

/* `out`: the operand as given. `whole`: there is a verdict; where not, only what was told is freed. */
tl_status verdict_line_print(
    struct verdict_line *line, const char *out, bool whole, struct tl_error *e);

#endif
