#include "token_kit.h"

static struct stamp_world
ec_world(void)
{
	return make_stamp_world(kit_ec("P-384"), kit_ec("P-384"));
}

TEST(honest_time_stamp_of_the_tests_own_writer_is_good)
{
	struct stamp_world w = ec_world();
	struct stamp f = honest_stamp(&w);
	struct slice stamp = forge_stamp(&f);
	struct token_verdict verdict;
	assert_true(stock_takes(stamp, w.root));
	assert_ok(check_stamp(w.root, KIT_NOTHING, stamp, KIT_NOW, &verdict));
	assert_string_equal(verdict.tsa, "CN=Clock");
	assert_string_equal(verdict.policy, "1.2.3.4");
	assert_int_equal(verdict.moment.at, KIT_NOW);
	assert_int_equal(verdict.moment.until, KIT_NOW);
	assert_true(verdict.moment.proved);
	assert_false(verdict.revocation_checked);
}

TEST(keys_of_128_bits_and_more_may_stamp)
{
	EVP_PKEY *const keys[] = { kit_rsa(3072), kit_ec("P-256"), kit_ec("P-521") };
	for (size_t i = 0; i < 3; i++) {
		struct stamp_world w = make_stamp_world(keys[i], keys[i]);
		struct stamp f = honest_stamp(&w);
		assert_true(stock_takes(forge_stamp(&f), w.root));
		assert_stamp(w.root, forge_stamp(&f), TOKEN_GOOD);
	}
}

TEST(weaker_keys_may_not)
{
	EVP_PKEY *const keys[] = { kit_rsa(2048), kit_ec("P-224"), kit_ec("secp256k1") };
	EVP_PKEY *root_key = kit_ec("P-384");
	for (size_t i = 0; i < 3; i++) {
		struct stamp_world w = make_stamp_world(root_key, keys[i]);
		struct stamp f = honest_stamp(&w);
		f.algorithm = SEQ(OID_ECDSA(3));
		assert_true(stock_takes(forge_stamp(&f), w.root));
		assert_stamp(w.root, forge_stamp(&f), TOKEN_TSA_UNFIT);
	}
	/* Strong itself, under a weak root. */
	struct stamp_world w = make_stamp_world(kit_rsa(2048), kit_ec("P-384"));
	struct stamp f = honest_stamp(&w);
	assert_stamp(w.root, forge_stamp(&f), TOKEN_UNTRUSTED);
}

/* --- what is not signed has one form */

TEST(file_that_is_no_time_stamp_is_refused)
{
	struct stamp_world w = ec_world();
	struct stamp f = honest_stamp(&w);
	assert_stamp(w.root, KIT_NOTHING, TOKEN_EMPTY);
	assert_stamp(w.root, slice_of(kit_alloc(TOKEN_MAX + 1), TOKEN_MAX + 1), TOKEN_TOO_LARGE);
	assert_stamp(w.root, slice_str("<html>"), TOKEN_NOT_RESPONSE);
	f.behind = BYTES(0);
	assert_true(stock_takes(forge_stamp(&f), w.root));
	assert_stamp(w.root, forge_stamp(&f), TOKEN_TRAILING);
	f = honest_stamp(&w);
	f.behind_token = EMPTY(0x05);
	assert_stamp(w.root, forge_stamp(&f), TOKEN_NOT_RESPONSE);
	f = honest_stamp(&w);
	f.token_type = OID_DATA;
	assert_stamp(w.root, forge_stamp(&f), TOKEN_NOT_CMS);
}

TEST(status_other_than_plainly_granted_is_refused)
{
	struct stamp_world w = ec_world();
	const struct slice statuses[] = { SEQ(INTEGER(1)), SEQ(INTEGER(2)), SEQ(INTEGER(3)),
		SEQ(INTEGER(0), SEQ(TLV(0x0c, slice_str("as you like it")))) };
	for (size_t i = 0; i < 4; i++) {
		struct stamp f = honest_stamp(&w);
		f.status = statuses[i];
		assert_stamp(w.root, forge_stamp(&f), TOKEN_STATUS);
	}
}

struct refusal {
	struct slice element;
	size_t at; /* offset in struct stamp */
	enum token_reason reason;
	bool stock; /* the stock verifier takes it */
};

#define REFUSE(member, value, reason, stock)                                                       \
	{                                                                                          \
		value, offsetof(struct stamp, member), reason, stock                               \
	}

