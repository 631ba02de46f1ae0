#include "marking/ism.h"
#include "marking/value.h"

/* One attribute: nothing is written before its first value. */
struct attribute {
	const struct ism *row;
	struct buf *out;
	bool open;
};

static void
begin_value(struct attribute *a)
{
	if (a->open) {
		buf_add_byte(a->out, ' ');
		return;
	}
	if (a->out->len > 0)
		buf_add_byte(a->out, ' ');
	buf_add_str(a->out, a->row->name);
	buf_add_str(a->out, "=\"");
	a->open = true;
}

static void
add_value(struct attribute *a, struct slice value)
{
	begin_value(a);
	buf_add_slice(a->out, value);
}

/* Words back into tokens: the blank in front of a sub-compartment is a hyphen, every other an underscore. */
static void
add_name(struct attribute *a, const struct control *control)
{
	struct slice text = control->text;
	size_t sub = control->depth == 2 ? (size_t)control->leaf - 1 : text.len;
	size_t adds = a->row->adds != NULL ? strlen(a->row->adds) : 0;
	begin_value(a);
	if (a->row->free != NULL)
		buf_add_str(a->out, a->row->free);
	for (size_t i = adds; i < text.len; i++) {
		unsigned char c = text.ptr[i];
		buf_add_byte(a->out, c != ' ' ? c : i == sub ? '-' : '_');
	}
}

/* Of two attributes of one category, the one whose addition stands in front of the name feeds it. */
static bool
feeds(const struct scheme *scheme, const struct ism *row, const struct control *control)
{
	if (row->category != control->category)
		return false;
	if (control->token >= 0)
		return row->adds == NULL;
	for (size_t i = 0; i < scheme->ism_count; i++) {
		const struct ism *other = &scheme->isms[i];
		bool starts = other->category == control->category && other->adds != NULL &&
		    slice_starts(control->text, other->adds);
		if (starts)
			return other == row;
	}
	return row->adds == NULL;
}

static bool
is_source(const struct scheme *scheme, const struct control *control)
{
	return control->named && scheme->tokens[control->order].shape == SHAPE_LIST;
}

/* Is this the attribute that the control is written in? */
static bool
belongs(const struct scheme *scheme, const struct ism *row, const struct control *control)
{
	switch ((enum ism_use)row->use) {
	case ISM_CONTROLS:
	case ISM_NAMES:
		return feeds(scheme, row, control);
	case ISM_SOURCES:
		return row->category == control->category &&
		    (is_source(scheme, control) || control->token < 0);
	case ISM_CONCEALED:
		return control->token == row->token;
	case ISM_LEVEL:
	case ISM_OWNERS:
	case ISM_JOINT:
	case ISM_RELEASE:
	case ISM_DISPLAY:
	case ISM_CAP:
	case ISM_OTHER:
		break;
	}
	return false;
}

static void
add_controls(struct attribute *a, const struct marking *marking)
{
	const struct scheme *scheme = marking->scheme;
	for (size_t i = 0; i < marking->count; i++) {
		const struct control *control = &marking->controls[marking->controls[i].shown];
		if (control->implied || !belongs(scheme, a->row, control))
			continue;
		if (control->token >= 0)
			add_value(a, slice_str(scheme->tokens[control->token].id));
		else if (a->row->use == ISM_SOURCES)
			add_value(a, control->text);
		else
			add_name(a, control);
	}
}

static void
add_codes(struct attribute *a, const struct codes *codes, const struct code_set *set, bool home)
{
	if (home && !code_set_empty(set))
		add_value(a, codes->list[codes->home].name);
	for (size_t i = 0; i < codes->count; i++) {
		if (code_set_has(set, (int)i) && !(home && (int)i == codes->home))
			add_value(a, codes->list[i].name);
	}
}

static void
add_owners(struct attribute *a, const struct marking *marking)
{
	const struct scheme *scheme = marking->scheme;
	const struct system *system = &scheme->systems[marking->system];
	struct slice rest, word;
	switch ((enum system_shape)system->shape) {
	case SYSTEM_HOME:
		add_value(a, scheme->codes.list[scheme->codes.home].name);
		break;
	case SYSTEM_JOINT:
	case SYSTEM_OWNERS:
		add_codes(a, &scheme->codes, &marking->owners, false);
		break;
	case SYSTEM_CONCEALED:
		add_value(a, system->word);
		break;
	case SYSTEM_NAMED: /* "NATO ISAF" is NATO:ISAF */
		rest = slice_str(system->id);
		form_word(&rest, &word);
		add_value(a, word);
		while (form_word(&rest, &word)) {
			buf_add_byte(a->out, ':');
			buf_add_slice(a->out, word);
		}
		break;
	}
}

static void
add_attribute(struct attribute *a, const struct marking *marking)
{
	const struct scheme *scheme = marking->scheme;
	switch ((enum ism_use)a->row->use) {
	case ISM_LEVEL:
		add_value(a, slice_str(scheme->levels[marking->level].portion));
		break;
	case ISM_OWNERS:
		add_owners(a, marking);
		break;
	case ISM_JOINT:
		if (scheme->systems[marking->system].shape == SYSTEM_JOINT)
			add_value(a, slice_str("true"));
		break;
	case ISM_CONTROLS:
	case ISM_NAMES:
	case ISM_SOURCES:
	case ISM_CONCEALED:
		add_controls(a, marking);
		break;
	case ISM_RELEASE:
		add_codes(a, &scheme->codes, &marking->release.written, true);
		break;
	case ISM_DISPLAY:
		add_codes(a, &scheme->codes, &marking->display.written, false);
		break;
	case ISM_CAP:
	case ISM_OTHER:
		break;
	}
	if (a->open)
		buf_add_byte(a->out, '"');
}

static bool
is_fed(const struct scheme *scheme, const struct control *control)
{
	for (size_t i = 0; i < scheme->ism_count; i++) {
		if (belongs(scheme, &scheme->isms[i], control))
			return true;
	}
	return false;
}

/* Nothing that restricts may be lost: such a mark would come back lower. */
static bool
can_say(const struct marking *marking)
{
	const struct scheme *scheme = marking->scheme;
	bool named = false, concealed = false, known = true;
	for (size_t i = 0; i < marking->count; i++) {
		const struct control *control = &marking->controls[i];
		bool informs = control->type == TYPE_INFORMATIVE &&
		    scheme->categories[control->category].unshown;
		if (!informs && !is_fed(scheme, control))
			return false;
		known = known && control->known;
		named = named || is_source(scheme, control);
		concealed = concealed ||
		    (control->token >= 0 && scheme->tokens[control->token].list == LIST_SOURCE);
	}
	bool ownerless = scheme->systems[marking->system].shape == SYSTEM_JOINT &&
	    code_set_empty(&marking->owners);
	bool strange = known && !marking->known; /* for another reason than its controls */
	return scheme->ism_count > 0 && !strange && scheme->codes.home >= 0 && !marking->damaged &&
	    !marking->top && !ownerless && !(named && concealed);
}

bool
ism_print(const struct marking *marking, struct buf *out)
{
	if (!can_say(marking))
		return false;
	for (size_t i = 0; i < marking->scheme->ism_count; i++) {
		struct attribute a = { .row = &marking->scheme->isms[i], .out = out };
		add_attribute(&a, marking);
	}
	return true;
}
