#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/answer.h"
#include "cli/log_files.h"
#include "cli/log_store.h"
#include "cli/publish.h"

enum {
	KEY,
	PASSPHRASE,
	ORIGIN,
	LOG_KEY,
	SINCE,
	WITNESS,
	OUTPUT,
	JSON
};

static const struct option_row options[] = {
	[KEY] = { "key", 0, "FILE", "append, key: the log's private key, Ed25519, mode 0600" },
	[PASSPHRASE] = { "passphrase", 0, "HOW",
	    "env:NAME, file:PATH or fd:N; default: the terminal" },
	[ORIGIN] = { "origin", 0, "NAME", "append: begin a log of this name; key: the log's name" },
	[LOG_KEY] = { "log-key", 0, "VKEY", "check, prove: name+hash+base64, or a file with it" },
	[SINCE] = { "since", 0, "FILE", "check, prove: an earlier checkpoint of this log" },
	[WITNESS] = { "witness", 0, NULL, "check: manifests that carry a state of the log follow" },
	[OUTPUT] = { "output", 'o', "FILE",
	    "prove: where the proof goes; default: standard output" },
	[JSON] = { "json", 0, NULL, "the answer as one JSON object" },
	{ 0 },
};

static const struct column appended[] = { { "size", "entries", 10 }, { "appended", "appended", 10 },
	{ "completed", "completed", 10 }, { "origin", "log", 0 }, { 0 } };
static const struct column checked[] = { { "size", "entries", 10 },
	{ "witnesses", "witnesses", 10 }, { "origin", "log", 0 }, { 0 } };

/* Manifests that were named on the command line, each read once. */
struct manifests {
	int fd[OPERANDS_MAX];
	struct tl_reader reader[OPERANDS_MAX];
	size_t count;
};

static tl_status
open_manifests(const char *const *paths, size_t count, struct manifests **out, struct tl_error *e)
{
	struct manifests *m = *out = calloc(1, sizeof *m);

	if (m == NULL)
		return system_error(e, "", "no memory", ENOMEM);
	for (; m->count < count; m->count++) {
		tl_status status = file_open_strict(paths[m->count], &m->fd[m->count], e);
		if (status != TL_OK)
			return status;
		m->reader[m->count] = (struct tl_reader){ &m->fd[m->count], file_reader_read };
	}
	return TL_OK;
}

static void
close_manifests(struct manifests *m)
{
	if (m == NULL)
		return;
	for (size_t i = 0; i < m->count; i++)
		(void)close(m->fd[i]);
	free(m);
}

static tl_status
log_append(const struct arguments *a, struct tl_error *e)
{
	struct log_store store = { .folder = -1, .lock = -1 };
	struct tl_log_signer *signer = NULL;
	struct manifests *m = NULL;
	struct answer *answer = NULL;

	if (a->value[KEY] == NULL)
		return usage_error(e, "who signs the log? ", "give --key LOGKEY");
	tl_status status = open_manifests(a->operand + 2, a->operands - 2, &m, e);
	if (status == TL_OK)
		status = load_log_signer(a->value[KEY], a->value[PASSPHRASE], &signer, e);
	if (status == TL_OK)
		status = log_store_open(&store, a->operand[1],
		    a->value[ORIGIN] != NULL ? LOG_TO_CREATE : LOG_TO_APPEND, e);
	if (status == TL_OK) {
		struct tl_log_store files = log_store_of(&store);
		struct tl_answer to = answer_begin(&answer, a->value[JSON] != NULL, appended, e);
		status =
		    tl_log_append(&files, signer, a->value[ORIGIN], m->reader, m->count, &to, e);
		log_store_explain(&store, e);
		status = answer_end(answer, status, e);
	}
	log_store_close(&store);
	tl_log_signer_free(signer);
	close_manifests(m);
	return status;
}

static tl_status
log_check(const struct arguments *a, struct tl_error *e)
{
	struct log_store store = { .folder = -1, .lock = -1 };
	struct log_files files;
	struct manifests *m = NULL;
	struct answer *answer = NULL;

	if (a->value[LOG_KEY] == NULL)
		return usage_error(e, "which log do you trust? ", "give --log-key VKEY");
	if ((a->value[WITNESS] != NULL) != (a->operands > 2))
		return usage_error(e, "manifests stand behind --witness: ", "log check LOGDIR");
	tl_status status = log_files_read(NULL, a->value[LOG_KEY], a->value[SINCE], &files, e);
	if (status != TL_OK)
		return status;
	status = open_manifests(a->operand + 2, a->operands - 2, &m, e);
	if (status == TL_OK)
		status = log_store_open(&store, a->operand[1], LOG_TO_READ, e);
	if (status == TL_OK) {
		struct tl_log_store of = log_store_of(&store);
		struct tl_answer to = answer_begin(&answer, a->value[JSON] != NULL, checked, e);
		status = tl_log_check(&of, file_bytes(&files.key), file_bytes(&files.since),
		    m->reader, m->count, &to, e);
		status = answer_end(answer, status, e);
	}
	log_store_close(&store);
	close_manifests(m);
	log_files_close(&files);
	return status;
}

