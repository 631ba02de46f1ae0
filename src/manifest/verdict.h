/*
 * manifest/verdict.h -- is this release good?
 *
 * Idea:   good needs two answers: the output fits the manifest, and the manifest is sealed by somebody who is trusted.
 *         Either alone is worth nothing: anybody can write a fitting manifest, and a true seal may lie beside another
 *         output.
 * Always: starts unknown. Only verdict_judge() says good, in one place. What was not checked is said, also when good.
 * Owns:   what was attached, until judgement_release(); all texts are constants.
 * Fails:  TL_NO for every verdict but good, with the reason in `e`; TL_SYSTEM where something could not be read or
 *         computed, and the verdict stays unknown.
 */
#ifndef MANIFEST_VERDICT_H
#define MANIFEST_VERDICT_H

#include "manifest/attached.h"
#include "manifest/batch.h"
#include "manifest/log_proof.h"
#include "manifest/seal.h"
#include "manifest/verify.h"

enum verdict {
	VERDICT_UNKNOWN = 0,
	VERDICT_GOOD,
	VERDICT_MANIFEST, /* the output does not fit the manifest, or the manifest is none */
	VERDICT_UNSIGNED, /* there is no seal, or the manifest says that it needs none */
	VERDICT_SEAL,     /* the seal is no good, or nobody trusted made it */
	VERDICT_ATTACHED, /* the release is good, and what was laid beside it is not */
	VERDICT_BATCH,    /* a batch was given and does not hold the manifest */
	VERDICT_LOG,      /* a log's proof was given and does not prove it */
	VERDICT_SIGNERS   /* the manifest demands more signers than one seal can have */
};

#define VERDICT_NOTES 16

struct notes {
	const char
	    *text[VERDICT_NOTES]; /* noun phrases: "the revocation of the signer's certificate" */
	size_t count;
};

struct judgement {
	enum verdict verdict;
	const char *reason; /* a sentence without its full stop */
	struct notes checked, not_checked;
	struct manifest_verdict manifest;
	struct seal_verdict seal;
	struct attached attached;
	struct batch_verdict batch; /* BATCH_UNCHECKED: none was given */
	struct log_verdict log;     /* LOG_UNCHECKED: no proof was given */
	struct digest digest;       /* of the manifest; zero where it does not fit */
};

/* What a judgement holds of what was laid beside the release. */
void judgement_release(struct judgement *judgement);

/* "good", "bad" or "unknown". */
const char *verdict_word(enum verdict verdict);

/* What is laid before the judge; what is empty was not given. */
struct evidence {
	struct tl_reader manifest, output;
	const char *output_name; /* NULL: the output is a stream */
	struct slice seal;
	struct attachments attached;
	struct slice batch, batch_proof; /* the seal is over the batch then */
	struct slice log_proof, log_key, log_since;
	int64_t now; /* seconds since 1970, UTC */
};

/* The whole examination. */
TL_CHECK tl_status verdict_reach(const struct seal_trust *trust, const struct evidence *evidence,
    struct judgement *out, struct tl_error *e);

/* The decision alone, from out->manifest and out->seal; pure. `sealed`: a seal was given and checked over the digest of
 * this very manifest. `named`: the output's name was compared. Sets the other members. */
enum verdict verdict_judge(struct judgement *out, bool sealed, bool named);

#endif
