/*
 * tests/unit/ssh_kit.h -- SSH signatures, keys and lists of signers as the tests write them.
 *
 * A writer of its own, with the library's base64, so that a mistake in the program's writer cannot hide. A forgery of zeros
 * is an honest signature, and a test proves that it is accepted.
 */
#ifndef UNIT_SSH_KIT_H
#define UNIT_SSH_KIT_H

#include <openssl/core_names.h>
#include <openssl/ec.h>

#include "manifest/sshsig.h"
#include "pki_kit.h"

#define SSH_CONTENT "<manifest/>\n"

struct ssh_text {
	unsigned char bytes[8192];
	size_t len;
};

static inline void
ssh_add(struct ssh_text *t, const void *bytes, size_t len)
{
	assert_true(len <= sizeof t->bytes - t->len);
	if (len > 0)
		memcpy(t->bytes + t->len, bytes, len);
	t->len += len;
}

static inline void
ssh_add_string(struct ssh_text *t, const void *bytes, size_t len)
{
	const unsigned char head[4] = { 0, 0, (unsigned char)(len >> 8), (unsigned char)len };
	ssh_add(t, head, 4);
	ssh_add(t, bytes, len);
}

static inline void
ssh_add_text(struct ssh_text *t, const char *text)
{
	ssh_add_string(t, text, strlen(text));
}

static inline bool
ssh_is_ec(EVP_PKEY *key)
{
	return EVP_PKEY_is_a(key, "EC");
}

static inline void
ssh_add_key(struct ssh_text *t, EVP_PKEY *key)
{
	unsigned char point[128];
	size_t len = sizeof point;
	if (ssh_is_ec(key)) {
		ssh_add_text(t, "ecdsa-sha2-nistp384");
		ssh_add_text(t, "nistp384");
		assert_int_equal(EVP_PKEY_get_octet_string_param(
				     key, OSSL_PKEY_PARAM_PUB_KEY, point, sizeof point, &len),
		    1);
	} else {
		ssh_add_text(t, "ssh-ed25519");
		assert_int_equal(EVP_PKEY_get_raw_public_key(key, point, &len), 1);
	}
	ssh_add_string(t, point, len);
}

static inline void
ssh_add_mpint(struct ssh_text *t, const BIGNUM *number)
{
	unsigned char bytes[64] = { 0 };
	int len = BN_bn2bin(number, bytes + 1);
	bool sign = (bytes[1] & 0x80) != 0;
	ssh_add_string(t, bytes + !sign, (size_t)(len + sign));
}

/* What a forger changes; zero members are honest. */
struct ssh_forgery {
	EVP_PKEY *key, *named; /* signs; stands in the signature, where it is another one */
	const char *magic, *name_space, *reserved, *hash, *type, *key_type;
	const char *behind_key, *behind_signature, *behind_blob, *behind_content;
	unsigned char version;
	bool high_s, low_s, padded_r;
	size_t columns;
};

static inline struct slice
ssh_sign(EVP_PKEY *key, const struct ssh_text *content)
{
	unsigned char signature[256];
	size_t len = sizeof signature;
	EVP_MD_CTX *context = EVP_MD_CTX_new();
	assert_int_equal(
	    EVP_DigestSignInit(context, NULL, ssh_is_ec(key) ? EVP_sha384() : NULL, NULL, key), 1);
	assert_int_equal(EVP_DigestSign(context, signature, &len, content->bytes, content->len), 1);
	EVP_MD_CTX_free(context);
	return kit_copy(signature, len);
}

static inline void
ssh_add_pair(struct ssh_text *t, struct slice der, const struct ssh_forgery *f)
{
	const unsigned char *at = der.ptr;
	BIGNUM *order = NULL, *other = BN_new();
	ECDSA_SIG *pair = d2i_ECDSA_SIG(NULL, &at, (long)der.len);
	BN_hex2bn(&order,
	    "FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF"
	    "C7634D81F4372DDF581A0DB248B0A77AECEC196ACCC52973");
	BN_sub(other, order, ECDSA_SIG_get0_s(pair));
	bool low = BN_cmp(ECDSA_SIG_get0_s(pair), other) < 0;
	bool swap = (f->high_s && low) || (f->low_s && !low);
	struct ssh_text r = { .len = 0 };
	ssh_add_mpint(&r, ECDSA_SIG_get0_r(pair));
	if (f->padded_r) {
		struct ssh_text padded = { .len = 0 };
		ssh_add(&padded, "\0", 1);
		ssh_add(&padded, r.bytes + 4, r.len - 4);
		ssh_add_string(t, padded.bytes, padded.len);
	} else {
		ssh_add(t, r.bytes, r.len);
	}
	ssh_add_mpint(t, swap ? other : ECDSA_SIG_get0_s(pair));
	BN_free(order);
	BN_free(other);
	ECDSA_SIG_free(pair);
}

