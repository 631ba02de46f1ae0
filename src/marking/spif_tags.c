#include "marking/spif.h"

tl_status
spif_tag_type(
    const struct spif_reader *r, const struct xml_node *node, unsigned char *type, bool *enumerated)
{
	static const struct {
		const char *word;
		unsigned char type;
	} types[] = { { "restrictive", TYPE_RESTRICTIVE }, { "permissive", TYPE_PERMISSIVE },
		{ "tagType7", TYPE_INFORMATIVE } };
	const char *word;
	TRY(spif_attr(r, node, "tagType", &word));
	*enumerated = strcmp(word, "enumerated") == 0;
	if (*enumerated)
		TRY(spif_attr(r, node, "enumType", &word));
	for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
		*type = types[i].type;
		if (strcmp(types[i].word, word) == 0 && !(*enumerated && *type == TYPE_INFORMATIVE))
			return TL_OK;
	}
	return error_at(r->e, TL_POLICY, r->file, node->line, node->column,
	    "tagType is not restrictive, permissive, enumerated (with enumType restrictive or permissive) or tagType7");
}

static tl_status
read_set(struct spif_reader *r, const struct xml_node *node)
{
	struct spif *spif = r->spif;
	struct spif_set *set = &spif->sets[spif->set_count];
	TRY(spif_name(r, node, &set->name));
	TRY(spif_attr(r, node, "id", &set->id));
	for (size_t i = 0; i < spif->set_count; i++) {
		bool name = slice_equal_nocase(slice_str(spif->sets[i].name), slice_str(set->name));
		if (name || strcmp(spif->sets[i].id, set->id) == 0)
			return error_at(r->e, TL_POLICY, r->file, node->line, node->column,
			    "two tag sets have the %s %.128s; each has its own",
			    name ? "name" : "id", name ? set->name : set->id);
	}
	spif->set_count++;
	return TL_OK;
}

static tl_status
read_count(struct spif_reader *r, const struct xml_node *node, struct spif_tag *tag)
{
	uint64_t most = 0, least = 0;
	bool single;
	TRY(spif_yes(r, node, "singleSelection", &single));
	if (xml_attr(node, "maxSelection") != NULL)
		TRY(spif_number(r, node, "maxSelection", &most));
	if (xml_attr(node, "minSelection") != NULL)
		TRY(spif_number(r, node, "minSelection", &least));
	tag->most = single ? 1 : most > SPIF_CATEGORIES_MAX ? 0 : (unsigned)most;
	tag->least = least > SPIF_CATEGORIES_MAX ? SPIF_CATEGORIES_MAX : (unsigned)least;
	return TL_OK;
}

/* A label names a category by its set, its type and its lacv, or its name: each is one category's own. A text names it by
 * its display. */
static tl_status
check_category(struct spif_reader *r, const struct xml_node *node, short index)
{
	const struct scheme *scheme = r->scheme;
	const struct spif *spif = r->spif;
	const struct token *token = &scheme->tokens[index];
	const struct spif_category *category = &spif->categories[index];
	const struct spif_tag *tag = &spif->tags[token->category];
	for (short i = 0; i < index; i++) {
		const struct token *other = &scheme->tokens[i];
		const struct spif_category *twin = &spif->categories[i];
		const struct spif_tag *its = &spif->tags[other->category];
		const char *what = NULL;
		if (its->set != tag->set || other->type != token->type)
			continue;
		if (its->enumerated == tag->enumerated && twin->lacv == category->lacv)
			what = "lacv";
		else if (slice_equal_nocase(slice_str(other->id), slice_str(token->id)))
			what = "name";
		for (size_t p = 0; p < PLACES && what == NULL; p++) {
			if (other->category == token->category &&
			    category->shown[p].text[0] != '\0' &&
			    strcmp(twin->shown[p].text, category->shown[p].text) == 0)
				what = "display";
		}
		if (what != NULL)
			return error_at(r->e, TL_POLICY, r->file, node->line, node->column,
			    "this category has the %s of that in line %zu; each has its own", what,
			    twin->line);
	}
	return TL_OK;
}

