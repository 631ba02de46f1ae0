#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/x509.h>

#include "base/crypto_identity.h"

/* A modulus of 8192 bits, or two coordinates. */
#define NUMBERS_MAX 1024

/* One number, padded to `size` bytes. */
static bool
add_number(const EVP_PKEY *key, const char *name, size_t size, unsigned char *out)
{
	BIGNUM *number = NULL;
	bool done = EVP_PKEY_get_bn_param(key, name, &number) == 1 &&
	    BN_bn2binpad(number, out, (int)size) == (int)size;
	BN_free(number);
	return done;
}

/* How many bytes; 0: none of our kinds. The kinds have numbers of different lengths, so none can pass for another. */
static size_t
numbers_of(const EVP_PKEY *key, unsigned char out[NUMBERS_MAX])
{
	size_t len = 32;
	if (EVP_PKEY_is_a(key, "EC"))
		return add_number(key, OSSL_PKEY_PARAM_EC_PUB_X, 48, out) &&
			add_number(key, OSSL_PKEY_PARAM_EC_PUB_Y, 48, out + 48)
		    ? 96
		    : 0;
	if (EVP_PKEY_is_a(key, "RSA") || EVP_PKEY_is_a(key, "RSA-PSS"))
		return add_number(key, OSSL_PKEY_PARAM_RSA_N, NUMBERS_MAX, out) ? NUMBERS_MAX : 0;
	if (EVP_PKEY_is_a(key, "ED25519"))
		return EVP_PKEY_get_raw_public_key(key, out, &len) == 1 ? len : 0;
	return 0;
}

tl_status
key_identity(const void *key, struct digest *out, struct tl_error *e)
{
	unsigned char numbers[NUMBERS_MAX];
	*out = (struct digest){ { 0 } };
	size_t len = key == NULL ? 0 : numbers_of(key, numbers);
	ERR_clear_error();
	if (len == 0)
		return error_set(e, TL_KEY, "a public key is of another kind than any that signs");
	if (EVP_Q_digest(NULL, "SHA2-384", NULL, numbers, len, out->bytes, NULL) != 1)
		return error_set(e, TL_SYSTEM, "a digest could not be computed");
	return TL_OK;
}

tl_status
certificate_identity(const struct certificate *certificate, struct digest *out, struct tl_error *e)
{
	return key_identity(X509_get0_pubkey(certificate->x509), out, e);
}
