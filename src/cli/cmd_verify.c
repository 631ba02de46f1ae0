#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "cli/answer.h"
#include "cli/attached.h"
#include "cli/log_files.h"

enum {
	MANIFEST,
	SEAL,
	TRUST,
	CRL,
	SIGNER,
	BATCH,
	BATCH_PROOF,
	LOG,
	LOG_KEY,
	SINCE,
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
	[BATCH] = { "batch", 0, "FILE",
	    "the release is one of this batch, and the seal is BATCH.p7s" },
	[BATCH_PROOF] = { "batch-proof", 0, "FILE", "default: OUT.batch-proof" },
	[LOG] = { "log", 0, "PROOF",
	    "the log's proof that it has the manifest (see `tearline log`)" },
	[LOG_KEY] = { "log-key", 0, "VKEY", "of the log: name+hash+base64, or a file with it" },
	[SINCE] = { "checkpoint-since", 0, "FILE", "a checkpoint of the log that you remember" },
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
	char verdict[16], reason[256], signer[256], time[32], not_checked[512];
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
	return 0;
}

static void
print_line(const char *out, const struct line *line)
{
	if (strcmp(line->verdict, "good") != 0)
		printf("not good: %s: %s\n", out, line->reason);
	else
		printf("good: %s was released by %s, who claims %s%s%s\n", out, line->signer,
		    line->time, line->not_checked[0] != '\0' ? "; not checked: " : "",
		    line->not_checked);
}

static tl_status
verify_files(const struct arguments *a, const struct tl_trust *trust, const struct file *seal,
    int manifest, int output, const struct tl_evidence *attached, struct tl_error *e)
{
	const char *slash = strrchr(a->operand[0], '/');
	const char *name = slash != NULL ? slash + 1 : a->operand[0];
	struct tl_evidence evidence = *attached;
	evidence.manifest = (struct tl_reader){ &manifest, file_reader_read };
	evidence.output = (struct tl_reader){ &output, file_reader_read };
	evidence.output_name = name;
	evidence.seal = file_bytes(seal);
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
read_batch(const struct arguments *a, struct log_files *files, struct tl_error *e)
{
	char proof[4096];

	if (a->value[BATCH] == NULL && a->value[BATCH_PROOF] != NULL)
		return usage_error(e, "a proof needs its batch: ", "--batch FILE");
	(void)snprintf(proof, sizeof proof, "%.4000s.batch-proof", a->operand[0]);
	return batch_files_read(a->value[BATCH],
	    a->value[BATCH_PROOF] != NULL ? a->value[BATCH_PROOF] : proof, files, e);
}

static tl_status
run_verify(const struct arguments *a, struct tl_error *e)
{
	char manifest_name[4096], seal_name[4096];
	struct tl_trust *trust = NULL;
	struct file seal = { 0 };
	struct attached_files files = { .index = 0 };
	struct tl_evidence attached = { .output_name = NULL };
	struct log_files log = { 0 };
	int output = -1, manifest = -1;

	if (a->value[TRUST] == NULL)
		return usage_error(e, "whom do you trust? ", "give --trust ROOT.pem");
	if ((a->value[LOG] == NULL) != (a->value[LOG_KEY] == NULL) ||
	    (a->value[LOG] == NULL && a->value[SINCE] != NULL))
		return usage_error(
		    e, "a log's proof and its key go together: ", "--log, --log-key");
	(void)snprintf(manifest_name, sizeof manifest_name, "%s%s",
	    a->value[MANIFEST] != NULL ? a->value[MANIFEST] : a->operand[0],
	    a->value[MANIFEST] != NULL ? "" : ".manifest.xml");
	(void)snprintf(seal_name, sizeof seal_name, "%.4000s%s",
	    a->value[SEAL] != NULL        ? a->value[SEAL]
		: a->value[BATCH] != NULL ? a->value[BATCH]
					  : manifest_name,
	    a->value[SEAL] != NULL ? "" : ".p7s");
	tl_status status = tl_trust_new(&trust, e);
	if (status == TL_OK)
		status = add_trust(trust, a, e);
	if (status == TL_OK)
		status = log_files_read(a->value[LOG], a->value[LOG_KEY], a->value[SINCE], &log, e);
	if (status == TL_OK)
		status = read_batch(a, &log, e);
	if (status == TL_OK) {
		status = file_open_strict(a->operand[0], &output, e);
		if (status == TL_OK)
			status = file_open_strict(manifest_name, &manifest, e);
		if (status == TL_OK)
			status = read_seal(seal_name, &seal, e);
		if (status == TL_OK)
			status = attached_files_open(&files, &a->value[ATTACHED], &attached, e);
		log_files_lay(&log, &attached);
		status = status == TL_OK
		    ? verify_files(a, trust, &seal, manifest, output, &attached, e)
		    : status == TL_NO ? not_there(a, e)
				      : status;
	}
	if (output >= 0)
		(void)close(output);
	if (manifest >= 0)
		(void)close(manifest);
	file_close(&seal);
	attached_files_close(&files);
	log_files_close(&log);
	tl_trust_free(trust);
	return status;
}

const struct verb verb_verify = {
	.name = "verify",
	.usage =
	    "OUT --trust ROOT.pem [--manifest FILE] [--seal FILE] [--signer WHO] [--crl FILE]\n"
	    "                [--proof FILE [--show]] [--index FILE] [--earlier MANIFEST] [--batch FILE]\n"
	    "                [--log PROOF --log-key VKEY]",
	.summary = "say whether a release is good, or the first reason why not",
	.options = options,
	.operands_min = 1,
	.operands_max = 1,
	.run = run_verify,
};
