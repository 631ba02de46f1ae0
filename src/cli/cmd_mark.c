#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/answer.h"
#include "cli/inputs.h"
#include "cli/labels.h"

enum {
	SCHEME,
	PROFILE,
	AS,
	LABEL,
	JSON
};

static const struct option_row options[] = {
	[SCHEME] = { "scheme", 0, "NAME", "the marking vocabulary, or a file; default: us" },
	[PROFILE] = { "profile", 0, "NAME", "where authorities disagree; default: the scheme's" },
	[AS] = { "as", 0, "FORM", "portion, banner or auto (the default)" },
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

static const struct column as_portion[] = { { "portion", "portion", 0 }, { 0 } };
static const struct column as_banner[] = { { "banner", "banner", 0 }, { 0 } };

static tl_status
find_form(const char *name, enum tl_form *form, struct tl_error *e)
{
	*form = TL_FORM_AUTO;
	if (name == NULL || strcmp(name, "auto") == 0)
		return TL_OK;
	*form = strcmp(name, "portion") == 0 ? TL_FORM_PORTION : TL_FORM_BANNER;
	if (*form == TL_FORM_PORTION || strcmp(name, "banner") == 0)
		return TL_OK;
	return usage_error(e, "--as takes portion, banner or auto, not ", name);
}

/* One mark a line, from the operands or from standard input. TL_NO where any of them is not valid. */
static tl_status
each_line(const struct arguments *a, const struct tl_scheme *scheme, enum tl_form form,
    const struct tl_answer *to, struct tl_error *e)
{
	struct file file = { 0 };
	tl_status all = TL_OK;

	for (size_t i = 1; i < a->operands; i++) {
		tl_status status =
		    tl_mark_parse(scheme, a->operand[i], strlen(a->operand[i]), form, to, e);
		if (status != TL_OK && status != TL_NO)
			return status;
		all = status == TL_NO ? TL_NO : all;
	}
	if (a->operands > 1)
		return all;
	tl_status status = file_read("-", FILE_CEILING, &file, e);
	const unsigned char *at = file.bytes, *end = file.bytes + file.len;
	while (status == TL_OK && at < end) {
		const unsigned char *eol = memchr(at, '\n', (size_t)(end - at));
		size_t len = (size_t)((eol != NULL ? eol : end) - at);
		status = tl_mark_parse(scheme, at, len, form, to, e);
		if (status == TL_NO) {
			all = TL_NO;
			status = TL_OK;
		}
		at += len + 1;
	}
	file_close(&file);
	return status == TL_OK ? all : status;
}

static tl_status
parse_or_print(
    const struct arguments *a, const struct tl_scheme *scheme, bool print, struct tl_error *e)
{
	struct answer *answer;
	enum tl_form form;
	bool json = a->value[JSON] != NULL;

	tl_status status = find_form(a->value[AS], &form, e);
	if (status != TL_OK)
		return status;
	/* For `print`, --as says what is wanted, not what is read. */
	const struct column *columns = !print ? parsed
	    : form == TL_FORM_BANNER          ? as_banner
					      : as_portion;
	struct tl_answer to = answer_begin(&answer, json, columns, e);
	if (answer != NULL && a->value[LABEL] != NULL)
		status = labels_parse(a, scheme, &to, e);
	else if (answer != NULL)
		status = each_line(a, scheme, print ? TL_FORM_AUTO : form, &to, e);
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
	return order == TL_DOMINATES || order == TL_EQUAL ? TL_OK : TL_NO;
}

static tl_status
run(const struct arguments *a, struct tl_error *e)
{
	struct tl_scheme *scheme = NULL;
	const char *what = a->operand[0];

	if (strcmp(what, "parse") != 0 && strcmp(what, "print") != 0 &&
	    strcmp(what, "compare") != 0)
		return usage_error(e, "mark takes parse, print or compare, not ", what);
	bool print = strcmp(what, "print") == 0;
	tl_status status = load_scheme(a->value[SCHEME], a->value[PROFILE], &scheme, e);
	if (status == TL_OK)
		status = strcmp(what, "compare") == 0  ? compare(a, scheme, e)
		    : print && a->value[LABEL] != NULL ? labels_print(a, scheme, e)
						       : parse_or_print(a, scheme, print, e);
	tl_scheme_free(scheme);
	return status;
}

const struct verb verb_mark = {
	.name = "mark",
	.usage = "parse|print [--as FORM] [MARK...]  |  compare A B  |  parse --label FILE...",
	.summary = "the marking language alone: a line in, a line out",
	.options = options,
	.operands_min = 1,
	.operands_max = OPERANDS_MAX,
	.run = run,
};
