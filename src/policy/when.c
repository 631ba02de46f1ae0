#include "policy/heading.h"
#include "policy/loader.h"

/* One <when> while it is compiled. */
struct compiling {
	const struct loader *loader;
	struct condition conditions[CONDITIONS_MAX];
	size_t count;
};

static tl_status
need_room(const struct compiling *c, const struct xml_node *node, struct tl_error *e)
{
	if (c->count < CONDITIONS_MAX)
		return TL_OK;
	return error_at(e, TL_POLICY, c->loader->file, node->line, node->column,
	    "one rule has more than %d conditions; expected: two rules", CONDITIONS_MAX);
}

static tl_status
compile_level(const struct compiling *c, const struct xml_node *node, const char *value,
    struct condition *out, struct tl_error *e)
{
	out->level = scheme_level(c->loader->policy->scheme, slice_trim(slice_str(value)));
	if (out->level < 0)
		return error_at(e, TL_POLICY, c->loader->file, node->line, node->column,
		    "at-least names no level of scheme %s; expected for example: %s",
		    scheme_id(c->loader->policy->scheme),
		    scheme_level_name(c->loader->policy->scheme, 0));
	return TL_OK;
}

static size_t
count_words(struct slice list)
{
	size_t count = 0;
	while (list.len > 0)
		count += slice_split(&list, ' ').len > 0;
	return count;
}

static tl_status
compile_tokens(const struct compiling *c, const struct xml_node *node, const char *attr,
    const char *value, struct condition *out, struct tl_error *e)
{
	const struct policy *policy = c->loader->policy;
	struct slice rest = slice_str(value);
	int *tokens = arena_array(&c->loader->policy->arena, count_words(rest) + 1, sizeof *tokens);

	if (tokens == NULL)
		return error_memory(e);
	while (rest.len > 0) {
		struct slice word = slice_split(&rest, ' ');
		if (word.len == 0)
			continue;
		int token = scheme_token(policy->scheme, word);
		if (token < 0)
			return error_at(e, TL_POLICY, c->loader->file, node->line, node->column,
			    "word %zu of %s is no control or caption of scheme %s, profile %s; "
			    "expected: portion forms divided by blanks",
			    out->token_count + 1, attr, scheme_id(policy->scheme),
			    scheme_profile(policy->scheme));
		tokens[out->token_count++] = token;
	}
	out->tokens = tokens;
	return TL_OK;
}

static tl_status
compile_heading(const struct compiling *c, const struct xml_node *node, const char *value,
    struct condition *out, struct tl_error *e)
{
	struct policy *policy = c->loader->policy;
	struct slice words;

	if (policy->heading_count == HEADINGS_MAX)
		return error_at(e, TL_POLICY, c->loader->file, node->line, node->column,
		    "a policy has at most %d heading conditions", HEADINGS_MAX);
	TRY(heading_fold(slice_str(value), &policy->arena, &words, e));
	if (words.len == 0)
		return error_at(e, TL_POLICY, c->loader->file, node->line, node->column,
		    "heading is empty; expected: words of the heading");
	out->bit = policy->heading_count;
	policy->headings[policy->heading_count++] = words;
	return TL_OK;
}

