/*
 * manifest/record.h -- the withheld record: everything that proves a release, kept on the high side.
 *
 * Idea:   the manifest says that something was bound; the record says what and why. With it and the original anybody
 *         who may see the original can make the whole release again, byte for byte, and open any gap. The manifest
 *         pins it by a salted commitment, so that it cannot be rewritten later.
 * Always: the seed stands here and nowhere else: without the record every gap stays closed for ever. Texts of the
 *         document are shown with U+FFFD for what XML cannot carry; the ranges are exact.
 * Owns:   the writer a block and a hasher; a read record an arena. Both are wiped at release.
 * Fails:  TL_SYSTEM where the sink, the reader or memory fails; record_read() with TL_NO for what is no record.
 *
 * Form (policies/schema/record.rng): one element a line, fixed order, every attribute always there.
 */
#ifndef MANIFEST_RECORD_H
#define MANIFEST_RECORD_H

#include "base/arena.h"
#include "base/crypto.h"
#include "manifest/form.h"

#define RECORD_POLICY_MAX ((size_t)1 << 26) /* bytes of a policy's copy */

struct record_library {
	const char *name, *version;
};

/* What is known before the first piece. The same when written and when read. */
struct record_head {
	const char *tool, *tool_version;
	const char *confinement; /* "none", or what was in force */
	const struct record_library *libraries;
	size_t library_count;
	unsigned char manifest_id[FORM_ID_SIZE];
	const char *created;
	const char *output_name;
	unsigned char seed[SEED_SIZE];
	const char *source_file, *source_format;
	uint64_t source_bytes;
	struct digest source_digest;
	const char *scheme_id, *scheme_profile, *scheme_version;
	struct digest scheme_digest;
	const char *policy_id, *policy_version;
	struct digest policy_digest;
	struct slice policy; /* the exact bytes */
};

struct record_piece {
	bool kept;
	uint64_t index;                          /* of the piece, from 0 */
	uint64_t portion;                        /* its portion's index */
	uint64_t start, end;                     /* bytes of the source */
	struct slice kind;                       /* of the portion */
	struct slice written, marking, released; /* the mark as written, as read, as released */
	struct slice read;                       /* how it was read: reading_name() */
	struct slice decision;                   /* action_name() of the portion */
	struct slice rules;                      /* ids divided by one blank */
	struct slice reason, exemption;
	/* Withheld: which gap, and which piece in it, from 0: manifest_writer's gap_number and gap_pieces before the piece
	 * was handed to it. */
	uint64_t gap, inner;
};

struct record_writer {
	struct tl_sink sink;
	struct hasher hasher;
	struct buf block;
};

TL_CHECK tl_status record_writer_init(struct record_writer *w, const struct record_head *head,
    struct tl_sink sink, struct tl_error *e);
void record_writer_release(struct record_writer *w);

TL_CHECK tl_status record_writer_piece(
    struct record_writer *w, const struct record_piece *piece, struct tl_error *e);
/* `digest` is what manifest_tail.record points to: the record is finished before the manifest's tail. */
TL_CHECK tl_status record_writer_finish(struct record_writer *w, const char *const *warnings,
    size_t warning_count, struct digest *digest, struct tl_error *e);

struct record {
	struct arena arena;
	struct record_head head;
	uint64_t kept, withheld; /* pieces */
	size_t warnings;
	struct digest digest; /* of the whole record, as in the manifest's commitment */
};

/* Called for every piece in order; its slices live during the call. NULL: the pieces are only counted. */
typedef tl_status record_see_piece(
    void *context, const struct record_piece *piece, struct tl_error *e);

TL_CHECK tl_status record_read(struct tl_reader reader, const char *file, record_see_piece *see,
    void *context, struct record *out, struct tl_error *e);
void record_release(struct record *record);

/* SHA384("tearline-audit-v1\n" || salt || SHA384(record)). */
TL_CHECK tl_status record_commitment(struct hasher *hasher, const unsigned char salt[32],
    const struct digest *record, struct digest *out, struct tl_error *e);

#endif
