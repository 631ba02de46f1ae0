#include "marking/mark_read.h"

static const struct token *
token_at(const struct mark_reader *r, const struct form *form)
{
	return form != NULL && form->kind == FORM_TOKEN ? &r->scheme->tokens[form->index] : NULL;
}

/* A level where none belongs. Whatever it means, the mark is not lower than it (MARKINGS: M-8). */
static void
raise_level(struct mark_reader *r, const struct form *form)
{
	short level = scheme_form_level(r->scheme, form);
	r->level = level > r->level ? level : r->level;
	mark_note(r, CHECK_HEAD);
}

/* "REL TO USA, GBR": the longest list token in front of codes. */
static short
list_behind(struct mark_reader *r, struct slice item)
{
	const struct form *form = NULL;
	size_t end = 0;
	for (size_t i = 1, words = 0; i + 1 < item.len && words < 6; i++) {
		if (item.ptr[i] != ' ')
			continue;
		words++;
		const struct form *here = form_find(&r->scheme->forms, slice_sub(item, 0, i));
		const struct token *token = token_at(r, here);
		if (token != NULL && token->shape == SHAPE_LIST && !token->list_before) {
			form = here;
			end = i;
		}
	}
	if (form == NULL)
		return -1;
	const struct token *token = token_at(r, form);
	if (token->list != LIST_SOURCE) {
		/* "REL USA": the short form stands without a list. */
		if ((form->use & ~(unsigned)FORM_PORTION) == 0)
			mark_note(r, CHECK_DIVIDER);
		mark_add_token(r, form->index, form->use | FORM_PORTION);
	}
	mark_list(r, form->index, slice_sub(item, end + 1, item.len));
	return token->category;
}

/* "GBR EYES ONLY": the last code of a list in front of its token; the others are pending. */
static short
list_before(struct mark_reader *r, struct slice item)
{
	for (size_t i = item.len; i > 1; i--) {
		if (item.ptr[i - 1] != ' ')
			continue;
		const struct form *form =
		    form_find(&r->scheme->forms, slice_sub(item, i, item.len));
		const struct token *token = token_at(r, form);
		if (token != NULL && token->shape == SHAPE_LIST && token->list_before &&
		    code_find(&r->scheme->codes, slice_sub(item, 0, i - 1)) >= 0) {
			mark_add_token(r, form->index, form->use | FORM_PORTION);
			mark_list_code(r, form->index, slice_sub(item, 0, i - 1));
			return form->index;
		}
	}
	return -1;
}

static short
with_compartments(struct mark_reader *r, struct slice item, short *program)
{
	const unsigned char *dash = memchr(item.ptr, '-', item.len);
	if (dash == NULL)
		return -1;
	size_t at = (size_t)(dash - item.ptr);
	const struct form *form = form_find(&r->scheme->forms, slice_sub(item, 0, at));
	const struct token *token = token_at(r, form);
	struct slice behind = slice_sub(item, at + 1, item.len);
	if (token == NULL || behind.len == 0)
		return -1;
	if (token->shape == SHAPE_TREE) {
		size_t before = r->count;
		mark_add_token(r, form->index, form->use);
		r->count = before; /* only its findings; the path adds the token itself */
		mark_add_path(
		    r, token->category, form->index, slice_sub(item, 0, at), behind, false);
		return token->category;
	}
	if (token->shape != SHAPE_PROGRAMS)
		return -1;
	if (*program == form->index) { /* SAR- repeated, until December 2011 (CAPCO 2016 §I) */
		r->legacy = true;
		mark_note(r, CHECK_LEGACY);
	}
	*program = form->index;
	struct slice name = slice_split(&behind, '-');
	mark_add_path(r, token->category, form->index, name, behind, true);
	return token->category;
}

