#include <stdlib.h>

#include "unit.h"

#include "base/utf8.h"

/* In a block of exactly its size, so that a read past the end is seen by the sanitizer. */
static uint32_t
next_of(const char *bytes, size_t len, size_t *moved)
{
	unsigned char *exact = malloc(len);
	assert_non_null(exact);
	memcpy(exact, bytes, len);
	*moved = 0;
	uint32_t character = utf8_next(slice_of(exact, len), moved);
	free(exact);
	return character;
}

static void
is_bad(const char *bytes, size_t len)
{
	size_t moved;
	assert_int_equal(next_of(bytes, len, &moved), UTF8_BAD);
	assert_int_equal(moved, 1);
	assert_int_equal(utf8_check(slice_of(bytes, len)), 0);
}

TEST(every_character_comes_back_as_it_was_written)
{
	struct buf buf;
	buf_init(&buf, 16);
	for (uint32_t c = 0; c < 0x110000; c++) {
		if (c >= 0xd800 && c < 0xe000)
			continue;
		size_t at = 0;
		buf_clear(&buf);
		utf8_add(&buf, c);
		if (utf8_next(buf_slice(&buf), &at) != c || at != buf.len ||
		    utf8_check(buf_slice(&buf)) != buf.len)
			fail_msg("U+%04X", (unsigned)c);
	}
	buf_release(&buf);
}

/* RFC 3629 section 3: an implementation must protect against invalid sequences; C0 80 is its example. */
TEST(overlong_forms_are_not_utf8)
{
	is_bad("\xc0\x80", 2);
	is_bad("\xc0\xaf", 2);
	is_bad("\xc1\xbf", 2);
	is_bad("\xe0\x80\xaf", 3);
	is_bad("\xe0\x9f\xbf", 3);
	is_bad("\xf0\x80\x80\xaf", 4);
	is_bad("\xf0\x8f\xbf\xbf", 4);
}

TEST(surrogates_are_not_utf8)
{
	is_bad("\xed\xa0\x80", 3);
	is_bad("\xed\xbf\xbf", 3);
}

TEST(values_above_10ffff_are_not_utf8)
{
	is_bad("\xf4\x90\x80\x80", 4);
	is_bad("\xf5\x80\x80\x80", 4);
	is_bad("\xf8\x88\x80\x80\x80", 5);
	is_bad("\xfe", 1);
	is_bad("\xff", 1);
}

TEST(lone_continuation_bytes_are_not_utf8)
{
	is_bad("\x80", 1);
	is_bad("\xbf\xbf", 2);
}

TEST(a_sequence_cut_short_is_bad_and_reads_nothing_behind_it)
{
	is_bad("\xc3", 1);
	is_bad("\xe2\x82", 2);
	is_bad("\xf0\x9f\x99", 3);
	is_bad("\xe2\x28\xa1", 3);
	is_bad("\xf0\x9f\x28\x82", 4);
}

TEST(a_bad_byte_moves_by_one_so_that_what_follows_is_read)
{
	struct slice text = slice_str("\xe2\x82(S)");
	size_t at = 0;
	assert_int_equal(utf8_next(text, &at), UTF8_BAD);
	assert_int_equal(utf8_next(text, &at), UTF8_BAD);
	assert_int_equal(utf8_next(text, &at), '(');
	assert_int_equal(at, 3);
}

TEST(the_first_bad_byte_is_found_at_every_offset)
{
	char text[40];
	for (size_t i = 0; i < sizeof text; i++) {
		memset(text, 'a', sizeof text);
		text[i] = (char)0xff;
		assert_int_equal(utf8_check(slice_of(text, sizeof text)), i);
		assert_int_equal(utf8_check(slice_of(text, i)), i);
	}
}

TEST(an_empty_text_is_utf8)
{
	assert_int_equal(utf8_check(slice_of(NULL, 0)), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_character_comes_back_as_it_was_written),
		cmocka_unit_test(overlong_forms_are_not_utf8),
		cmocka_unit_test(surrogates_are_not_utf8),
		cmocka_unit_test(values_above_10ffff_are_not_utf8),
		cmocka_unit_test(lone_continuation_bytes_are_not_utf8),
		cmocka_unit_test(a_sequence_cut_short_is_bad_and_reads_nothing_behind_it),
		cmocka_unit_test(a_bad_byte_moves_by_one_so_that_what_follows_is_read),
		cmocka_unit_test(the_first_bad_byte_is_found_at_every_offset),
		cmocka_unit_test(an_empty_text_is_utf8),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
