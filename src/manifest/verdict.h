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
#include "manifest/threshold.h"
#include "manifest/token.h"
#include "manifest/verify.h"

enum verdict {
	VERDICT_UNKNOWN = 0,
	VERDICT_GOOD,
	VERDICT_MANIFEST, /* the output does not fit the manifest, or the manifest is none */
	VERDICT_UNSIGNED, /* there is no seal, or the manifest says that it needs none */
	VERDICT_SEAL,     /* the seal is no good, or nobody trusted made it */
	VERDICT_SIGNERS,  /* the manifest demands signers, or roles of signers, that are missing */
	VERDICT_TIME,     /* the time stamp is missing or no good, where one was asked for */
	VERDICT_BATCH,    /* a batch was given and does not hold the manifest */
	VERDICT_LOG,      /* a log's proof was given and does not prove it */
	VERDICT_ATTACHED  /* the release is good, and what was laid beside it is not */
};

#define VERDICT_NOTES 16

struct notes {
	const char
	    *text[VERDICT_NOTES]; /* noun phrases: "the revocation of the signer's certificate" */
	size_t count;
};

void note(struct notes *notes, const char *text);

struct judgement {
	enum verdict verdict;
	const char *reason; /* a sentence without its full stop */
	struct notes checked, not_checked;
	struct manifest_verdict manifest;
	bool stamped; /* a time stamp over the first seal was asked for */
	struct token_verdict token;
	struct seal_verdict seal; /* the first */
	struct seal_verdict more[FORM_SIGNERS_MAX - 1];
	struct sshsig_verdict ssh[FORM_SIGNERS_MAX];
	size_t more_count, ssh_count;
	uint32_t seal_roles[FORM_SIGNERS_MAX], ssh_roles[FORM_SIGNERS_MAX]; /* of the manifest's */
	bool seal_demanded, ssh_demanded; /* roots, or a list of signers, were given */
	char words[256];                  /* of a reason that names something */
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
	const struct tl_bytes *more_seals, *ssh; /* further seals; SSH signatures */
	size_t more_count, ssh_count; /* at most FORM_SIGNERS_MAX - 1 and FORM_SIGNERS_MAX */
	struct attachments attached;
	struct slice token;              /* over the seal */
	const struct trust *tsa;         /* whose time stamps count; NULL: none is asked for */
	struct slice batch, batch_proof; /* the seals are over the batch then */
	struct slice log_proof, log_key, log_since;
	int64_t now; /* seconds since 1970, UTC */
};

/* The whole examination. */
TL_CHECK tl_status verdict_reach(const struct seal_trust *trust, const struct evidence *evidence,
    struct judgement *out, struct tl_error *e);

/* The decision alone, from what was found; pure. `sealed`: a seal was given and checked over the digest of this very
 * manifest, and so were the further ones, the SSH signatures, and the time stamp where one was asked for. `named`: the
 * output's name was compared. Sets the other members. */
enum verdict verdict_judge(struct judgement *out, bool sealed, bool named);

/* Its part about those who signed: NULL where every signature that was given is good, enough of them count and every role is
 * held; else the reason, and which verdict it makes. */
const char *signers_fault(struct judgement *out, bool sealed, enum verdict *verdict);

#endif
