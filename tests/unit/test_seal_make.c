#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "forge_kit.h"

#include "base/crypto_trial.h"
#include "manifest/seal.h"

static struct digest
content_digest(void)
{
	struct digest digest;
	struct slice hash = forge_hash("SHA384", slice_str(CONTENT));
	memcpy(digest.bytes, hash.ptr, DIGEST_SIZE);
	return digest;
}

/* A signer, what made him, and the seal he makes. */
struct world {
	EVP_PKEY *root_key, *key;
	X509 *root, *x509;
	struct slice chain;
};

static struct world
make_world(void)
{
	struct world w = { kit_ec("P-384"), kit_ec("P-384"), NULL, NULL, KIT_NOTHING };
	w.root = kit_root("Root", w.root_key);
	w.x509 = kit_signer(w.key, w.root, w.root_key);
	return w;
}

static tl_status
load(const struct world *w, struct seal_signer *signer, struct tl_error *e)
{
	return seal_signer_load(
	    signer, kit_key_pem(w->key, NULL), kit_pem(w->x509), w->chain, KIT_NOTHING, KIT_NOW, e);
}

static struct slice
seal_at(const struct world *w, int64_t time)
{
	struct seal_signer signer;
	struct buf der;
	struct digest digest = content_digest();
	assert_ok(load(w, &signer, NULL));
	buf_init(&der, SEAL_MAX);
	assert_ok(seal_make(&signer, &digest, time, &der, NULL));
	struct slice copy = kit_copy(der.ptr, der.len);
	buf_release(&der);
	seal_signer_release(&signer);
	return copy;
}

static void
assert_good(const struct world *w, struct slice seal)
{
	struct seal_trust trust;
	struct seal_verdict verdict;
	struct digest digest = content_digest();
	assert_ok(seal_trust_init(&trust, NULL));
	assert_ok(seal_trust_add_roots(&trust, kit_pem(w->root), NULL));
	assert_ok(seal_check(&trust, seal, &digest, KIT_NOW, &verdict, NULL));
	seal_trust_release(&trust);
}

TEST(seal_is_good_for_the_verifier_and_for_the_stock_tools)
{
	struct world w = make_world();
	struct slice seal = seal_at(&w, KIT_NOW);
	assert_good(&w, seal);
	assert_true(stock_accepts(seal, w.root, 4));
}

/* All but the signature is determined: two writers, one form. */
TEST(seal_is_the_one_that_the_tests_own_writer_makes)
{
	struct world w = make_world();
	struct forgery f = { .key = w.key, .x509 = w.x509 };
	struct slice ours = seal_at(&w, KIT_NOW), theirs = forge(&f);
	size_t signature = 4 + 104;    /* at the most, behind everything else */
	while (ours.len != theirs.len) /* r or s may be a byte shorter */
		theirs = forge(&f);
	assert_true(ours.len > 700);
	/* The lengths in front, which differ where the signatures' lengths do, are equal too. */
	assert_memory_equal(ours.ptr, theirs.ptr, ours.len - signature);
}

TEST(rsa_seal_is_good_for_the_verifier_and_for_the_stock_tools)
{
	struct world w = { kit_rsa(3072), kit_rsa(3072), NULL, NULL, KIT_NOTHING };
	w.root = kit_root("Root", w.root_key);
	w.x509 = kit_signer(w.key, w.root, w.root_key);
	struct slice seal = seal_at(&w, KIT_NOW);
	assert_good(&w, seal);
	assert_true(stock_accepts(seal, w.root, 3));
}

