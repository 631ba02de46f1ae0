/*
 * tests/unit/forge_kit.h -- seals as an attacker would write them.
 *
 * A small DER writer of its own, so that a mistake in the program's writer cannot hide in the tests, and one function that
 * builds a seal from a struct forgery. A forgery of zeros is an honest seal, and a test proves that it is accepted; so
 * what a test changes is the only reason for its refusal. Signatures are made by the library.
 */
#ifndef UNIT_FORGE_KIT_H
#define UNIT_FORGE_KIT_H

#include <openssl/bn.h>
#include <openssl/cms.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>

#include "base/crypto.h"
#include "pki_kit.h"

#define CONTENT "<manifest/>\n"

/* --- the writer: tag, length, the parts in their order (an element with ptr NULL ends them) */

#define END           slice_of(NULL, 0)
#define TLV(tag, ...) forge_tlv((tag), (const struct slice[]){ __VA_ARGS__, END })
#define SEQ(...)      TLV(0x30, __VA_ARGS__)
#define SET(...)      TLV(0x31, __VA_ARGS__)
#define BYTES(...)                                                                                 \
	kit_copy(                                                                                  \
	    (const unsigned char[]){ __VA_ARGS__ }, sizeof(const unsigned char[]){ __VA_ARGS__ })
#define OID(...)   TLV(0x06, BYTES(__VA_ARGS__))
#define INTEGER(n) TLV(0x02, BYTES(n))
#define EMPTY(tag) BYTES((tag), 0)
/* An element that is left out. */
#define NOTHING slice_of("", 0)

static inline struct slice
forge_tlv(int tag, const struct slice *parts)
{
	size_t len = 0, at;
	for (size_t i = 0; parts[i].ptr != NULL; i++)
		len += parts[i].len;
	unsigned char *out = kit_alloc(len + 5);
	out[0] = (unsigned char)tag;
	if (len < 0x80) {
		out[1] = (unsigned char)len;
		at = 2;
	} else if (len < 0x100) {
		out[1] = 0x81;
		out[2] = (unsigned char)len;
		at = 3;
	} else {
		out[1] = 0x82;
		out[2] = (unsigned char)(len >> 8);
		out[3] = (unsigned char)len;
		at = 4;
	}
	for (size_t i = 0; parts[i].ptr != NULL; i++) {
		memcpy(out + at, parts[i].ptr, parts[i].len);
		at += parts[i].len;
	}
	return slice_of(out, at);
}

static inline struct slice
or_else(struct slice given, struct slice otherwise)
{
	return given.ptr != NULL ? given : otherwise;
}

/* --- identifiers */

#define OID_SIGNED_DATA OID(0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 7, 2)
#define OID_DATA        OID(0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 7, 1)
#define OID_MANIFEST                                                                               \
	OID(0x69, 0x83, 0xa7, 0x8f, 0xae, 0x8d, 0xd3, 0xc3, 0xca, 0xba, 0xc1, 0x84, 0xcf, 0xcd,    \
	    0xff, 0xb0, 0xdf, 0xef, 0xc9, 0x59)
#define OID_SHA384 OID(0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 2)
#define OID_SHA256 OID(0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 1)
#define OID_SHA1   OID(0x2b, 0x0e, 3, 2, 0x1a)
#define OID_ECDSA(n)                                                                               \
	OID(0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 3, n) /* 2 SHA-256, 3 SHA-384, 4 SHA-512 */
#define OID_PKCS1(n)   OID(0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, n)
#define OID_PKCS9(...) OID(0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 9, __VA_ARGS__)
#define SHA384         SEQ(OID_SHA384)
#define SHA384_NULL    SEQ(OID_SHA384, EMPTY(0x05))

#define ATTRIBUTE_TYPE(oid)      SEQ(OID_PKCS9(3), SET(oid))
#define ATTRIBUTE_DIGEST(octets) SEQ(OID_PKCS9(4), SET(TLV(0x04, octets)))
#define ATTRIBUTE_TIME(text)     SEQ(OID_PKCS9(5), SET(TLV(0x17, slice_str(text))))

/* --- what is forged */

