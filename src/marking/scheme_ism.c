#include "marking/vocabulary.h"

#define ISM_VALUES_MAX 64

/* In the order of enum ism_use and of enum ism_type. */
static const char *const uses[] = { "level", "owners", "joint", "controls", "names", "sources",
	"concealed", "release", "display", "cap", "other", NULL };
static const char *const types[] = { "tokens", "boolean", "date", "text", NULL };

static unsigned char
choice(const struct xml_node *node, const char *attr, const char *const *words)
{
	const char *value = xml_attr(node, attr);
	unsigned char at = 0;
	while (value != NULL && words[at] != NULL && strcmp(words[at], value) != 0)
		at++;
	return at;
}

short
scheme_ism_by_name(const struct scheme *scheme, struct slice name)
{
	for (size_t i = 0; i < scheme->ism_count; i++) {
		if (slice_is(name, scheme->isms[i].name))
			return (short)i;
	}
	return -1;
}

/* The category of the first token that takes such a list. */
static short
list_category(const struct scheme *scheme, enum list_use list)
{
	for (size_t i = 0; i < scheme->token_count; i++) {
		if (scheme->tokens[i].list == list)
			return scheme->tokens[i].category;
	}
	return -1;
}

static tl_status
read_target(struct scheme_reader *r, const struct xml_node *node, struct ism *ism)
{
	const struct scheme *scheme = r->scheme;
	const char *category = xml_attr(node, "category"), *token = xml_attr(node, "token");
	bool by_token =
	    ism->use == ISM_NAMES || ism->use == ISM_SOURCES || ism->use == ISM_CONCEALED;
	if ((token != NULL) != by_token || (category != NULL) != (ism->use == ISM_CONTROLS))
		return error_at(r->e, TL_POLICY, r->file, node->line, 0,
		    "ism %s: as=\"controls\" has a category; names, sources and concealed have a token",
		    ism->name);
	if (category != NULL)
		ism->category = scheme_category_by_id(scheme, slice_str(category));
	if (token != NULL) {
		ism->token = scheme_token_by_id(scheme, slice_str(token));
		ism->category = ism->token < 0 ? -1 : scheme->tokens[ism->token].category;
	}
	if (ism->use == ISM_RELEASE)
		ism->category = list_category(scheme, LIST_RELEASE);
	if (ism->use == ISM_DISPLAY)
		ism->category = list_category(scheme, LIST_DISPLAY);
	bool target =
	    category != NULL || by_token || ism->use == ISM_RELEASE || ism->use == ISM_DISPLAY;
	return !target || ism->category >= 0
	    ? TL_OK
	    : error_at(r->e, TL_POLICY, r->file, node->line, 0,
		  "ism %s: this scheme has no such category or token", ism->name);
}

static bool
has_use(const struct scheme *scheme, enum ism_use use)
{
	for (size_t i = 0; i < scheme->ism_count; i++) {
		if (scheme->isms[i].use == use)
			return true;
	}
	return false;
}

/* Attributes are read in the order of the file: the level first, then whose it is. */
static bool
is_in_order(const struct scheme *scheme, enum ism_use use)
{
	return use == ISM_LEVEL || use == ISM_OTHER ||
	    (has_use(scheme, ISM_LEVEL) && (use == ISM_OWNERS || has_use(scheme, ISM_OWNERS)));
}

static tl_status
read_ism(struct scheme_reader *r, const struct xml_node *node)
{
	struct scheme *scheme = r->scheme;
	if (scheme->ism_count == ISM_MAX)
		return error_at(r->e, TL_POLICY, r->file, node->line, 0,
		    "a scheme has at most %d ISM attributes", ISM_MAX);
	struct ism ism = { .name = xml_attr(node, "attribute"),
		.prefix = xml_attr(node, "prefix"),
		.free = xml_attr(node, "free"),
		.adds = xml_attr(node, "adds"),
		.silent = xml_attr(node, "silent"),
		.values = xml_attr(node, "values"),
		.use = choice(node, "as", uses),
		.type = choice(node, "type", types),
		.category = -1,
		.token = -1 };
	if (scheme_ism_by_name(scheme, slice_str(ism.name)) >= 0)
		return error_at(r->e, TL_POLICY, r->file, node->line, 0,
		    "there are two ISM attributes %s", ism.name);
	if (!is_in_order(scheme, (enum ism_use)ism.use))
		return error_at(r->e, TL_POLICY, r->file, node->line, 0,
		    "ism %s: as=\"level\" and as=\"owners\" stand first", ism.name);
	for (const char *c = xml_attr(node, "most"); c != NULL && *c != '\0'; c++)
		ism.most = (unsigned short)(ism.most * 10 + (*c - '0'));
	TRY(read_target(r, node, &ism));
	scheme->isms[scheme->ism_count++] = ism;
	return TL_OK;
}

tl_status
scheme_read_ism(struct scheme_reader *r)
{
	struct scheme *scheme = r->scheme;
	scheme->isms = arena_array(&scheme->arena, ISM_MAX, sizeof *scheme->isms);
	scheme->ism_values =
	    arena_array(&scheme->arena, ISM_VALUES_MAX, sizeof *scheme->ism_values);
	if (scheme->isms == NULL || scheme->ism_values == NULL)
		return error_memory(r->e);
	for (const struct xml_node *n = r->root->child; n != NULL; n = n->next) {
		if (strcmp(n->name, "ism") == 0)
			TRY(read_ism(r, n));
	}
	return TL_OK;
}

tl_status
scheme_ism_ref(
    struct scheme_reader *r, const struct xml_node *node, struct slice name, struct ref *out)
{
	struct scheme *scheme = r->scheme;
	struct slice value = name, attribute = slice_split(&value, '=');
	bool any = attribute.len == name.len;
	out->kind = any ? REF_ATTRIBUTE : REF_VALUE;
	out->index = scheme_ism_by_name(scheme, attribute);
	if (any || out->index < 0)
		return TL_OK;
	short wanted = out->index;
	for (size_t i = 0; i < scheme->ism_value_count; i++) {
		out->index = (short)i;
		if (scheme->ism_values[i].attribute == wanted &&
		    slice_equal(scheme->ism_values[i].text, value))
			return TL_OK;
	}
	if (scheme->ism_value_count == ISM_VALUES_MAX)
		return error_at(r->e, TL_POLICY, r->file, node->line, 0,
		    "rules ask for more than %d values of ISM attributes", ISM_VALUES_MAX);
	out->index = (short)scheme->ism_value_count;
	scheme->ism_values[scheme->ism_value_count++] =
	    (struct ism_value){ .attribute = wanted, .text = value };
	return TL_OK;
}
