#include "marking/spif.h"

short
spif_level(const struct scheme *scheme, struct slice name)
{
	for (size_t i = 0; i < scheme->level_count; i++) {
		if (slice_is(name, scheme->levels[i].id))
			return (short)i;
	}
	return -1;
}

/* Classifications in the order of their hierarchy; the file may have them in any. */
struct rank {
	const struct xml_node *node;
	uint64_t hierarchy;
};

static tl_status
collect(struct spif_reader *r, const struct xml_node *list, struct rank *ranks, size_t *count)
{
	*count = 0;
	for (const struct xml_node *n = list->child; n != NULL; n = n->next) {
		struct rank rank = { n, 0 };
		if (*count == LEVELS_MAX)
			return error_at(r->e, TL_POLICY, r->file, n->line, n->column,
			    "a policy has at most %d classifications", LEVELS_MAX);
		TRY(spif_number(r, n, "hierarchy", &rank.hierarchy));
		size_t at = (*count)++;
		for (; at > 0 && ranks[at - 1].hierarchy > rank.hierarchy; at--)
			ranks[at] = ranks[at - 1];
		/* Of two of one hierarchy neither is above the other, and a level is above or below each other one. */
		if (at > 0 && ranks[at - 1].hierarchy == rank.hierarchy)
			return error_at(r->e, TL_POLICY, r->file, n->line, n->column,
			    "this classification has the hierarchy of that in line %zu; each has its own",
			    ranks[at - 1].node->line);
		ranks[at] = rank;
	}
	return *count > 0 ? TL_OK
			  : error_at(r->e, TL_POLICY, r->file, list->line, list->column,
				"a policy has at least one classification");
}

static bool
is_same(const char *a, const char *b)
{
	return slice_equal_nocase(slice_str(a), slice_str(b));
}

static tl_status
check_level(struct spif_reader *r, const struct rank *ranks, size_t index)
{
	const struct scheme *scheme = r->scheme;
	const struct spif_level *level = &r->spif->levels[index];
	for (size_t i = 0; i < index; i++) {
		const struct spif_level *other = &r->spif->levels[i];
		const char *what = is_same(scheme->levels[i].id, scheme->levels[index].id) ? "name"
		    : other->lacv == level->lacv                                           ? "lacv"
											   : NULL;
		for (size_t p = 0; p < PLACES && what == NULL; p++) {
			const char *policies[2] = { other->shown[p].policy,
				level->shown[p].policy };
			bool same_policy = policies[0] == NULL || policies[1] == NULL
			    ? policies[0] == policies[1]
			    : strcmp(policies[0], policies[1]) == 0;
			if (same_policy && strcmp(other->shown[p].text, level->shown[p].text) == 0)
				what = "display";
		}
		if (what != NULL)
			return error_at(r->e, TL_POLICY, r->file, ranks[index].node->line,
			    ranks[index].node->column,
			    "this classification has the %s of that in line %zu; each has its own",
			    what, ranks[i].node->line);
	}
	return TL_OK;
}

static tl_status
read_level(struct spif_reader *r, const struct rank *ranks, size_t index)
{
	struct scheme *scheme = r->scheme;
	struct spif_level *level = &r->spif->levels[index];
	const struct xml_node *node = ranks[index].node;
	const char *name;
	TRY(spif_name(r, node, &name));
	TRY(spif_number(r, node, "lacv", &level->lacv));
	TRY(spif_yes(r, node, "obsolete", &level->obsolete));
	TRY(spif_read_phrases(r, node, NULL, name, level->shown));
	scheme->levels[index] =
	    (struct level){ .id = name, .banner = name, .portion = name, .open = index == 0 };
	scheme->level_count = index + 1;
	TRY(check_level(r, ranks, index));
	TRY(spif_add_form(r, node, FORM_LEVEL, (short)index, name, FORM_BANNER));
	TRY(spif_add_form(r, node, FORM_LEVEL, (short)index, level->shown[0].text, FORM_OTHER));
	return spif_add_form(r, node, FORM_LEVEL, (short)index, name, FORM_SPACED);
}

tl_status
spif_read_levels(struct spif_reader *r)
{
	struct rank ranks[LEVELS_MAX];
	size_t count;
	const struct xml_node *list = spif_child(r->root, "securityClassifications");
	if (list == NULL)
		return error_at(r->e, TL_POLICY, r->file, r->root->line, 0,
		    "there is no securityClassifications: a policy has at least one classification");
	TRY(collect(r, list, ranks, &count));
	for (size_t i = 0; i < count; i++)
		TRY(read_level(r, ranks, i));
	return TL_OK;
}
