#include "ssh_kit.h"

/* PROTOCOL.key of OpenSSH, written by hand. */
struct openssh {
	EVP_PKEY *key, *public; /* the public half is another one's where it is given */
	const char *magic, *cipher, *kdf, *type, *behind;
	unsigned char keys, second;
	bool bad_padding;
};

static void
add_private(struct ssh_text *t, const struct openssh *say)
{
	unsigned char private[64];
	size_t len = sizeof private;
	struct ssh_text public = { .len = 0 };
	ssh_add_key(&public, say->public != NULL ? say->public : say->key);
	if (say->type != NULL)
		memcpy(public.bytes + 4, say->type, strlen(say->type));
	ssh_add(t, public.bytes, public.len);
	if (ssh_is_ec(say->key)) {
		BIGNUM *number = NULL;
		assert_int_equal(
		    EVP_PKEY_get_bn_param(say->key, OSSL_PKEY_PARAM_PRIV_KEY, &number), 1);
		ssh_add_mpint(t, number);
		BN_free(number);
		return;
	}
	assert_int_equal(EVP_PKEY_get_raw_private_key(say->key, private, &len), 1);
	memcpy(private + 32, public.bytes + public.len - 32, 32);
	ssh_add_string(t, private, 64);
}

static struct slice
write_openssh(const struct openssh *say)
{
	struct ssh_text t = { .len = 0 }, public = t, private = t;
	const unsigned char keys[4] = { 0, 0, 0, say->keys != 0 ? say->keys : 1 };
	const unsigned char check[8] = { 1, 2, 3, 4, 1, 2, 3, say->second != 0 ? say->second : 4 };
	ssh_add(&t, kit_or(say->magic, "openssh-key-v1"), 15);
	ssh_add_text(&t, kit_or(say->cipher, "none"));
	ssh_add_text(&t, kit_or(say->kdf, "none"));
	ssh_add_text(&t, "");
	ssh_add(&t, keys, 4);
	ssh_add_key(&public, say->key);
	ssh_add_string(&t, public.bytes, public.len);
	ssh_add(&private, check, 8);
	add_private(&private, say);
	/* The key's number is a byte longer now and then; there is always some padding. */
	ssh_add_text(&private, (private.len + 12) % 8 == 0 ? "somebody else" : "somebody");
	for (unsigned char pad = 1; private.len % 8 != 0; pad++)
		ssh_add(&private, &(unsigned char){ say->bad_padding ? 9 : pad }, 1);
	ssh_add_string(&t, private.bytes, private.len);
	ssh_add(&t, kit_or(say->behind, ""), strlen(kit_or(say->behind, "")));
	BIO *bio = BIO_new(BIO_s_mem());
	assert_true(PEM_write_bio(bio, "OPENSSH PRIVATE KEY", "", t.bytes, (long)t.len) > 0);
	return kit_take_bio(bio);
}

static tl_status
load(struct openssh say, struct ssh_private *key, struct tl_error *e)
{
	*e = (struct tl_error){ 0 };
	return ssh_private_load(key, write_openssh(&say), KIT_NOTHING, e);
}

static void
refused(struct openssh say, const char *words)
{
	struct ssh_private key;
	struct tl_error e;
	assert_int_equal(load(say, &key, &e), TL_KEY);
	assert_null(key.key.key);
	if (strstr(e.what, words) == NULL)
		fail_msg("'%s' is not in: %s", words, e.what);
}

TEST(key_in_opensshs_own_form_signs)
{
	EVP_PKEY *keys[] = { kit_ec("P-384"), ssh_ed25519() };
	for (size_t i = 0; i < 2; i++) {
		struct ssh_private key;
		struct ssh_signature signature;
		struct tl_error e;
		assert_ok(load((struct openssh){ .key = keys[i] }, &key, &e));
		assert_int_equal(key.public.kind, i == 0 ? SSH_P384 : SSH_ED25519);
		assert_ok(ssh_private_sign(&key, slice_str("text"), &signature, &e));
		assert_true(ssh_signed(&key.public, slice_str("text"), &signature));
		assert_false(ssh_signed(&key.public, slice_str("Text"), &signature));
		signature.bytes[5] ^= 1;
		assert_false(ssh_signed(&key.public, slice_str("text"), &signature));
		ssh_private_release(&key);
	}
}

