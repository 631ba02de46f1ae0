#include "marking/label.h"
#include "marking/spif.h"
#include "marking/value.h"

/* What the policy does not have, for the findings. */
struct note {
	const char *rule, *text, *name;
};

/* The marking that the label becomes. */
struct finder {
	const struct scheme *scheme;
	const struct label *label;
	struct arena *arena;
	struct tl_error *e;
	struct marking marking;
	struct control *controls;
	struct note *notes;
	size_t count, note_count;
};

/* Under names that the policy does not have: the control restricts, and nothing that holds it is known. */
static void
keep_unknown(struct finder *f, const char *rule, const char *text, const char *name)
{
	size_t len = strlen(name);
	f->marking.known = false;
	f->controls[f->count++] =
	    (struct control){ .text = slice_of(name, len < SPIF_NAME_MAX ? len : SPIF_NAME_MAX),
		    .category = f->scheme->last_category,
		    .order = INT16_MAX,
		    .token = -1,
		    .type = TYPE_RESTRICTIVE };
	f->notes[f->note_count++] = (struct note){ rule, text, name };
}

static void
damage(struct finder *f, const char *rule, const char *text, const char *name)
{
	f->marking.damaged = true;
	f->marking.level = (short)(f->scheme->level_count - 1);
	keep_unknown(f, rule, text, name);
}

/* "Set: name", or "1.2.3: 17", as one text. NULL on memory. */
static const char *
join(struct finder *f, const char *head, const char *name, uint64_t number)
{
	struct buf buf;
	buf_init(&buf, 2 * LABEL_TEXT_MAX + 64);
	buf_add_str(&buf, head);
	buf_add_str(&buf, ": ");
	if (name != NULL)
		buf_add_str(&buf, name);
	else
		buf_add_number(&buf, number);
	char *text = buf.failed ? NULL : arena_copy(f->arena, buf_slice(&buf));
	buf_release(&buf);
	return text;
}

/* --- levels ---------------------------------------------------------------------------------------------------- */

static short
find_level(const struct finder *f, size_t index)
{
	const char *name = f->label->levels[index].name;
	if (name != NULL)
		return spif_level(f->scheme, slice_str(name));
	for (size_t i = 0; i < f->scheme->level_count; i++) {
		if (f->scheme->spif->levels[i].lacv == f->label->levels[index].lacv)
			return (short)i;
	}
	return -1;
}

/* A clearance holds levels one by one; a marking is at one and above all below it. So it is at the highest that is held with
 * all between it and the lowest held. */
static tl_status
take_levels(struct finder *f)
{
	uint32_t held = 0;
	for (size_t i = 0; i < f->label->level_count; i++) {
		short level = find_level(f, i);
		if (level < 0) {
			const char *name = f->label->levels[i].name;
			const char *text =
			    join(f, "classification", name, f->label->levels[i].lacv);
			if (text == NULL)
				return error_memory(f->e);
			damage(f, "label-classification", "the policy does not have this", text);
			return TL_OK;
		}
		held |= (uint32_t)1 << level;
	}
	short level = 0;
	while ((held >> level & 1) == 0)
		level++;
	while (level + 1 < (short)f->scheme->level_count && (held >> (level + 1) & 1) != 0)
		level++;
	f->marking.level = level;
	return TL_OK;
}

/* --- categories ------------------------------------------------------------------------------------------------ */

static bool
is_set(const struct spif_set *set, const struct label_value *value)
{
	return (value->set == NULL || strcmp(value->set, set->name) == 0) &&
	    (value->set_id == NULL || strcmp(value->set_id, set->id) == 0);
}

static short
find_category(const struct finder *f, const struct label_value *value)
{
	const struct spif *spif = f->scheme->spif;
	for (size_t i = 0; i < f->scheme->token_count; i++) {
		const struct token *token = &f->scheme->tokens[i];
		const struct spif_tag *tag = &spif->tags[token->category];
		if (value->type == token->type && is_set(&spif->sets[tag->set], value) &&
		    (value->any_form || value->enumerated == tag->enumerated) &&
		    (value->name != NULL ? strcmp(value->name, token->id) == 0
					 : value->lacv == spif->categories[i].lacv))
			return (short)i;
	}
	return -1;
}

static tl_status
take_value(struct finder *f, const struct label_value *value)
{
	short index = find_category(f, value);
	if (index < 0) {
		const char *set = value->set != NULL ? value->set : value->set_id;
		const char *text = join(f, set, value->name, value->lacv);
		if (text == NULL)
			return error_memory(f->e);
		keep_unknown(f, "label-category", "the policy does not have this category", text);
		return TL_OK;
	}
	const struct token *token = &f->scheme->tokens[index];
	f->controls[f->count++] = (struct control){ .text = slice_str(token->id),
		.category = token->category,
		.order = index,
		.token = index,
		.type = token->type,
		.known = true };
	return TL_OK;
}

static tl_status
take_all(struct finder *f)
{
	const struct label *label = f->label;
	if (!label_is_of(label, f->scheme->spif->name, f->scheme->spif->oid)) {
		damage(f, "label-policy", "the label is of another policy",
		    label->policy != NULL ? label->policy : label->policy_id);
		return TL_OK;
	}
	TRY(take_levels(f));
	for (size_t i = 0; i < label->count; i++)
		TRY(take_value(f, &label->values[i]));
	return TL_OK;
}

/* Rules are about what is labelled: a clearance may hold what excludes each other. */
static tl_status
judge(struct finder *f, struct mark *out)
{
	const struct marking *marking = marking_make(f->arena, &f->marking, f->controls, f->count);
	if (marking == NULL)
		return error_memory(f->e);
	*out = (struct mark){ .state = marking->damaged ? MARK_DAMAGED : MARK_READ,
		.marking = marking,
		.valid = !marking->damaged };
	if (!f->label->clearance && !marking->damaged)
		TRY(spif_findings(marking, f->arena, out, f->e));
	for (size_t i = f->note_count; i-- > 0;) {
		const struct note *note = &f->notes[i];
		TRY(label_note(
		    f->arena, out, note->rule, SEVERITY_ERROR, note->text, note->name, f->e));
	}
	return TL_OK;
}

tl_status
label_in_spif(const struct scheme *scheme, const struct label *label, struct arena *arena,
    struct mark *out, struct tl_error *e)
{
	struct finder f = { .scheme = scheme,
		.label = label,
		.arena = arena,
		.e = e,
		.marking = { .scheme = scheme, .name = scheme->systems[0].id, .known = true },
		.controls = arena_array(arena, label->count + 2, sizeof *f.controls),
		.notes = arena_array(arena, label->count + 2, sizeof *f.notes) };
	if (f.controls == NULL || f.notes == NULL)
		return error_memory(e);
	TRY(take_all(&f));
	return judge(&f, out);
}
