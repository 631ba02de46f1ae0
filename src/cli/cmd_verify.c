#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "cli/answer.h"
#include "cli/attached.h"
#include "cli/folder.h"
#include "cli/token.h"

enum {
	MANIFEST,
	SEAL,
	TRUST,
	CRL,
	SIGNER,
	TSA_TRUST,
	TSA_CRL,
	TOKEN,
	ALL,
	JSON,
	ATTACHED /* ATTACHED_OPTIONS of them */
};

static const struct option_row options[] = {
	[MANIFEST] = { "manifest", 0, "FILE", "default: OUT.manifest.xml" },
	[SEAL] = { "seal", 0, "FILE", "default: MANIFEST.p7s" },
	[TRUST] = { "trust", 0, "FILE", "the root certificates to trust, and no others" },
	[CRL] = { "crl", 0, "FILE", "revocation lists; without them revocation is not checked" },
	[SIGNER] = { "signer", 0, "WHO",
	    "who must have signed: a certificate's file, or a subject" },
	[TSA_TRUST] = { "tsa-trust", 0, "FILE",
	    "time is to be proved: root certificates of time-stamping authorities" },
	[TSA_CRL] = { "tsa-crl", 0, "FILE", "their revocation lists" },
	[TOKEN] = { "token", 0, "FILE", "the time stamp over the seal; default: SEAL.tsr" },
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

	tl_status status = file_read(a->value[TRUST], KEY_CEILING, &file, e);
	if (status == TL_OK)
		status = tl_trust_add_root(trust, file_bytes(&file), e);
	file_close(&file);
	if (status == TL_OK && a->value[CRL] != NULL) {
		status = file_read(a->value[CRL], (size_t)64 << 20, &file, e);
		if (status == TL_OK)
			status = tl_trust_add_crl(trust, file_bytes(&file), e);
		file_close(&file);
	}
	if (status != TL_OK || a->value[SIGNER] == NULL)
		return status;
	if (access(a->value[SIGNER], F_OK) != 0)
		return tl_trust_require_signer(
		    trust, (struct tl_bytes){ a->value[SIGNER], strlen(a->value[SIGNER]) }, e);
	status = file_read(a->value[SIGNER], KEY_CEILING, &file, e);
	if (status == TL_OK)
		status = tl_trust_require_signer(trust, file_bytes(&file), e);
	file_close(&file);
	return status;
}

/* The seal is small; a missing one is a verdict, not an accident. */
static tl_status
read_seal(const char *path, struct file *out, struct tl_error *e)
{
	int fd;

	*out = (struct file){ 0 };
	tl_status status = file_open_strict(path, &fd, e);
	if (status != TL_OK)
		return status;
	status = file_read_descriptor(fd, path, KEY_CEILING, out, e);
	(void)close(fd);
	return status;
}

/* Rows of the library become one line for people. */
struct line {
	char verdict[16], reason[256], signer[256], time[32], proved[32], revoked[32],
	    not_checked[512];
	bool in_not_checked;
	struct told told;
};

static void
keep(char *to, size_t size, const void *text, size_t len)
{
	(void)snprintf(to, size, "%.*s", (int)(len < size ? len : size - 1), (const char *)text);
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
		line->in_not_checked = strcmp(name, "not_checked") == 0;
	if (event != TL_TEXT)
		return 0;
	if (name == NULL) {
		size_t used = strlen(line->not_checked);
		if (line->in_not_checked)
			(void)snprintf(line->not_checked + used, sizeof line->not_checked - used,
			    "%s%.*s", used > 0 ? ", " : "", (int)len, (const char *)text);
		return 0;
	}
	if (strcmp(name, "verdict") == 0)
		keep(line->verdict, sizeof line->verdict, text, len);
	if (strcmp(name, "reason") == 0)
		keep(line->reason, sizeof line->reason, text, len);
	if (strcmp(name, "signer") == 0)
		keep(line->signer, sizeof line->signer, text, len);
	if (strcmp(name, "time") == 0)
		keep(line->time, sizeof line->time, text, len);
	if (strcmp(name, "proved_time") == 0)
		keep(line->proved, sizeof line->proved, text, len);
	if (strcmp(name, "revoked_later") == 0)
		keep(line->revoked, sizeof line->revoked, text, len);
	return 0;
}

static void
print_line(const char *out, const struct line *line)
{
	bool good = strcmp(line->verdict, "good") == 0;
	printf("%s: ", good ? "good" : "not good");
	print_name(out);
	if (!good)
		printf(": %s\n", line->reason);
	else
		printf(" was released by %s, %s %s%s%s%s%s\n", line->signer,
		    line->proved[0] != '\0' ? "proved to be not later than" : "who claims",
		    line->proved[0] != '\0' ? line->proved : line->time,
		    line->revoked[0] != '\0' ? ", and revoked later, at " : "", line->revoked,
		    line->not_checked[0] != '\0' ? "; not checked: " : "", line->not_checked);
}

