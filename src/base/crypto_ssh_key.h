/*
 * base/crypto_ssh_key.h -- a private key that signs in the SSH envelope.
 *
 * Idea:   apart from crypto_ssh.h, which a verifier needs. The same files as for a seal, and OpenSSH's own form.
 * Always: P-384 or Ed25519. An ECDSA signature leaves with the lower of its two s. Private and public half of OpenSSH's
 *         form are held against each other.
 * Owns:   the key; ssh_private_release() wipes it.
 * Fails:  TL_KEY where the bytes are no such key or are encrypted in OpenSSH's own way, with what to do.
 */
#ifndef BASE_CRYPTO_SSH_KEY_H
#define BASE_CRYPTO_SSH_KEY_H

#include "base/crypto_key.h"
#include "base/crypto_ssh.h"

struct ssh_private {
	struct signing_key key;
	struct ssh_key public;
};

/* PKCS#8 (encrypted too), SEC 1, or PROTOCOL.key of OpenSSH (openssh-key-v1, not encrypted). */
TL_CHECK tl_status ssh_private_load(
    struct ssh_private *out, struct slice bytes, struct slice passphrase, struct tl_error *e);
void ssh_private_release(struct ssh_private *key);

TL_CHECK tl_status ssh_private_sign(const struct ssh_private *key, struct slice bytes,
    struct ssh_signature *out, struct tl_error *e);

#endif
