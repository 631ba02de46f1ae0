/*
 * base/crypto_ssh.h -- public keys of SSH, what they signed, and SHA-512.
 *
 * Idea:   the two kinds of key that may sign a manifest in the SSH envelope, as fixed bytes. Lengths, names and armour are
 *         the business of manifest/sshsig.h.
 * Always: P-384 with SHA-384 (RFC 5656) or Ed25519 (RFC 8709), nothing else. A P-384 point lies on its curve, or nothing
 *         verifies.
 * Owns:   a wide hasher owns its context until released.
 * Fails:  TL_SYSTEM where the library cannot work; a signature that is wrong is `false`.
 */
#ifndef BASE_CRYPTO_SSH_H
#define BASE_CRYPTO_SSH_H

#include "base/crypto.h"

#define WIDE_SIZE      64 /* SHA-512 */
#define SSH_POINT_SIZE 97 /* of P-384, uncompressed */
#define SSH_P384_HALF  48 /* r, or s */

enum ssh_kind {
	SSH_UNFIT,
	SSH_P384,
	SSH_ED25519
};

struct ssh_key {
	enum ssh_kind kind;
	unsigned char bytes[SSH_POINT_SIZE]; /* the point, or 32 bytes */
};

/* r and s of 48 bytes each, or the 64 bytes of Ed25519. */
struct ssh_signature {
	unsigned char bytes[2 * SSH_P384_HALF];
};

size_t ssh_key_size(enum ssh_kind kind);
size_t ssh_signature_size(enum ssh_kind kind);

bool ssh_signed(
    const struct ssh_key *key, struct slice bytes, const struct ssh_signature *signature);
TL_CHECK tl_status ssh_key_identity(
    const struct ssh_key *key, struct digest *out, struct tl_error *e);

struct wide_digest {
	unsigned char bytes[WIDE_SIZE];
};

struct wide_hasher {
	void *context; /* EVP_MD_CTX */
	bool failed;
};

TL_CHECK tl_status wide_init(struct wide_hasher *hasher, struct tl_error *e);
void wide_release(struct wide_hasher *hasher);
void wide_add(struct wide_hasher *hasher, struct slice bytes);
/* Once. */
TL_CHECK tl_status wide_end(
    struct wide_hasher *hasher, struct wide_digest *out, struct tl_error *e);

#endif
