#include <openssl/err.h>
#include <openssl/evp.h>

#include "base/crypto_ed25519.h"

tl_status
ed25519_public_of(const struct signing_key *key, struct ed25519_public *out, struct tl_error *e)
{
	size_t len = ED25519_KEY_SIZE;

	bool done = key->key != NULL && EVP_PKEY_is_a(key->key, "ED25519") == 1 &&
	    EVP_PKEY_get_raw_public_key(key->key, out->bytes, &len) == 1 && len == ED25519_KEY_SIZE;
	ERR_clear_error();
	if (!done)
		return error_set(e, TL_KEY,
		    "a log's key is Ed25519; make one: openssl genpkey -algorithm ed25519 -out FILE");
	return TL_OK;
}

tl_status
ed25519_sign(const struct signing_key *key, struct slice bytes,
    unsigned char signature[ED25519_SIGNATURE_SIZE], struct tl_error *e)
{
	size_t len = ED25519_SIGNATURE_SIZE;
	EVP_MD_CTX *context = EVP_MD_CTX_new();

	bool done = context != NULL &&
	    EVP_DigestSignInit_ex(context, NULL, NULL, NULL, NULL, key->key, NULL) == 1 &&
	    EVP_DigestSign(context, signature, &len, bytes.ptr, bytes.len) == 1 &&
	    len == ED25519_SIGNATURE_SIZE;
	EVP_MD_CTX_free(context);
	ERR_clear_error();
	return done ? TL_OK : error_set(e, TL_KEY, "the log's key cannot sign");
}