static tl_status
read_category(struct spif_reader *r, const struct xml_node *node, short tag)
{
	struct scheme *scheme = r->scheme;
	if (scheme->token_count == SPIF_CATEGORIES_MAX)
		return error_at(r->e, TL_POLICY, r->file, node->line, node->column,
		    "a policy has at most %d categories", SPIF_CATEGORIES_MAX);
	short index = (short)scheme->token_count++;
	struct token *token = &scheme->tokens[index];
	struct spif_category *category = &r->spif->categories[index];
	const char *name;
	category->line = node->line;
	TRY(spif_name(r, node, &name));
	TRY(spif_number(r, node, "lacv", &category->lacv));
	*token = (struct token){ .id = name,
		.banner = name,
		.portion = name,
		.category = tag,
		.parent = -1,
		.root = index,
		.head = -1,
		.type = scheme->categories[tag].type };
	TRY(spif_yes(r, node, "obsolete", &token->legacy));
	TRY(spif_read_phrases(r, node, node->parent, name, category->shown));
	TRY(check_category(r, node, index));
	return spif_add_form(r, node, FORM_TOKEN, index, name, FORM_OTHER);
}

/* The last place is for names that the policy does not have. */
static tl_status
read_tag(struct spif_reader *r, const struct xml_node *node, short set)
{
	struct scheme *scheme = r->scheme;
	if (scheme->category_count == CATEGORIES_MAX - 1)
		return error_at(r->e, TL_POLICY, r->file, node->line, node->column,
		    "a policy has at most %d tags", CATEGORIES_MAX - 1);
	short index = (short)scheme->category_count++;
	struct category *category = &scheme->categories[index];
	struct spif_tag *tag = &r->spif->tags[index];
	tag->set = set;
	category->once_in = -1;
	TRY(spif_name(r, node, &category->id));
	TRY(spif_tag_type(r, node, &category->type, &tag->enumerated));
	category->alternatives = category->type == TYPE_PERMISSIVE;
	TRY(spif_read_qualifier(r, node, &tag->around));
	if (tag->around.separator == NULL)
		tag->around.separator = "/";
	TRY(read_count(r, node, tag));
	for (const struct xml_node *n = node->child; n != NULL; n = n->next) {
		if (strcmp(n->name, "tagCategory") == 0)
			TRY(read_category(r, n, index));
	}
	return TL_OK;
}

static tl_status
make_tables(struct spif_reader *r, const struct xml_node *list)
{
	struct arena *arena = &r->scheme->arena;
	size_t sets = 1;
	for (const struct xml_node *n = list == NULL ? NULL : list->child; n != NULL; n = n->next)
		sets++;
	r->spif->sets = arena_array(arena, sets, sizeof *r->spif->sets);
	r->spif->categories = arena_array(arena, SPIF_CATEGORIES_MAX, sizeof *r->spif->categories);
	r->scheme->tokens = arena_array(arena, SPIF_CATEGORIES_MAX, sizeof *r->scheme->tokens);
	return r->spif->sets == NULL || r->spif->categories == NULL || r->scheme->tokens == NULL
	    ? error_memory(r->e)
	    : TL_OK;
}

tl_status
spif_read_tags(struct spif_reader *r)
{
	struct scheme *scheme = r->scheme;
	const struct xml_node *list = spif_child(r->root, "securityCategoryTagSets");
	TRY(make_tables(r, list));
	for (const struct xml_node *n = list == NULL ? NULL : list->child; n != NULL; n = n->next) {
		short set = (short)r->spif->set_count;
		if (set == CATEGORIES_MAX)
			return error_at(r->e, TL_POLICY, r->file, n->line, n->column,
			    "a policy has at most %d tag sets", CATEGORIES_MAX);
		TRY(read_set(r, n));
		for (const struct xml_node *tag = n->child; tag != NULL; tag = tag->next)
			TRY(read_tag(r, tag, set));
	}
	scheme->open_category = scheme->last_category = (short)scheme->category_count;
	scheme->categories[scheme->category_count++] = (struct category){
		.id = "unknown", .once_in = -1, .type = TYPE_RESTRICTIVE, .unshown = true
	};
	return TL_OK;
}
