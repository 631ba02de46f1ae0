/*
 * cli/sarif.h -- findings in the Static Analysis Results Interchange Format, version 2.1.0.
 *
 * Idea:   results are written as they come, and the rules that they name behind them: memory for as many rules as there
 *         are, however many results.
 * Always: one JSON object; columns are counted in characters (columnKind unicodeCodePoints).
 * Owns:   its rules, until sarif_end().
 * Fails:  with -1 where standard output or memory fails.
 */
#ifndef CLI_SARIF_H
#define CLI_SARIF_H

#include <jansson.h>

#include "cli/cli.h"

struct sarif {
	json_t *rules; /* of the driver, in the order in which they were met */
	json_t *index; /* their numbers by id */
	size_t results;
};

int sarif_begin(struct sarif *sarif);
/* A row of tl_check(). */
int sarif_result(struct sarif *sarif, const struct tl_source *source, const json_t *row);
/* `complete`: the run succeeded. */
int sarif_end(struct sarif *sarif, bool complete);

#endif
