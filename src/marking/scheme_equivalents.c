#include "marking/vocabulary.h"

/* One whose levels have one meaning each: a system with levels of its own, or one country. Not JOINT, whose owners differ
 * from mark to mark, and not a concealed source. */
static bool
may_cross(const struct scheme *scheme, const char *name)
{
	for (size_t i = 1; i < scheme->system_count; i++) {
		const struct system *system = &scheme->systems[i];
		if (system->id != NULL && strcmp(system->id, name) == 0)
			return system->shape == SYSTEM_NAMED;
		int code = system->shape != SYSTEM_OWNERS
		    ? -1
		    : code_find(&scheme->codes, slice_str(name));
		if (code >= 0)
			return code != scheme->codes.home && !scheme->codes.list[code].group;
	}
	return false;
}

/* Two lines about one system say different things of it: a higher level there needs a higher one here. */
static tl_status
check_order(struct scheme_reader *r, const struct equivalent *line)
{
	for (size_t i = 0; i < r->scheme->equivalent_count; i++) {
		const struct equivalent *other = &r->scheme->equivalents[i];
		bool above = line->to > other->to && line->level > other->level;
		bool below = line->to < other->to && line->level < other->level;
		if (strcmp(other->system, line->system) == 0 && !above && !below)
			return error_at(r->e, TL_POLICY, r->file, line->line, 0,
			    "equivalent: of %s this line and line %zu do not agree; a higher level there needs a higher one here",
			    line->system, other->line);
	}
	return TL_OK;
}

static tl_status
read_equivalent(struct scheme_reader *r, const struct xml_node *node)
{
	struct scheme *scheme = r->scheme;
	bool in_force;
	TRY(scheme_in_force(r, node, &in_force));
	struct equivalent line = { .system = xml_attr(node, "system"),
		.text = xml_attr(node, "text"),
		.line = node->line };
	TRY(scheme_level_ref(r, node, "level", &line.level));
	TRY(scheme_level_ref(r, node, "to", &line.to));
	if (strcmp(line.system, scheme->systems[0].id) == 0)
		return error_at(r->e, TL_POLICY, r->file, node->line, 0,
		    "equivalent: %s is the scheme's own system, in line %zu", line.system,
		    r->root->line);
	if (!may_cross(scheme, line.system))
		return error_at(r->e, TL_POLICY, r->file, node->line, 0,
		    "equivalent: %s is no system with levels of its own and no single country",
		    line.system);
	if (scheme->levels[line.level].open)
		return error_at(r->e, TL_POLICY, r->file, node->line, 0,
		    "equivalent: level %s is everybody's, in line %zu, and holds no other system's",
		    scheme->levels[line.level].id, scheme->levels[line.level].line);
	if (!in_force)
		return TL_OK;
	if (scheme->equivalent_count == EQUIVALENTS_MAX)
		return error_at(r->e, TL_POLICY, r->file, node->line, 0,
		    "a scheme has at most %d equivalents", EQUIVALENTS_MAX);
	TRY(check_order(r, &line));
	scheme->equivalents[scheme->equivalent_count++] = line;
	return TL_OK;
}

tl_status
scheme_read_equivalents(struct scheme_reader *r)
{
	for (const struct xml_node *n = r->root->child; n != NULL; n = n->next) {
		if (strcmp(n->name, "equivalent") == 0)
			TRY(read_equivalent(r, n));
	}
	return TL_OK;
}
