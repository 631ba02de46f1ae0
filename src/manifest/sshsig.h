/*
 * manifest/sshsig.h -- the second envelope: an SSH signature over the exact bytes of a manifest.
 *
 * Idea:   PROTOCOL.sshsig of OpenSSH, for teams without certificates: `ssh-keygen -Y verify` accepts ours, and what
 *         `ssh-keygen -Y sign` writes is accepted here. As with a seal, what was read is written again and compared.
 * Always: version 1, namespace tearline-manifest-v1, nothing reserved, sha512; a key of type ecdsa-sha2-nistp384 or
 *         ssh-ed25519; the armour in the one form that ssh-keygen writes (lines of 70), and nothing around it. Ours has
 *         the lower s. ssh-keygen does not choose, so both are accepted: of one signature there are two files, and both
 *         say the same of the same key.
 * Owns:   an ssh_trust owns its copy of the list of signers.
 * Fails:  making: TL_KEY. Checking: TL_NO with the first reason in the verdict and in `e`; TL_SYSTEM.
 *
 * sshsig_make.c has everything that signs and sshsig_check.c everything that verifies; neither needs the other.
 */
#ifndef MANIFEST_SSHSIG_H
#define MANIFEST_SSHSIG_H

#include "base/crypto_ssh.h"
#include "base/crypto_ssh_key.h"

#define SSHSIG_NAMESPACE "tearline-manifest-v1"
/* Twice the longest of ours; longer files are refused unread. */
#define SSHSIG_MAX ((size_t)2048)

/* Whether these bytes begin as the armour does; else they are no SSH signature. */
bool sshsig_is(struct slice bytes);

/* --- making */

/* `manifest`: SHA-512 of the manifest's bytes. */
TL_CHECK tl_status sshsig_make(const struct ssh_private *key, const struct wide_digest *manifest,
    struct buf *out, struct tl_error *e);

/* --- checking */

enum sshsig_reason {
	SSHSIG_UNCHECKED = 0,
	SSHSIG_GOOD,
	SSHSIG_EMPTY,
	SSHSIG_TOO_LARGE,
	/* the armour */
	SSHSIG_ARMOUR,
	SSHSIG_AROUND,
	SSHSIG_BASE64,
	/* what is inside */
	SSHSIG_MAGIC_BYTES,
	SSHSIG_VERSION,
	SSHSIG_KEY,
	SSHSIG_KEY_TYPE,
	SSHSIG_OTHER_NAMESPACE,
	SSHSIG_RESERVED,
	SSHSIG_HASH,
	SSHSIG_SIGNATURE_TYPE,
	SSHSIG_LENGTHS,
	SSHSIG_FORM,
	/* the whole */
	SSHSIG_NOT_ALLOWED,
	SSHSIG_NOT_YET,
	SSHSIG_EXPIRED,
	SSHSIG_SIGNATURE
};

/* What a signature says, before anything of it is believed. */
struct sshsig {
	struct ssh_key key;
	struct ssh_signature signature;
};

enum sshsig_reason sshsig_read(struct slice armoured, struct sshsig *out);
/* A constant English sentence without its full stop. */
const char *sshsig_reason_text(enum sshsig_reason reason);

/* Who may sign: the file that ssh-keygen(1) calls ALLOWED SIGNERS, and who it must have been. */
#define SSH_IDENTITIES_MAX 16
struct ssh_trust {
	unsigned char *text;
	size_t len;
	char identity[SSH_IDENTITIES_MAX][256];
	size_t identities;
};

void ssh_trust_release(struct ssh_trust *trust);
/* TL_KEY with file and line for a line that is none, for a certification authority, and for a time that is not UTC. */
TL_CHECK tl_status ssh_trust_add_signers(
    struct ssh_trust *trust, struct slice allowed_signers, const char *file, struct tl_error *e);
TL_CHECK tl_status ssh_trust_add_identity(
    struct ssh_trust *trust, struct slice identity, struct tl_error *e);

struct sshsig_verdict {
	enum sshsig_reason reason;
	const char *text;       /* a constant: the reason in words */
	char signer[256];       /* the identity; empty until the signature was found good */
	struct digest key;      /* key_identity() */
	size_t principals_line; /* of the list of signers, from 1 */
};

/* TL_OK: made over a manifest of this SHA-512, by a key that the list allows to one of the identities at `now`. */
TL_CHECK tl_status sshsig_check(const struct ssh_trust *trust, struct slice armoured,
    const struct wide_digest *manifest, int64_t now, struct sshsig_verdict *out,
    struct tl_error *e);

/* Whether the role stands, literally, among the principals of that line. */
bool ssh_trust_has_role(const struct ssh_trust *trust, size_t line, const char *role);

#endif
