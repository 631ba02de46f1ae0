#include "marking/vocabulary.h"

void
token_set_add(struct token_set *set, short token)
{
	set->bits[token / 64] |= UINT64_C(1) << token % 64;
}

bool
token_set_has(const struct token_set *set, short token)
{
	return token >= 0 && (set->bits[token / 64] >> token % 64 & 1) != 0;
}

bool
token_set_meets(const struct token_set *a, const struct token_set *b)
{
	uint64_t both = 0;
	for (size_t i = 0; i < TOKENS_MAX / 64; i++)
		both |= a->bits[i] & b->bits[i];
	return both != 0;
}

static bool
says_yes(const struct xml_node *node, const char *attr)
{
	const char *value = xml_attr(node, attr);
	return value != NULL && strcmp(value, "yes") == 0;
}

static tl_status
read_token(struct scheme_reader *r, const struct xml_node *node, const char *attr, short *out)
{
	const char *id = xml_attr(node, attr);
	*out = id == NULL ? -1 : scheme_token_by_id(r->scheme, slice_str(id));
	return id == NULL || *out >= 0 ? TL_OK
				       : error_at(r->e, TL_POLICY, r->file, node->line, 0,
					     "%s=\"%s\": there is no such token", attr, id);
}

static tl_status
read_set(
    struct scheme_reader *r, const struct xml_node *node, const char *attr, struct token_set *out)
{
	const char *names = xml_attr(node, attr);
	struct slice rest = slice_str(names == NULL ? "" : names), name;
	while (form_word(&rest, &name)) {
		short token = scheme_token_by_id(r->scheme, name);
		if (token < 0)
			return error_at(r->e, TL_POLICY, r->file, node->line, 0,
			    "roll-up rule %s: %s=\"%s\" names a token that this scheme does not have",
			    xml_attr(node, "id"), attr, names);
		token_set_add(out, token);
	}
	return TL_OK;
}

/* A control that nothing takes the place of would leave a mark that says too little: it goes only where the level is above
 * plain, or beside another one. */
static tl_status
check_when(struct scheme_reader *r, const struct roll *roll)
{
	bool above = roll->from >= 0 && !r->scheme->levels[roll->from].open;
	bool beside = token_set_meets(&roll->beside, &roll->beside);
	return roll->keeps || above || beside
	    ? TL_OK
	    : error_at(r->e, TL_POLICY, r->file, roll->line, 0,
		  "roll-up rule %s drops a control: say from which level, or beside what",
		  roll->id);
}

/* Compartments only move within their category, between trees. */
static tl_status
check_into(struct scheme_reader *r, const struct roll *roll)
{
	const struct token *tokens = r->scheme->tokens;
	bool fits = roll->into < 0 ||
	    (tokens[roll->into].shape == SHAPE_TREE && tokens[roll->into].parent < 0 &&
		!token_set_has(&roll->of, roll->into) && !roll->keeps);
	for (short i = 0; i < (short)r->scheme->token_count; i++) {
		if (roll->into >= 0 && token_set_has(&roll->of, i))
			fits = fits && tokens[i].parent < 0 &&
			    tokens[i].category == tokens[roll->into].category;
	}
	bool leaf = roll->leaves < 0 || tokens[roll->leaves].parent < 0;
	return fits && leaf
	    ? TL_OK
	    : error_at(r->e, TL_POLICY, r->file, roll->line, 0,
		  "roll-up rule %s: into names another tree of the same category, leaves no compartment",
		  roll->id);
}

static tl_status
read_roll(struct scheme_reader *r, const struct xml_node *node)
{
	struct rolls *rolls = &r->scheme->rolls;
	struct roll roll = { .id = xml_attr(node, "id"),
		.text = xml_attr(node, "text"),
		.line = node->line,
		.keeps = says_yes(node, "keeps") };
	bool in_force;
	TRY(scheme_in_force(r, node, &in_force));
	if (!in_force)
		return TL_OK;
	TRY(read_set(r, node, "of", &roll.of));
	TRY(read_set(r, node, "beside", &roll.beside));
	TRY(read_token(r, node, "into", &roll.into));
	TRY(read_token(r, node, "leaves", &roll.leaves));
	TRY(scheme_level_ref(r, node, "from", &roll.from));
	TRY(check_when(r, &roll));
	TRY(check_into(r, &roll));
	if (rolls->count == ROLLS_MAX)
		return error_at(r->e, TL_POLICY, r->file, node->line, 0,
		    "a scheme has at most %d roll-up rules", ROLLS_MAX);
	rolls->list[rolls->count++] = roll;
	return TL_OK;
}

static bool
yields(const struct roll *roll, short token, const struct token_set *to)
{
	return !roll->keeps && token_set_has(&roll->of, token) &&
	    token_set_meets(&roll->beside, to);
}

static const struct roll *
first_yielding(const struct rolls *rolls, short token, const struct token_set *to)
{
	for (size_t i = 0; i < rolls->count; i++) {
		if (yields(&rolls->list[i], token, to))
			return &rolls->list[i];
	}
	return NULL;
}

/* Two controls that each give way to the other would both be lost. A token that gives way to nothing that is left in
 * question is out of it; what remains goes round in a circle. */
