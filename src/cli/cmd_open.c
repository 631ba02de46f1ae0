#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cli/answer.h"
#include "cli/publish.h"
#include "cli/withheld.h"

enum {
	PORTION,
	DESCRIPTOR,
	RECORD,
	SOURCE,
	MANIFEST,
	OUTPUT,
	JSON
};

static const struct option_row options[] = {
	[PORTION] = { "portion", 0, "N", "its text; N as in `tearline audit` and `portions`" },
	[DESCRIPTOR] = { "descriptor", 0, "N", "its kind, marking, exemption and rules alone" },
	[RECORD] = { "record", 0, "FILE", "the withheld record that `redact --audit` kept" },
	[SOURCE] = { "source", 0, "FILE", "the original" },
	[MANIFEST] = { "manifest", 0, "FILE", "default: beside OUT.audit.xml" },
	[OUTPUT] = { "output", 'o', "PROOF", "the proof, for `verify --proof`" },
	[JSON] = { "json", 0, NULL, "what was opened, one object a piece" },
	{ 0 },
};

static const struct column columns[] = {
	{ "leaf", "opened", 10 },
	{ "gap", "gap", 6 },
	{ "start", "at byte", 10 },
	{ "bytes", "bytes", 0 },
	{ 0 },
};

static tl_status
take_number(const char *text, size_t *out, struct tl_error *e)
{
	char *end;

	errno = 0;
	unsigned long long number = strtoull(text, &end, 10);
	if (text[0] < '0' || text[0] > '9' || *end != '\0' || errno != 0 || number > SIZE_MAX)
		return usage_error(e, "this is no number of a portion: ", text);
	*out = (size_t)number;
	return TL_OK;
}

static tl_status
check_usage(const struct arguments *a, size_t *portion, struct tl_error *e)
{
	const char *number = a->value[PORTION] != NULL ? a->value[PORTION] : a->value[DESCRIPTOR];

	if ((a->value[PORTION] == NULL) == (a->value[DESCRIPTOR] == NULL))
		return usage_error(e, "what is opened? ", "give --portion N or --descriptor N");
	if (a->value[OUTPUT] == NULL)
		return usage_error(e, "where does the proof go? ", "give -o FILE");
	return take_number(number, portion, e);
}

static tl_status
make(const struct arguments *a, const struct tl_withheld *given, size_t portion, struct part *part,
    struct guard *guard, struct tl_error *e)
{
	struct part *const parts[] = { part };
	struct answer *answer;
	enum tl_leaf leaf = a->value[PORTION] != NULL ? TL_LEAF_BODY : TL_LEAF_DESCRIPTOR;

	tl_status status = part_open(part, a->value[OUTPUT], 0600, e);
	if (status != TL_OK)
		return status;
	struct tl_answer to = answer_begin(&answer, a->value[JSON] != NULL, columns, e);
	if (answer != NULL)
		status =
		    tl_open(given, portion, leaf, (struct tl_sink){ part, part_write }, &to, e);
	if (status == TL_OK)
		status = publish(guard, parts, 1, e);
	return answer_end(answer, status, e);
}

static tl_status
run(const struct arguments *a, struct tl_error *e)
{
	struct withheld_files files = { .given = { .record = { NULL, 0 } } };
	struct guard guard;
	size_t portion = 0;

	tl_status status = check_usage(a, &portion, e);
	if (status != TL_OK)
		return status;
	struct part *part = calloc(1, sizeof *part);
	if (part == NULL)
		return system_error(e, "", "no memory", ENOMEM);
	part->fd = -1;
	status = guard_start(&guard, e);
	if (status == TL_OK)
		status = withheld_files_read(
		    &files, a->value[RECORD], a->value[SOURCE], a->value[MANIFEST], e);
	if (status == TL_OK)
		status = make(a, &files.given, portion, part, &guard, e);
	guard_end(&guard);
	part_release(part);
	free(part);
	withheld_files_close(&files);
	return status;
}

const struct verb verb_open = {
	.name = "open",
	.usage = "(--portion N | --descriptor N) --record FILE --source FILE -o PROOF",
	.summary = "prove one withheld portion later, and nothing about the others",
	.options = options,
	.run = run,
};
