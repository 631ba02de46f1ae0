#include "cli/answer.h"
#include "cli/inputs.h"

enum {
	SCHEME,
	PROFILE,
	FORMAT,
	JSON
};

static const struct option_row options[] = {
	[SCHEME] = { "scheme", 0, "NAME", "the marking vocabulary, or a file; default: us" },
	[PROFILE] = { "profile", 0, "NAME", "where authorities disagree; default: the scheme's" },
	[FORMAT] = { "format", 0, "NAME", "see `tearline formats`; default: auto" },
	[JSON] = { "json", 0, NULL, "one object a line" },
	{ 0 },
};

static const struct column columns[] = {
	{ "index", "#", 6 },
	{ "kind", "kind", 21 },
	{ "number", "no.", 5 },
	{ "start", "start", 9 },
	{ "end", "end", 9 },
	{ "written", "written", 16 },
	{ "marking", "marking", 24 },
	{ "read", "read", 0 },
	{ 0 },
};

static tl_status
run(const struct arguments *a, struct tl_error *e)
{
	struct tl_scheme *scheme = NULL;
	struct tl_source source;
	struct file file = { 0 };

	tl_status status = load_scheme(a->value[SCHEME], a->value[PROFILE], &scheme, e);
	if (status == TL_OK)
		status = load_source(a->operand[0], a->value[FORMAT], &file, &source, e);
	if (status == TL_OK) {
		struct answer *answer;
		struct tl_answer to = answer_begin(&answer, a->value[JSON] != NULL, columns, e);
		if (answer != NULL)
			status = tl_portions(scheme, &source, &to, e);
		status = answer_end(answer, status, e);
	}
	file_close(&file);
	tl_scheme_free(scheme);
	return status;
}

const struct verb verb_portions = {
	.name = "portions",
	.usage = "[--json] [SOURCE]",
	.summary = "what the reader sees: every portion with its mark",
	.options = options,
	.operands_max = 1,
	.run = run,
};
