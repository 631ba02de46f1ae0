#include "base/xml.h"

/* Passes over what may stand in front of the root: blanks, an XML declaration, comments. False: something else. */
static bool
skip_front(struct slice *rest)
{
	static const struct {
		const char *open, *close;
	} skipped[] = { { "<?xml", "?>" }, { "<!--", "-->" } };
	for (size_t i = 0; i < sizeof skipped / sizeof *skipped; i++) {
		if (!slice_starts(*rest, skipped[i].open))
			continue;
		size_t len = strlen(skipped[i].close);
		const unsigned char *close = memmem(rest->ptr, rest->len, skipped[i].close, len);
		if (close == NULL)
			return false;
		*rest = slice_sub(*rest, (size_t)(close - rest->ptr) + len, rest->len);
		return true;
	}
	return false;
}

struct slice
xml_root_name(struct slice bytes)
{
	struct slice rest = slice_trim(bytes);
	while (skip_front(&rest))
		rest = slice_trim(rest);
	if (rest.len < 2 || rest.ptr[0] != '<' || memchr("?!", rest.ptr[1], 2) != NULL)
		return slice_of(bytes.ptr, 0);
	size_t from = 1, end = 1;
	while (
	    end < rest.len && rest.ptr[end] > ' ' && rest.ptr[end] != '>' && rest.ptr[end] != '/') {
		end++;
		if (rest.ptr[end - 1] == ':')
			from = end;
	}
	return slice_sub(rest, from, end);
}
