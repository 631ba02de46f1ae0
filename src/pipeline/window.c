#include <stdlib.h>

#include "pipeline/window.h"

void
window_init(struct window *w, const struct output *output, const struct format *format,
    const struct scheme *scheme, size_t least)
{
	*w =
	    (struct window){ .output = output, .format = format, .scheme = scheme, .least = least };
}

void
window_release(struct window *w)
{
	free(w->bytes);
	w->bytes = NULL;
}

void
window_rewind(struct window *w)
{
	w->offset = 0;
	w->len = w->used = 0;
	w->capacity = 0; /* the same windows again */
	w->joined = w->next_joined = false;
}

bool
window_is_last(const struct window *w)
{
	return w->offset == w->output->bytes && w->used == w->len;
}

static tl_status
grow(struct window *w, struct tl_error *e)
{
	size_t capacity = w->capacity > 0 ? w->capacity * 2 : w->least * 2;

	if (capacity > w->output->bytes)
		capacity = (size_t)w->output->bytes;
	unsigned char *bytes = realloc(w->bytes, capacity);
	if (bytes == NULL)
		return error_memory(e);
	w->bytes = bytes;
	w->capacity = capacity;
	return TL_OK;
}

/* Reads on. What is stored may be neither shorter nor longer than what was written. */
static tl_status
read_more(struct window *w, unsigned char *to, size_t room, struct tl_error *e)
{
	uint64_t left = w->output->bytes - w->offset;
	int64_t got = w->output->read(w->output->context, w->offset, to, room);

	if (got < 0 || (got == 0) != (left == 0) || (uint64_t)got > left)
		return error_set(
		    e, TL_SYSTEM, "the output could not be read back as it was written");
	w->offset += (uint64_t)got;
	return TL_OK;
}

static tl_status
fill(struct window *w, struct tl_error *e)
{
	unsigned char behind;

	while (w->len < w->capacity && w->offset < w->output->bytes) {
		uint64_t before = w->offset;
		TRY(read_more(w, w->bytes + w->len, w->capacity - w->len, e));
		w->len += (size_t)(w->offset - before);
	}
	return w->offset == w->output->bytes ? read_more(w, &behind, 1, e) : TL_OK;
}

/* Where the window ends; 0: nowhere yet. A line that is cut short may look like the first of another message. */
static size_t
seam(struct window *w)
{
	const unsigned char *eol = memrchr(w->bytes, '\n', w->len);
	struct slice whole = slice_of(w->bytes, eol != NULL ? (size_t)(eol - w->bytes) + 1 : 0);

	if (w->format->seam == NULL || whole.len <= w->least)
		return 0;
	size_t at = w->format->seam(whole, w->least, w->scheme, &w->next_joined);
	return at < whole.len ? at : 0;
}

tl_status
window_next(struct window *w, struct slice *stretch, struct tl_error *e)
{
	*stretch = slice_of("", 0);
	if (w->used < w->len)
		memmove(w->bytes, w->bytes + w->used, w->len - w->used);
	w->len -= w->used;
	w->used = 0;
	w->joined = w->next_joined;
	for (;;) {
		if (w->len == w->capacity && w->offset < w->output->bytes)
			TRY(grow(w, e));
		TRY(fill(w, e));
		*stretch = slice_of(w->bytes, w->len);
		w->used = w->len;
		if (w->offset == w->output->bytes)
			return TL_OK;
		w->used = seam(w);
		if (w->used > 0)
			break;
	}
	stretch->len = w->used;
	return TL_OK;
}
