#include <stdalign.h>

#include "unit.h"

#include "base/arena.h"

TEST(memory_is_zeroed_aligned_and_apart)
{
	struct arena arena;
	unsigned char *last = NULL;
	arena_init(&arena, 1 << 20);
	for (size_t size = 0; size < 200; size++) {
		unsigned char *at = arena_alloc(&arena, size);
		assert_non_null(at);
		assert_int_equal((uintptr_t)at % alignof(max_align_t), 0);
		assert_ptr_not_equal(at, last);
		for (size_t i = 0; i < size; i++)
			assert_int_equal(at[i], 0);
		memset(at, 0xff, size);
		last = at;
	}
	arena_release(&arena);
}

TEST(the_ceiling_bounds_what_is_taken_from_the_system)
{
	struct arena arena;
	size_t got = 0;
	arena_init(&arena, 100000);
	while (arena_alloc(&arena, 100) != NULL)
		got += 100;
	assert_in_range(arena.used, 1, 100000);
	assert_in_range(got, 30000, 100000);
	assert_null(arena_alloc(&arena, 100));
	arena_release(&arena);
}

TEST(what_is_reserved_is_used_before_more_is_taken)
{
	struct arena arena;
	arena_init(&arena, 100000);
	assert_false(arena_reserve(&arena, 100000));
	assert_true(arena_reserve(&arena, 50000));
	size_t used = arena.used;
	for (size_t i = 0; i < 400; i++)
		assert_int_equal(*(unsigned char *)arena_alloc(&arena, 100), 0);
	assert_int_equal(arena.used, used);
	arena_release(&arena);
}

TEST(a_dropped_arena_is_empty_and_can_be_used_again)
{
	struct arena arena;
	arena_init(&arena, 100000);
	while (arena_alloc(&arena, 100) != NULL)
		;
	arena_drop(&arena);
	assert_int_equal(arena.used, 0);
	unsigned char *again = arena_alloc(&arena, 50000);
	assert_non_null(again);
	assert_int_equal(again[49999], 0);
	arena_drop(&arena);
}

TEST(a_ceiling_below_the_smallest_block_gives_nothing)
{
	struct arena arena;
	arena_init(&arena, 100);
	assert_null(arena_alloc(&arena, 1));
	arena_release(&arena);
	arena_init(&arena, 0);
	assert_null(arena_alloc(&arena, 0));
	arena_release(&arena);
}

TEST(sizes_that_overflow_give_nothing)
{
	struct arena arena;
	arena_init(&arena, 1 << 30);
	assert_null(arena_alloc(&arena, SIZE_MAX));
	assert_null(arena_alloc(&arena, SIZE_MAX - 8));
	assert_null(arena_alloc(&arena, SIZE_MAX - 64));
	assert_null(arena_array(&arena, SIZE_MAX / 2, 3));
	assert_null(arena_array(&arena, SIZE_MAX, 2));
	assert_null(arena_copy(&arena, slice_of("", SIZE_MAX)));
	assert_non_null(arena_alloc(&arena, 8));
	arena_release(&arena);
}

TEST(a_thing_larger_than_a_block_gets_its_own)
{
	struct arena arena;
	arena_init(&arena, 10 << 20);
	unsigned char *small = arena_alloc(&arena, 10);
	unsigned char *large = arena_alloc(&arena, 5 << 20);
	assert_non_null(small);
	assert_non_null(large);
	memset(large, 1, 5 << 20);
	assert_int_equal(small[9], 0);
	assert_null(arena_alloc(&arena, 6 << 20));
	arena_release(&arena);
}

TEST(an_array_of_nothing_is_still_a_place)
{
	struct arena arena;
	arena_init(&arena, 1 << 16);
	assert_non_null(arena_array(&arena, 0, 8));
	assert_non_null(arena_array(&arena, 8, 0));
	arena_release(&arena);
}

TEST(a_copy_holds_the_bytes_and_a_nul_behind_them)
{
	struct arena arena;
	arena_init(&arena, 1 << 16);
	char *copy = arena_copy(&arena, slice_of("a\0b", 3));
	assert_memory_equal(copy, "a\0b", 4);
	assert_string_equal(arena_copy(&arena, slice_of(NULL, 0)), "");
	arena_release(&arena);
}

TEST(a_released_arena_can_be_used_again_under_the_same_ceiling)
{
	struct arena arena;
	arena_init(&arena, 10000);
	for (int round = 0; round < 3; round++) {
		assert_non_null(arena_alloc(&arena, 3000));
		assert_null(arena_alloc(&arena, 9000));
		arena_release(&arena);
		assert_int_equal(arena.used, 0);
		assert_null(arena.blocks);
	}
}

TEST(bytes_of_the_caller_are_used_first_zeroed_and_wiped)
{
	_Alignas(max_align_t) unsigned char near[256];
	struct arena arena;
	memset(near, 0xaa, sizeof near);
	arena_init_near(&arena, near, sizeof near, 1 << 16);
	for (size_t i = 0; i < 3; i++) {
		unsigned char *bytes = arena_alloc(&arena, 64);
		assert_ptr_equal(bytes, near + 64 * i);
		for (size_t b = 0; b < 64; b++)
			assert_int_equal(bytes[b], 0);
		memset(bytes, 0x55, 64);
	}
	assert_int_equal(arena.used, 0);
	assert_non_null(arena_alloc(&arena, 128)); /* more than is left: a block */
	assert_true(arena.used > 0);
	assert_ptr_equal(arena_alloc(&arena, 64), near + 192);
	arena_release(&arena);
	for (size_t b = 0; b < sizeof near; b++)
		assert_int_equal(near[b], 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(memory_is_zeroed_aligned_and_apart),
		cmocka_unit_test(the_ceiling_bounds_what_is_taken_from_the_system),
		cmocka_unit_test(what_is_reserved_is_used_before_more_is_taken),
		cmocka_unit_test(a_dropped_arena_is_empty_and_can_be_used_again),
		cmocka_unit_test(a_ceiling_below_the_smallest_block_gives_nothing),
		cmocka_unit_test(sizes_that_overflow_give_nothing),
		cmocka_unit_test(a_thing_larger_than_a_block_gets_its_own),
		cmocka_unit_test(an_array_of_nothing_is_still_a_place),
		cmocka_unit_test(a_copy_holds_the_bytes_and_a_nul_behind_them),
		cmocka_unit_test(bytes_of_the_caller_are_used_first_zeroed_and_wiped),
		cmocka_unit_test(a_released_arena_can_be_used_again_under_the_same_ceiling),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
