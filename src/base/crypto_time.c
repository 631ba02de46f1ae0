#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/rsa.h>
#include <openssl/x509v3.h>

#include "base/crypto_time.h"

static const char *
name_of(enum time_digest digest)
{
	switch (digest) {
	case TIME_NO_DIGEST:
		break;
	case TIME_SHA256:
		return "SHA2-256";
	case TIME_SHA384:
		return "SHA2-384";
	case TIME_SHA512:
		return "SHA2-512";
	}
	return "";
}

tl_status
time_hash_of(enum time_digest digest, struct slice bytes, struct time_hash *out, struct tl_error *e)
{
	*out = (struct time_hash){ .len = 0 };
	if (EVP_Q_digest(
		NULL, name_of(digest), NULL, bytes.ptr, bytes.len, out->bytes, &out->len) != 1)
		return error_set(e, TL_SYSTEM, "the cryptographic library lacks a digest");
	return TL_OK;
}

/* --- keys and certificates */

static bool
is_known_curve(EVP_PKEY *key)
{
	static const char *const curves[] = { "prime256v1", "secp384r1", "secp521r1" };
	char group[32] = "";
	int explicit_group = 1;
	if (EVP_PKEY_get_group_name(key, group, sizeof group, NULL) != 1 ||
	    EVP_PKEY_get_int_param(
		key, OSSL_PKEY_PARAM_EC_DECODED_FROM_EXPLICIT_PARAMS, &explicit_group) != 1 ||
	    explicit_group != 0)
		return false;
	for (size_t i = 0; i < sizeof curves / sizeof curves[0]; i++)
		if (strcmp(group, curves[i]) == 0)
			return true;
	return false;
}

enum time_key
certificate_time_key(const struct certificate *certificate)
{
	EVP_PKEY *key = X509_get0_pubkey(certificate->x509);
	enum time_key kind = TIME_KEY_UNFIT;
	if (key != NULL && EVP_PKEY_is_a(key, "EC") && is_known_curve(key))
		kind = TIME_KEY_EC;
	else if (key != NULL && EVP_PKEY_is_a(key, "RSA") &&
	    certificate_key(certificate) == KEY_RSA)
		kind = TIME_KEY_RSA;
	ERR_clear_error();
	return kind;
}

/* RFC 3161 §2.3: one purpose, and an application that does not know it must not use the certificate. */
static bool
has_only_timestamping(X509 *x509)
{
	int critical = 0;
	EXTENDED_KEY_USAGE *usage = X509_get_ext_d2i(x509, NID_ext_key_usage, &critical, NULL);
	bool only = usage != NULL && critical == 1 && sk_ASN1_OBJECT_num(usage) == 1 &&
	    OBJ_obj2nid(sk_ASN1_OBJECT_value(usage, 0)) == NID_time_stamp;
	EXTENDED_KEY_USAGE_free(usage);
	ERR_clear_error();
	return only;
}

const char *
certificate_unfit_for_time(const struct certificate *certificate, int64_t at)
{
	X509 *x509 = certificate->x509;
	time_t time = (time_t)at;
	uint32_t flags = X509_get_extension_flags(x509);
	if (certificate_time_key(certificate) == TIME_KEY_UNFIT)
		return "the key of the time-stamping authority is neither P-256, P-384, P-521 nor "
		       "RSA of 3072 bits and more";
	if ((flags & EXFLAG_INVALID) != 0 || X509_get_version(x509) != X509_VERSION_3)
		return "an extension of the time-stamping authority's certificate is damaged";
	if ((flags & EXFLAG_CA) != 0)
		return "the time stamp was made with the certificate of a certification authority";
	if (!has_only_timestamping(x509))
		return "the certificate behind the time stamp is not for timeStamping alone, or does "
		       "not say so critically";
	if ((flags & EXFLAG_KUSAGE) == 0 ||
	    (X509_get_key_usage(x509) & ~(uint32_t)(KU_DIGITAL_SIGNATURE | KU_NON_REPUDIATION)) !=
		0)
		return "the key usage of the time-stamping authority is not to sign";
	if (X509_cmp_time(X509_get0_notBefore(x509), &time) >= 0)
		return "the time-stamping authority's certificate was not valid yet";
	if (X509_cmp_time(X509_get0_notAfter(x509), &time) <= 0)
		return "the time-stamping authority's certificate had expired";
	return NULL;
}

bool
certificate_is_exact(const struct certificate *certificate)
{
	unsigned char *again = NULL;
	int len = i2d_X509(certificate->x509, &again);
	bool exact =
	    len > 0 && slice_equal(slice_of(again, (size_t)len), certificate_der(certificate));
	OPENSSL_free(again);
	ERR_clear_error();
	return exact;
}

/* --- signatures */

