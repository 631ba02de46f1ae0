#include "manifest/leaf_reader.h"
#include "manifest/tee.h"
#include "manifest/verdict.h"

void
judgement_release(struct judgement *judgement)
{
	attached_release(&judgement->attached);
}

static struct slice
bytes_of(struct tl_bytes bytes)
{
	return slice_of(bytes.ptr, bytes.len);
}

/* The roles of the manifest that a seal's certificate may hold: those that the verifier gave to it, and where he gave a role
 * to nobody, those that stand in it as an organizational unit. */
static uint32_t
roles_of_seal(const struct seal_trust *trust, const struct manifest_facts *facts,
    const struct seal_verdict *seal)
{
	uint32_t held = 0;
	for (size_t i = 0; i < facts->role_count; i++) {
		bool given = false, here = false;
		for (size_t r = 0; r < trust->role_count; r++) {
			if (strcmp(trust->roles[r].name, facts->roles[i]) != 0)
				continue;
			given = true;
			here = here || strcmp(trust->roles[r].fingerprint, seal->fingerprint) == 0;
		}
		for (size_t u = 0; !given && u < SEAL_UNITS_MAX; u++)
			here = here || strcmp(seal->units[u], facts->roles[i]) == 0;
		held |= (uint32_t)here << i;
	}
	return held;
}

static uint32_t
roles_of_ssh(const struct ssh_trust *trust, const struct manifest_facts *facts,
    const struct sshsig_verdict *ssh)
{
	uint32_t held = 0;
	for (size_t i = 0; i < facts->role_count; i++)
		held |= (uint32_t)ssh_trust_has_role(trust, ssh->principals_line, facts->roles[i])
		    << i;
	return held;
}

/* The time stamp is over the first seal, and says when that is to be judged. */
static tl_status
first_moment(const struct evidence *evidence, struct judgement *out, struct moment *moment,
    struct tl_error *e)
{
	struct tl_error inner = { 0 };
	*moment = (struct moment){ .at = evidence->now, .until = evidence->now };
	if (!out->stamped)
		return TL_OK;
	tl_status status = token_check(
	    evidence->tsa, evidence->token, evidence->seal, evidence->now, &out->token, &inner);
	if (status == TL_OK)
		*moment = out->token.moment;
	return status == TL_OK || status == TL_NO ? TL_OK : error_set(e, status, "%s", inner.what);
}

/* A seal that is no good is an answer, which verdict_judge() finds. */
static tl_status
check_seals(const struct seal_trust *trust, const struct evidence *evidence, struct judgement *out,
    struct tl_error *e)
{
	if (evidence->more_count > FORM_SIGNERS_MAX - 1)
		return error_set(e, TL_USAGE, "more than %d seals", FORM_SIGNERS_MAX);
	struct moment now = { .at = evidence->now, .until = evidence->now }, first;
	bool batch = evidence->batch.len > 0;
	enum seal_content content = batch ? SEAL_OF_BATCH : SEAL_OF_MANIFEST;
	const struct digest *digest = batch ? &out->batch.digest : &out->digest;
	TRY(first_moment(evidence, out, &first, e));
	if (out->stamped && out->token.reason != TOKEN_GOOD)
		return TL_OK; /* it is not known when they are to be judged */
	for (size_t i = 0; i <= evidence->more_count; i++) {
		struct seal_verdict *seal = i == 0 ? &out->seal : &out->more[i - 1];
		struct slice bytes =
		    i == 0 ? evidence->seal : bytes_of(evidence->more_seals[i - 1]);
		struct tl_error inner = { 0 };
		tl_status status = seal_check_at(
		    trust, content, bytes, digest, i == 0 ? &first : &now, seal, &inner);
		if (status != TL_OK && status != TL_NO)
			return error_set(e, status, "%s", inner.what);
		out->more_count = i;
		out->seal_roles[i] = roles_of_seal(trust, &out->manifest.facts, seal);
	}
	return TL_OK;
}

