/*
 * manifest/verify.h -- does this output fit this manifest, byte for byte?
 *
 * Idea:   one pass over both, side by side: each line of the manifest claims the next bytes of the output. What comes
 *         back is a fitting pair and the manifest's digest; whether the manifest is to be believed is the seal's
 *         question, and manifest/verdict.h puts the two together.
 * Always: constant memory, whatever the inputs. Lines are read by manifest/form.h and by nothing else. Nothing is
 *         taken from a manifest that does not fit.
 * Owns:   nothing after it returned.
 * Fails:  TL_NO with the first reason, in `e` too with the manifest's line; TL_SYSTEM where a reader, memory or a
 *         digest fails. In both cases *manifest_digest is zero and out->facts is empty.
 */
#ifndef MANIFEST_VERIFY_H
#define MANIFEST_VERIFY_H

#include "manifest/claims.h"

enum manifest_reason {
	MANIFEST_UNREAD = 0,
	MANIFEST_FITS,
	/* the manifest's bytes */
	MANIFEST_EMPTY,
	MANIFEST_BOM,
	MANIFEST_NUL,
	MANIFEST_CRLF,
	MANIFEST_ENCODING,
	MANIFEST_DECLARATION,
	MANIFEST_DOCTYPE,
	MANIFEST_MARKUP,
	MANIFEST_VERSION,
	MANIFEST_LONG_LINE,
	MANIFEST_UNKNOWN_LINE,
	MANIFEST_ATTRIBUTES,
	MANIFEST_NUMBER,
	MANIFEST_DIGEST,
	MANIFEST_TEXT,
	MANIFEST_NAME,
	MANIFEST_TIME,
	MANIFEST_ORDER,
	MANIFEST_UNFINISHED,
	MANIFEST_TRAILING,
	MANIFEST_TEMPLATES,
	MANIFEST_SIGNERS,
	MANIFEST_LOG,
	/* the manifest against the output */
	MANIFEST_COVER,
	MANIFEST_OUTPUT_TRUNCATED,
	MANIFEST_OUTPUT_APPENDED,
	MANIFEST_OUTPUT_CRLF,
	MANIFEST_KEPT,
	MANIFEST_INSERT,
	MANIFEST_OUTPUT_BYTES,
	MANIFEST_OUTPUT_DIGEST,
	MANIFEST_OUTPUT_NAME,
	MANIFEST_ALONE, /* well formed, and no output was asked for */
	MANIFEST_REASONS
};

/* A constant English sentence without its full stop. */
const char *manifest_reason_text(enum manifest_reason reason);

#define FACT_SIZE (FORM_TEXT_MAX + 1)

/* What a fitting manifest says, for the verdict's reader. Texts are displayable and end with a NUL. */
struct manifest_facts {
	unsigned char raw_id[FORM_ID_SIZE];
	char id[2 * FORM_ID_SIZE + 1];
	char created[FORM_TIME_SIZE + 1];
	char tool[FACT_SIZE], tool_version[FACT_SIZE];
	char policy[FACT_SIZE], policy_version[FACT_SIZE];
	char scheme[FACT_SIZE], profile[FACT_SIZE];
	char output_name[FORM_NAME_MAX + 1], media_type[FACT_SIZE], marking[FACT_SIZE];
	struct digest policy_digest, scheme_digest, source, audit, output;
	struct manifest_earlier earlier; /* the release that this one supersedes */
	uint64_t signers;                /* required; 0: unsigned */
	char roles[FORM_ROLES_MAX][FORM_ROLE_MAX + 1];
	size_t role_count;
	struct log_state log; /* origin "": none */
	uint64_t kept, inserted, gaps, output_bytes, downgrades;
};

struct manifest_verdict {
	enum manifest_reason reason;
	size_t line; /* of the manifest, where the reason was found; 0: none */
	struct manifest_facts facts;
};

/* Somebody who looks on: at each line, behind all that can be checked of it, in order; and at the bytes of a kept piece,
 * before its line. What is seen must not be believed before the whole manifest fits, and its seal is good. */
struct manifest_watch {
	void *context;
	/* `offset`: of the output's next byte. */
	tl_status (*line)(void *context, enum form_line line, const struct form_value *values,
	    uint64_t offset, struct tl_error *e);
	tl_status (*bytes)(void *context, struct slice bytes, struct tl_error *e); /* may be NULL */
};

/* `output_name` is what the output is called here, without its folder; NULL where it has no name (a stream). */
TL_CHECK tl_status manifest_verify(struct tl_reader manifest, struct tl_reader output,
    const char *output_name, struct manifest_verdict *out, struct digest *manifest_digest,
    struct tl_error *e);

/* The same with somebody who looks on; `watch` may be NULL. */
TL_CHECK tl_status manifest_verify_watched(struct tl_reader manifest, struct tl_reader output,
    const char *output_name, const struct manifest_watch *watch, struct manifest_verdict *out,
    struct digest *manifest_digest, struct tl_error *e);

/* A manifest whose output is not at hand: its own form only, and out->reason is MANIFEST_ALONE. No verdict is good. */
TL_CHECK tl_status manifest_read(struct tl_reader manifest, const struct manifest_watch *watch,
    struct manifest_verdict *out, struct digest *manifest_digest, struct tl_error *e);

#endif
