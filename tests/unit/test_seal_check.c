#include "forge_kit.h"

#include "manifest/seal.h"

/* An authority, its signer, and a seal that nothing is wrong with. */
struct world {
	EVP_PKEY *root_key, *key;
	X509 *root, *x509;
};

static struct world
make_world(void)
{
	struct world w = { kit_ec("P-384"), kit_ec("P-384"), NULL, NULL };
	w.root = kit_root("Root", w.root_key);
	w.x509 = kit_signer(w.key, w.root, w.root_key);
	return w;
}

static struct forgery
honest(const struct world *w)
{
	return (struct forgery){ .key = w->key, .x509 = w->x509 };
}

static struct digest
content_digest(void)
{
	struct digest digest;
	struct slice hash = forge_hash("SHA384", slice_str(CONTENT));
	memcpy(digest.bytes, hash.ptr, DIGEST_SIZE);
	return digest;
}

static tl_status
check(X509 *root, struct slice seal, struct seal_verdict *verdict)
{
	struct seal_trust trust;
	struct tl_error e = { 0 };
	struct digest digest = content_digest();
	assert_ok(seal_trust_init(&trust, NULL));
	assert_ok(seal_trust_add_roots(&trust, kit_pem(root), NULL));
	tl_status status = seal_check(&trust, seal, &digest, KIT_NOW, verdict, &e);
	seal_trust_release(&trust);
	assert_int_equal(status == TL_OK, verdict->reason == SEAL_GOOD);
	if (status != TL_OK)
		assert_string_equal(e.what, verdict->text);
	return status;
}

static void
assert_refused(X509 *root, struct slice seal, enum seal_reason reason)
{
	struct seal_verdict verdict;
	assert_int_equal(check(root, seal, &verdict), TL_NO);
	assert_int_equal(verdict.reason, reason);
	assert_false(verdict.identity_checked);
}

/* Refused by us, while the stock tools say "successful": the forgery is well made. */
#define assert_only_stock_accepts(w, seal, reason)                                                 \
	do {                                                                                       \
		struct slice assert_seal = (seal);                                                 \
		assert_true(stock_accepts(assert_seal, (w)->root, 0));                             \
		assert_refused((w)->root, assert_seal, (reason));                                  \
	} while (0)

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

/* --- the file */

TEST(nothing_and_what_is_not_cms_is_refused)
{
	struct world w = make_world();
	struct forgery f = honest(&w);
	struct slice seal = forge(&f);
	assert_refused(w.root, NOTHING, SEAL_EMPTY);
	assert_refused(w.root, slice_str("-----BEGIN CMS-----\n"), SEAL_NOT_CMS);
	assert_refused(w.root, slice_sub(seal, 0, seal.len - 1), SEAL_NOT_CMS);
	assert_refused(w.root, SEQ(OID_DATA, TLV(0xa0, TLV(0x04, slice_str("x")))), SEAL_NOT_CMS);
	assert_refused(w.root, slice_of(kit_alloc(SEAL_MAX + 1), SEAL_MAX + 1), SEAL_TOO_LARGE);
}

TEST(bytes_behind_the_seal_are_refused)
{
	struct world w = make_world();
	struct forgery f = honest(&w);
	struct slice seal = forge(&f);
	assert_only_stock_accepts(&w, kit_join(seal, slice_str("\n")), SEAL_TRAILING);
	assert_only_stock_accepts(&w, kit_join(seal, seal), SEAL_TRAILING);
	assert_refused(w.root, kit_join(slice_str("\n"), seal), SEAL_NOT_CMS);
}

TEST(indefinite_and_long_lengths_are_refused)
{
	struct world w = make_world();
	struct forgery f = honest(&w);
	struct slice seal = forge(&f);
	assert_int_equal(seal.ptr[1], 0x82);
	struct slice body = slice_sub(seal, 4, seal.len);
	struct slice indefinite = kit_join(BYTES(0x30, 0x80), kit_join(body, BYTES(0, 0)));
	struct slice longer = kit_join(BYTES(0x30, 0x83, 0, seal.ptr[2], seal.ptr[3]), body);
	assert_only_stock_accepts(&w, indefinite, SEAL_NOT_DER);
	assert_only_stock_accepts(&w, longer, SEAL_NOT_DER);

	/* Deeper inside: the list of digests. */
	f.digests = TLV(0x31, BYTES(0x30, 0x81, 0x0b), OID_SHA384);
	assert_only_stock_accepts(&w, forge(&f), SEAL_NOT_DER);
}

