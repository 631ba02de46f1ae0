/*
 * manifest/claims.h -- what a manifest says, without its output.
 *
 * Idea:   a log holds manifests, and a manifest remembers a log's state. Both are asked of the manifest alone.
 * Always: every line is of the one form and in its place, as the verifier demands; whether it is true is the seal's and the
 *         output's question.
 * Owns:   nothing after it returned.
 * Fails:  TL_NO with the manifest's line where it is none; TL_SYSTEM.
 */
#ifndef MANIFEST_CLAIMS_H
#define MANIFEST_CLAIMS_H

#include "manifest/form.h"
#include "manifest/note.h"

/* The state of a log: what its checkpoint says. */
struct log_state {
	char origin[NOTE_NAME_MAX + 1]; /* "": none */
	uint64_t size;
	struct digest root;
};

struct claims {
	struct digest digest; /* of the manifest's bytes */
	unsigned char id[FORM_ID_SIZE];
	struct log_state log; /* the state that was seen before this release */
};

TL_CHECK tl_status claims_read(struct claims *out, struct tl_reader manifest, struct tl_error *e);

/* The values of a LINE_LOG, and back; false where origin or size can be no log's. */
void log_state_print(const struct log_state *state, struct form_value values[FORM_FIELDS_MAX]);
bool log_state_take(struct log_state *out, const struct form_value values[FORM_FIELDS_MAX]);

#endif
