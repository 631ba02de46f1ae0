/*
 * manifest/leaf_reader.h -- a manifest that is hashed as a leaf while it is read.
 *
 * Idea:   the verifier reads a manifest once. Where it is looked for in a batch, its leaf is taken from the very bytes that are
 *         examined, on their way.
 * Always: SHA384(0x00 || manifest), RFC 9162 §2.1.1.
 * Owns:   a hasher, until leaf_reader_release().
 * Fails:  TL_SYSTEM.
 */
#ifndef MANIFEST_LEAF_READER_H
#define MANIFEST_LEAF_READER_H

#include "base/crypto.h"

struct leaf_reader {
	struct tl_reader from;
	struct hasher hasher;
};

TL_CHECK tl_status leaf_reader_init(
    struct leaf_reader *reader, struct tl_reader from, struct tl_error *e);
void leaf_reader_release(struct leaf_reader *reader);
struct tl_reader leaf_reader_of(struct leaf_reader *reader);
/* Of everything read. */
TL_CHECK tl_status leaf_reader_end(
    struct leaf_reader *reader, struct digest *leaf, struct tl_error *e);

#endif