/* --- SignedData */

TEST(wrong_versions_are_refused)
{
	struct world w = make_world();
	for (int version = 0; version < 7; version++) {
		struct forgery f = honest(&w);
		f.version = INTEGER((unsigned char)version);
		if (version != 3)
			assert_only_stock_accepts(&w, forge(&f), SEAL_VERSION);
		f = honest(&w);
		f.info_version = INTEGER((unsigned char)version);
		if (version != 1)
			assert_only_stock_accepts(&w, forge(&f), SEAL_VERSION);
	}
	struct forgery f = honest(&w);
	f.version = TLV(0x02, BYTES(0, 3));
	assert_refused(w.root, forge(&f), SEAL_VERSION);
}

TEST(further_or_other_digests_in_the_outer_list_are_refused)
{
	struct world w = make_world();
	struct forgery f = honest(&w);
	f.digests = SET(SHA384, SEQ(OID_SHA256));
	assert_only_stock_accepts(&w, forge(&f), SEAL_DIGEST_LIST);
	f.digests = SET(SHA384, SHA384);
	assert_only_stock_accepts(&w, forge(&f), SEAL_DIGEST_LIST);
	f.digests = SET(SEQ(OID_SHA1), SHA384);
	assert_only_stock_accepts(&w, forge(&f), SEAL_DIGEST);
	f.digests = EMPTY(0x31);
	assert_refused(w.root, forge(&f), SEAL_DIGEST);
}

TEST(null_parameters_are_refused)
{
	struct world w = make_world();
	struct forgery f = honest(&w);
	f.digests = SET(SHA384_NULL);
	assert_only_stock_accepts(&w, forge(&f), SEAL_PARAMETERS);
	f = honest(&w);
	f.info_digest = SHA384_NULL;
	assert_only_stock_accepts(&w, forge(&f), SEAL_PARAMETERS);
	f = honest(&w);
	f.algorithm = SEQ(OID_ECDSA(3), EMPTY(0x05));
	assert_only_stock_accepts(&w, forge(&f), SEAL_ALGORITHM);
}

TEST(other_content_type_is_refused_outside_and_in_the_attribute)
{
	struct world w = make_world();
	struct forgery f = honest(&w);
	f.content_type = OID_DATA;
	f.type = ATTRIBUTE_TYPE(OID_DATA);
	f.version = INTEGER(1);
	assert_true(stock_accepts(forge(&f), w.root, 0));
	f.version = INTEGER(3);
	assert_only_stock_accepts(&w, forge(&f), SEAL_CONTENT_TYPE);
	f.content_type = OID_MANIFEST;
	assert_refused(w.root, forge(&f), SEAL_ATTRIBUTE_CONTENT_TYPE);
	f = honest(&w);
	f.content_type = OID_DATA;
	assert_refused(w.root, forge(&f), SEAL_CONTENT_TYPE);
}

TEST(attached_copy_of_the_content_is_refused)
{
	struct world w = make_world();
	struct forgery f = honest(&w);
	f.attached = TLV(0xa0, TLV(0x04, slice_str(CONTENT)));
	/* The stock tools take either the copy or the file; with the copy alone they are content. */
	assert_refused(w.root, forge(&f), SEAL_ATTACHED);
	f.attached = TLV(0xa0, EMPTY(0x04));
	assert_refused(w.root, forge(&f), SEAL_ATTACHED);
}

