#include "format/view.h"
#include "base/unicode.h"
#include "base/utf8.h"

/* What typesetters write and nobody takes for something else. 0: not of this kind. */
static unsigned char
typographic(uint32_t c)
{
	if (c >= 0x2010 && c <= 0x2015)
		return '-';
	if (c == 0x2018 || c == 0x2019)
		return '\'';
	if (c == 0x201c || c == 0x201d)
		return '"';
	if (c == 0x2022 || c == 0x25cf || c == 0x25aa || c == 0x25e6 || c == 0xb7)
		return '*';
	if (c == 0xb6)
		return VIEW_PILCROW;
	if (c == 0x2026)
		return '.';
	if (c >= 0xa1 && c < 0x250 && c != 0xad)
		return VIEW_OTHER; /* Latin letters and signs */
	return 0;
}

static void
put(struct view *view, unsigned char byte, size_t from)
{
	if (view->len < VIEW_WINDOW) {
		view->bytes[view->len] = byte;
		view->from[view->len] = (uint16_t)from;
		view->len++;
	}
}

/* One character that is in disguise, or hidden, or foreign. */
static void
put_folded(struct view *view, struct slice character, size_t from)
{
	unsigned char seen[64];
	struct buf folded = { .ptr = seen, .capacity = sizeof seen, .ceiling = sizeof seen };

	unicode_fold(character, &folded);
	struct slice s = buf_slice(&folded);
	bool ascii = slice_is_ascii(s);
	if (ascii && view->clean > view->len)
		view->clean = view->len;
	if (!ascii || folded.failed)
		put(view, VIEW_OTHER, from);
	for (size_t i = 0; ascii && i < s.len; i++)
		put(view, s.ptr[i], from);
}

static size_t
put_ascii(struct view *view, struct slice raw, size_t at)
{
	while (at < raw.len && raw.ptr[at] < 0x7f && view->len < VIEW_WINDOW &&
	    (raw.ptr[at] >= 0x20 || (raw.ptr[at] >= '\t' && raw.ptr[at] <= '\r'))) {
		view->bytes[view->len] = raw.ptr[at];
		view->from[view->len++] = (uint16_t)at++;
	}
	return at;
}

static void
fold(struct view *view, struct slice raw)
{
	view->text = view->bytes;
	view->len = 0;
	view->clean = SIZE_MAX;
	view->folded = true;
	size_t at = 0;
	while ((at = put_ascii(view, raw, at)) < raw.len && view->len < VIEW_WINDOW) {
		size_t from = at;
		uint32_t c = utf8_next(raw, &at);
		unsigned char known = c >= 0x80 ? typographic(c) : 0;
		if (known != 0)
			put(view, known, from);
		else
			put_folded(view, slice_sub(raw, from, at), from);
	}
	view->from[view->len] = (uint16_t)at;
}

static void
whole(struct view *view, struct slice raw)
{
	view->text = raw.ptr;
	view->len = raw.len;
	view->clean = SIZE_MAX;
	view->folded = false;
}

void
view_head(struct view *view, struct slice raw, bool plain)
{
	if (raw.len > VIEW_WINDOW)
		raw.len = VIEW_WINDOW;
	if (plain)
		whole(view, raw);
	else
		fold(view, raw);
}

void
view_tail(struct view *view, struct slice raw, bool plain, size_t *skipped)
{
	size_t from = raw.len > VIEW_WINDOW ? raw.len - VIEW_WINDOW : 0;

	while (from < raw.len && (raw.ptr[from] & 0xc0) == 0x80)
		from++; /* never inside a character */
	*skipped = from;
	view_head(view, slice_sub(raw, from, raw.len), plain);
}
