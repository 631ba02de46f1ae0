#include <errno.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "cli/answer.h"

#define DEPTH_MAX 8

#define COLUMNS_MAX 16
#define LIST_MAX    256                /* bytes of a list in one cell */
#define OUT_FULL    ((size_t)64 << 10) /* bytes of rows that wait to be written */

struct text {
	char *at;
	size_t len, size;
};

/* What stands in one column of the row that is being filled. */
struct cell {
	struct text text;
	bool begun; /* of a list: it has an item */
};

struct answer {
	bool json;
	bool titled;
	bool rowed; /* a row was begun */
	const struct column *columns;
	struct cell cells[COLUMNS_MAX];
	struct cell *list; /* the cell whose list is open */
	struct text row;   /* of JSON, being filled */
	struct text out;   /* whole rows */
	size_t last;       /* where the last of them begins */
	size_t depth;      /* the row and the lists and objects open inside it */
	bool lists[DEPTH_MAX], begun[DEPTH_MAX];
};

/* So many more bytes at the end, to be filled; NULL: no memory. */
static char *
room(struct text *text, size_t len)
{
	if (len > text->size - text->len) {
		size_t size = (text->len + len) * 2;
		char *grown = realloc(text->at, size);
		if (grown == NULL)
			return NULL;
		text->at = grown;
		text->size = size;
	}
	text->len += len;
	return text->at + (text->len - len);
}

static int
add_text(struct text *text, const char *bytes, size_t len)
{
	if (len == 0)
		return 0;
	char *at = room(text, len);
	if (at == NULL)
		return -1;
	memcpy(at, bytes, len);
	return 0;
}

/* Rows that are complete go out, also where a later one fails. */
static int
flush(struct answer *answer)
{
	size_t len = answer->out.len;
	answer->out.len = 0;
	return len == 0 || fwrite(answer->out.at, 1, len, stdout) == len ? 0 : -1;
}

/* --- a table --------------------------------------------------------------------------------------------------- */

#define EACH(byte) (UINT64_C(0x0101010101010101) * (byte))

/* Which bytes of eight are below 0x20, 0x7f or above: a bit in each such byte; of eight that have none, none. */
static uint64_t
odd_bytes(uint64_t eight)
{
	return ((eight - EACH(0x20)) | (eight + EACH(1)) | eight) & EACH(0x80);
}

/* And which are zero. */
static uint64_t
zero_bytes(uint64_t eight)
{
	return (eight - EACH(1)) & ~eight & EACH(0x80);
}

/* Nothing but printable ASCII; `json`: and nothing that stands behind a backslash there. */
static bool
is_plain(const char *bytes, size_t len, bool json)
{
	uint64_t odd = 0, eight;
	for (; len > 0; bytes += len < 8 ? len : 8, len -= len < 8 ? len : 8) {
		eight = EACH(' ');
		memcpy(&eight, bytes, len < 8 ? len : 8);
		odd |= odd_bytes(eight);
		if (json)
			odd |= zero_bytes(eight ^ EACH('"')) | zero_bytes(eight ^ EACH('\\'));
	}
	return odd == 0;
}

static int
add_blanks(struct text *out, size_t count)
{
	static const char blanks[] = "                                ";
	int result = 0;
	for (; count > 0 && result == 0; count -= count < 32 ? count : 32)
		result = add_text(out, blanks, count < 32 ? count : 32);
	return result;
}

/* Characters are counted, and what a terminal would obey is a blank. */
static int
add_odd(struct text *out, const char *text, size_t len, size_t width)
{
	size_t shown = 0;
	int result = 0;
	for (const unsigned char *p = (const unsigned char *)text, *end = p + len;
	     p < end && result == 0; p++) {
		if (width > 0 && shown >= width && (*p & 0xc0) != 0x80)
			break;
		bool control =
		    *p < 0x20 || *p == 0x7f || (*p == 0xc2 && p + 1 < end && p[1] < 0xa0);
		result = add_text(out, control ? " " : (const char *)p, 1);
		if (control && *p == 0xc2)
			p++;
		shown += (*p & 0xc0) != 0x80;
	}
	return result != 0 || shown >= width ? result : add_blanks(out, width - shown);
}