static void
assert_refusals(const struct stamp_world *w, const struct refusal *list, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct stamp f = honest_stamp(w);
		memcpy((char *)&f + list[i].at, &list[i].element, sizeof list[i].element);
		struct slice stamp = forge_stamp(&f);
		if (stock_takes(stamp, w->root) != list[i].stock)
			fail_msg("row %zu: the stock verifier says otherwise", i);
		assert_stamp(w->root, stamp, list[i].reason);
	}
}

TEST(what_the_authority_did_not_sign_has_one_form)
{
	struct stamp_world w = ec_world();
	struct stamp honest = honest_stamp(&w);
	struct slice strange = kit_der(kit_root("Strange", kit_ec("P-384")));
	struct slice twice = SET(SHA384, SHA384), both = SET(SEQ(OID_SHA256), SHA384);
	const struct refusal list[] = {
		REFUSE(version, INTEGER(1), TOKEN_VERSION, true),
		REFUSE(info_version, INTEGER(3), TOKEN_VERSION, true),
		REFUSE(digests, SET(SHA384_NULL), TOKEN_DIGEST, true),
		REFUSE(digests, twice, TOKEN_DIGEST, true),
		REFUSE(digests, both, TOKEN_DIGEST, true),
		REFUSE(digests, SET(SEQ(OID_SHA1)), TOKEN_DIGEST, false),
		REFUSE(info_digest, SHA384_NULL, TOKEN_DIGEST, true),
		REFUSE(info_digest, SEQ(OID_SHA256), TOKEN_DIGEST, false),
		REFUSE(content_type, OID_DATA, TOKEN_CONTENT_TYPE, false),
		REFUSE(lists, EMPTY(0xa1), TOKEN_LISTS, true),
		REFUSE(certificates, EMPTY(0xa0), TOKEN_SIGNER_ID, false),
		REFUSE(certificates, TLV(0xa0, EMPTY(0x30)), TOKEN_CERTIFICATES, false),
		REFUSE(others, strange, TOKEN_FORM, true),
		REFUSE(others, kit_der(w.root), TOKEN_FORM, true),
		REFUSE(others, kit_der(w.tsa), TOKEN_UNTRUSTED, true),
		REFUSE(second_signer, stamp_signer(&honest), TOKEN_SIGNERS, false),
		REFUSE(algorithm, SEQ(OID_ECDSA(2)), TOKEN_FORM, true),
		REFUSE(algorithm, SEQ(OID_ECDSA(3), EMPTY(0x05)), TOKEN_FORM, true),
		REFUSE(unsigned_attributes, TLV(0xa1, ATTRIBUTE_TIME("270115080000Z")),
		    TOKEN_UNSIGNED_ATTRIBUTES, true),
		REFUSE(signature, TLV(0x04, BYTES(1, 2, 3)), TOKEN_SIGNATURE, false),
	};
	for (size_t i = 0; i < sizeof list / sizeof list[0]; i++) {
		/* A certificate that is not needed is one reason or the other, by the order of the bytes. */
		struct refusal one = list[i];
		struct stamp f = honest_stamp(&w);
		if (one.at != offsetof(struct stamp, others)) {
			assert_refusals(&w, &one, 1);
			continue;
		}
		struct token_verdict verdict;
		f.others = one.element;
		assert_true(stock_takes(forge_stamp(&f), w.root));
		assert_int_equal(
		    check_stamp(w.root, KIT_NOTHING, forge_stamp(&f), KIT_NOW, &verdict), TL_NO);
		assert_true(verdict.reason == TOKEN_FORM || verdict.reason == TOKEN_UNTRUSTED);
	}
}

TEST(higher_s_is_refused)
{
	struct stamp_world w = ec_world();
	struct stamp f = honest_stamp(&w);
	f.high = true;
	assert_true(stock_takes(forge_stamp(&f), w.root));
	assert_stamp(w.root, forge_stamp(&f), TOKEN_SIGNATURE);
}

/* --- what it signed */

