#include <errno.h>
#include <sys/random.h>

#include <openssl/crypto.h>
#include <openssl/evp.h>

#include "base/crypto.h"
#include "base/wipe.h"

/* openssl.cnf and OPENSSL_CONF can load engines and providers into the process; ours reads neither. The library's own
 * messages are never shown, so their tables are not built. */
tl_status
crypto_start(struct tl_error *e)
{
	static const uint64_t without =
	    OPENSSL_INIT_NO_LOAD_CONFIG | OPENSSL_INIT_NO_LOAD_CRYPTO_STRINGS;
	if (OPENSSL_init_crypto(without, NULL) != 1)
		return error_set(e, TL_SYSTEM, "the cryptographic library does not start");
	return TL_OK;
}

static tl_status
init(struct hasher *hasher, const char *name, size_t size, struct tl_error *e)
{
	*hasher = (struct hasher){ .size = size, .failed = true };
	TRY(crypto_start(e));
	hasher->method = EVP_MD_fetch(NULL, name, NULL);
	hasher->context = EVP_MD_CTX_new();
	if (hasher->method == NULL || hasher->context == NULL ||
	    (size_t)EVP_MD_get_size(hasher->method) != size) {
		hasher_release(hasher);
		return error_set(e, TL_SYSTEM, "the cryptographic library has no %s", name);
	}
	hasher_begin(hasher);
	return TL_OK;
}

tl_status
hasher_init(struct hasher *hasher, struct tl_error *e)
{
	return init(hasher, "SHA2-384", DIGEST_SIZE, e);
}

tl_status
hasher_init_sha256(struct hasher *hasher, struct tl_error *e)
{
	return init(hasher, "SHA2-256", SHA256_SIZE, e);
}

void
hasher_release(struct hasher *hasher)
{
	EVP_MD_CTX_free(hasher->context);
	EVP_MD_free(hasher->method);
	*hasher = (struct hasher){ .failed = true };
}

void
hasher_begin(struct hasher *hasher)
{
	hasher->failed = hasher->context == NULL ||
	    EVP_DigestInit_ex2(hasher->context, hasher->method, NULL) != 1;
}

void
hasher_add(struct hasher *hasher, struct slice bytes)
{
	if (hasher->failed || bytes.len == 0)
		return;
	hasher->failed = EVP_DigestUpdate(hasher->context, bytes.ptr, bytes.len) != 1;
}

tl_status
hasher_end(struct hasher *hasher, struct digest *out, struct tl_error *e)
{
	bool failed = hasher->failed;
	*out = (struct digest){ { 0 } };
	hasher->failed = true; /* until the next hasher_begin() */
	if (failed || EVP_DigestFinal_ex(hasher->context, out->bytes, NULL) != 1)
		return error_set(e, TL_SYSTEM, "a digest could not be computed");
	return TL_OK;
}

tl_status
hasher_digest(struct hasher *hasher, struct slice bytes, struct digest *out, struct tl_error *e)
{
	hasher_begin(hasher);
	hasher_add(hasher, bytes);
	return hasher_end(hasher, out, e);
}

tl_status
keystream_init(struct keystream *stream, const unsigned char seed[SEED_SIZE], struct tl_error *e)
{
	static const unsigned char counter[16] = { 0 };
	*stream = (struct keystream){ 0 };
	TRY(crypto_start(e));
	EVP_CIPHER *cipher = EVP_CIPHER_fetch(NULL, "AES-256-CTR", NULL);
	stream->context = EVP_CIPHER_CTX_new();
	bool ready = cipher != NULL && stream->context != NULL &&
	    EVP_CIPHER_get_key_length(cipher) == SEED_SIZE &&
	    EVP_EncryptInit_ex2(stream->context, cipher, seed, counter, NULL) == 1;
	EVP_CIPHER_free(cipher); /* the context holds its own reference */
	if (!ready) {
		keystream_release(stream);
		return error_set(e, TL_SYSTEM, "the cryptographic library has no AES-256-CTR");
	}
	return TL_OK;
}

void
keystream_release(struct keystream *stream)
{
	EVP_CIPHER_CTX_free(stream->context); /* wipes the key schedule */
	*stream = (struct keystream){ 0 };
}

tl_status
keystream_read(struct keystream *stream, unsigned char *out, size_t len, struct tl_error *e)
{
	if (len > 0)
		memset(out, 0, len);
	while (len > 0) {
		int part = len > 1 << 30 ? 1 << 30 : (int)len;
		int done = 0;
		if (stream->context == NULL ||
		    EVP_EncryptUpdate(stream->context, out, &done, out, part) != 1 || done != part)
			return error_set(e, TL_SYSTEM, "the keystream could not be read");
		out += part;
		len -= (size_t)part;
	}
	return TL_OK;
}

tl_status
crypto_random(unsigned char *out, size_t len, struct tl_error *e)
{
	size_t have = 0;
	while (have < len) {
		ssize_t got = getrandom(out + have, len - have, 0);
		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0) {
			wipe(out, len);
			return error_set(e, TL_SYSTEM, "the system gives no random bytes");
		}
		have += (size_t)got;
	}
	return TL_OK;
}

bool
digest_equal(const struct digest *a, const struct digest *b)
{
	return CRYPTO_memcmp(a->bytes, b->bytes, DIGEST_SIZE) == 0;
}

const char *
crypto_library_version(void)
{
	return OpenSSL_version(OPENSSL_VERSION);
}
