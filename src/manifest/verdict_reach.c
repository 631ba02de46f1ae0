#include "manifest/leaf_reader.h"
#include "manifest/verdict.h"

void
judgement_release(struct judgement *judgement)
{
	attached_release(&judgement->attached);
}

/* Key and proof go together; either alone is a proof that proves nothing. */
static tl_status
ask_log(const struct evidence *evidence, struct judgement *out, struct tl_error *e)
{
	const struct log_question question = { .proof = evidence->log_proof,
		.key = evidence->log_key,
		.since = evidence->log_since,
		.manifest = &out->digest,
		.id = out->manifest.facts.raw_id,
		.seen = &out->manifest.facts.log };
	if (question.proof.len == 0 && question.key.len == 0 && question.since.len == 0)
		return TL_OK;
	return log_proof_check(&question, &out->log, e);
}

/* The manifest, and its place in a batch, out of one reading. */
static tl_status
examine(const struct evidence *evidence, struct judgement *out, struct tl_error *e)
{
	struct leaf_reader leaf;
	struct digest digest;
	if (evidence->batch.len == 0)
		return manifest_verify_watched(evidence->manifest, evidence->output,
		    evidence->output_name, &out->attached.watch, &out->manifest, &out->digest, e);
	TRY(leaf_reader_init(&leaf, evidence->manifest, e));
	tl_status status = manifest_verify_watched(leaf_reader_of(&leaf), evidence->output,
	    evidence->output_name, &out->attached.watch, &out->manifest, &out->digest, e);
	if (status == TL_OK)
		status = leaf_reader_end(&leaf, &digest, e);
	if (status == TL_OK)
		status =
		    batch_check(evidence->batch, evidence->batch_proof, &digest, &out->batch, e);
	leaf_reader_release(&leaf);
	return status;
}

static tl_status
check_seal(const struct seal_trust *trust, const struct evidence *evidence, struct judgement *out,
    struct tl_error *e)
{
	if (evidence->batch.len == 0)
		return seal_check(
		    trust, evidence->seal, &out->digest, evidence->now, &out->seal, e);
	return seal_check_content(
	    trust, SEAL_OF_BATCH, evidence->seal, &out->batch.digest, evidence->now, &out->seal, e);
}

/* The seal is checked over the digest of the bytes that were examined, in the same pass: there is no second look at
 * the file that somebody could have changed in between. */
tl_status
verdict_reach(const struct seal_trust *trust, const struct evidence *evidence,
    struct judgement *out, struct tl_error *e)
{
	memset(out, 0, sizeof *out);
	bool sealed = false;
	tl_status status = attached_begin(&out->attached, &evidence->attached, e);
	if (status == TL_OK)
		status = examine(evidence, out, e);
	if (status == TL_OK)
		status = ask_log(evidence, out, e);
	if (status == TL_OK && evidence->seal.len > 0) {
		sealed = true;
		status = check_seal(trust, evidence, out, e);
	}
	if (status == TL_OK)
		status = attached_end(&out->attached, &evidence->attached, &out->manifest.facts,
		    &out->digest, trust, evidence->now, e);
	enum verdict verdict = verdict_judge(out, sealed, evidence->output_name != NULL);
	if (status == TL_SYSTEM || (status == TL_OK && verdict == VERDICT_UNKNOWN)) {
		out->verdict = VERDICT_UNKNOWN;
		return status == TL_SYSTEM ? TL_SYSTEM : error_set(e, TL_SYSTEM, "%s", out->reason);
	}
	if (status == TL_OK && verdict == VERDICT_GOOD)
		return TL_OK;
	out->verdict = verdict == VERDICT_GOOD ? VERDICT_UNKNOWN : verdict;
	return error_set(e, TL_NO, "%s", out->reason);
}
