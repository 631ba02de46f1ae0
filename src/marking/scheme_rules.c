#include "marking/ref_sign.h"

/* In the order of enum check_kind. */
static const char *const check_names[CHECKS] = { "unknown", "category-order", "item-order",
	"code-order", "mixed", "twice", "empty", "blanks", "divider", "head", "form", "legacy",
	"list", "home", "context", "number", "name", "case", "damaged", "length", "attribute",
	"value", "parent", "contradiction", "bare" };

static enum severity
severity_of(const struct xml_node *node)
{
	return strcmp(xml_attr(node, "severity"), "error") == 0 ? SEVERITY_ERROR : SEVERITY_WARNING;
}

/* "NF" a token, SI with a slash and a star behind it the compartments of SI, "@sci" a category, "system:JOINT" a system,
 * "level:S" a level, "ism:joint" an ISM attribute that is given, "ism:joint=true" one that has this value. */
static tl_status
read_ref(struct scheme_reader *r, const struct xml_node *node, struct slice name, struct ref *out)
{
	const struct scheme *scheme = r->scheme;
	short index = -1;
	if (slice_starts(name, "@")) {
		out->kind = REF_CATEGORY;
		index = scheme_category_by_id(scheme, slice_sub(name, 1, name.len));
	} else if (slice_starts(name, "system:")) {
		out->kind = REF_SYSTEM;
		for (size_t i = 0; i < scheme->system_count; i++) {
			if (scheme->systems[i].id != NULL &&
			    slice_is(slice_sub(name, 7, name.len), scheme->systems[i].id))
				index = (short)i;
		}
	} else if (slice_starts(name, "level:")) {
		out->kind = REF_LEVEL;
		for (size_t i = 0; i < scheme->level_count; i++) {
			if (slice_is(slice_sub(name, 6, name.len), scheme->levels[i].id))
				index = (short)i;
		}
	} else if (slice_starts(name, "ism:")) {
		TRY(scheme_ism_ref(r, node, slice_sub(name, 4, name.len), out));
		index = out->index;
	} else if (name.len > 2 && name.ptr[name.len - 1] == '*' && name.ptr[name.len - 2] == '/') {
		out->kind = REF_BELOW;
		index = scheme_token_by_id(scheme, slice_sub(name, 0, name.len - 2));
	} else {
		out->kind = REF_TOKEN;
		index = scheme_token_by_id(scheme, name);
	}
	out->index = index;
	return index >= 0 ? TL_OK
			  : error_at(r->e, TL_POLICY, r->file, node->line, 0,
				"rule %s names %.*s, which this scheme does not have",
				xml_attr(node, "id"), (int)name.len, (const char *)name.ptr);
}

static tl_status
read_refs(struct scheme_reader *r, const struct xml_node *node, const char *attr, struct refs *out)
{
	const char *names = xml_attr(node, attr);
	struct slice rest = slice_str(names == NULL ? "" : names), name;
	while (form_word(&rest, &name)) {
		if (out->count == REFS_MAX)
			return error_at(r->e, TL_POLICY, r->file, node->line, 0,
			    "rule %s: %s names more than %d tokens", xml_attr(node, "id"), attr,
			    REFS_MAX);
		struct ref *ref = &out->list[out->count++];
		TRY(read_ref(r, node, name, ref));
		out->signs |= ref_sign((enum ref_kind)ref->kind, ref->index);
	}
	return TL_OK;
}

static bool
of_attributes(const struct refs *refs)
{
	bool any = false;
	for (size_t i = 0; i < refs->count; i++)
		any = any || refs->list[i].kind == REF_ATTRIBUTE || refs->list[i].kind == REF_VALUE;
	return any;
}

