#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "cli/answer.h"
#include "cli/inputs.h"
#include "cli/publish.h"
#include "cli/seals.h"

enum {
	ADD,
	KEY,
	CERT,
	CHAIN,
	PASSPHRASE,
	SSH_KEY,
	SSH_PASSPHRASE,
	OUTPUT,
	JSON
};

static const struct option_row options[] = {
	[ADD] = { "add", 0, NULL, "others have sealed it; the seal gets the next free number" },
	[KEY] = { "key", 0, "KEY", "the signer's private key: a file, or pkcs11:…" },
	[CERT] = { "cert", 0, "FILE", "the signer's certificate" },
	[CHAIN] = { "chain", 0, "FILE", "certificates between the signer's and the root" },
	[PASSPHRASE] = { "passphrase", 0, "HOW",
	    "env:NAME, file:PATH or fd:N; default: the terminal" },
	[SSH_KEY] = { "ssh-key", 0, "FILE", "a private key for an SSH signature" },
	[SSH_PASSPHRASE] = { "ssh-passphrase", 0, "HOW", "the same for --ssh-key" },
	[OUTPUT] = { "output", 'o', "SEAL",
	    "default: MANIFEST.p7s, MANIFEST.2.p7s …; .sig for SSH" },
	[JSON] = { "json", 0, NULL, "how many have signed, and how many must, as JSON" },
	{ 0 },
};

static const struct column columns[] = { { "signers", "signers", 8 }, { "required", "required", 8 },
	{ 0 } };

enum {
	PART_SEAL,
	PART_SSH,
	PARTS
};

/* Everything that one run holds; parts are big, so they live on the heap. */
struct run {
	struct part part[PARTS];
	struct guard guard;
	struct seals seals;
	char name[PARTS][4096 + 16], document[4096];
	int manifest, output;
};

static tl_status
check_usage(const struct arguments *a, struct tl_error *e)
{
	if ((a->value[KEY] == NULL) != (a->value[CERT] == NULL))
		return usage_error(e, "a key and its certificate go together: ", "--key, --cert");
	if (a->value[KEY] == NULL && a->value[SSH_KEY] == NULL)
		return usage_error(e, "who signs? ", "give --key and --cert, or --ssh-key");
	if (a->value[KEY] != NULL && a->value[SSH_KEY] != NULL && a->value[OUTPUT] != NULL)
		return usage_error(e, "two seals cannot have one name: ", "leave --output away");
	return TL_OK;
}

/* The manifest, and the document that it is about: the one that is named, or the one that lies beside it. */
static tl_status
open_release(const struct arguments *a, struct run *run, struct tl_error *e)
{
	static const char end[] = ".manifest.xml";
	const char *manifest = a->operand[0];
	size_t len = strlen(manifest), skip = sizeof end - 1;
	struct stat state;

	if (a->operands > 1)
		(void)snprintf(run->document, sizeof run->document, "%.4000s", a->operand[1]);
	else if (len > skip && len < 4000 && strcmp(manifest + len - skip, end) == 0)
		(void)snprintf(
		    run->document, sizeof run->document, "%.*s", (int)(len - skip), manifest);
	if (a->operands == 1 && run->document[0] != '\0' && lstat(run->document, &state) != 0)
		run->document[0] = '\0';
	tl_status status = file_open_strict(manifest, &run->manifest, e);
	if (status == TL_OK && run->document[0] != '\0')
		status = file_open_strict(run->document, &run->output, e);
	return status;
}

/* The next free name of a kind. Without --add nobody may have sealed before. */
static tl_status
open_part(const struct arguments *a, struct run *run, enum seal_kind kind, struct part *part,
    struct tl_error *e)
{
	size_t there = kind == KIND_SEAL ? run->seals.seal_count : run->seals.ssh_count;
	char *name = run->name[kind];
	if (a->value[OUTPUT] != NULL)
		return part_open(part, a->value[OUTPUT], 0666, e);
	tl_status status = seal_name(a->operand[0], kind, there + 1, name, e);
	return status == TL_OK ? part_open(part, name, 0666, e) : status;
}

