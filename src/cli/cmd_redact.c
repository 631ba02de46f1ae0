#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "cli/answer.h"
#include "cli/inputs.h"
#include "cli/log_release.h"
#include "cli/publish.h"
#include "cli/stamp.h"
#include "cli/time_stamp.h"

/* Of one seal, with its certificates. */
#define SEAL_CEILING ((size_t)64 << 10)

enum {
	POLICY,
	OUTPUT,
	KEY,
	CERT,
	CHAIN,
	PASSPHRASE,
	MANIFEST,
	AUDIT,
	FORMAT,
	UNSIGNED,
	NAME,
	SUPERSEDES,
	EARLIER_OUTPUT,
	TSA,
	TSA_COMMAND,
	TSA_TRUST,
	TSA_CRL,
	TSA_REQUEST,
	SSH_KEY,
	SSH_PASSPHRASE,
	LOG,
	LOG_KEY
};

static const struct option_row options[] = {
	[POLICY] = { "policy", 'p', "POLICY", "a shipped policy by name, or a file" },
	[OUTPUT] = { "output", 'o', "OUT", "the sanitized document; default: standard output" },
	[KEY] = { "key", 0, "KEY", "the signer's private key: PEM or DER, mode 0600, or pkcs11:…" },
	[CERT] = { "cert", 0, "FILE", "the signer's certificate" },
	[CHAIN] = { "chain", 0, "FILE", "certificates between the signer's and the root" },
	[PASSPHRASE] = { "passphrase", 0, "HOW",
	    "env:NAME, file:PATH or fd:N; default: the terminal" },
	[MANIFEST] = { "manifest", 0, "FILE", "default: OUT.manifest.xml; the seal is FILE.p7s" },
	[AUDIT] = { "audit", 0, "FILE",
	    "keep the withheld record (mode 0600, at the original's level)" },
	[FORMAT] = { "format", 0, "NAME", "see `tearline formats`; default: auto" },
	[UNSIGNED] = { "unsigned", 0, NULL,
	    "no seal; the manifest says so and no verdict is good" },
	[NAME] = { "name", 0, "NAME",
	    "the output's name in the manifest where it goes to a stream" },
	[SUPERSEDES] = { "supersedes", 0, "MANIFEST",
	    "of the release before: refuse unless all that it kept is still kept" },
	[EARLIER_OUTPUT] = { "earlier-output", 0, "FILE",
	    "its output, where what it kept becomes part of more" },
	[TSA] = { "tsa", 0, "URL",
	    "have the seal stamped by this authority; the token is SEAL.tsr" },
	[TSA_COMMAND] = { "tsa-command", 0, "COMMAND",
	    "what to ask it with; default: TEARLINE_TSA_COMMAND, or curl" },
	[TSA_TRUST] = { "tsa-trust", 0, "FILE", "root certificates of the authorities to trust" },
	[TSA_CRL] = { "tsa-crl", 0, "FILE", "their revocation lists" },
	[TSA_REQUEST] = { "tsa-request", 0, "FILE",
	    "write a request for the fresh seal; see `tearline stamp`" },
	[SSH_KEY] = { "ssh-key", 0, "FILE", "a private key for an SSH signature, FILE.sig" },
	[SSH_PASSPHRASE] = { "ssh-passphrase", 0, "HOW", "as --passphrase, for --ssh-key" },
	[LOG] = { "log", 0, "LOGDIR",
	    "the manifest carries this log's state, and is appended before it is released" },
	[LOG_KEY] = { "log-key", 0, "FILE", "the log's private key" },
	{ 0 },
};

enum {
	PART_RECORD,
	PART_SEAL,
	PART_TOKEN,
	PART_REQUEST,
	PART_SSH,
	PART_OUTPUT,
	PART_MANIFEST,
	PARTS
};

/* Everything that one run holds; parts are big, so they live on the heap. */
struct run {
	struct part part[PARTS];
	struct guard guard;
	struct file earlier, earlier_output;
	struct tl_trust *tsa;
	struct log_release log;
	char manifest[4096], seal[4096 + 4], token[4096 + 8], ssh[4096 + 4];
};