TEST(damaged_key_of_openssh_is_refused)
{
	EVP_PKEY *keys[] = { kit_ec("P-384"), ssh_ed25519() };
	for (size_t i = 0; i < 2; i++) {
		struct openssh say = { .key = keys[i], .magic = "openssh-key-v2" };
		refused(say, "cannot be read");
		refused((struct openssh){ .key = keys[i], .keys = 2 }, "cannot be read");
		refused((struct openssh){ .key = keys[i], .second = 5 }, "cannot be read");
		refused((struct openssh){ .key = keys[i], .behind = "x" }, "cannot be read");
		refused((struct openssh){ .key = keys[i], .bad_padding = true }, "cannot be read");
	}
	refused((struct openssh){ .key = keys[0], .public = kit_ec("P-384") }, "cannot be read");
	refused((struct openssh){ .key = keys[1], .public = ssh_ed25519() }, "cannot be read");
	refused((struct openssh){ .key = keys[0], .type = "ecdsa-sha2-nistp521" }, "nistp384");
}

TEST(encrypted_key_of_openssh_is_refused_with_what_to_do)
{
	refused(
	    (struct openssh){ .key = ssh_ed25519(), .cipher = "aes256-ctr" }, "ssh-keygen -Y sign");
	refused((struct openssh){ .key = ssh_ed25519(), .kdf = "bcrypt" }, "ssh-keygen -Y sign");
}

TEST(pkcs8_keys_load_and_others_do_not)
{
	struct ssh_private key;
	struct tl_error e = { 0 };
	assert_ok(ssh_private_load(&key, kit_key_pem(ssh_ed25519(), "x"), slice_str("x"), &e));
	assert_int_equal(key.public.kind, SSH_ED25519);
	ssh_private_release(&key);
	assert_ok(ssh_private_load(&key, kit_key_pem(kit_ec("P-384"), NULL), KIT_NOTHING, &e));
	assert_int_equal(key.public.kind, SSH_P384);
	ssh_private_release(&key);
	assert_int_equal(
	    ssh_private_load(&key, kit_key_pem(kit_ec("P-256"), NULL), KIT_NOTHING, &e), TL_KEY);
	assert_null(key.key.key);
	assert_int_equal(
	    ssh_private_load(&key, kit_key_pem(kit_rsa(3072), NULL), KIT_NOTHING, NULL), TL_KEY);
	assert_int_equal(ssh_private_load(&key, KIT_NOTHING, KIT_NOTHING, NULL), TL_KEY);
}

/* Ed25519 is for the other envelope: no certificate of such a key may sign a manifest. */
TEST(ed25519_makes_no_seal)
{
	EVP_PKEY *root = kit_ec("P-384"), *pair = ssh_ed25519();
	struct certificates one;
	struct signing_key key;
	struct tl_error e = { 0 };
	X509 *x509 = kit_issue((struct kit_certificate){
	    .name = "Signer", .key = pair, .issuer = kit_root("Root", root), .issuer_key = root });
	assert_ok(signing_key_load(&key, kit_key_pem(pair, NULL), KIT_NOTHING, &e));
	assert_ok(certificates_load(&one, kit_pem(x509), &e));
	assert_int_equal(signing_key_fits(&key, &one.items[0], &e), TL_KEY);
	signing_key_release(&key);
	certificates_release(&one);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(key_in_opensshs_own_form_signs, kit_release),
		cmocka_unit_test_teardown(damaged_key_of_openssh_is_refused, kit_release),
		cmocka_unit_test_teardown(
		    encrypted_key_of_openssh_is_refused_with_what_to_do, kit_release),
		cmocka_unit_test_teardown(pkcs8_keys_load_and_others_do_not, kit_release),
		cmocka_unit_test_teardown(ed25519_makes_no_seal, kit_release),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