static int
add_column(struct answer *answer, const char *text, size_t len, const struct column *column)
{
	size_t width = (size_t)column->width;
	struct text *out = &answer->out;
	int result;

	if (is_plain(text, len, false)) {
		size_t shown = width > 0 && len > width ? width : len;
		result = add_text(out, text, shown);
		if (result == 0 && width > shown)
			result = add_blanks(out, width - shown);
	} else {
		result = add_odd(out, text, len, width);
	}
	return result != 0 ? result : add_text(out, column[1].field != NULL ? " " : "\n", 1);
}

static int
add_columns(struct answer *answer)
{
	bool titles = !answer->titled && answer->columns->title != NULL;
	int result = 0;
	for (const struct column *c = answer->columns; titles && c->field != NULL && result == 0;
	     c++)
		result = add_column(answer, c->title, strlen(c->title), c);
	answer->titled = true;
	answer->last = answer->out.len;
	for (size_t i = 0; i < COLUMNS_MAX && answer->columns[i].field != NULL && result == 0;
	     i++) {
		struct cell *cell = &answer->cells[i];
		result = add_column(answer, cell->text.at, cell->text.len, &answer->columns[i]);
		cell->text.len = 0;
		cell->begun = false;
	}
	return result;
}

/* --- JSON ------------------------------------------------------------------------------------------------------ */

/* A character of two or three bytes that is well formed whatever its first byte goes with; 0: another one. */
static size_t
plain_character(const unsigned char *at, size_t left)
{
	size_t len = at[0] >= 0xc2 && at[0] <= 0xdf ? 2 : at[0] >= 0xe1 && at[0] <= 0xec ? 3 : 0;
	if (len == 0 || left < len)
		return 0;
	return (at[1] & 0xc0) == 0x80 && (at[len - 1] & 0xc0) == 0x80 ? len : 0;
}

/* May all of it stand in JSON as it is? */
static bool
is_json(const char *bytes, size_t len)
{
	if (is_plain(bytes, len, true))
		return true;
	for (size_t at = 0, step; at < len; at += step) {
		unsigned char c = (unsigned char)bytes[at];
		step = c >= 0x80 ? plain_character((const unsigned char *)bytes + at, len - at)
				 : c >= 0x20 && c != '"' && c != '\\';
		if (step == 0)
			return false;
	}
	return true;
}

/* Names of files need not be UTF-8; what is not is shown as question marks. */
static json_t *
question_marks(const char *bytes, size_t len)
{
	char *copy = malloc(len + 1);
	if (copy == NULL)
		return NULL;
	for (size_t i = 0; i < len; i++)
		copy[i] = (bytes[i] & 0x80) != 0 ? '?' : bytes[i];
	json_t *value = json_stringn(copy, len);
	free(copy);
	return value;
}

/* The rest is written by jansson, which knows how and refuses what is no UTF-8. */
static int
add_string(struct text *row, const char *bytes, size_t len)
{
	if (is_json(bytes, len)) {
		char *at = room(row, len + 2);
		if (at == NULL)
			return -1;
		at[0] = at[len + 1] = '"';
		memcpy(at + 1, bytes, len);
		return 0;
	}
	json_t *value = json_stringn(bytes, len);
	if (value == NULL)
		value = question_marks(bytes, len);
	char *text = value == NULL ? NULL : json_dumps(value, JSON_ENCODE_ANY);
	int result = text == NULL ? -1 : add_text(row, text, strlen(text));
	free(text);
	json_decref(value);
	return result;
}

/* The comma and the name before a value; names are words of the library. */
static int
add_name(struct answer *answer, const char *name)
{
	size_t open = answer->depth - 1;
	if (answer->begun[open] && add_text(&answer->row, ",", 1) != 0)
		return -1;
	answer->begun[open] = true;
	if (answer->lists[open])
		return 0;
	size_t len = strlen(name);
	char *at = room(&answer->row, len + 3);
	if (at == NULL)
		return -1;
	at[0] = at[len + 1] = '"';
	at[len + 2] = ':';
	memcpy(at + 1, name, len);
	return 0;
}

