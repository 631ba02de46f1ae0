/*
 * tests/check/sarif.c -- is standard input a log in SARIF 2.1.0, and does it agree with itself?
 *
 * usage: sarif SOURCE <LOG
 *
 * The schema's rules for the objects that we write (no property that it does not have, those that it requires, their types and
 * bounds), and what no schema can say: every result names a rule of the driver, and its region is the bytes it says they are.
 * One line for each error; status 1 where there is one.
 */
#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum kind {
	LOG,
	RUN,
	TOOL,
	DRIVER,
	RULE,
	CONFIGURATION,
	INVOCATION,
	RESULT,
	MESSAGE,
	LOCATION,
	PHYSICAL,
	ARTIFACT,
	REGION,
	FIX,
	CHANGE,
	REPLACEMENT,
	CONTENT,
	BAG,
	TEXT,
	TRUTH,
	COUNT, /* from 0 */
	PLACE  /* from 1 */
};

struct property {
	enum kind in;
	const char *name;
	enum kind type;
	bool list, required;
};

/* SARIF 2.1.0, sections 3.13 to 3.57. What is not here is no property that we write. */
static const struct property properties[] = {
	{ LOG, "$schema", TEXT, false, false },
	{ LOG, "version", TEXT, false, true },
	{ LOG, "runs", RUN, true, true },
	{ RUN, "tool", TOOL, false, true },
	{ RUN, "columnKind", TEXT, false, false },
	{ RUN, "results", RESULT, true, true },
	{ RUN, "invocations", INVOCATION, true, false },
	{ TOOL, "driver", DRIVER, false, true },
	{ DRIVER, "name", TEXT, false, true },
	{ DRIVER, "version", TEXT, false, false },
	{ DRIVER, "rules", RULE, true, true },
	{ RULE, "id", TEXT, false, true },
	{ RULE, "shortDescription", MESSAGE, false, false },
	{ RULE, "fullDescription", MESSAGE, false, false },
	{ RULE, "help", MESSAGE, false, false },
	{ RULE, "defaultConfiguration", CONFIGURATION, false, false },
	{ CONFIGURATION, "level", TEXT, false, false },
	{ INVOCATION, "executionSuccessful", TRUTH, false, true },
	{ RESULT, "ruleId", TEXT, false, true },
	{ RESULT, "ruleIndex", COUNT, false, true },
	{ RESULT, "level", TEXT, false, true },
	{ RESULT, "message", MESSAGE, false, true },
	{ RESULT, "locations", LOCATION, true, true },
	{ RESULT, "fixes", FIX, true, false },
	{ RESULT, "properties", BAG, false, false },
	{ MESSAGE, "text", TEXT, false, true },
	{ LOCATION, "physicalLocation", PHYSICAL, false, true },
	{ PHYSICAL, "artifactLocation", ARTIFACT, false, true },
	{ PHYSICAL, "region", REGION, false, true },
	{ ARTIFACT, "uri", TEXT, false, true },
	{ REGION, "startLine", PLACE, false, true },
	{ REGION, "startColumn", PLACE, false, true },
	{ REGION, "endLine", PLACE, false, true },
	{ REGION, "endColumn", PLACE, false, true },
	{ REGION, "byteOffset", COUNT, false, true },
	{ REGION, "byteLength", COUNT, false, true },
	{ FIX, "description", MESSAGE, false, false },
	{ FIX, "artifactChanges", CHANGE, true, true },
	{ CHANGE, "artifactLocation", ARTIFACT, false, true },
	{ CHANGE, "replacements", REPLACEMENT, true, true },
	{ REPLACEMENT, "deletedRegion", REGION, false, true },
	{ REPLACEMENT, "insertedContent", CONTENT, false, false },
	{ CONTENT, "text", TEXT, false, true },
};

#define PROPERTIES (sizeof properties / sizeof *properties)

static int
wrong(const char *what, const char *where)
{
	printf("sarif: %s: %s\n", where, what);
	return 1;
}

/* An object that waits to be looked at; the log is finite, and nothing here recurses. */
struct waiting {
	enum kind kind;
	const char *name;
	json_t *value;
	struct waiting *next;
};

static void
push(struct waiting **top, enum kind kind, const char *name, json_t *value)
{
	struct waiting *one = malloc(sizeof *one);
	if (one == NULL)
		exit(6);
	*one = (struct waiting){ kind, name, value, *top };
	*top = one;
}

static int
check_leaf(const struct waiting *one)
{
	if (one->kind == TEXT)
		return json_string_length(one->value) == 0 ? wrong("no text", one->name) : 0;
	if (one->kind == TRUTH)
		return json_is_boolean(one->value) ? 0 : wrong("neither true nor false", one->name);
	bool number = json_is_integer(one->value) &&
	    json_integer_value(one->value) >= (one->kind == PLACE ? 1 : 0);
	return number ? 0 : wrong("no number, or too small a one", one->name);
}

static const struct property *
property_of(enum kind in, const char *name)
{
	for (size_t i = 0; i < PROPERTIES; i++)
		if (properties[i].in == in && strcmp(properties[i].name, name) == 0)
			return &properties[i];
	return NULL;
}

