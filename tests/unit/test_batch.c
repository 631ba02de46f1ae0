#include "unit.h"

#include "manifest/batch.h"

#define LEAVES 70

TEST(every_leaf_of_every_batch_has_its_path)
{
	struct hasher hasher;
	struct digest leaves[LEAVES], work[LEAVES], root, climbed;
	assert_ok(hasher_init(&hasher, NULL));
	for (unsigned char i = 0; i < LEAVES; i++)
		assert_ok(
		    tree_leaf(&hasher, slice_str("leaf "), slice_of(&i, 1), &leaves[i], NULL));
	for (size_t count = 1; count <= LEAVES; count++) {
		struct batch_tree tree;
		struct tree_path path;
		memcpy(work, leaves, sizeof work);
		assert_ok(tree_root(&hasher, work, count, NULL, &root, NULL));
		assert_ok(batch_tree_build(&tree, &hasher, leaves, count, NULL));
		assert_true(digest_equal(batch_tree_root(&tree), &root));
		for (size_t i = 0; i < count; i++) {
			batch_tree_path(&tree, i, &path);
			assert_ok(tree_climb(&hasher, &leaves[i], &path, count, &climbed, NULL));
			assert_true(digest_equal(&root, &climbed));
		}
		batch_tree_release(&tree);
	}
	hasher_release(&hasher);
}

/* Three documents, the second is ours. */
struct world {
	struct digest leaves[3];
	struct buf batch, proof;
};

static void
make(struct world *w)
{
	struct batch batch = { .leaves = 3, .created = "2026-11-24T11:08:48Z" };
	struct batch_tree tree;
	struct tree_path path;
	struct hasher hasher;
	*w = (struct world){ .leaves = { { { 1 } }, { { 2 } }, { { 3 } } } };
	assert_ok(hasher_init(&hasher, NULL));
	assert_ok(batch_tree_build(&tree, &hasher, w->leaves, 3, NULL));
	batch.root = *batch_tree_root(&tree);
	batch_tree_path(&tree, 1, &path);
	buf_init(&w->batch, BATCH_FILE_MAX);
	buf_init(&w->proof, BATCH_PROOF_MAX);
	assert_ok(batch_print(&w->batch, &batch, NULL));
	assert_ok(batch_proof_print(&w->proof, &path, NULL));
	batch_tree_release(&tree);
	hasher_release(&hasher);
}

static void
drop(struct world *w)
{
	buf_release(&w->batch);
	buf_release(&w->proof);
}

TEST(a_batch_holds_its_manifest_and_no_other)
{
	struct world w;
	struct batch_verdict verdict;
	make(&w);
	assert_ok(
	    batch_check(buf_slice(&w.batch), buf_slice(&w.proof), &w.leaves[1], &verdict, NULL));
	assert_int_equal(verdict.reason, BATCH_GOOD);
	assert_int_equal(verdict.index, 1);
	assert_int_equal(verdict.leaves, 3);
	for (size_t i = 0; i < 3; i += 2) {
		assert_int_equal(batch_check(buf_slice(&w.batch), buf_slice(&w.proof), &w.leaves[i],
				     &verdict, NULL),
		    TL_NO);
		assert_int_equal(verdict.reason, BATCH_OTHER);
	}
	drop(&w);
}

TEST(a_file_that_is_no_batch_or_no_proof_is_refused_with_its_reason)
{
	struct world w;
	struct batch_verdict verdict;
	make(&w);
	assert_int_equal(
	    batch_check(slice_str("<batch/>\n"), buf_slice(&w.proof), &w.leaves[1], &verdict, NULL),
	    TL_NO);
	assert_int_equal(verdict.reason, BATCH_FORM);
	assert_int_equal(
	    batch_check(buf_slice(&w.batch), slice_of(NULL, 0), &w.leaves[1], &verdict, NULL),
	    TL_NO);
	assert_int_equal(verdict.reason, BATCH_PROOF_FORM);
	drop(&w);
}

/* The digest that the seal is over covers what the tree does not: the time. */
TEST(every_changed_byte_and_every_cut_of_a_batch_is_another_or_none)
{
	struct world w;
	struct batch_verdict verdict;
	make(&w);
	assert_ok(
	    batch_check(buf_slice(&w.batch), buf_slice(&w.proof), &w.leaves[1], &verdict, NULL));
	struct digest honest = verdict.digest;
	struct buf *const files[] = { &w.batch, &w.proof };
	for (size_t f = 0; f < 2; f++)
		for (size_t i = 0; i < files[f]->len; i++) {
			size_t len = files[f]->len;
			files[f]->len = i;
			assert_int_equal(batch_check(buf_slice(&w.batch), buf_slice(&w.proof),
					     &w.leaves[1], &verdict, NULL),
			    TL_NO);
			files[f]->len = len;
			for (unsigned bit = 0; bit < 8; bit++) {
				files[f]->ptr[i] ^= (unsigned char)(1U << bit);
				tl_status status = batch_check(buf_slice(&w.batch),
				    buf_slice(&w.proof), &w.leaves[1], &verdict, NULL);
				if (status == TL_OK)
					assert_false(digest_equal(&honest, &verdict.digest));
				if (f == 1)
					assert_int_equal(status, TL_NO);
				files[f]->ptr[i] ^= (unsigned char)(1U << bit);
			}
		}
	drop(&w);
}

TEST(a_refusal_says_its_place_and_a_salt_and_nothing_else)
{
	static const unsigned char salt[BATCH_SALT_SIZE] = { 0xab };
	struct buf text;
	buf_init(&text, 1 << 10);
	assert_ok(batch_refusal_print(&text, 12, salt, NULL));
	assert_slice(buf_slice(&text),
	    "tearline-refused-v1 12 "
	    "ab00000000000000000000000000000000000000000000000000000000000000\n");
	buf_release(&text);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_leaf_of_every_batch_has_its_path),
		cmocka_unit_test(a_batch_holds_its_manifest_and_no_other),
		cmocka_unit_test(a_file_that_is_no_batch_or_no_proof_is_refused_with_its_reason),
		cmocka_unit_test(every_changed_byte_and_every_cut_of_a_batch_is_another_or_none),
		cmocka_unit_test(a_refusal_says_its_place_and_a_salt_and_nothing_else),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