TEST(certificates_that_are_missing_damaged_or_useless_are_refused)
{
	struct world w = make_world();
	struct forgery f = honest(&w);
	f.certificates = NOTHING;
	assert_refused(w.root, forge(&f), SEAL_CERTIFICATES);
	f.certificates = EMPTY(0xa0);
	assert_refused(w.root, forge(&f), SEAL_SIGNER_ID);
	f.certificates = TLV(0xa0, SEQ(slice_str("junk")));
	assert_refused(w.root, forge(&f), SEAL_CERTIFICATES);
	f.certificates = TLV(0xa0, kit_der(w.root));
	assert_refused(w.root, forge(&f), SEAL_SIGNER_ID);
	/* Another one beside the signer's is not under the signature. */
	f.certificates = NOTHING;
	f.certificates.ptr = NULL;
	f.others = kit_der(w.root);
	assert_only_stock_accepts(&w, forge(&f), SEAL_ATTRIBUTE_CERTIFICATE);
	f.others = kit_der(w.x509);
	assert_only_stock_accepts(&w, forge(&f), SEAL_ATTRIBUTE_CERTIFICATE);
	/* Under the signature, but of no use for the path. */
	X509 *stray = kit_root("A stray root that is here for nothing", w.key);
	f.others = kit_der(stray);
	f.signer_id = SIGNING_CERTIFICATE(forge_ess_id(w.x509), forge_ess_id(stray));
	struct seal_verdict verdict;
	assert_int_equal(check(w.root, forge(&f), &verdict), TL_NO);
	assert_true(verdict.reason == SEAL_UNTRUSTED || verdict.reason == SEAL_FORM);
}

TEST(revocation_lists_inside_are_refused)
{
	struct world w = make_world();
	struct forgery f = honest(&w);
	f.lists = TLV(0xa1, SEQ(slice_str("junk")));
	assert_refused(w.root, forge(&f), SEAL_LISTS);
	struct slice pem = kit_list(w.root, w.root_key, w.x509, KIT_DAY, "SHA384");
	BIO *bio = BIO_new_mem_buf(pem.ptr, (int)pem.len);
	X509_CRL *list = PEM_read_bio_X509_CRL(bio, NULL, NULL, NULL);
	unsigned char *der = NULL;
	int len = i2d_X509_CRL(list, &der);
	f.lists = TLV(0xa1, kit_copy(der, (size_t)len));
	OPENSSL_free(der);
	X509_CRL_free(list);
	BIO_free(bio);
	assert_only_stock_accepts(&w, forge(&f), SEAL_LISTS);
}

/* --- SignerInfo */

TEST(none_two_or_the_same_signer_twice_is_refused)
{
	struct world w = make_world();
	struct forgery f = honest(&w);
	f.no_signer = true;
	assert_refused(w.root, forge(&f), SEAL_NO_SIGNER);
	f = honest(&w);
	f.twice = true;
	assert_only_stock_accepts(&w, forge(&f), SEAL_MANY_SIGNERS);

	EVP_PKEY *key = kit_ec("P-384");
	X509 *x509 = kit_issue((struct kit_certificate){ .name = "Second",
	    .key = key,
	    .issuer = w.root,
	    .issuer_key = w.root_key,
	    .serial = 77 });
	struct forgery second = { .key = key, .x509 = x509 };
	f = honest(&w);
	f.others = kit_der(x509);
	f.second_signer = forge_signer_info(&second);
	assert_only_stock_accepts(&w, forge(&f), SEAL_MANY_SIGNERS);
	/* One of the two stripped: its certificate is left behind. */
	f.second_signer.ptr = NULL;
	assert_only_stock_accepts(&w, forge(&f), SEAL_ATTRIBUTE_CERTIFICATE);
}

TEST(issuer_in_another_letter_case_is_refused)
{
	struct world w = make_world();
	struct forgery f = honest(&w);
	X509_NAME *name = X509_NAME_new();
	assert_int_equal(X509_NAME_add_entry_by_NID(name, NID_commonName, MBSTRING_UTF8,
			     (const unsigned char *)"ROOT", -1, -1, 0),
	    1);
	f.id = SEQ(forge_name(name), forge_serial(w.x509));
	X509_NAME_free(name);
	assert_only_stock_accepts(&w, forge(&f), SEAL_SIGNER_ID);
}

