#include <string.h>

#include "unit.h"

#include "base/late.h"

struct table {
	size_t (*length)(const char *);
	int (*compare)(const char *, const char *);
};

TEST(a_table_is_filled_in_the_order_of_the_names)
{
	static const char *const names[] = { "strlen", "strcmp" };
	struct table table = { 0 };
	assert_true(late_load("libc.so.6", names, 2, &table));
	assert_int_equal(table.length("four"), 4);
	assert_int_equal(table.compare("a", "a"), 0);
}

TEST(a_name_that_is_not_there_fails_the_whole)
{
	static const char *const names[] = { "strlen", "no_such_name_of_any_library" };
	struct table table = { 0 };
	assert_false(late_load("libc.so.6", names, 2, &table));
}

TEST(a_library_that_is_not_there_fails)
{
	static const char *const names[] = { "strlen" };
	struct table table = { 0 };
	assert_false(late_load("libno-such-library.so.0", names, 1, &table));
	assert_null(table.length);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_table_is_filled_in_the_order_of_the_names),
		cmocka_unit_test(a_name_that_is_not_there_fails_the_whole),
		cmocka_unit_test(a_library_that_is_not_there_fails),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
