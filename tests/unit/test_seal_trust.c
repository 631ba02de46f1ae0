#include "forge_kit.h"

#include "manifest/seal.h"

/* Root, intermediate and signer; `others` of the forgery holds the intermediate. */
struct world {
	EVP_PKEY *root_key, *middle_key, *key;
	X509 *root, *middle, *x509;
};

static X509 *
make_middle(const struct world *w, const char *basic, long serial)
{
	return kit_issue((struct kit_certificate){ .name = "Middle",
	    .key = w->middle_key,
	    .issuer = w->root,
	    .issuer_key = w->root_key,
	    .basic = basic,
	    .usage = "critical,keyCertSign,cRLSign",
	    .purposes = "",
	    .serial = serial });
}

static struct world
make_world(void)
{
	struct world w = {
		.root_key = kit_ec("P-384"), .middle_key = kit_ec("P-384"), .key = kit_ec("P-384")
	};
	w.root = kit_root("Root", w.root_key);
	w.middle = make_middle(&w, "critical,CA:TRUE,pathlen:0", 2);
	w.x509 = kit_signer(w.key, w.middle, w.middle_key);
	return w;
}

/* Both certificates sorted and both under the signature, as the program writes them. */
static struct slice
seal_of(const struct world *w)
{
	struct slice a = kit_der(w->x509), b = kit_der(w->middle);
	bool first = forge_compare(&a, &b) < 0;
	struct forgery f = { .key = w->key,
		.x509 = w->x509,
		.certificates = TLV(0xa0, first ? a : b, first ? b : a),
		.signer_id = SIGNING_CERTIFICATE(forge_ess_id(w->x509), forge_ess_id(w->middle)) };
	return forge(&f);
}

static tl_status
check_at(
    const struct seal_trust *trust, struct slice seal, int64_t now, struct seal_verdict *verdict)
{
	struct digest digest;
	struct slice hash = forge_hash("SHA384", slice_str(CONTENT));
	memcpy(digest.bytes, hash.ptr, DIGEST_SIZE);
	return seal_check(trust, seal, &digest, now, verdict, NULL);
}

static void
assert_untrusted(const struct seal_trust *trust, struct slice seal, const char *text)
{
	struct seal_verdict verdict;
	assert_int_equal(check_at(trust, seal, KIT_NOW, &verdict), TL_NO);
	assert_string_equal(verdict.text, text);
	assert_int_equal(verdict.reason, SEAL_UNTRUSTED);
	assert_string_equal(verdict.signer, "");
	assert_false(verdict.revocation_checked);
}

static void
trust_roots(struct seal_trust *trust, struct slice roots)
{
	assert_ok(seal_trust_init(trust, NULL));
	assert_ok(seal_trust_add_roots(trust, roots, NULL));
}

TEST(chain_over_an_intermediate_is_good_for_us_and_for_the_stock_tools)
{
	struct world w = make_world();
	struct seal_trust trust;
	struct seal_verdict verdict;
	struct slice seal = seal_of(&w);
	assert_true(stock_accepts(seal, w.root, 4));
	trust_roots(&trust, kit_pem(w.root));
	assert_ok(check_at(&trust, seal, KIT_NOW, &verdict));
	assert_string_equal(verdict.signer, "CN=Signer");
	seal_trust_release(&trust);
}

TEST(seal_without_its_intermediate_is_not_trusted)
{
	struct world w = make_world();
	struct seal_trust trust;
	struct forgery f = { .key = w.key, .x509 = w.x509 };
	trust_roots(&trust, kit_pem(w.root));
	assert_untrusted(
	    &trust, forge(&f), "the signer's certificate does not lead to a trusted root");
	seal_trust_release(&trust);
}

TEST(certificate_under_the_signature_that_the_path_does_not_need_is_refused)
{
	struct world w = make_world(), direct = w;
	struct seal_trust trust;
	direct.x509 = kit_signer(w.key, w.root, w.root_key);
	trust_roots(&trust, kit_pem(w.root));
	assert_untrusted(&trust, seal_of(&direct),
	    "there are certificates that the way to the root does not need");
	seal_trust_release(&trust);
}

