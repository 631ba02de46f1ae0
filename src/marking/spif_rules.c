#include "marking/spif.h"

/* Room for the longest sentence of a rule. */
#define SENTENCE_MAX 1024

bool
spif_group_has(const struct scheme *scheme, const struct spif_group *group, short token)
{
	const struct token *t = &scheme->tokens[token];
	const struct spif_tag *tag = &scheme->spif->tags[t->category];
	return tag->set == group->set && (group->type < 0 || group->type == t->type) &&
	    (group->any_form || group->enumerated == tag->enumerated) &&
	    (group->any_lacv || group->lacv == scheme->spif->categories[token].lacv);
}

static tl_status
find_set(const struct spif_reader *r, const struct xml_node *node, short *out)
{
	const char *name = xml_attr(node, "tagSetRef"), *id = xml_attr(node, "tagSetId");
	if (name == NULL && id == NULL)
		return error_at(r->e, TL_POLICY, r->file, node->line, node->column,
		    "%s names no tag set: tagSetRef is missing", node->name);
	for (size_t i = 0; i < r->spif->set_count; i++) {
		const struct spif_set *set = &r->spif->sets[i];
		if ((name == NULL || strcmp(set->name, name) == 0) &&
		    (id == NULL || strcmp(set->id, id) == 0)) {
			*out = (short)i;
			return TL_OK;
		}
	}
	return error_at(r->e, TL_POLICY, r->file, node->line, node->column,
	    "%s: there is no tag set %.128s", node->name, name != NULL ? name : id);
}

/* "Some category of the set Ethics": what the sentence calls a group. */
static void
name_group(const struct spif_reader *r, const struct spif_group *group, struct buf *text)
{
	const struct scheme *scheme = r->scheme;
	for (size_t i = 0; i < scheme->token_count && !group->any_lacv; i++) {
		if (spif_group_has(scheme, group, (short)i)) {
			buf_add_str(text, scheme->tokens[i].id);
			return;
		}
	}
	static const char *const types[] = { [TYPE_RESTRICTIVE] = " (restrictive)",
		[TYPE_PERMISSIVE] = " (permissive)",
		[TYPE_INFORMATIVE] = " (informative)" };
	buf_add_str(text, "any of ");
	buf_add_str(text, r->spif->sets[group->set].name);
	buf_add_str(text, group->type < 0 ? "" : types[group->type]);
}

static tl_status
read_group(const struct spif_reader *r, const struct xml_node *node, struct spif_group *group)
{
	bool all;
	*group = (struct spif_group){ .type = -1, .any_form = true, .any_lacv = true };
	TRY(find_set(r, node, &group->set));
	if (xml_attr(node, "tagType") != NULL) {
		unsigned char type;
		TRY(spif_tag_type(r, node, &type, &group->enumerated));
		group->type = type;
		group->any_form = false;
	}
	TRY(spif_yes(r, node, "all", &all));
	if (xml_attr(node, "lacv") != NULL && !all) {
		group->any_lacv = false;
		TRY(spif_number(r, node, "lacv", &group->lacv));
	}
	for (size_t i = 0; i < r->scheme->token_count; i++) {
		if (spif_group_has(r->scheme, group, (short)i))
			return TL_OK;
	}
	return error_at(r->e, TL_POLICY, r->file, node->line, node->column,
	    "%s: tag set %.128s has no such category", node->name, r->spif->sets[group->set].name);
}

static tl_status
add_rule(struct spif_reader *r, const struct xml_node *node, struct spif_rule rule,
    const struct buf *text)
{
	char *copy = text->failed ? NULL : arena_copy(&r->scheme->arena, buf_slice(text));
	if (copy == NULL)
		return error_at(r->e, TL_POLICY, r->file, node->line, node->column,
		    "this rule names more than fits into a sentence of %d bytes", SENTENCE_MAX);
	if (r->spif->rule_count == SPIF_RULES_MAX)
		return error_at(r->e, TL_POLICY, r->file, node->line, node->column,
		    "a policy has at most %d rules", SPIF_RULES_MAX);
	rule.text = copy;
	r->spif->rules[r->spif->rule_count++] = rule;
	return TL_OK;
}

/* --- levels ---------------------------------------------------------------------------------------------------- */

