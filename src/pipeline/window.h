/*
 * pipeline/window.h -- the written output, read back a stretch at a time.
 *
 * Idea:   the output is checked from the bytes that were stored, and it may be larger than what should be held of it. A
 *         window is some MiB of whole messages; only a message that is longer makes it grow.
 * Always: the windows, joined, are the output, byte for byte and as long as it was written. Where they end depends on the
 *         bytes alone. A format without seams is one window.
 * Owns:   the bytes of the window at hand, until the next call.
 * Fails:  TL_SYSTEM on memory, and where the output cannot be read back as long as it was written.
 */
#ifndef PIPELINE_WINDOW_H
#define PIPELINE_WINDOW_H

#include "format/format.h"

#define WINDOW_BYTES ((size_t)4 << 20)

struct output {
	int64_t (*read)(void *context, uint64_t offset, void *bytes, size_t capacity);
	void *context;
	uint64_t bytes; /* written */
};

struct window {
	const struct output *output;
	const struct format *format;
	const struct scheme *scheme;
	size_t least;    /* that it holds, but for the last */
	uint64_t offset; /* read so far */
	unsigned char *bytes;
	size_t len, used, capacity; /* used: what the last call gave */
	bool joined, next_joined;   /* as in struct document */
};

void window_init(struct window *window, const struct output *output, const struct format *format,
    const struct scheme *scheme, size_t least);
void window_release(struct window *window);
void window_rewind(struct window *window);

/* The next stretch; empty at the end. window->joined says how it follows the one before. */
TL_CHECK tl_status window_next(struct window *window, struct slice *stretch, struct tl_error *e);
bool window_is_last(const struct window *window);

#endif
