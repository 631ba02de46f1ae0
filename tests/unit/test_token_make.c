#include "token_kit.h"

/* The request of these tests: nonce 9, over the seal. */
static struct slice
asked(struct slice behind)
{
	return SEQ(INTEGER(1), IMPRINT(OID_SHA384, "SHA384", SEAL), behind);
}

#define ASKED asked(kit_join(INTEGER(9), TLV(0x01, BYTES(0xff))))

static struct stamp_world
ec_world(void)
{
	return make_stamp_world(kit_ec("P-384"), kit_ec("P-384"));
}

static struct stamp
answer_of(const struct stamp_world *w)
{
	struct stamp f = honest_stamp(w);
	f.rest = INTEGER(9);
	return f;
}

static struct slice
make(struct slice request, struct slice response, const char *refusal)
{
	struct buf out;
	struct tl_error e = { 0 };
	buf_init(&out, TOKEN_MAX);
	tl_status status = token_make(request, response, &out, &e);
	struct slice made = kit_copy(out.ptr, out.len);
	buf_release(&out);
	if (refusal == NULL) {
		if (status != TL_OK)
			fail_msg("%s", e.what);
		return made;
	}
	assert_int_equal(status, TL_KEY);
	assert_non_null(strstr(e.what, refusal));
	assert_int_equal(made.len, 0);
	return made;
}

TEST(request_is_what_the_stock_tool_reads)
{
	struct buf first, second;
	buf_init(&first, TOKEN_MAX);
	buf_init(&second, TOKEN_MAX);
	assert_ok(token_request(slice_str(SEAL), &first, NULL));
	assert_ok(token_request(slice_str(SEAL), &second, NULL));
	assert_false(slice_equal(buf_slice(&first), buf_slice(&second)));
	const unsigned char *at = first.ptr;
	TS_REQ *request = d2i_TS_REQ(NULL, &at, (long)first.len);
	assert_non_null(request);
	assert_ptr_equal(at, first.ptr + first.len);
	assert_int_equal(TS_REQ_get_version(request), 1);
	assert_int_not_equal(TS_REQ_get_cert_req(request), 0);
	assert_int_equal(ASN1_STRING_length(TS_REQ_get_nonce(request)), 8);
	TS_MSG_IMPRINT *imprint = TS_REQ_get_msg_imprint(request);
	ASN1_OCTET_STRING *hash = TS_MSG_IMPRINT_get_msg(imprint);
	struct slice wanted = forge_hash("SHA384", slice_str(SEAL));
	assert_int_equal(ASN1_STRING_length(hash), wanted.len);
	assert_memory_equal(ASN1_STRING_get0_data(hash), wanted.ptr, wanted.len);
	TS_REQ_free(request);
	buf_release(&first);
	buf_release(&second);
}

TEST(answer_in_the_one_form_stays_as_it_is)
{
	struct stamp_world w = ec_world();
	struct stamp f = answer_of(&w);
	struct slice response = forge_stamp(&f);
	assert_true(slice_equal(make(ASKED, response, NULL), response));
	struct slice policy = kit_join(OID(0x2a, 3, 4), INTEGER(9));
	assert_true(slice_equal(make(asked(policy), response, NULL), response));
}

TEST(what_is_not_signed_is_brought_into_form)
{
	struct stamp_world w = ec_world();
	struct stamp f = answer_of(&w);
	struct slice strange = kit_der(kit_root("Strange", kit_ec("P-384")));
	f.status = SEQ(INTEGER(0), SEQ(TLV(0x0c, slice_str("Operation Okay"))));
	f.digests = SET(SHA384_NULL);
	f.info_digest = SHA384_NULL;
	f.certificates = TLV(0xa0, strange, kit_der(w.root), kit_der(w.tsa));
	f.lists = EMPTY(0xa1);
	f.algorithm = SEQ(OID_ECDSA(2), EMPTY(0x05));
	f.unsigned_attributes = TLV(0xa1, ATTRIBUTE_TIME("270115080000Z"));
	f.written = SET(ID_V2(forge_ess_id(w.tsa)),
	    ATTRIBUTE_DIGEST(forge_hash("SHA384", stamp_info(&f))), ATTRIBUTE_TYPE(OID_INFO));
	f.high = true;
	struct slice made = make(ASKED, forge_stamp(&f), NULL);
	assert_stamp(w.root, made, TOKEN_GOOD);
	assert_true(stock_takes(made, w.root));
	assert_true(slice_equal(make(ASKED, made, NULL), made));
}

TEST(chain_is_kept_and_nothing_else)
{
	EVP_PKEY *root_key = kit_ec("P-384"), *middle_key = kit_ec("P-384"), *key = kit_rsa(3072);
	X509 *root = kit_root("Clock root", root_key);
	X509 *middle = kit_issue((struct kit_certificate){ .name = "Middle",
	    .key = middle_key,
	    .issuer = root,
	    .issuer_key = root_key,
	    .basic = "critical,CA:TRUE",
	    .usage = "critical,keyCertSign,cRLSign",
	    .purposes = "" });
	struct stamp f = {
		.key = key, .x509 = kit_tsa(key, middle, middle_key), .rest = INTEGER(9)
	};
	f.algorithm = SEQ(OID_PKCS1(12), EMPTY(0x05));
	struct slice strange = kit_der(kit_signer(kit_ec("P-384"), root, root_key));
	f.certificates = TLV(0xa0, strange, kit_der(root), kit_der(middle), kit_der(f.x509));
	struct slice made = make(ASKED, forge_stamp(&f), NULL);
	assert_stamp(root, made, TOKEN_GOOD);
	assert_true(stock_takes(made, root));
}

