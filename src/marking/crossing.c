#include "marking/crossing.h"

static bool
is_own(const struct marking *m)
{
	return m->system == 0 && code_set_empty(&m->owners);
}

/* Of the lines that reach the level of `m`, the one with the lowest own level. */
static const struct equivalent *
lowest_line(const struct marking *m)
{
	const struct scheme *scheme = m->scheme;
	const struct equivalent *best = NULL;
	for (size_t i = 0; i < scheme->equivalent_count; i++) {
		const struct equivalent *line = &scheme->equivalents[i];
		if (line->to >= m->level && strcmp(line->system, m->name) == 0 &&
		    (best == NULL || line->level < best->level))
			best = line;
	}
	return best;
}

const struct equivalent *
crossing_line(const struct marking *a, const struct marking *b)
{
	if (a->scheme != b->scheme || a->top || b->top || b->damaged || !is_own(a) || is_own(b))
		return NULL;
	const struct equivalent *line = lowest_line(b);
	return line != NULL && a->level >= line->level ? line : NULL;
}

bool
crossing_lift(const struct marking *m, struct marking *out)
{
	if (m->top)
		return false;
	*out = *m;
	if (is_own(m))
		return true;
	const struct equivalent *line = m->damaged ? NULL : lowest_line(m);
	if (line == NULL)
		return false;
	out->system = 0;
	out->name = m->scheme->systems[0].id;
	out->owners = (struct code_set){ 0 };
	out->level = line->level;
	return true;
}
