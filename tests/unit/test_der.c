#include <time.h>

#include "unit.h"

#include "manifest/der.h"

#define BYTES(...)                                                                                 \
	slice_of(                                                                                  \
	    (const unsigned char[]){ __VA_ARGS__ }, sizeof(const unsigned char[]){ __VA_ARGS__ })

static void
assert_bytes(const struct buf *buf, struct slice want)
{
	assert_ok(buf_check(buf, NULL));
	assert_int_equal(buf->len, want.len);
	assert_memory_equal(buf->ptr, want.ptr, want.len);
}

TEST(lengths_are_written_in_the_fewest_bytes_and_read_back)
{
	static const size_t lengths[] = { 0, 1, 127, 128, 255, 256, 65535, 65536 };
	static const size_t headers[] = { 2, 2, 2, 3, 3, 4, 4, 5 };
	static unsigned char content[65536];
	for (size_t i = 0; i < 8; i++) {
		struct buf buf;
		struct slice rest, read;
		buf_init(&buf, 100000);
		der_add(&buf, DER_OCTETS, slice_of(content, lengths[i]));
		assert_int_equal(buf.len, lengths[i] + headers[i]);
		rest = buf_slice(&buf);
		assert_int_equal(der_next(&rest, DER_OCTETS, &read), DER_READ);
		assert_int_equal(read.len, lengths[i]);
		assert_int_equal(rest.len, 0);
		assert_int_equal(der_next(&rest, DER_OCTETS, &read), DER_ENDED);
		buf_release(&buf);
	}
}

TEST(open_values_nest)
{
	struct buf buf;
	buf_init(&buf, 100);
	size_t outer = der_open(&buf, DER_SEQUENCE);
	size_t inner = der_open(&buf, DER_CONTEXT(1));
	der_add_small(&buf, 5);
	der_close(&buf, inner);
	der_add(&buf, DER_NULL, slice_of(NULL, 0));
	der_close(&buf, outer);
	assert_bytes(&buf, BYTES(0x30, 7, 0xa1, 3, 2, 1, 5, 5, 0));
	buf_release(&buf);
}

TEST(set_of_is_sorted)
{
	struct buf buf;
	buf_init(&buf, 100);
	size_t set = der_open(&buf, DER_SET);
	der_add(&buf, DER_OCTETS, slice_str("b"));
	der_add(&buf, DER_OCTETS, slice_str("aa"));
	der_add(&buf, DER_OCTETS, slice_str("a"));
	der_add_small(&buf, 9);
	der_close_sorted(&buf, set);
	assert_bytes(&buf, BYTES(0x31, 13, 2, 1, 9, 4, 1, 'a', 4, 1, 'b', 4, 2, 'a', 'a'));
	buf_release(&buf);
}

TEST(set_of_too_many_or_of_junk_fails_the_buffer)
{
	struct buf buf;
	buf_init(&buf, 1000);
	size_t set = der_open(&buf, DER_SET);
	for (int i = 0; i <= DER_SET_MAX; i++)
		der_add_small(&buf, 1);
	der_close_sorted(&buf, set);
	assert_int_equal(buf_check(&buf, NULL), TL_SYSTEM);
	buf_release(&buf);
	buf_init(&buf, 1000);
	set = der_open(&buf, DER_SET);
	buf_add_str(&buf, "\x30\x7f");
	der_close_sorted(&buf, set);
	assert_int_equal(buf_check(&buf, NULL), TL_SYSTEM);
	buf_release(&buf);
}

TEST(full_buffer_fails_and_nothing_is_written_behind_it)
{
	for (size_t ceiling = 1; ceiling < 10; ceiling++) {
		struct buf buf;
		buf_init(&buf, ceiling);
		size_t outer = der_open(&buf, DER_SEQUENCE);
		size_t inner = der_open(&buf, DER_SET);
		der_add(&buf, DER_OCTETS, slice_str("1234"));
		der_close_sorted(&buf, inner);
		der_close(&buf, outer);
		assert_int_equal(buf_check(&buf, NULL), TL_SYSTEM);
		assert_true(buf.len <= ceiling);
		buf_release(&buf);
	}
}

static enum der_answer
answer(struct slice bytes)
{
	struct slice rest = bytes, content;
	enum der_answer got = der_next(&rest, DER_SEQUENCE, &content);
	assert_int_equal(rest.len == bytes.len, got != DER_READ);
	return got;
}

TEST(only_shortest_definite_lengths_are_read)
{
	assert_int_equal(answer(BYTES(0x30, 0)), DER_READ);
	assert_int_equal(answer(BYTES(0x30, 0x80, 0, 0)), DER_BAD_LENGTH);
	assert_int_equal(answer(BYTES(0x30, 0x81, 1, 0)), DER_BAD_LENGTH);
	assert_int_equal(answer(BYTES(0x30, 0x82, 0, 1, 0)), DER_BAD_LENGTH);
	assert_int_equal(answer(BYTES(0x30, 0x85, 0, 0, 0, 0, 1, 0)), DER_BAD_LENGTH);
	assert_int_equal(answer(BYTES(0x30, 0xff)), DER_BAD_LENGTH);
	assert_int_equal(answer(BYTES(0x30, 0x84, 0xff, 0xff, 0xff, 0xff)), DER_BAD);
	assert_int_equal(answer(BYTES(0x30, 1)), DER_BAD);
	assert_int_equal(answer(BYTES(0x30, 0x82, 1)), DER_BAD);
	assert_int_equal(answer(BYTES(0x30)), DER_BAD);
	assert_int_equal(answer(BYTES(0x31, 0)), DER_BAD);
	assert_int_equal(answer(slice_of(NULL, 0)), DER_ENDED);
}

