#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/answer.h"
#include "cli/asked.h"
#include "cli/inputs.h"
#include "cli/labels.h"

enum {
	SCHEME,
	PROFILE,
	AS,
	DATE,
	BANNER,
	ISM,
	AUTHORITY,
	LABEL,
	JSON
};

static const struct option_row options[] = {
	[SCHEME] = { "scheme", 0, "NAME", "the marking vocabulary, or a file; default: us" },
	[PROFILE] = { "profile", 0, "NAME", "where authorities disagree; default: the scheme's" },
	[AS] = { "as", 0, "FORM", "portion, banner, fields or auto (the default)" },
	[DATE] = { "date", 0, "YYYY-MM-DD", "rollup: of the document; default: unknown" },
	[BANNER] = { "banner", 0, "MARK", "rollup: whose list a bare REL means; default: unknown" },
	[ISM] = { "ism", 0, NULL, "ISM attributes: parse reads them, print writes them" },
	[AUTHORITY] = { "authority", 0, NULL,
	    "with print --ism: the authority block of attributes, a line a row" },
	[LABEL] = { "label", 0, NULL, "files of labels for parse and compare; print writes one" },
	[JSON] = { "json", 0, NULL, "one object a line" },
	{ 0 },
};

static const struct column parsed[] = {
	{ "input", "input", 32 },
	{ "valid", "valid", 6 },
	{ "known", "known", 6 },
	{ "level", "level", 6 },
	{ "portion", "portion", 24 },
	{ "banner", "banner", 0 },
	{ 0 },
};

static const struct column crossing[] = {
	{ "scheme", "scheme", 8 },
	{ "line", "line", 6 },
	{ "text", "held because", 0 },
	{ 0 },
};

static const struct column as_portion[] = { { "portion", "portion", 0 }, { 0 } };
static const struct column as_fields[] = { { "fields", "fields", 0 }, { 0 } };
static const struct column as_banner[] = { { "banner", "banner", 0 }, { 0 } };
static const struct column as_block[] = { { "line", "authority block", 0 }, { 0 } };
static const struct column as_ism[] = { { "ism", "attributes", 0 }, { 0 } };

/* What is asked of each line. */
struct question {
	const struct tl_scheme *scheme;
	const struct tl_answer *to;
	struct answer *answer;
	enum tl_form form; /* of the input */
	bool to_ism;       /* attributes are wanted, not words */
	bool authority;    /* the authority block of attributes is */
};

static tl_status
ask(const struct question *q, const void *text, size_t len, struct tl_error *e)
{
	if (q->authority)
		return tl_mark_authority(q->scheme, text, len, q->to, e);
	return q->to_ism ? tl_mark_print_ism(q->scheme, text, len, q->to, e)
			 : tl_mark_parse(q->scheme, text, len, q->form, q->to, e);
}

static tl_status
find_form(const char *name, enum tl_form *form, struct tl_error *e)
{
	*form = TL_FORM_AUTO;
	if (name == NULL || strcmp(name, "auto") == 0)
		return TL_OK;
	*form = strcmp(name, "portion") == 0 ? TL_FORM_PORTION
	    : strcmp(name, "fields") == 0    ? TL_FORM_FIELDS
					     : TL_FORM_BANNER;
	if (*form != TL_FORM_BANNER || strcmp(name, "banner") == 0)
		return TL_OK;
	return usage_error(e, "--as takes portion, banner, fields or auto, not ", name);
}

/* The same, for a line that may have been asked before. */
static tl_status
ask_again(
    const struct question *q, struct asked *asked, const void *line, size_t len, struct tl_error *e)
{
	const char *row;
	size_t row_len;
	tl_status status;

	if (asked_find(asked, line, len, &row, &row_len, &status))
		return answer_again(q->answer, row, row_len) == 0
		    ? status
		    : system_error(e, "", "standard output was not written", EIO);
	status = ask(q, line, len, e);
	if (asked == NULL || (status != TL_OK && status != TL_NO))
		return status;
	if (answer_last(q->answer, &row, &row_len) != 0)
		return system_error(e, "", "standard output was not written", EIO);
	asked_keep(asked, line, len, row, row_len, status);
	return status;
}

