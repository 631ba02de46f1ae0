/* What names another element of the scheme, read once all of them are there. */
#include "marking/loop.h"
#include "marking/vocabulary.h"

static tl_status
read_once_in(struct scheme_reader *r, const struct xml_node *node)
{
	struct scheme *scheme = r->scheme;
	const char *once = xml_attr(node, "once-in");
	if (once == NULL)
		return TL_OK;
	short self = scheme_category_by_id(scheme, slice_str(xml_attr(node, "id")));
	short other = scheme_category_by_id(scheme, slice_str(once));
	if (other < 0)
		return error_at(r->e, TL_POLICY, r->file, node->line, 0,
		    "once-in=\"%s\": there is no such category", once);
	scheme->categories[self].once_in = other;
	return TL_OK;
}

/* A token of another profile is not there, and implies nothing. */
static tl_status
read_implies(struct scheme_reader *r, const struct xml_node *node)
{
	struct scheme *scheme = r->scheme;
	const char *implies = xml_attr(node, "implies");
	if (implies == NULL)
		return TL_OK;
	short index = scheme_token_by_id(scheme, slice_str(xml_attr(node, "id")));
	struct slice rest = slice_str(index < 0 ? "" : implies), name;
	while (form_word(&rest, &name)) {
		struct token *token = &scheme->tokens[index];
		short other = scheme_token_by_id(scheme, name);
		if (other < 0 || other == index || token->implied == IMPLIES_MAX)
			return error_at(r->e, TL_POLICY, r->file, node->line, 0,
			    "implies: %.*s is not another token, or there are more than %d",
			    (int)name.len, (const char *)name.ptr, IMPLIES_MAX);
		token->implies[token->implied++] = other;
	}
	return TL_OK;
}

static tl_status
refuse_circles(struct scheme_reader *r)
{
	struct scheme *scheme = r->scheme;
	const struct edge *in, *out;
	size_t count = 0;
	struct edge *edges = arena_array(&scheme->arena, TOKENS_MAX * IMPLIES_MAX, sizeof *edges);
	if (edges == NULL)
		return error_memory(r->e);
	for (size_t i = 0; i < scheme->token_count; i++) {
		for (size_t k = 0; k < scheme->tokens[i].implied; k++)
			edges[count++] = (struct edge){ .from = (short)i,
				.to = scheme->tokens[i].implies[k],
				.line = scheme->tokens[i].line };
	}
	if (!loop_find(edges, count, scheme->token_count, &in, &out))
		return TL_OK;
	return error_at(r->e, TL_POLICY, r->file, in->line, 0,
	    "token %s implies %s, which in line %zu implies %s and so leads back to it",
	    scheme->tokens[in->from].id, scheme->tokens[in->to].id, out->line,
	    scheme->tokens[out->to].id);
}

/* What an implied token implies is implied too, so that a marking holds whatever one of its controls stands for. */
static tl_status
imply_all(struct scheme_reader *r, struct token *token)
{
	for (size_t i = 0; i < token->implied; i++) {
		const struct token *other = &r->scheme->tokens[token->implies[i]];
		for (size_t k = 0; k < other->implied; k++) {
			size_t at = 0;
			while (at < token->implied && token->implies[at] != other->implies[k])
				at++;
			if (at < token->implied)
				continue;
			if (token->implied == IMPLIES_MAX)
				return error_at(r->e, TL_POLICY, r->file, token->line, 0,
				    "token %s implies more than %d others, counting what these imply",
				    token->id, IMPLIES_MAX);
			token->implies[token->implied++] = other->implies[k];
		}
	}
	return TL_OK;
}

tl_status
scheme_read_references(struct scheme_reader *r)
{
	for (const struct xml_node *n = r->root->child; n != NULL; n = n->next) {
		if (strcmp(n->name, "category") != 0)
			continue;
		TRY(read_once_in(r, n));
		for (const struct xml_node *t = n->child; t != NULL; t = t->next) {
			TRY(read_implies(r, t));
			for (const struct xml_node *c = t->child; c != NULL; c = c->next)
				TRY(read_implies(r, c));
		}
	}
	TRY(refuse_circles(r));
	for (size_t i = 0; i < r->scheme->token_count; i++)
		TRY(imply_all(r, &r->scheme->tokens[i]));
	return TL_OK;
}
