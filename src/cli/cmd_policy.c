#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "cli/answer.h"
#include "cli/inputs.h"

enum {
	JSON
};

static const struct option_row options[] = {
	[JSON] = { "json", 0, NULL, "list: one object a line" },
	{ 0 },
};

static const struct column columns[] = {
	{ "name", "name", 24 },
	{ "version", "version", 8 },
	{ "title", "title", 0 },
	{ 0 },
};

static int
to_stdout(void *context, const void *bytes, size_t len)
{
	(void)context;
	return fwrite(bytes, 1, len, stdout) == len ? 0 : -1;
}

static tl_status
check_or_show(const char *name, bool show, struct tl_error *e)
{
	struct tl_policy *policy;

	tl_status status = load_policy(name, &policy, e);
	if (status == TL_OK && show)
		status = tl_policy_print(policy, (struct tl_sink){ NULL, to_stdout }, e);
	else if (status == TL_OK)
		printf("%s: good\n", name);
	tl_policy_free(policy);
	return status;
}

static tl_status
schema(struct tl_error *e)
{
	const void *bytes;
	size_t len;

	tl_status status = tl_resource("schema/policy.rng", &bytes, &len, e);
	if (status == TL_OK && to_stdout(NULL, bytes, len) != 0)
		status = system_error(e, "", "standard output was not written", errno);
	return status;
}

static tl_status
run(const struct arguments *a, struct tl_error *e)
{
	const char *what = a->operand[0];
	bool check = strcmp(what, "check") == 0, show = strcmp(what, "show") == 0;

	if ((check || show) && a->operands == 2)
		return check_or_show(a->operand[1], show, e);
	if (check || show)
		return usage_error(e, "which policy? ", "a shipped one by name, or a file");
	if (a->operands == 1 && strcmp(what, "list") == 0)
		return answer_list(a->value[JSON] != NULL, columns, tl_list_policies, e);
	if (a->operands == 1 && strcmp(what, "schema") == 0)
		return schema(e);
	return usage_error(e, "policy takes check NAME, show NAME, list or schema, not ", what);
}

const struct verb verb_policy = {
	.name = "policy",
	.usage = "check POLICY | show POLICY | list | schema",
	.summary = "validate a policy, read its rules aloud, list the shipped ones",
	.options = options,
	.operands_min = 1,
	.operands_max = 2,
	.run = run,
};
