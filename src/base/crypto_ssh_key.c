#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>

#include "base/crypto_pem.h"
#include "base/crypto_ssh_key.h"
#include "base/wipe.h"
#include "base/wire.h"

#define OPENSSH_LABEL "OPENSSH PRIVATE KEY"
#define OPENSSH_MAGIC "openssh-key-v1"

/* --- PROTOCOL.key of OpenSSH: the magic with its NUL, cipher, kdf, its options, how many keys, the public key, and the
 * private ones: twice the same number, the key's fields, a comment, padding 1, 2, 3, … up to the cipher's block. */

struct openssh {
	enum ssh_kind kind;
	struct slice public;
	unsigned char private[SSH_P384_HALF];
	size_t private_len;
};

static EVP_PKEY *
make_p384(const struct openssh *key)
{
	char group[] = "P-384";
	unsigned char point[SSH_POINT_SIZE], scalar[SSH_P384_HALF];
	EVP_PKEY *made = NULL;
	memcpy(point, key->public.ptr, sizeof point);
	/* OSSL_PARAM(3): a number of the library's parameters is in the machine's own order. */
	BIGNUM *number = BN_bin2bn(key->private, SSH_P384_HALF, NULL);
	bool ready = number != NULL && BN_bn2nativepad(number, scalar, sizeof scalar) > 0;
	BN_clear_free(number);
	OSSL_PARAM parameters[] = { OSSL_PARAM_construct_utf8_string(
					OSSL_PKEY_PARAM_GROUP_NAME, group, 0),
		OSSL_PARAM_construct_octet_string(OSSL_PKEY_PARAM_PUB_KEY, point, sizeof point),
		OSSL_PARAM_construct_BN(OSSL_PKEY_PARAM_PRIV_KEY, scalar, sizeof scalar),
		OSSL_PARAM_construct_end() };
	EVP_PKEY_CTX *context = EVP_PKEY_CTX_new_from_name(NULL, "EC", NULL);
	if (!ready || context == NULL || EVP_PKEY_fromdata_init(context) != 1 ||
	    EVP_PKEY_fromdata(context, &made, EVP_PKEY_KEYPAIR, parameters) != 1)
		made = NULL;
	EVP_PKEY_CTX_free(context);
	wipe(scalar, sizeof scalar);
	return made;
}

static bool
is_pair(EVP_PKEY *key)
{
	EVP_PKEY_CTX *context = EVP_PKEY_CTX_new_from_pkey(NULL, key, NULL);
	bool pair = context != NULL && EVP_PKEY_pairwise_check(context) == 1;
	EVP_PKEY_CTX_free(context);
	return pair;
}

static EVP_PKEY *
make_ed25519(const struct openssh *key)
{
	unsigned char public[32];
	size_t len = sizeof public;
	EVP_PKEY *made = EVP_PKEY_new_raw_private_key_ex(NULL, "ED25519", NULL, key->private, 32);
	if (made != NULL && EVP_PKEY_get_raw_public_key(made, public, &len) == 1 && len == 32 &&
	    memcmp(public, key->public.ptr, 32) == 0)
		return made;
	EVP_PKEY_free(made);
	return NULL;
}

static EVP_PKEY *
make_key(const struct openssh *key)
{
	EVP_PKEY *made = key->kind == SSH_P384 ? make_p384(key) : make_ed25519(key);
	if (made != NULL && key->kind == SSH_P384 && !is_pair(made)) {
		EVP_PKEY_free(made);
		made = NULL;
	}
	return made;
}

static bool
read_fields(struct slice *rest, struct openssh *out)
{
	struct slice both;
	if (wire_expect(rest, "ecdsa-sha2-nistp384")) {
		out->kind = SSH_P384;
		out->private_len = SSH_P384_HALF;
		return wire_expect(rest, "nistp384") && wire_string(rest, &out->public) &&
		    out->public.len == SSH_POINT_SIZE &&
		    wire_mpint(rest, out->private, SSH_P384_HALF);
	}
	out->kind = SSH_ED25519;
	out->private_len = 32;
	if (!wire_expect(rest, "ssh-ed25519") || !wire_string(rest, &out->public) ||
	    out->public.len != 32 || !wire_string(rest, &both) || both.len != 64 ||
	    !slice_equal(slice_sub(both, 32, 64), out->public))
		return false;
	memcpy(out->private, both.ptr, 32);
	return true;
}

static bool
read_private(struct slice rest, struct openssh *out)
{
	uint32_t first, second;
	struct slice comment;
	if (rest.len % 8 != 0 || !wire_number(&rest, &first) || !wire_number(&rest, &second) ||
	    first != second || !read_fields(&rest, out) || !wire_string(&rest, &comment) ||
	    rest.len >= 8)
		return false;
	for (size_t i = 0; i < rest.len; i++)
		if (rest.ptr[i] != i + 1)
			return false;
	return true;
}

