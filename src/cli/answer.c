#include <errno.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "cli/answer.h"

#define DEPTH_MAX 8

#define COLUMNS_MAX 16
#define LIST_MAX    256 /* bytes of a list in one cell */

/* What stands in one column of the row that is being filled. */
struct cell {
	char *text;
	size_t len, size;
	bool begun; /* of a list: it has an item */
};

struct answer {
	bool json;
	bool titled;
	bool rowed; /* a table's row was begun */
	const struct column *columns;
	struct cell cells[COLUMNS_MAX];
	struct cell *list;       /* the cell whose list is open */
	json_t *row;             /* being filled, NULL before the first */
	json_t *open[DEPTH_MAX]; /* the row and the lists and objects open inside it */
	size_t depth;
};

static void
print_text(const char *text, size_t len, int width)
{
	int shown = 0;
	for (const unsigned char *p = (const unsigned char *)text, *end = p + len; p < end; p++) {
		if (width > 0 && shown >= width && (*p & 0xc0) != 0x80)
			break;
		bool control =
		    *p < 0x20 || *p == 0x7f || (*p == 0xc2 && p + 1 < end && p[1] < 0xa0);
		(void)putc_unlocked(control ? ' ' : *p, stdout);
		if (control && *p == 0xc2)
			p++;
		shown += (*p & 0xc0) != 0x80;
	}
	for (; shown < width; shown++)
		(void)putc_unlocked(' ', stdout);
}

static void
print_columns(struct answer *answer)
{
	bool titles = !answer->titled && answer->columns->title != NULL;
	for (const struct column *c = answer->columns; titles && c->field != NULL; c++) {
		print_text(c->title, strlen(c->title), c->width);
		(void)putchar(c[1].field != NULL ? ' ' : '\n');
	}
	answer->titled = true;
	for (size_t i = 0; i < COLUMNS_MAX && answer->columns[i].field != NULL; i++) {
		struct cell *cell = &answer->cells[i];
		print_text(cell->text, cell->len, answer->columns[i].width);
		(void)putc_unlocked(answer->columns[i + 1].field != NULL ? ' ' : '\n', stdout);
		cell->len = 0;
		cell->begun = false;
	}
}

static int
finish_row(struct answer *answer)
{
	int result = 0;

	if (answer->rowed)
		print_columns(answer);
	answer->rowed = false;
	if (answer->row != NULL) {
		result = json_dumpf(answer->row, stdout, JSON_COMPACT);
		(void)putchar('\n');
	}
	json_decref(answer->row);
	answer->row = NULL;
	answer->depth = 0;
	return result != 0 || ferror(stdout) ? -1 : 0;
}

static struct cell *
cell_of(struct answer *answer, const char *name)
{
	for (size_t i = 0; i < COLUMNS_MAX && answer->columns[i].field != NULL; i++) {
		if (strcmp(answer->columns[i].field, name) == 0)
			return &answer->cells[i];
	}
	return NULL;
}

static int
add_text(struct cell *cell, const char *text, size_t len)
{
	if (len > cell->size - cell->len) {
		size_t size = (cell->len + len) * 2;
		char *grown = realloc(cell->text, size);
		if (grown == NULL)
			return -1;
		cell->text = grown;
		cell->size = size;
	}
	if (len > 0)
		memcpy(cell->text + cell->len, text, len);
	cell->len += len;
	return 0;
}

/* One more item of a list that stands in a cell, as far as it goes. */
static int
add_item(struct cell *cell, const char *text, size_t len)
{
	if (cell->len + len + 2 > LIST_MAX)
		return 0;
	int result = cell->begun ? add_text(cell, ", ", 2) : 0;
	cell->begun = true;
	return result != 0 ? result : add_text(cell, text, len);
}

static int
set_cell(struct answer *answer, enum tl_event event, const char *name, const char *text, size_t len,
    int64_t number)
{
	char digits[32];
	struct cell *cell = cell_of(answer, name);

	if (cell == NULL || event == TL_NULL)
		return 0;
	if (event == TL_NUMBER) {
		len = (size_t)snprintf(digits, sizeof digits, "%lld", (long long)number);
		text = digits;
	} else if (event == TL_BOOL) {
		text = number != 0 ? "yes" : "no";
		len = strlen(text);
	}
	cell->len = 0;
	return add_text(cell, text, len);
}

/* A table keeps of a row what its columns show: values, and lists of texts. */
static int
put_cell(void *context, enum tl_event event, const char *name, const void *text, size_t len,
    int64_t number)
{
	struct answer *answer = context;

	if (event == TL_ROW) {
		if (finish_row(answer) != 0)
			return -1;
		answer->rowed = true;
		answer->depth = 1;
		answer->list = NULL;
		return 0;
	}
	if (event == TL_END) {
		answer->depth--;
		return 0;
	}
	if (event == TL_LIST || event == TL_OBJECT) {
		if (answer->depth == 1)
			answer->list = event == TL_LIST ? cell_of(answer, name) : NULL;
		answer->depth++;
		return 0;
	}
	if (answer->depth == 1)
		return set_cell(answer, event, name, text, len, number);
	return answer->depth == 2 && answer->list != NULL && event == TL_TEXT
	    ? add_item(answer->list, text, len)
	    : 0;
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
	return (struct tl_answer){ *out, json ? put : put_cell };
}

tl_status
answer_end(struct answer *answer, tl_status status, struct tl_error *e)
{
	if (answer == NULL)
		return TL_SYSTEM;
	if ((status == TL_OK || status == TL_NO) && finish_row(answer) != 0)
		status = system_error(e, "", "standard output was not written", EIO);
	json_decref(answer->row);
	for (size_t i = 0; i < COLUMNS_MAX; i++)
		free(answer->cells[i].text);
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