static int
to_stdout(void *context, const void *bytes, size_t len)
{
	(void)context;
	return fwrite(bytes, 1, len, stdout) == len ? 0 : -1;
}

static tl_status
prove(const struct arguments *a, const struct log_files *files, struct log_store *store,
    struct tl_reader manifest, struct tl_error *e)
{
	struct tl_log_store of = log_store_of(store);
	struct guard guard;

	if (a->value[OUTPUT] == NULL || strcmp(a->value[OUTPUT], "-") == 0)
		return tl_log_prove(&of, file_bytes(&files->key), manifest,
		    file_bytes(&files->since), (struct tl_sink){ NULL, to_stdout }, e);
	struct part *part = calloc(1, sizeof *part);
	if (part == NULL)
		return system_error(e, "", "no memory", ENOMEM);
	tl_status status = guard_start(&guard, e);
	part->fd = -1;
	if (status == TL_OK)
		status = part_open(part, a->value[OUTPUT], 0666, e);
	if (status == TL_OK)
		status = tl_log_prove(&of, file_bytes(&files->key), manifest,
		    file_bytes(&files->since), (struct tl_sink){ part, part_write }, e);
	if (status == TL_OK)
		status = publish(&guard, &part, 1, e);
	guard_end(&guard);
	part_release(part);
	free(part);
	return status;
}

static tl_status
log_prove(const struct arguments *a, struct tl_error *e)
{
	struct log_store store = { .folder = -1, .lock = -1 };
	struct log_files files;
	int manifest = -1;

	if (a->value[LOG_KEY] == NULL)
		return usage_error(e, "which log do you trust? ", "give --log-key VKEY");
	if (a->operands != 3)
		return usage_error(e, "of which manifest? ", "log prove LOGDIR MANIFEST");
	tl_status status = log_files_read(NULL, a->value[LOG_KEY], a->value[SINCE], &files, e);
	if (status != TL_OK)
		return status;
	status = file_open_strict(a->operand[2], &manifest, e);
	if (status == TL_OK)
		status = log_store_open(&store, a->operand[1], LOG_TO_READ, e);
	if (status == TL_OK)
		status =
		    prove(a, &files, &store, (struct tl_reader){ &manifest, file_reader_read }, e);
	log_store_close(&store);
	if (manifest >= 0)
		(void)close(manifest);
	log_files_close(&files);
	return status;
}

static tl_status
log_key(const struct arguments *a, struct tl_error *e)
{
	struct tl_log_signer *signer;

	if (a->operands != 1 || a->value[KEY] == NULL || a->value[ORIGIN] == NULL)
		return usage_error(
		    e, "which key, and of which log? ", "log key --key FILE --origin NAME");
	tl_status status = load_log_signer(a->value[KEY], a->value[PASSPHRASE], &signer, e);
	if (status == TL_OK)
		status =
		    tl_log_vkey(signer, a->value[ORIGIN], (struct tl_sink){ NULL, to_stdout }, e);
	tl_log_signer_free(signer);
	return status;
}

static tl_status
run(const struct arguments *a, struct tl_error *e)
{
	const char *what = a->operand[0];

	if (strcmp(what, "key") == 0)
		return log_key(a, e);
	if (a->operands < 2)
		return usage_error(e, "which log? ", "give its folder");
	if (strcmp(what, "append") == 0)
		return log_append(a, e);
	if (strcmp(what, "check") == 0)
		return log_check(a, e);
	if (strcmp(what, "prove") == 0)
		return log_prove(a, e);
	return usage_error(e, "log takes append, check, prove or key, not ", what);
}

const struct verb verb_log = {
	.name = "log",
	.usage =
	    "append LOGDIR [MANIFEST...] --key LOGKEY [--origin NAME] | check LOGDIR --log-key VKEY\n"
	    "       [--since CHECKPOINT] [--witness MANIFEST...] | prove LOGDIR MANIFEST --log-key VKEY [-o PROOF]\n"
	    "       | key --key LOGKEY --origin NAME",
	.summary = "an append-only log of released manifests, and proofs from it",
	.options = options,
	.operands_min = 1,
	.operands_max = OPERANDS_MAX,
	.run = run,
};
