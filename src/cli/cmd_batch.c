#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "cli/answer.h"
#include "cli/batch_work.h"
#include "cli/inputs.h"
#include "cli/log_release.h"

enum {
	POLICY,
	OUTPUT,
	KEY,
	CERT,
	CHAIN,
	PASSPHRASE,
	AUDIT,
	FORMAT,
	THREADS,
	LOG,
	LOG_KEY,
	JSON
};

static const struct option_row options[] = {
	[POLICY] = { "policy", 'p', "POLICY", "a shipped policy by name, or a file" },
	[OUTPUT] = { "output", 'o', "DIR",
	    "a new folder for releases, proofs, batch.xml and its seal" },
	[KEY] = { "key", 0, "FILE", "the signer's private key, PEM or DER, mode 0600" },
	[CERT] = { "cert", 0, "FILE", "the signer's certificate" },
	[CHAIN] = { "chain", 0, "FILE", "certificates between the signer's and the root" },
	[PASSPHRASE] = { "passphrase", 0, "HOW",
	    "env:NAME, file:PATH or fd:N; default: the terminal" },
	[AUDIT] = { "audit", 0, "DIR", "a new folder for the withheld records" },
	[FORMAT] = { "format", 0, "NAME", "see `tearline formats`; default: auto" },
	[THREADS] = { "jobs", 'j', "N", "so many documents at a time; default: 1" },
	[LOG] = { "log", 0, "LOGDIR",
	    "the manifests carry this log's state, and are appended before they are released" },
	[LOG_KEY] = { "log-key", 0, "FILE", "the log's private key" },
	[JSON] = { "json", 0, NULL, "one object a document" },
	{ 0 },
};

static const struct column columns[] = { { "state", "state", 9 }, { "name", "document", 32 },
	{ "reason", "reason", 0 }, { 0 } };

/* Everything that one run holds. */
struct run {
	struct batch_list list;
	struct batch_work work;
	struct work_folder out, records;
	struct log_release log;
	struct tl_policy *policy;
	struct tl_signer *signer;
	struct part part[2];
};

static tl_status
check_usage(const struct arguments *a, size_t *threads, struct tl_error *e)
{
	char *end = NULL;

	if (a->value[POLICY] == NULL)
		return usage_error(e, "which policy? ", "give -p NAME or -p FILE");
	if (a->value[OUTPUT] == NULL)
		return usage_error(e, "where do the releases go? ", "give -o DIR");
	if (a->value[KEY] == NULL || a->value[CERT] == NULL)
		return usage_error(e, "who signs? ", "give --key and --cert");
	if ((a->value[LOG] == NULL) != (a->value[LOG_KEY] == NULL))
		return usage_error(e, "a log and its key go together: ", "--log, --log-key");
	*threads = a->value[THREADS] == NULL ? 1 : (size_t)strtoul(a->value[THREADS], &end, 10);
	if ((end != NULL && *end != '\0') || *threads == 0 || *threads > BATCH_THREADS_MAX)
		return usage_error(e, "-j takes a number from 1 to 64, not ", a->value[THREADS]);
	return TL_OK;
}

static tl_status
load(const struct arguments *a, struct run *run, int64_t now, struct tl_error *e)
{
	tl_status status = batch_list_read(a->operand[0], &run->list, e);
	if (status == TL_OK)
		status = load_policy(a->value[POLICY], &run->policy, e);
	if (status == TL_OK)
		status = load_signer(a->value[KEY], a->value[CERT], a->value[CHAIN],
		    a->value[PASSPHRASE], &run->signer, e);
	if (status == TL_OK)
		status = log_release_begin(
		    &run->log, a->value[LOG], a->value[LOG_KEY], a->value[PASSPHRASE], e);
	if (status == TL_OK)
		status = work_folder_open(&run->out, a->value[OUTPUT], e);
	if (status == TL_OK)
		status = work_folder_open(&run->records, a->value[AUDIT], e);
	if (status == TL_OK)
		status = tl_batch_new(
		    run->policy, run->signer, run->list.count, now, &run->work.batch, e);
	const char *format = a->value[FORMAT];
	run->work.format = format != NULL && strcmp(format, "auto") == 0 ? NULL : format;
	run->work.list = &run->list;
	run->work.out = &run->out;
	run->work.records = &run->records;
	run->work.log = log_release_head(&run->log);
	return status;
}