struct forgery {
	/* Who signs: his certificate, and what stands beside it. */
	EVP_PKEY *key;
	X509 *x509;
	struct slice others; /* whole certificates, sorted behind the signer's */
	/* Elements in place of the honest ones; ptr NULL: the honest one, NOTHING: left out. */
	struct slice version, digests, content_type, attached, certificates, lists;
	struct slice second_signer; /* whole SignerInfo behind the honest one */
	bool twice;                 /* the honest SignerInfo again */
	bool no_signer;
	struct slice info_version, id, info_digest, attributes, algorithm, unsigned_attributes;
	/* The content of each of the four, whole. */
	struct slice type, time, digest, signer_id;
	struct slice further; /* whole attributes behind the four */
	struct slice written; /* attributes in the file, where they differ from the signed ones */
	bool sign_content;    /* over the content instead of the attributes */
	const char *method;   /* of the signature: SHA384 */
	int padding;          /* of an RSA key: PSS */
	bool high;            /* the higher s */
};

static inline struct slice
forge_hash(const char *name, struct slice bytes)
{
	unsigned char out[64];
	size_t len = 0;
	assert_int_equal(EVP_Q_digest(NULL, name, NULL, bytes.ptr, bytes.len, out, &len), 1);
	return kit_copy(out, len);
}

static inline struct slice
forge_name(const X509_NAME *name)
{
	unsigned char *der = NULL;
	int len = i2d_X509_NAME(name, &der);
	struct slice copy = kit_copy(der, (size_t)len);
	OPENSSL_free(der);
	return copy;
}

static inline struct slice
forge_serial(const X509 *x509)
{
	unsigned char *der = NULL;
	int len = i2d_ASN1_INTEGER(X509_get0_serialNumber(x509), &der);
	struct slice copy = kit_copy(der, (size_t)len);
	OPENSSL_free(der);
	return copy;
}

static inline struct slice
forge_ess_id(X509 *x509)
{
	return SEQ(SHA384, TLV(0x04, forge_hash("SHA384", kit_der(x509))),
	    SEQ(SEQ(TLV(0xa4, forge_name(X509_get_issuer_name(x509)))), forge_serial(x509)));
}

#define SIGNING_CERTIFICATE(...) SEQ(OID_PKCS9(16, 2, 47), SET(SEQ(SEQ(__VA_ARGS__))))

/* n < 2s. */
static inline bool
forge_is_high(EVP_PKEY *key, struct slice signature)
{
	const unsigned char *at = signature.ptr;
	BIGNUM *order = NULL, *twice = BN_new();
	ECDSA_SIG *pair = d2i_ECDSA_SIG(NULL, &at, (long)signature.len);
	assert_int_equal(EVP_PKEY_get_bn_param(key, OSSL_PKEY_PARAM_EC_ORDER, &order), 1);
	assert_int_equal(BN_lshift1(twice, ECDSA_SIG_get0_s(pair)), 1);
	bool high = BN_cmp(twice, order) > 0;
	BN_free(order);
	BN_free(twice);
	ECDSA_SIG_free(pair);
	return high;
}

/* Until s is on the wanted side. */
static inline struct slice
forge_signature(const struct forgery *f, struct slice bytes)
{
	bool ec = EVP_PKEY_is_a(f->key, "EC");
	struct slice made;
	do {
		size_t len = 1024;
		unsigned char out[1024];
		EVP_PKEY_CTX *options;
		EVP_MD_CTX *context = EVP_MD_CTX_new();
		assert_int_equal(EVP_DigestSignInit_ex(context, &options,
				     kit_or(f->method, "SHA384"), NULL, NULL, f->key, NULL),
		    1);
		if (!ec)
			assert_int_equal(EVP_PKEY_CTX_set_rsa_padding(options,
					     f->padding != 0 ? f->padding : RSA_PKCS1_PSS_PADDING),
			    1);
		if (!ec && f->padding == 0)
			assert_int_equal(EVP_PKEY_CTX_set_rsa_pss_saltlen(options, -1), 1);
		assert_int_equal(EVP_DigestSign(context, out, &len, bytes.ptr, bytes.len), 1);
		EVP_MD_CTX_free(context);
		made = kit_copy(out, len);
	} while (ec && forge_is_high(f->key, made) != f->high);
	return made;
}