TEST(chain_is_embedded_without_its_root)
{
	struct world w = make_world();
	EVP_PKEY *middle_key = kit_ec("P-384");
	X509 *middle = kit_issue((struct kit_certificate){ .name = "Middle",
	    .key = middle_key,
	    .issuer = w.root,
	    .issuer_key = w.root_key,
	    .basic = "critical,CA:TRUE,pathlen:0",
	    .usage = "critical,keyCertSign",
	    .purposes = "",
	    .serial = 2 });
	w.x509 = kit_signer(w.key, middle, middle_key);
	w.chain = kit_pem(middle);
	struct slice seal = seal_at(&w, KIT_NOW);
	assert_good(&w, seal);
	assert_true(stock_accepts(seal, w.root, 4));
	w.chain = kit_join(kit_pem(w.root), kit_pem(middle));
	assert_int_equal(seal_at(&w, KIT_NOW).len / 16, seal.len / 16);
	/* One file with the signer first. */
	struct seal_signer signer;
	assert_ok(seal_signer_load(&signer, kit_key_pem(w.key, NULL),
	    kit_join(kit_pem(w.x509), kit_pem(middle)), KIT_NOTHING, KIT_NOTHING, KIT_NOW, NULL));
	assert_int_equal(signer.others.count, 1);
	seal_signer_release(&signer);
}

static void
assert_load_refused(const struct world *w, const char *what)
{
	struct seal_signer signer;
	struct tl_error e = { 0 };
	assert_int_equal(load(w, &signer, &e), TL_KEY);
	assert_string_equal(e.what, what);
	assert_null(signer.key.key);
	assert_int_equal(signer.own.count, 0);
}

TEST(chain_that_does_not_link_is_refused)
{
	struct world w = make_world();
	EVP_PKEY *key = kit_ec("P-384");
	w.chain = kit_pem(kit_signer(key, w.root, w.root_key));
	assert_load_refused(&w,
	    "the chain does not lead from the signer's certificate upwards, one certification "
	    "authority after the other");
}

static void
assert_certificate_refused(struct kit_certificate say, const char *what)
{
	struct world w = make_world();
	say.name = "Signer";
	say.key = w.key;
	say.issuer = w.root;
	say.issuer_key = w.root_key;
	w.x509 = kit_issue(say);
	assert_load_refused(&w, what);
}

TEST(signer_that_no_verifier_would_accept_is_refused_before_any_work)
{
	assert_certificate_refused(
	    (struct kit_certificate){ .from = -2 * KIT_DAY, .until = -KIT_DAY },
	    "the signer's certificate has expired");
	assert_certificate_refused((struct kit_certificate){ .from = KIT_DAY },
	    "the signer's certificate is not valid yet");
	assert_certificate_refused((struct kit_certificate){ .purposes = "emailProtection" },
	    "the signer's certificate is not for both emailProtection and documentSigning");
	assert_certificate_refused((struct kit_certificate){ .usage = "critical,nonRepudiation" },
	    "the key usage of the signer's certificate is not digitalSignature");
	struct world w = make_world();
	w.x509 = kit_issue((struct kit_certificate){ .name = "Self", .key = w.key });
	assert_load_refused(
	    &w, "the signer's certificate is self-signed, and a verifier trusts authorities only");
	w.key = kit_ec("P-256");
	w.x509 = kit_signer(w.key, w.root, w.root_key);
	assert_load_refused(&w, "the key is neither P-384 nor RSA of 3072 bits and more");
	w.key = kit_ec("P-384");
	assert_load_refused(&w, "the private key does not belong to the certificate");
}

TEST(certificate_that_expired_since_it_was_loaded_makes_no_seal)
{
	struct world w = make_world();
	struct seal_signer signer;
	struct tl_error e = { 0 };
	struct digest digest = content_digest();
	struct buf der;
	assert_ok(load(&w, &signer, NULL));
	buf_init(&der, SEAL_MAX);
	buf_add_str(&der, "what was in it");
	assert_int_equal(seal_make(&signer, &digest, KIT_NOW + 301 * KIT_DAY, &der, &e), TL_KEY);
	assert_string_equal(e.what, "the signer's certificate has expired");
	assert_int_equal(der.len, 0);
	buf_release(&der);
	seal_signer_release(&signer);
}

