#include "unit.h"

#include <stdlib.h>

#include "base/large.h"

TEST(advice_changes_no_byte_and_takes_any_block)
{
	static const size_t sizes[] = { 1, 4096, ((size_t)2 << 20) - 1, ((size_t)6 << 20) + 7 };

	large_advise(NULL, (size_t)8 << 20);
	for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
		unsigned char *block = malloc(sizes[i]);
		assert_non_null(block);
		memset(block, 0x5a, sizes[i]);
		large_advise(block, sizes[i]);
		for (size_t at = 0; at < sizes[i]; at++)
			if (block[at] != 0x5a)
				fail_msg("a byte changed");
		free(block);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(advice_changes_no_byte_and_takes_any_block),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
