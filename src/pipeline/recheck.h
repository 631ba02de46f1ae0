/*
 * pipeline/recheck.h -- the output is a suspect.
 *
 * Idea:   the written output is read again from its bytes, by the same format's reader and by searches that know nothing of
 *         the format (POLICY: recheck). It stands at the one place where every format publishes.
 * Always: any finding means that nothing is published.
 * Owns:   nothing of the caller's; its own document is released before it returns.
 * Fails:  TL_DOCUMENT with the output's line and what does not hold.
 */
#ifndef PIPELINE_RECHECK_H
#define PIPELINE_RECHECK_H

#include "format/format.h"
#include "pipeline/repeats.h"
#include "pipeline/window.h"
#include "policy/policy.h"

struct recheck {
	const struct policy *policy;
	const struct format *format;
	const struct plan *plan;
	const char *name;        /* of the output, for messages */
	struct repeats *repeats; /* NULL: the policy does not ask */
};

/* *repeated: withheld words stand in the output, and the policy only reports it. */
TL_CHECK tl_status recheck_output(
    const struct recheck *recheck, const struct output *output, bool *repeated, struct tl_error *e);

#endif
