#include "manifest_unit.h"

#include "base/crypto_trial.h"
#include "manifest/verdict.h"

/* 2026-11-24T12:00:00Z */
#define NOW INT64_C(1795521600)

/* A release with a seal, and somebody else's authority. */
struct sealed {
	struct release_unit unit;
	struct buf ca, certificate, key, other_ca, rest[2], seal;
	struct seal_trust trust;
};

static struct sealed world;

static void
make_seal(const struct digest *manifest)
{
	struct seal_signer signer;
	assert_ok(seal_signer_load(&signer, buf_slice(&world.key), buf_slice(&world.certificate),
	    slice_of(NULL, 0), slice_of(NULL, 0), NOW, NULL));
	buf_clear(&world.seal);
	assert_ok(seal_make(&signer, manifest, NOW, &world.seal, NULL));
	seal_signer_release(&signer);
}

static int
make_world(void **state)
{
	struct buf *const bufs[] = { &world.ca, &world.certificate, &world.key, &world.other_ca,
		&world.rest[0], &world.rest[1], &world.seal };
	(void)state;
	for (size_t i = 0; i < sizeof bufs / sizeof *bufs; i++)
		buf_init(bufs[i], SEAL_MAX);
	assert_ok(crypto_make_trial_pki(NOW, &world.ca, &world.certificate, &world.key, NULL));
	assert_ok(
	    crypto_make_trial_pki(NOW, &world.other_ca, &world.rest[0], &world.rest[1], NULL));
	unit_small(&world.unit, 1);
	make_seal(&world.unit.digest);
	assert_ok(seal_trust_init(&world.trust, NULL));
	assert_ok(seal_trust_add_roots(&world.trust, buf_slice(&world.ca), NULL));
	return 0;
}

static int
drop_world(void **state)
{
	(void)state;
	seal_trust_release(&world.trust);
	buf_release(&world.ca);
	buf_release(&world.certificate);
	buf_release(&world.key);
	buf_release(&world.other_ca);
	buf_release(&world.rest[0]);
	buf_release(&world.rest[1]);
	buf_release(&world.seal);
	unit_release(&world.unit);
	return 0;
}

static tl_status
reach(const struct seal_trust *trust, struct slice manifest, struct slice output, struct slice seal,
    struct judgement *out, struct tl_error *e)
{
	struct memory m = { .bytes = manifest }, o = { .bytes = output };
	memset(e, 0, sizeof *e);
	struct evidence evidence = { .manifest = { &m, memory_read },
		.output = { &o, memory_read },
		.output_name = "cable.txt",
		.seal = seal,
		.now = NOW };
	return verdict_reach(trust, &evidence, out, e);
}

static void
assert_verdict(struct slice manifest, struct slice output, struct slice seal, enum verdict verdict)
{
	struct judgement judgement;
	struct tl_error e;
	assert_int_equal(reach(&world.trust, manifest, output, seal, &judgement, &e), TL_NO);
	assert_int_equal(judgement.verdict, verdict);
	assert_int_equal(e.status, TL_NO);
	assert_string_equal(e.what, judgement.reason);
}

/* F-22 */
TEST(a_sealed_release_is_good)
{
	struct judgement judgement;
	struct tl_error e;
	if (reach(&world.trust, buf_slice(&world.unit.manifest), buf_slice(&world.unit.output),
		buf_slice(&world.seal), &judgement, &e) != TL_OK)
		fail_msg("%s", e.what);
	assert_int_equal(judgement.verdict, VERDICT_GOOD);
	assert_true(digest_equal(&judgement.digest, &world.unit.digest));
	assert_int_equal(e.status, TL_OK);
}

/* F-16: what the form and the output leave open, the seal closes. */
TEST(every_changed_byte_of_a_sealed_manifest_is_refused)
{
	static const unsigned char changes[] = { 0x01, 0x20, 0x80 };
	struct slice manifest = buf_slice(&world.unit.manifest);
	for (size_t i = 0; i < manifest.len; i++)
		for (size_t c = 0; c < sizeof changes; c++) {
			struct judgement judgement;
			struct tl_error e;
			world.unit.manifest.ptr[i] ^= changes[c];
			assert_int_equal(
			    reach(&world.trust, manifest, buf_slice(&world.unit.output),
				buf_slice(&world.seal), &judgement, &e),
			    TL_NO);
			world.unit.manifest.ptr[i] ^= changes[c];
			if (judgement.verdict != VERDICT_MANIFEST)
				assert_int_equal(judgement.verdict, VERDICT_SEAL);
		}
}

TEST(another_output_is_not_good_under_a_true_seal)
{
	assert_verdict(buf_slice(&world.unit.manifest), slice_str("UNCLASSIFIED\n"),
	    buf_slice(&world.seal), VERDICT_MANIFEST);
}

TEST(a_fitting_manifest_is_not_good_under_another_seal)
{
	struct digest other = { { 1 } };
	make_seal(&other);
	assert_verdict(buf_slice(&world.unit.manifest), buf_slice(&world.unit.output),
	    buf_slice(&world.seal), VERDICT_SEAL);
	make_seal(&world.unit.digest);
}

TEST(an_absent_or_broken_seal_is_not_good)
{
	assert_verdict(buf_slice(&world.unit.manifest), buf_slice(&world.unit.output),
	    slice_of(NULL, 0), VERDICT_UNSIGNED);
	assert_verdict(buf_slice(&world.unit.manifest), buf_slice(&world.unit.output),
	    slice_str("x"), VERDICT_SEAL);
}

TEST(a_signer_whom_nobody_trusts_is_not_good)
{
	struct seal_trust trust;
	struct judgement judgement;
	struct tl_error e;
	assert_ok(seal_trust_init(&trust, NULL));
	assert_ok(seal_trust_add_roots(&trust, buf_slice(&world.other_ca), NULL));
	assert_int_equal(reach(&trust, buf_slice(&world.unit.manifest),
			     buf_slice(&world.unit.output), buf_slice(&world.seal), &judgement, &e),
	    TL_NO);
	assert_int_equal(judgement.verdict, VERDICT_SEAL);
	seal_trust_release(&trust);
}

static int64_t
no_read(void *context, void *bytes, size_t capacity)
{
	(void)context, (void)bytes, (void)capacity;
	return -1;
}

TEST(what_cannot_be_read_stays_unknown)
{
	struct memory m = { .bytes = buf_slice(&world.unit.manifest) };
	struct judgement judgement;
	struct tl_error e = { 0 };
	struct evidence evidence = { .manifest = { &m, memory_read },
		.output = { NULL, no_read },
		.output_name = "cable.txt",
		.seal = buf_slice(&world.seal),
		.now = NOW };
	assert_int_equal(verdict_reach(&world.trust, &evidence, &judgement, &e), TL_SYSTEM);
	assert_int_equal(judgement.verdict, VERDICT_UNKNOWN);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_sealed_release_is_good),
		cmocka_unit_test(every_changed_byte_of_a_sealed_manifest_is_refused),
		cmocka_unit_test(another_output_is_not_good_under_a_true_seal),
		cmocka_unit_test(a_fitting_manifest_is_not_good_under_another_seal),
		cmocka_unit_test(an_absent_or_broken_seal_is_not_good),
		cmocka_unit_test(a_signer_whom_nobody_trusts_is_not_good),
		cmocka_unit_test(what_cannot_be_read_stays_unknown),
	};
	return cmocka_run_group_tests(tests, make_world, drop_world);
}