TEST(signer_named_by_key_identifier_is_refused)
{
	struct world w = make_world();
	struct forgery f = honest(&w);
	const ASN1_OCTET_STRING *id = X509_get0_subject_key_id(w.x509);
	struct slice bytes = kit_copy(ASN1_STRING_get0_data(id), (size_t)ASN1_STRING_length(id));
	f.id = TLV(0x80, bytes);
	f.info_version = INTEGER(3);
	assert_only_stock_accepts(&w, forge(&f), SEAL_VERSION);
	f.info_version = INTEGER(1);
	assert_refused(w.root, forge(&f), SEAL_SIGNER_ID);
}

TEST(weak_digest_in_the_signer_is_refused)
{
	struct world w = make_world();
	struct slice content = slice_str(CONTENT);
	struct forgery f = honest(&w);
	f.info_digest = SEQ(OID_SHA256);
	f.digests = SET(SEQ(OID_SHA256));
	f.digest = ATTRIBUTE_DIGEST(forge_hash("SHA256", content));
	f.algorithm = SEQ(OID_ECDSA(2));
	f.method = "SHA256";
	assert_only_stock_accepts(&w, forge(&f), SEAL_DIGEST);
	f.digests = SET(SHA384);
	assert_refused(w.root, forge(&f), SEAL_DIGEST);
	f.digests = SET(SEQ(OID_SHA1));
	f.info_digest = SEQ(OID_SHA1);
	f.digest = ATTRIBUTE_DIGEST(forge_hash("SHA1", content));
	f.algorithm = SEQ(OID(0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 1));
	f.method = "SHA1";
	assert_only_stock_accepts(&w, forge(&f), SEAL_DIGEST);
}

TEST(seal_without_signed_attributes_is_refused)
{
	struct world w = make_world();
	struct forgery f = honest(&w);
	f.attributes = NOTHING;
	/* -cades wants the certificate attribute; plain -verify would be content. */
	assert_refused(w.root, forge(&f), SEAL_NO_ATTRIBUTES);
	f.attributes = EMPTY(0x31);
	assert_refused(w.root, forge(&f), SEAL_ATTRIBUTE_MISSING);
}

TEST(signature_over_the_content_beside_attributes_is_refused)
{
	struct world w = make_world();
	struct forgery f = honest(&w);
	f.sign_content = true;
	assert_refused(w.root, forge(&f), SEAL_SIGNATURE);
}

/* RFC 5652 §11: what an attacker signs as content could be read as attributes. Without them there is no seal. */
TEST(attributes_presented_as_content_are_refused)
{
	struct world w = make_world();
	struct forgery f = honest(&w), stripped = honest(&w);
	struct seal_trust trust;
	struct seal_verdict verdict;
	struct digest digest;
	struct slice set = forge_attributes(&f);
	struct slice hash = forge_hash("SHA384", set);
	stripped.attributes = NOTHING;
	memcpy(digest.bytes, hash.ptr, DIGEST_SIZE);
	assert_ok(seal_trust_init(&trust, NULL));
	assert_ok(seal_trust_add_roots(&trust, kit_pem(w.root), NULL));
	assert_int_equal(
	    seal_check(&trust, forge(&stripped), &digest, KIT_NOW, &verdict, NULL), TL_NO);
	assert_int_equal(verdict.reason, SEAL_NO_ATTRIBUTES);
	seal_trust_release(&trust);
}

TEST(unknown_signed_attribute_is_refused)
{
	struct world w = make_world();
	struct forgery f = honest(&w);
	/* The S/MIME capabilities that `openssl cms -sign` adds unless told not to. */
	f.further = SEQ(OID_PKCS9(15),
	    SET(SEQ(SEQ(OID_SHA384), SEQ(OID_SHA384), SEQ(OID_SHA384), SEQ(OID_SHA384),
		SEQ(OID_SHA384), SEQ(OID_SHA384), SEQ(OID_SHA384), SEQ(OID_SHA384),
		SEQ(OID_SHA384))));
	assert_only_stock_accepts(&w, forge(&f), SEAL_UNKNOWN_ATTRIBUTE);
}

