#include <libxml/tree.h>
#include <string.h>

#include "base/xml_rng.h"

#define MOST_REFERENCES 16

bool
rng_is(const struct _xmlNode *node, const char *name)
{
	return node->type == XML_ELEMENT_NODE && strcmp((const char *)node->name, name) == 0;
}

const struct _xmlNode *
rng_root(const struct _xmlDoc *rules)
{
	const xmlNode *node = rules->children;
	while (node != NULL && node->type != XML_ELEMENT_NODE)
		node = node->next;
	return node;
}

const char *
rng_property(const struct _xmlNode *node, const char *name)
{
	for (const xmlAttr *attr = node->properties; attr != NULL; attr = attr->next)
		if (strcmp((const char *)attr->name, name) == 0 && attr->children != NULL)
			return (const char *)attr->children->content;
	return NULL;
}

const char *
rng_text(const struct _xmlNode *node)
{
	const xmlNode *child = node->children;
	return child != NULL && child->content != NULL ? (const char *)child->content : "";
}

const char *
rng_name(const struct _xmlNode *pattern)
{
	const char *name = rng_property(pattern, "name");
	for (const xmlNode *child = pattern->children; child != NULL && name == NULL;
	     child = child->next)
		if (rng_is(child, "name"))
			name = rng_text(child);
	return name;
}

const struct _xmlNode *
rng_definition(const struct _xmlNode *grammar, const char *name)
{
	for (const xmlNode *node = grammar->children; node != NULL; node = node->next) {
		const char *defined = rng_is(node, "define") ? rng_property(node, "name") : NULL;
		if (defined != NULL && name != NULL && strcmp(defined, name) == 0)
			return node;
	}
	return NULL;
}

const struct _xmlNode *
rng_inner(const struct _xmlNode *node)
{
	for (size_t steps = 0; node != NULL && steps < MOST_REFERENCES; steps++) {
		const xmlNode *child = node->children;
		while (child != NULL && (child->type != XML_ELEMENT_NODE || rng_is(child, "name")))
			child = child->next;
		if (child == NULL || !rng_is(child, "ref"))
			return child;
		node = rng_definition(rng_root(node->doc), rng_property(child, "name"));
	}
	return NULL;
}
