/*
 * format/amount.h -- how much was withheld, in the words of the official series.
 *
 * Idea:   "less than 1 line", "1½ lines", "3 paragraphs (19 lines)": a run of withheld pieces is measured as it goes by,
 *         and said once (FRUS, "Sources and Editorial Methodology").
 * Always: saturating counts; the measure of a run depends on its pieces alone.
 * Owns:   nothing.
 * Fails:  through the buffer.
 */
#ifndef FORMAT_AMOUNT_H
#define FORMAT_AMOUNT_H

#include "document/plan.h"

struct run {
	size_t pieces;     /* that count as content */
	size_t paragraphs; /* whole ones */
	size_t parts;      /* of a portion */
	size_t lines;      /* of whole portions */
	size_t columns;    /* of parts */
	size_t words;
	struct rule_set rules;
	bool before, after; /* a blank line stood before its first, behind its last piece */
};

/* Adds a withheld piece. Banners, separators and routing lines are no content. */
void run_add(struct run *run, const struct plan *plan, const struct piece *piece);

/* The policy's notice for the run, filled in; nothing where the policy wants silence or nothing was withheld. */
void run_notice(const struct run *run, const struct plan *plan, struct buf *out);

#endif