TEST(issuer_that_may_not_issue_is_refused)
{
	struct world w = make_world(), bad = w;
	struct seal_trust trust;
	bad.middle = make_middle(&w, "critical,CA:FALSE", 3);
	trust_roots(&trust, kit_pem(w.root));
	struct seal_verdict verdict;
	assert_int_equal(check_at(&trust, seal_of(&bad), KIT_NOW, &verdict), TL_NO);
	assert_int_equal(verdict.reason, SEAL_UNTRUSTED);
	seal_trust_release(&trust);
}

TEST(expired_authority_is_refused_however_valid_the_signer)
{
	struct world w = make_world(), old = w;
	struct seal_trust trust;
	old.middle = kit_issue((struct kit_certificate){ .name = "Middle",
	    .key = w.middle_key,
	    .issuer = w.root,
	    .issuer_key = w.root_key,
	    .basic = "critical,CA:TRUE",
	    .usage = "critical,keyCertSign",
	    .purposes = "",
	    .serial = 4,
	    .from = -9 * KIT_DAY,
	    .until = -KIT_DAY });
	trust_roots(&trust, kit_pem(w.root));
	assert_untrusted(&trust, seal_of(&old), "a certificate on the way to the root has expired");
	seal_trust_release(&trust);
}

TEST(weak_root_or_digest_on_the_way_is_refused)
{
	EVP_PKEY *root_key = kit_ec("P-256"), *key = kit_ec("P-384");
	X509 *root = kit_root("Weak root", root_key);
	X509 *x509 = kit_signer(key, root, root_key);
	struct forgery f = { .key = key, .x509 = x509 };
	struct seal_trust trust;
	trust_roots(&trust, kit_pem(root));
	assert_untrusted(&trust, forge(&f), "a key or a digest on the way to the root is too weak");
	seal_trust_release(&trust);

	EVP_PKEY *good_key = kit_ec("P-384");
	root = kit_root("Root", good_key);
	f.x509 = kit_issue((struct kit_certificate){ .name = "Signer",
	    .key = key,
	    .issuer = root,
	    .issuer_key = good_key,
	    .digest = "SHA256" });
	trust_roots(&trust, kit_pem(root));
	assert_untrusted(&trust, forge(&f), "a key or a digest on the way to the root is too weak");
	seal_trust_release(&trust);
}

TEST(time_of_the_check_decides_and_not_the_claimed_one)
{
	struct world w = make_world();
	struct seal_trust trust;
	struct seal_verdict verdict;
	struct slice seal = seal_of(&w);
	trust_roots(&trust, kit_pem(w.root));
	assert_ok(check_at(&trust, seal, KIT_NOW + 299 * KIT_DAY, &verdict));
	assert_int_equal(check_at(&trust, seal, KIT_NOW + 301 * KIT_DAY, &verdict), TL_NO);
	assert_string_equal(verdict.text, "the signer's certificate has expired");
	assert_int_equal(check_at(&trust, seal, KIT_NOW - 2 * KIT_DAY, &verdict), TL_NO);
	assert_string_equal(verdict.text, "the signer's certificate is not valid yet");
	seal_trust_release(&trust);
}

/* --- anchors */

static void
assert_no_anchor(struct slice certificates)
{
	struct seal_trust trust;
	struct tl_error e = { 0 };
	assert_ok(seal_trust_init(&trust, NULL));
	assert_int_equal(seal_trust_add_roots(&trust, certificates, &e), TL_KEY);
	assert_int_equal(e.status, TL_KEY);
	assert_int_equal(trust.trust.roots, 0);
	seal_trust_release(&trust);
}

TEST(only_self_signed_authorities_are_anchors)
{
	struct world w = make_world();
	X509 *self = kit_issue((struct kit_certificate){ .name = "Self", .key = w.key });
	assert_no_anchor(kit_pem(w.x509));
	assert_no_anchor(kit_pem(w.middle));
	assert_no_anchor(kit_pem(self));
	assert_no_anchor(kit_join(kit_pem(w.root), kit_pem(w.x509)));
	assert_no_anchor(NOTHING);
	assert_no_anchor(slice_str("no certificate"));
	assert_no_anchor(kit_key_pem(w.key, NULL));
	/* Says that it signed itself, and somebody else did. */
	X509 *liar = kit_issue((struct kit_certificate){ .name = "Liar",
	    .key = w.key,
	    .basic = "critical,CA:TRUE",
	    .usage = "critical,keyCertSign",
	    .purposes = "" });
	assert_true(X509_sign(liar, w.root_key, EVP_sha384()) > 0);
	assert_no_anchor(kit_pem(liar));
}

