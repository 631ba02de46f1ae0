#include "base/crypto_ed25519.h"

#include <openssl/err.h>
#include <openssl/evp.h>

#include "base/crypto.h"

bool
ed25519_signed(const struct ed25519_public *key, struct slice bytes,
    const unsigned char signature[ED25519_SIGNATURE_SIZE])
{
	if (crypto_start(NULL) != TL_OK)
		return false;
	EVP_PKEY *public =
	    EVP_PKEY_new_raw_public_key_ex(NULL, "ED25519", NULL, key->bytes, ED25519_KEY_SIZE);
	EVP_MD_CTX *context = EVP_MD_CTX_new();
	bool good = public != NULL && context != NULL &&
	    EVP_DigestVerifyInit_ex(context, NULL, NULL, NULL, NULL, public, NULL) == 1 &&
	    EVP_DigestVerify(context, signature, ED25519_SIGNATURE_SIZE, bytes.ptr, bytes.len) == 1;
	EVP_MD_CTX_free(context);
	EVP_PKEY_free(public);
	ERR_clear_error();
	return good;
}
