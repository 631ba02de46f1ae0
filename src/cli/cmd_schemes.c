#include "cli/answer.h"

enum {
	JSON
};

static const struct option_row options[] = {
	[JSON] = { "json", 0, NULL, "one object a line" },
	{ 0 },
};

static const struct column columns[] = {
	{ "id", "id", 8 },
	{ "version", "version", 8 },
	{ "profiles", "profiles", 48 },
	{ "title", "title", 0 },
	{ 0 },
};

static tl_status
run(const struct arguments *a, struct tl_error *e)
{
	return answer_list(a->value[JSON] != NULL, columns, tl_list_schemes, e);
}

const struct verb verb_schemes = {
	.name = "schemes",
	.usage = "[--json]",
	.summary = "the marking vocabularies that this build knows",
	.options = options,
	.run = run,
};
