#include "unit.h"

#include "manifest/verdict.h"

/* A fitting manifest that demands `signers`, with that many good seals and SSH signatures, each by another key. */
static struct judgement
judgement_of(uint64_t signers, size_t seals, size_t ssh)
{
	struct judgement j = { .verdict = VERDICT_GOOD };
	j.manifest.reason = MANIFEST_FITS;
	j.manifest.facts.signers = signers;
	for (size_t i = 0; i < seals; i++) {
		struct seal_verdict *seal = i == 0 ? &j.seal : &j.more[i - 1];
		*seal = (struct seal_verdict){ .reason = SEAL_GOOD, .text = "good" };
		seal->key.bytes[0] = (unsigned char)(i + 1);
	}
	j.more_count = seals > 1 ? seals - 1 : 0;
	j.ssh_count = ssh;
	for (size_t i = 0; i < ssh; i++) {
		j.ssh[i] = (struct sshsig_verdict){ .reason = SSHSIG_GOOD, .text = "good" };
		j.ssh[i].key.bytes[0] = (unsigned char)(100 + i);
	}
	return j;
}

static void
assert_judged(struct judgement *j, bool sealed, enum verdict verdict, const char *words)
{
	assert_int_equal(verdict_judge(j, sealed, true), verdict);
	assert_int_equal(strcmp(verdict_word(j->verdict), "good") == 0, verdict == VERDICT_GOOD);
	if (strstr(j->reason, words) == NULL)
		fail_msg("'%s' is not in: %s", words, j->reason);
}

TEST(as_many_signers_as_demanded_are_good_and_fewer_are_not)
{
	for (size_t demanded = 1; demanded <= FORM_SIGNERS_MAX; demanded++)
		for (size_t seals = 1; seals <= FORM_SIGNERS_MAX; seals++) {
			struct judgement j = judgement_of(demanded, seals, 0);
			enum verdict verdict = verdict_judge(&j, true, true);
			assert_int_equal(verdict == VERDICT_GOOD, seals >= demanded);
			if (seals < demanded)
				assert_int_equal(verdict, VERDICT_SIGNERS);
		}
}

TEST(reason_says_how_many_are_missing)
{
	struct judgement j = judgement_of(3, 2, 0);
	assert_judged(
	    &j, true, VERDICT_SIGNERS, "demands 3 signers, each with another key, and 1 is");
	j = judgement_of(3, 1, 0);
	assert_judged(&j, true, VERDICT_SIGNERS, "and 2 are missing");
}

TEST(ssh_signature_counts_unless_its_key_is_counted)
{
	struct judgement j = judgement_of(2, 1, 1);
	assert_judged(&j, true, VERDICT_GOOD, "all signers");
	j.ssh[0].key = j.seal.key;
	assert_judged(&j, true, VERDICT_SIGNERS, "1 is missing");
	j = judgement_of(2, 0, 2);
	assert_judged(&j, false, VERDICT_GOOD, "all signers");
	j = judgement_of(1, 0, 1);
	assert_judged(&j, false, VERDICT_GOOD, "a trusted signer");
}

TEST(any_signature_that_is_no_good_spoils_the_verdict)
{
	for (int reason = SEAL_UNCHECKED; reason <= SEAL_OTHER_SIGNER; reason++) {
		struct judgement j = judgement_of(1, 3, 0);
		j.more[1].reason = (enum seal_reason)reason;
		j.more[1].text = "its own words";
		enum verdict verdict = verdict_judge(&j, true, true);
		bool fine = reason == SEAL_GOOD || reason == SEAL_OTHER_SIGNER;
		assert_int_equal(verdict == VERDICT_GOOD, fine);
		if (reason == SEAL_UNCHECKED)
			assert_int_equal(verdict, VERDICT_UNKNOWN);
		else if (!fine)
			assert_judged(&j, true, VERDICT_SEAL, "its own words");
	}
	for (int reason = SSHSIG_UNCHECKED; reason <= SSHSIG_SIGNATURE; reason++) {
		struct judgement j = judgement_of(1, 1, 2);
		j.ssh[1].reason = (enum sshsig_reason)reason;
		j.ssh[1].text = "its own words";
		assert_int_equal(
		    verdict_judge(&j, true, true) == VERDICT_GOOD, reason == SSHSIG_GOOD);
	}
}

TEST(required_signer_must_be_among_them)
{
	struct judgement j = judgement_of(2, 2, 0);
	j.seal.reason = SEAL_OTHER_SIGNER;
	assert_judged(&j, true, VERDICT_GOOD, "");
	j.more[0].reason = SEAL_OTHER_SIGNER;
	j.seal.text = "another signer";
	assert_judged(&j, true, VERDICT_SEAL, "another signer");
}

TEST(each_kind_of_trust_must_meet_a_signature)
{
	struct judgement j = judgement_of(1, 1, 0);
	j.ssh_demanded = true;
	assert_judged(&j, true, VERDICT_UNSIGNED, "no SSH signature");
	j = judgement_of(1, 0, 1);
	j.seal_demanded = true;
	assert_judged(&j, false, VERDICT_UNSIGNED, "no seal by a certificate");
	j = judgement_of(1, 0, 0);
	assert_judged(&j, false, VERDICT_UNSIGNED, "anybody can have written");
	j = judgement_of(0, 0, 1);
	assert_judged(&j, false, VERDICT_UNSIGNED, "released unsigned");
}

TEST(role_that_nobody_holds_is_named)
{
	struct judgement j = judgement_of(2, 2, 0);
	memcpy(j.manifest.facts.roles[0], "releaser", 9);
	memcpy(j.manifest.facts.roles[1], "reviewer", 9);
	j.manifest.facts.role_count = 2;
	assert_judged(&j, true, VERDICT_SIGNERS, "2 are missing");
	j.seal_roles[0] = j.seal_roles[1] = 1;
	assert_judged(&j, true, VERDICT_SIGNERS, "in the role reviewer");
	j.seal_roles[1] = 2;
	assert_judged(&j, true, VERDICT_GOOD, "");
	j = judgement_of(2, 1, 1);
	memcpy(j.manifest.facts.roles[0], "reviewer", 9);
	j.manifest.facts.role_count = 1;
	j.seal_roles[0] = 1;
	assert_judged(&j, true, VERDICT_SIGNERS, "1 is missing");
	j.ssh_roles[0] = 1;
	assert_judged(&j, true, VERDICT_GOOD, "");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(as_many_signers_as_demanded_are_good_and_fewer_are_not),
		cmocka_unit_test(reason_says_how_many_are_missing),
		cmocka_unit_test(ssh_signature_counts_unless_its_key_is_counted),
		cmocka_unit_test(any_signature_that_is_no_good_spoils_the_verdict),
		cmocka_unit_test(required_signer_must_be_among_them),
		cmocka_unit_test(each_kind_of_trust_must_meet_a_signature),
		cmocka_unit_test(role_that_nobody_holds_is_named),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
