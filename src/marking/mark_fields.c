/* Marks as a list of fields: "[SEC=PROTECTED, CAVEAT=SH:CABINET]", with or without brackets or behind a header's name. */
#include "marking/mark_read.h"

struct fields {
	struct mark_reader *r;
	size_t last; /* number + 1 of the field before; they stand in the scheme's order */
	uint32_t seen;
};

/* Behind the header's name and the opening bracket; *closed: a bracket opened. False: neither stands in a right place. */
static bool
open_fields(const struct scheme *scheme, struct slice *text, bool *open)
{
	*text = slice_trim(*text);
	if (scheme->field_header != NULL && slice_starts(*text, scheme->field_header))
		*text = slice_trim(slice_sub(*text, strlen(scheme->field_header), text->len));
	*open = text->len > 0 && text->ptr[0] == '[';
	if (*open)
		*text = slice_sub(*text, 1, text->len);
	return text->len > 0;
}

bool
mark_is_fields(const struct scheme *scheme, struct slice text)
{
	bool open;
	if (scheme->field_count == 0 || !open_fields(scheme, &text, &open))
		return false;
	for (size_t i = 0; i < scheme->field_count; i++) {
		size_t len = strlen(scheme->fields[i].key);
		if (text.len > len && text.ptr[len] == '=' &&
		    slice_equal_nocase(slice_sub(text, 0, len), slice_str(scheme->fields[i].key)))
			return true;
	}
	return false;
}

/* The next field, without its escapes, in r->written, and in capitals in r->text; a backslash keeps a comma from dividing.
 * Returns where it begins there. */
static size_t
next_field(struct fields *f, struct slice *rest)
{
	struct mark_reader *r = f->r;
	size_t at = 0, start = r->len;
	while (at < rest->len && rest->ptr[at] != ',') {
		if (rest->ptr[at] == '\\' && at + 1 < rest->len)
			at++;
		unsigned char c = rest->ptr[at++];
		r->odd = r->odd || c < ' ' || c >= 0x7f;
		r->written[r->len] = c;
		r->text[r->len++] = c >= 'a' && c <= 'z' ? (unsigned char)(c - 'a' + 'A') : c;
	}
	bool more = at < rest->len;
	*rest = slice_sub(*rest, more ? at + 1 : at, rest->len);
	if (!more)
		return start;
	if (rest->len == 0)
		mark_note(r, CHECK_EMPTY);
	else if (rest->ptr[0] != ' ')
		mark_note(r, CHECK_DIVIDER);
	else
		*rest = slice_sub(*rest, 1, rest->len);
	return start;
}

static short
level_of(const struct scheme *scheme, struct slice value)
{
	for (size_t i = 0; i < scheme->level_count; i++) {
		const char *name = scheme->levels[i].value;
		if (name != NULL && slice_is(value, name))
			return (short)i;
	}
	return -1;
}

/* The token whose value this begins with: all of it, or up to what divides it from a list or a name. */
static short
token_of(const struct scheme *scheme, short field, struct slice value, size_t *end)
{
	for (size_t i = 0; i < scheme->token_count; i++) {
		const struct token *token = &scheme->tokens[i];
		if (token->value == NULL || scheme->categories[token->category].field != field ||
		    !slice_starts(value, token->value))
			continue;
		*end = strlen(token->value);
		unsigned char behind = *end == value.len ? '\0' : value.ptr[*end];
		if (behind == '\0' ? token->shape == SHAPE_PLAIN
				   : (token->shape == SHAPE_LIST && behind == token->separator) ||
			    (token->shape == SHAPE_NAME && behind == ' '))
			return (short)i;
	}
	return -1;
}

static void
take_list(struct mark_reader *r, short index, struct slice codes)
{
	const struct token *token = &r->scheme->tokens[index];
	int before = -1;
	size_t others = 0;
	while (codes.len > 0) {
		struct slice name = slice_split(&codes, token->separator);
		int code = code_find(&r->scheme->codes, name);
		if (code >= 0 && code < before)
			mark_note(r, CHECK_CODE_ORDER);
		before = code;
		if (name.len == 0)
			mark_note(r, CHECK_EMPTY);
		else
			mark_list_code(r, index, name);
		others += code != r->scheme->codes.home;
	}
	if (others == 0)
		mark_note(r, CHECK_LIST);
}

