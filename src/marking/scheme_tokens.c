#include "marking/vocabulary.h"

unsigned char
scheme_choice(const struct xml_node *node, const char *attr, const char *const *words)
{
	const char *value = xml_attr(node, attr);
	unsigned char at = 0;
	while (value != NULL && words[at] != NULL && strcmp(words[at], value) != 0)
		at++;
	return at;
}

/* The same where an absent attribute does not stand for the first word. */
static unsigned char
choice(const struct xml_node *node, const char *attr, const char *const *words, int absent)
{
	return xml_attr(node, attr) == NULL ? (unsigned char)absent
					    : scheme_choice(node, attr, words);
}

static bool
says_yes(const struct xml_node *node, const char *attr)
{
	const char *value = xml_attr(node, attr);
	return value != NULL && strcmp(value, "yes") == 0;
}

static const char *const types[] = { "restrictive", "permissive", "informative", NULL };
static const char *const shapes[] = { "plain", "tree", "programs", "list", "name", NULL };
static const char *const lists[] = { "none", "release", "display", "source", NULL };
static const char *const separators[] = { "comma", "blank", "slash", NULL };
static const char *const dividers[] = { "dash", "blank", "slashes", "brackets", "comma", NULL };
static const unsigned char separator_bytes[] = { ',', ' ', '/' };

short
scheme_token_by_id(const struct scheme *scheme, struct slice id)
{
	for (size_t i = 0; i < scheme->token_count; i++) {
		if (slice_is(id, scheme->tokens[i].id))
			return (short)i;
	}
	return -1;
}

short
scheme_category_by_id(const struct scheme *scheme, struct slice id)
{
	for (size_t i = 0; i < scheme->category_count; i++) {
		if (slice_is(id, scheme->categories[i].id))
			return (short)i;
	}
	return -1;
}

static tl_status
read_numbers(struct scheme_reader *r, const struct xml_node *node, struct token *token)
{
	const char *most = xml_attr(node, "numbers");
	for (const char *c = most; c != NULL && *c != '\0'; c++)
		token->numbers = (unsigned short)(token->numbers * 10 + (*c - '0'));
	for (const char *c = xml_attr(node, "digits"); c != NULL && *c != '\0'; c++)
		token->digits = (unsigned short)(token->digits * 10 + (*c - '0'));
	const char *current = xml_attr(node, "current");
	struct slice rest = slice_str(current == NULL ? "" : current), word;
	while (form_word(&rest, &word)) {
		unsigned number = 0;
		for (size_t i = 0; i < word.len && number < 1000; i++)
			number = number * 10 + (unsigned)(word.ptr[i] - '0');
		if (number > token->numbers || number > 127)
			return error_at(r->e, TL_POLICY, r->file, node->line, 0,
			    "current: a number is above numbers=\"%u\" or above 127",
			    token->numbers);
		token->current[number / 64] |= (uint64_t)1 << (number % 64);
	}
	return TL_OK;
}

static tl_status
check_token(struct scheme_reader *r, const struct xml_node *node, short index)
{
	const struct token *token = &r->scheme->tokens[index];
	short other = scheme_token_by_id(r->scheme, slice_str(token->id));
	if (other != index)
		return error_at(r->e, TL_POLICY, r->file, node->line, 0,
		    "there are two tokens %s, the other in line %zu; an id names one", token->id,
		    r->scheme->tokens[other].line);
	if ((token->list != LIST_NONE) != (token->shape == SHAPE_LIST))
		return error_at(r->e, TL_POLICY, r->file, node->line, 0,
		    "token %s: a token of shape list has list=\"release|display|source\"",
		    token->id);
	if (token->parent >= 0 && token->shape != SHAPE_TREE)
		return error_at(r->e, TL_POLICY, r->file, node->line, 0,
		    "token %s: only a token of shape tree has compartments", token->id);
	return TL_OK;
}

/* A compartment's spellings are those of its parent, a hyphen, and its own: SI-G, SI-GAMMA, ... They are looked up by
 * id alone; its other spellings are joined with the parent's id. */
static tl_status
add_compartment_forms(struct scheme_reader *r, const struct xml_node *node, short index)
{
	struct scheme *scheme = r->scheme;
	const struct token *token = &scheme->tokens[index];
	const char *parent = scheme->tokens[token->parent].id;
	const char *also = xml_attr(node, "also");
	struct slice names[3] = { slice_str(token->portion), slice_str(token->banner) };
	struct slice rest = slice_str(also == NULL ? "" : also);
	for (size_t i = 0; i < 2 || rest.len > 0; i++) {
		struct slice name = i < 2 ? names[i] : slice_split(&rest, '|');
		size_t len = strlen(parent) + 1 + name.len;
		char *text = arena_alloc(&scheme->arena, len + 1);
		if (text == NULL)
			return error_memory(r->e);
		memcpy(text, parent, strlen(parent));
		text[strlen(parent)] = '-';
		memcpy(text + strlen(parent) + 1, name.ptr, name.len);
		struct form form = { .text = slice_of(text, len),
			.line = node->line,
			.index = index,
			.kind = FORM_TOKEN,
			.use = i == 0 ? FORM_PORTION
			    : i == 1  ? FORM_BANNER
				      : FORM_OTHER };
		TRY(form_add(&scheme->forms, &form, r->file, r->e));
	}
	return TL_OK;
}

