#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "cli/answer.h"
#include "cli/folder.h"
#include "cli/log_files.h"
#include "cli/seals.h"
#include "cli/signers.h"
#include "cli/time_stamp.h"
#include "cli/verdict_line.h"

enum {
	MANIFEST,
	SEAL,
	TRUST,
	CRL,
	SIGNER,
	TSA_TRUST,
	TSA_CRL,
	TOKEN,
	ROLE,
	SSH_SIGNERS,
	SSH_IDENTITY,
	BATCH,
	BATCH_PROOF,
	LOG,
	LOG_KEY,
	SINCE,
	ALL,
	JSON,
	ATTACHED /* ATTACHED_OPTIONS of them */
};

static const struct option_row options[] = {
	[MANIFEST] = { "manifest", 0, "FILE", "default: OUT.manifest.xml" },
	[SEAL] = { "seal", 0, "FILE...",
	    "default: MANIFEST.p7s, MANIFEST.2.p7s …; of SSH MANIFEST.sig …" },
	[TRUST] = { "trust", 0, "FILE", "the root certificates to trust, and no others" },
	[CRL] = { "crl", 0, "FILE", "revocation lists; without them revocation is not checked" },
	[SIGNER] = { "signer", 0, "WHO",
	    "who must have signed: a certificate's file, or a subject" },
	[TSA_TRUST] = { "tsa-trust", 0, "FILE",
	    "time is to be proved: root certificates of time-stamping authorities" },
	[TSA_CRL] = { "tsa-crl", 0, "FILE", "their revocation lists" },
	[TOKEN] = { "token", 0, "FILE", "the time stamp over the seal; default: SEAL.tsr" },
	[ROLE] = { "role", 0, "ROLE=FILE...", "whose certificate holds a role; default: its OU" },
	[SSH_SIGNERS] = { "ssh-signers", 0, "FILE", "the allowed signers of an SSH signature" },
	[SSH_IDENTITY] = { "ssh-identity", 0, "WHO...", "who of them it must be" },
	[BATCH] = { "batch", 0, "FILE",
	    "the release is one of this batch, and the seal is BATCH.p7s" },
	[BATCH_PROOF] = { "batch-proof", 0, "FILE", "default: OUT.batch-proof" },
	[LOG] = { "log", 0, "PROOF",
	    "the log's proof that it has the manifest (see `tearline log`)" },
	[LOG_KEY] = { "log-key", 0, "VKEY", "of the log: name+hash+base64, or a file with it" },
	[SINCE] = { "checkpoint-since", 0, "FILE", "a checkpoint of the log that you remember" },
	[ALL] = { "all", 0, NULL, "OUT is a folder: every release in it, and a summary" },
	[JSON] = { "json", 0, NULL, "the verdict as one JSON object" },
	[ATTACHED] = ATTACHED_ROWS,
	{ 0 },
};

static const struct column columns[] = { { "line", "", 0 }, { 0 } };

static tl_status
add_trust(struct tl_trust *trust, const struct arguments *a, struct tl_error *e)
{
	struct file file;

	tl_status status = TL_OK;
	if (a->value[TRUST] != NULL) {
		status = file_read(a->value[TRUST], KEY_CEILING, &file, e);
		if (status == TL_OK)
			status = tl_trust_add_root(trust, file_bytes(&file), e);
		file_close(&file);
	}
	if (status == TL_OK && a->value[CRL] != NULL) {
		status = file_read(a->value[CRL], (size_t)64 << 20, &file, e);
		if (status == TL_OK)
			status = tl_trust_add_crl(trust, file_bytes(&file), e);
		file_close(&file);
	}
	if (status == TL_OK && a->value[SIGNER] != NULL)
		status = add_signer(trust, a->value[SIGNER], e);
	for (size_t i = 0; status == TL_OK && argument_at(a, ROLE, i) != NULL; i++)
		status = add_role(trust, argument_at(a, ROLE, i), e);
	if (status == TL_OK && a->value[SSH_SIGNERS] != NULL)
		status = add_ssh_signers(trust, a->value[SSH_SIGNERS], e);
	for (size_t i = 0; status == TL_OK && argument_at(a, SSH_IDENTITY, i) != NULL; i++)
		status = tl_trust_add_ssh_identity(trust, argument_at(a, SSH_IDENTITY, i), e);
	return status;
}

static tl_status
check_usage(const struct arguments *a, struct tl_error *e)
{
	if (a->value[TRUST] == NULL && a->value[SSH_SIGNERS] == NULL)
		return usage_error(
		    e, "whom do you trust? ", "give --trust ROOT.pem, or --ssh-signers FILE");
	if ((a->value[SSH_SIGNERS] == NULL) != (a->value[SSH_IDENTITY] == NULL))
		return usage_error(e, "a list of signers and who of them it must be go together: ",
		    "--ssh-signers, --ssh-identity");
	if (a->value[TSA_TRUST] == NULL && (a->value[TOKEN] != NULL || a->value[TSA_CRL] != NULL))
		return usage_error(
		    e, "whose time stamps do you trust? ", "give --tsa-trust ROOT.pem");
	if ((a->value[LOG] == NULL) != (a->value[LOG_KEY] == NULL) ||
	    (a->value[LOG] == NULL && a->value[SINCE] != NULL))
		return usage_error(
		    e, "a log's proof and its key go together: ", "--log, --log-key");
	if (a->value[BATCH] == NULL && a->value[BATCH_PROOF] != NULL)
		return usage_error(e, "a proof needs its batch: ", "--batch FILE");
	return TL_OK;
}

