#include <openssl/bn.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include "base/crypto.h"
#include "base/crypto_trial.h"

#define YEAR_SECONDS ((time_t)365 * 24 * 60 * 60)
/* Clocks of two machines differ; a certificate made on one is tried on the other. */
#define CLOCK_SLACK ((time_t)5 * 60)

struct extension {
	int nid;
	const char *value;
};

/* RFC 5280 §4.2.1.9 and §4.2.1.3: an authority that issues to signers only. */
static const struct extension ca_extensions[] = {
	{ NID_basic_constraints, "critical,CA:TRUE,pathlen:0" },
	{ NID_key_usage, "critical,keyCertSign,cRLSign" },
	{ NID_subject_key_identifier, "hash" },
	{ NID_undef, NULL },
};

static const struct extension signer_extensions[] = {
	{ NID_basic_constraints, "critical,CA:FALSE" },
	{ NID_key_usage, "critical,digitalSignature" },
	{ NID_ext_key_usage, "emailProtection,1.3.6.1.5.5.7.3.36" },
	{ NID_subject_key_identifier, "hash" },
	{ NID_authority_key_identifier, "keyid:always" },
	{ NID_undef, NULL },
};

/* 128 random bits, positive, never 0 (RFC 5280 §4.1.2.2). */
static bool
set_serial(X509 *x509)
{
	unsigned char bytes[16];
	if (crypto_random(bytes, sizeof bytes, NULL) != TL_OK)
		return false;
	bytes[0] = (unsigned char)((bytes[0] & 0x7f) | 0x40);
	BIGNUM *number = BN_bin2bn(bytes, sizeof bytes, NULL);
	bool done =
	    number != NULL && BN_to_ASN1_INTEGER(number, X509_get_serialNumber(x509)) != NULL;
	BN_free(number);
	return done;
}

static bool
set_name(X509 *x509, const char *common_name)
{
	X509_NAME *name = X509_get_subject_name(x509);
	return X509_NAME_add_entry_by_NID(name, NID_organizationName, MBSTRING_ASC,
		   (const unsigned char *)"TRIAL - no authority", -1, -1, 0) == 1 &&
	    X509_NAME_add_entry_by_NID(name, NID_commonName, MBSTRING_ASC,
		(const unsigned char *)common_name, -1, -1, 0) == 1;
}

static bool
add_extensions(X509 *x509, X509 *issuer, const struct extension *list)
{
	X509V3_CTX context;
	X509V3_set_ctx(&context, issuer, x509, NULL, NULL, 0);
	for (; list->value != NULL; list++) {
		X509_EXTENSION *extension =
		    X509V3_EXT_nconf_nid(NULL, &context, list->nid, list->value);
		bool done = extension != NULL && X509_add_ext(x509, extension, -1) == 1;
		X509_EXTENSION_free(extension);
		if (!done)
			return false;
	}
	return true;
}

/* NULL issuer: a root that signs itself. */
static X509 *
issue(const char *common_name, EVP_PKEY *key, X509 *issuer, EVP_PKEY *issuer_key,
    const struct extension *extensions, int64_t now)
{
	time_t from = (time_t)now - CLOCK_SLACK;
	time_t until = (time_t)now + YEAR_SECONDS;
	X509 *x509 = X509_new();
	if (x509 != NULL && X509_set_version(x509, X509_VERSION_3) == 1 && set_serial(x509) &&
	    set_name(x509, common_name) &&
	    X509_set_issuer_name(x509, X509_get_subject_name(issuer != NULL ? issuer : x509)) ==
		1 &&
	    ASN1_TIME_adj(X509_getm_notBefore(x509), from, 0, 0) != NULL &&
	    ASN1_TIME_adj(X509_getm_notAfter(x509), until, 0, 0) != NULL &&
	    X509_set_pubkey(x509, key) == 1 &&
	    add_extensions(x509, issuer != NULL ? issuer : x509, extensions) &&
	    X509_sign(x509, issuer_key, EVP_sha384()) > 0)
		return x509;
	X509_free(x509);
	return NULL;
}

/* Of `x509`, or of the private key where it is NULL. */
static bool
write_pem(struct buf *out, X509 *x509, EVP_PKEY *key)
{
	char *text = NULL;
	BIO *bio = BIO_new(BIO_s_secmem());
	bool done = bio != NULL &&
	    (x509 != NULL
		    ? PEM_write_bio_X509(bio, x509)
		    : PEM_write_bio_PKCS8PrivateKey(bio, key, NULL, NULL, 0, NULL, NULL)) == 1;
	long len = done ? BIO_get_mem_data(bio, &text) : 0;
	if (len > 0)
		buf_add(out, text, (size_t)len);
	BIO_free(bio);
	return done && buf_check(out, NULL) == TL_OK;
}

tl_status
crypto_make_trial_pki(
    int64_t now, struct buf *ca, struct buf *certificate, struct buf *key, struct tl_error *e)
{
	buf_clear(ca);
	buf_clear(certificate);
	buf_clear(key);
	TRY(crypto_start(e));
	tl_status status = TL_SYSTEM;
	EVP_PKEY *root_key = EVP_EC_gen("P-384");
	EVP_PKEY *signer_key = EVP_EC_gen("P-384");
	X509 *root = NULL, *signer = NULL;
	if (root_key == NULL || signer_key == NULL)
		goto out;
	root = issue("TRIAL root", root_key, NULL, root_key, ca_extensions, now);
	if (root == NULL)
		goto out;
	signer = issue("TRIAL signer", signer_key, root, root_key, signer_extensions, now);
	if (signer == NULL)
		goto out;
	if (write_pem(ca, root, NULL) && write_pem(certificate, signer, NULL) &&
	    write_pem(key, NULL, signer_key))
		status = TL_OK;
out:
	X509_free(signer);
	X509_free(root);
	EVP_PKEY_free(signer_key);
	EVP_PKEY_free(root_key);
	ERR_clear_error();
	if (status != TL_OK) {
		buf_clear(ca);
		buf_clear(certificate);
		buf_clear(key);
		return error_set(e, status, "the trial keys could not be made");
	}
	return TL_OK;
}