static tl_status
read_token(struct scheme_reader *r, const struct xml_node *node, short category, short parent)
{
	struct scheme *scheme = r->scheme;
	bool in_force;
	TRY(scheme_in_force(r, node, &in_force));
	if (!in_force)
		return TL_OK;
	if (scheme->token_count == TOKENS_MAX)
		return error_at(r->e, TL_POLICY, r->file, node->line, 0,
		    "a scheme has at most %d tokens", TOKENS_MAX);
	short index = (short)scheme->token_count++;
	const struct category *in = &scheme->categories[category];
	struct token *token = &scheme->tokens[index];
	const char *portion = xml_attr(node, "portion"), *banner = xml_attr(node, "banner");
	*token = (struct token){ .id = xml_attr(node, "id"),
		.value = xml_attr(node, "value"),
		.line = node->line,
		.category = category,
		.parent = parent,
		.root = parent < 0 ? index : scheme->tokens[parent].root,
		.depth = parent < 0 ? 0 : 1,
		.type = choice(node, "type", types, in->type),
		.shape = choice(node, "shape", shapes, parent < 0 ? in->shape : SHAPE_TREE),
		.list = choice(node, "list", lists, LIST_NONE),
		.separator = separator_bytes[choice(node, "separator", separators, 0)],
		.list_before = says_yes(node, "list-before"),
		.alone = says_yes(node, "alone"),
		.nobody = says_yes(node, "nobody"),
		.caption = xml_attr(node, "caption") != NULL,
		.rolled = xml_attr(node, "caption") != NULL &&
		    strcmp(xml_attr(node, "caption"), "banner") == 0,
		.closed = says_yes(node, "closed"),
		.legacy = xml_attr(node, "until") != NULL };
	token->portion = portion != NULL ? portion : token->id;
	token->banner = banner != NULL ? banner : token->portion;
	TRY(scheme_level_ref(r, node, "head", &token->head));
	TRY(read_numbers(r, node, token));
	TRY(check_token(r, node, index));
	return parent >= 0
	    ? add_compartment_forms(r, node, index)
	    : scheme_add_forms(r, node, FORM_TOKEN, index, token->banner, token->portion);
}

static tl_status
read_tokens(struct scheme_reader *r, const struct xml_node *category, short index)
{
	for (const struct xml_node *n = category->child; n != NULL; n = n->next) {
		size_t before = r->scheme->token_count;
		TRY(read_token(r, n, index, -1));
		if (r->scheme->token_count == before)
			continue;
		for (const struct xml_node *c = n->child; c != NULL; c = c->next) {
			if (strcmp(c->name, "token") == 0)
				TRY(read_token(r, c, index, (short)before));
		}
	}
	return TL_OK;
}

static tl_status
read_category(struct scheme_reader *r, const struct xml_node *node)
{
	struct scheme *scheme = r->scheme;
	if (scheme->category_count == CATEGORIES_MAX)
		return error_at(r->e, TL_POLICY, r->file, node->line, 0,
		    "a scheme has at most %d categories", CATEGORIES_MAX);
	short index = (short)scheme->category_count++;
	struct category *category = &scheme->categories[index];
	*category = (struct category){ .id = xml_attr(node, "id"),
		.line = node->line,
		.once_in = -1,
		.field = scheme_field_by_key(scheme, xml_attr(node, "field")),
		.type = choice(node, "type", types, TYPE_RESTRICTIVE),
		.shape = choice(node, "shape", shapes, SHAPE_PLAIN),
		.divider = choice(node, "divider", dividers, DIVIDER_DASH),
		.open = says_yes(node, "open"),
		.sorted = says_yes(node, "sorted"),
		.unshown = says_yes(node, "unshown") };
	short other = scheme_category_by_id(scheme, slice_str(category->id));
	if (other != index)
		return error_at(r->e, TL_POLICY, r->file, node->line, 0,
		    "there are two categories %s, the other in line %zu", category->id,
		    scheme->categories[other].line);
	if (category->field < 0 && xml_attr(node, "field") != NULL)
		return error_at(r->e, TL_POLICY, r->file, node->line, 0,
		    "field=\"%s\": there is no such field", xml_attr(node, "field"));
	if (category->open && scheme->open_category < 0)
		scheme->open_category = index;
	if (!category->unshown && category->type == TYPE_RESTRICTIVE)
		scheme->last_category = index;
	return read_tokens(r, node, index);
}

tl_status
scheme_read_tokens(struct scheme_reader *r)
{
	struct scheme *scheme = r->scheme;
	scheme->open_category = -1;
	scheme->last_category = -1;
	scheme->tokens = arena_array(&scheme->arena, TOKENS_MAX, sizeof *scheme->tokens);
	if (scheme->tokens == NULL)
		return error_memory(r->e);
	for (const struct xml_node *n = r->root->child; n != NULL; n = n->next) {
		if (strcmp(n->name, "category") == 0)
			TRY(read_category(r, n));
	}
	if (scheme->last_category < 0)
		return error_at(r->e, TL_POLICY, r->file, r->root->line, 0,
		    "a scheme has at least one restrictive category that is printed");
	if (scheme->open_category < 0)
		scheme->open_category = scheme->last_category;
	return scheme_read_references(r);
}