/* Who seals; either may be missing. */
struct signers {
	struct tl_signer *seal;
	struct tl_ssh_signer *ssh;
};

static int64_t
read_back(void *context, uint64_t offset, void *bytes, size_t capacity)
{
	struct run *run = context;
	return part_read(&run->part[PART_OUTPUT], offset, bytes, capacity);
}

static const char *
last_component(const char *path)
{
	const char *slash = strrchr(path, '/');
	return slash != NULL ? slash + 1 : path;
}

static bool
to_stream(const struct arguments *a)
{
	return a->value[OUTPUT] == NULL || strcmp(a->value[OUTPUT], "-") == 0;
}

static tl_status
check_usage(const struct arguments *a, struct tl_error *e)
{
	if (a->value[POLICY] == NULL)
		return usage_error(e, "which policy? ", "give -p NAME or -p FILE");
	if ((a->value[KEY] == NULL) != (a->value[CERT] == NULL))
		return usage_error(e, "a key and its certificate go together: ", "--key, --cert");
	if ((a->value[KEY] == NULL && a->value[SSH_KEY] == NULL) == (a->value[UNSIGNED] == NULL))
		return usage_error(
		    e, "who signs? ", "give --key and --cert, or --ssh-key, or --unsigned");
	if (a->value[KEY] == NULL && (a->value[TSA] != NULL || a->value[TSA_REQUEST] != NULL))
		return usage_error(e, "a time stamp is over a seal: ", "give --key and --cert");
	if ((a->value[TSA] != NULL) != (a->value[TSA_TRUST] != NULL))
		return usage_error(e, "a time stamp is checked before anything is released: ",
		    "--tsa and --tsa-trust ROOT.pem go together");
	if (a->value[TSA] == NULL && (a->value[TSA_COMMAND] != NULL || a->value[TSA_CRL] != NULL))
		return usage_error(e, "no authority is asked: ", "give --tsa URL");
	if ((a->value[LOG] == NULL) != (a->value[LOG_KEY] == NULL))
		return usage_error(e, "a log and its key go together: ", "--log, --log-key");
	if (to_stream(a) && a->value[MANIFEST] == NULL)
		return usage_error(
		    e, "the output is a stream; where does the manifest go? ", "give --manifest");
	if (a->value[EARLIER_OUTPUT] != NULL && a->value[SUPERSEDES] == NULL)
		return usage_error(e, "the output of which release? ", "give --supersedes");
	return TL_OK;
}

static tl_status
load_earlier(const struct arguments *a, struct run *run, struct tl_error *e)
{
	tl_status status = TL_OK;
	if (a->value[SUPERSEDES] != NULL)
		status = file_read(a->value[SUPERSEDES], FILE_CEILING, &run->earlier, e);
	if (status == TL_OK && a->value[EARLIER_OUTPUT] != NULL)
		status = file_read(a->value[EARLIER_OUTPUT], FILE_CEILING, &run->earlier_output, e);
	return status;
}

