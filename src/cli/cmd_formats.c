#include "cli/answer.h"

enum {
	JSON
};

static const struct option_row options[] = {
	[JSON] = { "json", 0, NULL, "one object a line" },
	{ 0 },
};

static const struct column columns[] = {
	{ "name", "name", 12 },
	{ "media-type", "media type", 0 },
	{ 0 },
};

static tl_status
run(const struct arguments *a, struct tl_error *e)
{
	return answer_list(a->value[JSON] != NULL, columns, tl_list_formats, e);
}

const struct verb verb_formats = {
	.name = "formats",
	.usage = "[--json]",
	.summary = "the document formats that this build reads and writes",
	.options = options,
	.run = run,
};
