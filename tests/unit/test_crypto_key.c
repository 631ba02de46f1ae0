#include "pki_kit.h"

#include "base/crypto_key.h"
#include "base/crypto_trial.h"

static const char text[] = "a manifest's attributes";

static void
assert_loads(struct slice bytes, const char *passphrase)
{
	struct signing_key key;
	struct tl_error e = { 0 };
	assert_ok(signing_key_load(&key, bytes, slice_str(passphrase), &e));
	assert_non_null(key.key);
	signing_key_release(&key);
	assert_null(key.key);
}

static void
assert_refused(struct slice bytes, const char *passphrase, const char *what)
{
	struct signing_key key = { .key = &key };
	struct tl_error e = { 0 };
	assert_int_equal(signing_key_load(&key, bytes, slice_str(passphrase), &e), TL_KEY);
	assert_null(key.key);
	assert_string_equal(e.what, what);
}

static struct slice
traditional(EVP_PKEY *key, const EVP_CIPHER *cipher)
{
	BIO *bio = BIO_new(BIO_s_mem());
	assert_int_equal(PEM_write_bio_PrivateKey_traditional(
			     bio, key, cipher, (unsigned char *)"secret", 6, NULL, NULL),
	    1);
	return kit_take_bio(bio);
}

/* The bytes of the first block. */
static struct slice
decoded(struct slice pem)
{
	char *label, *headers;
	unsigned char *der;
	long len;
	BIO *bio = BIO_new_mem_buf(pem.ptr, (int)pem.len);
	assert_int_equal(PEM_read_bio(bio, &label, &headers, &der, &len), 1);
	struct slice copy = kit_copy(der, (size_t)len);
	BIO_free(bio);
	OPENSSL_free(label);
	OPENSSL_free(headers);
	OPENSSL_free(der);
	return copy;
}

TEST(keys_load_from_every_common_form)
{
	EVP_PKEY *keys[] = { kit_ec("P-384"), kit_rsa(3072) };
	for (size_t i = 0; i < 2; i++) {
		struct slice plain = kit_key_pem(keys[i], NULL);
		struct slice sealed = kit_key_pem(keys[i], "open sesame");
		struct slice old = traditional(keys[i], NULL);
		assert_loads(plain, "");
		assert_loads(decoded(plain), "");
		assert_loads(sealed, "open sesame");
		assert_loads(decoded(sealed), "open sesame");
		assert_loads(old, "");
		assert_loads(decoded(old), "");
	}
}

TEST(encrypted_key_opens_with_its_passphrase_only)
{
	struct slice sealed = kit_key_pem(kit_ec("P-384"), "open sesame");
	assert_refused(sealed, "", "the key is encrypted and needs a passphrase");
	assert_refused(sealed, "open sesam", "the passphrase does not open the key");
	assert_refused(sealed, "open sesame\n", "the passphrase does not open the key");
}

TEST(passphrase_is_bytes_and_may_hold_a_nul)
{
	static const char phrase[] = "a\0b";
	EVP_PKEY *pkey = kit_ec("P-384");
	BIO *bio = BIO_new(BIO_s_mem());
	struct signing_key key;
	assert_int_equal(
	    PEM_write_bio_PKCS8PrivateKey(bio, pkey, EVP_aes_256_cbc(), phrase, 3, NULL, NULL), 1);
	struct slice sealed = kit_take_bio(bio);
	assert_refused(sealed, "a", "the passphrase does not open the key");
	assert_ok(signing_key_load(&key, sealed, slice_of(phrase, 3), NULL));
	signing_key_release(&key);
}

TEST(key_encrypted_with_md5_is_refused)
{
	assert_refused(traditional(kit_ec("P-384"), EVP_aes_256_cbc()), "secret",
	    "the key is encrypted in an old form; convert it: openssl pkcs8 -topk8");
}

TEST(file_without_a_key_or_with_two_is_refused)
{
	EVP_PKEY *pkey = kit_ec("P-384");
	struct slice pem = kit_key_pem(pkey, NULL);
	struct slice certificate = kit_pem(kit_root("Root", pkey));
	assert_refused(certificate, "", "there is no private key in the file");
	assert_refused(kit_join(pem, pem), "", "there is more than one private key in the file");
	assert_refused(KIT_NOTHING, "", "the private key cannot be read");
	assert_refused(slice_str("not a key"), "", "there is no private key in the file");
	assert_loads(kit_join(certificate, pem), "");
}