/* What lies beside output and manifest, and whose time stamps count. */
struct beside {
	struct seals seals;
	struct file token;
	struct tl_trust *tsa;
	struct attached_files attached;
	struct log_files log;
	struct tl_evidence evidence; /* what of it was given */
};

/* Those that are named, or of each kind that is trusted those that lie beside the manifest. They are small; a missing one
 * is a verdict, not an accident. */
static tl_status
read_seals(const struct arguments *a, const char *sealed, const char *manifest, struct seals *out,
    struct tl_error *e)
{
	tl_status status = TL_OK;
	for (size_t i = 0; status == TL_OK && argument_at(a, SEAL, i) != NULL; i++)
		status = seals_add(out, argument_at(a, SEAL, i), e);
	if (a->value[SEAL] != NULL)
		return status;
	if (a->value[TRUST] != NULL)
		status = seals_find(out, sealed, KIND_SEAL, 1, e);
	if (status == TL_OK && a->value[SSH_SIGNERS] != NULL)
		status = seals_find(out, manifest, KIND_SSH, 1, e);
	return status;
}

/* The time stamp is over the first seal. */
static tl_status
read_token(const struct arguments *a, const char *sealed, struct beside *out, struct tl_error *e)
{
	char seal[4096 + 16];

	if (a->value[TSA_TRUST] == NULL)
		return TL_OK;
	tl_status status = load_tsa(a->value[TSA_TRUST], a->value[TSA_CRL], &out->tsa, e);
	if (status == TL_OK)
		status = seal_name(sealed, KIND_SEAL, 1, seal, e);
	if (status == TL_OK)
		status = load_token(a->value[TOKEN], a->value[SEAL] != NULL ? a->value[SEAL] : seal,
		    &out->token, e);
	return status;
}

static tl_status
read_log(const struct arguments *a, struct log_files *files, struct tl_error *e)
{
	char proof[4096];

	(void)snprintf(proof, sizeof proof, "%.4000s.batch-proof", a->operand[0]);
	tl_status status =
	    log_files_read(a->value[LOG], a->value[LOG_KEY], a->value[SINCE], files, e);
	return status != TL_OK
	    ? status
	    : batch_files_read(a->value[BATCH],
		  a->value[BATCH_PROOF] != NULL ? a->value[BATCH_PROOF] : proof, files, e);
}

static tl_status
load_beside(
    const struct arguments *a, const char *manifest, struct beside *beside, struct tl_error *e)
{
	struct seals *seals = &beside->seals;
	struct tl_evidence *evidence = &beside->evidence;

	/* A batch's seal is beside the batch. */
	const char *sealed = a->value[BATCH] != NULL ? a->value[BATCH] : manifest;

	tl_status status = read_seals(a, sealed, manifest, seals, e);
	if (status == TL_OK)
		status = read_token(a, sealed, beside, e);
	if (status == TL_OK)
		status = read_log(a, &beside->log, e);
	if (status == TL_OK)
		status = attached_files_open(&beside->attached, &a->value[ATTACHED], evidence, e);
	evidence->seal = seals->seals[0];
	evidence->more_seals = seals->seals + 1;
	evidence->more_seal_count = seals->seal_count > 1 ? seals->seal_count - 1 : 0;
	evidence->ssh_seals = seals->ssh;
	evidence->ssh_seal_count = seals->ssh_count;
	evidence->tsa = beside->tsa;
	evidence->token = file_bytes(&beside->token);
	log_files_lay(&beside->log, evidence);
	return status;
}

static void
close_beside(struct beside *beside)
{
	seals_close(&beside->seals);
	file_close(&beside->token);
	attached_files_close(&beside->attached);
	log_files_close(&beside->log);
	tl_trust_free(beside->tsa);
	free(beside);
}

static tl_status
verify_files(const struct arguments *a, const struct tl_trust *trust, struct tl_evidence *evidence,
    int manifest, int output, struct tl_error *e)
{
	const char *slash = strrchr(a->operand[0], '/');
	struct verdict_line line = { .told = { .lines = NULL } };
	struct answer *answer = NULL;
	struct tl_answer to = { &line, verdict_line_put };
	bool json = a->value[JSON] != NULL;

	evidence->manifest = (struct tl_reader){ &manifest, file_reader_read };
	evidence->output = (struct tl_reader){ &output, file_reader_read };
	evidence->output_name = slash != NULL ? slash + 1 : a->operand[0];
	evidence->now = (int64_t)time(NULL);
	if (json)
		to = answer_begin(&answer, true, columns, e);
	tl_status status = tl_verify(trust, evidence, &to, e);
	if (json)
		return answer_end(answer, status, e);
	bool whole = status == TL_OK || status == TL_NO;
	tl_status printed = verdict_line_print(&line, a->operand[0], whole, e);
	return printed == TL_OK ? status : printed;
}