static tl_status
lines_of(const struct question *q, const struct file *file, struct tl_error *e)
{
	tl_status all = TL_OK, status = TL_OK;
	const unsigned char *at = file->bytes, *end = file->bytes + file->len;
	/* A block of attributes is several rows, and rare. */
	struct asked *asked = q->authority ? NULL : asked_new();

	while (status == TL_OK && at < end) {
		const unsigned char *eol = memchr(at, '\n', (size_t)(end - at));
		size_t len = (size_t)((eol != NULL ? eol : end) - at);
		status = ask_again(q, asked, at, len, e);
		if (status == TL_NO) {
			all = TL_NO;
			status = TL_OK;
		}
		at += len + 1;
	}
	asked_free(asked);
	return status == TL_OK ? all : status;
}

/* One mark a line, from the operands or from standard input. TL_NO where any of them is not valid. */
static tl_status
each_line(const struct arguments *a, const struct question *q, struct tl_error *e)
{
	struct file file = { 0 };
	tl_status all = TL_OK;

	for (size_t i = 1; i < a->operands; i++) {
		tl_status status = ask(q, a->operand[i], strlen(a->operand[i]), e);
		if (status != TL_OK && status != TL_NO)
			return status;
		all = status == TL_NO ? TL_NO : all;
	}
	if (a->operands > 1)
		return all;
	tl_status status = file_read("-", FILE_CEILING, &file, e);
	if (status == TL_OK)
		status = lines_of(q, &file, e);
	file_close(&file);
	return status;
}

static tl_status
check_options(const struct arguments *a, bool print, struct tl_error *e)
{
	bool ism = a->value[ISM] != NULL, authority = a->value[AUTHORITY] != NULL;

	if (ism && a->value[AS] != NULL)
		return usage_error(e, "--as and --ism exclude each other; leave one out", "");
	if (authority && (!ism || !print))
		return usage_error(
		    e, "--authority goes with ", "tearline mark print --ism --authority");
	return TL_OK;
}

/* For `print`, --as and --ism say what is wanted, not what is read. */
static tl_status
parse_or_print(
    const struct arguments *a, const struct tl_scheme *scheme, bool print, struct tl_error *e)
{
	struct answer *answer;
	enum tl_form form;
	bool json = a->value[JSON] != NULL, ism = a->value[ISM] != NULL;

	tl_status status = find_form(a->value[AS], &form, e);
	if (status == TL_OK)
		status = check_options(a, print, e);
	if (status != TL_OK)
		return status;
	struct question q = { .scheme = scheme,
		.form = print ? TL_FORM_AUTO
		    : ism     ? TL_FORM_ISM
			      : form,
		.to_ism = print && ism,
		.authority = a->value[AUTHORITY] != NULL };
	const struct column *columns = !print ? parsed
	    : q.authority                     ? as_block
	    : ism                             ? as_ism
	    : form == TL_FORM_BANNER          ? as_banner
	    : form == TL_FORM_FIELDS          ? as_fields
					      : as_portion;
	struct tl_answer to = answer_begin(&answer, json, columns, e);
	q.to = &to;
	q.answer = answer;
	if (answer != NULL)
		status =
		    a->value[LABEL] != NULL ? labels_parse(a, scheme, &to, e) : each_line(a, &q, e);
	return answer_end(answer, status, e);
}

static const struct column rolled[] = { { "banner", NULL, 0 }, { 0 } };

