#include "seal_kit.h"

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

#define SEAL_TEST(test) cmocka_unit_test_teardown(test, kit_release)

int
main(void)
{
	const struct CMUnitTest tests[] = {
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
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
