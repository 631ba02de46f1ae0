/*
 * pipeline/share.h -- some messages of a document, as two sides that are compared.
 *
 * Idea:   the withheld texts of a share give samples; its kept texts are walked through and look for the samples of all
 *         shares. Nothing of one share is written while another is at work, so that they can be done side by side.
 * Always: a share begins with a message. Withheld texts of two messages make no run together. Kept ones do, because they
 *         stand side by side in the output: a share's walk goes on into the next one until no run can reach back.
 * Owns:   its tables, until share_release().
 * Fails:  TL_SYSTEM on memory; the error stands in the share.
 */
#ifndef PIPELINE_SHARE_H
#define PIPELINE_SHARE_H

#include "document/plan.h"
#include "pipeline/matches.h"
#include "pipeline/sums.h"

struct share {
	const struct measure *measure;
	const struct sieve *samples; /* of all shares */
	const struct plan *plan;
	size_t from, to; /* portions */
	/* The heads of the samples of each portion, and a 0 behind them; a portion that is not withheld has none. */
	uint32_t *heads;
	size_t count, capacity;
	struct matches matches; /* of the kept texts, or of what was written */
	const struct sieve *met;
	struct sums runs; /* every run of the withheld texts whose sample is in `met` */
	tl_status status;
	struct tl_error error;
};

void share_release(struct share *share);

/* The steps, for aside_start(); `share` is a struct share. Heads from the withheld texts; then matches in the kept ones,
 * which were cleared; then the runs, added to those that are there. */
void share_sample(void *share);
void share_meet(void *share);
void share_runs(void *share);

#endif
