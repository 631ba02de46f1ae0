#include "token_kit.h"

/* Every bit and every length of an honest time stamp: nothing beside the one form is taken. */

static void
assert_every_flip_refused(const struct stamp_world *w, size_t *stock)
{
	struct stamp f = honest_stamp(w);
	struct slice stamp = forge_stamp(&f);
	struct trust trust;
	struct token_verdict verdict;
	assert_ok(trust_init(&trust, NULL));
	assert_ok(trust_add_roots(&trust, kit_pem(w->root), NULL));
	unsigned char *changed = kit_alloc(stamp.len);
	for (size_t bit = 0; bit < 8 * stamp.len; bit++) {
		memcpy(changed, stamp.ptr, stamp.len);
		changed[bit / 8] ^= (unsigned char)(1 << bit % 8);
		assert_int_equal(token_check(&trust, slice_of(changed, stamp.len), slice_str(SEAL),
				     KIT_NOW, &verdict, NULL),
		    TL_NO);
		assert_true(verdict.reason > TOKEN_GOOD);
		if (stock != NULL && stock_takes(slice_of(changed, stamp.len), w->root))
			++*stock;
	}
	for (size_t len = 0; len < stamp.len; len++)
		assert_int_equal(token_check(&trust, slice_sub(stamp, 0, len), slice_str(SEAL),
				     KIT_NOW, &verdict, NULL),
		    TL_NO);
	trust_release(&trust);
}

TEST(time_stamp_with_any_bit_flipped_or_cut_anywhere_is_refused)
{
	struct stamp_world ec = make_stamp_world(kit_ec("P-384"), kit_ec("P-384"));
	size_t stock = 0;
	assert_every_flip_refused(&ec, &stock);
	assert_true(stock > 50); /* what the form is for */
}

TEST(time_stamp_of_an_rsa_key_with_any_bit_flipped_is_refused)
{
	EVP_PKEY *key = kit_rsa(3072);
	struct stamp_world rsa = make_stamp_world(key, key);
	assert_every_flip_refused(&rsa, NULL);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(
		    time_stamp_with_any_bit_flipped_or_cut_anywhere_is_refused, kit_release),
		cmocka_unit_test_teardown(
		    time_stamp_of_an_rsa_key_with_any_bit_flipped_is_refused, kit_release),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
