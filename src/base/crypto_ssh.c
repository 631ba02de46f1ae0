#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>

#include "base/crypto_identity.h"
#include "base/crypto_ssh.h"

size_t
ssh_key_size(enum ssh_kind kind)
{
	switch (kind) {
	case SSH_UNFIT:
		break;
	case SSH_P384:
		return SSH_POINT_SIZE;
	case SSH_ED25519:
		return 32;
	}
	return 0;
}

size_t
ssh_signature_size(enum ssh_kind kind)
{
	switch (kind) {
	case SSH_UNFIT:
		break;
	case SSH_P384:
		return (size_t)2 * SSH_P384_HALF;
	case SSH_ED25519:
		return 64;
	}
	return 0;
}

/* The library refuses a point that is not on the curve. */
static EVP_PKEY *
make_p384(const unsigned char point[SSH_POINT_SIZE])
{
	char group[] = "P-384";
	unsigned char copy[SSH_POINT_SIZE];
	EVP_PKEY *key = NULL;
	memcpy(copy, point, sizeof copy);
	OSSL_PARAM parameters[] = { OSSL_PARAM_construct_utf8_string(
					OSSL_PKEY_PARAM_GROUP_NAME, group, 0),
		OSSL_PARAM_construct_octet_string(OSSL_PKEY_PARAM_PUB_KEY, copy, sizeof copy),
		OSSL_PARAM_construct_end() };
	EVP_PKEY_CTX *context = EVP_PKEY_CTX_new_from_name(NULL, "EC", NULL);
	if (context == NULL || EVP_PKEY_fromdata_init(context) != 1 ||
	    EVP_PKEY_fromdata(context, &key, EVP_PKEY_PUBLIC_KEY, parameters) != 1)
		key = NULL;
	EVP_PKEY_CTX_free(context);
	return key;
}

static EVP_PKEY *
make_key(const struct ssh_key *key)
{
	switch (key->kind) {
	case SSH_UNFIT:
		break;
	case SSH_P384:
		return make_p384(key->bytes);
	case SSH_ED25519:
		return EVP_PKEY_new_raw_public_key_ex(NULL, "ED25519", NULL, key->bytes, 32);
	}
	return NULL;
}

/* SEQUENCE of r and s, as the library wants it; 0: not to be had. */
static int
to_der(const struct ssh_signature *signature, unsigned char **out)
{
	int len = 0;
	ECDSA_SIG *pair = ECDSA_SIG_new();
	BIGNUM *r = BN_bin2bn(signature->bytes, SSH_P384_HALF, NULL);
	BIGNUM *s = BN_bin2bn(signature->bytes + SSH_P384_HALF, SSH_P384_HALF, NULL);
	if (pair != NULL && r != NULL && s != NULL && ECDSA_SIG_set0(pair, r, s) == 1) {
		r = s = NULL; /* the pair has them */
		len = i2d_ECDSA_SIG(pair, out);
	}
	BN_free(r);
	BN_free(s);
	ECDSA_SIG_free(pair);
	return len > 0 ? len : 0;
}

bool
ssh_signed(const struct ssh_key *key, struct slice bytes, const struct ssh_signature *signature)
{
	unsigned char *der = NULL;
	bool ec = key->kind == SSH_P384;
	EVP_PKEY *public = make_key(key);
	EVP_MD_CTX *context = EVP_MD_CTX_new();
	size_t len = ec ? (size_t)to_der(signature, &der) : ssh_signature_size(key->kind);
	bool good = public != NULL && context != NULL && len > 0 &&
	    EVP_DigestVerifyInit_ex(
		context, NULL, ec ? "SHA2-384" : NULL, NULL, NULL, public, NULL) == 1 &&
	    EVP_DigestVerify(context, ec ? der : signature->bytes, len, bytes.ptr, bytes.len) == 1;
	OPENSSL_free(der);
	EVP_MD_CTX_free(context);
	EVP_PKEY_free(public);
	ERR_clear_error();
	return good;
}

tl_status
ssh_key_identity(const struct ssh_key *key, struct digest *out, struct tl_error *e)
{
	EVP_PKEY *public = make_key(key);
	ERR_clear_error();
	tl_status status = key_identity(public, out, e);
	EVP_PKEY_free(public);
	return status;
}

tl_status
wide_init(struct wide_hasher *hasher, struct tl_error *e)
{
	*hasher = (struct wide_hasher){ .failed = true };
	TRY(crypto_start(e));
	EVP_MD *method = EVP_MD_fetch(NULL, "SHA2-512", NULL);
	hasher->context = EVP_MD_CTX_new();
	bool ready = method != NULL && hasher->context != NULL &&
	    EVP_DigestInit_ex2(hasher->context, method, NULL) == 1;
	EVP_MD_free(method); /* the context holds its own reference */
	if (!ready) {
		wide_release(hasher);
		return error_set(e, TL_SYSTEM, "the cryptographic library has no SHA-512");
	}
	hasher->failed = false;
	return TL_OK;
}

void
wide_release(struct wide_hasher *hasher)
{
	EVP_MD_CTX_free(hasher->context);
	*hasher = (struct wide_hasher){ .failed = true };
}

void
wide_add(struct wide_hasher *hasher, struct slice bytes)
{
	if (!hasher->failed && bytes.len > 0)
		hasher->failed = EVP_DigestUpdate(hasher->context, bytes.ptr, bytes.len) != 1;
}

tl_status
wide_end(struct wide_hasher *hasher, struct wide_digest *out, struct tl_error *e)
{
	bool failed = hasher->failed;
	*out = (struct wide_digest){ { 0 } };
	hasher->failed = true;
	if (failed || EVP_DigestFinal_ex(hasher->context, out->bytes, NULL) != 1)
		return error_set(e, TL_SYSTEM, "a digest could not be computed");
	return TL_OK;
}