TEST(trusted_certificate_block_is_refused)
{
	struct world w = make_world();
	BIO *bio = BIO_new(BIO_s_mem());
	assert_int_equal(PEM_write_bio_X509_AUX(bio, w.root), 1);
	assert_no_anchor(kit_take_bio(bio));
}

TEST(self_signed_signer_is_not_trusted_under_any_root)
{
	struct world w = make_world();
	struct seal_trust trust;
	X509 *self = kit_issue((struct kit_certificate){ .name = "Self", .key = w.key });
	struct forgery f = { .key = w.key, .x509 = self };
	trust_roots(&trust, kit_pem(w.root));
	assert_untrusted(
	    &trust, forge(&f), "the signer's certificate does not lead to a trusted root");
	seal_trust_release(&trust);
}

TEST(nothing_is_trusted_without_a_root)
{
	struct world w = make_world();
	struct seal_trust trust;
	assert_int_equal(setenv("SSL_CERT_FILE", "/etc/ssl/certs/ca-certificates.crt", 1), 0);
	assert_int_equal(setenv("SSL_CERT_DIR", "/etc/ssl/certs", 1), 0);
	assert_ok(seal_trust_init(&trust, NULL));
	assert_untrusted(
	    &trust, seal_of(&w), "the signer's certificate does not lead to a trusted root");
	seal_trust_release(&trust);
}

/* --- revocation */

static struct slice
lists_of(const struct world *w, const X509 *root_revokes, const X509 *middle_revokes)
{
	return kit_join(kit_list(w->root, w->root_key, root_revokes, KIT_DAY, "SHA384"),
	    kit_list(w->middle, w->middle_key, middle_revokes, KIT_DAY, "SHA384"));
}

TEST(lists_that_revoke_nobody_make_revocation_checked)
{
	struct world w = make_world();
	struct seal_trust trust;
	struct seal_verdict verdict;
	struct slice seal = seal_of(&w);
	trust_roots(&trust, kit_pem(w.root));
	assert_ok(check_at(&trust, seal, KIT_NOW, &verdict));
	assert_false(verdict.revocation_checked);
	assert_ok(seal_trust_add_lists(&trust, lists_of(&w, NULL, NULL), NULL));
	assert_ok(check_at(&trust, seal, KIT_NOW, &verdict));
	assert_true(verdict.revocation_checked);
	seal_trust_release(&trust);
}

TEST(revoked_signer_or_authority_is_refused)
{
	struct world w = make_world();
	struct seal_trust trust;
	struct slice seal = seal_of(&w);
	trust_roots(&trust, kit_pem(w.root));
	assert_ok(seal_trust_add_lists(&trust, lists_of(&w, NULL, w.x509), NULL));
	assert_untrusted(&trust, seal, "a certificate was revoked");
	seal_trust_release(&trust);
	trust_roots(&trust, kit_pem(w.root));
	assert_ok(seal_trust_add_lists(&trust, lists_of(&w, w.middle, NULL), NULL));
	assert_untrusted(&trust, seal, "a certificate was revoked");
	seal_trust_release(&trust);
}

static void
assert_list_fails(const struct world *w, struct slice lists, const char *text)
{
	struct seal_trust trust;
	trust_roots(&trust, kit_pem(w->root));
	assert_ok(seal_trust_add_lists(&trust, lists, NULL));
	assert_untrusted(&trust, seal_of(w), text);
	seal_trust_release(&trust);
}

TEST(missing_old_or_forged_list_is_refused)
{
	struct world w = make_world();
	struct slice root_list = kit_list(w.root, w.root_key, NULL, KIT_DAY, "SHA384");
	assert_list_fails(&w, root_list, "there is no revocation list of a certificate's issuer");
	assert_list_fails(&w,
	    kit_join(root_list, kit_list(w.middle, w.middle_key, NULL, -KIT_DAY / 2, "SHA384")),
	    "a revocation list is out of date");
	assert_list_fails(&w,
	    kit_join(root_list, kit_list(w.middle, w.key, NULL, KIT_DAY, "SHA384")),
	    X509_verify_cert_error_string(X509_V_ERR_CRL_SIGNATURE_FAILURE));
}

