#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "cli/answer.h"
#include "cli/inputs.h"
#include "cli/publish.h"
#include "cli/withheld.h"

enum {
	VAUGHN,
	RECORD,
	SOURCE,
	MANIFEST,
	OUTPUT,
	KEY,
	CERT,
	CHAIN,
	PASSPHRASE
};

static const struct option_row options[] = {
	[VAUGHN] = { "vaughn", 0, NULL, "a row for each withheld piece: what, and why" },
	[RECORD] = { "record", 0, "FILE", "the withheld record that `redact --audit` kept" },
	[SOURCE] = { "source", 0, "FILE", "the original" },
	[MANIFEST] = { "manifest", 0, "FILE", "default: beside OUT.audit.xml" },
	[OUTPUT] = { "output", 'o', "INDEX",
	    "a name ending in .csv or .xml; the seal is INDEX.p7s" },
	[KEY] = { "key", 0, "FILE", "the signer's private key; without it no verdict is good" },
	[CERT] = { "cert", 0, "FILE", "the signer's certificate" },
	[CHAIN] = { "chain", 0, "FILE", "certificates between the signer's and the root" },
	[PASSPHRASE] = { "passphrase", 0, "HOW",
	    "env:NAME, file:PATH or fd:N; default: the terminal" },
	{ 0 },
};

static const struct column columns[] = { { "rows", "rows", 0 }, { 0 } };

enum {
	PART_SEAL,
	PART_INDEX,
	PARTS
};

struct run {
	struct part part[PARTS];
	struct guard guard;
	struct withheld_files files;
	struct tl_signer *signer;
	char seal[4096];
};

static bool
ends_in(const char *name, const char *end)
{
	size_t len = strlen(name), n = strlen(end);
	return len > n && strcmp(name + len - n, end) == 0;
}

static tl_status
check_usage(const struct arguments *a, struct tl_error *e)
{
	const char *name = a->value[OUTPUT];

	if (a->value[VAUGHN] == NULL)
		return usage_error(e, "which index? ", "give --vaughn");
	if (name == NULL || (!ends_in(name, ".csv") && !ends_in(name, ".xml")))
		return usage_error(e, "where does the index go? ", "give -o NAME.csv or NAME.xml");
	if ((a->value[KEY] == NULL) != (a->value[CERT] == NULL))
		return usage_error(e, "a key and its certificate go together: ", "--key, --cert");
	return TL_OK;
}

static tl_status
open_parts(const struct arguments *a, struct run *run, struct tl_error *e)
{
	int n = snprintf(run->seal, sizeof run->seal, "%s.p7s", a->value[OUTPUT]);
	if (n < 0 || (size_t)n >= sizeof run->seal)
		return usage_error(e, "this name is too long: ", "-o");
	tl_status status = part_open(&run->part[PART_INDEX], a->value[OUTPUT], 0600, e);
	if (status == TL_OK && run->signer != NULL)
		status = part_open(&run->part[PART_SEAL], run->seal, 0600, e);
	return status;
}

static tl_status
make(const struct arguments *a, struct run *run, struct tl_error *e)
{
	struct part *const parts[PARTS] = { &run->part[PART_SEAL], &run->part[PART_INDEX] };
	enum tl_index_form form = ends_in(a->value[OUTPUT], ".csv") ? TL_INDEX_CSV : TL_INDEX_XML;
	struct answer *answer;
	tl_status status = TL_OK;

	struct tl_answer to = answer_begin(&answer, false, columns, e);
	if (answer != NULL)
		status = tl_index(&run->files.given, form, run->signer, (int64_t)time(NULL),
		    (struct tl_sink){ &run->part[PART_INDEX], part_write },
		    (struct tl_sink){ &run->part[PART_SEAL], part_write }, &to, e);
	if (status == TL_OK)
		status = publish(&run->guard, parts, PARTS, e);
	return answer_end(answer, status, e);
}

static tl_status
run_index(const struct arguments *a, struct tl_error *e)
{
	tl_status status = check_usage(a, e);
	if (status != TL_OK)
		return status;
	struct run *run = calloc(1, sizeof *run);
	if (run == NULL)
		return system_error(e, "", "no memory", ENOMEM);
	for (size_t i = 0; i < PARTS; i++)
		run->part[i].fd = -1;
	status = guard_start(&run->guard, e);
	if (status == TL_OK && a->value[KEY] != NULL)
		status = load_signer(a->value[KEY], a->value[CERT], a->value[CHAIN],
		    a->value[PASSPHRASE], &run->signer, e);
	if (status == TL_OK)
		status = withheld_files_read(
		    &run->files, a->value[RECORD], a->value[SOURCE], a->value[MANIFEST], e);
	if (status == TL_OK)
		status = open_parts(a, run, e);
	if (status == TL_OK)
		status = make(a, run, e);
	guard_end(&run->guard);
	for (size_t i = 0; i < PARTS; i++)
		part_release(&run->part[i]);
	withheld_files_close(&run->files);
	tl_signer_free(run->signer);
	free(run);
	return status;
}

const struct verb verb_index = {
	.name = "index",
	.usage =
	    "--vaughn --record FILE --source FILE -o INDEX.csv|INDEX.xml [--key FILE --cert FILE]",
	.summary = "write the exemption log of a release, each row with its proof",
	.options = options,
	.run = run_index,
};