static tl_status
check_ssh(const struct seal_trust *trust, const struct evidence *evidence,
    const struct wide_digest *manifest, struct judgement *out, struct tl_error *e)
{
	for (size_t i = 0; i < evidence->ssh_count; i++) {
		struct sshsig_verdict *ssh = &out->ssh[i];
		struct tl_error inner = { 0 };
		tl_status status = sshsig_check(
		    &trust->ssh, bytes_of(evidence->ssh[i]), manifest, evidence->now, ssh, &inner);
		if (status != TL_OK && status != TL_NO)
			return error_set(e, status, "%s", inner.what);
		out->ssh_count = i + 1;
		if (status == TL_OK)
			out->ssh_roles[i] = roles_of_ssh(&trust->ssh, &out->manifest.facts, ssh);
	}
	return TL_OK;
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

/* The manifest is read once, through whoever wants to hash it: for its place in a batch, for an SSH signature. */
static tl_status
read_manifest(const struct evidence *evidence, struct tee *tee, struct leaf_reader *leaf,
    struct judgement *out, struct wide_digest *wide, struct tl_error *e)
{
	struct tl_reader manifest = evidence->manifest;
	struct digest digest;

	if (evidence->ssh_count > 0) {
		TRY(tee_init(tee, manifest, e));
		manifest = tee_reader(tee);
	}
	if (evidence->batch.len > 0) {
		TRY(leaf_reader_init(leaf, manifest, e));
		manifest = leaf_reader_of(leaf);
	}
	TRY(manifest_verify_watched(manifest, evidence->output, evidence->output_name,
	    &out->attached.watch, &out->manifest, &out->digest, e));
	if (evidence->ssh_count > 0)
		TRY(tee_end(tee, wide, e));
	if (evidence->batch.len == 0)
		return TL_OK;
	TRY(leaf_reader_end(leaf, &digest, e));
	return batch_check(evidence->batch, evidence->batch_proof, &digest, &out->batch, e);
}

/* The manifest, all signatures over it, and what lies beside it. */
static tl_status
examine(const struct seal_trust *trust, const struct evidence *evidence, struct judgement *out,
    struct tl_error *e)
{
	struct tee tee = { .hasher = { NULL, true } };
	struct leaf_reader leaf = { .hasher = { .failed = true } };
	struct wide_digest wide = { { 0 } };

	if (evidence->ssh_count > FORM_SIGNERS_MAX)
		return error_set(e, TL_USAGE, "more than %d SSH signatures", FORM_SIGNERS_MAX);
	tl_status status = attached_begin(&out->attached, &evidence->attached, e);
	if (status == TL_OK)
		status = read_manifest(evidence, &tee, &leaf, out, &wide, e);
	if (status == TL_OK)
		status = ask_log(evidence, out, e);
	if (status == TL_OK && evidence->seal.len > 0)
		status = check_seals(trust, evidence, out, e);
	if (status == TL_OK)
		status = check_ssh(trust, evidence, &wide, out, e);
	if (status == TL_OK)
		status = attached_end(&out->attached, &evidence->attached, &out->manifest.facts,
		    &out->digest, trust, evidence->now, e);
	leaf_reader_release(&leaf);
	tee_release(&tee);
	return status;
}

/* The seals are checked over the digest of the bytes that were examined, in the same pass: there is no second look at
 * the file that somebody could have changed in between. */
tl_status
verdict_reach(const struct seal_trust *trust, const struct evidence *evidence,
    struct judgement *out, struct tl_error *e)
{
	memset(out, 0, sizeof *out);
	out->stamped = evidence->tsa != NULL;
	out->seal_demanded = trust->trust.roots > 0;
	out->ssh_demanded = trust->ssh.len > 0;
	tl_status status = examine(trust, evidence, out, e);
	bool sealed = status != TL_NO && evidence->seal.len > 0;
	enum verdict verdict = verdict_judge(out, sealed, evidence->output_name != NULL);
	if ((status != TL_OK && status != TL_NO) ||
	    (status == TL_OK && verdict == VERDICT_UNKNOWN)) {
		out->verdict = VERDICT_UNKNOWN;
		return status != TL_OK ? status : error_set(e, TL_SYSTEM, "%s", out->reason);
	}
	if (status == TL_OK && verdict == VERDICT_GOOD)
		return TL_OK;
	out->verdict = verdict == VERDICT_GOOD ? VERDICT_UNKNOWN : verdict;
	return error_set(e, TL_NO, "%s", out->reason);
}
