#include "unit.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/buf.h"
#include "manifest/gap.h"

static const unsigned char seed[SEED_SIZE] = "a seed of thirty-two bytes, yes.";

struct kit {
	struct draw draw;
	struct hasher hasher;
	struct gap gap;
};

static void
kit_init(struct kit *kit)
{
	assert_ok(draw_init(&kit->draw, seed, NULL));
	assert_ok(hasher_init(&kit->hasher, NULL));
	gap_init(&kit->gap);
}

static void
kit_release(struct kit *kit)
{
	draw_release(&kit->draw);
	hasher_release(&kit->hasher);
	gap_release(&kit->gap);
}

static void
number_piece(size_t number, char descriptor[32], char body[32])
{
	(void)snprintf(descriptor, 32, "descriptor %zu", number);
	(void)snprintf(body, 32, "body %zu", number);
}

/* `proof`, where not NULL, says which leaf of piece `wanted` is opened. */
static struct digest
gap_of(struct kit *kit, size_t pieces, size_t wanted, struct gap_proof *proof)
{
	struct digest commitment;
	struct gap_trace trace = { .leaves = 0 };
	struct gap_trace *traced = proof != NULL ? &trace : NULL;
	assert_ok(gap_begin(&kit->gap, &kit->draw, NULL));
	for (size_t i = 0; i < pieces; i++) {
		char descriptor[32], body[32];
		number_piece(i, descriptor, body);
		assert_ok(gap_add(&kit->gap, &kit->draw, &kit->hasher, slice_str(descriptor),
		    slice_str(body), traced, NULL));
	}
	assert_ok(gap_close(&kit->gap, &kit->draw, &kit->hasher, traced, &commitment, NULL));
	if (proof != NULL)
		gap_trace_open(&trace, wanted, proof->leaf, proof);
	gap_trace_clear(&trace);
	return commitment;
}

/* --- the construction again, from docs/manifest.md, without a line of src/manifest ---------------------------- */

struct again {
	unsigned char stream[1 << 16];
	size_t at;
	struct hasher hasher;
};

static const unsigned char *
again_draw(struct again *again, size_t len)
{
	assert_true(again->at + len <= sizeof again->stream);
	again->at += len;
	return again->stream + again->at - len;
}

static struct digest
again_hash(struct again *again, const char *tag, size_t tag_len, const void *a, size_t a_len,
    const void *b, size_t b_len)
{
	unsigned char text[256];
	struct digest digest;
	assert_true(tag_len + a_len + b_len <= sizeof text);
	memcpy(text, tag, tag_len);
	memcpy(text + tag_len, a, a_len);
	memcpy(text + tag_len + a_len, b, b_len);
	assert_ok(
	    hasher_digest(&again->hasher, slice_of(text, tag_len + a_len + b_len), &digest, NULL));
	return digest;
}

static struct digest
again_node(struct again *again, const struct digest *left, const struct digest *right)
{
	return again_hash(again, "\1", 1, left, DIGEST_SIZE, right, DIGEST_SIZE);
}

static size_t
again_leaves(struct again *again, size_t pieces, struct digest *leaves)
{
	size_t count = 0;
	for (size_t i = 0; i < pieces; i++) {
		char descriptor[32], body[32];
		number_piece(i, descriptor, body);
		const unsigned char *salts = again_draw(again, 64);
		leaves[count++] = again_hash(again, "\0tearline-descriptor-v1\n", 24, salts, 32,
		    descriptor, strlen(descriptor));
		leaves[count++] = again_hash(
		    again, "\0tearline-body-v1\n", 18, salts + 32, 32, body, strlen(body));
	}
	while ((count & (count - 1)) != 0)
		memcpy(leaves[count++].bytes, again_draw(again, DIGEST_SIZE), DIGEST_SIZE);
	return count;
}

static void
again_shuffle(struct again *again, struct digest *leaves, size_t count)
{
	for (size_t i = count - 1; i >= 1; i--) {
		uint64_t x, bound = i + 1;
		do {
			const unsigned char *b = again_draw(again, 4);
			x = (uint64_t)b[0] << 24 | (uint64_t)b[1] << 16 | (uint64_t)b[2] << 8 |
			    b[3];
		} while (x >= 0x100000000u / bound * bound);
		struct digest held = leaves[i];
		leaves[i] = leaves[x % bound];
		leaves[x % bound] = held;
	}
}