static tl_status
read_openssh(struct slice rest, EVP_PKEY **out, struct tl_error *e)
{
	struct openssh key = { .kind = SSH_UNFIT };
	struct slice public, private;
	uint32_t count;
	if (!slice_starts(rest, OPENSSH_MAGIC) || rest.len < sizeof OPENSSH_MAGIC)
		return error_set(e, TL_KEY, "the SSH key cannot be read");
	rest = slice_sub(rest, sizeof OPENSSH_MAGIC, rest.len);
	if (!wire_expect(&rest, "none") || !wire_expect(&rest, "none"))
		return error_set(e, TL_KEY,
		    "the SSH key is encrypted in OpenSSH's own way, which is not read here: sign with "
		    "`ssh-keygen -Y sign -n tearline-manifest-v1 -f KEY MANIFEST`, or give an encrypted "
		    "PKCS#8 key");
	bool read = wire_expect(&rest, "") && wire_number(&rest, &count) && count == 1 &&
	    wire_string(&rest, &public) && wire_string(&rest, &private) && rest.len == 0 &&
	    read_private(private, &key);
	if (read)
		*out = make_key(&key);
	wipe(key.private, sizeof key.private);
	if (*out == NULL)
		return error_set(e, TL_KEY,
		    "the SSH key cannot be read: it must be of type ecdsa-sha2-nistp384 or "
		    "ssh-ed25519");
	return TL_OK;
}

/* TL_OK and no key: there is no such block. */
static tl_status
load_openssh(EVP_PKEY **out, struct slice bytes, struct tl_error *e)
{
	struct pem_reader reader;
	tl_status status = pem_init(&reader, bytes, e);
	while (status == TL_OK && *out == NULL && (status = pem_next(&reader, e)) == TL_OK &&
	    reader.label != NULL)
		if (strcmp(reader.label, OPENSSH_LABEL) == 0)
			status = read_openssh(slice_of(reader.bytes, (size_t)reader.len), out, e);
	pem_release(&reader);
	return status;
}

/* --- the public half, and signatures */

static tl_status
find_public(struct ssh_private *key, struct tl_error *e)
{
	EVP_PKEY *pair = key->key.key;
	char group[32];
	size_t len = 0;
	if (EVP_PKEY_is_a(pair, "ED25519") == 1) {
		key->public.kind = SSH_ED25519;
		len = 32;
		if (EVP_PKEY_get_raw_public_key(pair, key->public.bytes, &len) != 1)
			len = 0;
	} else if (EVP_PKEY_is_a(pair, "EC") == 1 &&
	    EVP_PKEY_get_group_name(pair, group, sizeof group, NULL) == 1 &&
	    strcmp(group, "secp384r1") == 0) {
		key->public.kind = SSH_P384;
		if (EVP_PKEY_get_octet_string_param(pair, OSSL_PKEY_PARAM_PUB_KEY,
			key->public.bytes, sizeof key->public.bytes, &len) != 1 ||
		    key->public.bytes[0] != 4)
			len = 0;
	}
	ERR_clear_error();
	if (len == 0 || len != ssh_key_size(key->public.kind))
		return error_set(
		    e, TL_KEY, "a key that signs in the SSH envelope is P-384 or Ed25519");
	return TL_OK;
}

tl_status
ssh_private_load(
    struct ssh_private *out, struct slice bytes, struct slice passphrase, struct tl_error *e)
{
	EVP_PKEY *key = NULL;
	*out = (struct ssh_private){ .public = { .kind = SSH_UNFIT } };
	TRY(crypto_start(e));
	if (pem_is(bytes) && memmem(bytes.ptr, bytes.len, OPENSSH_LABEL, sizeof OPENSSH_LABEL - 1))
		TRY(load_openssh(&key, bytes, e));
	if (key != NULL)
		out->key.key = key;
	else
		TRY(signing_key_load(&out->key, bytes, passphrase, e));
	tl_status status = find_public(out, e);
	if (status != TL_OK)
		ssh_private_release(out);
	return status;
}

void
ssh_private_release(struct ssh_private *key)
{
	signing_key_release(&key->key);
	key->public = (struct ssh_key){ .kind = SSH_UNFIT };
}

static tl_status
sign_p384(const struct ssh_private *key, struct slice bytes, struct ssh_signature *out,
    struct tl_error *e)
{
	struct signature der;
	TRY(signing_key_sign(&key->key, bytes, &der, e));
	const unsigned char *at = der.bytes;
	ECDSA_SIG *pair = d2i_ECDSA_SIG(NULL, &at, (long)der.len);
	bool done = pair != NULL &&
	    BN_bn2binpad(ECDSA_SIG_get0_r(pair), out->bytes, SSH_P384_HALF) == SSH_P384_HALF &&
	    BN_bn2binpad(ECDSA_SIG_get0_s(pair), out->bytes + SSH_P384_HALF, SSH_P384_HALF) ==
		SSH_P384_HALF;
	ECDSA_SIG_free(pair);
	ERR_clear_error();
	return done ? TL_OK : error_set(e, TL_KEY, "the SSH key cannot sign");
}

tl_status
ssh_private_sign(const struct ssh_private *key, struct slice bytes, struct ssh_signature *out,
    struct tl_error *e)
{
	*out = (struct ssh_signature){ { 0 } };
	if (key->public.kind == SSH_P384)
		return sign_p384(key, bytes, out, e);
	size_t len = sizeof out->bytes;
	EVP_MD_CTX *context = EVP_MD_CTX_new();
	bool done = context != NULL &&
	    EVP_DigestSignInit_ex(context, NULL, NULL, NULL, NULL, key->key.key, NULL) == 1 &&
	    EVP_DigestSign(context, out->bytes, &len, bytes.ptr, bytes.len) == 1 &&
	    len == ssh_signature_size(key->public.kind);
	EVP_MD_CTX_free(context);
	ERR_clear_error();
	return done ? TL_OK : error_set(e, TL_KEY, "the SSH key cannot sign");
}
