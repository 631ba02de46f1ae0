#include "marking/ism_line.h"

static bool
is_name(unsigned char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	    c == '_' || c == '-' || c == '.' || c == ':';
}

bool
ism_line_next(struct slice *rest, struct slice *name, struct slice *value)
{
	struct slice line = slice_trim(*rest);
	*rest = line;
	size_t end = 0;
	while (end < line.len && is_name(line.ptr[end]))
		end++;
	*name = slice_sub(line, 0, end);
	line = slice_trim(slice_sub(line, end, line.len));
	if (name->len == 0 || line.len < 3 || line.ptr[0] != '=')
		return false;
	line = slice_trim(slice_sub(line, 1, line.len));
	if (line.len < 2 || (line.ptr[0] != '"' && line.ptr[0] != '\''))
		return false;
	const unsigned char *close = memchr(line.ptr + 1, line.ptr[0], line.len - 1);
	if (close == NULL)
		return false;
	size_t len = (size_t)(close - line.ptr);
	*value = slice_sub(line, 1, len);
	if (memchr(value->ptr, '<', value->len) != NULL)
		return false;
	*rest = slice_sub(line, len + 1, line.len);
	return true;
}

/* What cannot be taken apart may hold any level. */
static void
note_broken(struct mark_reader *r, enum check_kind kind)
{
	mark_note(r, kind);
	r->level = (short)(r->scheme->level_count - 1);
}

void
ism_line_read(struct mark_reader *r, struct slice text, struct ism_line *out)
{
	struct slice rest = text, name, value, prefix = { 0 };
	for (bool first = true; ism_line_next(&rest, &name, &value); first = false) {
		struct slice local = name, before = { 0 };
		if (memchr(name.ptr, ':', name.len) != NULL)
			before = slice_split(&local, ':');
		if (first)
			prefix = before;
		short row = slice_equal(prefix, before) ? scheme_ism_by_name(r->scheme, local) : -1;
		if (row < 0) {
			mark_note(r, CHECK_ATTRIBUTE);
			r->strange = true;
			continue;
		}
		if ((r->attributes >> row & 1) != 0)
			note_broken(r, CHECK_CONTRADICTION);
		r->attributes |= (uint64_t)1 << row;
		out->values[row] = value;
	}
	if (slice_trim(rest).len > 0)
		note_broken(r, CHECK_DAMAGED);
}

/* NMTOKEN without what is not ASCII: no token of a marking has any. */
static bool
is_token(struct slice word)
{
	for (size_t i = 0; i < word.len; i++) {
		if (!is_name(word.ptr[i]))
			return false;
	}
	return true;
}

static bool
is_among(struct slice word, const char *words)
{
	struct slice rest = slice_str(words == NULL ? "" : words), one;
	while (form_word(&rest, &one)) {
		if (slice_equal(one, word))
			return true;
	}
	return false;
}

bool
ism_is_value(const struct ism *row, struct slice word)
{
	return row->values == NULL || is_among(word, row->values);
}

static void
note_rule_value(struct mark_reader *r, const struct ism *row, struct slice word)
{
	const struct scheme *scheme = r->scheme;
	for (size_t i = 0; i < scheme->ism_value_count; i++) {
		if (&scheme->isms[scheme->ism_values[i].attribute] == row &&
		    slice_equal(scheme->ism_values[i].text, word))
			r->values |= (uint64_t)1 << i;
	}
}

static bool
is_repeat(const struct ism_words *words, struct slice word)
{
	for (size_t i = 0; i < words->count; i++) {
		if (slice_equal(words->list[i], word))
			return true;
	}
	return false;
}

void
ism_words_read(
    struct mark_reader *r, const struct ism *row, struct slice value, struct ism_words *out)
{
	struct slice word;
	out->count = 0;
	if (slice_trim(value).len == 0)
		mark_note(r, CHECK_VALUE);
	while (form_word(&value, &word)) {
		note_rule_value(r, row, word);
		if (row->prefix != NULL && slice_starts(word, row->prefix))
			word = slice_sub(word, strlen(row->prefix), word.len);
		if (word.len == 0 || !is_token(word)) {
			mark_note(r, CHECK_DAMAGED);
			continue;
		}
		if (is_among(word, row->silent))
			continue;
		if (out->count == ISM_WORDS_MAX) {
			mark_note(r, CHECK_LENGTH);
			return;
		}
		if (is_repeat(out, word)) { /* ISM-ID-00236 */
			mark_note(r, CHECK_TWICE);
			continue;
		}
		out->list[out->count++] = word;
	}
}

/* YYYY-MM-DD, without a time zone (ISM-ID-00379). */
bool
ism_is_date(struct slice text)
{
	if (text.len != 10)
		return false;
	for (size_t i = 0; i < text.len; i++) {
		bool dash = i == 4 || i == 7;
		if (dash ? text.ptr[i] != '-' : text.ptr[i] < '0' || text.ptr[i] > '9')
			return false;
	}
	unsigned month = (unsigned)(text.ptr[5] - '0') * 10 + (unsigned)(text.ptr[6] - '0');
	unsigned day = (unsigned)(text.ptr[8] - '0') * 10 + (unsigned)(text.ptr[9] - '0');
	return month >= 1 && month <= 12 && day >= 1 && day <= 31;
}

static bool
is_boolean(struct slice text)
{
	return slice_is(text, "true") || slice_is(text, "false") || slice_is(text, "1") ||
	    slice_is(text, "0");
}

void
ism_value_check(struct mark_reader *r, const struct ism *row, struct slice value)
{
	struct slice text = slice_trim(value), rest = text, word;
	bool good = text.len > 0;
	switch ((enum ism_type)row->type) {
	case ISM_TOKENS:
		while (form_word(&rest, &word)) {
			good = good && is_token(word) && ism_is_value(row, word);
			note_rule_value(r, row, word);
		}
		break;
	case ISM_BOOLEAN:
		good = is_boolean(text);
		note_rule_value(r, row, slice_is(text, "1") ? slice_str("true") : text);
		break;
	case ISM_DATE:
		good = ism_is_date(text);
		break;
	case ISM_TEXT:
		good = good && (row->most == 0 || text.len <= row->most);
		break;
	}
	if (!good)
		mark_note(r, CHECK_VALUE);
}

short
ism_level_of(const struct scheme *scheme, struct slice name)
{
	for (size_t i = 0; i < scheme->level_count; i++) {
		if (slice_is(name, scheme->levels[i].portion))
			return (short)i;
	}
	return -1;
}