TEST(unsorted_attributes_are_refused)
{
	struct world w = make_world();
	struct forgery f = honest(&w);
	f.attributes = SET(ATTRIBUTE_DIGEST(forge_hash("SHA384", slice_str(CONTENT))),
	    ATTRIBUTE_TYPE(OID_MANIFEST), ATTRIBUTE_TIME("270115080000Z"),
	    SIGNING_CERTIFICATE(forge_ess_id(w.x509)));
	assert_only_stock_accepts(&w, forge(&f), SEAL_ATTRIBUTE_ORDER);
	/* Signed sorted, as X.690 §11.6 wants it, and written otherwise. */
	f.written = f.attributes;
	f.attributes.ptr = NULL;
	assert_refused(w.root, forge(&f), SEAL_ATTRIBUTE_ORDER);
}

TEST(attribute_twice_missing_or_without_a_proper_value_is_refused)
{
	struct world w = make_world();
	struct slice id = SIGNING_CERTIFICATE(forge_ess_id(w.x509));
	struct forgery f = honest(&w);
	f.further = id;
	assert_refused(w.root, forge(&f), SEAL_ATTRIBUTE_TWICE);
	f = honest(&w);
	f.time = NOTHING;
	assert_only_stock_accepts(&w, forge(&f), SEAL_ATTRIBUTE_MISSING);
	f.time = SEQ(OID_PKCS9(5), EMPTY(0x31));
	assert_refused(w.root, forge(&f), SEAL_ATTRIBUTE_VALUE);
	f.time = SEQ(OID_PKCS9(5), SET(TLV(0x18, slice_str("20270115080000Z"))));
	assert_only_stock_accepts(&w, forge(&f), SEAL_ATTRIBUTE_VALUE);
	f.time = ATTRIBUTE_TIME("2701150800Z");
	assert_refused(w.root, forge(&f), SEAL_ATTRIBUTE_VALUE);
	f = honest(&w);
	f.digest = ATTRIBUTE_DIGEST(forge_hash("SHA256", slice_str(CONTENT)));
	assert_refused(w.root, forge(&f), SEAL_ATTRIBUTE_VALUE);
	f.digest = SEQ(OID_PKCS9(4),
	    SET(TLV(0x04, forge_hash("SHA384", slice_str(CONTENT))),
		TLV(0x04, forge_hash("SHA384", slice_str(CONTENT)))));
	assert_refused(w.root, forge(&f), SEAL_ATTRIBUTE_VALUE);
	f = honest(&w);
	f.signer_id = NOTHING;
	assert_refused(w.root, forge(&f), SEAL_ATTRIBUTE_MISSING);
}

TEST(certificate_attribute_of_another_form_or_certificate_is_refused)
{
	struct world w = make_world();
	struct slice hash = forge_hash("SHA384", kit_der(w.x509));
	struct forgery f = honest(&w);
	/* No issuer and serial number; the default digest SHA-256; the root's digest. */
	f.signer_id = SIGNING_CERTIFICATE(SEQ(SHA384, TLV(0x04, hash)));
	assert_only_stock_accepts(&w, forge(&f), SEAL_ATTRIBUTE_CERTIFICATE);
	f.signer_id = SIGNING_CERTIFICATE(SEQ(TLV(0x04, forge_hash("SHA256", kit_der(w.x509)))));
	assert_only_stock_accepts(&w, forge(&f), SEAL_ATTRIBUTE_CERTIFICATE);
	f.signer_id = SIGNING_CERTIFICATE(forge_ess_id(w.root));
	assert_refused(w.root, forge(&f), SEAL_ATTRIBUTE_CERTIFICATE);
}

TEST(unsigned_attributes_are_refused)
{
	struct world w = make_world();
	struct forgery f = honest(&w);
	f.unsigned_attributes = TLV(0xa1, SEQ(OID(0x2a, 3, 4), SET(INTEGER(1))));
	assert_only_stock_accepts(&w, forge(&f), SEAL_UNSIGNED_ATTRIBUTES);
}

