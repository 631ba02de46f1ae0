/*
 * tests/unit/token_kit.h -- time stamps as an authority, or an attacker, would write them.
 *
 * As in forge_kit.h: written by hand, a forgery of zeros is honest, and the stock verifier stands beside ours.
 */
#ifndef UNIT_TOKEN_KIT_H
#define UNIT_TOKEN_KIT_H

#include <openssl/ts.h>

#include "forge_kit.h"
#include "manifest/token.h"

#define SEAL          "these are the bytes of a seal"
#define STAMPED       "20270115080000Z" /* KIT_NOW */
#define OID_INFO      OID_PKCS9(16, 1, 4)
#define OID_SHA512    OID(0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 3)
#define PURPOSE_STAMP "critical,timeStamping"
#define IMPRINT(oid, name, text)                                                                   \
	SEQ(SEQ(oid, EMPTY(0x05)), TLV(0x04, forge_hash(name, slice_str(text))))
#define ID_V2(...) SEQ(OID_PKCS9(16, 2, 47), SET(SEQ(SEQ(__VA_ARGS__))))

struct stamp_world {
	EVP_PKEY *root_key, *key;
	X509 *root, *tsa;
};

static inline X509 *
kit_tsa(EVP_PKEY *key, X509 *issuer, EVP_PKEY *issuer_key)
{
	return kit_issue((struct kit_certificate){ .name = "Clock",
	    .key = key,
	    .issuer = issuer,
	    .issuer_key = issuer_key,
	    .purposes = PURPOSE_STAMP });
}

static inline struct stamp_world
make_stamp_world(EVP_PKEY *root_key, EVP_PKEY *key)
{
	struct stamp_world w = { root_key, key, kit_root("Clock root", root_key), NULL };
	w.tsa = kit_tsa(w.key, w.root, w.root_key);
	return w;
}

/* Elements in place of the honest ones; ptr NULL: the honest one, NOTHING: left out. */
struct stamp {
	EVP_PKEY *key;
	X509 *x509;
	struct slice others; /* whole certificates behind the authority's */
	struct slice status, token_type, version, digests, content_type, certificates, lists;
	struct slice second_signer, info_version, id, info_digest, algorithm, signature;
	struct slice unsigned_attributes, behind_token, behind;
	/* What the authority says. */
	struct slice info, says_version, policy, imprint, serial, time, rest, info_behind;
	/* What it signs. */
	struct slice type, digest, signer_id, further, written;
	const char *method; /* SHA384 */
	bool high;
};

static inline struct stamp
honest_stamp(const struct stamp_world *w)
{
	return (struct stamp){ .key = w->key, .x509 = w->tsa };
}

static inline struct slice
stamp_info(const struct stamp *f)
{
	return or_else(f->info,
	    SEQ(or_else(f->says_version, INTEGER(1)), or_else(f->policy, OID(0x2a, 3, 4)),
		or_else(f->imprint, IMPRINT(OID_SHA384, "SHA384", SEAL)),
		or_else(f->serial, INTEGER(7)), or_else(f->time, TLV(0x18, slice_str(STAMPED))),
		or_else(f->rest, NOTHING)));
}

static inline struct slice
stamp_attributes(const struct stamp *f)
{
	const char *method = kit_or(f->method, "SHA384");
	struct slice type = or_else(f->type, ATTRIBUTE_TYPE(OID_INFO));
	struct slice digest =
	    or_else(f->digest, ATTRIBUTE_DIGEST(forge_hash(method, stamp_info(f))));
	struct slice id = or_else(f->signer_id, ID_V2(forge_ess_id(f->x509)));
	struct slice parts[] = { type, digest, id, or_else(f->further, NOTHING), END };
	qsort(parts, 4, sizeof parts[0], forge_compare);
	return forge_tlv(0x31, parts);
}