/* "NOFORN,ORCON": commas divided controls until July 2005 (CAPCO 2016 §I). */
static short
with_commas(struct mark_reader *r, struct slice item, short *program)
{
	struct slice rest = item;
	short category = -1;
	if (memchr(item.ptr, ',', item.len) == NULL)
		return -1;
	while (rest.len > 0) {
		const struct token *token =
		    token_at(r, form_find(&r->scheme->forms, slice_trim(slice_split(&rest, ','))));
		if (token == NULL || token->shape == SHAPE_LIST)
			return -1;
	}
	for (rest = item; rest.len > 0;)
		category = mark_item(r, slice_trim(slice_split(&rest, ',')), program);
	r->legacy = true;
	mark_note(r, CHECK_LEGACY);
	return category;
}

/* "20291231": dates of declassification stood in banners until February 2008 (CAPCO 2016 §I). */
static short
number(struct mark_reader *r, struct slice item)
{
	for (size_t i = 0; i < item.len; i++) {
		if (item.ptr[i] < '0' || item.ptr[i] > '9')
			return -1;
	}
	for (size_t i = 0; i < r->scheme->token_count; i++) {
		if (r->scheme->tokens[i].digits == item.len && item.len > 0) {
			mark_add_token(r, (short)i, FORM_OTHER);
			return r->scheme->tokens[i].category;
		}
	}
	return -1;
}

short
mark_item(struct mark_reader *r, struct slice item, short *program)
{
	const struct form *form = form_find(&r->scheme->forms, item);
	const struct token *token = token_at(r, form);
	if (form != NULL && token == NULL && form->use != FORM_SPACED) {
		raise_level(r, form);
		return -1;
	}
	if (token != NULL && token->shape != SHAPE_PROGRAMS) {
		if (token->shape == SHAPE_LIST && token->list != LIST_SOURCE)
			r->bare = true;
		if (token->shape == SHAPE_LIST)
			mark_note(r, token->alone ? CHECK_CONTEXT : CHECK_LIST);
		mark_add_token(r, form->index, form->use);
		*program = -1;
		return token->category;
	}
	short category = list_behind(r, item);
	if (category < 0)
		category = with_compartments(r, item, program);
	if (category < 0 && *program >= 0 && token == NULL) {
		struct slice rest = item, name = slice_split(&rest, '-');
		category = r->scheme->tokens[*program].category;
		mark_add_path(r, category, *program, name, rest, true);
	}
	if (category < 0)
		category = with_commas(r, item, program);
	return category < 0 ? number(r, item) : category;
}

/* --- segments -------------------------------------------------------------------------------------------------- */

/* Two roots of one segment stand in the order of their controls (CAPCO 2016 §A.6: numbers, then letters, ascending). */
static void
check_order(struct mark_reader *r, size_t before, size_t now)
{
	struct control *a = &r->controls[before], *b = &r->controls[now];
	if (before >= now || a->category != b->category)
		return;
	if (a->order > b->order || (a->order == b->order && form_compare(a->text, b->text) > 0))
		mark_note(r, CHECK_ITEM_ORDER);
	else if (a->order == b->order && form_compare(a->text, b->text) == 0)
		mark_note(r, CHECK_TWICE);
}

/* The name of a system is letters and digits; "SI G ABCD" has lost a hyphen. */
static bool
is_name(struct slice name)
{
	for (size_t i = 0; i < name.len; i++) {
		unsigned char c = name.ptr[i];
		if (!(c >= 'A' && c <= 'Z') && !(c >= '0' && c <= '9'))
			return false;
	}
	return name.len > 0;
}

