#include "unit.h"

TEST(the_status_given_is_the_status_returned)
{
	struct tl_error e = { 0 };
	assert_int_equal(error_set(&e, TL_POLICY, "rule %s is there twice", "r1"), TL_POLICY);
	assert_int_equal(e.status, TL_POLICY);
	assert_string_equal(e.what, "rule r1 is there twice");
	assert_string_equal(e.file, "");
	assert_int_equal(e.line, 0);
	assert_int_equal(e.column, 0);
}

TEST(a_place_is_file_line_and_column)
{
	struct tl_error e = { 0 };
	assert_int_equal(error_at(&e, TL_DOCUMENT, "a.txt", 7, 3, "no mark"), TL_DOCUMENT);
	assert_string_equal(e.file, "a.txt");
	assert_int_equal(e.line, 7);
	assert_int_equal(e.column, 3);
}

TEST(the_first_failure_is_never_overwritten)
{
	struct tl_error e = { 0 };
	(void)error_at(&e, TL_DOCUMENT, "a.txt", 7, 3, "first");
	assert_int_equal(error_at(&e, TL_KEY, "b.txt", 8, 4, "second"), TL_KEY);
	assert_int_equal(error_memory(&e), TL_SYSTEM);
	assert_int_equal(e.status, TL_DOCUMENT);
	assert_string_equal(e.what, "first");
	assert_string_equal(e.file, "a.txt");
	assert_int_equal(e.line, 7);
}

TEST(nobody_needs_to_listen)
{
	assert_int_equal(error_set(NULL, TL_KEY, "x"), TL_KEY);
	assert_int_equal(error_at(NULL, TL_NO, "f", 1, 1, "x"), TL_NO);
	assert_int_equal(error_memory(NULL), TL_SYSTEM);
}

TEST(long_names_and_messages_are_cut_and_ended)
{
	char text[2000];
	struct tl_error e = { 0 };
	memset(text, 'x', sizeof text - 1);
	text[sizeof text - 1] = '\0';
	(void)error_at(&e, TL_DOCUMENT, text, 1, 1, "%s", text);
	assert_int_equal(strlen(e.file), sizeof e.file - 1);
	assert_int_equal(strlen(e.what), sizeof e.what - 1);
}

static tl_status
tries(tl_status answer, bool *reached)
{
	TRY(answer);
	*reached = true;
	return TL_OK;
}

TEST(try_returns_what_failed_and_goes_on_where_nothing_did)
{
	bool reached = false;
	assert_int_equal(tries(TL_KEY, &reached), TL_KEY);
	assert_false(reached);
	assert_ok(tries(TL_OK, &reached));
	assert_true(reached);
}

/* The numbers are exit statuses that scripts rely on. */
TEST(the_numbers_of_the_statuses_never_change)
{
	assert_int_equal(TL_OK, 0);
	assert_int_equal(TL_NO, 1);
	assert_int_equal(TL_USAGE, 2);
	assert_int_equal(TL_DOCUMENT, 3);
	assert_int_equal(TL_POLICY, 4);
	assert_int_equal(TL_KEY, 5);
	assert_int_equal(TL_SYSTEM, 6);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_status_given_is_the_status_returned),
		cmocka_unit_test(a_place_is_file_line_and_column),
		cmocka_unit_test(the_first_failure_is_never_overwritten),
		cmocka_unit_test(nobody_needs_to_listen),
		cmocka_unit_test(long_names_and_messages_are_cut_and_ended),
		cmocka_unit_test(try_returns_what_failed_and_goes_on_where_nothing_did),
		cmocka_unit_test(the_numbers_of_the_statuses_never_change),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
