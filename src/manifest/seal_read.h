/*
 * manifest/seal_read.h -- takes a seal apart, and says what is wrong with it.
 *
 * Idea:   every field is compared with the only value it may have, in the order of the file, so that each forgery gets
 *         its own reason. seal_check() does not rely on that: it writes the seal again and compares.
 * Always: an answer other than SEAL_UNCHECKED is a refusal.
 * Owns:   the certificates; seal_read_release() frees them. Slices point into the seal.
 * Fails:  never otherwise. Certificates that cannot be read are a refusal.
 */
#ifndef MANIFEST_SEAL_READ_H
#define MANIFEST_SEAL_READ_H

#include "manifest/seal.h"

struct seal_read {
	enum seal_content content;  /* the only one that passes */
	struct certificates own;    /* one: the signer's */
	struct certificates others; /* in the order of the file */
	struct digest manifest;
	int64_t signing_time;
	struct slice attributes; /* content of the set */
	struct slice algorithm;  /* of the signature, whole */
	struct slice signature;
};

enum seal_reason seal_read_all(struct seal_read *out, enum seal_content content, struct slice seal);
void seal_read_release(struct seal_read *read);

#endif
