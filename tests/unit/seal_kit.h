/*
 * tests/unit/seal_kit.h -- one authority, one signer, and the question whether a seal is good.
 */
#ifndef UNIT_SEAL_KIT_H
#define UNIT_SEAL_KIT_H

#include "forge_kit.h"
#include "manifest/seal.h"

/* An authority, its signer, and a seal that nothing is wrong with. */
struct world {
	EVP_PKEY *root_key, *key;
	X509 *root, *x509;
};

static inline struct world
make_world(void)
{
	struct world w = { kit_ec("P-384"), kit_ec("P-384"), NULL, NULL };
	w.root = kit_root("Root", w.root_key);
	w.x509 = kit_signer(w.key, w.root, w.root_key);
	return w;
}

static inline struct forgery
honest(const struct world *w)
{
	return (struct forgery){ .key = w->key, .x509 = w->x509 };
}

static inline struct digest
content_digest(void)
{
	struct digest digest;
	struct slice hash = forge_hash("SHA384", slice_str(CONTENT));
	memcpy(digest.bytes, hash.ptr, DIGEST_SIZE);
	return digest;
}

static inline tl_status
check(X509 *root, struct slice seal, struct seal_verdict *verdict)
{
	struct seal_trust trust;
	struct tl_error e = { 0 };
	struct digest digest = content_digest();
	assert_ok(seal_trust_init(&trust, NULL));
	assert_ok(seal_trust_add_roots(&trust, kit_pem(root), NULL));
	tl_status status = seal_check(&trust, seal, &digest, KIT_NOW, verdict, &e);
	seal_trust_release(&trust);
	assert_int_equal(status == TL_OK, verdict->reason == SEAL_GOOD);
	if (status != TL_OK)
		assert_string_equal(e.what, verdict->text);
	return status;
}

static inline void
assert_refused(X509 *root, struct slice seal, enum seal_reason reason)
{
	struct seal_verdict verdict;
	assert_int_equal(check(root, seal, &verdict), TL_NO);
	assert_int_equal(verdict.reason, reason);
	assert_false(verdict.identity_checked);
}

/* Refused by us, while the stock tools say "successful": the forgery is well made. */
#define assert_only_stock_accepts(w, seal, reason)                                                 \
	do {                                                                                       \
		struct slice assert_seal = (seal);                                                 \
		assert_true(stock_accepts(assert_seal, (w)->root, 0));                             \
		assert_refused((w)->root, assert_seal, (reason));                                  \
	} while (0)

#endif
