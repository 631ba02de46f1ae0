#include "open_kit.h"

/* A release of these kept pieces, with a withheld one between any two; NULL ends. */
static void
release_of(
    struct release_unit *unit, const struct manifest_earlier *earlier, const char *const *kept)
{
	struct manifest_head head = unit_head();
	if (earlier != NULL)
		head.earlier = *earlier;
	unit_begin(unit, &head);
	for (; *kept != NULL; kept++) {
		unit_kept(unit, *kept);
		unit_withhold(unit, "2. (C//NF) He named a price.\n");
	}
	const struct manifest_tail tail = unit_tail(unit);
	unit_finish(unit, &tail);
}

struct said {
	bool complete;
	size_t fresh;
	uint64_t bytes;
	struct earlier_range first;
};

/* The later release held against the earlier one. */
static struct said
compare(const char *const *before, const char *const *after, bool with_output)
{
	struct release_unit old, new;
	struct earlier earlier;
	struct said said = { .complete = false };
	release_of(&old, NULL, before);
	struct memory m = { .bytes = buf_slice(&old.manifest) };
	struct slice output = with_output ? buf_slice(&old.output) : slice_of(NULL, 0);
	assert_ok(earlier_read(&earlier, (struct tl_reader){ &m, memory_read }, output, NULL));
	assert_true(digest_equal(&earlier.name.digest, &old.digest));
	release_of(&new, &earlier.name, after);
	uint64_t offset = 0;
	for (; *after != NULL; after++) {
		struct slice piece = slice_str(*after);
		struct digest digest = unit_sha384(piece);
		assert_ok(earlier_see_kept(&earlier, offset, piece.len, &digest, piece, NULL));
		offset += piece.len;
	}
	said.complete = earlier_is_complete(&earlier);
	said.fresh = earlier_fresh_count(&earlier);
	said.bytes = earlier.fresh_bytes;
	if (said.fresh > 0)
		said.first = earlier_fresh_at(&earlier, 0);
	earlier_release(&earlier);
	unit_release(&old);
	unit_release(&new);
	return said;
}

#define LIST(...)                                                                                  \
	(const char *const[])                                                                      \
	{                                                                                          \
		__VA_ARGS__, NULL                                                                  \
	}

/* F-28 */
TEST(the_same_release_again_has_nothing_new)
{
	for (int output = 0; output < 2; output++) {
		struct said said = compare(LIST("one\n", "two\n"), LIST("one\n", "two\n"), output);
		assert_true(said.complete);
		assert_int_equal(said.fresh, 0);
	}
}

TEST(what_is_new_is_named_by_its_place)
{
	for (int output = 0; output < 2; output++) {
		struct said said =
		    compare(LIST("one\n", "two\n"), LIST("one\n", "new\n", "two\n"), output);
		assert_true(said.complete);
		assert_int_equal(said.fresh, 1);
		assert_int_equal(said.first.offset, 4);
		assert_int_equal(said.first.length, 4);
	}
}

TEST(new_pieces_that_touch_are_one_run)
{
	struct said said = compare(LIST("one\n"), LIST("new\n", "newer\n", "one\n"), false);
	assert_true(said.complete);
	assert_int_equal(said.fresh, 1);
	assert_int_equal(said.bytes, 10);
}

TEST(what_was_taken_back_is_missed)
{
	for (int output = 0; output < 2; output++) {
		assert_false(compare(LIST("one\n", "two\n"), LIST("one\n"), output).complete);
		assert_false(compare(LIST("one\n", "two\n"), LIST("two\n"), output).complete);
		assert_false(
		    compare(LIST("one\n", "two\n"), LIST("one\n", "twO\n"), output).complete);
	}
}

TEST(another_order_is_not_the_same)
{
	for (int output = 0; output < 2; output++)
		assert_false(
		    compare(LIST("one\n", "two\n"), LIST("two\n", "one\n"), output).complete);
}

