#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/decoder.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/obj_mac.h>
#include <openssl/pem.h>
#include <openssl/pkcs12.h>
#include <openssl/rsa.h>

#include "base/crypto.h"
#include "base/crypto_key.h"
#include "base/crypto_pem.h"

/* One decoder of the type that the bytes name. The library's way to find the type by itself
 * (PEM_read_bio_PrivateKey, d2i_AutoPrivateKey) tries them all and takes four times as long. */
static EVP_PKEY *
decode(const char *structure, const char *type, const unsigned char *der, size_t len)
{
	EVP_PKEY *key = NULL;
	OSSL_DECODER_CTX *context = OSSL_DECODER_CTX_new_for_pkey(
	    &key, "DER", structure, type, OSSL_KEYMGMT_SELECT_KEYPAIR, NULL, NULL);
	if (context == NULL || OSSL_DECODER_from_data(context, &der, &len) != 1 || len != 0) {
		EVP_PKEY_free(key);
		key = NULL;
	}
	OSSL_DECODER_CTX_free(context);
	return key;
}

static EVP_PKEY *
decode_pkcs8(const unsigned char *der, long len)
{
	const unsigned char *at = der;
	const ASN1_OBJECT *algorithm = NULL;
	PKCS8_PRIV_KEY_INFO *info = d2i_PKCS8_PRIV_KEY_INFO(NULL, &at, len);
	if (info == NULL || at != der + len ||
	    PKCS8_pkey_get0(&algorithm, NULL, NULL, NULL, info) != 1) {
		PKCS8_PRIV_KEY_INFO_free(info);
		return NULL;
	}
	int type = OBJ_obj2nid(algorithm);
	PKCS8_PRIV_KEY_INFO_free(info);
	if (type == NID_X9_62_id_ecPublicKey)
		return decode("PrivateKeyInfo", "EC", der, (size_t)len);
	if (type == NID_rsaEncryption)
		return decode("PrivateKeyInfo", "RSA", der, (size_t)len);
	if (type == NID_rsassaPss)
		return decode("PrivateKeyInfo", "RSA-PSS", der, (size_t)len);
	if (type == NID_ED25519) /* of the SSH envelope, or a log; no certificate fits it */
		return decode("PrivateKeyInfo", "ED25519", der, (size_t)len);
	return NULL;
}

/* RFC 5958 §3. No key and TL_OK: these bytes are no encrypted key. */
static tl_status
decode_encrypted(
    EVP_PKEY **out, const unsigned char *der, long len, struct slice passphrase, struct tl_error *e)
{
	const unsigned char *at = der;
	int clear_len = 0;
	unsigned char *clear = NULL;
	const X509_ALGOR *method;
	const ASN1_OCTET_STRING *sealed;
	X509_SIG *info = d2i_X509_SIG(NULL, &at, len);
	if (info == NULL || at != der + len) {
		X509_SIG_free(info);
		return TL_OK;
	}
	if (passphrase.len == 0 || passphrase.len > 4096) {
		X509_SIG_free(info);
		return error_set(e, TL_KEY, "the key is encrypted and needs a passphrase");
	}
	X509_SIG_get0(info, &method, &sealed);
	bool open = PKCS12_pbe_crypt(method, (const char *)passphrase.ptr, (int)passphrase.len,
			ASN1_STRING_get0_data(sealed), ASN1_STRING_length(sealed), &clear,
			&clear_len, 0) != NULL;
	X509_SIG_free(info);
	if (open)
		*out = decode_pkcs8(clear, clear_len);
	if (open)
		OPENSSL_clear_free(clear, (size_t)clear_len);
	/* Where a wrong passphrase happens to yield good padding, what comes out is no key. */
	if (*out == NULL)
		return error_set(e, TL_KEY, "the passphrase does not open the key");
	return TL_OK;
}

static tl_status
decode_block(
    EVP_PKEY **out, const struct pem_reader *block, struct slice passphrase, struct tl_error *e)
{
	size_t len = (size_t)block->len;
	if (*out != NULL)
		return error_set(e, TL_KEY, "there is more than one private key in the file");
	/* RFC 1421 encryption derives its key with one round of MD5. */
	if (block->headers[0] != '\0')
		return error_set(e, TL_KEY,
		    "the key is encrypted in an old form; convert it: openssl pkcs8 -topk8");
	if (strcmp(block->label, PEM_STRING_PKCS8INF) == 0)
		*out = decode_pkcs8(block->bytes, block->len);
	else if (strcmp(block->label, PEM_STRING_PKCS8) == 0)
		TRY(decode_encrypted(out, block->bytes, block->len, passphrase, e));
	else if (strcmp(block->label, PEM_STRING_ECPRIVATEKEY) == 0)
		*out = decode("type-specific", "EC", block->bytes, len);
	else if (strcmp(block->label, PEM_STRING_RSA) == 0)
		*out = decode("type-specific", "RSA", block->bytes, len);
	else
		return TL_OK; /* a certificate, or EC PARAMETERS */
	if (*out == NULL)
		return error_set(e, TL_KEY, "the private key cannot be read");
	return TL_OK;
}

static tl_status
load_pem(EVP_PKEY **out, struct slice bytes, struct slice passphrase, struct tl_error *e)
{
	struct pem_reader reader;
	tl_status status = pem_init(&reader, bytes, e);
	while (status == TL_OK && (status = pem_next(&reader, e)) == TL_OK && reader.label != NULL)
		status = decode_block(out, &reader, passphrase, e);
	pem_release(&reader);
	return status;
}

