#include "cli/answer.h"
#include "cli/inputs.h"

enum {
	POLICY,
	FORMAT,
	SHOW_TEXT,
	JSON
};

static const struct option_row options[] = {
	[POLICY] = { "policy", 'p', "POLICY", "a shipped policy by name, or a file" },
	[FORMAT] = { "format", 0, "NAME", "see `tearline formats`; default: auto" },
	[SHOW_TEXT] = { "show-text", 0, NULL, "print the text too, withheld text included" },
	[JSON] = { "json", 0, NULL, "one object a line" },
	{ 0 },
};

static const struct column plain[] = {
	{ "index", "#", 5 },
	{ "kind", "kind", 21 },
	{ "number", "no.", 5 },
	{ "written", "written", 12 },
	{ "marking", "marking", 16 },
	{ "reason", "decision", 0 },
	{ 0 },
};

static const struct column with_text[] = {
	{ "index", "#", 5 },
	{ "kind", "kind", 21 },
	{ "written", "written", 12 },
	{ "reason", "decision", 60 },
	{ "text", "text", 0 },
	{ 0 },
};

static tl_status
run(const struct arguments *a, struct tl_error *e)
{
	struct tl_policy *policy = NULL;
	struct tl_source source;
	struct file file = { 0 };
	bool text = a->value[SHOW_TEXT] != NULL;

	if (a->value[POLICY] == NULL)
		return usage_error(e, "which policy? ", "give -p NAME or -p FILE");
	tl_status status = load_policy(a->value[POLICY], &policy, e);
	if (status == TL_OK)
		status = load_source(a->operand[0], a->value[FORMAT], &file, &source, e);
	if (status == TL_OK) {
		struct answer *answer;
		struct tl_answer to =
		    answer_begin(&answer, a->value[JSON] != NULL, text ? with_text : plain, e);
		if (answer != NULL)
			status = tl_explain(policy, &source, text, &to, e);
		status = answer_end(answer, status, e);
	}
	file_close(&file);
	tl_policy_free(policy);
	return status;
}

const struct verb verb_explain = {
	.name = "explain",
	.usage = "-p POLICY [--json] [--show-text] [SOURCE]",
	.summary = "a dry run: what would happen to each portion, and why",
	.options = options,
	.operands_max = 1,
	.run = run,
};