static inline struct slice
ssh_armour(const struct ssh_text *blob, size_t columns)
{
	unsigned char base64[16384];
	struct ssh_text out = { .len = 0 };
	int len = EVP_EncodeBlock(base64, blob->bytes, (int)blob->len);
	ssh_add(&out, "-----BEGIN SSH SIGNATURE-----\n", 30);
	for (size_t at = 0; at < (size_t)len; at += columns) {
		size_t take = (size_t)len - at < columns ? (size_t)len - at : columns;
		ssh_add(&out, base64 + at, take);
		ssh_add(&out, "\n", 1);
	}
	ssh_add(&out, "-----END SSH SIGNATURE-----\n", 28);
	return kit_copy(out.bytes, out.len);
}

static inline struct wide_digest
ssh_digest(void)
{
	struct wide_digest digest;
	assert_int_equal(EVP_Q_digest(NULL, "SHA512", NULL, SSH_CONTENT, strlen(SSH_CONTENT),
			     digest.bytes, NULL),
	    1);
	return digest;
}

/* PROTOCOL.sshsig */
static inline struct slice
ssh_forge(const struct ssh_forgery *f)
{
	struct ssh_text content = { .len = 0 }, key = content, signature = content, blob = content;
	struct wide_digest digest = ssh_digest();
	const unsigned char version[4] = { 0, 0, 0, f->version != 0 ? f->version : 1 };
	const char *space = kit_or(f->name_space, SSHSIG_NAMESPACE);
	const char *reserved = kit_or(f->reserved, ""), *hash = kit_or(f->hash, "sha512");
	ssh_add(&content, "SSHSIG", 6);
	ssh_add_text(&content, space);
	ssh_add_text(&content, reserved);
	ssh_add_text(&content, hash);
	ssh_add_string(&content, digest.bytes, WIDE_SIZE);
	struct slice made = ssh_sign(f->key, &content);
	ssh_add_key(&key, f->named != NULL ? f->named : f->key);
	if (f->key_type != NULL)
		memcpy(key.bytes + 4, f->key_type, strlen(f->key_type));
	ssh_add(&key, kit_or(f->behind_key, ""), strlen(kit_or(f->behind_key, "")));
	const char *type = ssh_is_ec(f->key) ? "ecdsa-sha2-nistp384" : "ssh-ed25519";
	struct ssh_text inner = { .len = 0 };
	ssh_add_text(&signature, kit_or(f->type, type));
	if (ssh_is_ec(f->key))
		ssh_add_pair(&inner, made, f);
	else
		ssh_add(&inner, made.ptr, made.len);
	ssh_add(&inner, kit_or(f->behind_content, ""), strlen(kit_or(f->behind_content, "")));
	ssh_add_string(&signature, inner.bytes, inner.len);
	ssh_add(
	    &signature, kit_or(f->behind_signature, ""), strlen(kit_or(f->behind_signature, "")));
	ssh_add(&blob, kit_or(f->magic, "SSHSIG"), 6);
	ssh_add(&blob, version, 4);
	ssh_add_string(&blob, key.bytes, key.len);
	ssh_add_text(&blob, space);
	ssh_add_text(&blob, reserved);
	ssh_add_text(&blob, hash);
	ssh_add_string(&blob, signature.bytes, signature.len);
	ssh_add(&blob, kit_or(f->behind_blob, ""), strlen(kit_or(f->behind_blob, "")));
	return ssh_armour(&blob, f->columns != 0 ? f->columns : 70);
}

static inline EVP_PKEY *
ssh_ed25519(void)
{
	return kit_keep_key(EVP_PKEY_Q_keygen(NULL, NULL, "ED25519"));
}

/* "type base64" as in a list of signers. */
static inline const char *
ssh_public(EVP_PKEY *key)
{
	struct ssh_text blob = { .len = 0 };
	unsigned char base64[512];
	ssh_add_key(&blob, key);
	int len = EVP_EncodeBlock(base64, blob.bytes, (int)blob.len);
	char *text = kit_alloc(600);
	const char *type = ssh_is_ec(key) ? "ecdsa-sha2-nistp384 " : "ssh-ed25519 ";
	memcpy(text, type, strlen(type));
	memcpy(text + strlen(type), base64, (size_t)len);
	return text;
}

/* One line: what stands before the key, and the key. */
static inline struct slice
ssh_line(const char *before, EVP_PKEY *key)
{
	const char *public = ssh_public(key);
	struct slice line = kit_join(slice_str(before), slice_str(public));
	return kit_join(line, slice_str(" a comment\n"));
}

#endif
