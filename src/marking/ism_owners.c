#include "marking/ism_line.h"

/* "NATO", and "NATO:ISAF" for what words write as NATO ISAF. -1: there is no such system. */
static short
named_system(struct mark_reader *r, struct slice name)
{
	const struct scheme *scheme = r->scheme;
	struct slice rest = name, head = slice_split(&rest, ':');
	for (size_t i = 1; i < scheme->system_count; i++) {
		const struct system *system = &scheme->systems[i];
		if (system->shape != SYSTEM_NAMED)
			continue;
		struct slice id = slice_str(system->id), own = slice_split(&id, ' ');
		if (!slice_equal(own, head) || !slice_equal(id, rest))
			continue;
		for (size_t h = 0; h < scheme->head_count; h++) {
			if (scheme->heads[h].system == (short)i &&
			    scheme->heads[h].level == r->level)
				return (short)i;
		}
	}
	return -1;
}

static short
system_of_shape(const struct scheme *scheme, enum system_shape shape)
{
	for (size_t i = 0; i < scheme->system_count; i++) {
		if (scheme->systems[i].shape == shape)
			return (short)i;
	}
	return -1;
}

static bool
is_concealed(const struct scheme *scheme, struct slice name)
{
	short system = system_of_shape(scheme, SYSTEM_CONCEALED);
	return system >= 0 && slice_equal(name, scheme->systems[system].word);
}

/* Several owners are JOINT where the home country is one of them (ODNI's renderers; ISM-ID-00383). */
static short
system_of_codes(struct mark_reader *r, const struct ism_words *owners)
{
	const struct scheme *scheme = r->scheme;
	bool home = false;
	for (size_t i = 0; i < owners->count; i++) {
		int code = code_find(&scheme->codes, owners->list[i]);
		if (code < 0)
			return -1;
		home = home || code == scheme->codes.home;
		code_set_add(&r->owners, code);
	}
	if (home && owners->count == 1)
		r->owners = (struct code_set){ 0 };
	if (owners->count == 0)
		return -1;
	return home && owners->count == 1 ? 0
	    : home                        ? system_of_shape(scheme, SYSTEM_JOINT)
					  : system_of_shape(scheme, SYSTEM_OWNERS);
}

void
ism_owners_read(struct mark_reader *r, const struct ism_words *owners)
{
	const struct scheme *scheme = r->scheme;
	short system = -1;
	if (owners->count == 1 && is_concealed(scheme, owners->list[0]))
		system = system_of_shape(scheme, SYSTEM_CONCEALED);
	if (owners->count == 1 && system < 0)
		system = named_system(r, owners->list[0]);
	if (system < 0)
		system = system_of_codes(r, owners);
	if (system < 0) { /* nobody's we know: foreign, and not to be trusted */
		r->owners = (struct code_set){ 0 };
		mark_note(r, CHECK_CONTRADICTION);
		return;
	}
	r->system = system;
	if (system == 0 && r->level >= 0 && scheme->levels[r->level].foreign)
		mark_note(r, CHECK_HEAD); /* ISM-ID-00040 */
}
