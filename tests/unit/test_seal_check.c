#include "seal_kit.h"

TEST(honest_seal_of_the_tests_own_writer_is_good)
{
	struct world w = make_world();
	struct forgery f = honest(&w);
	struct seal_verdict verdict;
	struct slice seal = forge(&f);
	assert_true(stock_accepts(seal, w.root, 4));
	assert_ok(check(w.root, seal, &verdict));
	assert_int_equal(verdict.reason, SEAL_GOOD);
	assert_string_equal(verdict.signer, "CN=Signer");
	assert_string_equal(verdict.serial, "0123456789");
	assert_int_equal(verdict.signing_time, KIT_NOW);
	assert_false(verdict.revocation_checked);
	assert_false(verdict.identity_checked);
	struct slice print = forge_hash("SHA256", kit_der(w.x509));
	struct buf hex;
	buf_init(&hex, 100);
	buf_add_hex(&hex, print.ptr, print.len);
	assert_slice(buf_slice(&hex), verdict.fingerprint);
	buf_release(&hex);
}

TEST(honest_rsa_pss_seal_is_good)
{
	EVP_PKEY *root_key = kit_rsa(3072), *key = kit_rsa(3072);
	X509 *root = kit_root("Root", root_key);
	X509 *x509 = kit_signer(key, root, root_key);
	struct forgery f = { .key = key, .x509 = x509 };
	struct slice seal = forge(&f);
	struct seal_verdict verdict;
	assert_true(stock_accepts(seal, root, 3));
	assert_ok(check(root, seal, &verdict));
}

/* --- signature and key */

TEST(signature_with_the_higher_s_is_refused)
{
	struct world w = make_world();
	struct forgery f = honest(&w);
	f.high = true;
	assert_only_stock_accepts(&w, forge(&f), SEAL_HIGH_S);
}

TEST(rsa_with_pkcs1_padding_is_refused)
{
	EVP_PKEY *root_key = kit_rsa(3072), *key = kit_rsa(3072);
	struct world w = { root_key, key, kit_root("Root", root_key), NULL };
	w.x509 = kit_signer(key, w.root, root_key);
	struct forgery f = honest(&w);
	f.padding = RSA_PKCS1_PADDING;
	f.algorithm = SEQ(OID_PKCS1(1), EMPTY(0x05));
	assert_only_stock_accepts(&w, forge(&f), SEAL_ALGORITHM);
	f.algorithm = SEQ(OID_PKCS1(12), EMPTY(0x05));
	assert_only_stock_accepts(&w, forge(&f), SEAL_ALGORITHM);
	/* Says PSS and is not. */
	f.algorithm.ptr = NULL;
	assert_refused(w.root, forge(&f), SEAL_SIGNATURE);
}

TEST(signer_with_a_weak_key_is_refused)
{
	struct world w = make_world();
	EVP_PKEY *keys[] = { kit_ec("P-256"), kit_ec("P-521"), kit_rsa(2048) };
	for (size_t i = 0; i < 3; i++) {
		struct world weak = { w.root_key, keys[i], w.root,
			kit_signer(keys[i], w.root, w.root_key) };
		struct forgery f = honest(&weak);
		assert_only_stock_accepts(&weak, forge(&f), SEAL_SIGNER_UNFIT);
	}
}

static void
assert_certificate_refused(struct kit_certificate say, bool stock, const char *text)
{
	struct world w = make_world();
	struct seal_verdict verdict;
	say.name = "Signer";
	say.key = w.key;
	say.issuer = w.root;
	say.issuer_key = w.root_key;
	w.x509 = kit_issue(say);
	struct forgery f = honest(&w);
	struct slice seal = forge(&f);
	assert_int_equal(stock_accepts(seal, w.root, 0), stock);
	assert_int_equal(check(w.root, seal, &verdict), TL_NO);
	assert_int_equal(verdict.reason, SEAL_SIGNER_UNFIT);
	assert_string_equal(verdict.text, text);
	assert_string_equal(verdict.signer, "");
}

TEST(signer_whose_certificate_is_for_other_things_is_refused)
{
	static const char purposes[] =
	    "the signer's certificate is not for both emailProtection and documentSigning";
	static const char usage[] =
	    "the key usage of the signer's certificate is not digitalSignature";
	assert_certificate_refused(
	    (struct kit_certificate){ .purposes = "emailProtection" }, true, purposes);
	assert_certificate_refused(
	    (struct kit_certificate){ .purposes = "1.3.6.1.5.5.7.3.36" }, false, purposes);
	assert_certificate_refused((struct kit_certificate){ .purposes = "" }, true, purposes);
	assert_certificate_refused(
	    (struct kit_certificate){ .purposes = KIT_BOTH ",anyExtendedKeyUsage" }, true,
	    purposes);
	assert_certificate_refused(
	    (struct kit_certificate){ .usage = "critical,nonRepudiation" }, true, usage);
	assert_certificate_refused((struct kit_certificate){ .usage = "" }, true, usage);
	assert_certificate_refused((struct kit_certificate){ .basic = "critical,CA:TRUE",
				       .usage = "critical,keyCertSign,digitalSignature" },
	    true, "the signer's certificate is that of a certification authority");
}

TEST(signer_outside_of_the_validity_is_refused)
{
	assert_certificate_refused(
	    (struct kit_certificate){ .from = -2 * KIT_DAY, .until = -KIT_DAY }, false,
	    "the signer's certificate has expired");
	assert_certificate_refused((struct kit_certificate){ .from = KIT_DAY }, false,
	    "the signer's certificate is not valid yet");
}

