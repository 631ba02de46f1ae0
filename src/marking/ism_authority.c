#include "base/utf8.h"
#include "marking/ism.h"
#include "marking/ism_line.h"

/* "&amp;" and its kind (XML 1.0 §4.6), and "&#65;". 0: no reference that a text may hold. *at stands at the ampersand and moves
 * behind the semicolon. */
static uint32_t
reference(struct slice text, size_t *at)
{
	static const struct {
		const char *name;
		uint32_t is;
	} names[] = { { "amp", '&' }, { "lt", '<' }, { "gt", '>' }, { "quot", '"' },
		{ "apos", '\'' } };
	struct slice rest = slice_sub(text, *at + 1, text.len), name = slice_split(&rest, ';');
	if (name.len > 8 || *at + 1 + name.len == text.len)
		return 0;
	*at += name.len + 2;
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		if (slice_is(name, names[i].name))
			return names[i].is;
	}
	if (name.len < 2 || name.ptr[0] != '#')
		return 0;
	bool hex = name.ptr[1] == 'x';
	uint32_t number = 0;
	for (size_t i = hex ? 2 : 1; i < name.len; i++) {
		unsigned char c = name.ptr[i];
		bool digit = c >= '0' && c <= '9';
		bool letter = hex && ((c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'));
		if (!digit && !letter)
			return 0;
		uint32_t value = digit ? (uint32_t)(c - '0') : (uint32_t)((c | 0x20) - 'a' + 10);
		number = number * (hex ? 16 : 10) + value;
	}
	bool shown = number >= 0x20 && number != 0x7f && !(number >= 0x80 && number < 0xa0) &&
	    number < 0x110000 && !(number >= 0xd800 && number < 0xe000);
	return shown ? number : 0;
}

/* A text as XML has it: references resolved, white space as blanks. */
static bool
add_text(struct slice text, struct buf *out)
{
	text = slice_trim(text);
	if (utf8_check(text) != text.len)
		return false;
	for (size_t i = 0; i < text.len;) {
		unsigned char c = text.ptr[i];
		if (c == '&') {
			uint32_t character = reference(text, &i);
			if (character == 0)
				return false;
			utf8_add(out, character);
			continue;
		}
		bool blank = c == '\t' || c == '\n' || c == '\r';
		if ((c < ' ' && !blank) || c == 0x7f)
			return false;
		buf_add_byte(out, blank ? ' ' : c);
		i++;
	}
	return true;
}

/* "2035-09-11" as "September 11, 2035"; false where it is no date or the scheme has no months. */
static bool
add_date(const struct authority *authority, struct slice text, struct buf *out)
{
	text = slice_trim(text);
	if (authority->months[0].len == 0 || !ism_is_date(text))
		return false;
	unsigned month = (unsigned)(text.ptr[5] - '0') * 10 + (unsigned)(text.ptr[6] - '0');
	size_t day = text.ptr[8] == '0' ? 9 : 8;
	buf_add_slice(out, authority->months[month - 1]);
	buf_add_byte(out, ' ');
	buf_add_slice(out, slice_sub(text, day, 10));
	buf_add_str(out, ", ");
	buf_add_slice(out, slice_sub(text, 0, 4));
	return true;
}

static bool
add_words(const struct authority *authority, short attribute, struct slice text, struct buf *out)
{
	struct slice word;
	for (bool first = true; form_word(&text, &word); first = false) {
		const char *instead = NULL;
		if (!first)
			buf_add_str(out, ", ");
		for (size_t i = 0; i < authority->term_count && instead == NULL; i++) {
			const struct authority_term *term = &authority->terms[i];
			if (term->attribute == attribute && slice_is(word, term->value))
				instead = term->text;
		}
		if (instead != NULL)
			buf_add_str(out, instead);
		else if (!add_text(word, out))
			return false;
	}
	return true;
}

static bool
add_attribute(
    const struct scheme *scheme, short attribute, const struct ism_line *line, struct buf *out)
{
	struct slice value = line->values[attribute];
	switch ((enum ism_type)scheme->isms[attribute].type) {
	case ISM_TOKENS:
		return add_words(&scheme->authority, attribute, value, out);
	case ISM_DATE:
		return add_date(&scheme->authority, value, out) || add_text(value, out);
	case ISM_BOOLEAN:
	case ISM_TEXT:
		break;
	}
	return add_text(value, out);
}

static bool
add_line(const struct mark_reader *r, const struct authority_line *line,
    const struct ism_line *attributes, struct buf *out)
{
	bool any = false, good = true;
	for (size_t i = 0; i < line->of_count && good; i++) {
		if ((r->attributes >> line->of[i] & 1) == 0)
			continue;
		if (line->label != NULL) {
			buf_add_str(out, !any && out->len > 0 ? "\n" : "");
			buf_add_str(out, any ? ", " : line->label);
			good = add_attribute(r->scheme, line->of[i], attributes, out);
		}
		any = true;
	}
	bool lowest = r->level >= 0 && r->scheme->levels[r->level].open;
	if (!any && !lowest && line->missing != NULL) {
		buf_add_str(out, out->len > 0 ? "\n" : "");
		buf_add_str(out, line->missing);
	}
	return good;
}

bool
ism_authority(const struct scheme *scheme, struct slice line, struct buf *out)
{
	struct mark_reader r;
	struct ism_line attributes = { 0 };
	mark_reader_init(&r, scheme, MARK_PORTION);
	ism_line_read(&r, line, &attributes);
	bool good = !mark_noted(&r, CHECK_DAMAGED) && !mark_noted(&r, CHECK_CONTRADICTION);
	for (size_t i = 0; i < scheme->ism_count && good; i++) {
		if (scheme->isms[i].use == ISM_LEVEL && (r.attributes >> i & 1) != 0)
			r.level = ism_level_of(scheme, slice_trim(attributes.values[i]));
	}
	for (size_t i = 0; i < scheme->authority.line_count && good; i++)
		good = add_line(&r, &scheme->authority.lines[i], &attributes, out);
	if (!good)
		buf_clear(out);
	return good;
}
