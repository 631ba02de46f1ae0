#include "unit.h"

#include "manifest/tree.h"

#define LEAVES 70

/* MTH of RFC 9162 §2.1.1, word by word. The recursion is at most seven deep. */
static struct digest
mth(struct hasher *hasher, const struct digest *leaves, size_t count)
{
	struct digest digest;
	unsigned char text[1 + 2 * DIGEST_SIZE] = { 1 };
	if (count == 0) {
		assert_ok(hasher_digest(hasher, slice_of(NULL, 0), &digest, NULL));
		return digest;
	}
	if (count == 1)
		return leaves[0];
	size_t k = 1;
	while (2 * k < count)
		k *= 2;
	struct digest left = mth(hasher, leaves, k), right = mth(hasher, leaves + k, count - k);
	memcpy(text + 1, left.bytes, DIGEST_SIZE);
	memcpy(text + 1 + DIGEST_SIZE, right.bytes, DIGEST_SIZE);
	assert_ok(hasher_digest(hasher, slice_of(text, sizeof text), &digest, NULL));
	return digest;
}

static void
make_leaves(struct hasher *hasher, struct digest *leaves)
{
	for (unsigned char i = 0; i < LEAVES; i++)
		assert_ok(tree_leaf(hasher, slice_str("leaf "), slice_of(&i, 1), &leaves[i], NULL));
}

TEST(the_root_is_that_of_rfc_9162_for_any_number_of_leaves)
{
	struct hasher hasher;
	struct digest leaves[LEAVES], work[LEAVES], root;
	assert_ok(hasher_init(&hasher, NULL));
	make_leaves(&hasher, leaves);
	for (size_t count = 0; count <= LEAVES; count++) {
		memcpy(work, leaves, sizeof work);
		assert_ok(tree_root(&hasher, work, count, NULL, &root, NULL));
		struct digest expected = mth(&hasher, leaves, count);
		assert_memory_equal(root.bytes, expected.bytes, DIGEST_SIZE);
	}
	hasher_release(&hasher);
}

/* RFC 9162 §2.1.1: an empty tree is the digest of nothing. printf '' | openssl dgst -sha384 */
TEST(an_empty_tree_is_the_digest_of_nothing)
{
	static const unsigned char expected[] = { 0x38, 0xb0, 0x60, 0xa7, 0x51, 0xac, 0x96, 0x38 };
	struct hasher hasher;
	struct digest root;
	assert_ok(hasher_init(&hasher, NULL));
	assert_ok(tree_root(&hasher, NULL, 0, NULL, &root, NULL));
	assert_memory_equal(root.bytes, expected, sizeof expected);
	hasher_release(&hasher);
}

TEST(every_path_of_every_tree_leads_to_its_root)
{
	struct hasher hasher;
	struct digest leaves[LEAVES], work[LEAVES], root, climbed;
	assert_ok(hasher_init(&hasher, NULL));
	make_leaves(&hasher, leaves);
	for (size_t count = 1; count <= LEAVES; count++)
		for (size_t i = 0; i < count; i++) {
			struct tree_path path = { .index = i };
			memcpy(work, leaves, sizeof work);
			assert_ok(tree_root(&hasher, work, count, &path, &root, NULL));
			assert_ok(tree_climb(&hasher, &leaves[i], &path, count, &climbed, NULL));
			assert_memory_equal(climbed.bytes, root.bytes, DIGEST_SIZE);
		}
	hasher_release(&hasher);
}

TEST(a_path_leads_nowhere_from_another_leaf_place_or_step)
{
	struct hasher hasher;
	struct digest leaves[LEAVES], work[LEAVES], root, climbed;
	struct tree_path path = { .index = 13 };
	assert_ok(hasher_init(&hasher, NULL));
	make_leaves(&hasher, leaves);
	memcpy(work, leaves, sizeof work);
	assert_ok(tree_root(&hasher, work, 32, &path, &root, NULL));
	assert_int_equal(path.depth, 5);

	assert_ok(tree_climb(&hasher, &leaves[14], &path, 32, &climbed, NULL));
	assert_false(digest_equal(&climbed, &root));
	for (uint64_t index = 0; index < 32; index++) {
		struct tree_path moved = path;
		moved.index = index;
		assert_ok(tree_climb(&hasher, &leaves[13], &moved, 32, &climbed, NULL));
		assert_int_equal(digest_equal(&climbed, &root), index == 13);
	}
	for (size_t step = 0; step < path.depth; step++) {
		struct tree_path changed = path;
		changed.steps[step].bytes[47] ^= 1;
		assert_ok(tree_climb(&hasher, &leaves[13], &changed, 32, &climbed, NULL));
		assert_false(digest_equal(&climbed, &root));
	}
	hasher_release(&hasher);
}

static void
refuse(struct hasher *hasher, const struct tree_path *path, uint64_t count)
{
	struct digest leaf = { { 1 } }, root, zero = { { 0 } };
	struct tl_error e = { 0 };
	assert_int_equal(tree_climb(hasher, &leaf, path, count, &root, &e), TL_NO);
	assert_int_equal(e.status, TL_NO);
	assert_true(digest_equal(&root, &zero));
}

/* RFC 9162 §2.1.3.2, steps 1, 4.1 and 5. */
TEST(a_path_of_the_wrong_length_or_place_is_refused)
{
	struct hasher hasher;
	struct tree_path path = { .index = 5, .depth = 3 };
	struct digest leaf = { { 1 } }, root;
	assert_ok(hasher_init(&hasher, NULL));
	assert_ok(tree_climb(&hasher, &leaf, &path, 8, &root, NULL));
	path.depth = 2;
	refuse(&hasher, &path, 8);
	path.depth = 4;
	refuse(&hasher, &path, 8);
	path.depth = TREE_DEPTH_MAX + 1;
	refuse(&hasher, &path, 8);
	path = (struct tree_path){ .index = 8, .depth = 3 };
	refuse(&hasher, &path, 8);
	path = (struct tree_path){ .index = 0, .depth = 0 };
	refuse(&hasher, &path, 0);
	path = (struct tree_path){ .index = 0, .depth = 1 };
	refuse(&hasher, &path, 1);
	hasher_release(&hasher);
}

/* RFC 9162 §2.1.1: domain separation. */
TEST(a_leaf_with_the_content_of_a_node_is_another_digest)
{
	struct hasher hasher;
	struct digest a = { { 1 } }, b = { { 2 } }, node, leaf;
	assert_ok(hasher_init(&hasher, NULL));
	assert_ok(tree_node(&hasher, &a, &b, &node, NULL));
	assert_ok(tree_leaf(
	    &hasher, slice_of(a.bytes, DIGEST_SIZE), slice_of(b.bytes, DIGEST_SIZE), &leaf, NULL));
	assert_false(digest_equal(&node, &leaf));
	hasher_release(&hasher);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_root_is_that_of_rfc_9162_for_any_number_of_leaves),
		cmocka_unit_test(an_empty_tree_is_the_digest_of_nothing),
		cmocka_unit_test(every_path_of_every_tree_leads_to_its_root),
		cmocka_unit_test(a_path_leads_nowhere_from_another_leaf_place_or_step),
		cmocka_unit_test(a_path_of_the_wrong_length_or_place_is_refused),
		cmocka_unit_test(a_leaf_with_the_content_of_a_node_is_another_digest),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
