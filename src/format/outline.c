#include "format/outline.h"

/* Columns that an item may be off its list's indentation. */
static const uint32_t sloppy = 1;

void
outline_paragraph(struct outline *outline, uint32_t portion, uint32_t indent)
{
	outline->depth = 0;
	if (portion != PORTION_TOP)
		outline->levels[outline->depth++] =
		    (struct level){ PREFIX_NONE, indent, 0, portion, false };
}

/* The list that an item goes on with, counted from 1: the same kind at the same indentation, else the outermost of its
 * kind that stands further right. 0: it opens one. */
static size_t
list_of(const struct outline *o, enum prefix_type type, uint32_t indent, bool *exact)
{
	size_t further = 0;

	*exact = true;
	for (size_t at = o->depth; at > 0; at--) {
		const struct level *l = &o->levels[at - 1];
		if (l->type != type)
			continue;
		if (indent <= l->indent + sloppy && l->indent <= indent + sloppy)
			return at;
		if (l->indent > indent)
			further = at;
	}
	*exact = further == 0;
	return further;
}

uint32_t
outline_item(struct outline *outline, const struct prefix *prefix, uint32_t indent,
    uint32_t portion, bool *certain)
{
	bool exact;
	size_t at = list_of(outline, prefix->type, indent, &exact);

	if (at > 0)
		outline->depth = at - 1;
	const struct level *above =
	    outline->depth > 0 ? &outline->levels[outline->depth - 1] : NULL;
	bool nested = above != NULL && above->type != PREFIX_NONE;
	*certain = at > 0 ? exact && !outline->levels[at - 1].doubtful
			  : !nested || indent > above->indent + sloppy;
	uint32_t parent = above != NULL ? above->portion : PORTION_TOP;
	if (outline->depth < OUTLINE_DEPTH)
		outline->levels[outline->depth++] =
		    (struct level){ prefix->type, indent, prefix->value, portion, !*certain };
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
