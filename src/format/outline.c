#include "format/outline.h"

/* Columns that an item may be off its list's indentation. */
static const uint32_t sloppy = 1;

void
outline_paragraph(struct outline *outline, uint32_t portion, uint32_t indent)
{
	outline->depth = 0;
	if (portion != PORTION_TOP)
		outline->levels[outline->depth++] =
		    (struct level){ PREFIX_NONE, indent, 0, portion };
}

uint32_t
outline_item(struct outline *outline, const struct prefix *prefix, uint32_t indent,
    uint32_t portion, bool *certain)
{
	size_t at = outline->depth;

	while (at > 0 &&
	    (outline->levels[at - 1].type != prefix->type ||
		indent > outline->levels[at - 1].indent + sloppy))
		at--;
	if (at > 0)
		outline->depth = at - 1; /* goes on with the list that is open there */
	const struct level *above =
	    outline->depth > 0 ? &outline->levels[outline->depth - 1] : NULL;
	*certain = above == NULL || above->type == PREFIX_NONE || indent > above->indent + sloppy;
	uint32_t parent = above != NULL ? above->portion : PORTION_TOP;
	if (outline->depth < OUTLINE_DEPTH)
		outline->levels[outline->depth++] =
		    (struct level){ prefix->type, indent, prefix->value, portion };
	return parent;
}

bool
outline_expects(const struct outline *outline, const struct prefix *prefix)
{
	for (size_t i = 0; i < outline->depth; i++)
		if (outline->levels[i].type == prefix->type)
			return prefix->value == outline->levels[i].value + 1;
	return false;
}
