#include "marking/mark_read.h"

/* A level in its form of the other place, or of another time. */
static void
check_level_use(struct mark_reader *r, unsigned use)
{
	unsigned right = r->form == MARK_PORTION ? FORM_PORTION : FORM_BANNER;
	if ((use & FORM_DAMAGED) != 0) {
		mark_note(r, CHECK_BARE);
		return;
	}
	if ((use & (right | FORM_OTHER)) != 0 || r->form == MARK_LINE)
		return;
	if ((use & FORM_LEGACY) != 0) {
		r->legacy = true;
		mark_note(r, CHECK_LEGACY);
	} else {
		mark_note(r, CHECK_FORM);
	}
}

static void
take_named(struct mark_reader *r, const struct form *form)
{
	const struct head *head = &r->scheme->heads[form->index];
	r->level = scheme_form_level(r->scheme, form);
	r->system = head->system;
	check_level_use(r, form->use);
	if (head->adds >= 0)
		mark_add_token(r, head->adds, FORM_OTHER);
}

/* A level of the home system, or a control that stands in its place: "SBU", "FOUO". */
static bool
take_home(struct mark_reader *r, struct slice text)
{
	const struct form *form = form_find(&r->scheme->forms, text);
	if (form == NULL || form->use == FORM_SPACED)
		return false;
	if (form->kind == FORM_LEVEL) {
		r->level = scheme_form_level(r->scheme, form);
		if (r->scheme->levels[form->index].foreign)
			mark_note(r, CHECK_HEAD);
		check_level_use(r, form->use);
		return true;
	}
	if (form->kind == FORM_TOKEN && r->scheme->tokens[form->index].head >= 0) {
		r->level = r->scheme->tokens[form->index].head;
		mark_add_token(r, form->index, form->use);
		return true;
	}
	return false;
}

/* "CAN DEU S", "JOINT S CAN USA", "FGI TS": codes and a level, in the system's own order. */
static bool
take_owned(struct mark_reader *r, struct slice text, enum system_shape shape)
{
	const struct scheme *scheme = r->scheme;
	for (size_t i = 0; i < scheme->level_count; i++) {
		const char *names[2] = { scheme->levels[i].banner, scheme->levels[i].portion };
		for (size_t n = 0; n < 2; n++) {
			struct slice level = slice_str(names[n]), codes = { 0 };
			if (text.len < level.len)
				continue;
			size_t left = text.len - level.len;
			bool in_front = shape != SYSTEM_OWNERS;
			if (!slice_equal(in_front ? slice_sub(text, 0, level.len)
						  : slice_sub(text, left, text.len),
				level))
				continue;
			if (left > 0 && text.ptr[in_front ? level.len : left - 1] != ' ')
				continue;
			if (left > 0)
				codes = in_front ? slice_sub(text, level.len + 1, text.len)
						 : slice_sub(text, 0, left - 1);
			struct code_set owners = { 0 };
			bool listed = mark_codes(r, codes, &owners);
			if (shape == SYSTEM_OWNERS ? !listed : codes.len > 0 && !listed)
				continue;
			if (shape == SYSTEM_CONCEALED && listed)
				continue;
			r->owners = owners;
			r->level = (short)i;
			check_level_use(r, n == 0 ? FORM_BANNER : FORM_PORTION);
			return true;
		}
	}
	return false;
}

/* Between the leading double slash and the next: "DEU S", "JOINT S CAN USA", "NS". */
static bool
take_foreign(struct mark_reader *r, struct slice text)
{
	const struct scheme *scheme = r->scheme;
	const struct form *form = form_find(&scheme->forms, text);
	if (form != NULL && form->kind == FORM_HEAD) {
		take_named(r, form);
		return true;
	}
	for (size_t i = 1; i < scheme->system_count; i++) {
		const struct system *system = &scheme->systems[i];
		struct slice rest = text;
		/* "NATO S": a named system writes its levels in its own way only. */
		if (system->id != NULL && system->shape == SYSTEM_NAMED &&
		    slice_starts(text, system->id))
			return false;
		if (system->shape == SYSTEM_NAMED)
			continue;
		if (system->word.len > 0) {
			struct slice word = slice_split(&rest, ' ');
			if (!slice_equal(word, system->word))
				continue;
		}
		if (take_owned(r, rest, (enum system_shape)system->shape)) {
			r->system = (short)i;
			return true;
		}
	}
	return false;
}