static tl_status
close_part(struct part *part, tl_status status, struct tl_error *e)
{
	if (status == TL_OK)
		status = part_flush(part, e);
	part_release(part);
	part->used = part->most = 0;
	return status;
}

static tl_status
write_proofs(struct run *run, struct tl_error *e)
{
	struct part *part = &run->part[0];
	tl_status status = TL_OK;

	for (size_t i = 0; i < run->list.count && status == TL_OK; i++) {
		if (run->work.reasons[i] != NULL)
			continue;
		status = work_file_create(
		    &run->out, batch_list_name(&run->list, i), ".batch-proof", 0666, part, e);
		if (status == TL_OK)
			status = tl_batch_prove(
			    run->work.batch, i, (struct tl_sink){ part, part_write }, e);
		status = close_part(part, status, e);
	}
	return status;
}

static tl_status
seal(struct run *run, struct tl_error *e)
{
	struct part *file = &run->part[0], *signature = &run->part[1];

	tl_status status = work_file_create(&run->out, "batch.xml", "", 0666, file, e);
	if (status == TL_OK)
		status = work_file_create(&run->out, "batch.xml", ".p7s", 0666, signature, e);
	if (status == TL_OK)
		status = tl_batch_seal(run->work.batch, (struct tl_sink){ file, part_write },
		    (struct tl_sink){ signature, part_write }, e);
	status = close_part(file, status, e);
	status = close_part(signature, status, e);
	if (status != TL_OK) {
		work_file_drop(&run->out, "batch.xml", "");
		work_file_drop(&run->out, "batch.xml", ".p7s");
	}
	return status;
}

/* The manifests of the batch one behind the other, each opened when it is read. */
struct entry {
	const struct work_folder *out;
	const char *name;
	int fd; /* -1: not yet */
};

static int64_t
read_entry(void *context, void *bytes, size_t capacity)
{
	struct entry *entry = context;

	if (entry->fd < 0)
		entry->fd = work_file_open(entry->out, entry->name, ".manifest.xml");
	int64_t got = entry->fd < 0 ? -1 : file_reader_read(&entry->fd, bytes, capacity);
	if (got <= 0 && entry->fd >= 0) {
		(void)close(entry->fd);
		entry->fd = -1;
	}
	return got;
}

static tl_status
append_to_log(struct run *run, struct tl_error *e)
{
	size_t count = 0;

	if (run->log.path == NULL)
		return TL_OK;
	struct entry *entries = calloc(run->list.count, sizeof *entries);
	struct tl_reader *readers = calloc(run->list.count, sizeof *readers);
	tl_status status =
	    entries == NULL || readers == NULL ? system_error(e, "", "no memory", ENOMEM) : TL_OK;
	for (size_t i = 0; i < run->list.count && status == TL_OK; i++) {
		if (run->work.reasons[i] != NULL)
			continue;
		entries[count] = (struct entry){ &run->out, batch_list_name(&run->list, i), -1 };
		readers[count] = (struct tl_reader){ &entries[count], read_entry };
		count++;
	}
	if (status == TL_OK)
		status = log_release_append(&run->log, readers, count, e);
	free(entries);
	free(readers);
	return status;
}

static int
keep_record(void *context, const void *bytes, size_t len)
{
	char *record = context;
	(void)snprintf(record, 256, "%.*s", (int)(len < 255 ? len - 1 : 255), (const char *)bytes);
	return 0;
}

static int
put_text(const struct tl_answer *to, const char *name, const char *text)
{
	return to->put(to->context, TL_TEXT, name, text, strlen(text), 0);
}

