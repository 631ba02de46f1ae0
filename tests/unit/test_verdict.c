#include "unit.h"

#include "manifest/verdict.h"

static struct judgement
judgement_of(enum manifest_reason manifest, uint64_t signers, enum seal_reason seal)
{
	struct judgement judgement = { .verdict = VERDICT_GOOD };
	judgement.manifest.reason = manifest;
	judgement.manifest.facts.signers = signers;
	judgement.seal.reason = seal;
	judgement.seal.text = "the seal's own words";
	judgement.seal.revocation_checked = true;
	judgement.seal.identity_checked = true;
	return judgement;
}

static bool
has(const struct notes *notes, const char *word)
{
	for (size_t i = 0; i < notes->count; i++)
		if (strstr(notes->text[i], word) != NULL)
			return true;
	return false;
}

TEST(zeroed_memory_is_unknown)
{
	struct judgement judgement;
	memset(&judgement, 0, sizeof judgement);
	assert_int_equal(judgement.verdict, VERDICT_UNKNOWN);
	assert_int_equal(verdict_judge(&judgement, false, false), VERDICT_UNKNOWN);
	assert_int_equal(verdict_judge(&judgement, true, true), VERDICT_UNKNOWN);
	assert_string_equal(verdict_word(VERDICT_UNKNOWN), "unknown");
}

/* F-22: of all combinations, one is good. */
TEST(only_a_fitting_manifest_with_a_good_seal_and_one_required_signer_is_good)
{
	size_t good = 0;
	for (int m = MANIFEST_UNREAD; m < MANIFEST_REASONS; m++)
		for (int s = SEAL_UNCHECKED; s <= SEAL_OTHER_SIGNER; s++)
			for (uint64_t signers = 0; signers < 4; signers++)
				for (int sealed = 0; sealed < 2; sealed++) {
					struct judgement j = judgement_of(
					    (enum manifest_reason)m, signers, (enum seal_reason)s);
					if (verdict_judge(&j, sealed, true) != VERDICT_GOOD) {
						assert_string_not_equal(
						    verdict_word(j.verdict), "good");
						continue;
					}
					good++;
					assert_int_equal(m, MANIFEST_FITS);
					assert_int_equal(s, SEAL_GOOD);
					assert_int_equal(signers, 1);
					assert_int_equal(sealed, 1);
					assert_string_equal(verdict_word(j.verdict), "good");
				}
	assert_int_equal(good, 1);
}

TEST(the_first_reason_is_the_manifests)
{
	struct judgement j = judgement_of(MANIFEST_KEPT, 1, SEAL_SIGNATURE);
	assert_int_equal(verdict_judge(&j, true, true), VERDICT_MANIFEST);
	assert_string_equal(j.reason, manifest_reason_text(MANIFEST_KEPT));
	assert_string_equal(verdict_word(j.verdict), "bad");
	assert_int_equal(j.checked.count, 0);
}

TEST(a_bad_seal_is_named_in_its_own_words)
{
	struct judgement j = judgement_of(MANIFEST_FITS, 1, SEAL_UNTRUSTED);
	assert_int_equal(verdict_judge(&j, true, true), VERDICT_SEAL);
	assert_string_equal(j.reason, "the seal's own words");
	assert_string_equal(verdict_word(j.verdict), "bad");
}

/* Absence is a failure, never a pass. */
TEST(without_a_seal_nothing_is_good)
{
	struct judgement j = judgement_of(MANIFEST_FITS, 0, SEAL_UNCHECKED);
	assert_int_equal(verdict_judge(&j, false, true), VERDICT_UNSIGNED);
	assert_string_equal(verdict_word(j.verdict), "bad");
	assert_true(has(&j.not_checked, "who made the manifest"));
	j = judgement_of(MANIFEST_FITS, 1, SEAL_GOOD);
	assert_int_equal(verdict_judge(&j, false, true), VERDICT_UNSIGNED);
}

