#include <errno.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "cli/answer.h"

#define DEPTH_MAX 8

struct answer {
	bool json;
	bool titled;
	const struct column *columns;
	json_t *row;             /* being filled, NULL before the first */
	json_t *open[DEPTH_MAX]; /* the row and the lists and objects open inside it */
	size_t depth;
};

static void
print_text(const char *text, int width)
{
	int shown = 0;
	for (const unsigned char *p = (const unsigned char *)text; *p != '\0'; p++) {
		if (width > 0 && shown >= width && (*p & 0xc0) != 0x80)
			break;
		bool control = *p < 0x20 || *p == 0x7f || (*p == 0xc2 && p[1] < 0xa0);
		(void)putchar(control ? ' ' : *p);
		if (control && *p == 0xc2)
			p++;
		shown += (*p & 0xc0) != 0x80;
	}
	for (; shown < width; shown++)
		(void)putchar(' ');
}

static void
print_value(const json_t *value, int width)
{
	char number[32] = "";
	char list[256] = "";

	if (json_is_integer(value))
		(void)snprintf(number, sizeof number, "%lld", (long long)json_integer_value(value));
	size_t used = 0;
	for (size_t i = 0; i < json_array_size(value); i++) {
		const char *item = json_string_value(json_array_get(value, i));
		int n = snprintf(list + used, sizeof list - used, "%s%s", i > 0 ? ", " : "",
		    item != NULL ? item : "");
		used += n > 0 && (size_t)n < sizeof list - used ? (size_t)n : 0;
	}
	print_text(json_is_string(value) ? json_string_value(value)
		: json_is_true(value)    ? "yes"
		: json_is_false(value)   ? "no"
		: json_is_array(value)   ? list
					 : number,
	    width);
}

static void
print_columns(struct answer *answer)
{
	if (!answer->titled && answer->columns->title != NULL)
		for (const struct column *c = answer->columns; c->field != NULL; c++)
			print_text(c->title, c->width), (void)putchar(c[1].field ? ' ' : '\n');
	answer->titled = true;
	for (const struct column *c = answer->columns; c->field != NULL; c++) {
		print_value(json_object_get(answer->row, c->field), c->width);
		(void)putchar(c[1].field != NULL ? ' ' : '\n');
	}
}

static int
finish_row(struct answer *answer)
{
	int result = 0;

	if (answer->row == NULL)
		return 0;
	if (answer->json) {
		result = json_dumpf(answer->row, stdout, JSON_COMPACT);
		(void)putchar('\n');
	} else {
		print_columns(answer);
	}
	json_decref(answer->row);
	answer->row = NULL;
	answer->depth = 0;
	return result != 0 || ferror(stdout) ? -1 : 0;
}

static json_t *
value_of(enum tl_event event, const void *text, size_t len, int64_t number)
{
	switch (event) {
	case TL_TEXT:
		return json_stringn(text != NULL ? text : "", len);
	case TL_NUMBER:
		return json_integer(number);
	case TL_BOOL:
		return json_boolean(number != 0);
	case TL_NULL:
		return json_null();
	case TL_LIST:
		return json_array();
	case TL_OBJECT:
		return json_object();
	case TL_ROW:
	case TL_END:
		break;
	}
	return NULL;
}

static int
put(void *context, enum tl_event event, const char *name, const void *text, size_t len,
    int64_t number)
{
	struct answer *answer = context;

	if (event == TL_END) {
		answer->depth--;
		return 0;
	}
	if (event == TL_ROW) {
		if (finish_row(answer) != 0)
			return -1;
		answer->row = json_object();
		answer->open[0] = answer->row;
		answer->depth = 1;
		return answer->row != NULL ? 0 : -1;
	}
	json_t *parent = answer->open[answer->depth - 1];
	json_t *value = value_of(event, text, len, number);
	if (value == NULL)
		return -1;
	if ((event == TL_LIST || event == TL_OBJECT) && answer->depth < DEPTH_MAX)
		answer->open[answer->depth++] = value;
	return json_is_array(parent) ? json_array_append_new(parent, value)
				     : json_object_set_new(parent, name, value);
}

struct tl_answer
answer_begin(struct answer **out, bool json, const struct column *columns, struct tl_error *e)
{
	*out = calloc(1, sizeof **out);
	if (*out == NULL)
		(void)system_error(e, "", "no memory", ENOMEM);
	else
		**out = (struct answer){ .json = json, .columns = columns };
	return (struct tl_answer){ *out, put };
}

tl_status
answer_end(struct answer *answer, tl_status status, struct tl_error *e)
{
	if (answer == NULL)
		return TL_SYSTEM;
	if ((status == TL_OK || status == TL_NO) && finish_row(answer) != 0)
		status = system_error(e, "", "standard output was not written", EIO);
	json_decref(answer->row);
	free(answer);
	return status;
}

tl_status
answer_list(bool json, const struct column *columns,
    tl_status (*list)(const struct tl_answer *answer, struct tl_error *e), struct tl_error *e)
{
	struct answer *answer;
	struct tl_answer to = answer_begin(&answer, json, columns, e);

	return answer_end(answer, answer != NULL ? list(&to, e) : TL_SYSTEM, e);
}
