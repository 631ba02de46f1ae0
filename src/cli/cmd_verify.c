#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "cli/answer.h"
#include "cli/attached.h"
#include "cli/seals.h"
#include "cli/signers.h"

enum {
	MANIFEST,
	SEAL,
	TRUST,
	CRL,
	SIGNER,
	ROLE,
	SSH_SIGNERS,
	SSH_IDENTITY,
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
	[ROLE] = { "role", 0, "ROLE=FILE...", "whose certificate holds a role; default: its OU" },
	[SSH_SIGNERS] = { "ssh-signers", 0, "FILE", "the allowed signers of an SSH signature" },
	[SSH_IDENTITY] = { "ssh-identity", 0, "WHO...", "who of them it must be" },
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

/* Those that are named, or of each kind that is trusted those that lie beside the manifest. They are small; a missing one
 * is a verdict, not an accident. */
static tl_status
read_seals(const struct arguments *a, const char *manifest, struct seals *out, struct tl_error *e)
{
	tl_status status = TL_OK;
	for (size_t i = 0; status == TL_OK && argument_at(a, SEAL, i) != NULL; i++)
		status = seals_add(out, argument_at(a, SEAL, i), e);
	if (a->value[SEAL] != NULL)
		return status;
	if (a->value[TRUST] != NULL)
		status = seals_find(out, manifest, KIND_SEAL, 1, e);
	if (status == TL_OK && a->value[SSH_SIGNERS] != NULL)
		status = seals_find(out, manifest, KIND_SSH, 1, e);
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
	return TL_OK;
}

/* Rows of the library become one line for people. */
struct line {
	char verdict[16], reason[256], signers[1024], time[32], not_checked[512];
	char list[16]; /* the name of the one that is open */
	size_t signed_by;
	struct told told;
};

static void
keep(char *to, size_t size, const void *text, size_t len)
{
	(void)snprintf(to, size, "%.*s", (int)(len < size ? len : size - 1), (const char *)text);
}

static void
add(char *to, size_t size, const char *between, const void *text, size_t len)
{
	size_t used = strlen(to);
	(void)snprintf(to + used, size - used, "%s%.*s", used > 0 ? between : "", (int)len,
	    (const char *)text);
}

static int
put_line(void *context, enum tl_event event, const char *name, const void *text, size_t len,
    int64_t number)
{
	struct line *line = context;
	int told = told_put(&line->told, event, name, text, len, number);

	if (told != 0 || (line->told.depth > 0 && name != NULL && event == TL_TEXT))
		return told;
	if (event == TL_LIST)
		keep(line->list, sizeof line->list, name, strlen(name));
	if (event != TL_TEXT)
		return 0;
	if (name == NULL && strcmp(line->list, "not_checked") == 0)
		add(line->not_checked, sizeof line->not_checked, ", ", text, len);
	if (name == NULL && strcmp(line->list, "signers") == 0) {
		add(line->signers, sizeof line->signers, " and ", text, len);
		line->signed_by++;
	}
	if (name == NULL)
		return 0;
	if (strcmp(name, "verdict") == 0)
		keep(line->verdict, sizeof line->verdict, text, len);
	if (strcmp(name, "reason") == 0)
		keep(line->reason, sizeof line->reason, text, len);
	if (strcmp(name, "time") == 0)
		keep(line->time, sizeof line->time, text, len);
	return 0;
}

static void
print_line(const char *out, const struct line *line)
{
	if (strcmp(line->verdict, "good") != 0)
		printf("not good: %s: %s\n", out, line->reason);
	else
		printf("good: %s was released by %s%s%s%s%s\n", out, line->signers,
		    line->time[0] == '\0'     ? ""
			: line->signed_by > 1 ? ", the first of whom claims "
					      : ", who claims ",
		    line->time, line->not_checked[0] != '\0' ? "; not checked: " : "",
		    line->not_checked);
}

static tl_status
verify_files(const struct arguments *a, const struct tl_trust *trust, const struct seals *seals,
    int manifest, int output, const struct tl_evidence *attached, struct tl_error *e)
{
	const char *slash = strrchr(a->operand[0], '/');
	const char *name = slash != NULL ? slash + 1 : a->operand[0];
	struct tl_evidence evidence = *attached;
	evidence.manifest = (struct tl_reader){ &manifest, file_reader_read };
	evidence.output = (struct tl_reader){ &output, file_reader_read };
	evidence.output_name = name;
	evidence.seal = seals->seals[0];
	evidence.more_seals = seals->seals + 1;
	evidence.more_seal_count = seals->seal_count > 1 ? seals->seal_count - 1 : 0;
	evidence.ssh_seals = seals->ssh;
	evidence.ssh_seal_count = seals->ssh_count;
	evidence.now = (int64_t)time(NULL);
	struct line line = { 0 };
	struct answer *answer = NULL;
	struct tl_answer to = { &line, put_line };
	bool json = a->value[JSON] != NULL;

	if (json)
		to = answer_begin(&answer, true, columns, e);
	tl_status status = tl_verify(trust, &evidence, &to, e);
	if (json)
		return answer_end(answer, status, e);
	if (status == TL_OK || status == TL_NO)
		print_line(a->operand[0], &line);
	tl_status printed = told_print(&line.told, e);
	return printed == TL_OK ? status : printed;
}

/* A file of the release that is missing or no plain file: the verdict says so. */
static tl_status
not_there(const struct arguments *a, struct tl_error *e)
{
	struct answer *answer;
	if (a->value[JSON] == NULL) {
		printf("not good: %s %s\n", e->file, e->what);
		*e = (struct tl_error){ 0 };
		return TL_NO;
	}
	struct tl_answer to = answer_begin(&answer, true, columns, e);
	if (answer != NULL) {
		(void)to.put(to.context, TL_ROW, NULL, NULL, 0, 0);
		(void)to.put(to.context, TL_TEXT, "verdict", "bad", 3, 0);
		(void)to.put(to.context, TL_TEXT, "reason", e->what, strlen(e->what), 0);
	}
	*e = (struct tl_error){ 0 };
	return answer_end(answer, TL_NO, e);
}

static tl_status
run_verify(const struct arguments *a, struct tl_error *e)
{
	char manifest_name[4096];
	struct tl_trust *trust = NULL;
	struct seals seals = { .file_count = 0 };
	struct attached_files files = { .index = 0 };
	struct tl_evidence attached = { .output_name = NULL };
	int output = -1, manifest = -1;

	tl_status status = check_usage(a, e);
	if (status != TL_OK)
		return status;
	(void)snprintf(manifest_name, sizeof manifest_name, "%s%s",
	    a->value[MANIFEST] != NULL ? a->value[MANIFEST] : a->operand[0],
	    a->value[MANIFEST] != NULL ? "" : ".manifest.xml");
	status = tl_trust_new(&trust, e);
	if (status == TL_OK)
		status = add_trust(trust, a, e);
	if (status == TL_OK) {
		status = file_open_strict(a->operand[0], &output, e);
		if (status == TL_OK)
			status = file_open_strict(manifest_name, &manifest, e);
		if (status == TL_OK)
			status = read_seals(a, manifest_name, &seals, e);
		if (status == TL_OK)
			status = attached_files_open(&files, &a->value[ATTACHED], &attached, e);
		status = status == TL_OK
		    ? verify_files(a, trust, &seals, manifest, output, &attached, e)
		    : status == TL_NO ? not_there(a, e)
				      : status;
	}
	if (output >= 0)
		(void)close(output);
	if (manifest >= 0)
		(void)close(manifest);
	seals_close(&seals);
	attached_files_close(&files);
	tl_trust_free(trust);
	return status;
}

const struct verb verb_verify = {
	.name = "verify",
	.usage =
	    "OUT (--trust ROOT.pem | --ssh-signers FILE --ssh-identity WHO) [--manifest FILE]\n"
	    "                [--seal FILE]... [--signer WHO] [--role ROLE=FILE]... [--crl FILE]\n"
	    "                [--proof FILE [--show]] [--index FILE] [--earlier MANIFEST]",
	.summary = "say whether a release is good, or the first reason why not",
	.options = options,
	.operands_min = 1,
	.operands_max = 1,
	.run = run_verify,
};