TEST(a_manifest_that_says_unsigned_is_not_made_good_by_a_seal)
{
	struct judgement j = judgement_of(MANIFEST_FITS, 0, SEAL_GOOD);
	assert_int_equal(verdict_judge(&j, true, true), VERDICT_UNSIGNED);
}

TEST(one_seal_is_not_enough_where_several_signers_are_required)
{
	struct judgement j = judgement_of(MANIFEST_FITS, 2, SEAL_GOOD);
	assert_int_equal(verdict_judge(&j, true, true), VERDICT_SIGNERS);
	assert_string_equal(verdict_word(j.verdict), "bad");
}

/* Whatever the seal says: it is judged at a time, and the time is not known. */
TEST(a_time_stamp_that_was_asked_for_must_be_good)
{
	for (int t = TOKEN_UNCHECKED; t < TOKEN_REASONS; t++)
		for (int s = SEAL_UNCHECKED; s <= SEAL_OTHER_SIGNER; s++) {
			struct judgement j = judgement_of(MANIFEST_FITS, 1, (enum seal_reason)s);
			j.stamped = true;
			j.token.reason = (enum token_reason)t;
			j.token.text = token_reason_text(j.token.reason);
			assert_non_null(j.token.text);
			assert_int_equal(verdict_judge(&j, true, true) == VERDICT_GOOD,
			    t == TOKEN_GOOD && s == SEAL_GOOD);
			if (t == TOKEN_GOOD)
				continue;
			assert_int_equal(
			    j.verdict, t == TOKEN_UNCHECKED ? VERDICT_UNKNOWN : VERDICT_TIME);
			assert_string_equal(j.reason, j.token.text);
		}
}

/* F-23 */
TEST(a_good_verdict_says_what_was_not_checked)
{
	struct judgement j = judgement_of(MANIFEST_FITS, 1, SEAL_GOOD);
	assert_int_equal(verdict_judge(&j, true, true), VERDICT_GOOD);
	assert_int_equal(j.checked.count, 4);
	assert_false(has(&j.not_checked, "revocation"));
	assert_false(has(&j.not_checked, "name"));
	assert_false(has(&j.not_checked, "which of the trusted signers"));
	assert_true(has(&j.not_checked, "time of signing"));
	assert_true(has(&j.not_checked, "original"));

	j.seal.revocation_checked = false;
	j.seal.identity_checked = false;
	assert_int_equal(verdict_judge(&j, true, false), VERDICT_GOOD);
	assert_true(has(&j.not_checked, "revocation"));
	assert_true(has(&j.not_checked, "the output's name"));
	assert_true(has(&j.not_checked, "which of the trusted signers"));
}

/* F-27: what was given is never passed over, however it stands. */
TEST(nothing_laid_beside_a_good_release_is_passed_over)
{
	for (int p = PROOF_NONE; p < PROOF_REASONS; p++)
		for (int i = INDEX_NONE; i < INDEX_REASONS; i++)
			for (int r = EARLIER_NONE; r < EARLIER_REASONS; r++) {
				struct judgement j = judgement_of(MANIFEST_FITS, 1, SEAL_GOOD);
				j.attached.proof.reason = (enum proof_reason)p;
				j.attached.proof.text = "the proof's own words";
				j.attached.index.reason = (enum index_reason)i;
				j.attached.index.text = "the index's own words";
				j.attached.earlier.reason = (enum earlier_reason)r;
				j.attached.earlier.text = "the earlier one's own words";
				bool good = (p == PROOF_NONE || p == PROOF_GOOD) &&
				    (i == INDEX_NONE || i == INDEX_GOOD) &&
				    (r == EARLIER_NONE || r == EARLIER_GOOD);
				assert_int_equal(verdict_judge(&j, true, true),
				    good ? VERDICT_GOOD : VERDICT_ATTACHED);
				assert_string_equal(verdict_word(j.verdict), good ? "good" : "bad");
				assert_int_equal(
				    has(&j.checked, "opened"), good && p == PROOF_GOOD);
			}
}

