#include <openssl/bn.h>
#include <openssl/core_names.h>

#include "pki_kit.h"

#include "base/crypto_cert.h"

static X509 *
plain(const char *name, int kind)
{
	EVP_PKEY *key = kit_ec("P-384");
	X509 *x509 = X509_new();
	kit.certificates[kit.certificate_count++] = x509;
	assert_int_equal(X509_set_version(x509, X509_VERSION_3), 1);
	assert_int_equal(ASN1_INTEGER_set(X509_get_serialNumber(x509), 5), 1);
	assert_int_equal(X509_NAME_add_entry_by_NID(X509_get_subject_name(x509), NID_commonName,
			     kind, (const unsigned char *)name, -1, -1, 0),
	    1);
	assert_non_null(ASN1_TIME_set(X509_getm_notBefore(x509), KIT_NOW));
	assert_non_null(ASN1_TIME_set(X509_getm_notAfter(x509), KIT_NOW + KIT_DAY));
	assert_int_equal(X509_set_pubkey(x509, key), 1);
	assert_true(X509_sign(x509, key, EVP_sha384()) > 0);
	return x509;
}

static void
assert_subject(X509 *x509, const char *want)
{
	struct certificates list;
	struct buf text;
	buf_init(&text, 1000);
	assert_ok(certificates_load(&list, kit_der(x509), NULL));
	assert_ok(certificate_subject(&list.items[0], &text, NULL));
	assert_slice(buf_slice(&text), want);
	buf_release(&text);
	certificates_release(&list);
}

TEST(subject_is_ascii_whatever_it_holds)
{
	assert_subject(plain("A, B", MBSTRING_ASC), "CN=A\\, B");
	assert_subject(plain("a\nb\tc\x1b[1m", MBSTRING_ASC), "CN=a\\0Ab\\09c\\1B[1m");
	/* U+202E, right-to-left override, which would turn a name around. */
	assert_subject(plain("a\xe2\x80\xae", MBSTRING_UTF8), "CN=a\\E2\\80\\AE");
	assert_subject(plain("Zo\xc3\xab", MBSTRING_UTF8), "CN=Zo\\C3\\AB");
}

static tl_status
load(struct slice bytes, size_t *count)
{
	struct certificates list;
	tl_status status = certificates_load(&list, bytes, NULL);
	*count = list.count;
	certificates_release(&list);
	return status;
}

TEST(certificates_load_from_pem_and_der)
{
	X509 *a = plain("A", MBSTRING_ASC), *b = plain("B", MBSTRING_ASC);
	EVP_PKEY *key = kit_ec("P-384");
	size_t count;
	assert_ok(load(kit_der(a), &count));
	assert_int_equal(count, 1);
	assert_ok(load(kit_join(kit_pem(a), kit_join(kit_key_pem(key, NULL), kit_pem(b))), &count));
	assert_int_equal(count, 2);
}

TEST(what_is_no_certificate_is_refused)
{
	X509 *a = plain("A", MBSTRING_ASC);
	struct slice der = kit_der(a), pem = kit_pem(a), many = KIT_NOTHING;
	size_t count;
	assert_int_equal(load(KIT_NOTHING, &count), TL_KEY);
	assert_int_equal(load(slice_str("certificate"), &count), TL_KEY);
	assert_int_equal(load(kit_join(der, slice_str("x")), &count), TL_KEY);
	assert_int_equal(load(slice_sub(der, 0, der.len - 1), &count), TL_KEY);
	assert_int_equal(load(slice_sub(pem, 0, pem.len - 5), &count), TL_KEY);
	assert_int_equal(load(kit_key_pem(kit_ec("P-384"), NULL), &count), TL_KEY);
	for (int i = 0; i < CERTIFICATES_MAX; i++)
		many = many.len == 0 ? pem : kit_join(many, pem);
	assert_ok(load(many, &count));
	assert_int_equal(count, CERTIFICATES_MAX);
	assert_int_equal(load(kit_join(many, pem), &count), TL_KEY);
	assert_int_equal(count, 0);
}