/* s <= n / 2, where both (r, s) and (r, n - s) verify; `settle` makes it so. The bytes of the signature, or NULL. */
static ECDSA_SIG *
read_pair(struct slice signature)
{
	const unsigned char *at = signature.ptr;
	unsigned char *again = NULL;
	if (signature.len == 0 || signature.len > 150)
		return NULL;
	ECDSA_SIG *pair = d2i_ECDSA_SIG(NULL, &at, (long)signature.len);
	int len = pair != NULL ? i2d_ECDSA_SIG(pair, &again) : -1;
	if (len != (int)signature.len || memcmp(again, signature.ptr, signature.len) != 0) {
		ECDSA_SIG_free(pair);
		pair = NULL;
	}
	OPENSSL_free(again);
	return pair;
}

/* n - s where that is the lower one, else s; NULL where memory or the key fails. */
static BIGNUM *
lower_s(EVP_PKEY *key, const BIGNUM *s)
{
	BIGNUM *order = NULL, *other = BN_new();
	if (EVP_PKEY_get_bn_param(key, OSSL_PKEY_PARAM_EC_ORDER, &order) != 1 || other == NULL ||
	    BN_sub(other, order, s) != 1 || (BN_cmp(s, other) <= 0 && BN_copy(other, s) == NULL)) {
		BN_free(other);
		other = NULL;
	}
	BN_free(order);
	return other;
}

static bool
is_settled(EVP_PKEY *key, struct slice signature)
{
	ECDSA_SIG *pair = read_pair(signature);
	BIGNUM *lower = pair != NULL ? lower_s(key, ECDSA_SIG_get0_s(pair)) : NULL;
	bool settled = lower != NULL && BN_cmp(lower, ECDSA_SIG_get0_s(pair)) == 0;
	BN_free(lower);
	ECDSA_SIG_free(pair);
	return settled;
}

tl_status
time_signature_settle(const struct certificate *certificate, struct slice signature,
    struct buf *out, struct tl_error *e)
{
	unsigned char *der = NULL;
	if (certificate_time_key(certificate) != TIME_KEY_EC) {
		buf_add_slice(out, signature);
		return buf_check(out, e);
	}
	ECDSA_SIG *pair = read_pair(signature);
	BIGNUM *lower = pair != NULL
	    ? lower_s(X509_get0_pubkey(certificate->x509), ECDSA_SIG_get0_s(pair))
	    : NULL;
	BIGNUM *r = pair != NULL ? BN_dup(ECDSA_SIG_get0_r(pair)) : NULL;
	int len = -1;
	if (lower != NULL && r != NULL && ECDSA_SIG_set0(pair, r, lower) == 1) {
		r = lower = NULL; /* the pair's now */
		len = i2d_ECDSA_SIG(pair, &der);
	}
	if (len > 0)
		buf_add(out, der, (size_t)len);
	OPENSSL_free(der);
	BN_free(r);
	BN_free(lower);
	ECDSA_SIG_free(pair);
	ERR_clear_error();
	if (len <= 0)
		return error_set(
		    e, TL_KEY, "the signature of the time-stamping authority is damaged");
	return buf_check(out, e);
}

bool
certificate_stamped(const struct certificate *certificate, enum time_digest digest,
    struct slice bytes, struct slice signature)
{
	enum time_key kind = certificate_time_key(certificate);
	EVP_PKEY *key = X509_get0_pubkey(certificate->x509);
	EVP_PKEY_CTX *options = NULL;
	if (kind == TIME_KEY_UNFIT || (kind == TIME_KEY_EC && !is_settled(key, signature)))
		return false;
	EVP_MD_CTX *context = EVP_MD_CTX_new();
	bool good = context != NULL &&
	    EVP_DigestVerifyInit_ex(context, &options, name_of(digest), NULL, NULL, key, NULL) == 1;
	if (good && kind == TIME_KEY_RSA)
		good = EVP_PKEY_CTX_set_rsa_padding(options, RSA_PKCS1_PADDING) == 1;
	good = good &&
	    EVP_DigestVerify(context, signature.ptr, signature.len, bytes.ptr, bytes.len) == 1;
	EVP_MD_CTX_free(context);
	ERR_clear_error();
	return good;
}

bool
oid_in_dots(struct slice whole, char *out, size_t size)
{
	const unsigned char *at = whole.ptr;
	out[0] = '\0';
	ASN1_OBJECT *object =
	    whole.len > 0 && whole.len < 128 ? d2i_ASN1_OBJECT(NULL, &at, (long)whole.len) : NULL;
	int len = object != NULL ? OBJ_obj2txt(out, (int)size, object, 1) : -1;
	bool fits = len > 0 && (size_t)len < size && at == whole.ptr + whole.len;
	ASN1_OBJECT_free(object);
	ERR_clear_error();
	if (!fits)
		out[0] = '\0';
	return fits;
}
