#include <libxml/tree.h>
#include <libxml/xmlregexp.h>
#include <libxml/xmlschemastypes.h>

#include "base/xml_expect.h"

static const char type_library[] = "http://www.w3.org/2001/XMLSchema";

#define MOST_OPEN  256  /* patterns waiting */
#define MOST_STEPS 4096 /* patterns looked at; a definition may refer to itself */
#define MOST_DEPTH 32

static bool
is(const xmlNode *node, const char *name)
{
	return node->type == XML_ELEMENT_NODE && strcmp((const char *)node->name, name) == 0;
}

static bool
is_one_of(const xmlNode *node, const char *const names[])
{
	for (size_t i = 0; names[i] != NULL; i++)
		if (is(node, names[i]))
			return true;
	return false;
}

/* An attribute of the schema's own XML, NULL where it is absent. */
static const char *
property(const xmlNode *node, const char *name)
{
	for (const xmlAttr *attr = node->properties; attr != NULL; attr = attr->next)
		if (strcmp((const char *)attr->name, name) == 0 && attr->children != NULL)
			return (const char *)attr->children->content;
	return NULL;
}

static const char *
content_of(const xmlNode *node)
{
	return node->children != NULL && node->children->content != NULL
	    ? (const char *)node->children->content
	    : "";
}

/* name="x", or <name>x</name>; NULL for anyName and nsName. */
static const char *
pattern_name(const xmlNode *pattern)
{
	const char *name = property(pattern, "name");
	for (const xmlNode *child = pattern->children; child != NULL && name == NULL;
	     child = child->next)
		if (is(child, "name"))
			name = content_of(child);
	return name;
}

static const xmlNode *
root_of(const xmlDoc *rules)
{
	const xmlNode *node = rules->children;
	while (node != NULL && node->type != XML_ELEMENT_NODE)
		node = node->next;
	return node;
}

static const xmlNode *
definition(const xmlNode *grammar, const char *name)
{
	for (const xmlNode *node = grammar->children; node != NULL; node = node->next) {
		const char *defined = is(node, "define") ? property(node, "name") : NULL;
		if (defined != NULL && name != NULL && strcmp(defined, name) == 0)
			return node;
	}
	return NULL;
}

/* --- one definition: a walk over its patterns with an explicit stack */

struct open {
	const xmlNode *node;
	bool required;
};

struct walk {
	struct open stack[MOST_OPEN];
	size_t count;
	size_t steps;
	const xmlNode *grammar;
	struct xml_content *content;
};

static void
push_children(struct walk *walk, const xmlNode *node, bool required)
{
	for (const xmlNode *child = node == NULL ? NULL : node->last; child != NULL;
	     child = child->prev) {
		if (child->type != XML_ELEMENT_NODE)
			continue;
		if (walk->count == MOST_OPEN) {
			walk->content->any_attr = walk->content->any_element = walk->content->text =
			    true;
			return;
		}
		walk->stack[walk->count++] = (struct open){ child, required };
	}
}

static void
want(struct xml_wanted *list, size_t *count, bool *any, struct open open)
{
	const char *name = pattern_name(open.node);
	if (name == NULL || *count == XML_EXPECT_MOST)
		*any = true;
	else
		list[(*count)++] = (struct xml_wanted){ open.node, name, open.required };
}

static void
look_at(struct walk *walk, struct open open)
{
	static const char *const together[] = { "group", "interleave", "oneOrMore", "div", NULL };
	static const char *const perhaps[] = { "optional", "zeroOrMore", "choice", NULL };
	static const char *const words[] = { "text", "data", "value", "list", "mixed", NULL };
	struct xml_content *content = walk->content;

	if (is(open.node, "element"))
		want(content->elements, &content->element_count, &content->any_element, open);
	else if (is(open.node, "attribute"))
		want(content->attrs, &content->attr_count, &content->any_attr, open);
	else if (is(open.node, "ref"))
		push_children(
		    walk, definition(walk->grammar, property(open.node, "name")), open.required);
	else if (is_one_of(open.node, together))
		push_children(walk, open.node, open.required);
	else if (is_one_of(open.node, perhaps))
		push_children(walk, open.node, false);
	else if (is_one_of(open.node, words))
		content->text = true;
	if (is(open.node, "mixed"))
		push_children(walk, open.node, open.required);
}

/* Adds what may stand in `pattern`, an element or the start of the grammar. */
static void
add_content(
    const xmlNode *grammar, const xmlNode *pattern, bool required, struct xml_content *content)
{
	struct walk walk = { .grammar = grammar, .content = content };
	push_children(&walk, pattern, required);
	while (walk.count > 0 && walk.steps++ < MOST_STEPS)
		look_at(&walk, walk.stack[--walk.count]);
	if (walk.count > 0)
		content->any_attr = content->any_element = content->text = true;
}

