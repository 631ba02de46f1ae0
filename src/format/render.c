#include "format/render.h"
#include "base/unicode.h"
#include "base/utf8.h"
#include "format/lines.h"

struct filter {
	struct buf *out;
	size_t from; /* where this piece began in the buffer */
	bool fresh;  /* the output was at the beginning of a line then */
};

static bool
at_line_start(const struct filter *f)
{
	return f->out->len == f->from ? f->fresh : f->out->ptr[f->out->len - 1] == '\n';
}

static void
end_line(struct filter *f)
{
	struct buf *out = f->out;
	while (
	    out->len > f->from && (out->ptr[out->len - 1] == ' ' || out->ptr[out->len - 1] == '\t'))
		out->len--;
	if (!at_line_start(f))
		buf_add_byte(out, '\n');
}

/* A stretch without line ends. */
static void
add_text(struct filter *f, struct slice text)
{
	size_t at = 0, copied = 0;

	if (slice_is_ascii(text) && memchr(text.ptr, 0x7f, text.len) == NULL) {
		bool plain = true;
		for (size_t i = 0; i < text.len; i++)
			plain &= text.ptr[i] >= 0x20;
		if (plain) {
			buf_add_slice(f->out, text);
			return;
		}
	}
	while (at < text.len) {
		size_t start = at;
		if (!unicode_is_hidden(utf8_next(text, &at)))
			continue;
		buf_add(f->out, text.ptr + copied, start - copied);
		copied = at;
	}
	buf_add(f->out, text.ptr + copied, text.len - copied);
}

static size_t
next_break(struct slice text, size_t at, size_t *length)
{
	for (; at < text.len; at++) {
		unsigned char c = text.ptr[at];
		if (c > '\r' && c != 0xc2 && c != 0xe2)
			continue;
		*length = line_break(text.ptr + at, text.len - at);
		if (*length > 0)
			return at;
	}
	*length = 0;
	return text.len;
}

static void
add_lines(struct filter *f, struct slice text)
{
	size_t at = 0;

	while (at < text.len && !f->out->failed) {
		size_t length, end = next_break(text, at, &length);
		add_text(f, slice_sub(text, at, end));
		if (length > 0)
			end_line(f);
		at = end + length;
	}
}

void
render_piece(struct buf *out, struct slice text, size_t start, size_t end, const struct edit *edits,
    size_t edit_count, bool fresh)
{
	struct filter f = { .out = out, .from = out->len, .fresh = fresh };
	size_t at = start;

	for (size_t i = 0; i < edit_count; i++) {
		size_t from = edits[i].from < at ? at : edits[i].from;
		size_t to = edits[i].to < end ? edits[i].to : end;
		if (from >= end || to < at)
			continue;
		add_lines(&f, slice_sub(text, at, from));
		if (edits[i].from >= start) /* what a piece before began is not said again */
			buf_add_slice(out, edits[i].with);
		at = to;
	}
	add_lines(&f, slice_sub(text, at, end));
}

void
render_end_line(struct buf *out, size_t from, bool fresh)
{
	struct filter f = { .out = out, .from = from, .fresh = fresh };
	end_line(&f);
}
