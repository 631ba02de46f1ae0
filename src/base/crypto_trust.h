/*
 * base/crypto_trust.h -- whose certificates count.
 *
 * Idea:   the caller hands in the roots, and revocation lists where there are any. Nothing else is trusted: no
 *         directory, no default file, no environment variable.
 * Always: a root is a self-signed CA certificate; a signer's own certificate as anchor is refused. Paths are checked
 *         by RFC 5280 §6 in the library's strict mode, at the level of the signer's key. Where there is a revocation
 *         list, each certificate of a path needs a current one of its issuer; at a proved moment also a later one will do,
 *         and what it revokes behind that moment does no harm.
 * Owns:   the store; trust_release() frees it.
 * Fails:  TL_KEY for bytes that are no roots or lists. trust_check() returns TL_NO and says why in *reason.
 */
#ifndef BASE_CRYPTO_TRUST_H
#define BASE_CRYPTO_TRUST_H

#include "base/crypto_cert.h"

struct trust {
	void *store; /* X509_STORE */
	size_t roots;
	size_t lists;
};

TL_CHECK tl_status trust_init(struct trust *trust, struct tl_error *e);
void trust_release(struct trust *trust);
/* PEM or DER. After a failure the trust can only be released. */
TL_CHECK tl_status trust_add_roots(
    struct trust *trust, struct slice certificates, struct tl_error *e);
TL_CHECK tl_status trust_add_lists(struct trust *trust, struct slice lists, struct tl_error *e);

/* Of two machines that both mean to be right, in seconds. */
#define CLOCK_SKEW 300

/* When something is judged: now, or at a moment of which a trusted authority says that it existed then. */
struct moment {
	int64_t at;    /* seconds since 1970, UTC */
	int64_t until; /* not later than this; `at` where nothing is proved */
	bool proved;
};

enum trust_use {
	TRUST_SIGNS,
	TRUST_STAMPS /* a time-stamping authority, at the moment that it names itself */
};

struct trust_answer {
	const char *reason;    /* a constant; NULL where the answer is TL_OK */
	int64_t revoked_later; /* the first revocation behind a proved moment; 0: none is known */
};

/* A path from the signer's certificate over exactly the `others` to one of the roots, valid at `now`. *reason is a
 * constant, NULL where the answer is TL_OK. */
TL_CHECK tl_status trust_check(const struct trust *trust, const struct certificate *signer,
    const struct certificates *others, int64_t now, const char **reason, struct tl_error *e);

/* The same at a moment, for one use. */
TL_CHECK tl_status trust_check_at(const struct trust *trust, const struct certificate *signer,
    const struct certificates *others, const struct moment *moment, enum trust_use use,
    struct trust_answer *answer, struct tl_error *e);

#endif
