#include "base/xml_plain.h"

static const char declaration[] = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";

/* Of names and of what stands behind them in our files. */
static bool
in_name(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	    c == '-';
}

/* Blanks and line ends as such: of both there is one kind in our files. */
static bool
is_blank(char c)
{
	return c == ' ' || c == '\n';
}

static char *
skip_name(char *at)
{
	while (in_name(*at))
		at++;
	return at;
}

static char *
skip_blanks(char *at)
{
	while (is_blank(*at))
		at++;
	return at;
}

/* name="value", with neither a reference nor a line end in the value. NULL: not plain. */
static char *
take_attribute(struct xml_plain *plain, char *at)
{
	char *name = at, *end = skip_name(at);

	if (end == name || end[0] != '=' || end[1] != '"' ||
	    plain->attr_count == XML_MAX_ATTRIBUTES)
		return NULL;
	char *value = end + 2, *quote = strchr(value, '"');
	if (quote == NULL)
		return NULL;
	*end = *quote = '\0';
	if (strpbrk(value, "&<\t\n\r") != NULL)
		return NULL;
	for (size_t i = 0; i < plain->attr_count; i++)
		if (strcmp(plain->attrs[i].name, name) == 0)
			return NULL;
	plain->attrs[plain->attr_count++] = (struct xml_attr){ name, value };
	return quote + 1;
}

/* The root declares the namespace, in its first attribute, and no other element does. */
static bool
take_namespace(struct xml_plain *plain)
{
	bool root = plain->depth == 0;

	for (size_t i = root ? 1 : 0; i < plain->attr_count; i++)
		if (strcmp(plain->attrs[i].name, "xmlns") == 0)
			return false;
	if (!root)
		return true;
	if (plain->attr_count == 0 || strcmp(plain->attrs[0].name, "xmlns") != 0 ||
	    strcmp(plain->attrs[0].value, plain->namespace_uri) != 0)
		return false;
	plain->attr_count--;
	memmove(plain->attrs, plain->attrs + 1, plain->attr_count * sizeof plain->attrs[0]);
	return true;
}

static bool
open_element(struct xml_plain *plain, char *name)
{
	struct tl_error ignored = { 0 };
	char *end = skip_name(name), *at = skip_blanks(end);
	bool blank = at > end;

	plain->attr_count = 0;
	while (blank && in_name(*at)) {
		char *behind = take_attribute(plain, at);
		if (behind == NULL)
			return false;
		at = skip_blanks(behind);
		blank = at > behind;
	}
	bool closed = at[0] == '/';
	if (end == name || at[closed] != '\0' || !take_namespace(plain))
		return false;
	*end = '\0';
	const struct xml_event event = { .name = name,
		.attrs = plain->attrs,
		.attr_count = plain->attr_count,
		.depth = ++plain->depth };
	const struct xml_visitor *visitor = plain->visitor;
	if (visitor->start(visitor->context, &event, &ignored) != TL_OK)
		return false;
	plain->depth -= closed;
	return !closed || visitor->end(visitor->context, name, &ignored) == TL_OK;
}

/* That the names agree is the tests' to see, as is all that a schema says. */
static bool
close_element(struct xml_plain *plain, char *name)
{
	struct tl_error ignored = { 0 };
	char *end = skip_name(name);

	if (end == name || *end != '\0' || plain->depth == 0)
		return false;
	plain->depth--;
	return plain->visitor->end(plain->visitor->context, name, &ignored) == TL_OK;
}

static bool
take_text(struct xml_plain *plain, struct slice text)
{
	struct tl_error ignored = { 0 };

	if (memchr(text.ptr, '\r', text.len) != NULL)
		return false;
	if (slice_trim(text).len == 0)
		return true;
	if (plain->depth == 0)
		return false;
	if (memchr(text.ptr, '&', text.len) != NULL)
		return false;
	return plain->visitor->text(plain->visitor->context, text, &ignored) == TL_OK;
}

bool
xml_plain_scan(struct xml_plain *plain)
{
	struct slice all = slice_of(plain->text, plain->len);
	bool rooted = false;

	plain->depth = 0;
	plain->at = slice_starts(all, declaration) ? sizeof declaration - 1 : 0;
	if (memchr(all.ptr, '\0', all.len) != NULL)
		return false;
	for (;;) {
		char *text = plain->text + plain->at, *open = strchr(text, '<');
		size_t len = open == NULL ? strlen(text) : (size_t)(open - text);
		if (open != NULL)
			*open = '\0';
		if (!take_text(plain, slice_of(text, len)))
			return false;
		if (open == NULL)
			return rooted && plain->depth == 0;
		char *tag = open + 1, *close = strchr(tag, '>');
		if (close == NULL || (rooted && plain->depth == 0))
			return false;
		*close = '\0';
		plain->at = (size_t)(close - plain->text);
		if (!(tag[0] == '/' ? close_element(plain, tag + 1) : open_element(plain, tag)))
			return false;
		plain->at++;
		rooted = true;
	}
}
