#include "base/xml_sieve.h"

static const char *
bang(unsigned char c)
{
	if (c == '-')
		return "a comment is not allowed here: remove it";
	if (c == '[')
		return "a CDATA section is not allowed here: write plain text with &lt; and &amp;";
	return "a DOCTYPE is not allowed here: remove it, entities and default attributes with it";
}

/* Moves to the end of the attribute value, or of the chunk. */
static void
skip_value(struct xml_sieve *sieve, struct slice chunk, size_t *at)
{
	int quote = sieve->state == XML_SIEVE_DOUBLE ? '"' : '\'';
	const unsigned char *end = memchr(chunk.ptr + *at, quote, chunk.len - *at);
	size_t next = end == NULL ? chunk.len : (size_t)(end - chunk.ptr) + 1;
	sieve->tag_len += next - *at;
	*at = next;
	if (end != NULL)
		sieve->state = XML_SIEVE_TAG;
}

/* Moves to the next quote, to the end of the tag, or of the chunk. */
static const char *
skip_tag(struct xml_sieve *sieve, struct slice chunk, size_t *at)
{
	while (*at < chunk.len) {
		unsigned char c = chunk.ptr[*at];
		if (c == '<')
			return "a tag is not closed: there is a < inside it";
		*at += 1;
		sieve->tag_len++;
		if (c == '>') {
			sieve->state = XML_SIEVE_TEXT;
			return NULL;
		}
		if (c == '"' || c == '\'') {
			sieve->state = c == '"' ? XML_SIEVE_DOUBLE : XML_SIEVE_SINGLE;
			sieve->attributes++;
			return NULL;
		}
	}
	return NULL;
}

/* Where comments are allowed: from behind <! to behind the first --, which must end it. */
static const char *
skip_comment(struct xml_sieve *sieve, struct slice chunk, size_t *at)
{
	const unsigned char *dash = NULL;

	switch (sieve->state) {
	case XML_SIEVE_BANG:
		if (chunk.ptr[*at] != '-')
			return bang(chunk.ptr[*at]);
		sieve->state = XML_SIEVE_DASH;
		break;
	case XML_SIEVE_DASH:
		if (chunk.ptr[*at] != '-')
			return "a comment is damaged: it begins with <!--";
		sieve->state = XML_SIEVE_COMMENT;
		break;
	case XML_SIEVE_COMMENT:
		dash = memchr(chunk.ptr + *at, '-', chunk.len - *at);
		*at = dash == NULL ? chunk.len : (size_t)(dash - chunk.ptr) + 1;
		if (dash != NULL)
			sieve->state = XML_SIEVE_COMMENT_DASH;
		return NULL;
	case XML_SIEVE_COMMENT_DASH:
		sieve->state = chunk.ptr[*at] == '-' ? XML_SIEVE_COMMENT_DASHES : XML_SIEVE_COMMENT;
		break;
	case XML_SIEVE_COMMENT_DASHES:
		if (chunk.ptr[*at] != '>')
			return "a comment is damaged: -- stands inside it";
		sieve->state = XML_SIEVE_TEXT;
		break;
	case XML_SIEVE_TEXT:
	case XML_SIEVE_OPEN:
	case XML_SIEVE_TAG:
	case XML_SIEVE_DOUBLE:
	case XML_SIEVE_SINGLE:
		return "the sieve is in no known state";
	}
	*at += 1;
	return NULL;
}

static const char *
step(struct xml_sieve *sieve, struct slice chunk, size_t *at)
{
	const unsigned char *open;

	switch (sieve->state) {
	case XML_SIEVE_TEXT:
		open = memchr(chunk.ptr + *at, '<', chunk.len - *at);
		*at = open == NULL ? chunk.len : (size_t)(open - chunk.ptr) + 1;
		if (open != NULL)
			*sieve = (struct xml_sieve){ XML_SIEVE_OPEN, sieve->comments, 0, 0 };
		return NULL;
	case XML_SIEVE_OPEN:
		if (chunk.ptr[*at] == '?')
			return "a processing instruction is not allowed here, and an XML declaration "
			       "only at the very beginning";
		sieve->state = chunk.ptr[*at] == '!' ? XML_SIEVE_BANG : XML_SIEVE_TAG;
		if (sieve->state == XML_SIEVE_BANG)
			*at += 1;
		return NULL;
	case XML_SIEVE_BANG:
		return sieve->comments ? skip_comment(sieve, chunk, at) : bang(chunk.ptr[*at]);
	case XML_SIEVE_DASH:
	case XML_SIEVE_COMMENT:
	case XML_SIEVE_COMMENT_DASH:
	case XML_SIEVE_COMMENT_DASHES:
		return skip_comment(sieve, chunk, at);
	case XML_SIEVE_TAG:
		return skip_tag(sieve, chunk, at);
	case XML_SIEVE_DOUBLE:
	case XML_SIEVE_SINGLE:
		skip_value(sieve, chunk, at);
		return NULL;
	}
	return "the sieve is in no known state";
}