/* A file of the release that is missing or no plain file: the verdict says so. */
static tl_status
not_there(const struct arguments *a, struct tl_error *e)
{
	const char *slash = strrchr(a->operand[0], '/');
	const char *name = slash != NULL ? slash + 1 : a->operand[0];
	struct answer *answer;
	if (a->value[JSON] == NULL) {
		printf("not good: ");
		print_name(e->file);
		printf(" %s\n", e->what);
		*e = (struct tl_error){ 0 };
		return TL_NO;
	}
	struct tl_answer to = answer_begin(&answer, true, columns, e);
	if (answer != NULL) {
		(void)to.put(to.context, TL_ROW, NULL, NULL, 0, 0);
		(void)to.put(to.context, TL_TEXT, "file", name, strlen(name), 0);
		(void)to.put(to.context, TL_TEXT, "missing", e->file, strlen(e->file), 0);
		(void)to.put(to.context, TL_TEXT, "verdict", "bad", 3, 0);
		(void)to.put(to.context, TL_TEXT, "reason", e->what, strlen(e->what), 0);
	}
	*e = (struct tl_error){ 0 };
	return answer_end(answer, TL_NO, e);
}

/* The strict way in: what is not there, or no plain file, is a verdict. */
static tl_status
open_and_verify(const struct arguments *a, const char *manifest_name, const struct tl_trust *trust,
    struct beside *beside, struct tl_error *e)
{
	int output = -1, manifest = -1;

	tl_status status = file_open_strict(a->operand[0], &output, e);
	if (status == TL_OK)
		status = file_open_strict(manifest_name, &manifest, e);
	if (status == TL_OK)
		status = load_beside(a, manifest_name, beside, e);
	status = status == TL_OK ? verify_files(a, trust, &beside->evidence, manifest, output, e)
	    : status == TL_NO    ? not_there(a, e)
				 : status;
	if (output >= 0)
		(void)close(output);
	if (manifest >= 0)
		(void)close(manifest);
	return status;
}

static tl_status
verify_release(const struct arguments *a, struct tl_error *e)
{
	char manifest_name[4096];
	struct tl_trust *trust = NULL;

	tl_status status = check_usage(a, e);
	if (status != TL_OK)
		return status;
	struct beside *beside = calloc(1, sizeof *beside);
	if (beside == NULL)
		return system_error(e, "", "no memory", ENOMEM);
	(void)snprintf(manifest_name, sizeof manifest_name, "%s%s",
	    a->value[MANIFEST] != NULL ? a->value[MANIFEST] : a->operand[0],
	    a->value[MANIFEST] != NULL ? "" : ".manifest.xml");
	status = tl_trust_new(&trust, e);
	if (status == TL_OK)
		status = add_trust(trust, a, e);
	if (status == TL_OK)
		status = open_and_verify(a, manifest_name, trust, beside, e);
	close_beside(beside);
	tl_trust_free(trust);
	return status;
}

static tl_status
run_verify(const struct arguments *a, struct tl_error *e)
{
	if (a->value[ALL] == NULL)
		return verify_release(a, e);
	bool single = a->value[MANIFEST] != NULL || a->value[SEAL] != NULL ||
	    a->value[TOKEN] != NULL || a->value[BATCH_PROOF] != NULL || a->value[LOG] != NULL;
	for (size_t i = 0; i < ATTACHED_OPTIONS; i++)
		single = single || a->value[ATTACHED + i] != NULL;
	if (single)
		return usage_error(e, "--all takes each release as it lies there: ",
		    "leave out what belongs to one of them");
	return folder_verify(a, a->value[BATCH], a->value[JSON] != NULL, verify_release, e);
}

const struct verb verb_verify = {
	.name = "verify",
	.usage =
	    "OUT|--all DIR (--trust ROOT.pem | --ssh-signers FILE --ssh-identity WHO) [--manifest FILE]\n"
	    "                [--seal FILE]... [--signer WHO] [--role ROLE=FILE]... [--crl FILE]\n"
	    "                [--tsa-trust ROOT.pem [--token FILE] [--tsa-crl FILE]]\n"
	    "                [--batch FILE [--batch-proof FILE]] [--log PROOF --log-key VKEY]\n"
	    "                [--proof FILE [--show]] [--index FILE] [--earlier MANIFEST]",
	.summary = "say whether a release is good, or the first reason why not",
	.options = options,
	.operands_min = 1,
	.operands_max = 1,
	.run = run_verify,
};
