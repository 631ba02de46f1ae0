#include <openssl/bn.h>

#include "pki_kit.h"

#include "base/crypto_key.h"
#include "base/crypto_trial.h"
#include "base/crypto_trust.h"

struct made {
	struct buf ca, certificate, key;
};

static void
make(struct made *made)
{
	buf_init(&made->ca, 4096);
	buf_init(&made->certificate, 4096);
	buf_init(&made->key, 4096);
	assert_ok(crypto_make_trial_pki(KIT_NOW, &made->ca, &made->certificate, &made->key, NULL));
}

static void
release(struct made *made)
{
	buf_release(&made->ca);
	buf_release(&made->certificate);
	buf_release(&made->key);
}

TEST(trial_signer_is_trusted_under_the_trial_root_for_a_year)
{
	static const int64_t day = KIT_DAY;
	struct made made;
	struct certificates signer, none = { .count = 0 };
	struct signing_key key;
	struct trust trust;
	const char *reason;
	make(&made);
	assert_ok(certificates_load(&signer, buf_slice(&made.certificate), NULL));
	assert_ok(signing_key_load(&key, buf_slice(&made.key), KIT_NOTHING, NULL));
	assert_ok(signing_key_fits(&key, &signer.items[0], NULL));
	assert_ok(trust_init(&trust, NULL));
	assert_ok(trust_add_roots(&trust, buf_slice(&made.ca), NULL));
	for (int64_t after = 0; after < 365; after += 364) {
		assert_null(certificate_unfit(&signer.items[0], KIT_NOW + after * day));
		assert_ok(trust_check(
		    &trust, &signer.items[0], &none, KIT_NOW + after * day, &reason, NULL));
		assert_null(reason);
	}
	assert_non_null(certificate_unfit(&signer.items[0], KIT_NOW + 366 * day));
	trust_release(&trust);
	signing_key_release(&key);
	certificates_release(&signer);
	release(&made);
}

static void
assert_certificate(struct slice pem, const char *subject, uint32_t usage, long path)
{
	BIO *bio = BIO_new_mem_buf(pem.ptr, (int)pem.len);
	X509 *x509 = PEM_read_bio_X509(bio, NULL, NULL, NULL);
	char *name = X509_NAME_oneline(X509_get_subject_name(x509), NULL, 0);
	BIGNUM *serial = ASN1_INTEGER_to_BN(X509_get_serialNumber(x509), NULL);
	int critical = 0;
	assert_string_equal(name, subject);
	assert_int_equal(X509_get_key_usage(x509), usage);
	assert_int_equal(X509_get_pathlen(x509), path);
	assert_int_equal(BN_num_bits(serial), 127);
	assert_int_equal(X509_get_signature_nid(x509), NID_ecdsa_with_SHA384);
	assert_non_null(X509_get0_subject_key_id(x509));
	ASN1_BIT_STRING *bits = X509_get_ext_d2i(x509, NID_key_usage, &critical, NULL);
	assert_int_equal(critical, 1);
	ASN1_BIT_STRING_free(bits);
	BASIC_CONSTRAINTS *basic = X509_get_ext_d2i(x509, NID_basic_constraints, &critical, NULL);
	assert_int_equal(critical, 1);
	BASIC_CONSTRAINTS_free(basic);
	BN_free(serial);
	OPENSSL_free(name);
	X509_free(x509);
	BIO_free(bio);
}

TEST(trial_certificates_say_trial_and_allow_no_more_than_they_must)
{
	struct made made;
	make(&made);
	assert_certificate(buf_slice(&made.ca), "/O=TRIAL - no authority/CN=TRIAL root",
	    KU_KEY_CERT_SIGN | KU_CRL_SIGN, 0);
	assert_certificate(buf_slice(&made.certificate), "/O=TRIAL - no authority/CN=TRIAL signer",
	    KU_DIGITAL_SIGNATURE, -1);
	release(&made);
}

TEST(two_trials_have_nothing_in_common)
{
	struct made a, b;
	struct certificates signer, none = { .count = 0 };
	struct trust trust;
	const char *reason;
	make(&a);
	make(&b);
	assert_false(slice_equal(buf_slice(&a.key), buf_slice(&b.key)));
	assert_ok(certificates_load(&signer, buf_slice(&a.certificate), NULL));
	assert_ok(trust_init(&trust, NULL));
	assert_ok(trust_add_roots(&trust, buf_slice(&b.ca), NULL));
	assert_int_equal(
	    trust_check(&trust, &signer.items[0], &none, KIT_NOW, &reason, NULL), TL_NO);
	trust_release(&trust);
	certificates_release(&signer);
	release(&a);
	release(&b);
}

TEST(trial_keys_that_do_not_fit_leave_every_buffer_empty)
{
	struct made made;
	buf_init(&made.ca, 4096);
	buf_init(&made.certificate, 4096);
	buf_init(&made.key, 100);
	buf_add_str(&made.ca, "old");
	assert_int_equal(
	    crypto_make_trial_pki(KIT_NOW, &made.ca, &made.certificate, &made.key, NULL),
	    TL_SYSTEM);
	assert_int_equal(made.ca.len + made.certificate.len + made.key.len, 0);
	release(&made);
}

#define TRIAL_TEST(test) cmocka_unit_test_teardown(test, kit_release)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TRIAL_TEST(trial_signer_is_trusted_under_the_trial_root_for_a_year),
		TRIAL_TEST(trial_certificates_say_trial_and_allow_no_more_than_they_must),
		TRIAL_TEST(two_trials_have_nothing_in_common),
		TRIAL_TEST(trial_keys_that_do_not_fit_leave_every_buffer_empty),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