static inline struct slice
forge_algorithm(const struct forgery *f)
{
	if (EVP_PKEY_is_a(f->key, "EC"))
		return SEQ(OID_ECDSA(3));
	return SEQ(OID_PKCS1(10),
	    SEQ(TLV(0xa0, SHA384_NULL), TLV(0xa1, SEQ(OID_PKCS1(8), SHA384_NULL)),
		TLV(0xa2, INTEGER(48))));
}

/* No element is a prefix of another one. */
static inline int
forge_compare(const void *a, const void *b)
{
	const struct slice *x = a, *y = b;
	return memcmp(x->ptr, y->ptr, x->len < y->len ? x->len : y->len);
}

/* The set of signed attributes, sorted. */
static inline struct slice
forge_attributes(const struct forgery *f)
{
	struct slice content = slice_str(CONTENT);
	struct slice type = or_else(f->type, ATTRIBUTE_TYPE(OID_MANIFEST));
	struct slice time = or_else(f->time, ATTRIBUTE_TIME("270115080000Z"));
	struct slice digest = or_else(f->digest, ATTRIBUTE_DIGEST(forge_hash("SHA384", content)));
	struct slice id = or_else(f->signer_id, SIGNING_CERTIFICATE(forge_ess_id(f->x509)));
	struct slice parts[] = { time, type, digest, id, or_else(f->further, NOTHING), END };
	qsort(parts, 5, sizeof parts[0], forge_compare);
	struct slice all = forge_tlv(0x31, parts);
	return or_else(f->attributes, all);
}

static inline struct slice
forge_signer_info(const struct forgery *f)
{
	struct slice content = slice_str(CONTENT);
	struct slice set = forge_attributes(f);
	struct slice written = or_else(f->written, set);
	struct slice tagged = kit_copy(written.ptr, written.len);
	if (tagged.len > 0)
		memcpy((unsigned char *)(uintptr_t)tagged.ptr, "\xa0", 1);
	return SEQ(or_else(f->info_version, INTEGER(1)),
	    or_else(f->id, SEQ(forge_name(X509_get_issuer_name(f->x509)), forge_serial(f->x509))),
	    or_else(f->info_digest, SHA384), tagged, or_else(f->algorithm, forge_algorithm(f)),
	    TLV(0x04, forge_signature(f, f->sign_content || set.len == 0 ? content : set)),
	    or_else(f->unsigned_attributes, NOTHING));
}

static inline struct slice
forge(const struct forgery *f)
{
	struct slice info = f->no_signer ? NOTHING : forge_signer_info(f);
	struct slice data = SEQ(or_else(f->version, INTEGER(3)), or_else(f->digests, SET(SHA384)),
	    SEQ(or_else(f->content_type, OID_MANIFEST), or_else(f->attached, NOTHING)),
	    or_else(f->certificates, TLV(0xa0, kit_der(f->x509), or_else(f->others, NOTHING))),
	    or_else(f->lists, NOTHING),
	    SET(info, f->twice ? info : NOTHING, or_else(f->second_signer, NOTHING)));
	return SEQ(OID_SIGNED_DATA, TLV(0xa0, data));
}

/* What `openssl cms -verify -cades -binary -x509_strict -auth_level LEVEL` says (0: no level). */
static inline bool
stock_accepts(struct slice seal, X509 *root, int level)
{
	BIO *file = BIO_new_mem_buf(seal.ptr, (int)seal.len);
	BIO *content = BIO_new_mem_buf(CONTENT, sizeof CONTENT - 1);
	BIO *out = BIO_new(BIO_s_null());
	X509_STORE *store = X509_STORE_new();
	X509_VERIFY_PARAM *rules = X509_STORE_get0_param(store);
	CMS_ContentInfo *cms = d2i_CMS_bio(file, NULL);
	assert_int_equal(X509_STORE_add_cert(store, root), 1);
	X509_VERIFY_PARAM_set_time(rules, KIT_NOW);
	X509_VERIFY_PARAM_set_auth_level(rules, level);
	X509_VERIFY_PARAM_set_flags(rules, X509_V_FLAG_X509_STRICT);
	bool good =
	    cms != NULL && CMS_verify(cms, NULL, store, content, out, CMS_BINARY | CMS_CADES) == 1;
	CMS_ContentInfo_free(cms);
	X509_STORE_free(store);
	BIO_free(out);
	BIO_free(content);
	BIO_free(file);
	return good;
}

#endif
