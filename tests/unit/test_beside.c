#include "manifest_unit.h"

#include "manifest/beside.h"

TEST(a_digest_beside_is_that_of_all_bytes)
{
	static const size_t lens[] = { 0, 1, BESIDE_SLOT, 2 * BESIDE_SLOT, 3 * BESIDE_SLOT + 5,
		40 * BESIDE_SLOT + 77 };
	for (size_t i = 0; i < sizeof lens / sizeof *lens; i++) {
		struct beside beside;
		struct digest digest;
		struct buf all;
		unsigned char next = 0;
		buf_init(&all, (size_t)1 << 24);
		assert_ok(beside_init(&beside, NULL));
		for (size_t left = lens[i]; left > 0;) {
			size_t len = left < BESIDE_SLOT ? left : BESIDE_SLOT;
			unsigned char *slot = beside_slot(&beside);
			memset(slot, next++, len);
			buf_add(&all, slot, len);
			beside_give(&beside, len);
			left -= len;
		}
		assert_ok(beside_end(&beside, &digest, NULL));
		struct digest expected = unit_sha384(buf_slice(&all));
		assert_true(digest_equal(&digest, &expected));
		beside_release(&beside);
		buf_release(&all);
	}
}

TEST(a_digest_beside_can_be_given_up_at_any_time)
{
	for (size_t slots = 0; slots < 12; slots++) {
		struct beside beside;
		assert_ok(beside_init(&beside, NULL));
		for (size_t i = 0; i < slots; i++) {
			memset(beside_slot(&beside), 0, BESIDE_SLOT);
			beside_give(&beside, BESIDE_SLOT);
		}
		beside_release(&beside);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_digest_beside_is_that_of_all_bytes),
		cmocka_unit_test(a_digest_beside_can_be_given_up_at_any_time),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
