#include "ssh_kit.h"

#include "base/crypto_identity.h"

static struct digest
identity_of(X509 *x509)
{
	struct certificates one;
	struct digest digest;
	assert_ok(certificates_load(&one, kit_pem(x509), NULL));
	assert_ok(certificate_identity(&one.items[0], &digest, NULL));
	certificates_release(&one);
	return digest;
}

TEST(key_is_one_whatever_certifies_it)
{
	EVP_PKEY *key = kit_ec("P-384"), *other = kit_ec("P-384"), *root = kit_ec("P-384");
	X509 *ca = kit_root("Root", root);
	struct digest a = identity_of(kit_signer(key, ca, root)),
		      b = identity_of(kit_root("Other", key)),
		      c = identity_of(kit_signer(other, ca, root));
	assert_true(digest_equal(&a, &b));
	assert_false(digest_equal(&a, &c));
}

/* A certificate may hold its point compressed; SSH never does. */
TEST(point_is_one_in_every_encoding_and_envelope)
{
	EVP_PKEY *key = kit_ec("P-384"), *root = kit_ec("P-384");
	X509 *ca = kit_root("Root", root);
	struct ssh_key ssh = { .kind = SSH_P384 };
	struct digest plain = identity_of(kit_signer(key, ca, root)), wire;
	size_t len;
	assert_int_equal(EVP_PKEY_get_octet_string_param(
			     key, OSSL_PKEY_PARAM_PUB_KEY, ssh.bytes, sizeof ssh.bytes, &len),
	    1);
	assert_ok(ssh_key_identity(&ssh, &wire, NULL));
	assert_true(digest_equal(&plain, &wire));
	assert_int_equal(EVP_PKEY_set_utf8_string_param(
			     key, OSSL_PKEY_PARAM_EC_POINT_CONVERSION_FORMAT, "compressed"),
	    1);
	struct digest compressed = identity_of(kit_signer(key, ca, root));
	assert_true(digest_equal(&plain, &compressed));
}

TEST(rsa_key_is_its_modulus)
{
	EVP_PKEY *a = kit_rsa(3072), *b = kit_rsa(3072);
	struct digest x, y;
	assert_ok(key_identity(a, &x, NULL));
	assert_ok(key_identity(b, &y, NULL));
	assert_false(digest_equal(&x, &y));
}

TEST(key_of_another_kind_has_no_identity)
{
	struct digest digest = { { 1 } };
	EVP_PKEY *key = kit_keep_key(EVP_PKEY_Q_keygen(NULL, NULL, "X25519"));
	assert_int_equal(key_identity(key, &digest, NULL), TL_KEY);
	assert_int_equal(digest.bytes[0], 0);
	assert_int_equal(key_identity(NULL, &digest, NULL), TL_KEY);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(key_is_one_whatever_certifies_it, kit_release),
		cmocka_unit_test_teardown(point_is_one_in_every_encoding_and_envelope, kit_release),
		cmocka_unit_test_teardown(rsa_key_is_its_modulus, kit_release),
		cmocka_unit_test_teardown(key_of_another_kind_has_no_identity, kit_release),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
