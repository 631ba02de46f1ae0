#include "unit.h"

#include "base/buf.h"

TEST(buf_grows_and_keeps_what_it_held)
{
	struct buf buf;
	buf_init(&buf, 1 << 20);
	for (int i = 0; i < 1000; i++)
		buf_add_str(&buf, "abc");
	assert_int_equal(buf.len, 3000);
	for (size_t i = 0; i < buf.len; i++)
		assert_int_equal(buf.ptr[i], "abc"[i % 3]);
	assert_ok(buf_check(&buf, NULL));
	buf_release(&buf);
}

TEST(buf_refuses_more_than_its_ceiling_and_stays_failed)
{
	struct buf buf;
	struct tl_error e = { 0 };
	buf_init(&buf, 5);
	buf_add_str(&buf, "12345");
	assert_ok(buf_check(&buf, &e));
	buf_add_byte(&buf, '6');
	buf_clear(&buf);
	buf_add_str(&buf, "12345");
	buf_add_str(&buf, "6");
	buf_add_str(&buf, "");
	assert_int_equal(buf_check(&buf, &e), TL_SYSTEM);
	assert_slice(buf_slice(&buf), "12345");
	buf_release(&buf);
}

TEST(buf_writes_numbers_and_hexadecimal)
{
	struct buf buf;
	buf_init(&buf, 100);
	buf_add_number(&buf, 0);
	buf_add_byte(&buf, ' ');
	buf_add_number(&buf, UINT64_MAX);
	buf_add_byte(&buf, ' ');
	buf_add_hex(&buf, (const unsigned char *)"\x00\xff\x1a", 3);
	assert_slice(buf_slice(&buf), "0 18446744073709551615 00ff1a");
	buf_release(&buf);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(buf_grows_and_keeps_what_it_held),
		cmocka_unit_test(buf_refuses_more_than_its_ceiling_and_stays_failed),
		cmocka_unit_test(buf_writes_numbers_and_hexadecimal),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
