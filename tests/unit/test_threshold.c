#include "unit.h"

#include "manifest/threshold.h"

static struct signatory
who(unsigned char key, uint32_t roles)
{
	return (struct signatory){ { { key } }, roles };
}

TEST(every_key_counts_once)
{
	const struct signatory all[] = { who(1, 0), who(2, 0), who(1, 0), who(1, 0) };
	assert_int_equal(threshold_count(all, 0, 0).signers, 0);
	assert_int_equal(threshold_count(all, 1, 0).signers, 1);
	assert_int_equal(threshold_count(all, 2, 0).signers, 2);
	assert_int_equal(threshold_count(all, 4, 0).signers, 2);
}

TEST(who_holds_no_demanded_role_does_not_count)
{
	const struct signatory all[] = { who(1, 1), who(2, 0), who(3, 2) };
	struct tally tally = threshold_count(all, 3, 2);
	assert_int_equal(tally.signers, 2);
	assert_int_equal(tally.held, 3);
	tally = threshold_count(all, 2, 2);
	assert_int_equal(tally.signers, 1);
	assert_int_equal(tally.held, 1);
}

TEST(one_signer_holds_one_role_at_a_time)
{
	const struct signatory both = who(1, 3);
	struct tally tally = threshold_count(&both, 1, 2);
	assert_int_equal(tally.signers, 1);
	assert_true(tally.held == 1 || tally.held == 2);
	const struct signatory twice[] = { who(1, 1), who(1, 2) };
	tally = threshold_count(twice, 2, 2);
	assert_int_equal(tally.signers, 1);
	assert_int_not_equal(tally.held, 3);
}

/* The first could take the role that only he holds, or the one that the second one needs. */
TEST(roles_are_given_so_that_most_are_held)
{
	const struct signatory all[] = { who(1, 3), who(2, 1) }, back[] = { all[1], all[0] };
	assert_int_equal(threshold_count(all, 2, 2).held, 3);
	assert_int_equal(threshold_count(back, 2, 2).held, 3);
	const struct signatory three[] = { who(1, 7), who(2, 3), who(3, 1) };
	assert_int_equal(threshold_count(three, 3, 3).held, 7);
}

/* Two reviewers: the same role in two places of the manifest. */
TEST(role_that_is_demanded_twice_needs_two_signers)
{
	const struct signatory all[] = { who(1, 3), who(2, 3) };
	assert_int_not_equal(threshold_count(all, 1, 2).held, 3);
	assert_int_equal(threshold_count(all, 2, 2).held, 3);
}

TEST(most_signers_and_most_roles_are_counted)
{
	struct signatory all[SIGNATURES_MAX];
	for (size_t i = 0; i < SIGNATURES_MAX; i++)
		all[i] = who((unsigned char)(i + 1), 0xff);
	struct tally tally = threshold_count(all, SIGNATURES_MAX, FORM_ROLES_MAX);
	assert_int_equal(tally.signers, SIGNATURES_MAX);
	assert_int_equal(tally.held, 0xff);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_key_counts_once),
		cmocka_unit_test(who_holds_no_demanded_role_does_not_count),
		cmocka_unit_test(one_signer_holds_one_role_at_a_time),
		cmocka_unit_test(roles_are_given_so_that_most_are_held),
		cmocka_unit_test(role_that_is_demanded_twice_needs_two_signers),
		cmocka_unit_test(most_signers_and_most_roles_are_counted),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
