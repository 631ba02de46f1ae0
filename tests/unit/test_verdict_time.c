/* A whole release with a time stamp over its seal. */
#include "manifest_unit.h"

#include "token_kit.h"

#include "base/crypto_trial.h"
#include "manifest/verdict.h"

/* Of the release; the time stamp is from KIT_NOW, weeks later. */
#define NOW   (KIT_NOW - 30 * KIT_DAY)
#define LATER (KIT_NOW + 9000 * (int64_t)KIT_DAY)

struct stamped {
	struct release_unit unit;
	struct buf ca, certificate, key, seal;
	struct seal_trust trust;
	struct trust tsa;
	struct stamp_world clock;
	struct slice token;
};

static struct stamped world;

static int
make_world(void **state)
{
	struct buf *const bufs[] = { &world.ca, &world.certificate, &world.key, &world.seal };
	struct seal_signer signer;
	(void)state;
	for (size_t i = 0; i < sizeof bufs / sizeof *bufs; i++)
		buf_init(bufs[i], SEAL_MAX);
	assert_ok(crypto_make_trial_pki(NOW, &world.ca, &world.certificate, &world.key, NULL));
	unit_small(&world.unit, 1);
	assert_ok(seal_signer_load(&signer, buf_slice(&world.key), buf_slice(&world.certificate),
	    slice_of(NULL, 0), slice_of(NULL, 0), NOW, NULL));
	assert_ok(seal_make(&signer, &world.unit.digest, NOW, &world.seal, NULL));
	seal_signer_release(&signer);
	assert_ok(seal_trust_init(&world.trust, NULL));
	assert_ok(seal_trust_add_roots(&world.trust, buf_slice(&world.ca), NULL));
	world.clock = make_stamp_world(kit_ec("P-384"), kit_ec("P-384"));
	assert_ok(trust_init(&world.tsa, NULL));
	assert_ok(trust_add_roots(&world.tsa, kit_pem(world.clock.root), NULL));
	struct stamp f = honest_stamp(&world.clock);
	f.imprint = SEQ(SEQ(OID_SHA384), TLV(0x04, forge_hash("SHA384", buf_slice(&world.seal))));
	world.token = forge_stamp(&f);
	return 0;
}

static int
drop_world(void **state)
{
	seal_trust_release(&world.trust);
	trust_release(&world.tsa);
	buf_release(&world.ca);
	buf_release(&world.certificate);
	buf_release(&world.key);
	buf_release(&world.seal);
	unit_release(&world.unit);
	return kit_release(state);
}

static enum verdict
reach(struct slice token, const struct trust *tsa, int64_t now, struct judgement *out)
{
	struct memory m = { .bytes = buf_slice(&world.unit.manifest) };
	struct memory o = { .bytes = buf_slice(&world.unit.output) };
	struct tl_error e = { 0 };
	struct evidence evidence = { .manifest = { &m, memory_read },
		.output = { &o, memory_read },
		.output_name = "cable.txt",
		.seal = buf_slice(&world.seal),
		.token = token,
		.tsa = tsa,
		.now = now };
	tl_status status = verdict_reach(&world.trust, &evidence, out, &e);
	assert_int_equal(status == TL_OK, out->verdict == VERDICT_GOOD);
	return out->verdict;
}

static bool
has(const struct notes *notes, const char *word)
{
	for (size_t i = 0; i < notes->count; i++)
		if (strstr(notes->text[i], word) != NULL)
			return true;
	return false;
}

TEST(a_stamped_release_is_good_long_after_its_certificates_ended)
{
	struct judgement judgement;
	assert_int_equal(reach(world.token, &world.tsa, LATER, &judgement), VERDICT_GOOD);
	assert_int_equal(judgement.token.moment.at, KIT_NOW);
	assert_true(has(&judgement.checked, "time"));
	assert_false(has(&judgement.not_checked, "time of signing"));
	assert_true(has(&judgement.not_checked, "revocation of the time-stamping authority"));
	/* The same release without the time stamp. */
	assert_int_equal(reach(KIT_NOTHING, NULL, LATER, &judgement), VERDICT_SEAL);
	assert_int_equal(reach(world.token, NULL, LATER, &judgement), VERDICT_SEAL);
}

TEST(without_roots_for_it_a_time_stamp_says_nothing)
{
	struct judgement judgement;
	assert_int_equal(reach(world.token, NULL, KIT_NOW, &judgement), VERDICT_GOOD);
	assert_int_equal(judgement.token.reason, TOKEN_UNCHECKED);
	assert_true(has(&judgement.not_checked, "time of signing, which the signer only claims"));
}

TEST(an_absent_or_broken_time_stamp_is_not_good_where_one_was_asked_for)
{
	struct judgement judgement;
	struct trust none;
	assert_int_equal(reach(KIT_NOTHING, &world.tsa, KIT_NOW, &judgement), VERDICT_TIME);
	assert_string_equal(judgement.reason, token_reason_text(TOKEN_EMPTY));
	assert_int_equal(reach(slice_str("x"), &world.tsa, KIT_NOW, &judgement), VERDICT_TIME);
	assert_int_equal(judgement.seal.reason, SEAL_UNCHECKED);
	struct stamp f = honest_stamp(&world.clock); /* over other bytes */
	assert_int_equal(reach(forge_stamp(&f), &world.tsa, KIT_NOW, &judgement), VERDICT_TIME);
	assert_ok(trust_init(&none, NULL));
	assert_int_equal(reach(world.token, &none, KIT_NOW, &judgement), VERDICT_TIME);
	trust_release(&none);
}

TEST(a_time_stamp_over_a_changed_seal_is_not_good)
{
	struct judgement judgement;
	for (size_t i = 0; i < world.seal.len; i += 50) {
		world.seal.ptr[i] ^= 1;
		assert_int_equal(reach(world.token, &world.tsa, KIT_NOW, &judgement), VERDICT_TIME);
		world.seal.ptr[i] ^= 1;
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_stamped_release_is_good_long_after_its_certificates_ended),
		cmocka_unit_test(without_roots_for_it_a_time_stamp_says_nothing),
		cmocka_unit_test(
		    an_absent_or_broken_time_stamp_is_not_good_where_one_was_asked_for),
		cmocka_unit_test(a_time_stamp_over_a_changed_seal_is_not_good),
	};
	return cmocka_run_group_tests(tests, make_world, drop_world);
}
