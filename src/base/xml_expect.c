#include <libxml/tree.h>

#include "base/xml_expect.h"
#include "base/xml_rng.h"

#define MOST_OPEN  256  /* patterns waiting */
#define MOST_STEPS 4096 /* patterns looked at; a definition may refer to itself */
#define MOST_DEPTH 32

static bool
is_one_of(const xmlNode *node, const char *const names[])
{
	for (size_t i = 0; names[i] != NULL; i++)
		if (rng_is(node, names[i]))
			return true;
	return false;
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
	const char *name = rng_name(open.node);
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

	if (rng_is(open.node, "element"))
		want(content->elements, &content->element_count, &content->any_element, open);
	else if (rng_is(open.node, "attribute"))
		want(content->attrs, &content->attr_count, &content->any_attr, open);
	else if (rng_is(open.node, "ref"))
		push_children(walk, rng_definition(walk->grammar, rng_property(open.node, "name")),
		    open.required);
	else if (is_one_of(open.node, together))
		push_children(walk, open.node, open.required);
	else if (is_one_of(open.node, perhaps))
		push_children(walk, open.node, false);
	else if (is_one_of(open.node, words))
		content->text = true;
	if (rng_is(open.node, "mixed"))
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
	    !rng_is(grammar, "grammar"); /* a schema of one element is valid, and not read here */
	for (const xmlNode *node = grammar->children; node != NULL; node = node->next)
		if (rng_is(node, "start"))
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
	const xmlNode *grammar = rng_root(rules);
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