TEST(damaged_key_is_refused_and_never_crashes)
{
	struct slice whole = kit_key_pem(kit_ec("P-384"), NULL), der = decoded(whole);
	struct signing_key key;
	for (size_t len = 0; len < der.len; len++) {
		struct slice cut = kit_copy(der.ptr, len);
		assert_int_equal(signing_key_load(&key, cut, slice_str(""), NULL), TL_KEY);
		free(kit.blocks[--kit.block_count]);
	}
	assert_int_equal(
	    signing_key_load(&key, kit_join(der, slice_str("x")), slice_str(""), NULL), TL_KEY);
	assert_refused(slice_sub(whole, 0, whole.len - 10), "",
	    "a PEM block is damaged; write the file again");
}

/* Signs many times: half of all ECDSA signatures have a high s and must come out low. */
static void
assert_signs(EVP_PKEY *pkey, X509 *x509, int times)
{
	struct certificates list;
	struct signing_key key;
	struct signature signature;
	assert_ok(certificates_load(&list, kit_der(x509), NULL));
	assert_ok(signing_key_load(&key, kit_key_pem(pkey, NULL), slice_str(""), NULL));
	assert_ok(signing_key_fits(&key, &list.items[0], NULL));
	for (int i = 0; i < times; i++) {
		assert_ok(signing_key_sign(&key, slice_str(text), &signature, NULL));
		struct slice made = slice_of(signature.bytes, signature.len);
		assert_true(certificate_signed(&list.items[0], slice_str(text), made));
		assert_false(certificate_signed(&list.items[0], slice_str("other"), made));
		signature.bytes[signature.len - 1] ^= 1;
		assert_false(certificate_signed(&list.items[0], slice_str(text), made));
	}
	signing_key_release(&key);
	certificates_release(&list);
}

TEST(p384_signature_is_low_and_verifies)
{
	EVP_PKEY *pkey = kit_ec("P-384");
	assert_signs(pkey, kit_root("Root", pkey), 40);
}

TEST(rsa_pss_signature_verifies)
{
	EVP_PKEY *pkey = kit_rsa(3072);
	assert_signs(pkey, kit_root("Root", pkey), 1);
}

static struct slice
library_signature(EVP_PKEY *key, const char *digest, int padding, int salt)
{
	unsigned char *out = kit_alloc(1024);
	size_t len = 1024;
	EVP_PKEY_CTX *options;
	EVP_MD_CTX *context = EVP_MD_CTX_new();
	assert_int_equal(
	    EVP_DigestSignInit_ex(context, &options, digest, NULL, NULL, key, NULL), 1);
	if (padding != 0)
		assert_int_equal(EVP_PKEY_CTX_set_rsa_padding(options, padding), 1);
	if (padding == RSA_PKCS1_PSS_PADDING)
		assert_int_equal(EVP_PKEY_CTX_set_rsa_pss_saltlen(options, salt), 1);
	assert_int_equal(
	    EVP_DigestSign(context, out, &len, (const unsigned char *)text, sizeof text - 1), 1);
	EVP_MD_CTX_free(context);
	return slice_of(out, len);
}

TEST(rsa_signature_of_another_kind_is_refused)
{
	EVP_PKEY *pkey = kit_rsa(3072);
	struct certificates list;
	assert_ok(certificates_load(&list, kit_der(kit_root("Root", pkey)), NULL));
	const struct certificate *one = &list.items[0];
	assert_true(certificate_signed(
	    one, slice_str(text), library_signature(pkey, "SHA384", RSA_PKCS1_PSS_PADDING, 48)));
	assert_false(certificate_signed(
	    one, slice_str(text), library_signature(pkey, "SHA384", RSA_PKCS1_PSS_PADDING, 32)));
	assert_false(certificate_signed(
	    one, slice_str(text), library_signature(pkey, "SHA256", RSA_PKCS1_PSS_PADDING, 48)));
	assert_false(certificate_signed(
	    one, slice_str(text), library_signature(pkey, "SHA384", RSA_PKCS1_PADDING, 0)));
	certificates_release(&list);
}