/* --- the manifest, the signer, the flips */

TEST(seal_of_another_manifest_is_refused)
{
	struct world w = make_world();
	struct forgery f = honest(&w);
	f.digest = ATTRIBUTE_DIGEST(forge_hash("SHA384", slice_str("<another/>\n")));
	assert_refused(w.root, forge(&f), SEAL_OTHER_MANIFEST);
}

TEST(signer_under_another_root_is_refused)
{
	struct world w = make_world(), other = make_world();
	struct forgery f = honest(&w);
	assert_refused(other.root, forge(&f), SEAL_UNTRUSTED);
}

TEST(signature_by_another_key_is_refused)
{
	struct world w = make_world();
	struct forgery f = honest(&w);
	f.key = kit_ec("P-384");
	assert_refused(w.root, forge(&f), SEAL_SIGNATURE);
}

static void
assert_required(struct world *w, struct slice required, bool good)
{
	struct seal_trust trust;
	struct seal_verdict verdict;
	struct forgery f = honest(w);
	struct digest digest = content_digest();
	assert_ok(seal_trust_init(&trust, NULL));
	assert_ok(seal_trust_add_roots(&trust, kit_der(w->root), NULL));
	assert_ok(seal_trust_require(&trust, required, NULL));
	tl_status status = seal_check(&trust, forge(&f), &digest, KIT_NOW, &verdict, NULL);
	assert_int_equal(status, good ? TL_OK : TL_NO);
	assert_int_equal(verdict.reason, good ? SEAL_GOOD : SEAL_OTHER_SIGNER);
	assert_int_equal(verdict.identity_checked, good);
	seal_trust_release(&trust);
}

TEST(required_signer_must_be_the_one)
{
	struct world w = make_world(), other = make_world();
	assert_required(&w, kit_pem(w.x509), true);
	assert_required(&w, kit_der(w.x509), true);
	assert_required(&w, slice_str("CN=Signer"), true);
	assert_required(&w, kit_pem(other.x509), false);
	assert_required(&w, kit_pem(w.root), false);
	assert_required(&w, slice_str("CN=signer"), false);
	assert_required(&w, slice_str("CN=Signer,O=Other"), false);
}

/* Refused, all of them; how many there were. */
static size_t
refuse_each_flip_and_cut(X509 *root, struct slice seal)
{
	struct seal_trust trust;
	struct seal_verdict verdict;
	struct digest digest = content_digest();
	assert_ok(seal_trust_init(&trust, NULL));
	assert_ok(seal_trust_add_roots(&trust, kit_pem(root), NULL));
	unsigned char *flipped = kit_alloc(seal.len);
	memcpy(flipped, seal.ptr, seal.len);
	struct slice changed = slice_of(flipped, seal.len);
	for (size_t bit = 0; bit < 8 * seal.len; bit++) {
		flipped[bit / 8] ^= (unsigned char)(1 << bit % 8);
		assert_int_equal(
		    seal_check(&trust, changed, &digest, KIT_NOW, &verdict, NULL), TL_NO);
		assert_true(verdict.reason > SEAL_GOOD);
		flipped[bit / 8] ^= (unsigned char)(1 << bit % 8);
	}
	for (size_t len = 0; len < seal.len; len++)
		assert_int_equal(
		    seal_check(&trust, slice_sub(seal, 0, len), &digest, KIT_NOW, &verdict, NULL),
		    TL_NO);
	assert_ok(seal_check(&trust, seal, &digest, KIT_NOW, &verdict, NULL));
	seal_trust_release(&trust);
	return 9 * seal.len;
}

/* What stock OpenSSL says to the same flips is why the seal is built again: it accepts some hundreds. */
TEST(seal_with_any_bit_flipped_or_any_byte_cut_off_is_refused)
{
	struct world w = make_world();
	struct forgery f = honest(&w);
	print_message("%zu changed and cut P-384 seals refused\n",
	    refuse_each_flip_and_cut(w.root, forge(&f)));
}

TEST(rsa_seal_with_any_bit_flipped_or_any_byte_cut_off_is_refused)
{
	struct world w = make_world();
	struct forgery f = honest(&w);
	f.key = kit_rsa(3072);
	f.x509 = kit_signer(f.key, w.root, w.root_key);
	print_message("%zu changed and cut RSA-PSS seals refused\n",
	    refuse_each_flip_and_cut(w.root, forge(&f)));
}

#define SEAL_TEST(test) cmocka_unit_test_teardown(test, kit_release)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		SEAL_TEST(honest_seal_of_the_tests_own_writer_is_good),
		SEAL_TEST(honest_rsa_pss_seal_is_good),
		SEAL_TEST(signature_with_the_higher_s_is_refused),
		SEAL_TEST(rsa_with_pkcs1_padding_is_refused),
		SEAL_TEST(signer_with_a_weak_key_is_refused),
		SEAL_TEST(signer_whose_certificate_is_for_other_things_is_refused),
		SEAL_TEST(signer_outside_of_the_validity_is_refused),
		SEAL_TEST(seal_of_another_manifest_is_refused),
		SEAL_TEST(signer_under_another_root_is_refused),
		SEAL_TEST(signature_by_another_key_is_refused),
		SEAL_TEST(required_signer_must_be_the_one),
		SEAL_TEST(seal_with_any_bit_flipped_or_any_byte_cut_off_is_refused),
		SEAL_TEST(rsa_seal_with_any_bit_flipped_or_any_byte_cut_off_is_refused),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
