#include <stdio.h>
#include <string.h>

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>

#include "forge.h"
#include "oids.h"

struct who
load_who(const struct release *release, const char *name)
{
	struct bytes key = read_file(release->pki, name, ".key");
	struct bytes certificate = read_file(release->pki, name, ".pem");
	BIO *a = BIO_new_mem_buf(key.ptr, (int)key.len);
	BIO *b = BIO_new_mem_buf(certificate.ptr, (int)certificate.len);
	unsigned char *der = NULL;
	struct who who = { .key = PEM_read_bio_PrivateKey(a, NULL, NULL, NULL) };
	int len = i2d_X509(PEM_read_bio_X509(b, NULL, NULL, NULL), &der);
	if (who.key == NULL || len <= 0)
		die("no key or no certificate", name);
	who.certificate = copy(der, (size_t)len);
	return who;
}

struct bytes
hash(const char *method, struct bytes bytes)
{
	unsigned char out[64];
	size_t len = 0;
	if (EVP_Q_digest(NULL, method, NULL, bytes.ptr, bytes.len, out, &len) != 1)
		die("no digest", method);
	return copy(out, len);
}

static struct bytes
digest_algorithm(const char *method)
{
	return strcmp(method, "SHA384") == 0 ? SEQ(OID_SHA384)
	    : strcmp(method, "SHA256") == 0  ? SEQ(OID_SHA256)
					     : SEQ(OID_SHA1);
}

static struct bytes
algorithm_of(const struct who *who, const char *method)
{
	struct bytes sha = SEQ(OID_SHA384, DER_NULL);
	if (EVP_PKEY_is_a(who->key, "EC"))
		return strcmp(method, "SHA1") == 0
		    ? SEQ(OID_ECDSA_SHA1)
		    : SEQ(OID_ECDSA(strcmp(method, "SHA256") == 0 ? 2 : 3));
	return SEQ(OID_PKCS1(10),
	    SEQ(TLV(0xa0, sha), TLV(0xa1, SEQ(OID_PKCS1(8), sha)), TLV(0xa2, INTEGER(48))));
}

/* P-384's order minus s, whole. */
struct bytes
other_s(struct bytes signature)
{
	const unsigned char *at = inside(signature).ptr;
	ECDSA_SIG *pair = d2i_ECDSA_SIG(NULL, &at, (long)inside(signature).len);
	EC_GROUP *group = EC_GROUP_new_by_curve_name(NID_secp384r1);
	BIGNUM *s = BN_new(), *r = BN_dup(ECDSA_SIG_get0_r(pair));
	unsigned char *der = NULL;
	BN_sub(s, EC_GROUP_get0_order(group), ECDSA_SIG_get0_s(pair));
	ECDSA_SIG_set0(pair, r, s);
	int len = i2d_ECDSA_SIG(pair, &der);
	return TLV(0x04, copy(der, (size_t)len));
}

static bool
is_high(struct bytes signature)
{
	const unsigned char *at = inside(signature).ptr;
	ECDSA_SIG *pair = d2i_ECDSA_SIG(NULL, &at, (long)inside(signature).len);
	EC_GROUP *group = EC_GROUP_new_by_curve_name(NID_secp384r1);
	BIGNUM *twice = BN_new();
	BN_lshift1(twice, ECDSA_SIG_get0_s(pair));
	return BN_cmp(twice, EC_GROUP_get0_order(group)) > 0;
}

void
sign_info(struct info *info, const struct who *who, const char *method, struct bytes bytes)
{
	unsigned char out[1024];
	size_t len = sizeof out;
	EVP_PKEY_CTX *options;
	EVP_MD_CTX *context = EVP_MD_CTX_new();
	bool pss =
	    !EVP_PKEY_is_a(who->key, "EC") && equal(info->algorithm, algorithm_of(who, method));
	if (EVP_DigestSignInit_ex(context, &options, method, NULL, NULL, who->key, NULL) != 1 ||
	    (pss &&
		(EVP_PKEY_CTX_set_rsa_padding(options, RSA_PKCS1_PSS_PADDING) != 1 ||
		    EVP_PKEY_CTX_set_rsa_pss_saltlen(options, -1) != 1)) ||
	    EVP_DigestSign(context, out, &len, bytes.ptr, bytes.len) != 1)
		die("cannot be signed", method);
	info->signature = TLV(0x04, copy(out, len));
	if (EVP_PKEY_get_bits(who->key) == 384 && is_high(info->signature))
		info->signature = other_s(info->signature);
}

/* ESSCertIDv2, RFC 5035 4: of version 3 the serial is part 1 and the issuer part 3 of what is signed. */
static struct bytes
certificate_attribute(const struct who *who)
{
	struct bytes body = part(who->certificate, 0);
	return SEQ(OID_PKCS9(16, 2, 47),
	    SET(SEQ(SEQ(SEQ(SEQ(OID_SHA384), TLV(0x04, hash("SHA384", who->certificate)),
		SEQ(SEQ(TLV(0xa4, part(body, 3))), part(body, 1)))))));
}

struct info
make_info(const struct release *release, const struct who *who, const char *method)
{
	const struct info *honest = &release->seal.infos[0];
	struct bytes body = part(who->certificate, 0);
	struct bytes attributes[] = { part(honest->attributes, 0),
		SEQ(OID_PKCS9(3), SET(OID_MANIFEST)),
		SEQ(OID_PKCS9(4), SET(TLV(0x04, hash(method, release->manifest)))),
		certificate_attribute(who), END };
	struct info info = { .version = INTEGER(1),
		.id = SEQ(part(body, 3), part(body, 1)),
		.digest = digest_algorithm(method),
		.attributes = set_of(attributes),
		.algorithm = algorithm_of(who, method),
		.others = NOTHING };
	sign_info(&info, who, method, info.attributes);
	return info;
}

void
reseal(struct release *release)
{
	struct who who = load_who(release, "signer");
	release->seal.infos[0] = make_info(release, &who, "SHA384");
}