static tl_status
open_parts(const struct arguments *a, struct run *run, struct tl_error *e)
{
	tl_status status = seals_find(&run->seals, a->operand[0], KIND_SEAL, 0, e);
	if (status == TL_OK)
		status = seals_find(&run->seals, a->operand[0], KIND_SSH, 0, e);
	if (status == TL_OK && run->seals.file_count > 0 && a->value[ADD] == NULL)
		return usage_error(
		    e, "this manifest is sealed already; one more is added with ", "--add");
	if (status == TL_OK && a->value[KEY] != NULL)
		status = open_part(a, run, KIND_SEAL, &run->part[PART_SEAL], e);
	if (status == TL_OK && a->value[SSH_KEY] != NULL)
		status = open_part(a, run, KIND_SSH, &run->part[PART_SSH], e);
	return status;
}

static const char *
last_component(const char *path)
{
	const char *slash = strrchr(path, '/');
	return slash != NULL ? slash + 1 : path;
}

static tl_status
seal(const struct arguments *a, const struct tl_signer *signer,
    const struct tl_ssh_signer *ssh_signer, struct run *run, struct tl_error *e)
{
	struct part *seal = &run->part[PART_SEAL], *ssh = &run->part[PART_SSH];
	struct answer *answer;
	const struct tl_sealing sealing = {
		.manifest = { &run->manifest, file_reader_read },
		.output = { &run->output, run->output >= 0 ? file_reader_read : NULL },
		.output_name = last_component(run->document),
		.seals = run->seals.seals,
		.ssh_seals = run->seals.ssh,
		.seal_count = run->seals.seal_count,
		.ssh_seal_count = run->seals.ssh_count,
		.now = (int64_t)time(NULL),
		.seal = { seal, seal->fd >= 0 ? part_write : NULL },
		.ssh_seal = { ssh, ssh->fd >= 0 ? part_write : NULL },
	};
	struct tl_answer to = answer_begin(&answer, a->value[JSON] != NULL, columns, e);
	tl_status status =
	    answer == NULL ? TL_SYSTEM : tl_seal(signer, ssh_signer, &sealing, &to, e);
	struct part *const parts[PARTS] = { seal, ssh };
	if (status == TL_OK)
		status = publish(&run->guard, parts, PARTS, e);
	return answer_end(answer, status, e);
}

static tl_status
load_signers(const struct arguments *a, struct tl_signer **signer,
    struct tl_ssh_signer **ssh_signer, struct tl_error *e)
{
	tl_status status = TL_OK;
	if (a->value[KEY] != NULL)
		status = load_signer(a->value[KEY], a->value[CERT], a->value[CHAIN],
		    a->value[PASSPHRASE], signer, e);
	if (status == TL_OK && a->value[SSH_KEY] != NULL)
		status =
		    load_ssh_signer(a->value[SSH_KEY], a->value[SSH_PASSPHRASE], ssh_signer, e);
	return status;
}

static tl_status
run_seal(const struct arguments *a, struct tl_error *e)
{
	struct tl_signer *signer = NULL;
	struct tl_ssh_signer *ssh_signer = NULL;

	tl_status status = check_usage(a, e);
	if (status != TL_OK)
		return status;
	struct run *run = calloc(1, sizeof *run);
	if (run == NULL)
		return system_error(e, "", "no memory", ENOMEM);
	run->manifest = run->output = -1;
	for (size_t i = 0; i < PARTS; i++)
		run->part[i].fd = -1;
	status = guard_start(&run->guard, e);
	if (status == TL_OK)
		status = load_signers(a, &signer, &ssh_signer, e);
	if (status == TL_OK)
		status = open_release(a, run, e);
	if (status == TL_OK)
		status = open_parts(a, run, e);
	if (status == TL_OK)
		status = seal(a, signer, ssh_signer, run, e);
	guard_end(&run->guard);
	for (size_t i = 0; i < PARTS; i++)
		part_release(&run->part[i]);
	if (run->manifest >= 0)
		(void)close(run->manifest);
	if (run->output >= 0)
		(void)close(run->output);
	seals_close(&run->seals);
	free(run);
	tl_signer_free(signer);
	tl_ssh_signer_free(ssh_signer);
	return status;
}

const struct verb verb_seal = {
	.name = "seal",
	.usage = "MANIFEST [OUT] [--add] (--key KEY --cert FILE | --ssh-key FILE) [-o SEAL]",
	.summary = "sign a manifest that is there, as one of several signers",
	.options = options,
	.operands_min = 1,
	.operands_max = 2,
	.run = run_seal,
};