static struct digest
again_root(struct again *again, size_t pieces)
{
	struct digest leaves[256];
	size_t levels = 0, count = again_leaves(again, pieces, leaves);
	again_shuffle(again, leaves, count);
	for (; count > 1; count /= 2, levels++)
		for (size_t i = 0; i < count; i += 2)
			leaves[i / 2] = again_node(again, &leaves[i], &leaves[i + 1]);
	for (; levels < 5; levels++) {
		struct digest sibling;
		memcpy(sibling.bytes, again_draw(again, DIGEST_SIZE), DIGEST_SIZE);
		bool left = *again_draw(again, 1) & 1;
		leaves[0] = left ? again_node(again, &sibling, &leaves[0])
				 : again_node(again, &leaves[0], &sibling);
	}
	return leaves[0];
}

static struct digest
again_gap(struct again *again, size_t pieces)
{
	struct digest root;
	const unsigned char *salt = again_draw(again, 32);
	if (pieces == 0)
		memcpy(root.bytes, again_draw(again, DIGEST_SIZE), DIGEST_SIZE);
	else
		root = again_root(again, pieces);
	return again_hash(again, "tearline-gap-v1\n", 16, salt, 32, &root, DIGEST_SIZE);
}

static void
again_init(struct again *again)
{
	struct keystream stream;
	memset(again, 0, sizeof *again);
	assert_ok(hasher_init(&again->hasher, NULL));
	assert_ok(keystream_init(&stream, seed, NULL));
	assert_ok(keystream_read(&stream, again->stream, sizeof again->stream, NULL));
	keystream_release(&stream);
}

/* F-3, F-4, F-5 */
TEST(gaps_are_what_the_page_says_draw_by_draw)
{
	static const size_t sizes[] = { 0, 1, 0, 0, 2, 3, 7, 8, 15, 16, 17, 40, 100, 0, 1 };
	struct kit kit;
	struct again *again = malloc(sizeof *again);
	assert_non_null(again);
	again_init(again);
	kit_init(&kit);
	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
		struct digest expected = again_gap(again, sizes[i]);
		struct digest got = gap_of(&kit, sizes[i], 0, NULL);
		assert_memory_equal(got.bytes, expected.bytes, DIGEST_SIZE);
	}
	kit_release(&kit);
	hasher_release(&again->hasher);
	free(again);
}

static void
assert_hex(const struct digest *digest, const char *expected)
{
	struct buf hex;
	buf_init(&hex, 100);
	buf_add_hex(&hex, digest->bytes, DIGEST_SIZE);
	assert_slice(buf_slice(&hex), expected);
	buf_release(&hex);
}

/* Computed with openssl enc -aes-256-ctr and openssl dgst -sha384 from a shell; docs/manifest.md has the commands. */
TEST(an_empty_gap_is_what_the_openssl_program_computes)
{
	struct kit kit;
	kit_init(&kit);
	struct digest gap = gap_of(&kit, 0, 0, NULL);
	assert_hex(&gap,
	    "29a6faae31e92eca2ebc093c192676dccdfffbb7debb4c258261bcf352c316a676e5bf915e02ec62e7e42f72b0d9b45b");
	kit_release(&kit);
}

TEST(a_gap_of_one_piece_is_what_the_openssl_program_computes)
{
	struct kit kit;
	kit_init(&kit);
	struct digest gap = gap_of(&kit, 1, 0, NULL);
	assert_hex(&gap,
	    "7f972c8b70ebeb2ce90b9d2603568a3df7bc4b53d60a7ca7ce489dc0586b2d70b932c4a828dcd885c9d13d29389b0db7");
	kit_release(&kit);
}

/* F-6 */
TEST(every_leaf_of_up_to_sixteen_pieces_opens_with_five_steps)
{
	static const size_t sizes[] = { 1, 2, 7, 15, 16 };
	for (size_t s = 0; s < sizeof sizes / sizeof *sizes; s++)
		for (size_t leaf = 0; leaf < 2 * sizes[s]; leaf++) {
			struct kit kit;
			struct gap_proof proof = { .leaf = (enum gap_leaf)(leaf % 2) };
			struct gap_climb climbed;
			char texts[2][32];
			kit_init(&kit);
			struct digest gap = gap_of(&kit, sizes[s], leaf / 2, &proof);
			number_piece(leaf / 2, texts[0], texts[1]);
			assert_int_equal(proof.path.depth, GAP_DEPTH);
			assert_true(proof.path.index < 1u << GAP_DEPTH);
			assert_ok(gap_proof_climb(
			    &proof, slice_str(texts[leaf % 2]), &kit.hasher, &climbed, NULL));
			assert_true(digest_equal(&climbed.commitment, &gap));
			kit_release(&kit);
		}
}