/* --- from the root down to a node */

static void
start_content(const xmlNode *grammar, struct xml_content *content)
{
	*content = (struct xml_content){ 0 };
	content->any_element =
	    !is(grammar, "grammar"); /* a schema of one element is valid, and not read here */
	for (const xmlNode *node = grammar->children; node != NULL; node = node->next)
		if (is(node, "start"))
			add_content(grammar, node, true, content);
}

/* The content of those elements of `in` that are called `name`. Where there are several, none is sure. */
static void
step_down(
    const xmlNode *grammar, const struct xml_content *in, const char *name, struct xml_content *out)
{
	size_t found = 0;
	*out = (struct xml_content){ 0 };
	for (size_t i = 0; i < in->element_count; i++)
		found += strcmp(in->elements[i].name, name) == 0;
	for (size_t i = 0; i < in->element_count; i++)
		if (strcmp(in->elements[i].name, name) == 0)
			add_content(grammar, in->elements[i].pattern, found == 1, out);
	if (found == 0)
		out->any_attr = out->any_element = out->text = true;
}

void
xml_expect_content(
    const struct _xmlDoc *rules, const struct xml_node *node, struct xml_content *content)
{
	const xmlNode *grammar = root_of(rules);
	const struct xml_node *path[MOST_DEPTH];
	size_t depth = 0;

	start_content(grammar, content);
	for (; node != NULL; node = node->parent) {
		if (depth == MOST_DEPTH) {
			content->any_attr = content->any_element = content->text = true;
			return;
		}
		path[depth++] = node;
	}
	while (depth > 0) {
		const struct xml_content above = *content;
		step_down(grammar, &above, path[--depth]->name, content);
	}
}

/* --- values */

static bool
matches(const char *expression, const char *value)
{
	xmlRegexpPtr compiled = xmlRegexpCompile(BAD_CAST expression);
	if (compiled == NULL)
		return true;
	int answer = xmlRegexpExec(compiled, BAD_CAST value);
	xmlRegFreeRegexp(compiled);
	return answer != 0;
}

static bool
is_of_type(const xmlNode *data, const char *value)
{
	const char *name = property(data, "type");
	xmlSchemaTypePtr type =
	    name == NULL ? NULL : xmlSchemaGetPredefinedType(BAD_CAST name, BAD_CAST type_library);
	if (type != NULL && xmlSchemaValidatePredefinedType(type, BAD_CAST value, NULL) > 0)
		return false;
	for (const xmlNode *param = data->children; param != NULL; param = param->next) {
		const char *facet = is(param, "param") ? property(param, "name") : NULL;
		if (facet != NULL && strcmp(facet, "pattern") == 0 &&
		    !matches(content_of(param), value))
			return false;
	}
	return true;
}

/* The first pattern in `node` that is not its name; a reference is followed to its definition. */
static const xmlNode *
inner_pattern(const xmlNode *node)
{
	for (size_t steps = 0; steps < MOST_DEPTH; steps++) {
		const xmlNode *child = node->children;
		while (child != NULL && (child->type != XML_ELEMENT_NODE || is(child, "name")))
			child = child->next;
		if (child == NULL || !is(child, "ref"))
			return child;
		node = definition(root_of(node->doc), property(child, "name"));
		if (node == NULL)
			return NULL;
	}
	return NULL;
}

/* The choices an attribute leaves: each of them a value, a data type, or something else. */
static const xmlNode *
first_choice(const struct xml_wanted *attr, bool *alone)
{
	const xmlNode *node = inner_pattern(attr->pattern);
	*alone = node == NULL || !is(node, "choice");
	return *alone ? node : node->children;
}

static bool
allows(const xmlNode *pattern, const char *value)
{
	if (is(pattern, "value"))
		return slice_equal(
		    slice_trim(slice_str(content_of(pattern))), slice_trim(slice_str(value)));
	return !is(pattern, "data") || is_of_type(pattern, value);
}

bool
xml_expect_value(const struct xml_wanted *attr, const char *value)
{
	bool alone;
	const xmlNode *node = first_choice(attr, &alone);
	if (node == NULL)
		return true;
	for (; node != NULL; node = alone ? NULL : node->next)
		if (node->type == XML_ELEMENT_NODE && allows(node, value))
			return true;
	return false;
}

size_t
xml_expect_choices(const struct xml_wanted *attr, const char *names[], size_t most)
{
	bool alone;
	size_t count = 0;
	const xmlNode *node = first_choice(attr, &alone);
	for (; node != NULL && count < most; node = alone ? NULL : node->next) {
		if (node->type != XML_ELEMENT_NODE)
			continue;
		const char *name = is(node, "value") ? content_of(node) : property(node, "type");
		names[count++] = name == NULL ? "another form" : name;
	}
	return count;
}