static int
open_value(struct answer *answer, bool list)
{
	if (answer->depth == DEPTH_MAX)
		return -1;
	answer->lists[answer->depth] = list;
	answer->begun[answer->depth++] = false;
	return add_text(&answer->row, list ? "[" : "{", 1);
}

static int
close_value(struct answer *answer)
{
	answer->depth--;
	return add_text(&answer->row, answer->lists[answer->depth] ? "]" : "}", 1);
}

static int
add_row(struct answer *answer)
{
	int result = 0;
	while (answer->depth > 0 && result == 0)
		result = close_value(answer);
	if (result == 0)
		result = add_text(&answer->row, "\n", 1);
	if (result == 0)
		result = add_text(&answer->out, answer->row.at, answer->row.len);
	answer->row.len = 0;
	return result;
}

static int
finish_row(struct answer *answer)
{
	int result = 0;

	if (answer->out.len >= OUT_FULL)
		result = flush(answer);
	answer->last = answer->out.len;
	if (answer->rowed && result == 0)
		result = answer->json ? add_row(answer) : add_columns(answer);
	answer->rowed = false;
	answer->depth = 0;
	return result;
}

static struct cell *
cell_of(struct answer *answer, const char *name)
{
	const struct column *columns = answer->columns;
	for (size_t i = 0; i < COLUMNS_MAX && columns[i].field != NULL; i++) {
		if (columns[i].field[0] == name[0] && strcmp(columns[i].field, name) == 0)
			return &answer->cells[i];
	}
	return NULL;
}

/* One more item of a list that stands in a cell, as far as it goes. */
static int
add_item(struct cell *cell, const char *text, size_t len)
{
	if (cell->text.len + len + 2 > LIST_MAX)
		return 0;
	int result = cell->begun ? add_text(&cell->text, ", ", 2) : 0;
	cell->begun = true;
	return result != 0 ? result : add_text(&cell->text, text, len);
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
	cell->text.len = 0;
	return add_text(&cell->text, text, len);
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

static int
add_value(struct answer *answer, enum tl_event event, const char *text, size_t len, int64_t number)
{
	char digits[32];

	switch (event) {
	case TL_TEXT:
		return add_string(&answer->row, text != NULL ? text : "", len);
	case TL_NUMBER:
		len = (size_t)snprintf(digits, sizeof digits, "%lld", (long long)number);
		return add_text(&answer->row, digits, len);
	case TL_BOOL:
		return number != 0 ? add_text(&answer->row, "true", 4)
				   : add_text(&answer->row, "false", 5);
	case TL_NULL:
		return add_text(&answer->row, "null", 4);
	case TL_LIST:
	case TL_OBJECT:
		return open_value(answer, event == TL_LIST);
	case TL_ROW:
	case TL_END:
		break;
	}
	return -1;
}

static int
put(void *context, enum tl_event event, const char *name, const void *text, size_t len,
    int64_t number)
{
	struct answer *answer = context;

	if (event == TL_ROW) {
		if (finish_row(answer) != 0)
			return -1;
		answer->rowed = true;
		answer->row.len = 0;
		return open_value(answer, false);
	}
	if (event == TL_END)
		return answer->depth > 1 ? close_value(answer) : -1;
	int result = add_name(answer, name);
	return result != 0 ? result : add_value(answer, event, text, len, number);
}

int
answer_last(struct answer *answer, const char **row, size_t *len)
{
	if (finish_row(answer) != 0)
		return -1;
	*row = answer->out.at + answer->last;
	*len = answer->out.len - answer->last;
	return 0;
}

int
answer_again(struct answer *answer, const char *row, size_t len)
{
	int result = finish_row(answer);
	if (result == 0)
		result = add_text(&answer->out, row, len);
	return result;
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
	bool complete = status == TL_OK || status == TL_NO;
	int result = complete ? finish_row(answer) : 0;
	result |= flush(answer);
	if (complete && (result != 0 || ferror(stdout)))
		status = system_error(e, "", "standard output was not written", EIO);
	for (size_t i = 0; i < COLUMNS_MAX; i++)
		free(answer->cells[i].text.at);
	free(answer->row.at);
	free(answer->out.at);
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
