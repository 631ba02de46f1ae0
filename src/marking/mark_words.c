/* Marks whose grammar is of words: a level, and behind it controls, each behind the divider of its category. */
#include "marking/mark_read.h"

static bool
at_boundary(struct slice text, size_t at)
{
	return at == text.len || memchr(" /,-[]", text.ptr[at], 6) != NULL;
}

/* The longest spelling that begins at `at`; *end behind it. NULL: none. */
static const struct form *
longest_form(const struct mark_reader *r, struct slice text, size_t at, size_t *end)
{
	const struct forms *forms = &r->scheme->forms;
	const struct form *best = NULL;
	const unsigned most_parts = 16; /* of a spelling; none has more */
	unsigned parts = 0;
	for (size_t to = at + 1; to <= text.len && to - at <= forms->longest && parts < most_parts;
	     to++) {
		if (!at_boundary(text, to))
			continue;
		parts++;
		const struct form *form = form_find(forms, slice_sub(text, at, to));
		if (form != NULL && form->use != FORM_SPACED) {
			best = form;
			*end = to;
		}
	}
	return best;
}

static bool
has_small(struct slice text)
{
	for (size_t i = 0; i < text.len; i++) {
		bool accented = i > 0 && text.ptr[i - 1] == 0xc3 && text.ptr[i] >= 0xa0;
		if ((text.ptr[i] >= 'a' && text.ptr[i] <= 'z') || accented)
			return true;
	}
	return false;
}

/* Small letters only where the scheme itself writes them; blanks beside a slash count as none. */
static void
check_small(struct mark_reader *r, struct slice shown, size_t at, size_t end)
{
	struct slice written = slice_of(r->written + at, end - at);
	if (r->scheme->letter_case != CASE_MIXED || !has_small(written) ||
	    slice_equal(written, shown))
		return;
	r->small = true;
}

/* What divides: its kind, and *at behind it. */
static enum divider
take_divider(struct mark_reader *r, struct slice text, size_t *at)
{
	size_t start = *at, slashes = 0;
	while (*at < text.len && text.ptr[*at] == '/') {
		slashes++;
		++*at;
	}
	if (slashes > 0) {
		if (slashes > 2)
			mark_note(r, CHECK_DIVIDER);
		return slashes == 1 ? DIVIDER_DASH : DIVIDER_SLASHES;
	}
	if (text.ptr[*at] == ',') {
		*at += *at + 1 < text.len && text.ptr[*at + 1] == ' ' ? 2 : 1;
		return DIVIDER_COMMA;
	}
	*at += (size_t)(text.ptr[*at] == ' ');
	if (*at < text.len && text.ptr[*at] == '[') {
		++*at;
		return DIVIDER_BRACKETS;
	}
	if (*at == text.len || text.ptr[*at] != '-')
		return DIVIDER_BLANK;
	bool closed = *at == start || *at + 1 == text.len || text.ptr[*at + 1] != ' ';
	if (closed) /* "SECRET-CONTROL": a name with a hyphen as likely as a divider */
		mark_note(r, CHECK_DIVIDER);
	*at += closed ? 1 : 2;
	return DIVIDER_DASH;
}

/* A control that only a blank divides from what stands before it. */
static bool
begins_behind_blank(const struct mark_reader *r, struct slice text, size_t at)
{
	size_t end;
	const struct form *form = longest_form(r, text, at, &end);
	if (form == NULL || form->kind != FORM_TOKEN)
		return false;
	short category = r->scheme->tokens[form->index].category;
	return r->scheme->categories[category].divider == DIVIDER_BLANK;
}

/* Where a name that the scheme does not have ends. */
static size_t
unknown_end(const struct mark_reader *r, struct slice text, size_t at, bool brackets)
{
	for (; at < text.len; at++) {
		unsigned char c = text.ptr[at];
		if (c == ']' || (!brackets && (c == '/' || c == ',' || c == '[')))
			break;
		if (!brackets && c == ' ' && at + 1 < text.len &&
		    (text.ptr[at + 1] == '[' ||
			(text.ptr[at + 1] == '-' && at + 2 < text.len && text.ptr[at + 2] == ' ') ||
			begins_behind_blank(r, text, at + 1)))
			break;
	}
	return at;
}

/* Somebody's name ends where the next control or the mark does. */
static size_t
name_end(struct slice text, size_t at, enum divider divider)
{
	for (; at < text.len && text.ptr[at] != ']'; at++) {
		bool slashes = text.ptr[at] == '/' && at + 1 < text.len && text.ptr[at + 1] == '/';
		bool dash = at + 2 < text.len && memcmp(text.ptr + at, " - ", 3) == 0;
		bool bracket = at + 1 < text.len && memcmp(text.ptr + at, " [", 2) == 0;
		if (slashes || bracket || (dash && divider == DIVIDER_DASH))
			break;
	}
	return at;
}

