/* A seal judged at a proved moment: what came later does no harm, what came before does. */
#include "seal_kit.h"
#include "token_kit.h"

static enum seal_reason
judge(X509 *root, struct slice list, struct slice seal, struct moment moment,
    struct seal_verdict *verdict)
{
	struct seal_trust trust;
	struct digest digest = content_digest();
	assert_ok(seal_trust_init(&trust, NULL));
	assert_ok(seal_trust_add_roots(&trust, kit_pem(root), NULL));
	if (list.len > 0)
		assert_ok(seal_trust_add_lists(&trust, list, NULL));
	tl_status status =
	    seal_check_at(&trust, SEAL_OF_MANIFEST, seal, &digest, &moment, verdict, NULL);
	seal_trust_release(&trust);
	assert_int_equal(status == TL_OK, verdict->reason == SEAL_GOOD);
	return verdict->reason;
}

static struct moment
proved(int64_t offset)
{
	return (struct moment){ KIT_NOW + offset, KIT_NOW + offset, true };
}

static struct moment
today(int64_t offset)
{
	return (struct moment){ KIT_NOW + offset, KIT_NOW + offset, false };
}

TEST(certificate_that_expired_later_is_good_with_a_proved_time_and_not_without)
{
	struct world w = make_world();
	struct forgery f = honest(&w);
	struct slice seal = forge(&f);
	struct seal_verdict verdict;
	assert_int_equal(judge(w.root, KIT_NOTHING, seal, proved(0), &verdict), SEAL_GOOD);
	assert_int_equal(
	    judge(w.root, KIT_NOTHING, seal, today(400 * KIT_DAY), &verdict), SEAL_SIGNER_UNFIT);
	assert_int_equal(
	    judge(w.root, KIT_NOTHING, seal, proved(400 * KIT_DAY), &verdict), SEAL_SIGNER_UNFIT);
}

TEST(claim_of_a_later_time_than_is_proved_is_refused)
{
	struct world w = make_world();
	struct forgery f = honest(&w);
	struct slice seal = forge(&f);
	struct seal_verdict verdict;
	assert_int_equal(
	    judge(w.root, KIT_NOTHING, seal, proved(-CLOCK_SKEW), &verdict), SEAL_GOOD);
	assert_int_equal(
	    judge(w.root, KIT_NOTHING, seal, proved(-CLOCK_SKEW - 1), &verdict), SEAL_CLAIM);
	struct moment coarse = { KIT_NOW - CLOCK_SKEW - 1, KIT_NOW - CLOCK_SKEW, true };
	assert_int_equal(judge(w.root, KIT_NOTHING, seal, coarse, &verdict), SEAL_GOOD);
	assert_int_equal(
	    judge(w.root, KIT_NOTHING, seal, today(-CLOCK_SKEW - 1), &verdict), SEAL_GOOD);
}

static enum seal_reason
revoked(struct kit_revocation say, struct moment moment, struct seal_verdict *verdict)
{
	struct world w = make_world();
	struct forgery f = honest(&w);
	say.issuer = w.root;
	say.key = w.root_key;
	say.revoked = w.x509;
	return judge(w.root, kit_revoke(say), forge(&f), moment, verdict);
}

TEST(signer_revoked_before_the_proved_time_is_refused)
{
	struct seal_verdict verdict;
	const int64_t at[] = { -KIT_DAY, -1, 0 };
	for (size_t i = 0; i < 3; i++) {
		struct kit_revocation say = {
			.made = 0, .until = KIT_DAY, .at = at[i], .reason = 4
		};
		assert_int_equal(revoked(say, proved(0), &verdict), SEAL_UNTRUSTED);
		assert_string_equal(
		    verdict.text, "a certificate was revoked before the proved time");
		say.made = 10 * KIT_DAY;
		say.until = 11 * KIT_DAY;
		assert_int_equal(revoked(say, proved(0), &verdict), SEAL_UNTRUSTED);
		assert_int_equal(verdict.revoked_later, 0);
	}
	/* Within the authority's own doubt. */
	struct kit_revocation say = { .made = 1, .until = KIT_DAY, .at = 1, .reason = 4 };
	struct moment coarse = { KIT_NOW, KIT_NOW + 1, true };
	assert_int_equal(revoked(say, coarse, &verdict), SEAL_UNTRUSTED);
}

