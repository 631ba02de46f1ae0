#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/sarif.h"

#define SCHEMA                                                                                     \
	"https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"

/* RFC 3986: a relative reference, or a file URI where the path is absolute. */
static json_t *
artifact_of(const struct tl_source *source)
{
	static const char plain[] =
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/";
	char uri[3 * 4096 + 16];
	size_t len = 0;
	const char *file = source->file != NULL ? source->file : "";

	if (file[0] == '/')
		len = (size_t)snprintf(uri, sizeof uri, "file://");
	for (; *file != '\0' && len + 4 < sizeof uri; file++) {
		if (strchr(plain, *file) != NULL)
			uri[len++] = *file;
		else
			len += (size_t)snprintf(
			    uri + len, sizeof uri - len, "%%%02X", (unsigned)(unsigned char)*file);
	}
	return json_pack("{s:s#}", "uri", uri, (int)len);
}

static size_t
number_of(const json_t *row, const char *name)
{
	return (size_t)json_integer_value(json_object_get(row, name));
}

/* The text's first and last character and the same in bytes (3.30). */
static json_t *
region_of(const struct tl_source *source, const json_t *row)
{
	size_t start = number_of(row, "start"), end = number_of(row, "end");
	size_t line = number_of(row, "line"), column = number_of(row, "column");
	size_t end_line = line, end_column = column;
	const unsigned char *bytes = source->bytes;

	for (size_t i = start; i < end; i++) {
		end_line += bytes[i] == '\n';
		end_column = bytes[i] == '\n' ? 1 : end_column + ((bytes[i] & 0xc0) != 0x80);
	}
	return json_pack("{s:I, s:I, s:I, s:I, s:I, s:I}", "startLine", (json_int_t)line,
	    "startColumn", (json_int_t)column, "endLine", (json_int_t)end_line, "endColumn",
	    (json_int_t)end_column, "byteOffset", (json_int_t)start, "byteLength",
	    (json_int_t)(end - start));
}

/* The number of the row's rule among those of the driver (3.52.4). */
static json_int_t
rule_of(struct sarif *sarif, const json_t *row)
{
	const char *id = json_string_value(json_object_get(row, "rule"));
	const char *about = json_string_value(json_object_get(row, "about"));
	const char *section = json_string_value(json_object_get(row, "section"));
	const json_t *known = json_object_get(sarif->index, id);

	if (known != NULL)
		return json_integer_value(known);
	json_int_t number = (json_int_t)json_array_size(sarif->rules);
	json_t *rule = json_pack("{s:s, s:{s:s}, s:{s:s}, s:{s:s}, s:{s:O}}", "id", id,
	    "shortDescription", "text", about, "fullDescription", "text", about, "help", "text",
	    section[0] != '\0' ? section : "docs/checking.md", "defaultConfiguration", "level",
	    json_object_get(row, "severity"));
	if (json_array_append_new(sarif->rules, rule) != 0 ||
	    json_object_set_new(sarif->index, id, json_integer(number)) != 0)
		return -1;
	return number;
}

static json_t *
fixes_of(const struct tl_source *source, const json_t *row)
{
	return json_pack("[{s:{s:s}, s:[{s:o, s:[{s:o, s:{s:O}}]}]}]", "description", "text",
	    "the same marking as the scheme writes it", "artifactChanges", "artifactLocation",
	    artifact_of(source), "replacements", "deletedRegion", region_of(source, row),
	    "insertedContent", "text", json_object_get(row, "fix"));
}

int
sarif_begin(struct sarif *sarif)
{
	*sarif = (struct sarif){ .rules = json_array(), .index = json_object() };
	(void)fputs("{\"$schema\":\"" SCHEMA "\",\"version\":\"2.1.0\",\"runs\":[{"
		    "\"columnKind\":\"unicodeCodePoints\",\"results\":[",
	    stdout);
	return sarif->rules != NULL && sarif->index != NULL && !ferror(stdout) ? 0 : -1;
}

int
sarif_result(struct sarif *sarif, const struct tl_source *source, const json_t *row)
{
	json_int_t rule = rule_of(sarif, row);
	json_t *result = json_pack("{s:O, s:I, s:O, s:{s:O}, s:[{s:{s:o, s:o}}], s:{s:O}}",
	    "ruleId", json_object_get(row, "rule"), "ruleIndex", rule, "level",
	    json_object_get(row, "severity"), "message", "text", json_object_get(row, "text"),
	    "locations", "physicalLocation", "artifactLocation", artifact_of(source), "region",
	    region_of(source, row), "properties", "portion", json_object_get(row, "portion"));
	if (rule < 0 || result == NULL)
		return -1;
	int failed = 0;
	if (json_is_string(json_object_get(row, "fix")))
		failed = json_object_set_new(result, "fixes", fixes_of(source, row));
	(void)fputs(sarif->results++ > 0 ? ",\n" : "\n", stdout);
	failed |= json_dumpf(result, stdout, JSON_COMPACT);
	json_decref(result);
	return failed != 0 || ferror(stdout) ? -1 : 0;
}

int
sarif_end(struct sarif *sarif, bool complete)
{
	json_t *tail = json_pack("{s:[{s:b}], s:{s:{s:s, s:s, s:O}}}", "invocations",
	    "executionSuccessful", (int)complete, "tool", "driver", "name", "tearline", "version",
	    tl_version(), "rules", sarif->rules);
	char *text = tail == NULL ? NULL : json_dumps(tail, JSON_COMPACT);
	/* What stands between its braces goes on with the run. */
	if (text != NULL)
		(void)printf("\n],%s]}\n", text + 1);
	free(text);
	json_decref(tail);
	json_decref(sarif->rules);
	json_decref(sarif->index);
	*sarif = (struct sarif){ 0 };
	return text == NULL || ferror(stdout) ? -1 : 0;
}