TEST(high_s_is_refused_although_the_library_takes_it)
{
	EVP_PKEY *pkey = kit_ec("P-384");
	struct certificates list;
	assert_ok(certificates_load(&list, kit_der(kit_root("Root", pkey)), NULL));
	size_t low = 0, high = 0;
	for (int i = 0; i < 64; i++) {
		struct slice made = library_signature(pkey, "SHA384", 0, 0);
		bool is_low = ecdsa_is_low(made);
		low += is_low;
		high += !is_low;
		assert_int_equal(certificate_signed(&list.items[0], slice_str(text), made), is_low);
	}
	assert_true(low > 0 && high > 0);
	certificates_release(&list);
}

TEST(ecdsa_signature_has_one_encoding)
{
	EVP_PKEY *pkey = kit_ec("P-384");
	struct slice made = library_signature(pkey, "SHA384", 0, 0);
	while (!ecdsa_is_low(made))
		made = library_signature(pkey, "SHA384", 0, 0);
	unsigned char *longer = kit_alloc(made.len + 3);
	/* 30 81 len: BER. */
	longer[0] = 0x30;
	longer[1] = 0x81;
	memcpy(longer + 2, made.ptr + 1, made.len - 1);
	assert_false(ecdsa_is_low(slice_of(longer, made.len + 1)));
	/* A byte behind. */
	memcpy(longer, made.ptr, made.len);
	longer[made.len] = 0;
	assert_false(ecdsa_is_low(slice_of(longer, made.len + 1)));
	assert_false(ecdsa_is_low(slice_sub(made, 0, made.len - 1)));
	assert_false(ecdsa_is_low(KIT_NOTHING));
}

static tl_status
fits(EVP_PKEY *pkey, X509 *x509)
{
	struct certificates list;
	struct signing_key key;
	assert_ok(certificates_load(&list, kit_pem(x509), NULL));
	assert_ok(signing_key_load(&key, kit_key_pem(pkey, NULL), slice_str(""), NULL));
	tl_status status = signing_key_fits(&key, &list.items[0], NULL);
	signing_key_release(&key);
	certificates_release(&list);
	return status;
}

TEST(key_fits_its_own_certificate_only)
{
	EVP_PKEY *one = kit_ec("P-384"), *other = kit_ec("P-384"), *rsa = kit_rsa(3072);
	assert_ok(fits(one, kit_root("One", one)));
	assert_int_equal(fits(one, kit_root("Other", other)), TL_KEY);
	assert_int_equal(fits(one, kit_root("Rsa", rsa)), TL_KEY);
}

TEST(weak_key_does_not_fit_its_own_certificate)
{
	EVP_PKEY *small = kit_ec("P-256"), *large = kit_ec("P-521"), *rsa = kit_rsa(2048);
	assert_int_equal(fits(small, kit_root("P-256", small)), TL_KEY);
	assert_int_equal(fits(large, kit_root("P-521", large)), TL_KEY);
	assert_int_equal(fits(rsa, kit_root("RSA", rsa)), TL_KEY);
}

#define KEY_TEST(test) cmocka_unit_test_teardown(test, kit_release)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		KEY_TEST(keys_load_from_every_common_form),
		KEY_TEST(encrypted_key_opens_with_its_passphrase_only),
		KEY_TEST(passphrase_is_bytes_and_may_hold_a_nul),
		KEY_TEST(key_encrypted_with_md5_is_refused),
		KEY_TEST(file_without_a_key_or_with_two_is_refused),
		KEY_TEST(damaged_key_is_refused_and_never_crashes),
		KEY_TEST(p384_signature_is_low_and_verifies),
		KEY_TEST(rsa_pss_signature_verifies),
		KEY_TEST(rsa_signature_of_another_kind_is_refused),
		KEY_TEST(high_s_is_refused_although_the_library_takes_it),
		KEY_TEST(ecdsa_signature_has_one_encoding),
		KEY_TEST(key_fits_its_own_certificate_only),
		KEY_TEST(weak_key_does_not_fit_its_own_certificate),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
