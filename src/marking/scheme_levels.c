#include "marking/vocabulary.h"

tl_status
scheme_level_ref(struct scheme_reader *r, const struct xml_node *node, const char *attr, short *out)
{
	const char *id = xml_attr(node, attr);
	*out = -1;
	if (id == NULL)
		return TL_OK;
	for (size_t i = 0; i < r->scheme->level_count; i++) {
		if (strcmp(r->scheme->levels[i].id, id) == 0) {
			*out = (short)i;
			return TL_OK;
		}
	}
	return error_at(
	    r->e, TL_POLICY, r->file, node->line, 0, "%s=\"%s\": there is no such level", attr, id);
}

short
scheme_form_level(const struct scheme *scheme, const struct form *form)
{
	if ((form->use & FORM_DAMAGED) != 0)
		return (short)(scheme->level_count - 1);
	return form->kind == FORM_LEVEL ? form->index : scheme->heads[form->index].level;
}

static bool
says_yes(const struct xml_node *node, const char *attr)
{
	const char *value = xml_attr(node, attr);
	return value != NULL && strcmp(value, "yes") == 0;
}

/* The letters of a form without its blanks, for levels that are written letter by letter. */
static tl_status
add_spaced(struct scheme_reader *r, const struct xml_node *node, const char *text, short index)
{
	char *letters = arena_copy(&r->scheme->arena, slice_str(text));
	if (letters == NULL)
		return error_memory(r->e);
	size_t len = 0;
	for (const char *c = text; *c != '\0'; c++) {
		if (*c != ' ')
			letters[len++] = *c;
	}
	struct form form = { .text = slice_of(letters, len),
		.line = node->line,
		.index = index,
		.kind = FORM_LEVEL,
		.use = FORM_SPACED };
	return form_add(&r->scheme->forms, &form, r->file, r->e);
}

static tl_status
read_innocents(struct scheme_reader *r, const struct xml_node *node)
{
	struct scheme *scheme = r->scheme;
	struct slice rest = slice_str(node->text), word;
	while (form_word(&rest, &word)) {
		if (scheme->innocent_count == INNOCENTS_MAX)
			return error_at(r->e, TL_POLICY, r->file, node->line, 0,
			    "a scheme has at most %d innocent words", INNOCENTS_MAX);
		scheme->innocents[scheme->innocent_count++] = word;
	}
	return TL_OK;
}

bool
scheme_is_innocent(const struct scheme *scheme, struct slice word)
{
	for (size_t i = 0; i < scheme->innocent_count; i++) {
		if (slice_equal_nocase(scheme->innocents[i], word))
			return true;
	}
	return false;
}

tl_status
scheme_read_levels(struct scheme_reader *r)
{
	struct scheme *scheme = r->scheme;
	for (const struct xml_node *n = r->root->child; n != NULL; n = n->next) {
		bool in_force = false;
		if (strcmp(n->name, "innocent") == 0)
			TRY(read_innocents(r, n));
		if (strcmp(n->name, "level") == 0)
			TRY(scheme_in_force(r, n, &in_force));
		if (!in_force)
			continue;
		if (scheme->level_count == LEVELS_MAX)
			return error_at(r->e, TL_POLICY, r->file, n->line, 0,
			    "a scheme has at most %d levels", LEVELS_MAX);
		short index = (short)scheme->level_count++;
		struct level *level = &scheme->levels[index];
		*level = (struct level){ .id = xml_attr(n, "id"),
			.banner = xml_attr(n, "banner"),
			.portion = xml_attr(n, "portion"),
			.value = xml_attr(n, "value"),
			.line = n->line,
			.foreign = says_yes(n, "foreign"),
			.open = says_yes(n, "open") };
		for (short i = 0; i < index; i++) {
			if (strcmp(scheme->levels[i].id, level->id) == 0)
				return error_at(r->e, TL_POLICY, r->file, n->line, 0,
				    "there are two levels %s, the other in line %zu", level->id,
				    scheme->levels[i].line);
		}
		TRY(scheme_add_forms(r, n, FORM_LEVEL, index, level->banner, level->portion));
		if (scheme->grammar == GRAMMAR_SLASHES)
			TRY(add_spaced(r, n, level->banner, index));
	}
	return TL_OK;
}

static tl_status
read_head(struct scheme_reader *r, const struct xml_node *node, short system)
{
	struct scheme *scheme = r->scheme;
	if (scheme->head_count == HEADS_MAX)
		return error_at(r->e, TL_POLICY, r->file, node->line, 0,
		    "a scheme has at most %d heads of systems", HEADS_MAX);
	short index = (short)scheme->head_count++;
	struct head *head = &scheme->heads[index];
	*head = (struct head){ .banner = xml_attr(node, "banner"),
		.portion = xml_attr(node, "portion"),
		.system = system,
		.adds = -1 };
	TRY(scheme_level_ref(r, node, "level", &head->level));
	const char *adds = xml_attr(node, "adds");
	if (adds != NULL) {
		head->adds = scheme_token_by_id(scheme, slice_str(adds));
		if (head->adds < 0)
			return error_at(r->e, TL_POLICY, r->file, node->line, 0,
			    "adds=\"%s\": there is no such token", adds);
	}
	return scheme_add_forms(r, node, FORM_HEAD, index, head->banner, head->portion);
}

static tl_status
read_system(struct scheme_reader *r, const struct xml_node *node)
{
	static const char *const shapes[] = { "home", "joint", "concealed", "owners", "named" };
	struct scheme *scheme = r->scheme;
	if (scheme->system_count == SYSTEMS_MAX)
		return error_at(r->e, TL_POLICY, r->file, node->line, 0,
		    "a scheme has at most %d systems", SYSTEMS_MAX);
	short index = (short)scheme->system_count++;
	struct system *system = &scheme->systems[index];
	const char *word = xml_attr(node, "word");
	*system = (struct system){ .id = xml_attr(node, "id"),
		.word = slice_str(word == NULL ? "" : word) };
	while (strcmp(shapes[system->shape], xml_attr(node, "shape")) != 0)
		system->shape++;
	if ((word != NULL) != (system->shape == SYSTEM_JOINT || system->shape == SYSTEM_CONCEALED))
		return error_at(r->e, TL_POLICY, r->file, node->line, 0,
		    "a system of shape joint or concealed has a word, and no other has one");
	for (const struct xml_node *n = node->child; n != NULL; n = n->next)
		TRY(read_head(r, n, index));
	return TL_OK;
}

/* The home system is the first: it is the scheme's own. */
tl_status
scheme_read_systems(struct scheme_reader *r)
{
	struct scheme *scheme = r->scheme;
	scheme->systems[0] = (struct system){ .id = xml_attr(r->root, "system") };
	scheme->system_count = 1;
	scheme->heads = arena_array(&scheme->arena, HEADS_MAX, sizeof *scheme->heads);
	if (scheme->heads == NULL)
		return error_memory(r->e);
	for (const struct xml_node *n = r->root->child; n != NULL; n = n->next) {
		if (strcmp(n->name, "system") == 0)
			TRY(read_system(r, n));
	}
	return TL_OK;
}
