/*
 * tests/unit/pki_kit.h -- keys, certificates and revocation lists of every kind, good and bad.
 *
 * The program makes only good ones; what it must refuse is made here, with the library directly. Everything is freed by
 * kit_release(), so that a test reads as a list of what it makes.
 */
#ifndef UNIT_PKI_KIT_H
#define UNIT_PKI_KIT_H

#include <stdlib.h>
#include <string.h>

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include "unit.h"

#define KIT_NOW    INT64_C(1800000000) /* 2027-01-15T08:00:00Z */
#define KIT_DAY    (24 * 60 * 60)
#define KIT_BOTH   "emailProtection,1.3.6.1.5.5.7.3.36"
#define KIT_THINGS 8192

/* Everything of a test, by kind. */
struct kit {
	void *blocks[KIT_THINGS];
	EVP_PKEY *keys[KIT_THINGS];
	X509 *certificates[KIT_THINGS];
	size_t block_count, key_count, certificate_count;
};

static struct kit kit;

static inline int
kit_release(void **state)
{
	(void)state;
	while (kit.block_count > 0)
		free(kit.blocks[--kit.block_count]);
	while (kit.key_count > 0)
		EVP_PKEY_free(kit.keys[--kit.key_count]);
	while (kit.certificate_count > 0)
		X509_free(kit.certificates[--kit.certificate_count]);
	return 0;
}

static inline void *
kit_alloc(size_t len)
{
	assert_true(kit.block_count < KIT_THINGS);
	void *block = calloc(1, len > 0 ? len : 1);
	assert_non_null(block);
	kit.blocks[kit.block_count++] = block;
	return block;
}

static inline struct slice
kit_copy(const void *bytes, size_t len)
{
	unsigned char *copy = kit_alloc(len);
	if (len > 0)
		memcpy(copy, bytes, len);
	return slice_of(copy, len);
}

static inline EVP_PKEY *
kit_keep_key(EVP_PKEY *key)
{
	assert_non_null(key);
	assert_true(kit.key_count < KIT_THINGS);
	kit.keys[kit.key_count++] = key;
	return key;
}

static inline EVP_PKEY *
kit_ec(const char *group)
{
	return kit_keep_key(EVP_EC_gen(group));
}

static inline EVP_PKEY *
kit_rsa(unsigned int bits)
{
	return kit_keep_key(EVP_RSA_gen(bits));
}

/* What a certificate says. Zero members take the value of a good one. */
struct kit_certificate {
	const char *name; /* common name */
	EVP_PKEY *key;
	X509 *issuer; /* NULL: signs itself */
	EVP_PKEY *issuer_key;
	const char *basic, *usage,
	    *purposes;       /* values as in openssl.cnf; "" leaves the extension out */
	const char *digest;  /* SHA384 */
	int64_t from, until; /* seconds from KIT_NOW; 0: a day before, 300 days behind */
	long serial;
};

static inline void
kit_extend(X509 *x509, X509 *issuer, int nid, const char *value)
{
	X509V3_CTX context;
	if (value[0] == '\0')
		return;
	X509V3_set_ctx(&context, issuer, x509, NULL, NULL, 0);
	X509_EXTENSION *extension = X509V3_EXT_nconf_nid(NULL, &context, nid, value);
	assert_non_null(extension);
	assert_int_equal(X509_add_ext(x509, extension, -1), 1);
	X509_EXTENSION_free(extension);
}

static inline const char *
kit_or(const char *value, const char *otherwise)
{
	return value != NULL ? value : otherwise;
}

static inline X509 *
kit_issue(struct kit_certificate say)
{
	X509 *x509 = X509_new();
	X509 *issuer = say.issuer != NULL ? say.issuer : x509;
	assert_non_null(x509);
	assert_true(kit.certificate_count < KIT_THINGS);
	kit.certificates[kit.certificate_count++] = x509;
	assert_int_equal(X509_set_version(x509, X509_VERSION_3), 1);
	assert_int_equal(ASN1_INTEGER_set(X509_get_serialNumber(x509),
			     say.serial != 0 ? say.serial : 0x123456789),
	    1);
	assert_int_equal(X509_NAME_add_entry_by_NID(X509_get_subject_name(x509), NID_commonName,
			     MBSTRING_UTF8, (const unsigned char *)say.name, -1, -1, 0),
	    1);
	assert_int_equal(X509_set_issuer_name(x509, X509_get_subject_name(issuer)), 1);
	assert_non_null(ASN1_TIME_adj(
	    X509_getm_notBefore(x509), KIT_NOW + (say.from != 0 ? say.from : -KIT_DAY), 0, 0));
	assert_non_null(ASN1_TIME_adj(X509_getm_notAfter(x509),
	    KIT_NOW + (say.until != 0 ? say.until : 300 * KIT_DAY), 0, 0));
	assert_int_equal(X509_set_pubkey(x509, say.key), 1);
	kit_extend(x509, issuer, NID_basic_constraints, kit_or(say.basic, "critical,CA:FALSE"));
	kit_extend(x509, issuer, NID_key_usage, kit_or(say.usage, "critical,digitalSignature"));
	kit_extend(x509, issuer, NID_ext_key_usage, kit_or(say.purposes, KIT_BOTH));
	kit_extend(x509, issuer, NID_subject_key_identifier, "hash");
	if (say.issuer != NULL)
		kit_extend(x509, issuer, NID_authority_key_identifier, "keyid:always");
	const EVP_MD *digest = EVP_get_digestbyname(kit_or(say.digest, "SHA384"));
	assert_true(X509_sign(x509, say.issuer != NULL ? say.issuer_key : say.key, digest) > 0);
	return x509;
}