static int
check_object(const struct waiting *one, struct waiting **top)
{
	const char *name;
	json_t *value;
	int bad = 0;

	if (!json_is_object(one->value))
		return wrong("no object", one->name);
	json_object_foreach(one->value, name, value)
	{
		const struct property *p = property_of(one->kind, name);
		if (p == NULL) {
			bad |= wrong("a property that it does not have", name);
		} else if (!p->list) {
			push(top, p->type, p->name, value);
		} else {
			bad |= json_is_array(value) ? 0 : wrong("no list", name);
			for (size_t i = 0; i < json_array_size(value); i++)
				push(top, p->type, p->name, json_array_get(value, i));
		}
	}
	for (size_t i = 0; i < PROPERTIES; i++)
		if (properties[i].in == one->kind && properties[i].required &&
		    json_object_get(one->value, properties[i].name) == NULL)
			bad |= wrong("is missing", properties[i].name);
	return bad;
}

static int
check_shapes(json_t *log)
{
	struct waiting *top = NULL;
	int bad = 0;

	push(&top, LOG, "log", log);
	while (top != NULL) {
		struct waiting one = *top;
		free(top);
		top = one.next;
		if (one.kind >= TEXT)
			bad |= check_leaf(&one);
		else if (one.kind != BAG)
			bad |= check_object(&one, &top);
	}
	return bad;
}

/* --- what it says ------------------------------------------------------------------------------------------------ */

static const char *
text_of(json_t *object, const char *name)
{
	const char *text = json_string_value(json_object_get(object, name));
	return text != NULL ? text : "";
}

static size_t
number_of(json_t *object, const char *name)
{
	return (size_t)json_integer_value(json_object_get(object, name));
}

static bool
is_level(const char *level)
{
	return strcmp(level, "error") == 0 || strcmp(level, "warning") == 0 ||
	    strcmp(level, "note") == 0;
}

/* Lines and columns (in characters) of a byte, from 1. */
static void
place_of(const char *source, size_t at, size_t *line, size_t *column)
{
	*line = *column = 1;
	for (size_t i = 0; i < at; i++) {
		*line += source[i] == '\n';
		*column = source[i] == '\n' ? 1 : *column + ((source[i] & 0xc0) != 0x80);
	}
}

static int
check_region(json_t *region, const char *source, size_t len)
{
	size_t start = number_of(region, "byteOffset"), line, column;
	size_t end = start + number_of(region, "byteLength");

	if (start > len || end > len)
		return wrong("is behind the end of the source", "region");
	place_of(source, start, &line, &column);
	if (line != number_of(region, "startLine") || column != number_of(region, "startColumn"))
		return wrong("begins elsewhere than its first byte", "region");
	place_of(source, end, &line, &column);
	if (line != number_of(region, "endLine") || column != number_of(region, "endColumn"))
		return wrong("ends elsewhere than its last byte", "region");
	return 0;
}

static json_t *
first_of(json_t *object, const char *name)
{
	return json_array_get(json_object_get(object, name), 0);
}

static int
check_result(json_t *result, json_t *rules, const char *source, size_t len)
{
	json_t *rule = json_array_get(rules, number_of(result, "ruleIndex"));
	json_t *place = json_object_get(first_of(result, "locations"), "physicalLocation");
	json_t *change = first_of(first_of(result, "fixes"), "artifactChanges");
	json_t *replacement = first_of(change, "replacements");
	int bad = check_region(json_object_get(place, "region"), source, len);

	if (rule == NULL || strcmp(text_of(rule, "id"), text_of(result, "ruleId")) != 0)
		bad |= wrong("is no rule of the driver, or another one", text_of(result, "ruleId"));
	if (!is_level(text_of(result, "level")))
		bad |= wrong("is no level", text_of(result, "level"));
	if (replacement != NULL)
		bad |= check_region(json_object_get(replacement, "deletedRegion"), source, len);
	return bad;
}

static int
check_rules(json_t *rules)
{
	int bad = 0;

	for (size_t i = 0; i < json_array_size(rules); i++) {
		json_t *rule = json_array_get(rules, i);
		const char *id = text_of(rule, "id");
		if (!is_level(text_of(json_object_get(rule, "defaultConfiguration"), "level")))
			bad |= wrong("has no level", id);
		for (size_t j = 0; j < i; j++)
			if (strcmp(text_of(json_array_get(rules, j), "id"), id) == 0)
				bad |= wrong("is listed twice", id);
	}
	return bad;
}

static int
check_log(json_t *log, const char *source, size_t len)
{
	json_t *run = first_of(log, "runs"), *results = json_object_get(run, "results");
	json_t *driver = json_object_get(json_object_get(run, "tool"), "driver");
	json_t *rules = json_object_get(driver, "rules");
	int bad = check_rules(rules);

	if (strcmp(text_of(log, "version"), "2.1.0") != 0)
		bad |= wrong("is not 2.1.0", "version");
	if (strcmp(text_of(run, "columnKind"), "unicodeCodePoints") != 0)
		bad |= wrong("columns are counted in characters", "columnKind");
	for (size_t i = 0; i < json_array_size(results); i++)
		bad |= check_result(json_array_get(results, i), rules, source, len);
	return bad;
}

int
main(int argc, char **argv)
{
	static char source[1 << 20];
	json_error_t error;
	FILE *file = argc == 2 ? fopen(argv[1], "r") : NULL;
	size_t len = file == NULL ? 0 : fread(source, 1, sizeof source, file);

	if (file != NULL)
		(void)fclose(file);
	json_t *log = json_loadf(stdin, JSON_REJECT_DUPLICATES, &error);
	if (file == NULL || log == NULL)
		return wrong(log == NULL ? error.text : "no source", "log");
	int bad = check_shapes(log);
	if (bad == 0)
		bad = check_log(log, source, len);
	json_decref(log);
	return bad;
}
