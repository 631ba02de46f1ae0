#include "marking/spif.h"
#include "marking/value.h"

const struct marking *
spif_marking(const struct scheme *scheme, const struct spif_mark *mark, struct arena *arena)
{
	struct marking marking = {
		.scheme = scheme, .name = scheme->systems[0].id, .level = mark->level, .known = true
	};
	struct control *controls = arena_array(arena, mark->count + 1, sizeof *controls);
	if (controls == NULL)
		return NULL;
	for (size_t i = 0; i < mark->count; i++) {
		const struct token *token = &scheme->tokens[mark->tokens[i]];
		controls[i] = (struct control){ .text = slice_str(token->id),
			.category = token->category,
			.order = mark->tokens[i],
			.token = mark->tokens[i],
			.type = token->type,
			.known = true };
	}
	return marking_make(arena, &marking, controls, mark->count);
}