TEST(attributes_bind_content_and_certificate)
{
	struct stamp_world w = ec_world(), other = ec_world();
	struct slice issuer = forge_name(X509_get_issuer_name(w.tsa));
	struct slice hash = TLV(0x04, forge_hash("SHA384", kit_der(w.tsa)));
	struct slice sha1 = TLV(0x04, forge_hash("SHA1", kit_der(w.tsa)));
	struct slice hash256 = TLV(0x04, forge_hash("SHA256", kit_der(w.tsa)));
	struct slice wrong = SEQ(SHA384, hash, SEQ(SEQ(TLV(0xa4, issuer)), INTEGER(5)));
	struct slice old = SEQ(OID_PKCS9(16, 2, 12), SET(SEQ(SEQ(SEQ(sha1)))));
	struct slice weak = ID_V2(SEQ(SEQ(OID_SHA1), sha1));
	const struct refusal list[] = {
		REFUSE(type, ATTRIBUTE_TYPE(OID_DATA), TOKEN_ATTRIBUTE_TYPE, true),
		REFUSE(type, NOTHING, TOKEN_ATTRIBUTE_TYPE, true),
		REFUSE(digest, NOTHING, TOKEN_ATTRIBUTE_DIGEST, false),
		REFUSE(digest, ATTRIBUTE_DIGEST(forge_hash("SHA384", slice_str(SEAL))),
		    TOKEN_ATTRIBUTE_DIGEST, false),
		REFUSE(signer_id, NOTHING, TOKEN_ATTRIBUTE_CERTIFICATE, false),
		REFUSE(
		    signer_id, ID_V2(forge_ess_id(other.tsa)), TOKEN_ATTRIBUTE_CERTIFICATE, false),
		REFUSE(signer_id, ID_V2(wrong), TOKEN_ATTRIBUTE_CERTIFICATE, false),
		REFUSE(signer_id, old, TOKEN_ATTRIBUTE_CERTIFICATE, true),
		REFUSE(signer_id, weak, TOKEN_ATTRIBUTE_CERTIFICATE, true),
		REFUSE(further, ATTRIBUTE_TYPE(OID_INFO), TOKEN_ATTRIBUTES, true),
		REFUSE(
		    further, SEQ(OID_PKCS9(5), SET(NOTHING), EMPTY(0x05)), TOKEN_ATTRIBUTES, false),
	};
	assert_refusals(&w, list, sizeof list / sizeof list[0]);

	struct stamp f = honest_stamp(&w);
	f.signer_id = ID_V2(SEQ(SHA384, hash));
	assert_stamp(w.root, forge_stamp(&f), TOKEN_GOOD);
	f.signer_id = ID_V2(SEQ(hash256));
	f.further = ATTRIBUTE_TIME("990101000000Z");
	assert_stamp(w.root, forge_stamp(&f), TOKEN_GOOD);
}

TEST(attributes_that_are_not_sorted_are_refused)
{
	struct stamp_world w = ec_world();
	struct stamp f = honest_stamp(&w);
	f.written = SET(ID_V2(forge_ess_id(w.tsa)),
	    ATTRIBUTE_DIGEST(forge_hash("SHA384", stamp_info(&f))), ATTRIBUTE_TYPE(OID_INFO));
	assert_stamp(w.root, forge_stamp(&f), TOKEN_FORM);
}

TEST(imprint_of_sha1_or_sha256_is_refused)
{
	struct stamp_world w = ec_world();
	const struct refusal list[] = {
		REFUSE(imprint, IMPRINT(OID_SHA1, "SHA1", SEAL), TOKEN_IMPRINT, true),
		REFUSE(imprint, IMPRINT(OID_SHA256, "SHA256", SEAL), TOKEN_IMPRINT, true),
		REFUSE(imprint, IMPRINT(OID_SHA384, "SHA384", SEAL " of another"), TOKEN_OTHER_SEAL,
		    false),
		REFUSE(imprint, IMPRINT(OID_SHA384, "SHA512", SEAL), TOKEN_OTHER_SEAL, false),
	};
	assert_refusals(&w, list, sizeof list / sizeof list[0]);
	struct stamp f = honest_stamp(&w);
	f.imprint = IMPRINT(OID_SHA512, "SHA512", SEAL);
	assert_stamp(w.root, forge_stamp(&f), TOKEN_GOOD);
}

