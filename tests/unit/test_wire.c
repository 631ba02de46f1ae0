#include "unit.h"

#include "base/wire.h"

static struct slice
bytes(const char *text, size_t len)
{
	return slice_of(text, len);
}

TEST(string_is_as_long_as_it_says_or_nothing)
{
	struct slice out, rest = bytes("\0\0\0\3abcdef", 10);
	assert_true(wire_string(&rest, &out));
	assert_slice(out, "abc");
	assert_slice(rest, "def");
	rest = bytes("\0\0\0\7abcdef", 10);
	assert_false(wire_string(&rest, &out));
	assert_int_equal(rest.len, 10);
	rest = bytes("\xff\xff\xff\xff", 4);
	assert_false(wire_string(&rest, &out));
	rest = bytes("\0\0\0", 3);
	assert_false(wire_string(&rest, &out));
}

TEST(expected_string_is_that_one_or_nothing_moves)
{
	struct slice rest = bytes("\0\0\0\3abc", 7);
	assert_false(wire_expect(&rest, "abd"));
	assert_false(wire_expect(&rest, "ab"));
	assert_int_equal(rest.len, 7);
	assert_true(wire_expect(&rest, "abc"));
	assert_int_equal(rest.len, 0);
}

/* RFC 4251 §5 */
TEST(mpint_has_one_form)
{
	static const struct {
		const char *bytes;
		size_t len;
		bool good;
		unsigned char low;
	} rows[] = {
		{ "\0\0\0\1\x7f", 5, true, 0x7f },
		{ "\0\0\0\2\0\x80", 6, true, 0x80 },
		{ "\0\0\0\0", 4, false, 0 },
		{ "\0\0\0\1\0", 5, false, 0 },
		{ "\0\0\0\1\x80", 5, false, 0 },
		{ "\0\0\0\2\0\x7f", 6, false, 0 },
		{ "\0\0\0\4\1\2\3\4", 8, true, 4 },
		{ "\0\0\0\5\1\2\3\4\5", 9, false, 0 },
	};
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		unsigned char number[4] = { 0 };
		struct slice rest = bytes(rows[i].bytes, rows[i].len);
		assert_int_equal(wire_mpint(&rest, number, sizeof number), rows[i].good);
		assert_int_equal(rest.len, rows[i].good ? 0 : rows[i].len);
		if (!rows[i].good)
			continue;
		struct buf again;
		assert_int_equal(number[3], rows[i].low);
		buf_init(&again, 16);
		wire_add_mpint(&again, number, sizeof number);
		assert_true(slice_equal(buf_slice(&again), bytes(rows[i].bytes, rows[i].len)));
		buf_release(&again);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(string_is_as_long_as_it_says_or_nothing),
		cmocka_unit_test(expected_string_is_that_one_or_nothing_moves),
		cmocka_unit_test(mpint_has_one_form),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
