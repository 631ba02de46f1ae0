/*
 * pipeline/outlet.h -- where the writer's pieces go.
 *
 * Idea:   every piece goes at the same moment to the output, to the manifest and to the withheld record, so that the three
 *         cannot tell different stories.
 * Always: the output's digest is taken over the bytes that the sink took.
 * Owns:   a hasher, the writers of manifest and record (large: on the heap) and scratch memory until outlet_release().
 * Fails:  TL_SYSTEM where a sink does not take bytes; what the manifest's and the record's writers return.
 */
#ifndef PIPELINE_OUTLET_H
#define PIPELINE_OUTLET_H

#include "document/release.h"
#include "manifest/earlier.h"
#include "manifest/encode.h"
#include "manifest/record.h"
#include "policy/policy.h"

struct outlet {
	const struct policy *policy;
	const struct plan *plan;
	struct tl_sink output;
	struct hasher hasher;
	uint64_t bytes;
	struct manifest_writer *manifest;
	struct record_writer *record; /* NULL: no record is kept */
	struct earlier *earlier;      /* NULL: nothing was released before */
	struct buf marking, released, rules, exemption;
	const struct marking *printed; /* what `marking` holds; NULL: nothing yet */
	size_t kept, withheld;
};

TL_CHECK tl_status outlet_init(struct outlet *outlet, const struct policy *policy,
    const struct plan *plan, struct tl_sink output, struct tl_error *e);
void outlet_release(struct outlet *outlet);

/* The writer's side. */
struct release outlet_side(struct outlet *outlet);

#endif