TEST(what_the_authority_says_is_strict_der)
{
	struct stamp_world w = ec_world();
	const struct refusal list[] = {
		REFUSE(says_version, INTEGER(2), TOKEN_INFO, false),
		REFUSE(serial, INTEGER(0x80), TOKEN_INFO, true),
		REFUSE(serial, TLV(0x02, BYTES(0, 7)), TOKEN_INFO, false),
		REFUSE(rest, TLV(0x01, BYTES(0)), TOKEN_INFO, true),
		REFUSE(rest, TLV(0x01, BYTES(1)), TOKEN_INFO, true),
		REFUSE(rest,
		    TLV(0xa1, SEQ(OID(0x2a, 3), TLV(0x01, BYTES(0xff)), TLV(0x04, NOTHING))),
		    TOKEN_EXTENSION, true),
		REFUSE(rest, EMPTY(0x05), TOKEN_INFO, false),
		REFUSE(rest, SEQ(INTEGER(60)), TOKEN_ACCURACY, true),
		REFUSE(rest, SEQ(TLV(0x02, BYTES(1, 0))), TOKEN_ACCURACY, true),
		REFUSE(rest, SEQ(TLV(0x80, BYTES(0))), TOKEN_ACCURACY, true),
		REFUSE(rest, SEQ(TLV(0x81, BYTES(3, 0xe8))), TOKEN_ACCURACY, true),
	};
	assert_refusals(&w, list, sizeof list / sizeof list[0]);
	struct stamp f = honest_stamp(&w);
	struct token_verdict verdict;
	f.time = TLV(0x18, slice_str("20270115080000.25Z"));
	f.rest = kit_join(SEQ(INTEGER(2), TLV(0x80, BYTES(3, 0xe7)), TLV(0x81, BYTES(1))),
	    kit_join(kit_join(TLV(0x01, BYTES(0xff)), INTEGER(9)),
		TLV(0xa1, SEQ(OID(0x2a, 3), TLV(0x04, NOTHING)))));
	assert_ok(check_stamp(w.root, KIT_NOTHING, forge_stamp(&f), KIT_NOW, &verdict));
	assert_int_equal(verdict.moment.at, KIT_NOW);
	assert_int_equal(verdict.moment.until, KIT_NOW + 1 + 2 + 1);
}

TEST(time_has_one_form)
{
	static const char *const bad[] = { "20270115080000", "20270115080000.Z",
		"20270115080000.20Z", "20270115080000,2Z", "202701150800Z", "20270115080000+0000",
		"20271315080000Z", "20270230080000Z", "20270115240000Z", "20270115080060Z",
		"270115080000Z", "20270115080000.123456789012345678Z", "2027011508000-Z" };
	struct stamp_world w = ec_world();
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		struct stamp f = honest_stamp(&w);
		f.time = TLV(0x18, slice_str(bad[i]));
		assert_stamp(w.root, forge_stamp(&f), TOKEN_TIME);
	}
	struct stamp f = honest_stamp(&w);
	f.time = TLV(0x17, slice_str("270115080000Z"));
	assert_stamp(w.root, forge_stamp(&f), TOKEN_TIME);
	/* Far away, so that both forms of der_read_time() are asked. */
	f.time = TLV(0x18, slice_str("20510115080000Z"));
	assert_stamp(w.root, forge_stamp(&f), TOKEN_TSA_UNFIT);
	f.time = TLV(0x18, slice_str("19490115080000Z"));
	assert_stamp(w.root, forge_stamp(&f), TOKEN_TSA_UNFIT);
}

TEST(time_stamp_from_the_future_is_refused)
{
	struct stamp_world w = ec_world();
	struct stamp f = honest_stamp(&w);
	struct token_verdict verdict;
	struct slice stamp = forge_stamp(&f);
	assert_ok(check_stamp(w.root, KIT_NOTHING, stamp, KIT_NOW - CLOCK_SKEW, &verdict));
	assert_int_equal(
	    check_stamp(w.root, KIT_NOTHING, stamp, KIT_NOW - CLOCK_SKEW - 1, &verdict), TL_NO);
	assert_int_equal(verdict.reason, TOKEN_FUTURE);
	/* Long ago is what it is for: the certificate's end does not matter. */
	assert_ok(check_stamp(w.root, KIT_NOTHING, stamp, KIT_NOW + 9000 * KIT_DAY, &verdict));
}

/* --- the authority's certificate */

static void
assert_tsa_refused(struct kit_certificate say, enum token_reason reason, const char *text)
{
	struct stamp_world w = ec_world();
	struct token_verdict verdict;
	say.name = "Clock";
	say.key = w.key;
	say.issuer = w.root;
	say.issuer_key = w.root_key;
	say.purposes = kit_or(say.purposes, PURPOSE_STAMP);
	w.tsa = kit_issue(say);
	struct stamp f = honest_stamp(&w);
	assert_int_equal(
	    check_stamp(w.root, KIT_NOTHING, forge_stamp(&f), KIT_NOW, &verdict), TL_NO);
	assert_string_equal(verdict.text, text);
	assert_int_equal(verdict.reason, reason);
}

