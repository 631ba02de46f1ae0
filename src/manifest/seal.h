/*
 * manifest/seal.h -- a detached signature over the exact bytes of a manifest.
 *
 * Idea:   CMS SignedData (RFC 5652) in its CAdES-BES form (RFC 5126 §4.3.1), so that stock tools verify it. There is one
 *         seal for given certificates, digest, time and signature: the verifier reads a seal, makes that one from
 *         what it read, and refuses the file unless both are equal, byte for byte.
 * Always: SHA-384 with ECDSA P-384 or RSA-PSS; exactly one signer, exactly four signed attributes (content-type,
 *         message-digest, signing-time, signing-certificate-v2), nothing unsigned, nothing attached. The content
 *         type is 2.25.281211475869740982867005382588282692825, which is the UUID
 *         d38f5c36-9c39-4ea0-849f-37fb0bfbe4d9 (ITU-T X.667), for a tearline manifest and nothing else.
 * Owns:   a signer owns its key and certificates, a trust its roots, lists and required signer.
 * Fails:  making: TL_KEY, and the buffer is empty. Checking: TL_NO with the first reason in the verdict and in `e`;
 *         TL_SYSTEM where memory or the library fails, and the verdict says "not checked".
 *
 * seal_make.c has everything that signs and seal_check.c everything that verifies; neither needs the other.
 */
#ifndef MANIFEST_SEAL_H
#define MANIFEST_SEAL_H

#include "base/crypto.h"
#include "base/crypto_key.h"
#include "base/crypto_trust.h"
#include "manifest/form.h"
#include "manifest/sshsig.h"

/* What a seal is over; each has its own content type, so that none passes for another. */
enum seal_content {
	SEAL_OF_MANIFEST = 0,
	SEAL_OF_INDEX, /* 2.25.146065260802811423402627042126149426756: 6de3255d-bb63-4bcc-b020-25bc64bf9e44 */
	SEAL_OF_BATCH /* 2.25.12699819402545312999920137010339142152: 098de570-7b06-4209-b2b9-8ef6b9305a08 */
};

/* Certificates and signatures of 8192 bits, with room; longer files are refused unread. */
#define SEAL_MAX ((size_t)64 << 10)

/* --- making */

struct seal_signer {
	struct signing_key key;
	struct certificates own;    /* one: the signer's */
	struct certificates others; /* intermediates, in the order of their bytes */
};

/* Key, certificate (further ones behind it count as chain), chain and passphrase; the last two may be empty. Refuses
 * a key that does not fit, a certificate that a verifier would refuse at `now`, and a chain that does not link.
 * Roots in the chain are left out: a verifier has its own. */
TL_CHECK tl_status seal_signer_load(struct seal_signer *out, struct slice key,
    struct slice certificate, struct slice chain, struct slice passphrase, int64_t now,
    struct tl_error *e);
/* The same with a key in a token (base/crypto_token.h); `token` is "pkcs11:…" without its query. */
struct seal_token {
	const char *uri, *module;
	struct slice pin;
};
TL_CHECK tl_status seal_signer_load_token(struct seal_signer *out, const struct seal_token *token,
    struct slice certificate, struct slice chain, int64_t now, struct tl_error *e);
void seal_signer_release(struct seal_signer *signer);

/* Whether seal_make() would be accepted at `now`; asked again before any work, the clock goes on. */
TL_CHECK tl_status seal_signer_check(
    const struct seal_signer *signer, int64_t now, struct tl_error *e);

/* `manifest`: SHA-384 of the manifest's bytes. `signing_time`: seconds since 1970, UTC; claimed, never trusted. */
TL_CHECK tl_status seal_make(const struct seal_signer *signer, const struct digest *manifest,
    int64_t signing_time, struct buf *der, struct tl_error *e);
/* The same over another content of this digest. */
TL_CHECK tl_status seal_make_content(const struct seal_signer *signer, enum seal_content content,
    const struct digest *digest, int64_t signing_time, struct buf *der, struct tl_error *e);

/* --- checking */

struct seal_trust {
	struct trust trust;
	struct certificates required; /* at most one: must have signed */
	char required_name[512];      /* "" where no name was required */
	struct ssh_trust ssh;         /* for the other envelope */
	/* Whose role is not what his certificate says: only these certificates hold these roles. */
	struct seal_role {
		char name[FORM_ROLE_MAX + 1];
		char fingerprint[2 * FINGERPRINT_SIZE + 1];
	} roles[FORM_SIGNERS_MAX];
	size_t role_count;
};