static void
assert_time(int64_t seconds, unsigned char tag, const char *text)
{
	struct buf buf;
	int64_t again = -1;
	buf_init(&buf, 100);
	der_add_time(&buf, seconds);
	assert_ok(buf_check(&buf, NULL));
	assert_int_equal(buf.ptr[0], tag);
	assert_slice(slice_sub(buf_slice(&buf), 2, buf.len), text);
	assert_true(der_read_time(buf_slice(&buf), &again));
	assert_true(again == seconds);
	buf_release(&buf);
}

TEST(time_is_utc_from_1950_to_2049_and_general_else)
{
	assert_time(0, DER_UTC_TIME, "700101000000Z");
	assert_time(-1, DER_UTC_TIME, "691231235959Z");
	assert_time(951782400, DER_UTC_TIME, "000229000000Z");
	assert_time(1800000000, DER_UTC_TIME, "270115080000Z");
	assert_time(-631152000, DER_UTC_TIME, "500101000000Z");
	assert_time(-631152001, DER_GENERAL_TIME, "19491231235959Z");
	assert_time(2524607999, DER_UTC_TIME, "491231235959Z");
	assert_time(2524608000, DER_GENERAL_TIME, "20500101000000Z");
	assert_time(4107542400, DER_GENERAL_TIME, "21000301000000Z");
	assert_time(253402300799, DER_GENERAL_TIME, "99991231235959Z");
}

TEST(time_agrees_with_the_system_on_every_day)
{
	struct buf buf;
	buf_init(&buf, 100);
	for (int64_t day = -20000; day < 60000; day++) {
		char text[32];
		time_t seconds = (time_t)(day * 86400 + day % 86400);
		struct tm tm;
		assert_non_null(gmtime_r(&seconds, &tm));
		assert_true(strftime(text, sizeof text, "%Y%m%d%H%M%SZ", &tm) == 15);
		buf_clear(&buf);
		der_add_time(&buf, seconds);
		bool utc = buf.ptr[0] == DER_UTC_TIME;
		assert_slice(slice_sub(buf_slice(&buf), 2, buf.len), text + (utc ? 2 : 0));
	}
	buf_release(&buf);
}

TEST(time_outside_of_four_digit_years_fails_the_buffer)
{
	static const int64_t bad[] = { INT64_MAX, INT64_MIN, 253402300800, -62135596801 };
	for (size_t i = 0; i < 4; i++) {
		struct buf buf;
		buf_init(&buf, 100);
		der_add_time(&buf, bad[i]);
		assert_int_equal(buf_check(&buf, NULL), TL_SYSTEM);
		buf_release(&buf);
	}
}

TEST(time_in_any_other_form_is_not_read)
{
	static const char *const bad[] = { "270230000000Z", "271301000000Z", "270001000000Z",
		"270100000000Z", "270101240000Z", "270101006000Z", "270101000060Z", "270101000000z",
		"27010100000aZ", "2701010000-1Z", "270101+00000Z" };
	int64_t seconds;
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		struct buf buf;
		buf_init(&buf, 100);
		der_add(&buf, DER_UTC_TIME, slice_str(bad[i]));
		assert_false(der_read_time(buf_slice(&buf), &seconds));
		assert_true(seconds == 0);
		buf_release(&buf);
	}
	assert_false(der_read_time(slice_of(NULL, 0), &seconds));
	/* UTCTime must be used until 2049: RFC 5652 §11.3. */
	struct buf buf;
	buf_init(&buf, 100);
	der_add(&buf, DER_GENERAL_TIME, slice_str("20270101000000Z"));
	assert_false(der_read_time(buf_slice(&buf), &seconds));
	buf_release(&buf);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lengths_are_written_in_the_fewest_bytes_and_read_back),
		cmocka_unit_test(open_values_nest),
		cmocka_unit_test(set_of_is_sorted),
		cmocka_unit_test(set_of_too_many_or_of_junk_fails_the_buffer),
		cmocka_unit_test(full_buffer_fails_and_nothing_is_written_behind_it),
		cmocka_unit_test(only_shortest_definite_lengths_are_read),
		cmocka_unit_test(time_is_utc_from_1950_to_2049_and_general_else),
		cmocka_unit_test(time_agrees_with_the_system_on_every_day),
		cmocka_unit_test(time_outside_of_four_digit_years_fails_the_buffer),
		cmocka_unit_test(time_in_any_other_form_is_not_read),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