TEST(a_larger_gap_opens_too)
{
	struct kit kit;
	struct gap_proof proof = { .leaf = GAP_BODY };
	struct gap_climb climbed;
	kit_init(&kit);
	struct digest gap = gap_of(&kit, 1000, 999, &proof);
	assert_int_equal(proof.path.depth, 11);
	assert_ok(gap_proof_climb(&proof, slice_str("body 999"), &kit.hasher, &climbed, NULL));
	assert_true(digest_equal(&climbed.commitment, &gap));
	kit_release(&kit);
}

TEST(a_proof_does_not_hold_for_anything_else)
{
	struct kit kit;
	struct gap_proof proof = { .leaf = GAP_DESCRIPTOR };
	struct gap_climb climbed;
	struct slice content = slice_str("descriptor 2");
	kit_init(&kit);
	struct digest gap = gap_of(&kit, 7, 2, &proof);
	assert_ok(gap_proof_climb(&proof, slice_str("descriptor 3"), &kit.hasher, &climbed, NULL));
	assert_false(digest_equal(&climbed.commitment, &gap));

	struct gap_proof other = proof;
	other.leaf = GAP_BODY;
	assert_ok(gap_proof_climb(&other, content, &kit.hasher, &climbed, NULL));
	assert_false(digest_equal(&climbed.commitment, &gap));
	other = proof;
	other.path.index ^= 4;
	assert_ok(gap_proof_climb(&other, content, &kit.hasher, &climbed, NULL));
	assert_false(digest_equal(&climbed.commitment, &gap));
	other = proof;
	other.gap_salt[31] ^= 1;
	assert_ok(gap_proof_climb(&other, content, &kit.hasher, &climbed, NULL));
	assert_false(digest_equal(&climbed.commitment, &gap));
	other = proof;
	other.leaf_salt[0] ^= 1;
	assert_ok(gap_proof_climb(&other, content, &kit.hasher, &climbed, NULL));
	assert_false(digest_equal(&climbed.commitment, &gap));
	kit_release(&kit);
}

/* A proof that begins one level up would open a node as if it were a leaf. */
TEST(a_proof_with_another_number_of_steps_is_refused)
{
	struct kit kit;
	struct gap_proof proof = { .leaf = GAP_DESCRIPTOR };
	struct gap_climb climbed, zero = { .leaf = { { 0 } } };
	kit_init(&kit);
	(void)gap_of(&kit, 3, 0, &proof);
	static const size_t depths[] = { 0, 4, TREE_DEPTH_MAX + 1 };
	for (size_t i = 0; i < 3; i++) {
		struct tl_error e = { 0 };
		proof.path.depth = depths[i];
		assert_int_equal(
		    gap_proof_climb(&proof, slice_str("x"), &kit.hasher, &climbed, &e), TL_NO);
		assert_memory_equal(&climbed, &zero, sizeof zero);
	}
	proof.path.depth = 5;
	proof.path.index = 32;
	struct tl_error e = { 0 };
	assert_int_equal(gap_proof_climb(&proof, slice_str("x"), &kit.hasher, &climbed, &e), TL_NO);
	kit_release(&kit);
}

/* Where a leaf lands must not tell that it was the first or the last. 640 places into 32: chi squared with 31 degrees
 * of freedom is under 62 in all but one of a thousand seeds, and this seed is fixed. */
TEST(leaves_land_everywhere)
{
	struct kit kit;
	size_t seen[32] = { 0 };
	kit_init(&kit);
	for (size_t i = 0; i < 640; i++) {
		struct gap_proof proof = { .leaf = GAP_DESCRIPTOR };
		(void)gap_of(&kit, i % 16 + 1, 0, &proof);
		seen[proof.path.index]++;
	}
	size_t squares = 0;
	for (size_t i = 0; i < 32; i++)
		squares += seen[i] * seen[i];
	assert_in_range(squares / 20 - 640, 5, 62);
	kit_release(&kit);
}

TEST(equal_texts_give_different_gaps)
{
	struct kit kit;
	kit_init(&kit);
	struct digest first = gap_of(&kit, 1, 0, NULL), second = gap_of(&kit, 1, 0, NULL);
	assert_false(digest_equal(&first, &second));
	kit_release(&kit);
}