static enum key_kind
kind_of(EVP_PKEY *key)
{
	struct certificates list;
	assert_ok(certificates_load(&list, kit_der(kit_root("Root", key)), NULL));
	enum key_kind kind = certificate_key(&list.items[0]);
	certificates_release(&list);
	return kind;
}

static EVP_PKEY *
rsa_with_exponent(unsigned int bits, unsigned long exponent)
{
	EVP_PKEY *key = NULL;
	BIGNUM *number = BN_new();
	EVP_PKEY_CTX *context = EVP_PKEY_CTX_new_from_name(NULL, "RSA", NULL);
	assert_int_equal(BN_set_word(number, exponent), 1);
	assert_int_equal(EVP_PKEY_keygen_init(context), 1);
	assert_int_equal(EVP_PKEY_CTX_set_rsa_keygen_bits(context, (int)bits), 1);
	assert_int_equal(EVP_PKEY_CTX_set1_rsa_keygen_pubexp(context, number), 1);
	assert_int_equal(EVP_PKEY_generate(context, &key), 1);
	EVP_PKEY_CTX_free(context);
	BN_free(number);
	return kit_keep_key(key);
}

static EVP_PKEY *
explicit_p384(void)
{
	EVP_PKEY *key = kit_ec("P-384");
	assert_int_equal(EVP_PKEY_set_utf8_string_param(
			     key, OSSL_PKEY_PARAM_EC_ENCODING, OSSL_PKEY_EC_ENCODING_EXPLICIT),
	    1);
	return key;
}

TEST(only_p384_and_strong_rsa_keys_are_fit)
{
	assert_int_equal(kind_of(kit_ec("P-384")), KEY_P384);
	assert_int_equal(kind_of(kit_rsa(3072)), KEY_RSA);
	assert_int_equal(kind_of(kit_rsa(3071)), KEY_UNFIT);
	assert_int_equal(kind_of(kit_rsa(2048)), KEY_UNFIT);
	assert_int_equal(kind_of(rsa_with_exponent(3072, 3)), KEY_UNFIT);
	assert_int_equal(kind_of(kit_ec("P-256")), KEY_UNFIT);
	assert_int_equal(kind_of(kit_ec("P-521")), KEY_UNFIT);
	assert_int_equal(kind_of(kit_ec("brainpoolP384r1")), KEY_UNFIT);
	/* The same curve spelled out in numbers: RFC 5480 §2.1.1 forbids it. */
	assert_int_equal(kind_of(explicit_p384()), KEY_UNFIT);
}

TEST(serial_and_fingerprint_are_those_of_the_stock_tools)
{
	struct certificates list;
	unsigned char print[FINGERPRINT_SIZE], want[FINGERPRINT_SIZE];
	struct buf text;
	X509 *x509 = kit_root("Root", kit_ec("P-384"));
	assert_ok(certificates_load(&list, kit_pem(x509), NULL));
	assert_ok(certificate_fingerprint(&list.items[0], print, NULL));
	assert_int_equal(X509_digest(x509, EVP_sha256(), want, NULL), 1);
	assert_memory_equal(print, want, sizeof want);
	buf_init(&text, 100);
	assert_ok(certificate_serial(&list.items[0], &text, NULL));
	assert_slice(buf_slice(&text), "01");
	buf_release(&text);
	certificates_release(&list);
}

TEST(certificate_without_extensions_may_neither_sign_nor_issue)
{
	struct certificates list;
	assert_ok(certificates_load(&list, kit_der(plain("A", MBSTRING_ASC)), NULL));
	assert_non_null(certificate_unfit(&list.items[0], KIT_NOW + 60));
	assert_false(certificate_is_ca(&list.items[0]));
	certificates_release(&list);
}

#define CERT_TEST(test) cmocka_unit_test_teardown(test, kit_release)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CERT_TEST(subject_is_ascii_whatever_it_holds),
		CERT_TEST(certificates_load_from_pem_and_der),
		CERT_TEST(what_is_no_certificate_is_refused),
		CERT_TEST(only_p384_and_strong_rsa_keys_are_fit),
		CERT_TEST(serial_and_fingerprint_are_those_of_the_stock_tools),
		CERT_TEST(certificate_without_extensions_may_neither_sign_nor_issue),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
