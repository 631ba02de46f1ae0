#include <stdio.h>

#include "cli/cli.h"

enum {
	JSON
};

static const struct option_row options[] = {
	[JSON] = { "json", 0, NULL, "one object" },
	{ 0 },
};

static tl_status
run(const struct arguments *a, struct tl_error *e)
{
	(void)e;
	printf(a->value[JSON] != NULL ? "{\"version\":\"%s\"}\n" : "tearline %s\n", tl_version());
	return TL_OK;
}

const struct verb verb_version = {
	.name = "version",
	.usage = "[--json]",
	.summary = "the version of this program",
	.options = options,
	.run = run,
};