/* Unknown names take the category of what they stand beside, else that of their place. */
static void
place_unknown(struct mark_reader *r, size_t first, short beside)
{
	const struct scheme *scheme = r->scheme;
	short category = beside >= 0 ? beside
	    : r->last_category >= 0 && r->last_category >= scheme->open_category
	    ? scheme->last_category
	    : scheme->open_category;
	const struct category *place = &scheme->categories[category];
	size_t end = r->count;
	for (size_t i = first; i < end; i++) {
		struct control *control = &r->controls[i];
		if (control->category >= 0)
			continue;
		struct slice name = control->text, rest = name;
		if (place->shape == SHAPE_TREE)
			name = slice_split(&rest, '-');
		else
			rest.len = 0;
		size_t from = r->count;
		mark_add_path(r, category, -1, name, rest, false);
		bool known = beside >= 0 && place->open && is_name(name) &&
		    form_find(&scheme->forms, name) == NULL;
		for (size_t j = from; j < r->count; j++)
			r->controls[j].known = known;
		if (!known)
			mark_note(r, CHECK_UNKNOWN);
		if (r->count > from) { /* the name takes the place of the pending item */
			*control = r->controls[from];
			r->controls[from] = r->controls[--r->count];
		} else { /* no room: the mark is damaged, and every control has a category */
			control->category = category;
		}
		if (!known)
			mark_suspect(r, name);
	}
}

struct segment {
	size_t first;   /* its first control */
	size_t last;    /* the root of the item before */
	size_t pending; /* codes that wait for their token, "USA/CAN/GBR EYES ONLY" */
	short category, program;
	bool any;
};

static void
end_pending(struct mark_reader *r, struct segment *s, const struct slice *codes, short token)
{
	for (size_t i = 0; i < s->pending; i++) {
		if (token >= 0)
			mark_list_code(r, token, codes[i]);
		else
			mark_add_unknown(r, -1, codes[i]);
	}
	if (token < 0 && s->pending > 0)
		mark_note(r, CHECK_DIVIDER); /* a country outside a list */
	if (token >= 0 && s->pending == 0)
		mark_note(r, CHECK_LIST);
	s->pending = 0;
}

static void
enter_category(struct mark_reader *r, struct segment *s, short category)
{
	if (s->category < 0)
		s->category = category;
	if (category == s->category)
		return;
	if (r->scheme->categories[category].once_in == s->category) {
		r->legacy = true;
		mark_note(r, CHECK_LEGACY);
	} else {
		mark_note(r, CHECK_MIXED);
	}
}

#define PENDING_MAX 64

static void
take_item(struct mark_reader *r, struct segment *s, struct slice item, struct slice *codes)
{
	size_t before = r->count;
	short category;
	short list = list_before(r, item);
	if (list >= 0) {
		end_pending(r, s, codes, list);
		category = r->scheme->tokens[list].category;
	} else if (code_find(&r->scheme->codes, item) >= 0 && s->program < 0 &&
	    (s->pending > 0 || form_find(&r->scheme->forms, item) == NULL) &&
	    s->pending < PENDING_MAX) {
		codes[s->pending++] = item;
		return;
	} else {
		category = mark_item(r, item, &s->program);
	}
	end_pending(r, s, codes, -1);
	if (category < 0) {
		const struct form *form = form_find(&r->scheme->forms, item);
		if (form == NULL || form->kind == FORM_TOKEN)
			mark_add_unknown(r, -1, item);
		return;
	}
	enter_category(r, s, category);
	if (s->any && before < r->count)
		check_order(r, s->last, before);
	s->last = before;
	s->any = true;
}

void
mark_segment(struct mark_reader *r, struct slice segment)
{
	struct slice codes[PENDING_MAX];
	struct segment s = { .first = r->count, .category = -1, .program = -1 };
	if (segment.len == 0) {
		mark_note(r, CHECK_EMPTY);
		return;
	}
	while (segment.len > 0) {
		bool more = memchr(segment.ptr, '/', segment.len) != NULL;
		struct slice item = slice_split(&segment, '/');
		if (item.len == 0 || (more && segment.len == 0))
			mark_note(r, CHECK_EMPTY);
		if (item.len > 0)
			take_item(r, &s, item, codes);
	}
	end_pending(r, &s, codes, -1);
	place_unknown(r, s.first, s.category);
	if (s.category < 0)
		return;
	if (s.category <= r->last_category)
		mark_note(r, CHECK_CATEGORY_ORDER);
	else
		r->last_category = s.category;
}
