#include "manifest/template.h"

#include "manifest/form.h"
#include "manifest/text.h"

#define EXEMPTION_MAX 512 /* bytes of a filled-in {exemption} */

void
templates_init(struct templates *templates)
{
	templates->count = 0;
	buf_init(&templates->texts, (size_t)TEMPLATES_MAX * FORM_TEXT_MAX);
}

void
templates_release(struct templates *templates)
{
	buf_release(&templates->texts);
	templates->count = 0;
}

static struct slice
row_text(const struct templates *templates, size_t row)
{
	return slice_sub(
	    buf_slice(&templates->texts), templates->rows[row].start, templates->rows[row].end);
}

static size_t
occurrences(struct slice text, const char *word)
{
	size_t found = 0;
	for (size_t i = 0; i < text.len; i++)
		found += slice_starts(slice_sub(text, i, text.len), word);
	return found;
}

/* Each placeholder once, so that a filled-in notice is read in one way. */
static bool
is_notice(struct slice text)
{
	return text.len > 0 && occurrences(text, "{amount}") <= 1 &&
	    occurrences(text, "{exemption}") <= 1 && occurrences(text, "{count}") <= 1 &&
	    text_is_displayable(text, false);
}

static bool
may_declare(const struct templates *templates, enum insert_template name, struct slice text)
{
	bool in_order = templates->count == 0 || name >= templates->rows[templates->count - 1].name;
	if (!in_order || templates->count == TEMPLATES_MAX)
		return false;
	for (size_t i = 0; i < templates->count; i++)
		if (templates->rows[i].name == name &&
		    (name != INSERT_BANNER || slice_equal(row_text(templates, i), text)))
			return false;
	switch (name) {
	case INSERT_NOTICE:
		return is_notice(text);
	case INSERT_BANNER:
		return text.len > 0 && text_is_displayable(text, false);
	case INSERT_SEPARATOR:
		return slice_is(text, "\n");
	}
	return false;
}

tl_status
templates_declare(
    struct templates *templates, enum insert_template name, struct slice text, struct tl_error *e)
{
	if (!may_declare(templates, name, text))
		return error_set(e, TL_NO,
		    "the templates of a manifest are one notice, up to %d different banners and "
		    "one separator, in this order and each displayable",
		    TEMPLATES_MAX - 2);
	size_t start = templates->texts.len;
	buf_add_slice(&templates->texts, text);
	TRY(buf_check(&templates->texts, e));
	templates->rows[templates->count++] =
	    (struct template_row){ name, start, templates->texts.len };
	return TL_OK;
}

static bool
take(struct slice *rest, const char *word)
{
	if (!slice_starts(*rest, word))
		return false;
	*rest = slice_sub(*rest, strlen(word), rest->len);
	return true;
}

/* Digits without a leading zero; the number is only told to be one or more than one. */
static bool
take_count(struct slice *rest, bool *one)
{
	size_t len = 0;
	while (len < rest->len && len < 10 && rest->ptr[len] >= '0' && rest->ptr[len] <= '9')
		len++;
	if (len == 0 || (rest->ptr[0] == '0' && len > 1))
		return false;
	*one = len == 1 && rest->ptr[0] == '1';
	*rest = slice_sub(*rest, len, rest->len);
	return true;
}

/* "less than 1 line", "1 line", "2½ lines": `units` has the plural first. */
static bool
take_measure(struct slice *rest, const char *const units[2])
{
	struct slice inner = *rest;
	bool one;
	if (take(&inner, "less than 1"))
		one = true;
	else if (!take_count(&inner, &one))
		return false;
	else if (take(&inner, "\xc2\xbd"))
		one = false;
	if (!take(&inner, units[one]))
		return false;
	*rest = inner;
	return true;
}

/* The forms of print, and "1 paragraph (3 lines)"; "text" where the amount is not told. */
static bool
take_amount(struct slice *rest)
{
	static const char *const lines[] = { " lines", " line" };
	static const char *const words[] = { " words", " word" };
	static const char *const paragraphs[] = { " paragraphs", " paragraph" };
	if (take(rest, "text") || take_measure(rest, lines) || take_measure(rest, words))
		return true;
	if (!take_measure(rest, paragraphs))
		return false;
	struct slice inner = *rest;
	if (take(&inner, " (") && take_measure(&inner, lines) && take(&inner, ")"))
		*rest = inner;
	return true;
}

/* All of a template, which has no {exemption}, from the front of the bytes. */
static bool
match_part(struct slice template, struct slice *bytes)
{
	bool one;
	while (template.len > 0) {
		if (take(&template, "{amount}")) {
			if (!take_amount(bytes))
				return false;
		} else if (take(&template, "{count}")) {
			if (!take_count(bytes, &one))
				return false;
		} else {
			if (bytes->len == 0 || template.ptr[0] != bytes->ptr[0])
				return false;
			template = slice_sub(template, 1, template.len);
			*bytes = slice_sub(*bytes, 1, bytes->len);
		}
	}
	return true;
}

static bool
match_two(struct slice head, struct slice tail, struct slice bytes)
{
	return match_part(head, &bytes) && match_part(tail, &bytes) && bytes.len == 0;
}

/* An exemption is any displayable text of a policy; what stands behind it in the template ends it. Where there is none,
 * the blank before it is gone too. */
static bool
match_notice(struct slice template, struct slice bytes)
{
	static const char exemption[] = "{exemption}";
	size_t at = 0;
	while (at < template.len && !slice_starts(slice_sub(template, at, template.len), exemption))
		at++;
	struct slice head = slice_sub(template, 0, at), tail = slice_of(NULL, 0), bare = head;
	if (at == template.len)
		return match_two(head, tail, bytes);
	tail = slice_sub(template, at + strlen(exemption), template.len);
	if (at > 0 && head.ptr[at - 1] == ' ')
		bare.len--;
	if (match_two(bare, tail, bytes))
		return true;
	if (!match_part(head, &bytes))
		return false;
	for (size_t len = 1; len <= bytes.len && len <= EXEMPTION_MAX; len++)
		if (match_two(slice_of(NULL, 0), tail, slice_sub(bytes, len, bytes.len)))
			return text_is_displayable(slice_sub(bytes, 0, len), false);
	return false;
}

/* A line of its own begins behind a line feed where the text before it did not end with one; a notice inside a line
 * has a blank before it. */
static struct slice
without_frame(struct slice bytes, bool notice)
{
	if (bytes.len > 0 && (bytes.ptr[0] == '\n' || (notice && bytes.ptr[0] == ' ')))
		bytes = slice_sub(bytes, 1, bytes.len);
	if (bytes.len > 0 && bytes.ptr[bytes.len - 1] == '\n')
		bytes.len--;
	return bytes;
}

static bool
row_matches(const struct templates *templates, size_t row, struct slice bytes)
{
	struct slice text = row_text(templates, row);
	switch (templates->rows[row].name) {
	case INSERT_NOTICE:
		return match_notice(text, without_frame(bytes, true));
	case INSERT_BANNER:
		return slice_equal(text, without_frame(bytes, false));
	case INSERT_SEPARATOR:
		return slice_equal(text, bytes);
	}
	return false;
}

bool
templates_match(const struct templates *templates, enum insert_template name, struct slice bytes)
{
	if (bytes.len == 0 || bytes.len > INSERT_MAX)
		return false;
	for (size_t row = 0; row < templates->count; row++)
		if (templates->rows[row].name == name && row_matches(templates, row, bytes))
			return true;
	return false;
}