static inline X509 *
kit_root(const char *name, EVP_PKEY *key)
{
	return kit_issue((struct kit_certificate){ .name = name,
	    .key = key,
	    .basic = "critical,CA:TRUE",
	    .usage = "critical,keyCertSign,cRLSign",
	    .purposes = "",
	    .serial = 1 });
}

static inline X509 *
kit_signer(EVP_PKEY *key, X509 *issuer, EVP_PKEY *issuer_key)
{
	return kit_issue((struct kit_certificate){
	    .name = "Signer", .key = key, .issuer = issuer, .issuer_key = issuer_key });
}

static inline struct slice
kit_der(X509 *x509)
{
	unsigned char *der = NULL;
	int len = i2d_X509(x509, &der);
	assert_true(len > 0);
	struct slice copy = kit_copy(der, (size_t)len);
	OPENSSL_free(der);
	return copy;
}

static inline struct slice
kit_take_bio(BIO *bio)
{
	char *text = NULL;
	long len = BIO_get_mem_data(bio, &text);
	struct slice copy = kit_copy(text, (size_t)len);
	BIO_free(bio);
	return copy;
}

static inline struct slice
kit_pem(X509 *x509)
{
	BIO *bio = BIO_new(BIO_s_mem());
	assert_int_equal(PEM_write_bio_X509(bio, x509), 1);
	return kit_take_bio(bio);
}

/* PKCS#8, encrypted where there is a passphrase. */
static inline struct slice
kit_key_pem(EVP_PKEY *key, const char *passphrase)
{
	BIO *bio = BIO_new(BIO_s_mem());
	assert_int_equal(
	    PEM_write_bio_PKCS8PrivateKey(bio, key, passphrase != NULL ? EVP_aes_256_cbc() : NULL,
		passphrase, passphrase != NULL ? (int)strlen(passphrase) : 0, NULL, NULL),
	    1);
	return kit_take_bio(bio);
}

/* A list of `issuer` that revokes `revoked` (NULL: nobody), current from a day before KIT_NOW to `until` behind it. */
static inline struct slice
kit_list(X509 *issuer, EVP_PKEY *key, const X509 *revoked, int64_t until, const char *digest)
{
	X509_CRL *list = X509_CRL_new();
	ASN1_TIME *from = ASN1_TIME_adj(NULL, KIT_NOW - KIT_DAY, 0, 0);
	ASN1_TIME *to = ASN1_TIME_adj(NULL, KIT_NOW + until, 0, 0);
	assert_int_equal(X509_CRL_set_version(list, X509_CRL_VERSION_2), 1);
	assert_int_equal(X509_CRL_set_issuer_name(list, X509_get_subject_name(issuer)), 1);
	assert_int_equal(X509_CRL_set1_lastUpdate(list, from), 1);
	assert_int_equal(X509_CRL_set1_nextUpdate(list, to), 1);
	X509V3_CTX context;
	X509V3_set_ctx(&context, issuer, NULL, NULL, list, 0);
	X509_EXTENSION *extension =
	    X509V3_EXT_nconf_nid(NULL, &context, NID_authority_key_identifier, "keyid:always");
	assert_int_equal(X509_CRL_add_ext(list, extension, -1), 1);
	X509_EXTENSION_free(extension);
	ASN1_INTEGER *number = ASN1_INTEGER_new();
	assert_int_equal(ASN1_INTEGER_set(number, 1), 1);
	assert_int_equal(X509_CRL_add1_ext_i2d(list, NID_crl_number, number, 0, 0), 1);
	ASN1_INTEGER_free(number);
	if (revoked != NULL) {
		X509_REVOKED *entry = X509_REVOKED_new();
		assert_int_equal(X509_REVOKED_set_serialNumber(
				     entry, X509_get_serialNumber((X509 *)(uintptr_t)revoked)),
		    1);
		assert_int_equal(X509_REVOKED_set_revocationDate(entry, from), 1);
		assert_int_equal(X509_CRL_add0_revoked(list, entry), 1);
	}
	assert_true(X509_CRL_sign(list, key, EVP_get_digestbyname(digest)) > 0);
	BIO *bio = BIO_new(BIO_s_mem());
	assert_int_equal(PEM_write_bio_X509_CRL(bio, list), 1);
	ASN1_TIME_free(from);
	ASN1_TIME_free(to);
	X509_CRL_free(list);
	return kit_take_bio(bio);
}

static inline struct slice
kit_join(struct slice a, struct slice b)
{
	unsigned char *both = kit_alloc(a.len + b.len);
	memcpy(both, a.ptr, a.len);
	memcpy(both + a.len, b.ptr, b.len);
	return slice_of(both, a.len + b.len);
}

#define KIT_NOTHING slice_of(NULL, 0)

#endif
