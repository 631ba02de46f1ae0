#include <stdio.h>
#include <stdlib.h>

#include "unit.h"

#include "base/resource.h"

TEST(names_are_sorted_and_each_is_found_with_its_bytes)
{
	size_t count = 0;
	for (const struct resource *r = resources; r->name != NULL; r++, count++) {
		struct slice bytes = resource_find(r->name);
		assert_ptr_equal(bytes.ptr, r->start);
		assert_ptr_equal(bytes.ptr + bytes.len, r->end);
		assert_in_range(bytes.len, 1, 16 << 20);
		if (count > 0)
			assert_true(strcmp(r[-1].name, r->name) < 0);
	}
	assert_in_range(count, 1, 1000);
}

TEST(what_is_not_there_is_an_empty_slice_without_a_pointer)
{
	assert_null(resource_find("no/such/file.xml").ptr);
	assert_int_equal(resource_find("no/such/file.xml").len, 0);
	assert_null(resource_find("").ptr);
	assert_null(resource_find("../Makefile").ptr);
}

/* The program is run from the top of the tree, as make does; what was compiled in must be what lies there. */
TEST(the_bytes_are_exactly_those_of_the_files)
{
	for (const struct resource *r = resources; r->name != NULL; r++) {
		char path[256];
		size_t len = (size_t)(r->end - r->start);
		unsigned char *bytes = malloc(len + 1);
		assert_non_null(bytes);
		(void)snprintf(path, sizeof path, "policies/%s", r->name);
		FILE *file = fopen(path, "rb");
		if (file == NULL)
			fail_msg("%s cannot be opened: run this from the top of the tree", path);
		assert_int_equal(fread(bytes, 1, len + 1, file), len);
		assert_memory_equal(bytes, r->start, len);
		fclose(file);
		free(bytes);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_are_sorted_and_each_is_found_with_its_bytes),
		cmocka_unit_test(what_is_not_there_is_an_empty_slice_without_a_pointer),
		cmocka_unit_test(the_bytes_are_exactly_those_of_the_files),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
