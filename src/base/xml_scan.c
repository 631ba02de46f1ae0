#include <stdlib.h>

#include "base/wipe.h"
#include "base/xml_door.h"

#define XML_SCAN_CHUNK ((size_t)1 << 16)

/* Bytes wait here for the parser; what is left of a cut UTF-8 sequence moves to the front. */
struct window {
	unsigned char *bytes;
	size_t len;
	bool ended;
};

static tl_status
fill(struct window *window, struct tl_reader reader, const char *file,
    const struct xml_visitor *visitor, void (*raw)(void *context, struct slice chunk),
    struct tl_error *e)
{
	while (!window->ended && window->len < XML_MAX_DECLARATION) {
		unsigned char *to = window->bytes + window->len;
		size_t space = XML_SCAN_CHUNK - window->len;
		int64_t got = reader.read(reader.context, to, space);
		if (got < 0 || (uint64_t)got > space)
			return error_at(e, TL_SYSTEM, file, 0, 0, "the file cannot be read");
		if (got == 0)
			window->ended = true;
		else if (raw != NULL)
			raw(visitor->context, slice_of(to, (size_t)got));
		window->len += (size_t)got;
	}
	return TL_OK;
}

static tl_status
pump(struct xml_door *door, struct window *window, struct tl_reader reader,
    void (*raw)(void *context, struct slice chunk), struct tl_error *e)
{
	while (!window->ended || window->len > 0) {
		size_t used;
		TRY(fill(window, reader, door->file, door->visitor, raw, e));
		TRY(xml_door_feed(
		    door, slice_of(window->bytes, window->len), window->ended, &used));
		memmove(window->bytes, window->bytes + used, window->len - used);
		window->len -= used;
	}
	return xml_door_close(door);
}

tl_status
xml_scan(struct tl_reader reader, const char *file, const struct xml_dialect *dialect,
    const struct xml_visitor *visitor, void (*raw)(void *context, struct slice chunk),
    struct tl_error *e)
{
	struct window window = { 0 };
	struct xml_door door;
	tl_status status = xml_door_init(&door, file, dialect, visitor, e);
	if (status != TL_OK)
		goto out;
	window.bytes = malloc(XML_SCAN_CHUNK);
	status = window.bytes == NULL ? error_memory(e) : pump(&door, &window, reader, raw, e);
out:
	if (window.bytes != NULL)
		wipe(window.bytes, XML_SCAN_CHUNK);
	free(window.bytes);
	xml_door_release(&door);
	return status;
}