static tl_status
open_parts(const struct arguments *a, struct run *run, struct tl_error *e)
{
	const char *manifest = a->value[MANIFEST];

	if (manifest == NULL) {
		(void)snprintf(
		    run->manifest, sizeof run->manifest, "%s.manifest.xml", a->value[OUTPUT]);
		manifest = run->manifest;
	}
	(void)snprintf(run->seal, sizeof run->seal, "%s.p7s", manifest);
	(void)snprintf(run->ssh, sizeof run->ssh, "%s.sig", manifest);
	if (strlen(run->seal) >= sizeof run->seal - 1)
		return usage_error(e, "this name is too long: ", "--manifest");
	tl_status status = to_stream(a)
	    ? part_open_memory(&run->part[PART_OUTPUT], e)
	    : part_open(&run->part[PART_OUTPUT], a->value[OUTPUT], 0666, e);
	if (status == TL_OK)
		status = part_open(&run->part[PART_MANIFEST], manifest, 0666, e);
	if (status == TL_OK && a->value[KEY] != NULL)
		status = part_open(&run->part[PART_SEAL], run->seal, 0666, e);
	(void)snprintf(run->token, sizeof run->token, "%s.tsr", run->seal);
	if (status == TL_OK && a->value[TSA] != NULL)
		status = part_open(&run->part[PART_TOKEN], run->token, 0666, e);
	if (status == TL_OK && a->value[TSA_REQUEST] != NULL)
		status = part_open(&run->part[PART_REQUEST], a->value[TSA_REQUEST], 0666, e);
	if (status == TL_OK && a->value[SSH_KEY] != NULL)
		status = part_open(&run->part[PART_SSH], run->ssh, 0666, e);
	if (status == TL_OK && a->value[AUDIT] != NULL)
		status = part_open(&run->part[PART_RECORD], a->value[AUDIT], 0600, e);
	return status;
}

static struct tl_sink
sink_of(struct part *part)
{
	return (struct tl_sink){ part, part->fd >= 0 ? part_write : NULL };
}

/* A failed write is reported by its part, which knows the reason. */
static tl_status
first_failure(struct run *run, tl_status status, struct tl_error *e)
{
	for (size_t i = 0; i < PARTS; i++)
		if (run->part[i].failed != 0) {
			*e = (struct tl_error){ 0 };
			return part_flush(&run->part[i], e);
		}
	return status;
}

struct place {
	struct part *part;
	uint64_t at;
};

static int64_t
read_on(void *context, void *bytes, size_t capacity)
{
	struct place *place = context;
	int64_t got = part_read(place->part, place->at, bytes, capacity);

	place->at += got > 0 ? (uint64_t)got : 0;
	return got;
}

/* Complete and on the disk, but without names yet: first the log, then the release. */
static tl_status
append_to_log(struct run *run, struct tl_error *e)
{
	struct place place = { &run->part[PART_MANIFEST], 0 };
	struct tl_reader manifest = { &place, read_on };

	return log_release_append(&run->log, &manifest, 1, e);
}

/* The seal is made and nothing has a name yet: an authority that says no leaves nothing behind. */
static tl_status
stamp(const struct arguments *a, struct run *run, struct tl_error *e)
{
	unsigned char seal[SEAL_CEILING];
	const struct stamping how = { a->value[TSA], a->value[TSA_COMMAND], run->tsa };

	if (a->value[TSA] == NULL && a->value[TSA_REQUEST] == NULL)
		return TL_OK;
	int64_t len = part_read(&run->part[PART_SEAL], 0, seal, sizeof seal);
	if (len <= 0)
		return system_error(e, run->seal, "cannot be read back", EIO);
	const struct tl_bytes bytes = { seal, (size_t)len };
	const char *passphrase = a->value[PASSPHRASE];
	if (passphrase != NULL && strncmp(passphrase, "env:", 4) == 0)
		(void)unsetenv(passphrase + 4); /* the tool that asks need not know it */
	tl_status status = TL_OK;
	if (a->value[TSA_REQUEST] != NULL)
		status = stamp_request(bytes, &run->part[PART_REQUEST], e);
	if (status == TL_OK && a->value[TSA] != NULL)
		status = stamp_online(&how, bytes, &run->part[PART_TOKEN], e);
	return status;
}