static tl_status
rollup(const struct arguments *a, const struct tl_scheme *scheme, struct tl_error *e)
{
	struct tl_rollup how = { .banner = a->value[BANNER], .file = "-" };
	struct file file = { 0 };
	struct answer *answer;

	if (a->operands > 1)
		return usage_error(
		    e, "rollup reads marks from standard input, one a line: ", a->operand[1]);
	if (a->value[DATE] != NULL)
		how.date = date_number(a->value[DATE]);
	if (a->value[DATE] != NULL && how.date == 0)
		return usage_error(e, "--date takes YYYY-MM-DD, not ", a->value[DATE]);
	struct tl_answer to = answer_begin(&answer, a->value[JSON] != NULL, rolled, e);
	tl_status status = answer == NULL ? TL_SYSTEM : file_read("-", FILE_CEILING, &file, e);
	if (status == TL_OK)
		status = tl_mark_rollup(scheme, file.bytes, file.len, &how, &to, e);
	file_close(&file);
	return answer_end(answer, status, e);
}

/* By which line of the scheme the higher of two systems' marks holds the lower one. */
static tl_status
show_crossing(const struct arguments *a, const struct tl_scheme *scheme, enum tl_order order,
    struct tl_error *e)
{
	struct answer *answer;
	const char *high = a->operand[order == TL_DOMINATES ? 1 : 2],
		   *low = a->operand[order == TL_DOMINATES ? 2 : 1];
	struct tl_answer to = answer_begin(&answer, a->value[JSON] != NULL, crossing, e);
	tl_status status = answer == NULL
	    ? TL_SYSTEM
	    : tl_mark_crossing(scheme, high, strlen(high), low, strlen(low), &to, e);
	return answer_end(answer, status, e);
}

static tl_status
compare(const struct arguments *a, const struct tl_scheme *scheme, struct tl_error *e)
{
	static const char *const words[] = { [TL_INCOMPARABLE] = "incomparable",
		[TL_DOMINATED] = "dominated",
		[TL_EQUAL] = "equal",
		[TL_DOMINATES] = "dominates" };
	enum tl_order order;

	if (a->operands != 3)
		return usage_error(e, "compare takes two marks: ", "tearline mark compare A B");
	tl_status status = a->value[LABEL] != NULL
	    ? labels_compare(a, scheme, &order, e)
	    : tl_mark_compare(scheme, a->operand[1], strlen(a->operand[1]), a->operand[2],
		  strlen(a->operand[2]), &order, e);
	if (status != TL_OK)
		return status;
	if (a->value[JSON] != NULL)
		printf("{\"order\":\"%s\"}\n", words[order]);
	else
		puts(words[order]);
	if (order == TL_DOMINATES || order == TL_DOMINATED)
		status = show_crossing(a, scheme, order, e);
	if (status != TL_OK)
		return status;
	return order == TL_DOMINATES || order == TL_EQUAL ? TL_OK : TL_NO;
}

static tl_status
run(const struct arguments *a, struct tl_error *e)
{
	struct tl_scheme *scheme = NULL;
	const char *what = a->operand[0];

	if (strcmp(what, "parse") != 0 && strcmp(what, "print") != 0 &&
	    strcmp(what, "rollup") != 0 && strcmp(what, "compare") != 0)
		return usage_error(e, "mark takes parse, print, rollup or compare, not ", what);
	bool print = strcmp(what, "print") == 0;
	tl_status status = load_scheme(a->value[SCHEME], a->value[PROFILE], &scheme, e);
	if (status == TL_OK)
		status = strcmp(what, "compare") == 0  ? compare(a, scheme, e)
		    : strcmp(what, "rollup") == 0      ? rollup(a, scheme, e)
		    : print && a->value[LABEL] != NULL ? labels_print(a, scheme, e)
						       : parse_or_print(a, scheme, print, e);
	tl_scheme_free(scheme);
	return status;
}

const struct verb verb_mark = {
	.name = "mark",
	.usage =
	    "parse|print [--as FORM | --ism] [MARK...]  |  rollup [--date D] [--banner MARK]  |  "
	    "compare A B  |  parse --label FILE...",
	.summary = "the marking language alone: a line in, a line out",
	.options = options,
	.operands_min = 1,
	.operands_max = OPERANDS_MAX,
	.run = run,
};
