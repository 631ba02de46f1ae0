#include "base/slice.h"

static unsigned char
lower(unsigned char c)
{
	return c >= 'A' && c <= 'Z' ? (unsigned char)(c + ('a' - 'A')) : c;
}

bool
slice_equal_nocase(struct slice a, struct slice b)
{
	if (a.len != b.len)
		return false;
	for (size_t i = 0; i < a.len; i++)
		if (lower(a.ptr[i]) != lower(b.ptr[i]))
			return false;
	return true;
}

static bool
is_blank(unsigned char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

struct slice
slice_trim(struct slice s)
{
	while (s.len > 0 && is_blank(s.ptr[0]))
		s = slice_sub(s, 1, s.len);
	while (s.len > 0 && is_blank(s.ptr[s.len - 1]))
		s.len--;
	return s;
}

struct slice
slice_split(struct slice *rest, unsigned char separator)
{
	const unsigned char *at = rest->len > 0 ? memchr(rest->ptr, separator, rest->len) : NULL;
	if (at == NULL) {
		struct slice all = *rest;
		*rest = slice_of(all.ptr + all.len, 0);
		return all;
	}
	size_t len = (size_t)(at - rest->ptr);
	struct slice head = slice_sub(*rest, 0, len);
	*rest = slice_sub(*rest, len + 1, rest->len);
	return head;
}