/* All excludedClass of a category are one rule; requiredClass is its opposite. */
static tl_status
read_barred(
    struct spif_reader *r, const struct xml_node *node, const char *subject, struct buf *text)
{
	const struct scheme *scheme = r->scheme;
	struct spif_rule rule = { .need = SPIF_BARRED };
	const char *required = xml_attr(node, "requiredClass");
	short level = required == NULL ? 0 : spif_level(scheme, slice_str(required));
	const struct xml_node *at = node;
	if (required != NULL && level >= 0)
		rule.barred =
		    ((uint32_t)2 << (scheme->level_count - 1)) - 1 - ((uint32_t)1 << level);
	for (const struct xml_node *n = node->child; n != NULL && level >= 0; n = n->next) {
		if (strcmp(n->name, "excludedClass") != 0)
			continue;
		at = n;
		level = spif_level(scheme, slice_trim(slice_str(n->text)));
		if (level >= 0 && (rule.barred >> level & 1) != 0 && required == NULL)
			return error_at(r->e, TL_POLICY, r->file, n->line, n->column,
			    "this excludedClass is given twice");
		if (level >= 0)
			rule.barred |= (uint32_t)1 << level;
	}
	if (level < 0)
		return error_at(r->e, TL_POLICY, r->file, at->line, at->column,
		    "there is no such classification as %s names",
		    at == node ? "requiredClass" : "excludedClass");
	if (rule.barred == 0)
		return TL_OK;
	buf_add_str(text, subject);
	buf_add_str(text, " is not allowed at this level; it is at:");
	const char *before = " ";
	for (size_t i = 0; i < scheme->level_count; i++) {
		if ((rule.barred >> i & 1) != 0)
			continue;
		buf_add_str(text, before);
		buf_add_str(text, scheme->levels[i].id);
		before = ", ";
	}
	return add_rule(r, node, rule, text);
}

/* --- categories ------------------------------------------------------------------------------------------------ */

static tl_status
read_excluded(
    struct spif_reader *r, const struct xml_node *node, const char *subject, struct buf *text)
{
	struct spif_group *group = arena_alloc(&r->scheme->arena, sizeof *group);
	struct spif_rule rule = { .need = SPIF_EXCLUDES, .groups = group, .count = 1 };
	if (group == NULL)
		return error_memory(r->e);
	TRY(read_group(r, node, group));
	buf_add_str(text, subject);
	buf_add_str(text, " excludes ");
	name_group(r, group, text);
	return add_rule(r, node, rule, text);
}

/* One group is needed whatever the operation is; of several it must be said. */
static tl_status
read_operation(
    struct spif_reader *r, const struct xml_node *node, size_t groups, enum spif_need *out)
{
	const char *operation = xml_attr(node, "operation");
	*out = SPIF_NEEDS_ANY;
	if (operation == NULL && groups == 1)
		return TL_OK;
	if (operation != NULL && strcmp(operation, "oneOrMore") == 0)
		return TL_OK;
	*out = operation != NULL && strcmp(operation, "all") == 0 ? SPIF_NEEDS_ALL : SPIF_NEEDS_ONE;
	if (*out == SPIF_NEEDS_ALL || (operation != NULL && strcmp(operation, "onlyOne") == 0))
		return TL_OK;
	return error_at(r->e, TL_POLICY, r->file, node->line, node->column,
	    "requiredCategory has no operation onlyOne, oneOrMore or all");
}

static tl_status
read_required(
    struct spif_reader *r, const struct xml_node *node, const char *subject, struct buf *text)
{
	static const char *const words[] = { [SPIF_NEEDS_ONE] = " needs exactly one of: ",
		[SPIF_NEEDS_ANY] = " needs one of: ",
		[SPIF_NEEDS_ALL] = " needs all of: " };
	size_t count = 0;
	for (const struct xml_node *n = node->child; n != NULL; n = n->next)
		count++;
	if (count == 0 || count > SPIF_GROUPS_MAX)
		return error_at(r->e, TL_POLICY, r->file, node->line, node->column,
		    "requiredCategory has from 1 to %d groups", SPIF_GROUPS_MAX);
	struct spif_group *groups = arena_array(&r->scheme->arena, count, sizeof *groups);
	if (groups == NULL)
		return error_memory(r->e);
	struct spif_rule rule = { .groups = groups, .count = count };
	TRY(read_operation(r, node, count, &rule.need));
	buf_add_str(text, subject);
	buf_add_str(text, words[rule.need]);
	const struct xml_node *n = node->child;
	for (size_t i = 0; i < count; i++, n = n->next) {
		TRY(read_group(r, n, &groups[i]));
		buf_add_str(text, i == 0 ? "" : ", ");
		name_group(r, &groups[i], text);
	}
	return add_rule(r, node, rule, text);
}