static inline struct slice
stamp_signer(const struct stamp *f)
{
	struct forgery with = {
		.key = f->key, .method = f->method, .padding = RSA_PKCS1_PADDING, .high = f->high
	};
	struct slice set = stamp_attributes(f);
	struct slice written = or_else(f->written, set);
	struct slice tagged = kit_copy(written.ptr, written.len);
	struct slice algorithm =
	    EVP_PKEY_is_a(f->key, "EC") ? SEQ(OID_ECDSA(3)) : SEQ(OID_PKCS1(1), EMPTY(0x05));
	if (tagged.len > 0)
		memcpy((unsigned char *)(uintptr_t)tagged.ptr, "\xa0", 1);
	return SEQ(or_else(f->info_version, INTEGER(1)),
	    or_else(f->id, SEQ(forge_name(X509_get_issuer_name(f->x509)), forge_serial(f->x509))),
	    or_else(f->info_digest, SHA384), tagged, or_else(f->algorithm, algorithm),
	    or_else(f->signature, TLV(0x04, forge_signature(&with, set))),
	    or_else(f->unsigned_attributes, NOTHING));
}

static inline struct slice
forge_stamp(const struct stamp *f)
{
	struct slice content = SEQ(or_else(f->content_type, OID_INFO),
	    TLV(0xa0, TLV(0x04, stamp_info(f)), or_else(f->info_behind, NOTHING)));
	struct slice data = SEQ(or_else(f->version, INTEGER(3)), or_else(f->digests, SET(SHA384)),
	    content,
	    or_else(f->certificates, TLV(0xa0, kit_der(f->x509), or_else(f->others, NOTHING))),
	    or_else(f->lists, NOTHING), SET(stamp_signer(f), or_else(f->second_signer, NOTHING)));
	struct slice response = SEQ(or_else(f->status, SEQ(INTEGER(0))),
	    SEQ(or_else(f->token_type, OID_SIGNED_DATA), TLV(0xa0, data)),
	    or_else(f->behind_token, NOTHING));
	return kit_join(response, or_else(f->behind, NOTHING));
}

/* What `openssl ts -verify -data SEAL -CAfile root` says at KIT_NOW. */
static inline bool
stock_takes(struct slice stamp, X509 *root)
{
	const unsigned char *at = stamp.ptr;
	TS_RESP *response = d2i_TS_RESP(NULL, &at, (long)stamp.len);
	TS_VERIFY_CTX *context = TS_VERIFY_CTX_new();
	X509_STORE *store = X509_STORE_new();
	X509_VERIFY_PARAM_set_time(X509_STORE_get0_param(store), KIT_NOW);
	assert_int_equal(X509_STORE_add_cert(store, root), 1);
	(void)TS_VERIFY_CTX_set_flags(context, TS_VFY_VERSION | TS_VFY_SIGNATURE | TS_VFY_DATA);
	(void)TS_VERIFY_CTX_set_data(context, BIO_new_mem_buf(SEAL, sizeof SEAL - 1));
	(void)TS_VERIFY_CTX_set_store(context, store); /* the context frees both */
	bool good = response != NULL && TS_RESP_verify_response(context, response) == 1;
	TS_VERIFY_CTX_free(context);
	TS_RESP_free(response);
	return good;
}

static inline tl_status
check_stamp(
    X509 *root, struct slice list, struct slice stamp, int64_t now, struct token_verdict *verdict)
{
	struct trust trust;
	struct tl_error e = { 0 };
	assert_ok(trust_init(&trust, NULL));
	assert_ok(trust_add_roots(&trust, kit_pem(root), NULL));
	if (list.len > 0)
		assert_ok(trust_add_lists(&trust, list, NULL));
	tl_status status = token_check(&trust, stamp, slice_str(SEAL), now, verdict, &e);
	trust_release(&trust);
	assert_int_equal(status == TL_OK, verdict->reason == TOKEN_GOOD);
	assert_true(status == TL_OK || status == TL_NO);
	if (status == TL_NO) {
		assert_string_equal(e.what, verdict->text);
		assert_false(verdict->moment.proved);
		assert_int_equal(verdict->moment.at, 0);
		assert_string_equal(verdict->tsa, "");
	}
	return status;
}