/* "EXCLUSIVE FOR somebody SECRET": the highest level above the mark's own that somebody's name holds. NULL: none. */
static const struct form *
hidden_level(const struct mark_reader *r, struct slice name)
{
	const size_t shortest = 4;
	const struct form *highest = NULL;
	short level = r->level;
	for (size_t at = 0; at < name.len; at++) {
		size_t end = at;
		const struct form *form =
		    at > 0 && !at_boundary(name, at - 1) ? NULL : longest_form(r, name, at, &end);
		if (form == NULL || form->kind == FORM_TOKEN || end - at < shortest ||
		    scheme_form_level(r->scheme, form) <= level)
			continue;
		highest = form;
		level = scheme_form_level(r->scheme, form);
	}
	return highest;
}

bool
mark_words_is_name(const struct mark_reader *r, struct slice name, bool unknown)
{
	size_t end;
	if (name.len == 0 || name.ptr[0] == ' ' || name.ptr[name.len - 1] == ' ')
		return false;
	for (size_t i = 0; i < name.len; i++) {
		unsigned char c = name.ptr[i];
		if (memchr("/[]()", c, 5) != NULL || (unknown && c == ',') ||
		    (i > 0 && name.ptr[i - 1] == ' ' && (c == ' ' || c == '-')))
			return false;
	}
	return unknown ? longest_form(r, name, 0, &end) == NULL : hidden_level(r, name) == NULL;
}

static size_t
skip_separators(struct slice text, size_t at, unsigned char separator)
{
	while (at < text.len && (text.ptr[at] == ' ' || text.ptr[at] == separator))
		at++;
	return at;
}

/* The codes behind a list token, divided by its separator; *at behind them. */
static void
take_codes(struct mark_reader *r, struct slice text, short token, size_t *at)
{
	const struct codes *codes = &r->scheme->codes;
	const struct token *list = &r->scheme->tokens[token];
	size_t count = 0;
	int before = -1;
	bool any = false;
	while (*at < text.len) {
		size_t from = skip_separators(text, *at, list->separator);
		if (from - *at > 1 && list->separator == '/')
			break; /* a double slash begins another control */
		size_t to = from;
		while (to < text.len && text.ptr[to] != list->separator &&
		    memchr("/,[]", text.ptr[to], 4) == NULL &&
		    !(text.ptr[to] == ' ' && to + 1 < text.len && text.ptr[to + 1] == '-'))
			to++;
		struct slice name = slice_trim(slice_sub(text, from, to));
		if (name.len == 0)
			break;
		int code = code_find(codes, name);
		if (code >= 0 && code < before)
			mark_note(r, CHECK_CODE_ORDER);
		before = code;
		mark_list_code(r, token, name);
		any = any || code >= 0;
		count += code >= 0 && code != codes->home;
		check_small(r, name, from, to);
		*at = to;
		if (to == text.len || text.ptr[to] != list->separator)
			break;
	}
	r->bare = r->bare || !any;
	if (count == 0)
		mark_note(r, list->alone ? CHECK_CONTEXT : CHECK_LIST);
}

static void
enter_category(struct mark_reader *r, short category, enum divider divider)
{
	const struct category *in = &r->scheme->categories[category];
	if (divider != in->divider)
		mark_note(r, CHECK_DIVIDER);
	if (category < r->last_category)
		mark_note(r, CHECK_CATEGORY_ORDER);
	else
		r->last_category = category;
}

/* A level or a foreign level where none belongs: whatever it means, the mark is not lower (M-8). */
static void
raise_level(struct mark_reader *r, const struct form *form)
{
	short level = scheme_form_level(r->scheme, form);
	r->level = level > r->level ? level : r->level;
	mark_note(r, CHECK_HEAD);
}

static void
raise_by_name(struct mark_reader *r, struct slice name)
{
	const struct form *form = hidden_level(r, name);
	if (form != NULL)
		raise_level(r, form);
}

static void
take_token(struct mark_reader *r, struct slice text, const struct form *form, size_t *at,
    enum divider divider)
{
	const struct token *token = &r->scheme->tokens[form->index];
	size_t before = r->count;
	mark_add_token(r, form->index, form->use);
	enter_category(r, token->category, divider);
	for (size_t i = 0; i < before && before < r->count; i++) {
		if (!r->controls[i].implied && token->shape != SHAPE_NAME &&
		    control_compare(&r->controls[i], &r->controls[before]) == 0)
			mark_note(r, CHECK_TWICE);
	}
	if (token->shape == SHAPE_LIST)
		take_codes(r, text, form->index, at);
	if (token->shape != SHAPE_NAME)
		return;
	size_t end = name_end(text, *at, divider);
	struct slice name = slice_trim(slice_sub(text, *at, end));
	if (name.len == 0) {
		mark_note(r, CHECK_NAME);
	} else {
		if (!mark_words_is_name(r, name, false))
			mark_note(r, CHECK_DAMAGED);
		mark_add_name(r, form->index, name);
	}
	raise_by_name(r, name);
	*at = end;
}

