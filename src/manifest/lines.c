#include "manifest/lines.h"

#include <stdlib.h>

#include "manifest/form.h"

#define LINES_BUFFER ((size_t)4 * FORM_LINE_MAX)

tl_status
lines_init(struct lines *lines, struct tl_reader reader, struct tl_error *e)
{
	*lines = (struct lines){ .reader = reader };
	TRY(hasher_init(&lines->hasher, e));
	lines->bytes = malloc(LINES_BUFFER);
	return lines->bytes == NULL ? error_memory(e) : TL_OK;
}

void
lines_release(struct lines *lines)
{
	hasher_release(&lines->hasher);
	free(lines->bytes);
	*lines = (struct lines){ .ended = true };
}

static tl_status
fill(struct lines *lines, struct tl_error *e)
{
	memmove(lines->bytes, lines->bytes + lines->at, lines->len - lines->at);
	lines->len -= lines->at;
	lines->at = 0;
	size_t space = LINES_BUFFER - lines->len;
	int64_t got = lines->reader.read(lines->reader.context, lines->bytes + lines->len, space);
	if (got < 0 || (uint64_t)got > space)
		return error_set(e, TL_SYSTEM, "the manifest cannot be read");
	lines->ended = got == 0;
	hasher_add(&lines->hasher, slice_of(lines->bytes + lines->len, (size_t)got));
	lines->len += (size_t)got;
	return TL_OK;
}

tl_status
lines_next(struct lines *lines, struct slice *line, struct tl_error *e)
{
	const unsigned char *feed = NULL;
	size_t seen = 0, have;
	*line = slice_of(NULL, 0);
	for (;;) {
		have = lines->len - lines->at;
		if (have > seen)
			feed = memchr(lines->bytes + lines->at + seen, '\n', have - seen);
		seen = have;
		if (feed != NULL || have >= FORM_LINE_MAX || lines->ended)
			break;
		TRY(fill(lines, e));
	}
	const unsigned char *start = lines->bytes + lines->at;
	*line = slice_of(start, feed == NULL ? have : (size_t)(feed - start) + 1);
	if (line->len > FORM_LINE_MAX)
		line->len = FORM_LINE_MAX;
	lines->at += line->len;
	lines->number += line->len > 0;
	return TL_OK;
}

tl_status
lines_digest(struct lines *lines, struct digest *out, struct tl_error *e)
{
	return hasher_end(&lines->hasher, out, e);
}
