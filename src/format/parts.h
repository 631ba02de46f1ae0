/*
 * format/parts.h -- a long source, read part by part, two at a time.
 *
 * Idea:   messages have nothing to do with each other, so a file of many is read in parts of some MiB: two at the same time,
 *         through tables that are used again.
 * Always: what is read is what one walk over the whole source reads. Where the parts lie depends on the bytes alone, never on
 *         the machine. A reader that was not at rest at the end of its part reads it again together with what follows, each
 *         time twice as much, so that the work stays linear.
 * Owns:   its documents; their portions live until the next call, their markings until parts_release().
 * Fails:  TL_SYSTEM on memory.
 */
#ifndef FORMAT_PARTS_H
#define FORMAT_PARTS_H

#include "format/format.h"

#define PART_LEAST ((size_t)2 << 20)

struct part {
	struct document document;
	const struct format *format;
	tl_status status;
	struct tl_error error;
};

struct parts {
	const struct format *format;
	struct slice source;
	size_t least;      /* a part holds more bytes than this, but for the last one */
	size_t from, size; /* where the next part begins; its own least */
	bool joined;       /* as in struct document, of the next part */
	struct part part[2];
};

/* For the source and under the name of `whole`. */
void parts_init(
    struct parts *parts, const struct format *format, const struct document *whole, size_t least);
/* The source goes on with this text; the part before was at rest. */
void parts_go_on(struct parts *parts, struct slice source, bool joined);
void parts_release(struct parts *parts);

/* Reads the next one or two parts into part[]; *count is 0 at the end of the source. */
TL_CHECK tl_status parts_next(struct parts *parts, size_t *count, struct tl_error *e);

/* Reads the whole source into `document`, which has no portion yet. */
TL_CHECK tl_status parts_read(
    const struct format *format, struct document *document, size_t least, struct tl_error *e);

#endif