static tl_status
read_element(struct spif_reader *r, const struct xml_node *node, const char *subject)
{
	struct buf text;
	buf_init(&text, SENTENCE_MAX);
	tl_status status = TL_OK;
	if (strcmp(node->name, "tagCategory") == 0)
		status = read_barred(r, node, subject, &text);
	for (const struct xml_node *n = node->child; n != NULL && status == TL_OK; n = n->next) {
		buf_clear(&text);
		if (strcmp(n->name, "excludedCategory") == 0)
			status = read_excluded(r, n, subject, &text);
		else if (strcmp(n->name, "requiredCategory") == 0)
			status = read_required(r, n, subject, &text);
	}
	buf_release(&text);
	return status;
}

/* --- all of them ----------------------------------------------------------------------------------------------- */

static tl_status
read_levels(struct spif_reader *r)
{
	const struct xml_node *list = spif_child(r->root, "securityClassifications");
	for (const struct xml_node *n = list->child; n != NULL; n = n->next) {
		const char *name = xml_attr(n, "name");
		struct spif_level *level = &r->spif->levels[spif_level(r->scheme, slice_str(name))];
		level->first_rule = r->spif->rule_count;
		TRY(read_element(r, n, name));
		level->rules = r->spif->rule_count - level->first_rule;
	}
	return TL_OK;
}

/* In the order in which spif_read_tags() numbered them. */
static tl_status
read_categories(struct spif_reader *r)
{
	const struct xml_node *list = spif_child(r->root, "securityCategoryTagSets");
	size_t token = 0;
	for (const struct xml_node *set = list == NULL ? NULL : list->child; set != NULL;
	     set = set->next) {
		for (const struct xml_node *tag = set->child; tag != NULL; tag = tag->next) {
			for (const struct xml_node *n = tag->child; n != NULL; n = n->next) {
				if (strcmp(n->name, "tagCategory") != 0)
					continue;
				struct spif_category *category = &r->spif->categories[token];
				category->first_rule = r->spif->rule_count;
				TRY(read_element(r, n, r->scheme->tokens[token++].id));
				category->rules = r->spif->rule_count - category->first_rule;
			}
		}
	}
	return TL_OK;
}

/* Equivalences are for translating between policies, which nothing here does; but a policy that they name must be one
 * that it lists. */
static tl_status
check_policy_refs(const struct spif_reader *r)
{
	const struct xml_node *list = spif_child(r->root, "equivalentPolicies"), *node = r->root;
	size_t listed = 0;
	for (const struct xml_node *n = list == NULL ? NULL : list->child; n != NULL; n = n->next)
		listed++;
	if (listed > SPIF_POLICIES_MAX)
		return error_at(r->e, TL_POLICY, r->file, list->line, list->column,
		    "a policy has at most %d equivalent policies", SPIF_POLICIES_MAX);
	while (node != NULL) {
		const char *ref = xml_attr(node, "policyRef");
		const struct xml_node *policy = list == NULL || ref == NULL ? NULL : list->child;
		while (policy != NULL &&
		    (xml_attr(policy, "name") == NULL ||
			strcmp(xml_attr(policy, "name"), ref) != 0))
			policy = policy->next;
		if (ref != NULL && policy == NULL)
			return error_at(r->e, TL_POLICY, r->file, node->line, node->column,
			    "policyRef: equivalentPolicies has no policy %.128s", ref);
		if (node->child != NULL) {
			node = node->child;
			continue;
		}
		while (node != NULL && node->next == NULL)
			node = node->parent;
		node = node == NULL ? NULL : node->next;
	}
	return TL_OK;
}

tl_status
spif_read_rules(struct spif_reader *r)
{
	r->spif->rules = arena_array(&r->scheme->arena, SPIF_RULES_MAX, sizeof *r->spif->rules);
	if (r->spif->rules == NULL)
		return error_memory(r->e);
	TRY(check_policy_refs(r));
	TRY(read_levels(r));
	return read_categories(r);
}