/* "AUS CAN GBR NZL": the only codes of the list. */
static tl_status
read_codes(struct scheme_reader *r, const struct xml_node *node, struct rule *rule)
{
	const char *names = xml_attr(node, "codes");
	struct slice rest = slice_str(names == NULL ? "" : names), name;
	if (names == NULL)
		return TL_OK;
	struct code_set *set = arena_alloc(&r->scheme->arena, sizeof *set);
	if (set == NULL)
		return error_memory(r->e);
	*set = (struct code_set){ 0 };
	while (form_word(&rest, &name)) {
		int code = code_find(&r->scheme->codes, name);
		if (code < 0)
			return error_at(r->e, TL_POLICY, r->file, node->line, 0,
			    "rule codes: %.*s is not listed under countries or groups",
			    (int)name.len, (const char *)name.ptr);
		code_set_add(set, code);
	}
	rule->codes = set;
	return TL_OK;
}

static tl_status
read_rule(struct scheme_reader *r, const struct xml_node *node)
{
	struct scheme *scheme = r->scheme;
	struct rule rule = { .id = xml_attr(node, "id"),
		.text = xml_attr(node, "text"),
		.severity = severity_of(node) };
	bool in_force;
	TRY(scheme_in_force(r, node, &in_force));
	if (!in_force)
		return TL_OK;
	TRY(read_refs(r, node, "when", &rule.when));
	TRY(read_refs(r, node, "with", &rule.with));
	TRY(read_refs(r, node, "not", &rule.not ));
	TRY(read_refs(r, node, "needs", &rule.needs));
	TRY(scheme_level_ref(r, node, "from", &rule.from));
	TRY(scheme_level_ref(r, node, "to", &rule.to));
	for (const char *c = xml_attr(node, "most"); c != NULL && *c != '\0'; c++)
		rule.most = (unsigned short)(rule.most * 10 + (*c - '0'));
	rule.owners = xml_attr(node, "owners") != NULL;
	TRY(read_codes(r, node, &rule));
	rule.never = !rule.owners && rule.codes == NULL && rule.not .count == 0 &&
	    rule.needs.count == 0 && rule.from < 0 && rule.to < 0 && rule.most == 0;
	rule.attributes = of_attributes(&rule.when) || of_attributes(&rule.with) ||
	    of_attributes(&rule.not ) || of_attributes(&rule.needs);
	if (scheme->rule_count == SCHEME_RULES_MAX)
		return error_at(r->e, TL_POLICY, r->file, node->line, 0,
		    "a scheme has at most %d rules", SCHEME_RULES_MAX);
	scheme->rule_signs[scheme->rule_count] = rule.when.signs;
	scheme->rules[scheme->rule_count++] = rule;
	return TL_OK;
}

static tl_status
read_check(struct scheme_reader *r, const struct xml_node *node)
{
	bool in_force;
	TRY(scheme_in_force(r, node, &in_force));
	if (!in_force)
		return TL_OK;
	size_t kind = 0;
	while (kind < CHECKS && strcmp(check_names[kind], xml_attr(node, "of")) != 0)
		kind++;
	if (kind == CHECKS)
		return error_at(r->e, TL_POLICY, r->file, node->line, 0,
		    "of=\"%s\": this build has no such check", xml_attr(node, "of"));
	struct check *check = &r->scheme->checks[kind];
	if (check->id != NULL)
		return error_at(r->e, TL_POLICY, r->file, node->line, 0,
		    "the check %s is given twice for one profile, also in line %zu",
		    check_names[kind], check->line);
	const char *damages = xml_attr(node, "damages");
	*check = (struct check){ .id = xml_attr(node, "id"),
		.line = node->line,
		.text = xml_attr(node, "text"),
		.severity = severity_of(node),
		.damages = damages != NULL && strcmp(damages, "yes") == 0 };
	return TL_OK;
}

tl_status
scheme_read_rules(struct scheme_reader *r)
{
	struct scheme *scheme = r->scheme;
	scheme->rules = arena_array(&scheme->arena, SCHEME_RULES_MAX, sizeof *scheme->rules);
	if (scheme->rules == NULL)
		return error_memory(r->e);
	for (size_t i = 0; i < CHECKS; i++)
		scheme->checks[i].damages = true;
	for (const struct xml_node *n = r->root->child; n != NULL; n = n->next) {
		if (strcmp(n->name, "rule") == 0)
			TRY(read_rule(r, n));
		else if (strcmp(n->name, "check") == 0)
			TRY(read_check(r, n));
	}
	return TL_OK;
}