TEST(seal_that_does_not_fit_its_buffer_leaves_it_empty)
{
	struct world w = make_world();
	struct seal_signer signer;
	struct digest digest = content_digest();
	assert_ok(load(&w, &signer, NULL));
	size_t whole = seal_at(&w, KIT_NOW).len;
	for (size_t ceiling = 1; ceiling < whole - 8; ceiling += 37) {
		struct buf der;
		buf_init(&der, ceiling);
		assert_int_equal(seal_make(&signer, &digest, KIT_NOW, &der, NULL), TL_SYSTEM);
		assert_int_equal(der.len, 0);
		buf_release(&der);
	}
	seal_signer_release(&signer);
}

/* --- the stock program as an oracle */

static void
write_file(const char *folder, const char *name, struct slice bytes)
{
	char path[256];
	(void)snprintf(path, sizeof path, "%s/%s", folder, name);
	FILE *file = fopen(path, "w");
	assert_non_null(file);
	assert_int_equal(fwrite(bytes.ptr, 1, bytes.len, file), bytes.len);
	assert_int_equal(fclose(file), 0);
}

/* The command of docs/auditor.md; the status of the shell. */
static int
stock_verify(const char *folder, const char *content)
{
	char command[1024];
	(void)snprintf(command, sizeof command,
	    "cd %s && openssl cms -verify -cades -binary -inform DER -in seal -content %s "
	    "-CAfile ca.pem -no-CApath -no-CAstore -auth_level 4 -x509_strict -signer who.pem "
	    "-out /dev/null 2>/dev/null && cmp -s cert.pem who.pem",
	    folder, content);
	return system(command);
}

TEST(stock_openssl_accepts_a_seal_made_with_the_trial_keys)
{
	char folder[] = "/tmp/tearline-test-XXXXXX";
	char command[64];
	struct buf ca, certificate, key, der;
	struct seal_signer signer;
	struct digest digest = content_digest();
	int64_t now = time(NULL);
	assert_non_null(mkdtemp(folder));
	buf_init(&ca, 10000);
	buf_init(&certificate, 10000);
	buf_init(&key, 10000);
	buf_init(&der, SEAL_MAX);
	assert_ok(crypto_make_trial_pki(now, &ca, &certificate, &key, NULL));
	assert_ok(seal_signer_load(&signer, buf_slice(&key), buf_slice(&certificate), KIT_NOTHING,
	    KIT_NOTHING, now, NULL));
	assert_ok(seal_make(&signer, &digest, now, &der, NULL));
	write_file(folder, "ca.pem", buf_slice(&ca));
	write_file(folder, "cert.pem", buf_slice(&certificate));
	write_file(folder, "seal", buf_slice(&der));
	write_file(folder, "content", slice_str(CONTENT));
	write_file(folder, "other", slice_str("<other/>\n"));
	assert_int_equal(stock_verify(folder, "content"), 0);
	assert_int_not_equal(stock_verify(folder, "other"), 0);
	(void)snprintf(command, sizeof command, "rm -r %s", folder);
	assert_int_equal(system(command), 0);
	seal_signer_release(&signer);
	buf_release(&der);
	buf_release(&key);
	buf_release(&certificate);
	buf_release(&ca);
}

#define MAKE_TEST(test) cmocka_unit_test_teardown(test, kit_release)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		MAKE_TEST(seal_is_good_for_the_verifier_and_for_the_stock_tools),
		MAKE_TEST(seal_is_the_one_that_the_tests_own_writer_makes),
		MAKE_TEST(rsa_seal_is_good_for_the_verifier_and_for_the_stock_tools),
		MAKE_TEST(chain_is_embedded_without_its_root),
		MAKE_TEST(chain_that_does_not_link_is_refused),
		MAKE_TEST(signer_that_no_verifier_would_accept_is_refused_before_any_work),
		MAKE_TEST(certificate_that_expired_since_it_was_loaded_makes_no_seal),
		MAKE_TEST(seal_that_does_not_fit_its_buffer_leaves_it_empty),
		MAKE_TEST(stock_openssl_accepts_a_seal_made_with_the_trial_keys),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
