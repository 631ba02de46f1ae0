#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include "base/crypto_cert.h"
#include "base/crypto_pem.h"

/* RFC 9336 §3: id-kp-documentSigning. The library has no name for it. */
#define DOCUMENT_SIGNING "1.3.6.1.5.5.7.3.36"

struct slice
certificate_der(const struct certificate *certificate)
{
	return slice_of(certificate->der, certificate->len);
}

void
certificates_release(struct certificates *certificates)
{
	for (size_t i = 0; i < certificates->count; i++) {
		X509_free(certificates->items[i].x509);
		OPENSSL_free(certificates->items[i].der);
	}
	certificates->count = 0;
}

tl_status
certificates_add(struct certificates *to, struct slice der, struct tl_error *e)
{
	if (to->count == CERTIFICATES_MAX)
		return error_set(e, TL_KEY, "more than %d certificates", CERTIFICATES_MAX);
	const unsigned char *at = der.ptr;
	X509 *x509 =
	    der.len > 0 && der.len <= CRYPTO_FILE_MAX ? d2i_X509(NULL, &at, (long)der.len) : NULL;
	ERR_clear_error();
	if (x509 == NULL || at != der.ptr + der.len) {
		X509_free(x509);
		return error_set(e, TL_KEY, "a certificate cannot be read");
	}
	unsigned char *copy = OPENSSL_memdup(der.ptr, der.len);
	if (copy == NULL) {
		X509_free(x509);
		return error_memory(e);
	}
	to->items[to->count++] = (struct certificate){ x509, copy, der.len };
	return TL_OK;
}

static tl_status
load_pem(struct certificates *out, struct slice bytes, struct tl_error *e)
{
	struct pem_reader reader;
	tl_status status = pem_init(&reader, bytes, e);
	while (
	    status == TL_OK && (status = pem_next(&reader, e)) == TL_OK && reader.label != NULL) {
		/* Its trust settings would override those we check. */
		if (strcmp(reader.label, PEM_STRING_X509_TRUSTED) == 0)
			status = error_set(e, TL_KEY,
			    "a TRUSTED CERTIFICATE block; write it as plain CERTIFICATE");
		else if (strcmp(reader.label, PEM_STRING_X509) == 0)
			status =
			    certificates_add(out, slice_of(reader.bytes, (size_t)reader.len), e);
	}
	pem_release(&reader);
	return status;
}

tl_status
certificates_load(struct certificates *out, struct slice bytes, struct tl_error *e)
{
	out->count = 0;
	tl_status status =
	    pem_is(bytes) ? load_pem(out, bytes, e) : certificates_add(out, bytes, e);
	if (status == TL_OK && out->count == 0)
		status = error_set(e, TL_KEY, "there is no certificate in the file");
	if (status != TL_OK)
		certificates_release(out);
	return status;
}

tl_status
certificate_subject(const struct certificate *certificate, struct buf *out, struct tl_error *e)
{
	BIO *bio = BIO_new(BIO_s_mem());
	char *text = NULL;
	if (bio == NULL)
		return error_memory(e);
	tl_status status = TL_OK;
	if (X509_NAME_print_ex(bio, X509_get_subject_name(certificate->x509), 0, XN_FLAG_RFC2253) <
	    0)
		status = error_set(e, TL_KEY, "the subject of a certificate cannot be read");
	long len = BIO_get_mem_data(bio, &text);
	if (status == TL_OK)
		buf_add(out, text, (size_t)len);
	BIO_free(bio);
	ERR_clear_error();
	return status == TL_OK ? buf_check(out, e) : status;
}

tl_status
certificate_serial(const struct certificate *certificate, struct buf *out, struct tl_error *e)
{
	const ASN1_INTEGER *serial = X509_get0_serialNumber(certificate->x509);
	BIGNUM *number = ASN1_INTEGER_to_BN(serial, NULL);
	char *hex = number != NULL ? BN_bn2hex(number) : NULL;
	if (hex != NULL)
		buf_add_str(out, hex);
	BN_free(number);
	if (hex == NULL)
		return error_memory(e);
	OPENSSL_free(hex);
	return buf_check(out, e);
}

