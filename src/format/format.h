/*
 * format/format.h -- one file format: how it is recognised, read and written.
 *
 * Idea:   a format is one .c file and one row of the registry. The reader names the portions, the writer
 *         constructs the output from what is kept plus fixed notices; it never copies the source and cuts holes.
 * Always: a reader is total: what it does not understand becomes PORTION_UNKNOWN without a marking. bid() sees bytes
 *         only and never another format's bid.
 * Owns:   nothing.
 * Fails:  TL_DOCUMENT with file and line (not UTF-8, NUL, empty, two formats that bid the same).
 */
#ifndef FORMAT_FORMAT_H
#define FORMAT_FORMAT_H

#include "document/release.h"

struct format {
	const char *name, *media_type;
	/* Bits of evidence verified in the head (first 64 KiB); 0: not mine. The scheme tells what a mark is. */
	int (*bid)(struct slice head, const struct scheme *scheme);
	/* Fills a document that was initialised and has no portion yet; the others call format_read(). */
	tl_status (*read)(struct document *out, struct tl_error *e);
	/* The first place behind `from` where one message has ended and another begins, so that both sides can be read apart;
	 * source.len where there is none. *joined: no blank line stands between them. NULL: the format is read whole. */
	size_t (*seam)(struct slice source, size_t from, const struct scheme *scheme, bool *joined);
	tl_status (*write)(
	    const struct plan *plan, const struct release *release, struct tl_error *e);
};

/* The rows, ended by NULL, in the order of their names. */
extern const struct format *const formats[];

/* NULL where this build has no such format. */
const struct format *format_find(const char *name);

/* The one format that bids highest; TL_DOCUMENT where none or two do. */
TL_CHECK tl_status format_detect(struct slice source, const char *file, const struct scheme *scheme,
    const struct format **out, struct tl_error *e);

/* Checks the text and reads it, in parts where the format has seams. */
TL_CHECK tl_status format_read(
    const struct format *format, struct document *document, struct tl_error *e);

/* What every text format refuses first: empty, NUL, not UTF-8, above the size limit; with the line. A byte order
 * mark is not refused: the reader makes it part of its first portion. Beyond ASCII, ICU must be there (TL_SYSTEM). */
TL_CHECK tl_status format_check_text(struct slice source, const char *file, struct tl_error *e);

#endif