TEST(an_earlier_release_that_was_not_given_was_not_checked)
{
	struct judgement j = judgement_of(MANIFEST_FITS, 1, SEAL_GOOD);
	j.manifest.facts.earlier.named = true;
	assert_int_equal(verdict_judge(&j, true, true), VERDICT_GOOD);
	assert_true(has(&j.not_checked, "the earlier release"));
	j.attached.earlier.reason = EARLIER_GOOD;
	assert_int_equal(verdict_judge(&j, true, true), VERDICT_GOOD);
	assert_false(has(&j.not_checked, "the earlier release"));
}

/* A log's proof that was given and is wrong makes a good release bad; one that was not given is not asked for. */
TEST(a_log_that_does_not_have_the_manifest_makes_it_bad)
{
	for (int l = LOG_UNCHECKED; l <= LOG_SINCE_FORKED; l++) {
		struct judgement j = judgement_of(MANIFEST_FITS, 1, SEAL_GOOD);
		j.log.reason = (enum log_reason)l;
		enum verdict verdict = verdict_judge(&j, true, true);
		bool good = l == LOG_UNCHECKED || l == LOG_GOOD;
		assert_int_equal(verdict, good ? VERDICT_GOOD : VERDICT_LOG);
		if (!good)
			assert_string_equal(j.reason, log_reason_text((enum log_reason)l));
		assert_int_equal(has(&j.checked, "place in the log"), l == LOG_GOOD);
	}
}

TEST(what_a_log_was_not_asked_is_said)
{
	struct judgement j = judgement_of(MANIFEST_FITS, 1, SEAL_GOOD);
	j.manifest.facts.log.origin[0] = 'o';
	assert_int_equal(verdict_judge(&j, true, true), VERDICT_GOOD);
	assert_true(has(&j.not_checked, "whether the log has the manifest"));
	j.log.reason = LOG_GOOD;
	assert_int_equal(verdict_judge(&j, true, true), VERDICT_GOOD);
	assert_true(has(&j.not_checked, "known of it before"));
	assert_true(has(&j.not_checked, "what the manifest saw"));
	j.log.since_checked = j.log.seen_checked = true;
	assert_int_equal(verdict_judge(&j, true, true), VERDICT_GOOD);
	assert_false(has(&j.not_checked, "the log"));
	assert_true(has(&j.checked, "what the manifest saw"));
}

TEST(a_batch_that_does_not_hold_the_manifest_makes_it_bad)
{
	for (int b = BATCH_UNCHECKED; b <= BATCH_OTHER; b++) {
		struct judgement j = judgement_of(MANIFEST_FITS, 1, SEAL_GOOD);
		j.batch.reason = (enum batch_reason)b;
		enum verdict verdict = verdict_judge(&j, true, true);
		bool good = b == BATCH_UNCHECKED || b == BATCH_GOOD;
		assert_int_equal(verdict, good ? VERDICT_GOOD : VERDICT_BATCH);
		assert_int_equal(has(&j.checked, "seal over the batch"), b == BATCH_GOOD);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(zeroed_memory_is_unknown),
		cmocka_unit_test(
		    only_a_fitting_manifest_with_a_good_seal_and_one_required_signer_is_good),
		cmocka_unit_test(the_first_reason_is_the_manifests),
		cmocka_unit_test(a_bad_seal_is_named_in_its_own_words),
		cmocka_unit_test(without_a_seal_nothing_is_good),
		cmocka_unit_test(a_manifest_that_says_unsigned_is_not_made_good_by_a_seal),
		cmocka_unit_test(one_seal_is_not_enough_where_several_signers_are_required),
		cmocka_unit_test(a_time_stamp_that_was_asked_for_must_be_good),
		cmocka_unit_test(a_good_verdict_says_what_was_not_checked),
		cmocka_unit_test(nothing_laid_beside_a_good_release_is_passed_over),
		cmocka_unit_test(an_earlier_release_that_was_not_given_was_not_checked),
		cmocka_unit_test(a_log_that_does_not_have_the_manifest_makes_it_bad),
		cmocka_unit_test(what_a_log_was_not_asked_is_said),
		cmocka_unit_test(a_batch_that_does_not_hold_the_manifest_makes_it_bad),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