/* Fills what the test needs; the attribute's name says which test it is. */
static tl_status
compile_attribute(const struct compiling *c, const struct xml_node *node,
    const struct xml_attr *attr, struct condition *out, struct tl_error *e)
{
	static const struct {
		const char *name;
		enum test test;
	} names[] = { { "kind", TEST_KIND }, { "within", TEST_WITHIN },
		{ "not-within", TEST_NOT_WITHIN }, { "at-least", TEST_AT_LEAST },
		{ "has", TEST_HAS }, { "caption", TEST_CAPTION }, { "heading", TEST_HEADING } };
	size_t i = 0;

	while (i < sizeof names / sizeof *names && strcmp(names[i].name, attr->name) != 0)
		i++;
	if (i == sizeof names / sizeof *names)
		return error_at(e, TL_POLICY, c->loader->file, node->line, node->column,
		    "this version cannot carry out %.40s (a passed date would be no permission, "
		    "32 CFR 2001.26): take it out",
		    attr->name);
	*out = (struct condition){ .test = names[i].test };
	TRY(load_words(c->loader, node, names[i].name, attr->value, 400, &out->text, e));
	switch (out->test) {
	case TEST_KIND:
		return load_kinds(c->loader, node, &out->kinds, e);
	case TEST_WITHIN:
	case TEST_NOT_WITHIN:
		return load_marking(c->loader, node, names[i].name, &out->marking, e);
	case TEST_AT_LEAST:
		return compile_level(c, node, attr->value, out, e);
	case TEST_HAS:
	case TEST_CAPTION:
		return compile_tokens(c, node, names[i].name, attr->value, out, e);
	case TEST_HEADING:
		return compile_heading(c, node, attr->value, out, e);
	case TEST_ALL:
	case TEST_ANY:
	case TEST_NOT:
		break;
	}
	return TL_OK;
}

static size_t
members_of(const struct xml_node *node)
{
	size_t members = node->attr_count;
	for (const struct xml_node *child = node->child; child != NULL; child = child->next)
		members++;
	return members;
}

/* An empty <any> would match nothing and an empty <not> everything: both look like something else. */
static tl_status
compile_group(const struct compiling *c, const struct xml_node *node, struct condition *out,
    struct tl_error *e)
{
	*out = (struct condition){ .members = members_of(node), .text = "" };
	if (strcmp(node->name, "when") == 0)
		return TL_OK;
	if (out->members == 0)
		return error_at(e, TL_POLICY, c->loader->file, node->line, node->column,
		    "<%s> is empty; expected: at least one condition", node->name);
	if (strcmp(node->name, "any") == 0)
		out->test = TEST_ANY;
	if (strcmp(node->name, "not") != 0)
		return TL_OK;
	out->test = TEST_NOT;
	if (out->members > 1)
		return error_at(e, TL_POLICY, c->loader->file, node->line, node->column,
		    "<not> has several conditions; expected one: write <not><all .../></not> or "
		    "<not><any .../></not>");
	return TL_OK;
}

static tl_status
compile_node(struct compiling *c, const struct xml_node *node, struct tl_error *e)
{
	if (strcmp(node->name, "terms") == 0 || strcmp(node->name, "pattern") == 0)
		return error_at(e, TL_POLICY, c->loader->file, node->line, node->column,
		    "this version cannot carry out <%s>: it decides about whole portions, not yet "
		    "about words",
		    node->name);
	TRY(need_room(c, node, e));
	TRY(compile_group(c, node, &c->conditions[c->count++], e));
	for (size_t i = 0; i < node->attr_count; i++) {
		TRY(need_room(c, node, e));
		TRY(compile_attribute(c, node, &node->attrs[i], &c->conditions[c->count++], e));
	}
	return TL_OK;
}

static const struct xml_node *
node_after(const struct xml_node *node, const struct xml_node *root)
{
	if (node->child != NULL)
		return node->child;
	while (node != root && node->next == NULL)
		node = node->parent;
	return node == root ? NULL : node->next;
}

tl_status
load_when(const struct loader *l, const struct xml_node *root, struct when *out, struct tl_error *e)
{
	struct compiling c = { .loader = l };

	*out = (struct when){ 0 };
	for (const struct xml_node *node = root; node != NULL; node = node_after(node, root))
		TRY(compile_node(&c, node, e));
	struct condition *list = arena_array(&l->policy->arena, c.count, sizeof *list);
	if (list == NULL)
		return error_memory(e);
	memcpy(list, c.conditions, c.count * sizeof *list);
	*out = (struct when){ list, c.count };
	return TL_OK;
}