/* The table shows what was refused; JSON every document, and the record that is a refused one's leaf. */
static tl_status
report(struct run *run, bool json, struct tl_error *e)
{
	struct answer *answer;
	struct tl_answer to = answer_begin(&answer, json, columns, e);
	tl_status status = answer != NULL ? TL_OK : e->status;

	for (size_t i = 0; i < run->list.count && status == TL_OK; i++) {
		const char *reason = run->work.reasons[i];
		char record[256] = "";
		if (reason == NULL && !json)
			continue;
		if (reason != NULL)
			status = tl_batch_prove(
			    run->work.batch, i, (struct tl_sink){ record, keep_record }, e);
		(void)to.put(to.context, TL_ROW, NULL, NULL, 0, 0);
		(void)put_text(&to, "state", reason != NULL ? "refused" : "released");
		(void)put_text(&to, "name", batch_list_name(&run->list, i));
		(void)put_text(&to, "reason", reason != NULL ? reason : "");
		if (json && reason != NULL)
			(void)put_text(&to, "record", record);
	}
	return answer_end(answer, status, e);
}

/* Proofs, seal, log, names: the records first, so that no release is without its record. */
static tl_status
finish(struct run *run, struct tl_error *e)
{
	tl_status status = seal(run, e);
	if (status == TL_OK)
		status = write_proofs(run, e);
	if (status == TL_OK)
		status = append_to_log(run, e);
	if (status == TL_OK)
		status = work_folder_publish(&run->records, 0700, e);
	if (status == TL_OK) {
		work_file_drop(&run->out, ".journal", "");
		status = work_folder_publish(&run->out, 0777, e);
	}
	return status;
}

static tl_status
refuse_all(struct run *run, struct tl_error *e)
{
	for (size_t i = 0; i < run->list.count; i++)
		fprintf(stderr, "tearline: %s: %s\n", batch_list_name(&run->list, i),
		    run->work.reasons[i]);
	work_file_drop(&run->out, ".journal", "");
	work_folder_drop(&run->out);
	work_folder_drop(&run->records);
	e->status = TL_DOCUMENT;
	(void)snprintf(e->what, sizeof e->what, "every document was refused; there is no release");
	return TL_DOCUMENT;
}

static tl_status
work(const struct arguments *a, struct run *run, size_t threads, struct tl_error *e)
{
	tl_status status = load(a, run, (int64_t)time(NULL), e);
	if (status == TL_OK)
		status = batch_work_run(&run->work, threads, e);
	if (status == TL_OK && run->work.refused == run->list.count)
		return refuse_all(run, e);
	if (status == TL_OK)
		status = finish(run, e);
	if (status == TL_OK)
		status = report(run, a->value[JSON] != NULL, e);
	return status == TL_OK && run->work.refused > 0 ? TL_NO : status;
}

static tl_status
run_batch(const struct arguments *a, struct tl_error *e)
{
	size_t threads = 1;
	tl_status status = check_usage(a, &threads, e);
	if (status != TL_OK)
		return status;
	struct run *run = calloc(1, sizeof *run);
	if (run == NULL)
		return system_error(e, "", "no memory", ENOMEM);
	run->work.journal = -1;
	run->part[0].fd = run->part[1].fd = -1;
	status = work(a, run, threads, e);
	batch_work_release(&run->work);
	tl_batch_free(run->work.batch);
	work_folder_close(&run->out);
	work_folder_close(&run->records);
	log_release_end(&run->log);
	batch_list_release(&run->list);
	tl_signer_free(run->signer);
	tl_policy_free(run->policy);
	free(run);
	return status;
}

const struct verb verb_batch = {
	.name = "batch",
	.usage = "-p POLICY DIR_OR_LIST -o DIR --key FILE --cert FILE [-j N]",
	.summary = "redact many documents under one seal",
	.options = options,
	.operands_min = 1,
	.operands_max = 1,
	.run = run_batch,
};