TEST(certificate_that_is_not_for_stamping_alone_is_refused)
{
	static const char purpose[] =
	    "the certificate behind the time stamp is not for timeStamping "
	    "alone, or does not say so critically";
	static const char *const bad[] = { "timeStamping", "critical,timeStamping,emailProtection",
		"critical," KIT_BOTH, "critical,anyExtendedKeyUsage", "" };
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
		assert_tsa_refused(
		    (struct kit_certificate){ .purposes = bad[i] }, TOKEN_TSA_UNFIT, purpose);
	assert_tsa_refused((struct kit_certificate){ .usage = "critical,keyEncipherment" },
	    TOKEN_TSA_UNFIT, "the key usage of the time-stamping authority is not to sign");
	assert_tsa_refused((struct kit_certificate){ .basic = "critical,CA:TRUE",
			       .usage = "critical,keyCertSign,digitalSignature" },
	    TOKEN_TSA_UNFIT,
	    "the time stamp was made with the certificate of a certification authority");
}

TEST(certificate_must_be_valid_at_the_time_it_stamps)
{
	assert_tsa_refused((struct kit_certificate){ .from = -2 * KIT_DAY, .until = -1 },
	    TOKEN_TSA_UNFIT, "the time-stamping authority's certificate had expired");
	assert_tsa_refused((struct kit_certificate){ .from = 1 }, TOKEN_TSA_UNFIT,
	    "the time-stamping authority's certificate was not valid yet");
}

TEST(authority_under_another_root_is_refused)
{
	struct stamp_world w = ec_world(), other = ec_world();
	struct stamp f = honest_stamp(&w);
	assert_stamp(other.root, forge_stamp(&f), TOKEN_UNTRUSTED);
	f.key = other.key;
	assert_stamp(w.root, forge_stamp(&f), TOKEN_SIGNATURE);
}

/* The length of its signature in two bytes instead of one: no signature covers it. */
static struct slice
longer(X509 *x509)
{
	const ASN1_BIT_STRING *signature;
	struct slice der = kit_der(x509);
	X509_get0_signature(&signature, NULL, x509);
	size_t len = (size_t)ASN1_STRING_length(signature) + 1;
	struct slice front = slice_sub(der, 4, der.len - len - 2);
	struct slice content = slice_sub(der, der.len - len, der.len);
	return SEQ(front, BYTES(0x03, 0x81, (unsigned char)len), content);
}

TEST(path_over_an_intermediate_is_good)
{
	EVP_PKEY *root_key = kit_ec("P-384"), *middle_key = kit_ec("P-384"), *key = kit_ec("P-384");
	X509 *root = kit_root("Clock root", root_key);
	X509 *middle = kit_issue((struct kit_certificate){ .name = "Middle",
	    .key = middle_key,
	    .issuer = root,
	    .issuer_key = root_key,
	    .basic = "critical,CA:TRUE",
	    .usage = "critical,keyCertSign,cRLSign",
	    .purposes = "" });
	struct stamp f = { .key = key, .x509 = kit_tsa(key, middle, middle_key) };
	struct slice both[] = { kit_der(f.x509), kit_der(middle), END };
	qsort(both, 2, sizeof both[0], forge_compare);
	f.certificates = forge_tlv(0xa0, both);
	assert_stamp(root, forge_stamp(&f), TOKEN_GOOD);
	f.certificates = TLV(0xa0, both[1], both[0]);
	assert_stamp(root, forge_stamp(&f), TOKEN_FORM);
	f.certificates = TLV(0xa0, kit_der(f.x509));
	assert_stamp(root, forge_stamp(&f), TOKEN_UNTRUSTED);
	f.certificates = TLV(0xa0, kit_der(f.x509), longer(middle));
	assert_true(stock_takes(forge_stamp(&f), root));
	assert_stamp(root, forge_stamp(&f), TOKEN_CERTIFICATES);
}

/* --- revocation, RFC 3161 §4 */

static enum token_reason
revoked(const struct stamp_world *w, struct kit_revocation say, struct token_verdict *verdict)
{
	struct stamp f = honest_stamp(w);
	say.issuer = w->root;
	say.key = w->root_key;
	say.revoked = w->tsa;
	(void)check_stamp(
	    w->root, kit_revoke(say), forge_stamp(&f), KIT_NOW + 20 * KIT_DAY, verdict);
	return verdict->reason;
}

