/*
 * cli/findings.h -- what `check` found: lines for people, JSON lines, or SARIF for other programs.
 *
 * Idea:   the library sends a row a finding; each is written at once. The corrections that are certain are kept beside them,
 *         once for each place, for --fix.
 * Always: no control character reaches a terminal. SARIF is one object of version 2.1.0 (OASIS Standard, 27 March 2020),
 *         complete also where nothing was found.
 * Owns:   the corrections, until findings_release().
 * Fails:  through the put function, which returns -1 when standard output or memory fails.
 */
#ifndef CLI_FINDINGS_H
#define CLI_FINDINGS_H

#include "cli/cli.h"

enum findings_style {
	FINDINGS_LINES,
	FINDINGS_JSON,
	FINDINGS_SARIF
};

/* `text` belongs in the place of the source's bytes [start, end). */
struct edit {
	size_t start, end, len;
	char *text;
};

struct findings;

/* NULL: no memory. `source` is what is checked. */
struct findings *findings_new(enum findings_style style, const struct tl_source *source);
void findings_release(struct findings *findings);
struct tl_answer findings_answer(struct findings *findings);
/* Behind the last row; `complete`: the whole source was checked. */
tl_status findings_end(struct findings *findings, bool complete, struct tl_error *e);

/* In the order of their places, none over another. */
const struct edit *findings_edits(const struct findings *findings, size_t *count);

#endif