/* A named foreign level without its slashes stands so in that system's own documents: "(NU)". In a banner here it could
 * as well be somebody's own level. */
static bool
take_bare_foreign(struct mark_reader *r, struct slice text)
{
	const struct form *form = form_find(&r->scheme->forms, text);
	if (form == NULL || form->kind != FORM_HEAD || r->small)
		return false;
	take_named(r, form);
	mark_note(r, r->form == MARK_PORTION ? CHECK_FORM : CHECK_HEAD);
	return true;
}

/* "S 8100562" of "S/S 8100562": an office and the number of a paper of it. */
static bool
is_paper_number(struct slice name)
{
	size_t digits = 0;
	for (size_t i = 2; i < name.len; i++)
		digits += name.ptr[i] >= '0' && name.ptr[i] <= '9';
	return name.len > 2 && name.ptr[1] == ' ' && digits == name.len - 2;
}

/* "C/NF", "SBU/N": one slash, the form of telegrams. "S/S" and "S/P" are offices. */
static bool
take_single(struct mark_reader *r, struct slice text)
{
	struct slice rest = text, head = slice_split(&rest, '/');
	if (head.len == text.len || !take_home(r, head))
		return false;
	size_t before = r->count;
	r->single = true;
	mark_segment(r, rest);
	r->last_category = -1; /* the old form knows no order of categories */
	r->checks &= ~((uint32_t)1 << CHECK_MIXED | (uint32_t)1 << CHECK_ITEM_ORDER);
	if (r->form != MARK_PORTION)
		mark_note(r, CHECK_DIVIDER);
	mark_note(r, CHECK_LEGACY);
	r->legacy = true;
	bool any = r->release_given || r->display_given;
	for (size_t i = before; i < r->count; i++)
		any = any || r->controls[i].known ||
		    (r->controls[i].text.len > 1 && !r->small &&
			!is_paper_number(r->controls[i].text));
	return any;
}

/* "TOP SECRET UMBRA", "S NF": blanks or commas where slashes belong. A mark only where all of it are words of the scheme,
 * and a good one only where they are words of the time when marks were written so. */
static bool
take_words(struct mark_reader *r, struct slice text)
{
	size_t at = 0;
	const struct form *form = mark_line_form(r->scheme, text, &at);
	if (form == NULL || at == text.len ||
	    (form->kind == FORM_TOKEN && r->scheme->tokens[form->index].head < 0))
		return false;
	enum mark_form own = r->form;
	r->form = MARK_LINE;
	bool read = mark_line_text(r, text);
	r->form = own;
	bool known = true, old = true, any = false;
	for (size_t i = 0; i < r->count; i++) {
		const struct control *control = &r->controls[i];
		known = known && control->known;
		any = any || control->known;
		old = old && control->token >= 0 && r->scheme->tokens[control->token].legacy;
	}
	if (!read || !any || (!known && r->small))
		return false;
	if (!old || !known)
		mark_note(r, CHECK_DIVIDER);
	mark_note(r, CHECK_LEGACY);
	r->legacy = true;
	return true;
}

bool
mark_head(struct mark_reader *r, struct slice *rest)
{
	struct slice text = mark_text(r);
	bool foreign = slice_starts(text, "//");
	size_t start = foreign ? 2 : 0, end = start;
	while (end + 1 < text.len && !(text.ptr[end] == '/' && text.ptr[end + 1] == '/'))
		end++;
	bool more = end + 1 < text.len;
	if (!more)
		end = text.len;
	*rest = slice_sub(text, more ? end + 2 : end, text.len);
	struct slice head = slice_sub(text, start, end);
	if (more && rest->len == 0)
		mark_note(r, CHECK_EMPTY);
	if (head.len == 0)
		return false;
	if (foreign)
		return take_foreign(r, head);
	return take_home(r, head) || take_bare_foreign(r, head) || take_single(r, head) ||
	    take_words(r, head);
}
