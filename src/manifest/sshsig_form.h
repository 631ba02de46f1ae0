/*
 * manifest/sshsig_form.h -- the one form of an SSH signature, byte by byte.
 *
 * Idea:   as manifest/seal_form.h: the signer writes with these functions, and the verifier writes again.
 * Always: PROTOCOL.sshsig of OpenSSH; RFC 5656 §3.1 and RFC 8709 §4 for keys, §3.1.2 and §6 for signatures.
 * Owns:   nothing.
 * Fails:  through the buffer; sshsig_read_key() answers SSHSIG_UNCHECKED where it has no objection.
 */
#ifndef MANIFEST_SSHSIG_FORM_H
#define MANIFEST_SSHSIG_FORM_H

#include "manifest/sshsig.h"

#define SSHSIG_MAGIC   "SSHSIG"
#define SSHSIG_BEGIN   "-----BEGIN SSH SIGNATURE-----\n"
#define SSHSIG_END     "-----END SSH SIGNATURE-----\n"
#define SSHSIG_COLUMNS 70

const char *sshsig_key_type(enum ssh_kind kind);
/* The public key as it stands in a signature, and in base64 in a list of signers. */
void sshsig_add_key(struct buf *out, const struct ssh_key *key);
enum sshsig_reason sshsig_read_key(struct slice blob, struct ssh_key *out);
/* What the key signs. */
void sshsig_add_signed(struct buf *out, const struct wide_digest *manifest);
/* The whole, armoured. */
TL_CHECK tl_status sshsig_encode(struct buf *out, const struct sshsig *sshsig, struct tl_error *e);

#endif