tl_status
certificate_fingerprint(
    const struct certificate *certificate, unsigned char out[FINGERPRINT_SIZE], struct tl_error *e)
{
	if (EVP_Q_digest(NULL, "SHA2-256", NULL, certificate->der, certificate->len, out, NULL) !=
	    1)
		return error_set(e, TL_SYSTEM, "the cryptographic library has no SHA-256");
	return TL_OK;
}

bool
certificate_unit(const struct certificate *certificate, size_t number, char *out, size_t size)
{
	const X509_NAME *subject = X509_get_subject_name(certificate->x509);
	unsigned char *text = NULL;
	int at = -1;
	for (size_t i = 0; i <= number; i++)
		at = X509_NAME_get_index_by_NID(subject, NID_organizationalUnitName, at);
	const X509_NAME_ENTRY *entry = at >= 0 ? X509_NAME_get_entry(subject, at) : NULL;
	int len = entry != NULL ? ASN1_STRING_to_UTF8(&text, X509_NAME_ENTRY_get_data(entry)) : -1;
	bool fits = len >= 0 && (size_t)len < size && memchr(text, 0, (size_t)len) == NULL;
	if (fits) {
		memcpy(out, text, (size_t)len);
		out[len] = '\0';
	}
	if (len >= 0)
		OPENSSL_free(text);
	ERR_clear_error();
	return fits;
}

/* --- what the certificate allows */

static bool
is_p384(EVP_PKEY *key)
{
	char group[32];
	int explicit_group = 1;
	return EVP_PKEY_is_a(key, "EC") &&
	    EVP_PKEY_get_group_name(key, group, sizeof group, NULL) == 1 &&
	    strcmp(group, SN_secp384r1) == 0 &&
	    EVP_PKEY_get_int_param(
		key, OSSL_PKEY_PARAM_EC_DECODED_FROM_EXPLICIT_PARAMS, &explicit_group) == 1 &&
	    explicit_group == 0;
}

/* NIST SP 800-56B §6.1.6.2 wants 65537 <= e, odd. 8192 bits bound the work of a verifier. */
static bool
is_strong_rsa(EVP_PKEY *key)
{
	BIGNUM *exponent = NULL;
	if (!EVP_PKEY_is_a(key, "RSA") && !EVP_PKEY_is_a(key, "RSA-PSS"))
		return false;
	int bits = EVP_PKEY_get_bits(key);
	if (bits < 3072 || bits > 8192 ||
	    EVP_PKEY_get_bn_param(key, OSSL_PKEY_PARAM_RSA_E, &exponent) != 1)
		return false;
	bool strong =
	    BN_is_odd(exponent) && BN_num_bits(exponent) >= 17 && BN_num_bits(exponent) <= 256;
	BN_free(exponent);
	return strong;
}

enum key_kind
certificate_key(const struct certificate *certificate)
{
	EVP_PKEY *key = X509_get0_pubkey(certificate->x509);
	enum key_kind kind = KEY_UNFIT;
	if (key != NULL && is_p384(key))
		kind = KEY_P384;
	else if (key != NULL && is_strong_rsa(key))
		kind = KEY_RSA;
	ERR_clear_error();
	return kind;
}

/* Both purposes, and not "any", which would give every certificate every purpose (RFC 5280 §4.2.1.12). */
static bool
has_both_purposes(X509 *x509)
{
	bool email = false, document = false, any = false;
	EXTENDED_KEY_USAGE *usage = X509_get_ext_d2i(x509, NID_ext_key_usage, NULL, NULL);
	for (int i = 0; usage != NULL && i < sk_ASN1_OBJECT_num(usage); i++) {
		char oid[64];
		const ASN1_OBJECT *object = sk_ASN1_OBJECT_value(usage, i);
		int nid = OBJ_obj2nid(object);
		email = email || nid == NID_email_protect;
		any = any || nid == NID_anyExtendedKeyUsage;
		document = document ||
		    (OBJ_obj2txt(oid, sizeof oid, object, 1) > 0 &&
			strcmp(oid, DOCUMENT_SIGNING) == 0);
	}
	EXTENDED_KEY_USAGE_free(usage);
	ERR_clear_error();
	return email && document && !any;
}