TEST(answer_to_another_question_is_refused)
{
	struct stamp_world w = ec_world();
	struct stamp f = answer_of(&w);
	struct slice response = forge_stamp(&f);
	struct slice other = SEQ(INTEGER(1), IMPRINT(OID_SHA384, "SHA384", "other"), INTEGER(9));
	struct slice larger = SEQ(INTEGER(1), IMPRINT(OID_SHA512, "SHA512", SEAL), INTEGER(9));
	make(asked(INTEGER(8)), response, "nonce differs");
	make(asked(TLV(0x02, BYTES(0, 0x89))), response, "nonce differs");
	make(other, response, "other bytes");
	make(larger, response, "other bytes");
	make(asked(kit_join(OID(0x2a, 3, 5), INTEGER(9))), response, "another policy");
	f.rest = NOTHING;
	make(ASKED, forge_stamp(&f), "nonce differs");
}

TEST(request_that_is_none_is_refused)
{
	struct stamp_world w = ec_world();
	struct stamp f = answer_of(&w);
	struct slice response = forge_stamp(&f);
	make(KIT_NOTHING, response, "no request");
	make(slice_str("x"), response, "no request");
	make(asked(NOTHING), response, "no request");
	make(kit_join(ASKED, BYTES(0)), response, "no request");
	make(response, response, "no request");
}

TEST(authority_that_does_not_grant_is_told_by_its_status)
{
	static const char *const words[] = { "granted with changes", "refused", "waiting",
		"a revocation warning", "a revocation notice" };
	for (unsigned char i = 0; i < 5; i++)
		make(ASKED, SEQ(SEQ(INTEGER((unsigned char)(i + 1)))), words[i]);
	make(ASKED, SEQ(SEQ(INTEGER(6))), "has no status");
	make(ASKED, SEQ(SEQ(NOTHING)), "has no status");
	make(ASKED, SEQ(SEQ(INTEGER(0))), "sent no token");
}

TEST(answer_that_is_none_is_refused)
{
	struct stamp_world w = ec_world();
	struct stamp f = answer_of(&w);
	struct slice response = forge_stamp(&f);
	make(ASKED, KIT_NOTHING, "not a TimeStampResp");
	make(ASKED, slice_str("<html>welcome</html>"), "not a TimeStampResp");
	make(ASKED, slice_of(kit_alloc(TOKEN_MAX + 1), TOKEN_MAX + 1), "not a TimeStampResp");
	make(ASKED, kit_join(response, BYTES(0)), "not a TimeStampResp");
	struct slice request = ASKED;
	for (size_t len = 0; len < response.len; len++)
		make(request, slice_sub(response, 0, len), "time-stamping authority");
	f.certificates = TLV(0xa0, kit_der(w.root));
	make(ASKED, forge_stamp(&f), "not in the time stamp");
	f = answer_of(&w);
	f.written = SET(ATTRIBUTE_TYPE(OID_INFO), BYTES(0x30, 0x7f, 1));
	make(ASKED, forge_stamp(&f), "signed attributes");
	f = answer_of(&w);
	f.signature = TLV(0x04, BYTES(1, 2, 3));
	make(ASKED, forge_stamp(&f), "damaged");
	EVP_PKEY *weak = kit_rsa(2048);
	struct stamp_world poor = make_stamp_world(kit_ec("P-384"), weak);
	f = answer_of(&poor);
	make(ASKED, forge_stamp(&f), "RSA of 3072");
}

/* A change of what is signed comes out as a bad token, and one of what is not as the same token. */
TEST(answer_with_any_bit_flipped_gives_the_same_token_or_none_that_is_good)
{
	struct stamp_world w = ec_world();
	struct stamp f = answer_of(&w);
	struct slice response = forge_stamp(&f);
	struct token_verdict verdict;
	struct trust trust;
	struct buf out;
	size_t same = 0;
	assert_ok(trust_init(&trust, NULL));
	assert_ok(trust_add_roots(&trust, kit_pem(w.root), NULL));
	buf_init(&out, TOKEN_MAX);
	unsigned char *changed = kit_alloc(response.len);
	struct slice request = ASKED;
	for (size_t bit = 0; bit < 8 * response.len; bit++) {
		memcpy(changed, response.ptr, response.len);
		changed[bit / 8] ^= (unsigned char)(1 << bit % 8);
		if (token_make(request, slice_of(changed, response.len), &out, NULL) != TL_OK ||
		    token_check(
			&trust, buf_slice(&out), slice_str(SEAL), KIT_NOW, &verdict, NULL) != TL_OK)
			continue;
		assert_true(slice_equal(buf_slice(&out), response));
		same++;
	}
	assert_true(same > 50);
	buf_release(&out);
	trust_release(&trust);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(request_is_what_the_stock_tool_reads, kit_release),
		cmocka_unit_test_teardown(answer_in_the_one_form_stays_as_it_is, kit_release),
		cmocka_unit_test_teardown(what_is_not_signed_is_brought_into_form, kit_release),
		cmocka_unit_test_teardown(chain_is_kept_and_nothing_else, kit_release),
		cmocka_unit_test_teardown(answer_to_another_question_is_refused, kit_release),
		cmocka_unit_test_teardown(request_that_is_none_is_refused, kit_release),
		cmocka_unit_test_teardown(
		    authority_that_does_not_grant_is_told_by_its_status, kit_release),
		cmocka_unit_test_teardown(answer_that_is_none_is_refused, kit_release),
		cmocka_unit_test_teardown(
		    answer_with_any_bit_flipped_gives_the_same_token_or_none_that_is_good,
		    kit_release),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
