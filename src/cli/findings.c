#include <errno.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/findings.h"
#include "cli/sarif.h"

struct findings {
	enum findings_style style;
	const struct tl_source *source;
	json_t *row; /* being filled; NULL before the first */
	struct edit *edits;
	size_t count, capacity;
	struct sarif sarif;
};

static void
print_shown(const char *text)
{
	for (; *text != '\0'; text++)
		(void)putchar((unsigned char)*text < 0x20 || *text == 0x7f ? ' ' : *text);
}

static const char *
string_of(const json_t *row, const char *name)
{
	const char *text = json_string_value(json_object_get(row, name));
	return text != NULL ? text : "";
}

static int
print_line(const struct findings *f)
{
	print_shown(f->source->file);
	(void)printf(
	    ":%lld:%lld: %s: ", (long long)json_integer_value(json_object_get(f->row, "line")),
	    (long long)json_integer_value(json_object_get(f->row, "column")),
	    string_of(f->row, "severity"));
	print_shown(string_of(f->row, "text"));
	(void)printf(" [%s]\n", string_of(f->row, "rule"));
	return ferror(stdout) ? -1 : 0;
}

/* One place may have several findings; each has the whole correction. */
static int
keep_edit(struct findings *f)
{
	const json_t *fix = json_object_get(f->row, "fix");
	size_t start = (size_t)json_integer_value(json_object_get(f->row, "start"));
	size_t end = (size_t)json_integer_value(json_object_get(f->row, "end"));

	if (!json_is_string(fix) || (f->count > 0 && start < f->edits[f->count - 1].end))
		return 0;
	if (f->count == f->capacity) {
		size_t more = f->capacity == 0 ? 64 : f->capacity * 2;
		struct edit *edits = reallocarray(f->edits, more, sizeof *edits);
		if (edits == NULL)
			return -1;
		f->edits = edits;
		f->capacity = more;
	}
	char *text = strdup(json_string_value(fix));
	if (text == NULL)
		return -1;
	f->edits[f->count++] = (struct edit){ start, end, strlen(text), text };
	return 0;
}

static int
finish_row(struct findings *f)
{
	int result = 0;

	if (f->row == NULL)
		return 0;
	switch (f->style) {
	case FINDINGS_LINES:
		result = print_line(f);
		break;
	case FINDINGS_JSON:
		result = json_dumpf(f->row, stdout, JSON_COMPACT);
		(void)putchar('\n');
		break;
	case FINDINGS_SARIF:
		result = sarif_result(&f->sarif, f->source, f->row);
		break;
	}
	if (result == 0)
		result = keep_edit(f);
	json_decref(f->row);
	f->row = NULL;
	return result != 0 || ferror(stdout) ? -1 : 0;
}

/* The rows of tl_check() are flat: no lists, no objects. */
static int
put(void *context, enum tl_event event, const char *name, const void *text, size_t len,
    int64_t number)
{
	struct findings *f = context;
	json_t *value = NULL;

	switch (event) {
	case TL_ROW:
		if (finish_row(f) != 0)
			return -1;
		f->row = json_object();
		return f->row != NULL ? 0 : -1;
	case TL_TEXT:
		value = json_stringn(text != NULL ? text : "", len);
		break;
	case TL_NUMBER:
		value = json_integer(number);
		break;
	case TL_NULL:
		value = json_null();
		break;
	case TL_BOOL:
	case TL_LIST:
	case TL_OBJECT:
	case TL_END:
		return -1;
	}
	return value == NULL ? -1 : json_object_set_new(f->row, name, value);
}

struct findings *
findings_new(enum findings_style style, const struct tl_source *source)
{
	struct findings *f = calloc(1, sizeof *f);
	if (f == NULL)
		return NULL;
	f->style = style;
	f->source = source;
	if (style == FINDINGS_SARIF && sarif_begin(&f->sarif) != 0) {
		findings_release(f);
		return NULL;
	}
	return f;
}

void
findings_release(struct findings *f)
{
	if (f == NULL)
		return;
	for (size_t i = 0; i < f->count; i++)
		free(f->edits[i].text);
	free(f->edits);
	json_decref(f->row);
	json_decref(f->sarif.rules);
	json_decref(f->sarif.index);
	free(f);
}

struct tl_answer
findings_answer(struct findings *f)
{
	return (struct tl_answer){ f, put };
}

tl_status
findings_end(struct findings *f, bool complete, struct tl_error *e)
{
	int result = finish_row(f);
	if (f->style == FINDINGS_SARIF && sarif_end(&f->sarif, complete) != 0)
		result = -1;
	return result == 0 ? TL_OK : system_error(e, "", "standard output was not written", EIO);
}

const struct edit *
findings_edits(const struct findings *f, size_t *count)
{
	*count = f->count;
	return f->edits;
}