/* "C:": a name that nobody publishes. */
static size_t
name_prefix(const struct field *field, struct slice value)
{
	struct slice prefixes = slice_str(field->names == NULL ? "" : field->names), prefix;
	while (form_word(&prefixes, &prefix)) {
		if (value.len > prefix.len && slice_equal(slice_sub(value, 0, prefix.len), prefix))
			return prefix.len;
	}
	return 0;
}

/* A name that could not stand in a mark of words would be another one there. */
static void
add_name(struct mark_reader *r, short token, struct slice name)
{
	if (!mark_words_is_name(r, name, token < 0))
		mark_note(r, CHECK_DAMAGED);
	else if (token < 0)
		mark_add_unknown(r, r->scheme->last_category, name);
	else
		mark_add_name(r, token, name);
}

/* `value` as written, and the same bytes in capitals. */
static void
take_control(struct fields *f, short field, struct slice value, struct slice capitals)
{
	struct mark_reader *r = f->r;
	size_t end = 0;
	short token = token_of(r->scheme, field, value, &end);
	if (token < 0) {
		end = name_prefix(&r->scheme->fields[field], value);
		if (end == 0)
			mark_note(r, CHECK_NAME);
		mark_note(r, CHECK_UNKNOWN);
		add_name(r, -1, slice_sub(capitals, end, capitals.len));
		return;
	}
	mark_add_token(r, token, FORM_OTHER);
	if (r->scheme->tokens[token].shape == SHAPE_LIST)
		take_list(r, token, slice_sub(value, end + 1, value.len));
	if (r->scheme->tokens[token].shape == SHAPE_NAME)
		add_name(r, token, slice_sub(capitals, end + 1, capitals.len));
}

static void
take_value(struct fields *f, short field, struct slice value, struct slice capitals)
{
	struct mark_reader *r = f->r;
	if (value.len == 0)
		mark_note(r, CHECK_EMPTY);
	switch ((enum field_use)r->scheme->fields[field].use) {
	case FIELD_TEXT:
		return;
	case FIELD_LEVEL: {
		short level = level_of(r->scheme, value);
		if (level < 0)
			mark_note(r, CHECK_HEAD);
		r->level = level > r->level ? level : r->level;
		return;
	}
	case FIELD_LATER: /* what it will be some day is no permission today */
		if (level_of(r->scheme, value) < 0)
			mark_note(r, CHECK_NAME);
		return;
	case FIELD_CONTROL:
		take_control(f, field, value, capitals);
		return;
	}
}

static void
take_field(struct fields *f, size_t start)
{
	struct mark_reader *r = f->r;
	struct slice written = slice_of(r->written + start, r->len - start), value = written;
	struct slice key = slice_split(&value, '=');
	size_t at = 0;
	while (at < r->scheme->field_count && !slice_is(key, r->scheme->fields[at].key))
		at++;
	if (at == r->scheme->field_count || key.len == written.len) {
		mark_note(r, CHECK_DAMAGED);
		return;
	}
	bool again = (f->seen >> at & 1) != 0;
	if (again && !r->scheme->fields[at].many)
		mark_note(r, CHECK_TWICE);
	if (at + 1 < f->last)
		mark_note(r, CHECK_CATEGORY_ORDER);
	f->last = at + 1;
	f->seen |= (uint32_t)1 << at;
	take_value(f, (short)at, value, slice_of(r->text + start + key.len + 1, value.len));
}

bool
mark_fields(struct mark_reader *r, struct slice text)
{
	struct fields f = { .r = r };
	bool open;
	if (text.len > MARK_MAX) {
		mark_note(r, CHECK_LENGTH);
		return true;
	}
	open_fields(r->scheme, &text, &open);
	bool closed = text.len > 0 && text.ptr[text.len - 1] == ']';
	if (open != closed)
		mark_note(r, CHECK_DAMAGED);
	if (closed)
		text = slice_sub(text, 0, text.len - 1);
	while (text.len > 0)
		take_field(&f, next_field(&f, &text));
	for (size_t i = 0; i < r->scheme->field_count; i++) {
		const struct field *field = &r->scheme->fields[i];
		bool here = (f.seen >> i & 1) != 0;
		if (field->use == FIELD_LEVEL && !here)
			mark_note(r, CHECK_HEAD);
		if (here && field->with >= 0 && (f.seen >> field->with & 1) == 0)
			mark_note(r, CHECK_LIST);
	}
	return true;
}
