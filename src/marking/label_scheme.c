#include "marking/label.h"
#include "marking/mark_read.h"

/* A scheme of our own has no labels of its own. So a label of it says what a banner says: the policy is the scheme's system,
 * the classification the level spelled out, a category has the scheme's id for it, and its values are what stands between
 * slashes: SI-G ABCD, REL TO USA, GBR. Their type is the scheme's, whatever the label says. */

/* The label names its policy: "SECRET" is no bare level here. */
static bool
take_level(struct mark_reader *r, const char *name)
{
	const struct form *form =
	    name == NULL ? NULL : form_find(&r->scheme->forms, slice_str(name));
	if (form == NULL || form->kind != FORM_LEVEL || form->use == FORM_SPACED ||
	    r->scheme->levels[form->index].foreign)
		return false;
	r->level = form->index;
	return true;
}

/* The highest reading: of another policy nothing is known. */
static void
take_nothing(struct mark_reader *r)
{
	r->level = (short)(r->scheme->level_count - 1);
	mark_note(r, CHECK_HEAD);
}

/* False where the scheme has no such category, or no such value in it: kept, and unknown. */
static bool
take_value(struct mark_reader *r, const struct label_value *value, short *program)
{
	short category = value->set == NULL || value->set_id != NULL || value->type < 0
	    ? -1
	    : scheme_category_by_id(r->scheme, slice_str(value->set));
	size_t before = r->count;
	struct slice name = slice_str(value->name == NULL ? "" : value->name);
	if (category >= 0 && mark_item(r, name, program) == category)
		return true;
	r->count = before;
	mark_add_unknown(r, category >= 0 ? category : r->scheme->last_category, name);
	mark_note(r, CHECK_UNKNOWN);
	return false;
}

static tl_status
note_unknown(const struct label *label, const bool *unknown, struct arena *arena, struct mark *out,
    struct tl_error *e)
{
	for (size_t i = label->count; i-- > 0;) {
		const struct label_value *value = &label->values[i];
		if (!unknown[i])
			continue;
		TRY(label_note(arena, out, "label-category", SEVERITY_ERROR,
		    "the scheme does not have this, in the category that the label names",
		    value->name != NULL ? value->name : value->set_id, e));
	}
	return TL_OK;
}

tl_status
label_in_scheme(const struct scheme *scheme, const struct label *label, struct arena *arena,
    struct mark *out, struct tl_error *e)
{
	struct mark_reader r;
	bool unknown[LABEL_VALUES_MAX] = { false };
	const char *set = NULL;
	short program = -1;
	mark_reader_init(&r, scheme, MARK_BANNER);
	bool ours =
	    label_is_of(label, scheme->systems[0].id, NULL) || label_is_of(label, scheme->id, NULL);
	bool known = ours && label->level_count == 1 && take_level(&r, label->levels[0].name);
	if (!known)
		take_nothing(&r);
	for (size_t i = 0; i < label->count && known; i++) {
		const struct label_value *value = &label->values[i];
		if (set == NULL || value->set == NULL || strcmp(set, value->set) != 0)
			program = -1;
		set = value->set;
		unknown[i] = !take_value(&r, value, &program);
	}
	TRY(mark_finish(&r, true, arena, out, e));
	if (known)
		return note_unknown(label, unknown, arena, out, e);
	return ours ? label_note(arena, out, "label-classification", SEVERITY_ERROR,
			  "the scheme does not have this classification", label->levels[0].name, e)
		    : label_note(arena, out, "label-policy", SEVERITY_ERROR,
			  "the label is of another policy",
			  label->policy != NULL ? label->policy : label->policy_id, e);
}