static void
take_unknown(struct mark_reader *r, struct slice name)
{
	mark_note(r, CHECK_UNKNOWN);
	if (!mark_words_is_name(r, name, true)) /* it would not read again as what it is */
		mark_note(r, CHECK_DAMAGED);
	mark_add_unknown(r, r->scheme->last_category, name);
	mark_suspect(r, name);
}

/* One control and the divider before it; returns where it ends. */
static size_t
take_item(struct mark_reader *r, struct slice text, size_t at)
{
	enum divider divider = take_divider(r, text, &at);
	bool brackets = divider == DIVIDER_BRACKETS;
	size_t end = at, start = at;
	const struct form *form = longest_form(r, text, at, &end);
	if (form != NULL) {
		check_small(r, form->shown, at, end);
		at = end;
		if (form->kind == FORM_TOKEN)
			take_token(r, text, form, &at, divider);
		else
			raise_level(r, form);
	} else {
		at = unknown_end(r, text, at, brackets);
		if (at == start)
			mark_note(r, CHECK_EMPTY);
		else
			take_unknown(r, slice_sub(text, start, at));
		check_small(r, slice_of(NULL, 0), start, at);
	}
	bool closes = at < text.len && text.ptr[at] == ']';
	if (closes != brackets)
		mark_note(r, CHECK_DAMAGED);
	return at + closes;
}

/* A level, or a control that stands in the place of its level. */
static size_t
take_level(struct mark_reader *r, struct slice text)
{
	size_t end = 0;
	const struct form *form = longest_form(r, text, 0, &end);
	if (form == NULL)
		return 0;
	check_small(r, form->shown, 0, end);
	unsigned right = r->form == MARK_PORTION ? FORM_PORTION : FORM_BANNER;
	unsigned use = form->use & (right | FORM_OTHER);
	if (form->kind == FORM_TOKEN) {
		r->level = r->scheme->tokens[form->index].head;
		if (r->level < 0)
			return 0;
		mark_add_token(r, form->index, form->use);
		r->last_category = r->scheme->tokens[form->index].category;
		return end;
	}
	r->level = scheme_form_level(r->scheme, form);
	if (form->kind == FORM_HEAD) {
		const struct head *head = &r->scheme->heads[form->index];
		r->system = head->system;
		if (head->adds >= 0)
			mark_add_token(r, head->adds, FORM_OTHER);
	}
	if ((form->use & FORM_DAMAGED) != 0) {
		mark_note(r, CHECK_BARE);
	} else if (use == 0 && (form->use & FORM_LEGACY) != 0) {
		r->legacy = true;
		mark_note(r, CHECK_LEGACY);
	} else if (use == 0 && r->form != MARK_LINE) {
		mark_note(r, CHECK_FORM);
	}
	return end;
}

/* A level spelled out behind other words, all of it in capitals: no mark, and no prose either. The highest one counts. */
static bool
salvage(struct mark_reader *r, struct slice text)
{
	const size_t shortest = 4; /* "S" and "NC" stand in other words' company by chance */
	short level = -1;
	r->small = r->small || has_small(slice_of(r->written, r->len));
	for (size_t at = 0; at < text.len && !r->small; at++) {
		size_t end = at;
		const struct form *form =
		    at > 0 && !at_boundary(text, at - 1) ? NULL : longest_form(r, text, at, &end);
		if (form == NULL || form->kind == FORM_TOKEN || end - at < shortest)
			continue;
		short here = scheme_form_level(r->scheme, form);
		level = here > level ? here : level;
		at = end - 1;
	}
	if (level < 0)
		return false;
	r->count = 0;
	r->level = level;
	mark_note(r, CHECK_DAMAGED);
	return true;
}

bool
mark_words(struct mark_reader *r)
{
	struct slice text = mark_text(r);
	size_t at = take_level(r, text);
	if (at == 0)
		return salvage(r, text);
	while (at < text.len)
		at = take_item(r, text, at);
	return true;
}

bool
mark_words_only(const struct scheme *scheme, struct slice line)
{
	struct mark_reader r;
	mark_reader_init(&r, scheme, MARK_BANNER);
	const uint32_t slips = (uint32_t)1 << CHECK_DIVIDER | (uint32_t)1 << CHECK_UNKNOWN |
	    (uint32_t)1 << CHECK_DAMAGED | (uint32_t)1 << CHECK_HEAD | (uint32_t)1 << CHECK_EMPTY;
	return mark_text_fill(&r, line) && !r.odd && mark_words(&r) && !r.small &&
	    (r.checks & slips) == 0;
}