TEST(lying_or_unknown_signature_algorithm_is_refused)
{
	struct world w = make_world();
	struct forgery f = honest(&w);
	f.algorithm = SEQ(OID_ECDSA(2));
	assert_only_stock_accepts(&w, forge(&f), SEAL_ALGORITHM);
	f.algorithm = SEQ(OID(0x2a, 0x86, 0x48, 0xce, 0x3d, 2, 1)); /* id-ecPublicKey */
	assert_only_stock_accepts(&w, forge(&f), SEAL_ALGORITHM);
	f.algorithm = SEQ(OID(0x2a, 3, 4));
	assert_only_stock_accepts(&w, forge(&f), SEAL_ALGORITHM);
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

/* What stock OpenSSL says to the same flips is why the seal is built again: it accepts some hundreds. */
TEST(seal_with_any_bit_flipped_is_refused)
{
	struct world w = make_world();
	struct forgery f = honest(&w);
	struct slice seal = forge(&f);
	struct seal_trust trust;
	struct seal_verdict verdict;
	struct digest digest = content_digest();
	assert_ok(seal_trust_init(&trust, NULL));
	assert_ok(seal_trust_add_roots(&trust, kit_pem(w.root), NULL));
	unsigned char *flipped = kit_alloc(seal.len);
	for (size_t bit = 0; bit < 8 * seal.len; bit++) {
		memcpy(flipped, seal.ptr, seal.len);
		flipped[bit / 8] ^= (unsigned char)(1 << bit % 8);
		assert_int_equal(seal_check(&trust, slice_of(flipped, seal.len), &digest, KIT_NOW,
				     &verdict, NULL),
		    TL_NO);
		assert_true(verdict.reason > SEAL_GOOD);
	}
	assert_ok(seal_check(&trust, seal, &digest, KIT_NOW, &verdict, NULL));
	seal_trust_release(&trust);
}

#define SEAL_TEST(test) cmocka_unit_test_teardown(test, kit_release)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		SEAL_TEST(honest_seal_of_the_tests_own_writer_is_good),
		SEAL_TEST(honest_rsa_pss_seal_is_good),
		SEAL_TEST(nothing_and_what_is_not_cms_is_refused),
		SEAL_TEST(bytes_behind_the_seal_are_refused),
		SEAL_TEST(indefinite_and_long_lengths_are_refused),
		SEAL_TEST(wrong_versions_are_refused),
		SEAL_TEST(further_or_other_digests_in_the_outer_list_are_refused),
		SEAL_TEST(null_parameters_are_refused),
		SEAL_TEST(other_content_type_is_refused_outside_and_in_the_attribute),
		SEAL_TEST(attached_copy_of_the_content_is_refused),
		SEAL_TEST(certificates_that_are_missing_damaged_or_useless_are_refused),
		SEAL_TEST(revocation_lists_inside_are_refused),
		SEAL_TEST(none_two_or_the_same_signer_twice_is_refused),
		SEAL_TEST(issuer_in_another_letter_case_is_refused),
		SEAL_TEST(signer_named_by_key_identifier_is_refused),
		SEAL_TEST(weak_digest_in_the_signer_is_refused),
		SEAL_TEST(seal_without_signed_attributes_is_refused),
		SEAL_TEST(signature_over_the_content_beside_attributes_is_refused),
		SEAL_TEST(attributes_presented_as_content_are_refused),
		SEAL_TEST(unknown_signed_attribute_is_refused),
		SEAL_TEST(unsorted_attributes_are_refused),
		SEAL_TEST(attribute_twice_missing_or_without_a_proper_value_is_refused),
		SEAL_TEST(certificate_attribute_of_another_form_or_certificate_is_refused),
		SEAL_TEST(unsigned_attributes_are_refused),
		SEAL_TEST(lying_or_unknown_signature_algorithm_is_refused),
		SEAL_TEST(signature_with_the_higher_s_is_refused),
		SEAL_TEST(rsa_with_pkcs1_padding_is_refused),
		SEAL_TEST(signer_with_a_weak_key_is_refused),
		SEAL_TEST(signer_whose_certificate_is_for_other_things_is_refused),
		SEAL_TEST(signer_outside_of_the_validity_is_refused),
		SEAL_TEST(seal_of_another_manifest_is_refused),
		SEAL_TEST(signer_under_another_root_is_refused),
		SEAL_TEST(signature_by_another_key_is_refused),
		SEAL_TEST(required_signer_must_be_the_one),
		SEAL_TEST(seal_with_any_bit_flipped_is_refused),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
