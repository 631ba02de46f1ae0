#include "manifest/verdict.h"

void
judgement_release(struct judgement *judgement)
{
	attached_release(&judgement->attached);
}

/* First the time stamp, because it says when the seal is to be judged. */
static tl_status
check_seal(const struct seal_trust *trust, const struct evidence *evidence, struct judgement *out,
    struct tl_error *e)
{
	struct moment moment = { .at = evidence->now, .until = evidence->now };
	if (out->stamped) {
		TRY(token_check(
		    evidence->tsa, evidence->token, evidence->seal, evidence->now, &out->token, e));
		moment = out->token.moment;
	}
	return seal_check_at(trust, evidence->seal, &out->digest, &moment, &out->seal, e);
}

/* The seal is checked over the digest of the bytes that were examined, in the same pass: there is no second look at
 * the file that somebody could have changed in between. */
tl_status
verdict_reach(const struct seal_trust *trust, const struct evidence *evidence,
    struct judgement *out, struct tl_error *e)
{
	memset(out, 0, sizeof *out);
	bool sealed = false;
	out->stamped = evidence->tsa != NULL;
	tl_status status = attached_begin(&out->attached, &evidence->attached, e);
	if (status == TL_OK)
		status = manifest_verify_watched(evidence->manifest, evidence->output,
		    evidence->output_name, &out->attached.watch, &out->manifest, &out->digest, e);
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