static tl_status
load_der(EVP_PKEY **out, struct slice bytes, struct slice passphrase, struct tl_error *e)
{
	if (bytes.len == 0 || bytes.len > CRYPTO_FILE_MAX)
		return error_set(e, TL_KEY, "the private key cannot be read");
	*out = decode_pkcs8(bytes.ptr, (long)bytes.len);
	if (*out == NULL)
		TRY(decode_encrypted(out, bytes.ptr, (long)bytes.len, passphrase, e));
	if (*out == NULL)
		*out = decode("type-specific", "EC", bytes.ptr, bytes.len);
	if (*out == NULL)
		*out = decode("type-specific", "RSA", bytes.ptr, bytes.len);
	return TL_OK;
}

tl_status
signing_key_load(
    struct signing_key *out, struct slice bytes, struct slice passphrase, struct tl_error *e)
{
	EVP_PKEY *key = NULL;
	*out = (struct signing_key){ 0 };
	TRY(crypto_start(e));
	tl_status status = pem_is(bytes) ? load_pem(&key, bytes, passphrase, e)
					 : load_der(&key, bytes, passphrase, e);
	if (status == TL_OK && key == NULL)
		status = error_set(e, TL_KEY, "there is no private key in the file");
	if (status == TL_OK)
		out->key = key;
	else
		EVP_PKEY_free(key);
	ERR_clear_error();
	return status;
}

void
signing_key_release(struct signing_key *key)
{
	EVP_PKEY_free(key->key);
	*key = (struct signing_key){ 0 };
}

/* A key of a token cannot always be brought into the form of the other one: then their encodings are compared. */
static bool
same_public(EVP_PKEY *a, EVP_PKEY *b)
{
	unsigned char *x = NULL, *y = NULL;
	if (EVP_PKEY_eq(a, b) == 1)
		return true;
	int x_len = i2d_PUBKEY(a, &x), y_len = i2d_PUBKEY(b, &y);
	bool same = x_len > 0 && x_len == y_len && memcmp(x, y, (size_t)x_len) == 0;
	OPENSSL_free(x);
	OPENSSL_free(y);
	return same;
}

tl_status
signing_key_fits(
    const struct signing_key *key, const struct certificate *certificate, struct tl_error *e)
{
	EVP_PKEY *public = X509_get0_pubkey(certificate->x509);
	bool same = key->key != NULL && public != NULL && same_public(key->key, public);
	ERR_clear_error();
	if (!same)
		return error_set(e, TL_KEY, "the private key does not belong to the certificate");
	if (certificate_key(certificate) == KEY_UNFIT)
		return error_set(
		    e, TL_KEY, "the key is neither P-384 nor RSA of 3072 bits and more");
	return TL_OK;
}

/* SEC 2 §2.5.1. */
#define P384_ORDER                                                                                 \
	"FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF"                                         \
	"C7634D81F4372DDF581A0DB248B0A77AECEC196ACCC52973"

/* (r, n - s) signs the same bytes as (r, s): choose the lower, as the verifier demands. */
static bool
make_low(struct signature *signature)
{
	const unsigned char *at = signature->bytes;
	unsigned char *end = signature->bytes;
	BIGNUM *order = NULL, *low = BN_new(), *r = NULL;
	ECDSA_SIG *pair = d2i_ECDSA_SIG(NULL, &at, (long)signature->len);
	bool done = false;
	if (pair == NULL || low == NULL || BN_hex2bn(&order, P384_ORDER) == 0 ||
	    (r = BN_dup(ECDSA_SIG_get0_r(pair))) == NULL ||
	    BN_sub(low, order, ECDSA_SIG_get0_s(pair)) != 1 || ECDSA_SIG_set0(pair, r, low) != 1)
		goto out;
	r = low = NULL; /* the pair has them */
	signature->len = (size_t)i2d_ECDSA_SIG(pair, &end);
	done = ecdsa_is_low(slice_of(signature->bytes, signature->len));
out:
	BN_free(order);
	BN_free(low);
	BN_free(r);
	ECDSA_SIG_free(pair);
	return done;
}

tl_status
signing_key_sign(
    const struct signing_key *key, struct slice bytes, struct signature *out, struct tl_error *e)
{
	EVP_PKEY_CTX *options = NULL;
	bool ec = EVP_PKEY_is_a(key->key, "EC") == 1;
	EVP_MD_CTX *context = EVP_MD_CTX_new();
	out->len = sizeof out->bytes;
	bool done = context != NULL &&
	    EVP_DigestSignInit_ex(context, &options, "SHA2-384", NULL, NULL, key->key, NULL) == 1;
	if (done && !ec)
		done = EVP_PKEY_CTX_set_rsa_padding(options, RSA_PKCS1_PSS_PADDING) == 1 &&
		    /* By its name it cannot be set for a key in a token. */
		    EVP_PKEY_CTX_set_rsa_mgf1_md(options, EVP_sha384()) == 1 &&
		    EVP_PKEY_CTX_set_rsa_pss_saltlen(options, RSA_PSS_SALTLEN_DIGEST) == 1;
	done = done && EVP_DigestSign(context, out->bytes, &out->len, bytes.ptr, bytes.len) == 1;
	if (done && ec && !ecdsa_is_low(slice_of(out->bytes, out->len)))
		done = make_low(out);
	EVP_MD_CTX_free(context);
	ERR_clear_error();
	if (!done) {
		out->len = 0;
		return error_set(e, TL_KEY, "the private key cannot sign with SHA-384");
	}
	return TL_OK;
}
