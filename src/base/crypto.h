/*
 * base/crypto.h -- the crypto door: digests, the keystream, random bytes.
 *
 * Idea:   SHA-384 and AES-256-CTR as the manifest uses them, with the algorithm fetched once and the context
 *         reused (the implicit fetch costs as much as a small hash). The log's tree is SHA-256, as stock tools read it.
 * Always: no configuration file and no environment variable changes what these do.
 * Owns:   a hasher and a keystream own an OpenSSL context until released; the keystream's key is wiped.
 * Fails:  TL_SYSTEM where OpenSSL cannot work. A failure in hasher_add() sticks and is reported by hasher_end().
 */
#ifndef BASE_CRYPTO_H
#define BASE_CRYPTO_H

#include "base/buf.h"

#define DIGEST_SIZE 48
#define SHA256_SIZE 32
#define SEED_SIZE   32

/* Of SHA-256 the first 32 bytes count; the others are zero. */
struct digest {
	unsigned char bytes[DIGEST_SIZE];
};

/* Comes before every other call of the library; as often as one likes. */
TL_CHECK tl_status crypto_start(struct tl_error *e);

struct hasher {
	void *context; /* EVP_MD_CTX */
	void *method;  /* EVP_MD */
	size_t size;   /* of its digests */
	bool failed;
};

TL_CHECK tl_status hasher_init(struct hasher *hasher, struct tl_error *e);
TL_CHECK tl_status hasher_init_sha256(struct hasher *hasher, struct tl_error *e);
void hasher_release(struct hasher *hasher);
/* Begins a new digest; what was added since the last one is forgotten. */
void hasher_begin(struct hasher *hasher);
void hasher_add(struct hasher *hasher, struct slice bytes);
TL_CHECK tl_status hasher_end(struct hasher *hasher, struct digest *out, struct tl_error *e);

/* One digest of one slice. */
TL_CHECK tl_status hasher_digest(
    struct hasher *hasher, struct slice bytes, struct digest *out, struct tl_error *e);

struct keystream {
	void *context; /* EVP_CIPHER_CTX */
};

/* AES-256 in counter mode over zeros, counter block starting at 0 (NIST SP 800-38A §6.5). */
TL_CHECK tl_status keystream_init(
    struct keystream *stream, const unsigned char seed[SEED_SIZE], struct tl_error *e);
void keystream_release(struct keystream *stream);
TL_CHECK tl_status keystream_read(
    struct keystream *stream, unsigned char *out, size_t len, struct tl_error *e);

/* From the system's generator. */
TL_CHECK tl_status crypto_random(unsigned char *out, size_t len, struct tl_error *e);

/* "OpenSSL 3.0.19 27 Jan 2026": what is running, not what was compiled against. */
const char *crypto_library_version(void);

/* In constant time. */
bool digest_equal(const struct digest *a, const struct digest *b);

#endif
