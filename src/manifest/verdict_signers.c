#include <stdio.h>

#include "manifest/verdict.h"

static const struct seal_verdict *
seal_at(const struct judgement *j, size_t i)
{
	return i == 0 ? &j->seal : &j->more[i - 1];
}

/* A seal by another than the required signer counts, as long as the required one is among those who sealed. */
static const char *
seals_fault(const struct judgement *j, enum verdict *verdict)
{
	bool required = false;
	for (size_t i = 0; i <= j->more_count; i++) {
		const struct seal_verdict *seal = seal_at(j, i);
		*verdict = seal->reason == SEAL_UNCHECKED ? VERDICT_UNKNOWN : VERDICT_SEAL;
		if (seal->reason == SEAL_UNCHECKED)
			return "the seal was not checked";
		if (seal->reason != SEAL_GOOD && seal->reason != SEAL_OTHER_SIGNER)
			return seal->text;
		required = required || seal->reason == SEAL_GOOD;
	}
	return required ? NULL : j->seal.text;
}

static const char *
ssh_fault(const struct judgement *j, enum verdict *verdict)
{
	for (size_t i = 0; i < j->ssh_count; i++) {
		*verdict = j->ssh[i].reason == SSHSIG_UNCHECKED ? VERDICT_UNKNOWN : VERDICT_SEAL;
		if (j->ssh[i].reason != SSHSIG_GOOD)
			return *verdict == VERDICT_UNKNOWN ? "an SSH signature was not checked"
							   : j->ssh[i].text;
	}
	return NULL;
}

/* Absence is a failure, never a pass: each kind of trust that was given must meet a signature of its kind. */
static const char *
absence(const struct judgement *j, bool sealed)
{
	if (!sealed && j->ssh_count == 0)
		return "there is no seal: anybody can have written this manifest";
	if (!sealed && j->seal_demanded)
		return "there is no seal by a certificate under the given roots";
	if (j->ssh_count == 0 && j->ssh_demanded)
		return "there is no SSH signature by the given list of signers";
	return NULL;
}

static const char *
count_fault(struct judgement *j, bool sealed)
{
	const struct manifest_facts *facts = &j->manifest.facts;
	struct signatory all[SIGNATURES_MAX];
	size_t count = 0;
	for (size_t i = 0; sealed && i <= j->more_count; i++)
		all[count++] = (struct signatory){ seal_at(j, i)->key, j->seal_roles[i] };
	for (size_t i = 0; i < j->ssh_count; i++)
		all[count++] = (struct signatory){ j->ssh[i].key, j->ssh_roles[i] };
	struct tally tally = threshold_count(all, count, facts->role_count);
	if (tally.signers < facts->signers) {
		size_t missing = (size_t)facts->signers - tally.signers;
		(void)snprintf(j->words, sizeof j->words,
		    "the manifest demands %zu signers%s, each with another key, and %zu %s missing",
		    (size_t)facts->signers, facts->role_count > 0 ? " in its roles" : "", missing,
		    missing == 1 ? "is" : "are");
		return j->words;
	}
	for (size_t i = 0; i < facts->role_count; i++)
		if ((tally.held >> i & 1) == 0) {
			(void)snprintf(j->words, sizeof j->words,
			    "the manifest demands a signer in the role %s, and there is none besides "
			    "the others",
			    facts->roles[i]);
			return j->words;
		}
	return NULL;
}

/* Before the seal, which is judged at the time that is proved. */
static const char *
time_fault(const struct judgement *j, bool sealed, enum verdict *verdict)
{
	*verdict = VERDICT_TIME;
	if (!j->stamped || (sealed && j->token.reason == TOKEN_GOOD))
		return NULL;
	if (!sealed)
		return "there is no seal of a certificate that a time stamp could be over";
	if (j->token.reason != TOKEN_UNCHECKED)
		return j->token.text;
	*verdict = VERDICT_UNKNOWN;
	return "the time stamp was not checked";
}

static void
note_signatures(struct judgement *j, bool sealed)
{
	if (sealed) {
		note(&j->checked,
		    j->batch.reason == BATCH_GOOD ? "the seal over the batch"
						  : "the seal over the manifest");
		note(&j->checked,
		    j->stamped ? "the signer's certificate up to a trusted root, at the proved time"
			       : "the signer's certificate up to a trusted root");
	}
	if (j->stamped)
		note(&j->checked, "the time, which a trusted authority stamped on the seal");
	if (j->ssh_count > 0)
		note(&j->checked, "the SSH signature over the manifest, by the list of signers");
}

const char *
signers_fault(struct judgement *j, bool sealed, enum verdict *verdict)
{
	const char *fault = absence(j, sealed);
	*verdict = VERDICT_UNSIGNED;
	if (fault == NULL)
		fault = time_fault(j, sealed, verdict);
	if (fault == NULL && sealed)
		fault = seals_fault(j, verdict);
	if (fault == NULL)
		fault = ssh_fault(j, verdict);
	if (fault != NULL)
		return fault;
	note_signatures(j, sealed);
	*verdict = VERDICT_UNSIGNED;
	if (j->manifest.facts.signers == 0)
		return "the manifest says that it was released unsigned, although a seal is there";
	*verdict = VERDICT_SIGNERS;
	fault = count_fault(j, sealed);
	if (fault == NULL && j->manifest.facts.signers > 1)
		note(&j->checked, "the number of signers, their different keys and their roles");
	return fault;
}