const char *
xml_sieve_check(struct xml_sieve *sieve, struct slice chunk, size_t *at)
{
	*at = 0;
	while (*at < chunk.len) {
		const char *what = step(sieve, chunk, at);
		if (what != NULL)
			return what;
		if (sieve->attributes > XML_MAX_ATTRIBUTES)
			return "an element has more than 64 attributes";
		if (sieve->tag_len > XML_MAX_TAG)
			return "a tag is longer than a megabyte";
	}
	return NULL;
}

static bool
skip_blanks(struct slice *rest)
{
	size_t i = 0;
	while (i < rest->len &&
	    (rest->ptr[i] == ' ' ||
		(rest->ptr[i] >= '\t' && rest->ptr[i] <= '\r' && rest->ptr[i] != '\v' &&
		    rest->ptr[i] != '\f')))
		i++;
	*rest = slice_sub(*rest, i, rest->len);
	return i > 0;
}

static bool
skip_word(struct slice *rest, const char *word)
{
	if (!slice_starts(*rest, word))
		return false;
	*rest = slice_sub(*rest, strlen(word), rest->len);
	return true;
}

/* Eq and a quoted value (XML 1.0 productions 24, 25, 32, 80). */
static bool
take_value(struct slice *rest, struct slice *value)
{
	skip_blanks(rest);
	if (!skip_word(rest, "="))
		return false;
	skip_blanks(rest);
	if (rest->len == 0 || (rest->ptr[0] != '"' && rest->ptr[0] != '\''))
		return false;
	unsigned char quote = rest->ptr[0];
	*rest = slice_sub(*rest, 1, rest->len);
	const unsigned char *end = memchr(rest->ptr, quote, rest->len);
	if (end == NULL)
		return false;
	*value = slice_split(rest, quote);
	return true;
}

static const char *
check_declaration(struct slice *rest)
{
	static const char damaged[] = "the XML declaration is damaged";
	struct slice value;

	if (!skip_blanks(rest) || !skip_word(rest, "version") || !take_value(rest, &value))
		return damaged;
	if (!slice_is(value, "1.0"))
		return "the XML version is not 1.0: only XML 1.0 is read";
	bool blank = skip_blanks(rest);
	if (blank && skip_word(rest, "encoding")) {
		if (!take_value(rest, &value))
			return damaged;
		if (!slice_equal_nocase(value, slice_str("utf-8")))
			return "the declared encoding is not UTF-8: convert the file";
		blank = skip_blanks(rest);
	}
	if (blank && skip_word(rest, "standalone")) {
		if (!take_value(rest, &value) || !(slice_is(value, "yes") || slice_is(value, "no")))
			return damaged;
		skip_blanks(rest);
	}
	return skip_word(rest, "?>") ? NULL : damaged;
}

const char *
xml_declaration_check(struct slice head, size_t *len)
{
	*len = 0;
	if (head.len == 0)
		return "the text is empty";
	if (slice_starts(head, "\xef\xbb\xbf"))
		return "the text begins with a byte order mark: remove it";
	if (slice_starts(head, "\xff\xfe") || slice_starts(head, "\xfe\xff"))
		return "the text is UTF-16: convert it to UTF-8";
	if (!slice_starts(head, "<?xml") ||
	    (head.len > 5 && head.ptr[5] > ' ' && head.ptr[5] != '?'))
		return NULL;
	struct slice rest = slice_sub(head, 5, head.len);
	const char *what = check_declaration(&rest);
	if (what == NULL)
		*len = head.len - rest.len;
	return what;
}
