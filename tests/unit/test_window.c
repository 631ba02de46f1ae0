#include "unit.h"

#include <stdlib.h>

#include "pipeline/window.h"

static const char begin[] =
    "O 271130Z FEB 04\nFM AMEMBASSY PORT MARLOW\nBT\nUNCLASSIFIED\n\n1. (U) ";
static const char end[] = "\nNNNN\n";

struct stored {
	struct buf bytes;
	size_t lost, added; /* fewer or more than were written */
	size_t step;        /* the most that one call gives */
};

static int64_t
read_stored(void *context, uint64_t offset, void *bytes, size_t capacity)
{
	const struct stored *s = context;
	size_t len = s->bytes.len - s->lost + s->added;
	size_t left = offset < len ? len - (size_t)offset : 0;
	size_t n = left < capacity ? left : capacity;

	n = n < s->step ? n : s->step;
	for (size_t i = 0; i < n; i++)
		((unsigned char *)bytes)[i] =
		    offset + i < s->bytes.len ? s->bytes.ptr[offset + i] : '?';
	return (int64_t)n;
}

static void
store(struct stored *s, size_t telegrams, size_t words)
{
	*s = (struct stored){ .step = 1000 };
	buf_init(&s->bytes, 1 << 22);
	for (size_t i = 0; i < telegrams; i++) {
		buf_add_str(&s->bytes, begin);
		for (size_t w = 0; w < words; w++)
			buf_add_str(&s->bytes, "word ");
		buf_add_str(&s->bytes, end);
	}
	assert_ok(buf_check(&s->bytes, NULL));
}

/* Joins the windows and compares; returns how many there were. */
static size_t
walk(struct stored *s, const char *format, size_t least)
{
	struct output output = { read_stored, s, s->bytes.len };
	struct scheme *scheme;
	struct window window;
	struct slice text;
	size_t count = 0, at = 0;

	assert_ok(scheme_load_shipped("us", "state-telegram", &scheme, NULL));
	window_init(&window, &output, format_find(format), scheme, least);
	for (int round = 0; round < 2; round++) {
		for (at = 0, count = 0;; at += text.len, count++) {
			assert_ok(window_next(&window, &text, NULL));
			if (text.len == 0)
				break;
			assert_true(
			    slice_equal(text, slice_sub(buf_slice(&s->bytes), at, at + text.len)));
			assert_int_equal(window_is_last(&window), at + text.len == s->bytes.len);
			assert_int_equal(window.joined, at > 0);
		}
		assert_int_equal(at, s->bytes.len);
		window_rewind(&window);
	}
	window_release(&window);
	scheme_free(scheme);
	return count;
}

TEST(windows_are_the_output_cut_where_messages_end)
{
	struct stored s;

	store(&s, 100, 20);
	assert_int_equal(walk(&s, "telegram", 1), 100);
	assert_true(walk(&s, "telegram", 2000) > 5);
	assert_true(walk(&s, "telegram", 2000) < 12);
	assert_int_equal(walk(&s, "telegram", s.bytes.len), 1);
	buf_release(&s.bytes);
}

TEST(message_longer_than_a_window_makes_it_grow)
{
	struct stored s;

	store(&s, 3, 20000);
	assert_int_equal(walk(&s, "telegram", 100), 3);
	buf_release(&s.bytes);
}

TEST(format_without_seams_is_one_window)
{
	struct stored s;

	store(&s, 10, 20);
	assert_int_equal(walk(&s, "memo", 100), 1);
	buf_release(&s.bytes);
}

TEST(output_of_another_length_than_was_written_is_refused)
{
	struct scheme *scheme;

	assert_ok(scheme_load_shipped("us", "state-telegram", &scheme, NULL));
	for (int longer = 0; longer < 2; longer++) {
		for (size_t least = 1; least < 1 << 16; least *= 3) {
			struct stored s;
			struct window window;
			struct slice text;
			struct tl_error e = { 0 };
			tl_status status;

			store(&s, 10, 20);
			s.lost = longer == 0;
			s.added = longer == 1;
			struct output output = { read_stored, &s, s.bytes.len };
			window_init(&window, &output, format_find("telegram"), scheme, least);
			do
				status = window_next(&window, &text, &e);
			while (status == TL_OK && text.len > 0);
			assert_int_equal(status, TL_SYSTEM);
			assert_int_not_equal(e.what[0], 0);
			window_release(&window);
			buf_release(&s.bytes);
		}
	}
	scheme_free(scheme);
}

TEST(line_that_a_window_cuts_short_begins_no_message)
{
	for (size_t least = 1; least < 150; least++) {
		for (size_t blanks = 0; blanks < 4; blanks++) {
			struct stored s = { .step = 1000 };
			buf_init(&s.bytes, 1 << 22);
			buf_add_str(
			    &s.bytes, "1. (U) The text of the first paragraph of the telegram");
			buf_add_str(&s.bytes, &"   "[3 - blanks]);
			buf_add_str(&s.bytes,
			    ".\nNNNN\nO 271130Z FEB 04 and so on, no line of precedence\n");
			buf_add_str(&s.bytes, "and more of it, to the end of the text\n");
			assert_ok(buf_check(&s.bytes, NULL));
			assert_int_equal(walk(&s, "telegram", least), 1);
			buf_release(&s.bytes);
		}
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(windows_are_the_output_cut_where_messages_end),
		cmocka_unit_test(message_longer_than_a_window_makes_it_grow),
		cmocka_unit_test(format_without_seams_is_one_window),
		cmocka_unit_test(line_that_a_window_cuts_short_begins_no_message),
		cmocka_unit_test(output_of_another_length_than_was_written_is_refused),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