TL_CHECK tl_status seal_trust_init(struct seal_trust *trust, struct tl_error *e);
void seal_trust_release(struct seal_trust *trust);
TL_CHECK tl_status seal_trust_add_roots(
    struct seal_trust *trust, struct slice certificates, struct tl_error *e);
TL_CHECK tl_status seal_trust_add_lists(
    struct seal_trust *trust, struct slice lists, struct tl_error *e);
/* A certificate in PEM or DER, or a whole subject as a verdict shows it (RFC 2253): "CN=…,O=…". */
TL_CHECK tl_status seal_trust_require(
    struct seal_trust *trust, struct slice certificate_or_name, struct tl_error *e);

/* This certificate, and whichever are added with the same name, holds the role. */
TL_CHECK tl_status seal_trust_add_role(
    struct seal_trust *trust, struct slice role, struct slice certificate, struct tl_error *e);

enum seal_reason {
	SEAL_UNCHECKED = 0,
	SEAL_GOOD,
	/* the file */
	SEAL_EMPTY,
	SEAL_TOO_LARGE,
	SEAL_NOT_CMS,
	SEAL_NOT_DER,
	SEAL_TRAILING,
	/* SignedData */
	SEAL_VERSION,
	SEAL_DIGEST,
	SEAL_DIGEST_LIST,
	SEAL_PARAMETERS,
	SEAL_CONTENT_TYPE,
	SEAL_ATTACHED,
	SEAL_CERTIFICATES,
	SEAL_LISTS,
	SEAL_NO_SIGNER,
	SEAL_MANY_SIGNERS,
	/* SignerInfo */
	SEAL_SIGNER_ID,
	SEAL_NO_ATTRIBUTES,
	SEAL_UNKNOWN_ATTRIBUTE,
	SEAL_ATTRIBUTE_ORDER,
	SEAL_ATTRIBUTE_TWICE,
	SEAL_ATTRIBUTE_MISSING,
	SEAL_ATTRIBUTE_VALUE,
	SEAL_ATTRIBUTE_CONTENT_TYPE,
	SEAL_ATTRIBUTE_CERTIFICATE,
	SEAL_UNSIGNED_ATTRIBUTES,
	SEAL_ALGORITHM,
	/* the whole */
	SEAL_FORM,
	SEAL_SIGNER_UNFIT,
	SEAL_HIGH_S,
	SEAL_SIGNATURE,
	SEAL_UNTRUSTED,
	SEAL_CLAIM,
	SEAL_OTHER_MANIFEST,
	SEAL_OTHER_SIGNER
};

#define SEAL_UNITS_MAX 8

/* A constant English sentence without its full stop. */
const char *seal_reason_text(enum seal_reason reason);

struct seal_verdict {
	enum seal_reason reason;
	const char *text; /* a constant: the reason in words */
	/* Empty until signature and path were found good, also where the seal is refused for what comes after. */
	char signer[512];     /* subject, RFC 2253, ASCII */
	char serial[128];     /* hexadecimal */
	char fingerprint[65]; /* SHA-256 of the certificate, lower-case hexadecimal */
	int64_t signing_time; /* what the signer claims */
	struct digest key;    /* key_identity() */
	char units[SEAL_UNITS_MAX][FORM_ROLE_MAX + 1]; /* organizational units that can be roles */
	/* What was asked for and found. Where false, a verdict must say so. */
	bool revocation_checked;
	bool identity_checked;
	int64_t revoked_later; /* behind the proved moment; 0: not known */
};

/* TL_OK: this seal is over a manifest of this digest, made by a trusted (and, where one is required, the required)
 * signer whose certificate is valid at `now`. */
TL_CHECK tl_status seal_check(const struct seal_trust *trust, struct slice seal,
    const struct digest *manifest, int64_t now, struct seal_verdict *out, struct tl_error *e);
/* The same for a seal over another content; the reasons speak of a manifest. */
TL_CHECK tl_status seal_check_content(const struct seal_trust *trust, enum seal_content content,
    struct slice seal, const struct digest *digest, int64_t now, struct seal_verdict *out,
    struct tl_error *e);

/* The same at a moment. Where it is proved (manifest/token.h), the signer must not claim a later one. */
TL_CHECK tl_status seal_check_at(const struct seal_trust *trust, enum seal_content content,
    struct slice seal, const struct digest *digest, const struct moment *moment,
    struct seal_verdict *out, struct tl_error *e);

#endif
