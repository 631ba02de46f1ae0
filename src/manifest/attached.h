/*
 * manifest/attached.h -- what may be laid beside a release: a proof, an index, the release before it.
 *
 * Idea:   all three are held against the manifest in the one pass in which it is held against its output.
 * Always: what was given is never left unchecked: its reason is good, or the verdict is not. A seal is checked over the
 *         bytes that were read.
 * Owns:   what the three hold; attached_release().
 * Fails:  TL_SYSTEM only. What is wrong stands in the reasons.
 */
#ifndef MANIFEST_ATTACHED_H
#define MANIFEST_ATTACHED_H

#include "manifest/earlier.h"
#include "manifest/index.h"
#include "manifest/proof.h"
#include "manifest/seal.h"
#include "manifest/verify.h"

/* What was not given has no pointer, no read function. An empty file was given. */
struct attachments {
	struct slice proof;
	struct tl_reader index;
	struct slice index_seal;
	struct tl_reader earlier; /* manifest */
	struct slice earlier_seal, earlier_output;
};

struct attached {
	struct proof proof;
	struct index_check index;
	struct earlier earlier;
	struct seal_verdict index_seal, earlier_seal;
	uint64_t gap; /* the next one */
	struct manifest_watch watch;
};

/* Reads what must be read before the pass; out->watch is for manifest_verify_watched(). */
TL_CHECK tl_status attached_begin(
    struct attached *out, const struct attachments *given, struct tl_error *e);
void attached_release(struct attached *attached);

/* After a pass in which the manifest fitted; `facts` and `digest` are its own. */
TL_CHECK tl_status attached_end(struct attached *attached, const struct attachments *given,
    const struct manifest_facts *facts, const struct digest *digest, const struct seal_trust *trust,
    int64_t now, struct tl_error *e);

#endif
