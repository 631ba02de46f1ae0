#include <stdio.h>

#include "base/xml_expect.h"

#define MOST_NODES ((size_t)20000)
#define LIST_SIZE  ((size_t)380)

struct explanation {
	const struct xml_dialect *dialect;
	const char *file;
	struct tl_error *e;
};

/* A name as it may be shown: the tree is not ours, so only plain short ones are. */
static const char *
shown(const struct explanation *x, const char *name)
{
	size_t len = strlen(name);
	if (x->dialect->status == TL_DOCUMENT || len > 40)
		return "(not shown)";
	for (size_t i = 0; i < len; i++)
		if (name[i] <= ' ' || name[i] > '~')
			return "(not shown)";
	return name;
}

/* "a, b, c", cut short where there are too many. */
static const char *
join(const char *const names[], size_t count, char list[LIST_SIZE])
{
	size_t len = 0;
	(void)snprintf(list, LIST_SIZE, "nothing");
	for (size_t i = 0; i < count; i++) {
		size_t need = strlen(names[i]) + 2;
		if (len + need + 6 > LIST_SIZE) {
			(void)snprintf(list + len, LIST_SIZE - len, ", ...");
			break;
		}
		(void)snprintf(list + len, LIST_SIZE - len, "%s%s", len == 0 ? "" : ", ", names[i]);
		len += strlen(list + len);
	}
	return list;
}

static const char *
join_wanted(const struct xml_wanted *wanted, size_t count, char list[LIST_SIZE])
{
	const char *names[XML_EXPECT_MOST];
	size_t distinct = 0;
	for (size_t i = 0; i < count; i++) {
		bool seen = false;
		for (size_t j = 0; j < distinct; j++)
			seen = seen || strcmp(names[j], wanted[i].name) == 0;
		if (!seen)
			names[distinct++] = wanted[i].name;
	}
	return join(names, distinct, list);
}

static const struct xml_wanted *
find(const struct xml_wanted *wanted, size_t count, const char *name)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(wanted[i].name, name) == 0)
			return &wanted[i];
	return NULL;
}

static bool
explain_value(const struct explanation *x, const struct xml_node *node,
    const struct xml_content *content, const struct xml_attr *attr)
{
	const struct xml_wanted *wanted = NULL;

	for (size_t i = 0; i < content->attr_count; i++) {
		if (strcmp(content->attrs[i].name, attr->name) != 0)
			continue;
		wanted = &content->attrs[i];
		if (xml_expect_value(wanted, attr->value))
			return false;
	}
	if (wanted == NULL)
		return false;
	struct buf words;
	buf_init(&words, LIST_SIZE);
	xml_expect_describe(wanted, &words);
	(void)error_at(x->e, x->dialect->status, x->file, node->line, node->column,
	    "the value of attribute %s of element %s is wrong; expected: %.*s%s",
	    shown(x, attr->name), shown(x, node->name), (int)words.len,
	    words.len == 0 ? "" : (const char *)words.ptr, words.failed ? " ..." : "");
	buf_release(&words);
	return true;
}

static bool
explain_attributes(
    const struct explanation *x, const struct xml_node *node, const struct xml_content *content)
{
	char list[LIST_SIZE];

	for (size_t i = 0; i < node->attr_count && !content->any_attr; i++) {
		if (find(content->attrs, content->attr_count, node->attrs[i].name) != NULL)
			continue;
		(void)error_at(x->e, x->dialect->status, x->file, node->line, node->column,
		    "element %s has no attribute %s; expected: %s", shown(x, node->name),
		    shown(x, node->attrs[i].name),
		    join_wanted(content->attrs, content->attr_count, list));
		return true;
	}
	for (size_t i = 0; i < content->attr_count; i++) {
		if (!content->attrs[i].required || xml_attr(node, content->attrs[i].name) != NULL)
			continue;
		(void)error_at(x->e, x->dialect->status, x->file, node->line, node->column,
		    "element %s needs the attribute %s", shown(x, node->name),
		    content->attrs[i].name);
		return true;
	}
	for (size_t i = 0; i < node->attr_count; i++)
		if (explain_value(x, node, content, &node->attrs[i]))
			return true;
	return false;
}

static bool
has_child(const struct xml_node *node, const char *name)
{
	for (const struct xml_node *child = node->child; child != NULL; child = child->next)
		if (strcmp(child->name, name) == 0)
			return true;
	return false;
}

static bool
explain_elements(
    const struct explanation *x, const struct xml_node *node, const struct xml_content *content)
{
	char list[LIST_SIZE];

	for (const struct xml_node *child = node->child; child != NULL && !content->any_element;
	     child = child->next) {
		if (find(content->elements, content->element_count, child->name) != NULL)
			continue;
		(void)error_at(x->e, x->dialect->status, x->file, child->line, child->column,
		    "element %s is not known in element %s; expected: %s", shown(x, child->name),
		    shown(x, node->name),
		    join_wanted(content->elements, content->element_count, list));
		return true;
	}
	for (size_t i = 0; i < content->element_count; i++) {
		if (!content->elements[i].required || has_child(node, content->elements[i].name))
			continue;
		(void)error_at(x->e, x->dialect->status, x->file, node->line, node->column,
		    "element %s needs an element %s in it", shown(x, node->name),
		    content->elements[i].name);
		return true;
	}
	if (content->text || slice_trim(slice_str(node->text)).len == 0)
		return false;
	(void)error_at(x->e, x->dialect->status, x->file, node->line, node->column,
	    "there is text in element %s, where none is expected", shown(x, node->name));
	return true;
}

static bool
explain_root(
    const struct explanation *x, const struct xml_node *root, const struct xml_content *content)
{
	char list[LIST_SIZE];
	if (content->any_element ||
	    find(content->elements, content->element_count, root->name) != NULL)
		return false;
	(void)error_at(x->e, x->dialect->status, x->file, root->line, root->column,
	    "the root element is %s; expected: %s", shown(x, root->name),
	    join_wanted(content->elements, content->element_count, list));
	return true;
}

bool
xml_expect_explain(const struct _xmlDoc *rules, const struct xml_node *root, const char *file,
    const struct xml_dialect *dialect, struct tl_error *e)
{
	const struct explanation x = { dialect, file, e };
	const struct xml_node *node = root;
	struct xml_content content;

	xml_expect_content(rules, NULL, &content);
	if (explain_root(&x, root, &content))
		return true;
	for (size_t count = 0; node != NULL && count < MOST_NODES; count++) {
		xml_expect_content(rules, node, &content);
		if (explain_attributes(&x, node, &content) || explain_elements(&x, node, &content))
			return true;
		if (node->child != NULL) {
			node = node->child;
			continue;
		}
		while (node != root && node->next == NULL)
			node = node->parent;
		node = node == root ? NULL : node->next;
	}
	return false;
}
