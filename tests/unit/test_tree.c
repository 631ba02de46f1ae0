#include "unit.h"

#include <stdio.h>

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

/* The vectors of the first certificate logs (RFC 6962), SHA-256: eight leaves, the root after each, and proofs. */
static const char *const ct_leaves[8] = { "", "\x00", "\x10", "\x20\x21", "\x30\x31", "@ABC",
	"PQRSTUVW", "`abcdefghijklmno" };
static const size_t ct_lengths[8] = { 0, 1, 1, 2, 2, 4, 8, 16 };
static const char *const ct_roots[8] = {
	"6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
	"fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
	"aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
	"d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
	"4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
	"76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
	"ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
	"5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
};
/* From 6 to 8. */
static const char *const ct_consistency[3] = {
	"0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
	"ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
	"d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
};
/* Of the first leaf in 8; also from 1 to 8. */
static const char *const ct_inclusion[3] = {
	"96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
	"5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
	"6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
};

static struct digest
from_hex(const char *hex)
{
	struct digest digest = { { 0 } };
	for (size_t i = 0; i < SHA256_SIZE; i++) {
		unsigned byte;
		assert_int_equal(sscanf(hex + 2 * i, "%2x", &byte), 1);
		digest.bytes[i] = (unsigned char)byte;
	}
	return digest;
}

static struct tree_path
path_of(const char *const *steps, size_t depth)
{
	struct tree_path path = { .depth = depth };
	for (size_t i = 0; i < depth; i++)
		path.steps[i] = from_hex(steps[i]);
	return path;
}

TEST(roots_and_paths_are_those_of_certificate_transparency)
{
	struct hasher hasher;
	struct digest leaves[8], work[8], root, climbed;
	assert_ok(hasher_init_sha256(&hasher, NULL));
	for (size_t i = 0; i < 8; i++) {
		assert_ok(tree_leaf(&hasher, slice_of(ct_leaves[i], ct_lengths[i]),
		    slice_of(NULL, 0), &leaves[i], NULL));
		memcpy(work, leaves, sizeof work);
		assert_ok(tree_root(&hasher, work, i + 1, NULL, &root, NULL));
		struct digest expected = from_hex(ct_roots[i]);
		assert_true(digest_equal(&root, &expected));
	}
	struct tree_path path = path_of(ct_inclusion, 3);
	assert_ok(tree_climb(&hasher, &leaves[0], &path, 8, &climbed, NULL));
	assert_true(digest_equal(&root, &climbed));
	hasher_release(&hasher);
}

/* RFC 9162 §2.1.4.2 */
TEST(consistency_is_that_of_certificate_transparency)
{
	struct hasher hasher;
	struct digest six = from_hex(ct_roots[5]), eight = from_hex(ct_roots[7]),
		      one = from_hex(ct_roots[0]), none = { { 0 } };
	struct tree_path path = path_of(ct_consistency, 3), first = path_of(ct_inclusion, 3);
	struct tree_path empty = { .depth = 0 };
	assert_ok(hasher_init_sha256(&hasher, NULL));
	assert_ok(tree_consistent(&hasher, &path, 6, &six, 8, &eight, NULL));
	assert_ok(tree_consistent(&hasher, &first, 1, &one, 8, &eight, NULL));
	assert_ok(tree_consistent(&hasher, &empty, 8, &eight, 8, &eight, NULL));
	assert_ok(tree_consistent(&hasher, &empty, 0, &none, 8, &eight, NULL));
	hasher_release(&hasher);
}

TEST(what_is_not_consistent_is_refused)
{
	struct hasher hasher;
	struct digest six = from_hex(ct_roots[5]), eight = from_hex(ct_roots[7]);
	struct tree_path path = path_of(ct_consistency, 3), empty = { .depth = 0 };
	assert_ok(hasher_init_sha256(&hasher, NULL));
	for (uint64_t old = 0; old < 10; old++)
		if (old != 6)
			assert_int_equal(
			    tree_consistent(&hasher, &path, old, &six, 8, &eight, NULL), TL_NO);
	/* Trees of 7 and of 8 leaves have this path in common; it is the signed checkpoint that binds size and root. */
	for (uint64_t size = 0; size < 20; size++)
		if (size != 7 && size != 8)
			assert_int_equal(
			    tree_consistent(&hasher, &path, 6, &six, size, &eight, NULL), TL_NO);
	assert_int_equal(tree_consistent(&hasher, &path, 6, &eight, 8, &eight, NULL), TL_NO);
	assert_int_equal(tree_consistent(&hasher, &path, 6, &six, 8, &six, NULL), TL_NO);
	assert_int_equal(tree_consistent(&hasher, &empty, 6, &six, 8, &eight, NULL), TL_NO);
	assert_int_equal(tree_consistent(&hasher, &empty, 8, &six, 8, &eight, NULL), TL_NO);
	path.depth = 2;
	assert_int_equal(tree_consistent(&hasher, &path, 6, &six, 8, &eight, NULL), TL_NO);
	path.depth = 4;
	assert_int_equal(tree_consistent(&hasher, &path, 6, &six, 8, &eight, NULL), TL_NO);
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
		cmocka_unit_test(roots_and_paths_are_those_of_certificate_transparency),
		cmocka_unit_test(consistency_is_that_of_certificate_transparency),
		cmocka_unit_test(what_is_not_consistent_is_refused),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
