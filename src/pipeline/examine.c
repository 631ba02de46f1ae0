#include <stdlib.h>

#include "manifest/verdict.h"
#include "pipeline/attached.h"
#include "pipeline/put_facts.h"
#include "pipeline/trust.h"

static struct slice
bytes_of(struct tl_bytes bytes)
{
	return slice_of(bytes.ptr, bytes.len);
}

tl_status
tl_trust_new(struct tl_trust **out, struct tl_error *e)
{
	*out = NULL;
	struct tl_trust *trust = calloc(1, sizeof *trust);
	if (trust == NULL)
		return error_memory(e);
	tl_status status = seal_trust_init(&trust->trust, e);
	if (status != TL_OK) {
		free(trust);
		return status;
	}
	*out = trust;
	return TL_OK;
}

void
tl_trust_free(struct tl_trust *trust)
{
	if (trust == NULL)
		return;
	seal_trust_release(&trust->trust);
	free(trust);
}

tl_status
tl_trust_add_root(struct tl_trust *trust, struct tl_bytes certificates, struct tl_error *e)
{
	return seal_trust_add_roots(&trust->trust, bytes_of(certificates), e);
}

tl_status
tl_trust_add_crl(struct tl_trust *trust, struct tl_bytes lists, struct tl_error *e)
{
	return seal_trust_add_lists(&trust->trust, bytes_of(lists), e);
}

tl_status
tl_trust_require_signer(
    struct tl_trust *trust, struct tl_bytes certificate_or_name, struct tl_error *e)
{
	return seal_trust_require(&trust->trust, bytes_of(certificate_or_name), e);
}

tl_status
tl_trust_add_ssh_signers(
    struct tl_trust *trust, struct tl_bytes allowed_signers, const char *file, struct tl_error *e)
{
	return ssh_trust_add_signers(&trust->trust.ssh, bytes_of(allowed_signers), file, e);
}

tl_status
tl_trust_add_ssh_identity(struct tl_trust *trust, const char *identity, struct tl_error *e)
{
	return ssh_trust_add_identity(&trust->trust.ssh, slice_str(identity), e);
}

tl_status
tl_trust_add_role(
    struct tl_trust *trust, struct tl_bytes role, struct tl_bytes certificate, struct tl_error *e)
{
	return seal_trust_add_role(&trust->trust, bytes_of(role), bytes_of(certificate), e);
}

static void
put_notes(struct put *put, const char *name, const struct notes *notes)
{
	put_list(put, name);
	for (size_t i = 0; i < notes->count; i++)
		put_string(put, NULL, notes->text[i]);
	put_close(put);
}

/* Of the time stamp, where it is good, and of what is only good because of it. */
static void
put_proof(struct put *put, const struct judgement *judgement)
{
	if (judgement->token.reason == TOKEN_GOOD) {
		put_time(put, "proved_time", judgement->token.moment.at);
		put_string(put, "tsa", judgement->token.tsa);
		put_string(put, "tsa_policy", judgement->token.policy);
	} else {
		put_null(put, "proved_time");
	}
	if (judgement->verdict == VERDICT_GOOD && judgement->seal.revoked_later != 0)
		put_time(put, "revoked_later", judgement->seal.revoked_later);
}

/* Whoever was found to have signed; the first one of a certificate claims a time. */
static void
put_signers(struct put *put, const struct judgement *j)
{
	if (j->seal.signer[0] != '\0') {
		put_string(put, "signer", j->seal.signer);
		put_time(put, "time", j->seal.signing_time);
	} else {
		if (j->ssh[0].signer[0] != '\0')
			put_string(put, "signer", j->ssh[0].signer);
		else
			put_null(put, "signer");
		put_null(put, "time");
	}
	put_list(put, "signers");
	if (j->seal.signer[0] != '\0')
		put_string(put, NULL, j->seal.signer);
	for (size_t i = 0; i < j->more_count; i++)
		if (j->more[i].signer[0] != '\0')
			put_string(put, NULL, j->more[i].signer);
	for (size_t i = 0; i < j->ssh_count; i++)
		if (j->ssh[i].signer[0] != '\0')
			put_string(put, NULL, j->ssh[i].signer);
	put_close(put);
}

static tl_status
put_judgement(struct put *put, const struct tl_evidence *evidence,
    const struct judgement *judgement, struct tl_error *e)
{
	put_row(put);
	put_place(put, evidence->output_name, judgement);
	put_string(put, "verdict", verdict_word(judgement->verdict));
	put_string(put, "reason", judgement->reason);
	put_signers(put, judgement);
	put_proof(put, judgement);
	if (judgement->verdict == VERDICT_GOOD) {
		put_string(put, "marking", judgement->manifest.facts.marking);
		put_string(put, "policy", judgement->manifest.facts.policy);
		put_facts(put, judgement);
	}
	if (judgement->batch.reason == BATCH_GOOD) {
		put_number(put, "batch-index", (size_t)judgement->batch.index);
		put_number(put, "batch-leaves", (size_t)judgement->batch.leaves);
	}
	if (judgement->log.reason == LOG_GOOD) {
		put_number(put, "log-index", (size_t)judgement->log.index);
		put_number(put, "log-size", (size_t)judgement->log.size);
	}
	put_certificate(put, &judgement->seal);
	put_notes(put, "checked", &judgement->checked);
	put_notes(put, "not_checked", &judgement->not_checked);
	return judgement->verdict == VERDICT_GOOD
	    ? put_attached(put, &judgement->attached, evidence->show != 0, e)
	    : TL_OK;
}

tl_status
tl_verify(const struct tl_trust *trust, const struct tl_evidence *evidence,
    const struct tl_answer *answer, struct tl_error *e)
{
	struct put put = { .answer = answer };
	struct tl_error inner = { 0 };
	struct judgement *judgement = calloc(1, sizeof *judgement);

	if (judgement == NULL)
		return error_memory(e);
	struct evidence before = { .manifest = evidence->manifest,
		.output = evidence->output,
		.output_name = evidence->output_name,
		.seal = bytes_of(evidence->seal),
		.attached = attachments_of(evidence),
		.token = bytes_of(evidence->token),
		.tsa = evidence->tsa != NULL ? &evidence->tsa->trust.trust : NULL,
		.more_seals = evidence->more_seals,
		.ssh = evidence->ssh_seals,
		.more_count = evidence->more_seal_count,
		.ssh_count = evidence->ssh_seal_count,
		.batch = bytes_of(evidence->batch),
		.batch_proof = bytes_of(evidence->batch_proof),
		.log_proof = bytes_of(evidence->log_proof),
		.log_key = bytes_of(evidence->log_key),
		.log_since = bytes_of(evidence->log_since),
		.now = evidence->now };
	tl_status status = verdict_reach(&trust->trust, &before, judgement, &inner);
	tl_status told = TL_OK;
	if (status == TL_OK || status == TL_NO)
		told = put_judgement(&put, evidence, judgement, e);
	else if (e != NULL)
		*e = inner;
	if (told == TL_OK && (status == TL_OK || status == TL_NO))
		told = put_end(&put, e);
	judgement_release(judgement);
	free(judgement);
	return told != TL_OK ? told : status;
}
