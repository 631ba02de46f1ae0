/*
 * pipeline/redact.h -- one document through the corridor, before anybody signs.
 *
 * Idea:   a release by itself and one of a batch differ only in what is done with the manifest's digest.
 * Always: a fresh seed for each document, wiped before this returns.
 * Owns:   nothing.
 * Fails:  as corridor(); TL_USAGE for a time or a log's head that can be none.
 */
#ifndef PIPELINE_REDACT_H
#define PIPELINE_REDACT_H

#include "pipeline/corridor.h"

struct redaction {
	const struct policy *policy;
	const struct tl_source *source;
	const struct tl_release *release;
	size_t signers; /* 0: unsigned */
	bool leaf;      /* the digest is that of a batch's leaf */
};

TL_CHECK tl_status redact_source(
    const struct redaction *redaction, struct outcome *out, struct tl_error *e);
/* One row: kept, withheld, repeated, repeats-left. */
TL_CHECK tl_status redact_report(
    const struct tl_answer *answer, const struct outcome *outcome, struct tl_error *e);

/* RFC 3339 in UTC, whole seconds. */
TL_CHECK tl_status redact_time(int64_t now, char out[FORM_TIME_SIZE + 1], struct tl_error *e);

#endif
