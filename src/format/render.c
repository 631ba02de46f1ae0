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

/* One character that is no printable ASCII: a line end, a blank, something hidden, or a letter. */
static size_t
add_special(struct filter *f, struct slice text, size_t at)
{
	size_t length = line_break(text.ptr + at, text.len - at), next = at;

	if (length > 0) {
		end_line(f);
		return at + length;
	}
	if (!unicode_is_hidden(utf8_next(text, &next)))
		buf_add(f->out, text.ptr + at, next - at);
	return next;
}

static void
add_lines(struct filter *f, struct slice text)
{
	size_t at = 0;

	while (at < text.len && !f->out->failed) {
		size_t end = next_special(text, at);
		buf_add(f->out, text.ptr + at, end - at);
		at = end < text.len ? add_special(f, text, end) : end;
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
