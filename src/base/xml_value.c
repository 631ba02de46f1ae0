#include <stdio.h>
#include <stdlib.h>

#include "base/xml_expect.h"
#include "base/xml_library.h"
#include "base/xml_rng.h"

static const char type_library[] = "http://www.w3.org/2001/XMLSchema";

/* What an attribute allows: each of `first` and, where they are choices, its siblings: a value, a data type, or
 * something that is not understood here. */
struct choices {
	const xmlNode *first;
	bool several;
	bool list; /* of words, each of which must be one of them */
};

static struct choices
choices_of(const struct xml_wanted *attr)
{
	struct choices choices = { .first = rng_inner(attr->pattern) };
	if (choices.first != NULL && rng_is(choices.first, "list")) {
		choices.list = true;
		choices.first = rng_inner(choices.first);
		if (choices.first != NULL &&
		    (rng_is(choices.first, "oneOrMore") || rng_is(choices.first, "zeroOrMore")))
			choices.first = rng_inner(choices.first);
	}
	if (choices.first != NULL && rng_is(choices.first, "choice")) {
		choices.several = true;
		choices.first = rng_inner(choices.first);
	}
	return choices;
}

static const xmlNode *
next_choice(const struct choices *choices, const xmlNode *node)
{
	do
		node = choices->several ? node->next : NULL;
	while (node != NULL && node->type != XML_ELEMENT_NODE);
	return node;
}

/* --- one value against one of them */

static bool
matches(const char *expression, const char *value)
{
	const struct xml_library *xml = xml_library();
	xmlRegexpPtr compiled = xml == NULL ? NULL : xml->xmlRegexpCompile(BAD_CAST expression);
	if (compiled == NULL)
		return true;
	int answer = xml->xmlRegexpExec(compiled, BAD_CAST value);
	xml->xmlRegFreeRegexp(compiled);
	return answer != 0;
}

static bool
facet_allows(const char *facet, const char *limit, const char *value)
{
	if (strcmp(facet, "pattern") == 0)
		return matches(limit, value);
	if (strcmp(facet, "minInclusive") == 0)
		return strtol(value, NULL, 10) >= strtol(limit, NULL, 10);
	if (strcmp(facet, "maxInclusive") == 0)
		return strtol(value, NULL, 10) <= strtol(limit, NULL, 10);
	return true;
}

static bool
is_of_type(const xmlNode *data, const char *value)
{
	const char *name = rng_property(data, "type");
	const struct xml_library *xml = xml_library();
	xmlSchemaTypePtr type = name == NULL || xml == NULL
	    ? NULL
	    : xml->xmlSchemaGetPredefinedType(BAD_CAST name, BAD_CAST type_library);
	if (type != NULL && xml->xmlSchemaValidatePredefinedType(type, BAD_CAST value, NULL) > 0)
		return false;
	for (const xmlNode *param = data->children; param != NULL; param = param->next) {
		const char *facet = rng_is(param, "param") ? rng_property(param, "name") : NULL;
		if (facet != NULL && !facet_allows(facet, rng_text(param), value))
			return false;
	}
	return true;
}

static bool
allowed(const struct choices *choices, const char *value)
{
	for (const xmlNode *node = choices->first; node != NULL;
	     node = next_choice(choices, node)) {
		if (rng_is(node, "value") ? strcmp(rng_text(node), value) == 0
					  : !rng_is(node, "data") || is_of_type(node, value))
			return true;
	}
	return choices->first == NULL;
}

static bool
word_allowed(const struct choices *choices, struct slice word)
{
	char text[256];
	if (word.len >= sizeof text)
		return true;
	memcpy(text, word.ptr, word.len);
	text[word.len] = '\0';
	return allowed(choices, text);
}

bool
xml_expect_value(const struct xml_wanted *attr, const char *value)
{
	const struct choices choices = choices_of(attr);
	struct slice rest = slice_trim(slice_str(value));
	if (!choices.list)
		return word_allowed(&choices, rest);
	while (rest.len > 0) {
		if (!word_allowed(&choices, slice_split(&rest, ' ')))
			return false;
		rest = slice_trim(rest);
	}
	return true;
}

/* --- what is allowed, in words */

static void
describe_type(const xmlNode *data, struct buf *out)
{
	const char *type = rng_property(data, "type");
	buf_add_str(out, type == NULL ? "another form" : type);
	for (const xmlNode *param = data->children; param != NULL; param = param->next) {
		const char *facet = rng_is(param, "param") ? rng_property(param, "name") : NULL;
		if (facet == NULL)
			continue;
		buf_add_str(out, " of ");
		buf_add_str(out, facet);
		buf_add_byte(out, ' ');
		buf_add_str(out, rng_text(param));
	}
}

void
xml_expect_describe(const struct xml_wanted *attr, struct buf *out)
{
	const struct choices choices = choices_of(attr);
	if (choices.list)
		buf_add_str(out, "one or more of: ");
	for (const xmlNode *node = choices.first; node != NULL;
	     node = next_choice(&choices, node)) {
		if (node != choices.first)
			buf_add_str(out, ", ");
		if (rng_is(node, "value"))
			buf_add_str(out, rng_text(node));
		else
			describe_type(node, out);
	}
}
