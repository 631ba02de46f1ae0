#include "base/xml.h"

static const char *
escape_of(unsigned char c)
{
	if (c > '>')
		return NULL;
	if (c == '&')
		return "&amp;";
	if (c == '<')
		return "&lt;";
	if (c == '>')
		return "&gt;";
	if (c == '"')
		return "&quot;";
	/* A parser turns these into blanks in an attribute, and CR into LF everywhere (XML 1.0 §2.11, §3.3.3). */
	if (c == '\t')
		return "&#9;";
	if (c == '\n')
		return "&#10;";
	if (c == '\r')
		return "&#13;";
	return NULL;
}

void
xml_add_escaped(struct buf *buf, struct slice text)
{
	size_t from = 0;
	for (size_t i = 0; i < text.len; i++) {
		const char *escape = escape_of(text.ptr[i]);
		if (escape == NULL)
			continue;
		buf_add_slice(buf, slice_sub(text, from, i));
		buf_add_str(buf, escape);
		from = i + 1;
	}
	buf_add_slice(buf, slice_sub(text, from, text.len));
}