static tl_status
redact(const struct arguments *a, const struct tl_policy *policy, const struct signers *signers,
    const struct tl_source *source, struct run *run, struct tl_error *e)
{
	const char *name = a->value[NAME] != NULL ? a->value[NAME]
	    : to_stream(a)                        ? "stdout"
						  : last_component(a->value[OUTPUT]);
	struct tl_release release = {
		.output_name = name,
		.now = (int64_t)time(NULL),
		.context = run,
		.read_back = read_back,
		.output = sink_of(&run->part[PART_OUTPUT]),
		.manifest = sink_of(&run->part[PART_MANIFEST]),
		.seal = sink_of(&run->part[PART_SEAL]),
		.ssh_signer = signers->ssh,
		.ssh_seal = sink_of(&run->part[PART_SSH]),
		.record = sink_of(&run->part[PART_RECORD]),
		.earlier = file_bytes(&run->earlier),
		.earlier_output = file_bytes(&run->earlier_output),
		.log = log_release_head(&run->log),
	};
	tl_status status = tl_redact(policy, source, signers->seal, &release, NULL, e);
	if (status == TL_OK)
		status = stamp(a, run, e);
	if (status != TL_OK)
		return first_failure(run, status, e);
	status = append_to_log(run, e);
	if (status == TL_OK && to_stream(a))
		status = part_copy(&run->part[PART_OUTPUT], STDOUT_FILENO, e);
	if (status != TL_OK)
		return status;
	struct part *const parts[PARTS] = { &run->part[PART_RECORD], &run->part[PART_REQUEST],
		&run->part[PART_TOKEN], &run->part[PART_SEAL], &run->part[PART_SSH],
		&run->part[PART_OUTPUT], &run->part[PART_MANIFEST] };
	return publish(&run->guard, parts, PARTS, e);
}

static tl_status
load_signers(const struct arguments *a, struct signers *out, struct tl_error *e)
{
	tl_status status = TL_OK;
	if (a->value[KEY] != NULL)
		status = load_signer(a->value[KEY], a->value[CERT], a->value[CHAIN],
		    a->value[PASSPHRASE], &out->seal, e);
	if (status == TL_OK && a->value[SSH_KEY] != NULL)
		status = load_ssh_signer(a->value[SSH_KEY], a->value[SSH_PASSPHRASE], &out->ssh, e);
	return status;
}

static tl_status
run_redact(const struct arguments *a, struct tl_error *e)
{
	struct tl_policy *policy = NULL;
	struct signers signers = { NULL, NULL };
	struct file file = { 0 };
	struct tl_source source;

	tl_status status = check_usage(a, e);
	if (status != TL_OK)
		return status;
	struct run *run = calloc(1, sizeof *run);
	if (run == NULL)
		return system_error(e, "", "no memory", ENOMEM);
	for (size_t i = 0; i < PARTS; i++)
		run->part[i].fd = -1;
	status = guard_start(&run->guard, e);
	if (status == TL_OK)
		status = load_policy(a->value[POLICY], &policy, e);
	if (status == TL_OK)
		status = load_signers(a, &signers, e);
	if (status == TL_OK && a->value[TSA] != NULL)
		status = load_tsa(a->value[TSA_TRUST], a->value[TSA_CRL], &run->tsa, e);
	if (status == TL_OK)
		status = log_release_begin(
		    &run->log, a->value[LOG], a->value[LOG_KEY], a->value[PASSPHRASE], e);
	if (status == TL_OK)
		status = open_parts(a, run, e);
	if (status == TL_OK)
		status = load_earlier(a, run, e);
	if (status == TL_OK)
		status = load_source(a->operand[0], a->value[FORMAT], &file, &source, e);
	if (status == TL_OK)
		status = redact(a, policy, &signers, &source, run, e);
	guard_end(&run->guard);
	log_release_end(&run->log);
	for (size_t i = 0; i < PARTS; i++)
		part_release(&run->part[i]);
	file_close(&run->earlier);
	file_close(&run->earlier_output);
	tl_trust_free(run->tsa);
	free(run);
	file_close(&file);
	tl_signer_free(signers.seal);
	tl_ssh_signer_free(signers.ssh);
	tl_policy_free(policy);
	return status;
}

const struct verb verb_redact = {
	.name = "redact",
	.usage =
	    "-p POLICY [-o OUT] (--key KEY --cert FILE [--tsa URL --tsa-trust ROOT.pem] | --ssh-key FILE | --unsigned) [SOURCE]",
	.summary = "write what the policy lets leave, with a sealed manifest",
	.options = options,
	.operands_max = 1,
	.run = run_redact,
};