const char *
certificate_unfit(const struct certificate *certificate, int64_t now)
{
	X509 *x509 = certificate->x509;
	time_t time = (time_t)now;
	uint32_t flags = X509_get_extension_flags(x509);
	uint32_t usage = X509_get_key_usage(x509);
	if (certificate_key(certificate) == KEY_UNFIT)
		return "the signer's key is neither P-384 nor RSA of 3072 bits and more";
	if ((flags & EXFLAG_INVALID) != 0 || X509_get_version(x509) != X509_VERSION_3)
		return "an extension of the signer's certificate is damaged";
	if ((flags & EXFLAG_CA) != 0)
		return "the signer's certificate is that of a certification authority";
	/* Absent key usage allows everything: too much. RFC 5280 §4.2.1.3 */
	if ((flags & EXFLAG_KUSAGE) == 0 || (usage & KU_DIGITAL_SIGNATURE) == 0 ||
	    (usage & (KU_KEY_CERT_SIGN | KU_CRL_SIGN)) != 0)
		return "the key usage of the signer's certificate is not digitalSignature";
	if (!has_both_purposes(x509))
		return "the signer's certificate is not for both emailProtection and documentSigning";
	if (X509_cmp_time(X509_get0_notBefore(x509), &time) >= 0)
		return "the signer's certificate is not valid yet";
	if (X509_cmp_time(X509_get0_notAfter(x509), &time) <= 0)
		return "the signer's certificate has expired";
	return NULL;
}

bool
certificate_is_ca(const struct certificate *certificate)
{
	return X509_check_ca(certificate->x509) == 1 &&
	    (X509_get_extension_flags(certificate->x509) & EXFLAG_KUSAGE) != 0 &&
	    (X509_get_key_usage(certificate->x509) & KU_KEY_CERT_SIGN) != 0;
}

bool
certificate_is_self_signed(const struct certificate *certificate)
{
	bool root = X509_self_signed(certificate->x509, 1) == 1;
	ERR_clear_error();
	return root;
}

bool
certificate_issued(const struct certificate *issuer, const struct certificate *subject)
{
	return X509_check_issued(issuer->x509, subject->x509) == X509_V_OK;
}

/* --- signatures */

/* (n - 1) / 2 of P-384, SEC 2 §2.5.1. */
#define P384_HALF                                                                                  \
	"7FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF"                                         \
	"E3B1A6C0FA1B96EFAC0D06D9245853BD76760CB5666294B9"

bool
ecdsa_is_low(struct slice signature)
{
	const unsigned char *at = signature.ptr;
	unsigned char *again = NULL;
	BIGNUM *half = NULL;
	bool low = false;
	if (signature.len == 0 || signature.len > 104)
		return false;
	ECDSA_SIG *pair = d2i_ECDSA_SIG(NULL, &at, (long)signature.len);
	if (pair != NULL && i2d_ECDSA_SIG(pair, &again) == (int)signature.len &&
	    memcmp(again, signature.ptr, signature.len) == 0 && BN_hex2bn(&half, P384_HALF) > 0)
		low = BN_cmp(ECDSA_SIG_get0_s(pair), half) <= 0;
	BN_free(half);
	OPENSSL_free(again);
	ECDSA_SIG_free(pair);
	ERR_clear_error();
	return low;
}

bool
certificate_signed(
    const struct certificate *certificate, struct slice bytes, struct slice signature)
{
	enum key_kind kind = certificate_key(certificate);
	EVP_PKEY *key = X509_get0_pubkey(certificate->x509);
	EVP_PKEY_CTX *options = NULL;
	if (kind == KEY_UNFIT || (kind == KEY_P384 && !ecdsa_is_low(signature)))
		return false;
	EVP_MD_CTX *context = EVP_MD_CTX_new();
	bool good = context != NULL &&
	    EVP_DigestVerifyInit_ex(context, &options, "SHA2-384", NULL, NULL, key, NULL) == 1;
	if (good && kind == KEY_RSA)
		good = EVP_PKEY_CTX_set_rsa_padding(options, RSA_PKCS1_PSS_PADDING) == 1 &&
		    EVP_PKEY_CTX_set_rsa_mgf1_md_name(options, "SHA2-384", NULL) == 1 &&
		    EVP_PKEY_CTX_set_rsa_pss_saltlen(options, RSA_PSS_SALTLEN_DIGEST) == 1;
	good = good &&
	    EVP_DigestVerify(context, signature.ptr, signature.len, bytes.ptr, bytes.len) == 1;
	EVP_MD_CTX_free(context);
	ERR_clear_error();
	return good;
}