TEST(what_is_no_list_or_a_weak_one_is_refused_at_once)
{
	struct world w = make_world();
	struct seal_trust trust;
	struct slice list = kit_list(w.root, w.root_key, NULL, KIT_DAY, "SHA384");
	assert_ok(seal_trust_init(&trust, NULL));
	assert_int_equal(seal_trust_add_lists(&trust, kit_pem(w.root), NULL), TL_KEY);
	assert_int_equal(seal_trust_add_lists(&trust, NOTHING, NULL), TL_KEY);
	assert_int_equal(
	    seal_trust_add_lists(&trust, kit_list(w.root, w.root_key, NULL, KIT_DAY, "SHA1"), NULL),
	    TL_KEY);
	/* A block whose first line is damaged must not be passed over. */
	unsigned char *damaged = kit_alloc(2 * list.len);
	memcpy(damaged, list.ptr, list.len);
	memcpy(damaged + list.len, list.ptr, list.len);
	assert_int_equal(damaged[list.len + 19], '-');
	damaged[list.len + 19] = '_';
	assert_int_equal(
	    seal_trust_add_lists(&trust, slice_of(damaged, 2 * list.len), NULL), TL_KEY);
	seal_trust_release(&trust);
}

TEST(required_signer_is_one_certificate_or_a_whole_subject)
{
	struct world w = make_world();
	struct seal_trust trust;
	char longer[600];
	memset(longer, '=', sizeof longer);
	assert_ok(seal_trust_init(&trust, NULL));
	assert_int_equal(
	    seal_trust_require(&trust, kit_join(kit_pem(w.x509), kit_pem(w.root)), NULL), TL_KEY);
	assert_int_equal(seal_trust_require(&trust, slice_str("0 no DER"), NULL), TL_KEY);
	assert_int_equal(seal_trust_require(&trust, slice_str("Signer"), NULL), TL_USAGE);
	assert_int_equal(seal_trust_require(&trust, NOTHING, NULL), TL_USAGE);
	assert_int_equal(seal_trust_require(&trust, slice_str("CN=Signer\n"), NULL), TL_USAGE);
	assert_int_equal(seal_trust_require(&trust, slice_of("CN=a\0", 5), NULL), TL_USAGE);
	assert_int_equal(
	    seal_trust_require(&trust, slice_of(longer, sizeof longer), NULL), TL_USAGE);
	assert_int_equal(trust.required.count, 0);
	assert_string_equal(trust.required_name, "");
	seal_trust_release(&trust);
}

#define TRUST_TEST(test) cmocka_unit_test_teardown(test, kit_release)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TRUST_TEST(chain_over_an_intermediate_is_good_for_us_and_for_the_stock_tools),
		TRUST_TEST(seal_without_its_intermediate_is_not_trusted),
		TRUST_TEST(certificate_under_the_signature_that_the_path_does_not_need_is_refused),
		TRUST_TEST(issuer_that_may_not_issue_is_refused),
		TRUST_TEST(expired_authority_is_refused_however_valid_the_signer),
		TRUST_TEST(weak_root_or_digest_on_the_way_is_refused),
		TRUST_TEST(time_of_the_check_decides_and_not_the_claimed_one),
		TRUST_TEST(only_self_signed_authorities_are_anchors),
		TRUST_TEST(trusted_certificate_block_is_refused),
		TRUST_TEST(self_signed_signer_is_not_trusted_under_any_root),
		TRUST_TEST(nothing_is_trusted_without_a_root),
		TRUST_TEST(lists_that_revoke_nobody_make_revocation_checked),
		TRUST_TEST(revoked_signer_or_authority_is_refused),
		TRUST_TEST(missing_old_or_forged_list_is_refused),
		TRUST_TEST(what_is_no_list_or_a_weak_one_is_refused_at_once),
		TRUST_TEST(required_signer_is_one_certificate_or_a_whole_subject),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
