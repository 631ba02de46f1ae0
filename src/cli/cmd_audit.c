#include <string.h>

#include "cli/answer.h"
#include "cli/inputs.h"

enum {
	RECORD,
	OUTPUT,
	MANIFEST,
	FORMAT,
	JSON
};

static const struct option_row options[] = {
	[RECORD] = { "record", 0, "FILE", "the withheld record that `redact --audit` kept" },
	[OUTPUT] = { "output", 'o', "OUT", "the released document" },
	[MANIFEST] = { "manifest", 0, "FILE", "default: OUT.manifest.xml" },
	[FORMAT] = { "format", 0, "NAME", "see `tearline formats`; default: auto" },
	[JSON] = { "json", 0, NULL, "one object a line" },
	{ 0 },
};

static const struct column columns[] = {
	{ "index", "#", 6 },
	{ "kind", "kind", 21 },
	{ "written", "written", 12 },
	{ "marking", "marking", 16 },
	{ "read", "read", 12 },
	{ "decision", "decision", 9 },
	{ "reason", "reason", 0 },
	{ 0 },
};

static tl_status
run(const struct arguments *a, struct tl_error *e)
{
	enum {
		ORIGINAL,
		KEPT,
		OUT,
		SIGNED,
		FILES
	};
	struct file file[FILES] = { { 0 } };
	char manifest[4096];
	struct tl_source source;

	if (a->value[RECORD] == NULL || a->value[OUTPUT] == NULL)
		return usage_error(
		    e, "audit compares three things: ", "SOURCE, --record FILE and -o OUT");
	size_t len = strlen(a->value[OUTPUT]);
	if (len > sizeof manifest - sizeof ".manifest.xml")
		return usage_error(e, "this name is too long: ", "-o");
	memcpy(manifest, a->value[OUTPUT], len);
	memcpy(manifest + len, ".manifest.xml", sizeof ".manifest.xml");

	tl_status status =
	    load_source(a->operand[0], a->value[FORMAT], &file[ORIGINAL], &source, e);
	if (status == TL_OK)
		status = file_read(a->value[RECORD], FILE_CEILING, &file[KEPT], e);
	if (status == TL_OK)
		status = file_read(a->value[OUTPUT], FILE_CEILING, &file[OUT], e);
	if (status == TL_OK)
		status = file_read(a->value[MANIFEST] != NULL ? a->value[MANIFEST] : manifest,
		    FILE_CEILING, &file[SIGNED], e);
	if (status == TL_OK) {
		struct answer *answer;
		struct tl_answer to = answer_begin(&answer, a->value[JSON] != NULL, columns, e);
		if (answer != NULL)
			status = tl_audit(&source, file_bytes(&file[KEPT]), file_bytes(&file[OUT]),
			    file_bytes(&file[SIGNED]), &to, e);
		status = answer_end(answer, status, e);
	}
	for (size_t i = 0; i < FILES; i++)
		file_close(&file[i]);
	return status;
}

const struct verb verb_audit = {
	.name = "audit",
	.usage = "--record FILE -o OUT [--manifest FILE] SOURCE",
	.summary = "replay a withheld record: was the release what the policy demanded?",
	.options = options,
	.operands_min = 1,
	.operands_max = 1,
	.run = run,
};