TEST(signer_revoked_later_is_good_for_any_reason_and_the_time_is_told)
{
	struct seal_verdict verdict;
	for (int reason = -1; reason < 7; reason++) {
		struct kit_revocation say = { .made = 10 * KIT_DAY,
			.until = 11 * KIT_DAY,
			.at = 5 * KIT_DAY,
			.reason = reason };
		assert_int_equal(revoked(say, proved(0), &verdict), SEAL_GOOD);
		assert_int_equal(verdict.revoked_later, KIT_NOW + 5 * KIT_DAY);
		assert_true(verdict.revocation_checked);
		/* Without a proved time it is simply revoked. */
		assert_int_equal(revoked(say, today(10 * KIT_DAY), &verdict), SEAL_UNTRUSTED);
		assert_string_equal(verdict.text, "a certificate was revoked");
		say.invalid = 4 * KIT_DAY;
		assert_int_equal(revoked(say, proved(0), &verdict), SEAL_GOOD);
		assert_int_equal(verdict.revoked_later, KIT_NOW + 4 * KIT_DAY);
		say.invalid = -1;
		assert_int_equal(revoked(say, proved(0), &verdict), SEAL_UNTRUSTED);
	}
}

TEST(list_from_before_the_proved_time_must_reach_it)
{
	struct seal_verdict verdict;
	struct kit_revocation say = { .made = -9 * KIT_DAY, .until = -1, .at = 1, .reason = 4 };
	assert_int_equal(revoked(say, proved(0), &verdict), SEAL_UNTRUSTED);
	assert_string_equal(verdict.text, "a revocation list is out of date");
}

/* The library looks at one list of an issuer, the one of that day; the later one knows better. */
TEST(every_list_of_the_issuer_is_asked)
{
	struct world w = make_world();
	struct forgery f = honest(&w);
	struct seal_verdict verdict;
	struct kit_revocation say = { .issuer = w.root,
		.key = w.root_key,
		.revoked = w.x509,
		.made = 10 * KIT_DAY,
		.until = 11 * KIT_DAY,
		.at = 5 * KIT_DAY,
		.invalid = -KIT_DAY,
		.reason = 1 };
	struct slice silent = kit_list(w.root, w.root_key, NULL, KIT_DAY, "SHA384");
	struct slice seal = forge(&f);
	assert_int_equal(judge(w.root, silent, seal, proved(0), &verdict), SEAL_GOOD);
	assert_int_equal(verdict.revoked_later, 0);
	assert_int_equal(
	    judge(w.root, kit_join(silent, kit_revoke(say)), seal, proved(0), &verdict),
	    SEAL_UNTRUSTED);
	/* One that only bears the issuer's name says nothing. */
	say.key = kit_ec("P-384");
	assert_int_equal(
	    judge(w.root, kit_join(silent, kit_revoke(say)), seal, proved(0), &verdict), SEAL_GOOD);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(
		    certificate_that_expired_later_is_good_with_a_proved_time_and_not_without,
		    kit_release),
		cmocka_unit_test_teardown(
		    claim_of_a_later_time_than_is_proved_is_refused, kit_release),
		cmocka_unit_test_teardown(
		    signer_revoked_before_the_proved_time_is_refused, kit_release),
		cmocka_unit_test_teardown(
		    signer_revoked_later_is_good_for_any_reason_and_the_time_is_told, kit_release),
		cmocka_unit_test_teardown(
		    list_from_before_the_proved_time_must_reach_it, kit_release),
		cmocka_unit_test_teardown(every_list_of_the_issuer_is_asked, kit_release),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