TEST(two_equal_pieces_must_both_be_there)
{
	for (int output = 0; output < 2; output++) {
		assert_false(
		    compare(LIST("one\n", "one\n"), LIST("one\n", "new\n"), output).complete);
		assert_true(compare(LIST("one\n", "one\n"), LIST("one\n", "new\n", "one\n"), output)
				.complete);
	}
}

TEST(a_part_of_a_larger_piece_is_found_only_with_the_earlier_output)
{
	const char *const *before = LIST("The first half.\n", "The end.\n");
	const char *const *after = LIST("\nThe first half. The second half.\n", "The end.\n");
	assert_false(compare(before, after, false).complete);
	struct said said = compare(before, after, true);
	assert_true(said.complete);
	assert_int_equal(said.fresh, 1);
	assert_int_equal(said.first.offset, 16);
	assert_int_equal(said.first.length, 18);
}

TEST(two_earlier_pieces_may_be_inside_of_one)
{
	assert_true(compare(LIST("alpha", "omega"), LIST("alpha beta omega\n"), true).complete);
	assert_false(compare(LIST("omega", "alpha"), LIST("alpha beta omega\n"), true).complete);
	assert_false(compare(LIST("alpha", "alpha"), LIST("alpha beta omega\n"), true).complete);
}

TEST(a_piece_must_not_be_spread_over_two)
{
	assert_false(compare(LIST("alpha beta"), LIST("alpha ", "beta"), true).complete);
}

TEST(an_earlier_output_that_was_changed_is_refused)
{
	struct release_unit old;
	struct earlier earlier;
	struct tl_error e = { 0 };
	release_of(&old, NULL, LIST("one\n", "two\n"));
	struct memory m = { .bytes = buf_slice(&old.manifest) };
	old.output.ptr[0] ^= 1;
	assert_int_equal(earlier_read(&earlier, (struct tl_reader){ &m, memory_read },
			     buf_slice(&old.output), &e),
	    TL_NO);
	assert_int_equal(earlier.reason, EARLIER_MANIFEST);
	assert_non_null(earlier.text);
	earlier_release(&earlier);
	unit_release(&old);
}

TEST(what_is_no_manifest_is_no_earlier_one)
{
	struct earlier earlier;
	struct memory m = { .bytes = slice_str("<manifest/>\n") };
	assert_int_equal(
	    earlier_read(&earlier, (struct tl_reader){ &m, memory_read }, slice_of(NULL, 0), NULL),
	    TL_NO);
	assert_int_equal(earlier.reason, EARLIER_MANIFEST);
	earlier_release(&earlier);
}

/* A manifest read without its output is never taken for a fitting one. */
TEST(a_manifest_read_alone_fits_nothing)
{
	struct release_unit old;
	struct manifest_verdict verdict;
	struct digest digest;
	release_of(&old, NULL, LIST("one\n"));
	struct memory m = { .bytes = buf_slice(&old.manifest) };
	assert_ok(
	    manifest_read((struct tl_reader){ &m, memory_read }, NULL, &verdict, &digest, NULL));
	assert_int_equal(verdict.reason, MANIFEST_ALONE);
	assert_true(digest_equal(&digest, &old.digest));
	unit_release(&old);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_same_release_again_has_nothing_new),
		cmocka_unit_test(what_is_new_is_named_by_its_place),
		cmocka_unit_test(new_pieces_that_touch_are_one_run),
		cmocka_unit_test(what_was_taken_back_is_missed),
		cmocka_unit_test(another_order_is_not_the_same),
		cmocka_unit_test(two_equal_pieces_must_both_be_there),
		cmocka_unit_test(a_part_of_a_larger_piece_is_found_only_with_the_earlier_output),
		cmocka_unit_test(two_earlier_pieces_may_be_inside_of_one),
		cmocka_unit_test(a_piece_must_not_be_spread_over_two),
		cmocka_unit_test(an_earlier_output_that_was_changed_is_refused),
		cmocka_unit_test(what_is_no_manifest_is_no_earlier_one),
		cmocka_unit_test(a_manifest_read_alone_fits_nothing),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
