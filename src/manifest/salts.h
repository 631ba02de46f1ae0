/*
 * manifest/salts.h -- what is drawn before the first gap.
 *
 * Idea:   the writer draws it, and whoever opens a release later draws it again: in one place, in one order.
 * Always: SALTS_DRAWN bytes of the stream: the manifest's id, the salts of source and record, and what stands for the
 *         record's digest where none is kept (docs/manifest.md, F-4).
 * Owns:   nothing; the caller wipes the salts.
 * Fails:  TL_SYSTEM where the stream or a digest fails.
 */
#ifndef MANIFEST_SALTS_H
#define MANIFEST_SALTS_H

#include "manifest/draw.h"
#include "manifest/form.h"

#define SALTS_DRAWN (FORM_ID_SIZE + 2 * FORM_SALT_SIZE + DIGEST_SIZE)

struct salts {
	unsigned char id[FORM_ID_SIZE];
	unsigned char source[FORM_SALT_SIZE], record[FORM_SALT_SIZE];
	struct digest no_record;
};

TL_CHECK tl_status salts_draw(struct salts *salts, struct draw *draw, struct tl_error *e);

/* SHA384("tearline-source-v1\n" || salt || SHA384(source)): it cannot be found by guessing the source. */
TL_CHECK tl_status source_commitment(struct hasher *hasher,
    const unsigned char salt[FORM_SALT_SIZE], const struct digest *source, struct digest *out,
    struct tl_error *e);

#endif
