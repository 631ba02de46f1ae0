/*
 * manifest/opening.h -- one leaf of one gap, opened: as lines of a proof or of an index.
 *
 * Idea:   an opening carries what leads from a content to its gap's commitment, and on the way says what the leaf and the
 *         tree's root must come to. Those two could be left out; with them a reader is told which part was changed, and
 *         somebody without tearline can check each step by itself.
 * Always: one form, read by manifest/form.h: the opening, its leaf, five steps or more from the leaf upwards, the root,
 *         then the content; a descriptor as its very line, a body in hexadecimal, FORM_BODY_MAX bytes a line.
 * Owns:   nothing; the content is put behind what the caller's buffer holds.
 * Fails:  opening_read() with TL_NO and the reason; TL_SYSTEM for memory, the reader or a digest.
 */
#ifndef MANIFEST_OPENING_H
#define MANIFEST_OPENING_H

#include "manifest/form.h"
#include "manifest/gap.h"
#include "manifest/lines.h"

enum opening_reason {
	OPENING_UNREAD = 0,
	OPENING_GOOD,
	OPENING_FORM,    /* not in the one form */
	OPENING_TOO_FEW, /* steps */
	OPENING_TOO_MANY,
	OPENING_BYTES,   /* the content has another length than stated */
	OPENING_CONTENT, /* a descriptor that is none */
	OPENING_LEAF,
	OPENING_ROOT,
	OPENING_REASONS
};

/* A constant English sentence without its full stop. */
const char *opening_reason_text(enum opening_reason reason);

struct opening {
	uint64_t gap; /* its number in the manifest, from 0 */
	struct gap_proof proof;
	size_t start, len; /* the content's place in the buffer */
	struct gap_climb climb;
};

/* Behind what is in the buffer. */
TL_CHECK tl_status opening_print(struct buf *out, uint64_t gap, const struct gap_proof *proof,
    struct slice content, struct hasher *hasher, struct tl_error *e);

struct opening_reader {
	struct lines lines;
	struct hasher hasher;
	unsigned char *scratch; /* FORM_LINE_MAX */
	struct buf content;
};

TL_CHECK tl_status opening_reader_init(
    struct opening_reader *r, struct tl_reader reader, size_t content_ceiling, struct tl_error *e);
void opening_reader_release(struct opening_reader *r);

/* The next line must be this one; false where it is not. */
TL_CHECK tl_status opening_expect(struct opening_reader *r, enum form_line line,
    struct form_value values[FORM_FIELDS_MAX], bool *there, struct tl_error *e);

/* `values` are those of the LINE_OPENING that was read last. */
TL_CHECK tl_status opening_read(struct opening_reader *r, const struct form_value *values,
    struct opening *out, enum opening_reason *reason, struct tl_error *e);

struct slice opening_content(const struct opening_reader *r, const struct opening *opening);

#endif