TEST(numbers_are_drawn_without_bias_and_below_their_bound)
{
	struct draw draw;
	size_t seen[3] = { 0 };
	uint32_t number;
	assert_ok(draw_init(&draw, seed, NULL));
	for (size_t i = 0; i < 30000; i++) {
		assert_ok(draw_below(&draw, 3, &number, NULL));
		assert_true(number < 3);
		seen[number]++;
	}
	for (size_t i = 0; i < 3; i++)
		assert_in_range(seen[i], 9700, 10300);
	assert_ok(draw_below(&draw, 1, &number, NULL));
	assert_int_equal(number, 0);
	draw_release(&draw);
}

/* 2^31 + 1 leaves nearly half of all numbers over: whoever forgets to draw again is seen at once. */
TEST(what_does_not_divide_evenly_is_drawn_again)
{
	struct draw draw;
	struct keystream stream;
	unsigned char raw[64];
	uint32_t number, bound = (UINT32_C(1) << 31) + 1;
	size_t at = 0;
	assert_ok(draw_init(&draw, seed, NULL));
	assert_ok(keystream_init(&stream, seed, NULL));
	assert_ok(keystream_read(&stream, raw, sizeof raw, NULL));
	bool again = false;
	for (size_t i = 0; i < 4; i++) {
		assert_ok(draw_below(&draw, bound, &number, NULL));
		while (raw[at] > 0x80 ||
		    (raw[at] == 0x80 && (raw[at + 1] | raw[at + 2] | raw[at + 3]) != 0)) {
			at += 4;
			again = true;
		}
		assert_int_equal(number,
		    (uint32_t)raw[at] << 24 | (uint32_t)raw[at + 1] << 16 |
			(uint32_t)raw[at + 2] << 8 | raw[at + 3]);
		at += 4;
	}
	assert_true(again);
	keystream_release(&stream);
	draw_release(&draw);
}

TEST(the_stream_is_the_same_in_pieces_and_as_a_whole)
{
	static unsigned char whole[3 * DRAW_BLOCK], pieces[3 * DRAW_BLOCK];
	struct draw draw;
	assert_ok(draw_init(&draw, seed, NULL));
	assert_ok(draw_bytes(&draw, whole, sizeof whole, NULL));
	draw_release(&draw);
	assert_ok(draw_init(&draw, seed, NULL));
	for (size_t at = 0, step = 1; at < sizeof pieces; step = step % 97 + 1) {
		size_t len = step < sizeof pieces - at ? step : sizeof pieces - at;
		assert_ok(draw_bytes(&draw, pieces + at, len, NULL));
		at += len;
	}
	draw_release(&draw);
	assert_memory_equal(pieces, whole, sizeof whole);
}

TEST(a_gap_that_is_passed_over_takes_what_a_gap_that_is_made_takes)
{
	static const size_t counts[] = { 0, 1, 2, 3, 8, 15, 16, 17, 33, 500 };
	for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
		struct kit made, passed;
		unsigned char next[2][64];
		kit_init(&made);
		kit_init(&passed);
		(void)gap_of(&made, counts[i], 0, NULL);
		assert_ok(gap_begin(&passed.gap, &passed.draw, NULL));
		for (size_t piece = 0; piece < counts[i]; piece++)
			assert_ok(gap_pass_add(&passed.gap, &passed.draw, NULL));
		assert_ok(gap_pass_close(&passed.gap, &passed.draw, NULL));
		assert_ok(draw_bytes(&made.draw, next[0], sizeof next[0], NULL));
		assert_ok(draw_bytes(&passed.draw, next[1], sizeof next[1], NULL));
		assert_memory_equal(next[0], next[1], sizeof next[0]);
		kit_release(&made);
		kit_release(&passed);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(gaps_are_what_the_page_says_draw_by_draw),
		cmocka_unit_test(an_empty_gap_is_what_the_openssl_program_computes),
		cmocka_unit_test(a_gap_of_one_piece_is_what_the_openssl_program_computes),
		cmocka_unit_test(every_leaf_of_up_to_sixteen_pieces_opens_with_five_steps),
		cmocka_unit_test(a_larger_gap_opens_too),
		cmocka_unit_test(a_proof_does_not_hold_for_anything_else),
		cmocka_unit_test(a_proof_with_another_number_of_steps_is_refused),
		cmocka_unit_test(a_gap_that_is_passed_over_takes_what_a_gap_that_is_made_takes),
		cmocka_unit_test(leaves_land_everywhere),
		cmocka_unit_test(equal_texts_give_different_gaps),
		cmocka_unit_test(numbers_are_drawn_without_bias_and_below_their_bound),
		cmocka_unit_test(what_does_not_divide_evenly_is_drawn_again),
		cmocka_unit_test(the_stream_is_the_same_in_pieces_and_as_a_whole),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
