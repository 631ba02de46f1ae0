/* A marking as a list of keys and values, the form that mark_fields.c reads. */
#include "marking/print_fields.h"

/* The field of a control, and its value; false: the form has no place for it. */
static bool
place_of(const struct marking *m, const struct control *control, short *field)
{
	const struct scheme *scheme = m->scheme;
	*field = scheme->categories[control->category].field;
	if (control->token >= 0)
		return *field >= 0 && scheme->tokens[control->token].value != NULL;
	if (control->depth > 0) /* a name behind its token, which stands before it */
		return *field >= 0;
	for (size_t i = 0; i < scheme->field_count; i++) {
		if (scheme->fields[i].names != NULL) {
			*field = (short)i;
			return true;
		}
	}
	return false;
}

static bool
is_written(const struct marking *m, const struct control *control)
{
	return !control->implied && !m->scheme->categories[control->category].unshown;
}

static bool
has_form(const struct marking *m)
{
	short field;
	if (m->scheme->field_count == 0 || m->damaged || m->system != 0 ||
	    m->scheme->levels[m->level].value == NULL)
		return false;
	for (size_t i = 0; i < m->count; i++) {
		if (is_written(m, &m->controls[i]) && !place_of(m, &m->controls[i], &field))
			return false;
	}
	return true;
}

static void
add_escaped(struct buf *out, struct slice name)
{
	for (size_t i = 0; i < name.len; i++) {
		if (name.ptr[i] == ',' || name.ptr[i] == '\\')
			buf_add_byte(out, '\\');
		buf_add_byte(out, name.ptr[i]);
	}
}

static void
add_codes(const struct marking *m, const struct token *token, struct buf *out)
{
	const struct codes *codes = &m->scheme->codes;
	const struct list *list = token->list == LIST_DISPLAY ? &m->display : &m->release;
	bool home = token->list == LIST_RELEASE && codes->home >= 0;
	for (size_t i = 0; i < codes->count; i++) {
		if (!code_set_has(&list->written, (int)i) && !(home && (int)i == codes->home))
			continue;
		buf_add_byte(out, token->separator);
		buf_add_slice(out, codes->list[i].name);
	}
}

static void
add_control(const struct marking *m, const struct control *control, short field, struct buf *out)
{
	const struct field *in = &m->scheme->fields[field];
	struct slice name = slice_sub(control->text, control->leaf, control->text.len), heads, head;
	if (control->token < 0 && control->depth > 0) {
		buf_add_byte(out, ' ');
		add_escaped(out, name);
		return;
	}
	buf_add_str(out, ", ");
	buf_add_str(out, in->key);
	buf_add_byte(out, '=');
	if (control->token >= 0) {
		const struct token *token = &m->scheme->tokens[control->token];
		buf_add_str(out, token->value);
		if (token->shape == SHAPE_LIST)
			add_codes(m, token, out);
		return;
	}
	heads = slice_str(in->names);
	if (form_word(&heads, &head))
		buf_add_slice(out, head);
	add_escaped(out, name);
}

void
print_fields(const struct marking *m, struct buf *out)
{
	if (!has_form(m))
		return;
	buf_add_byte(out, '[');
	for (size_t f = 0; f < m->scheme->field_count; f++) {
		const struct field *field = &m->scheme->fields[f];
		if (field->use == FIELD_LEVEL) {
			buf_add_str(out, field->key);
			buf_add_byte(out, '=');
			buf_add_str(out, m->scheme->levels[m->level].value);
		}
		for (size_t i = 0; i < m->count && field->use == FIELD_CONTROL; i++) {
			short at;
			const struct control *control = &m->controls[i];
			if (is_written(m, control) && place_of(m, control, &at) && at == (short)f)
				add_control(m, control, at, out);
		}
	}
	buf_add_byte(out, ']');
}
