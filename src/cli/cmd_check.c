#include <errno.h>
#include <stdlib.h>

#include "cli/correct.h"
#include "cli/inputs.h"

enum {
	SCHEME,
	PROFILE,
	FORMAT,
	DATE,
	JSON,
	SARIF,
	FIX,
	OUTPUT
};

static const struct option_row options[] = {
	[SCHEME] = { "scheme", 0, "NAME", "the marking vocabulary; default: us" },
	[PROFILE] = { "profile", 0, "NAME", "where authorities disagree; default: the scheme's" },
	[FORMAT] = { "format", 0, "NAME", "see `tearline formats`; default: auto" },
	[DATE] = { "date", 0, "YYYY-MM-DD",
	    "of the document: what was right then is no finding; default: a telegram's own" },
	[JSON] = { "json", 0, NULL, "one object a line" },
	[SARIF] = { "sarif", 0, NULL, "one object in SARIF 2.1.0" },
	[FIX] = { "fix", 0, NULL, "write a copy with corrected marks, show what differs" },
	[OUTPUT] = { "output", 'o', "OUT", "the copy of --fix; a new file" },
	{ 0 },
};

/* Everything that one run holds; a part is big, so it lives on the heap. */
struct run {
	struct part part;
	struct guard guard;
	struct tl_scheme *scheme;
	struct file file;
	struct tl_source source;
	struct findings *findings;
	uint32_t date;
};

static tl_status
check_usage(const struct arguments *a, struct run *run, struct tl_error *e)
{
	if (a->value[JSON] != NULL && a->value[SARIF] != NULL)
		return usage_error(e, "one form of answer at a time: ", "--json or --sarif");
	if ((a->value[FIX] == NULL) != (a->value[OUTPUT] == NULL))
		return usage_error(e, "a corrected copy takes both: ", "--fix -o OUT");
	run->date = a->value[DATE] != NULL ? date_number(a->value[DATE]) : 0;
	if (a->value[DATE] != NULL && run->date == 0)
		return usage_error(e, "--date takes YYYY-MM-DD, not ", a->value[DATE]);
	return TL_OK;
}

/* Only marks are replaced; with nothing to correct the copy is the source. */
static tl_status
write_copy(const struct arguments *a, struct run *run, struct tl_error *e)
{
	size_t count;
	const struct edit *edits = findings_edits(run->findings, &count);
	struct part *const parts[] = { &run->part };

	if (correct_write(&run->part, &run->source, edits, count) != 0)
		return part_flush(&run->part, e);
	tl_status status = publish(&run->guard, parts, 1, e);
	if (status == TL_OK)
		correct_show(&run->source, a->value[OUTPUT], edits, count);
	return status;
}

static tl_status
check(const struct arguments *a, struct run *run, struct tl_error *e)
{
	enum findings_style style = a->value[JSON] != NULL ? FINDINGS_JSON
	    : a->value[SARIF] != NULL                      ? FINDINGS_SARIF
							   : FINDINGS_LINES;
	run->findings = findings_new(style, &run->source);
	if (run->findings == NULL)
		return system_error(e, "", "no memory", ENOMEM);
	struct tl_answer to = findings_answer(run->findings);
	tl_status status = tl_check(run->scheme, &run->source, run->date, &to, e);
	bool complete = status == TL_OK || status == TL_NO;
	struct tl_error unsaid = { 0 }; /* the first failure is told, not what came of it */
	tl_status ended = findings_end(run->findings, complete, complete ? e : &unsaid);
	if (complete && ended != TL_OK)
		return ended;
	if (!complete || a->value[FIX] == NULL)
		return status;
	tl_status written = write_copy(a, run, e);
	return written != TL_OK ? written : status;
}

static tl_status
run_all(const struct arguments *a, struct run *run, struct tl_error *e)
{
	tl_status status = check_usage(a, run, e);
	if (status == TL_OK && a->value[FIX] != NULL)
		status = guard_start(&run->guard, e);
	if (status == TL_OK)
		status = tl_scheme_load(a->value[SCHEME] != NULL ? a->value[SCHEME] : "us",
		    a->value[PROFILE], &run->scheme, e);
	if (status == TL_OK && a->value[FIX] != NULL)
		status = part_open(&run->part, a->value[OUTPUT], 0666, e);
	if (status == TL_OK)
		status = load_source(a->operand[0], a->value[FORMAT], &run->file, &run->source, e);
	return status == TL_OK ? check(a, run, e) : status;
}

static tl_status
run_check(const struct arguments *a, struct tl_error *e)
{
	struct run *run = calloc(1, sizeof *run);
	if (run == NULL)
		return system_error(e, "", "no memory", ENOMEM);
	run->part.fd = -1;
	run->guard.to = -1;
	tl_status status = run_all(a, run, e);
	guard_end(&run->guard);
	part_release(&run->part);
	findings_release(run->findings);
	file_close(&run->file);
	tl_scheme_free(run->scheme);
	free(run);
	return status;
}

const struct verb verb_check = {
	.name = "check",
	.usage = "[--json | --sarif] [--date D] [--fix -o OUT] [SOURCE]",
	.summary = "what is wrong with the markings of a document",
	.options = options,
	.operands_max = 1,
	.run = run_check,
};
