/*
 * tests/unit/open_kit.h -- a release with withheld pieces in its gaps, and the openings of any of them.
 */
#ifndef UNIT_OPEN_KIT_H
#define UNIT_OPEN_KIT_H

#include <stdio.h>

#include "manifest_unit.h"

#include "manifest/attached.h"
#include "manifest/reopen.h"

/* Pieces in the gaps before, between and behind the kept ones. */
static const size_t open_counts[] = { 1, 0, 7, 15, 20 };
#define OPEN_GAPS (sizeof open_counts / sizeof *open_counts)

static inline struct slice
open_body(size_t gap, size_t piece, char text[64])
{
	(void)snprintf(text, 64, "%zu.%zu (C//NF) He named a price.\n", gap, piece);
	return slice_str(text);
}

/* Bodies must live until the writer is finished. */
static char open_bodies[OPEN_GAPS][32][64];

static inline void
open_release_of(struct release_unit *unit, const struct manifest_head *head)
{
	unit_begin(unit, head);
	for (size_t gap = 0; gap < OPEN_GAPS; gap++) {
		for (size_t i = 0; i < open_counts[gap]; i++) {
			(void)open_body(gap, i, open_bodies[gap][i]);
			unit_withhold(unit, open_bodies[gap][i]);
		}
		if (gap + 1 < OPEN_GAPS)
			unit_kept(unit, "3. (U) He left on Friday.\n");
	}
	const struct manifest_tail tail = unit_tail(unit);
	unit_finish(unit, &tail);
}

static inline void
open_release(struct release_unit *unit)
{
	const struct manifest_head head = unit_head();
	open_release_of(unit, &head);
}

/* The whole gap again, from the seed. */
static inline void
open_gap(struct reopen *r, size_t gap, struct digest *commitment)
{
	static unsigned char line[FORM_LINE_MAX];
	struct salts salts;
	size_t len;
	assert_ok(reopen_init(r, unit_seed, &salts, NULL));
	for (size_t g = 0; g <= gap; g++) {
		assert_ok(reopen_begin(r, g, g == gap, NULL));
		for (size_t i = 0; i < open_counts[g]; i++) {
			char body[64];
			const struct withheld piece = unit_withheld("");
			assert_ok(manifest_descriptor(&piece, line, &len, NULL));
			assert_ok(
			    reopen_piece(r, slice_of(line, len), open_body(g, i, body), NULL));
		}
		assert_ok(reopen_end(r, commitment, NULL));
	}
}

static inline void
open_leaf(size_t gap, size_t piece, enum gap_leaf leaf, struct gap_proof *proof)
{
	struct reopen r;
	struct digest commitment;
	open_gap(&r, gap, &commitment);
	gap_trace_open(&r.trace, piece, leaf, proof);
	reopen_release(&r);
}

static inline struct slice
open_content(size_t gap, size_t piece, enum gap_leaf leaf, char body[64], unsigned char *line)
{
	size_t len;
	const struct withheld what = unit_withheld("");
	if (leaf == GAP_BODY)
		return open_body(gap, piece, body);
	assert_ok(manifest_descriptor(&what, line, &len, NULL));
	return slice_of(line, len);
}

static inline void
open_print(struct buf *out, size_t gap, size_t piece, enum gap_leaf leaf)
{
	static unsigned char line[FORM_LINE_MAX];
	struct hasher hasher;
	struct gap_proof proof;
	char body[64];
	assert_ok(hasher_init(&hasher, NULL));
	open_leaf(gap, piece, leaf, &proof);
	assert_ok(opening_print(
	    out, gap, &proof, open_content(gap, piece, leaf, body, line), &hasher, NULL));
	hasher_release(&hasher);
}

#endif