static inline void
assert_stamp(X509 *root, struct slice stamp, enum token_reason reason)
{
	struct token_verdict verdict;
	(void)check_stamp(root, slice_of(NULL, 0), stamp, KIT_NOW, &verdict);
	if (verdict.reason != reason)
		fail_msg("%s, not: %s", verdict.text, token_reason_text(reason));
}

/* One entry, `at` seconds from KIT_NOW; the list is made at `made`. `reason` -1: none; `invalid` 0: no such date. */
struct kit_revocation {
	X509 *issuer, *revoked;
	EVP_PKEY *key;
	int64_t made, until, at, invalid;
	int reason;
};

static inline struct slice
kit_revoke(struct kit_revocation say)
{
	X509_CRL *list = X509_CRL_new();
	X509_REVOKED *entry = X509_REVOKED_new();
	ASN1_TIME *time = ASN1_TIME_adj(NULL, KIT_NOW + say.made, 0, 0);
	X509V3_CTX context;
	assert_int_equal(X509_CRL_set_version(list, X509_CRL_VERSION_2), 1);
	assert_int_equal(X509_CRL_set_issuer_name(list, X509_get_subject_name(say.issuer)), 1);
	assert_int_equal(X509_CRL_set1_lastUpdate(list, time), 1);
	assert_non_null(ASN1_TIME_adj(time, KIT_NOW + say.until, 0, 0));
	assert_int_equal(X509_CRL_set1_nextUpdate(list, time), 1);
	X509V3_set_ctx(&context, say.issuer, NULL, NULL, list, 0);
	X509_EXTENSION *authority =
	    X509V3_EXT_nconf_nid(NULL, &context, NID_authority_key_identifier, "keyid:always");
	assert_int_equal(X509_CRL_add_ext(list, authority, -1), 1);
	X509_EXTENSION_free(authority);
	ASN1_INTEGER *number = ASN1_INTEGER_new();
	assert_int_equal(ASN1_INTEGER_set(number, 1), 1);
	assert_int_equal(X509_CRL_add1_ext_i2d(list, NID_crl_number, number, 0, 0), 1);
	assert_non_null(ASN1_TIME_adj(time, KIT_NOW + say.at, 0, 0));
	assert_int_equal(
	    X509_REVOKED_set_serialNumber(entry, X509_get_serialNumber(say.revoked)), 1);
	assert_int_equal(X509_REVOKED_set_revocationDate(entry, time), 1);
	if (say.reason >= 0) {
		ASN1_ENUMERATED *reason = ASN1_ENUMERATED_new();
		assert_int_equal(ASN1_ENUMERATED_set(reason, say.reason), 1);
		assert_int_equal(X509_REVOKED_add1_ext_i2d(entry, NID_crl_reason, reason, 0, 0), 1);
		ASN1_ENUMERATED_free(reason);
	}
	if (say.invalid != 0) {
		ASN1_GENERALIZEDTIME *since =
		    ASN1_GENERALIZEDTIME_adj(NULL, KIT_NOW + say.invalid, 0, 0);
		assert_int_equal(
		    X509_REVOKED_add1_ext_i2d(entry, NID_invalidity_date, since, 0, 0), 1);
		ASN1_GENERALIZEDTIME_free(since);
	}
	assert_int_equal(X509_CRL_add0_revoked(list, entry), 1);
	assert_true(X509_CRL_sign(list, say.key, EVP_sha384()) > 0);
	BIO *bio = BIO_new(BIO_s_mem());
	assert_int_equal(PEM_write_bio_X509_CRL(bio, list), 1);
	ASN1_INTEGER_free(number);
	ASN1_TIME_free(time);
	X509_CRL_free(list);
	return kit_take_bio(bio);
}

#endif
