#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/stamp.h"
#include "cli/time_stamp.h"

enum {
	TSA,
	COMMAND,
	REQUEST,
	RESPONSE,
	TRUST,
	CRL,
	TOKEN
};

static const struct option_row options[] = {
	[TSA] = { "tsa", 0, "URL", "ask this time-stamping authority now" },
	[COMMAND] = { "tsa-command", 0, "COMMAND",
	    "what to ask with; default: TEARLINE_TSA_COMMAND, or curl" },
	[REQUEST] = { "tsa-request", 0, "FILE",
	    "write the request here; with --tsa-response: the request it answers" },
	[RESPONSE] = { "tsa-response", 0, "FILE", "what the authority answered, to be checked" },
	[TRUST] = { "tsa-trust", 0, "FILE", "root certificates of the authorities to trust" },
	[CRL] = { "tsa-crl", 0, "FILE", "their revocation lists" },
	[TOKEN] = { "token", 0, "FILE", "default: SEAL.tsr" },
	{ 0 },
};

/* Everything that one run holds. */
struct run {
	struct part part; /* the token, or the request */
	struct guard guard;
	struct tl_trust *tsa;
	struct file seal, request, response;
	char name[4096 + 8];
};

static tl_status
check_usage(const struct arguments *a, struct tl_error *e)
{
	bool online = a->value[TSA] != NULL, answer = a->value[RESPONSE] != NULL;
	if (online == (a->value[REQUEST] != NULL))
		return usage_error(e, "where does the time stamp come from? ",
		    "give --tsa URL, or --tsa-request FILE and later --tsa-response FILE");
	if (online && answer)
		return usage_error(
		    e, "--tsa brings its answer itself; ", "leave --tsa-response out");
	if ((online || answer) != (a->value[TRUST] != NULL))
		return usage_error(e,
		    "a time stamp is checked before it is kept, a request needs no check: ",
		    "--tsa-trust ROOT.pem goes with --tsa and with --tsa-response");
	if (a->value[CRL] != NULL && a->value[TRUST] == NULL)
		return usage_error(e, "lists without roots: ", "--tsa-crl goes with --tsa-trust");
	if (a->value[COMMAND] != NULL && !online)
		return usage_error(e, "nothing is sent: ", "--tsa-command goes with --tsa");
	return TL_OK;
}

static const char *
target(const struct arguments *a, struct run *run)
{
	if (a->value[TRUST] == NULL)
		return a->value[REQUEST];
	if (a->value[TOKEN] != NULL)
		return a->value[TOKEN];
	int n = snprintf(run->name, sizeof run->name, "%s.tsr", a->operand[0]);
	return n > 0 && (size_t)n < sizeof run->name ? run->name : NULL;
}

static tl_status
make(const struct arguments *a, struct run *run, struct tl_error *e)
{
	const struct stamping how = { a->value[TSA], a->value[COMMAND], run->tsa };
	if (a->value[TSA] != NULL)
		return stamp_online(&how, file_bytes(&run->seal), &run->part, e);
	if (a->value[RESPONSE] == NULL)
		return stamp_request(file_bytes(&run->seal), &run->part, e);
	tl_status status = file_read(a->value[REQUEST], KEY_CEILING, &run->request, e);
	if (status == TL_OK)
		status = file_read(a->value[RESPONSE], KEY_CEILING, &run->response, e);
	return status == TL_OK
	    ? stamp_accept(run->tsa, file_bytes(&run->seal), file_bytes(&run->request),
		  file_bytes(&run->response), &run->part, e)
	    : status;
}

static tl_status
stamp(const struct arguments *a, struct run *run, struct tl_error *e)
{
	struct part *const parts[] = { &run->part };
	const char *path = target(a, run);
	if (path == NULL)
		return usage_error(e, "this name is too long: ", "SEAL");
	tl_status status = guard_start(&run->guard, e);
	if (status == TL_OK)
		status = file_read(a->operand[0], KEY_CEILING, &run->seal, e);
	if (status == TL_OK && a->value[TRUST] != NULL)
		status = load_tsa(a->value[TRUST], a->value[CRL], &run->tsa, e);
	if (status == TL_OK)
		status = part_open(&run->part, path, 0666, e);
	if (status == TL_OK)
		status = make(a, run, e);
	return status == TL_OK ? publish(&run->guard, parts, 1, e) : status;
}

static tl_status
run_stamp(const struct arguments *a, struct tl_error *e)
{
	tl_status status = check_usage(a, e);
	if (status != TL_OK)
		return status;
	struct run *run = calloc(1, sizeof *run);
	if (run == NULL)
		return system_error(e, "", "no memory", ENOMEM);
	run->part.fd = -1;
	run->guard.to = -1;
	status = stamp(a, run, e);
	guard_end(&run->guard);
	part_release(&run->part);
	file_close(&run->seal);
	file_close(&run->request);
	file_close(&run->response);
	tl_trust_free(run->tsa);
	free(run);
	return status;
}

const struct verb verb_stamp = {
	.name = "stamp",
	.usage =
	    "SEAL (--tsa URL | --tsa-request FILE [--tsa-response FILE]) [--tsa-trust ROOT.pem]",
	.summary = "a time stamp of an authority over a seal, online or by files",
	.options = options,
	.operands_min = 1,
	.operands_max = 1,
	.run = run_stamp,
};