/* What lies beside the manifest, and whose time stamps count. */
struct beside {
	struct file seal, token;
	struct tl_trust *tsa;
	struct attached_files attached;
	struct tl_evidence evidence; /* what of it was given, but for the three above */
};

static tl_status
load_beside(const struct arguments *a, const char *seal, struct beside *beside, struct tl_error *e)
{
	tl_status status = read_seal(seal, &beside->seal, e);
	if (status == TL_OK && a->value[TSA_TRUST] != NULL)
		status = load_token(a->value[TOKEN], seal, &beside->token, e);
	if (status == TL_OK)
		status = attached_files_open(
		    &beside->attached, &a->value[ATTACHED], &beside->evidence, e);
	return status;
}

static void
close_beside(struct beside *beside)
{
	file_close(&beside->seal);
	file_close(&beside->token);
	attached_files_close(&beside->attached);
	tl_trust_free(beside->tsa);
}

static tl_status
verify_files(const struct arguments *a, const struct tl_trust *trust, const struct beside *beside,
    int manifest, int output, struct tl_error *e)
{
	const char *slash = strrchr(a->operand[0], '/');
	const char *name = slash != NULL ? slash + 1 : a->operand[0];
	struct tl_evidence evidence = beside->evidence;
	evidence.manifest = (struct tl_reader){ &manifest, file_reader_read };
	evidence.output = (struct tl_reader){ &output, file_reader_read };
	evidence.output_name = name;
	evidence.seal = file_bytes(&beside->seal);
	evidence.tsa = beside->tsa;
	evidence.token = file_bytes(&beside->token);
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

static tl_status
verify_release(const struct arguments *a, struct tl_error *e)
{
	char manifest_name[4096], seal_name[4096];
	struct tl_trust *trust = NULL;
	struct beside beside = { .tsa = NULL };
	int output = -1, manifest = -1;

	if (a->value[TRUST] == NULL)
		return usage_error(e, "whom do you trust? ", "give --trust ROOT.pem");
	if (a->value[TSA_TRUST] == NULL && (a->value[TOKEN] != NULL || a->value[TSA_CRL] != NULL))
		return usage_error(
		    e, "whose time stamps do you trust? ", "give --tsa-trust ROOT.pem");
	(void)snprintf(manifest_name, sizeof manifest_name, "%s%s",
	    a->value[MANIFEST] != NULL ? a->value[MANIFEST] : a->operand[0],
	    a->value[MANIFEST] != NULL ? "" : ".manifest.xml");
	(void)snprintf(seal_name, sizeof seal_name, "%.4000s%s",
	    a->value[SEAL] != NULL ? a->value[SEAL] : manifest_name,
	    a->value[SEAL] != NULL ? "" : ".p7s");
	tl_status status = tl_trust_new(&trust, e);
	if (status == TL_OK)
		status = add_trust(trust, a, e);
	if (status == TL_OK && a->value[TSA_TRUST] != NULL)
		status = load_tsa(a->value[TSA_TRUST], a->value[TSA_CRL], &beside.tsa, e);
	if (status == TL_OK) {
		status = file_open_strict(a->operand[0], &output, e);
		if (status == TL_OK)
			status = file_open_strict(manifest_name, &manifest, e);
		if (status == TL_OK)
			status = load_beside(a, seal_name, &beside, e);
		status = status == TL_OK ? verify_files(a, trust, &beside, manifest, output, e)
		    : status == TL_NO    ? not_there(a, e)
					 : status;
	}
	if (output >= 0)
		(void)close(output);
	if (manifest >= 0)
		(void)close(manifest);
	close_beside(&beside);
	tl_trust_free(trust);
	return status;
}

static tl_status
run_verify(const struct arguments *a, struct tl_error *e)
{
	if (a->value[ALL] == NULL)
		return verify_release(a, e);
	bool single =
	    a->value[MANIFEST] != NULL || a->value[SEAL] != NULL || a->value[TOKEN] != NULL;
	for (size_t i = 0; i < ATTACHED_OPTIONS; i++)
		single = single || a->value[ATTACHED + i] != NULL;
	if (single)
		return usage_error(e, "--all takes each release as it lies there: ",
		    "leave out what belongs to one of them");
	return folder_verify(a, a->value[JSON] != NULL, verify_release, e);
}

const struct verb verb_verify = {
	.name = "verify",
	.usage =
	    "OUT|--all DIR --trust ROOT.pem [--manifest FILE] [--seal FILE] [--signer WHO] [--crl FILE]\n"
	    "                [--tsa-trust ROOT.pem [--token FILE] [--tsa-crl FILE]]\n"
	    "                [--proof FILE [--show]] [--index FILE] [--earlier MANIFEST]",
	.summary = "say whether a release is good, or the first reason why not",
	.options = options,
	.operands_min = 1,
	.operands_max = 1,
	.run = run_verify,
};
