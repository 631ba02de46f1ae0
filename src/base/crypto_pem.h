/*
 * base/crypto_pem.h -- the blocks of a PEM text (RFC 7468), for keys, certificates and revocation lists.
 *
 * Idea:   one loop over "-----BEGIN X-----" blocks that hands out label and bytes. The store API of the library does
 *         the same and then guesses the type by trying every decoder it has, which costs half a signature.
 * Always: a block that cannot be read is an error, never passed over: it may be the list that revokes.
 * Owns:   the reader owns the last block and wipes it, because it may be a key.
 * Fails:  pem_next() returns TL_KEY for a damaged block.
 */
#ifndef BASE_CRYPTO_PEM_H
#define BASE_CRYPTO_PEM_H

#include "base/error.h"
#include "base/slice.h"

/* Of one file with keys, certificates or lists. */
#define CRYPTO_FILE_MAX ((size_t)16 << 20)

struct pem_reader {
	void *bio;
	char *label;          /* NULL: no block any more */
	char *headers;        /* RFC 1421 headers, "" where there are none */
	unsigned char *bytes; /* decoded */
	long len;
	size_t left; /* blocks that the text announces and that were not read yet */
};

/* True where the bytes hold the beginning of a block; else they can only be DER. */
bool pem_is(struct slice bytes);

TL_CHECK tl_status pem_init(struct pem_reader *reader, struct slice bytes, struct tl_error *e);
void pem_release(struct pem_reader *reader);
TL_CHECK tl_status pem_next(struct pem_reader *reader, struct tl_error *e);

#endif