static tl_status
check_circles(struct scheme_reader *r)
{
	const struct rolls *rolls = &r->scheme->rolls;
	short count = (short)r->scheme->token_count, last = -1;
	struct token_set open = { 0 };
	for (short i = 0; i < count; i++)
		token_set_add(&open, i);
	for (bool progress = true; progress;) {
		progress = false;
		last = -1;
		for (short i = 0; i < count; i++) {
			if (!token_set_has(&open, i))
				continue;
			last = i;
			if (first_yielding(rolls, i, &open) == NULL) {
				open.bits[i / 64] &= ~(UINT64_C(1) << i % 64);
				progress = true;
			}
		}
	}
	if (last < 0)
		return TL_OK;
	const struct roll *first = first_yielding(rolls, last, &open), *second = first;
	for (short i = 0; i < count; i++) {
		if (token_set_has(&first->beside, i) && token_set_has(&open, i))
			second = first_yielding(rolls, i, &open);
	}
	return error_at(r->e, TL_POLICY, r->file, first->line, 0,
	    "roll-up: %s gives way to something that in the end gives way to it, also in line %zu",
	    r->scheme->tokens[last].id, second->line);
}

/* What a rule leaves behind, another one may not take away. */
static tl_status
check_leaves(struct scheme_reader *r)
{
	const struct rolls *rolls = &r->scheme->rolls;
	for (size_t i = 0; i < rolls->count; i++) {
		for (size_t j = 0; j < rolls->count; j++) {
			const struct roll *a = &rolls->list[i], *b = &rolls->list[j];
			if (!b->keeps && token_set_has(&b->of, a->leaves))
				return error_at(r->e, TL_POLICY, r->file, a->line, 0,
				    "roll-up: rule %s leaves what the rule in line %zu drops",
				    a->id, b->line);
		}
	}
	return TL_OK;
}

static tl_status
read_counts(struct scheme_reader *r, const struct xml_node *node)
{
	short level, as;
	TRY(scheme_level_ref(r, node, "level", &level));
	TRY(scheme_level_ref(r, node, "as", &as));
	if (as < level)
		return error_at(r->e, TL_POLICY, r->file, node->line, 0,
		    "roll-up: a level counts as itself or a higher one");
	r->scheme->rolls.level_as[level] = as;
	return TL_OK;
}

static tl_status
read_defaults(struct scheme_reader *r, const struct xml_node *node)
{
	struct rolls *rolls = &r->scheme->rolls;
	const char *names = xml_attr(node, "uncaveated");
	struct slice rest = slice_str(names == NULL ? "" : names), name;
	TRY(read_token(r, node, "unstated", &rolls->unstated));
	for (const char *c = xml_attr(node, "since"); c != NULL && *c != '\0'; c++)
		rolls->since =
		    *c < '0' || *c > '9' ? rolls->since : rolls->since * 10 + (uint32_t)(*c - '0');
	while (form_word(&rest, &name)) {
		short category = scheme_category_by_id(r->scheme, name);
		if (category < 0)
			return error_at(r->e, TL_POLICY, r->file, node->line, 0,
			    "uncaveated=\"%s\" names a category that this scheme does not have",
			    names);
		rolls->uncaveated[category] = true;
	}
	const struct token *unstated =
	    rolls->unstated < 0 ? NULL : &r->scheme->tokens[rolls->unstated];
	if (unstated != NULL &&
	    (unstated->type != TYPE_PERMISSIVE || unstated->shape != SHAPE_PLAIN))
		return error_at(r->e, TL_POLICY, r->file, node->line, 0,
		    "unstated=\"%s\": this is no permissive token without a list", unstated->id);
	return TL_OK;
}

tl_status
scheme_read_rollup(struct scheme_reader *r)
{
	static const char *const reasons[ROLL_REASONS] = { "foreign", "concealed", "unstated",
		"nobody" };
	struct rolls *rolls = &r->scheme->rolls;
	const struct xml_node *node = r->root->child;
	for (short i = 0; i < LEVELS_MAX; i++)
		rolls->level_as[i] = i;
	rolls->unstated = -1;
	rolls->list = arena_array(&r->scheme->arena, ROLLS_MAX, sizeof *rolls->list);
	if (rolls->list == NULL)
		return error_memory(r->e);
	while (node != NULL && strcmp(node->name, "rollup") != 0)
		node = node->next;
	if (node == NULL)
		return TL_OK;
	TRY(read_defaults(r, node));
	for (const struct xml_node *n = node->child; n != NULL; n = n->next) {
		for (size_t i = 0; strcmp(n->name, "reason") == 0 && i < ROLL_REASONS; i++) {
			if (strcmp(xml_attr(n, "of"), reasons[i]) == 0) {
				rolls->reasons[i].id = xml_attr(n, "id");
				rolls->reasons[i].text = xml_attr(n, "text");
			}
		}
		if (strcmp(n->name, "counts") == 0)
			TRY(read_counts(r, n));
		else if (strcmp(n->name, "roll") == 0)
			TRY(read_roll(r, n));
	}
	TRY(check_circles(r));
	return check_leaves(r);
}