TEST(authority_revoked_before_it_stamped_is_refused)
{
	struct stamp_world w = ec_world();
	struct token_verdict verdict;
	const int64_t at[] = { -KIT_DAY, -1, 0 };
	for (size_t i = 0; i < 3; i++) {
		struct kit_revocation say = {
			.made = 0, .until = KIT_DAY, .at = at[i], .reason = 4
		};
		assert_int_equal(revoked(&w, say, &verdict), TOKEN_UNTRUSTED);
		say.made = 10 * KIT_DAY; /* and in a later list */
		say.until = 11 * KIT_DAY;
		assert_int_equal(revoked(&w, say, &verdict), TOKEN_UNTRUSTED);
		assert_string_equal(
		    verdict.text, "a certificate was revoked before the proved time");
	}
}

TEST(authority_revoked_later_is_good_only_for_a_harmless_reason)
{
	struct stamp_world w = ec_world();
	struct token_verdict verdict;
	for (int reason = -1; reason < 7; reason++) {
		struct kit_revocation say = { .made = 10 * KIT_DAY,
			.until = 11 * KIT_DAY,
			.at = 5 * KIT_DAY,
			.reason = reason };
		bool harmless = reason == 0 || reason == 3 || reason == 4 || reason == 5;
		assert_int_equal(
		    revoked(&w, say, &verdict), harmless ? TOKEN_GOOD : TOKEN_UNTRUSTED);
		assert_int_equal(verdict.revoked_later, harmless ? KIT_NOW + 5 * KIT_DAY : 0);
		assert_int_equal(verdict.revocation_checked, harmless);
		say.invalid = -1; /* it was no longer to be trusted before */
		assert_int_equal(revoked(&w, say, &verdict), TOKEN_UNTRUSTED);
	}
}

TEST(list_that_ended_before_the_time_stamp_says_nothing)
{
	struct stamp_world w = ec_world();
	struct token_verdict verdict;
	struct kit_revocation say = { .made = -9 * KIT_DAY, .until = -1, .at = 1, .reason = 4 };
	assert_int_equal(revoked(&w, say, &verdict), TOKEN_UNTRUSTED);
	assert_string_equal(verdict.text, "a revocation list is out of date");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(
		    honest_time_stamp_of_the_tests_own_writer_is_good, kit_release),
		cmocka_unit_test_teardown(keys_of_128_bits_and_more_may_stamp, kit_release),
		cmocka_unit_test_teardown(weaker_keys_may_not, kit_release),
		cmocka_unit_test_teardown(file_that_is_no_time_stamp_is_refused, kit_release),
		cmocka_unit_test_teardown(
		    status_other_than_plainly_granted_is_refused, kit_release),
		cmocka_unit_test_teardown(
		    what_the_authority_did_not_sign_has_one_form, kit_release),
		cmocka_unit_test_teardown(higher_s_is_refused, kit_release),
		cmocka_unit_test_teardown(attributes_bind_content_and_certificate, kit_release),
		cmocka_unit_test_teardown(attributes_that_are_not_sorted_are_refused, kit_release),
		cmocka_unit_test_teardown(imprint_of_sha1_or_sha256_is_refused, kit_release),
		cmocka_unit_test_teardown(what_the_authority_says_is_strict_der, kit_release),
		cmocka_unit_test_teardown(time_has_one_form, kit_release),
		cmocka_unit_test_teardown(time_stamp_from_the_future_is_refused, kit_release),
		cmocka_unit_test_teardown(
		    certificate_that_is_not_for_stamping_alone_is_refused, kit_release),
		cmocka_unit_test_teardown(
		    certificate_must_be_valid_at_the_time_it_stamps, kit_release),
		cmocka_unit_test_teardown(authority_under_another_root_is_refused, kit_release),
		cmocka_unit_test_teardown(path_over_an_intermediate_is_good, kit_release),
		cmocka_unit_test_teardown(
		    authority_revoked_before_it_stamped_is_refused, kit_release),
		cmocka_unit_test_teardown(
		    authority_revoked_later_is_good_only_for_a_harmless_reason, kit_release),
		cmocka_unit_test_teardown(
		    list_that_ended_before_the_time_stamp_says_nothing, kit_release),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
