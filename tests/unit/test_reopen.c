/* Nothing tells releases with 0, 1, 7 and 15 withheld pieces in a gap apart: the experiment of docs/manifest.md. */
#include "open_kit.h"

static const size_t sizes[] = { 0, 1, 7, 15 };
#define SIZES (sizeof sizes / sizeof *sizes)

/* One kept piece, and `count` withheld ones before it, under a seed of its own. */
static void
release_under(struct release_unit *unit, size_t count, unsigned char number)
{
	struct manifest_head head = unit_head();
	unsigned char seed[SEED_SIZE] = { number, 1 };
	head.source_digest.bytes[5] = number;
	buf_init(&unit->output, 1 << 20);
	buf_init(&unit->manifest, 1 << 20);
	unit->writer = malloc(sizeof *unit->writer);
	assert_non_null(unit->writer);
	assert_ok(manifest_writer_init(
	    unit->writer, &head, seed, (struct tl_sink){ &unit->manifest, memory_write }, NULL));
	for (size_t i = 0; i < count; i++)
		unit_withhold(unit, "2. (C//NF) He named a price.\n");
	unit_insert(unit, INSERT_SEPARATOR, "\n");
	unit_kept(unit, "3. (U) He left on Friday.\n");
	const struct manifest_tail tail = unit_tail(unit);
	unit_finish(unit, &tail);
}

/* Hexadecimal digits between quotes become x. */
static void
blank_hexadecimal(struct buf *text)
{
	bool quoted = false;
	size_t start = 0;
	for (size_t i = 0; i < text->len; i++) {
		if (text->ptr[i] != '"')
			continue;
		quoted = !quoted;
		if (quoted) {
			start = i + 1;
			continue;
		}
		size_t len = i - start;
		if (len == 2 * DIGEST_SIZE || len == 2 * FORM_ID_SIZE)
			memset(text->ptr + start, 'x', len);
	}
}

/* F-2 */
TEST(manifests_with_0_1_7_and_15_withheld_pieces_have_one_shape)
{
	struct buf first = { 0 };
	for (size_t s = 0; s < SIZES; s++)
		for (unsigned char seed = 0; seed < 8; seed++) {
			struct release_unit unit;
			release_under(&unit, sizes[s], seed);
			blank_hexadecimal(&unit.manifest);
			if (first.len == 0) {
				first = unit.manifest;
				buf_init(&unit.manifest, 1);
			} else {
				assert_int_equal(unit.manifest.len, first.len);
				assert_memory_equal(unit.manifest.ptr, first.ptr, first.len);
			}
			unit_release(&unit);
		}
	buf_release(&first);
}

/* A commitment is 384 bits of which each is as often set whether nothing or fifteen pieces stand behind it. Of 4 x 200
 * gaps, 384 counts each: chi squared with 384 degrees of freedom is below 480 in all but one of a thousand cases. */
TEST(the_bits_of_a_commitment_do_not_tell_what_is_behind_it)
{
	enum {
		SEEDS = 200
	};
	for (size_t s = 0; s < SIZES; s++) {
		size_t set[8 * DIGEST_SIZE] = { 0 };
		for (unsigned seed = 0; seed < SEEDS; seed++) {
			unsigned char bytes[SEED_SIZE] = { (unsigned char)seed, 2 };
			struct reopen r;
			struct salts salts;
			struct digest commitment;
			assert_ok(reopen_init(&r, bytes, &salts, NULL));
			assert_ok(reopen_begin(&r, 0, true, NULL));
			for (size_t i = 0; i < sizes[s]; i++)
				assert_ok(reopen_piece(
				    &r, slice_str("descriptor"), slice_str("body"), NULL));
			assert_ok(reopen_end(&r, &commitment, NULL));
			reopen_release(&r);
			for (size_t bit = 0; bit < 8 * DIGEST_SIZE; bit++)
				set[bit] += commitment.bytes[bit / 8] >> bit % 8 & 1;
		}
		double squares = 0;
		for (size_t bit = 0; bit < 8 * DIGEST_SIZE; bit++) {
			double off = (double)set[bit] - SEEDS / 2.0;
			squares += off * off / (SEEDS / 4.0);
		}
		assert_true(squares > 290 && squares < 480);
	}
}

static void
path_under(unsigned seed, size_t pieces, struct gap_proof *proof)
{
	unsigned char bytes[SEED_SIZE] = { (unsigned char)seed, (unsigned char)(seed >> 8), 3 };
	struct reopen r;
	struct salts salts;
	struct digest commitment;
	assert_ok(reopen_init(&r, bytes, &salts, NULL));
	assert_ok(reopen_begin(&r, 0, true, NULL));
	for (size_t i = 0; i < pieces; i++)
		assert_ok(reopen_piece(&r, slice_str("descriptor"), slice_str("body"), NULL));
	assert_ok(reopen_end(&r, &commitment, NULL));
	gap_trace_open(&r.trace, seed % 4 < 2 ? 0 : pieces - 1, (enum gap_leaf)(seed % 2), proof);
	reopen_release(&r);
}

/* F-6: five steps, each as often left as right, and all 32 ways as often, for 1, 7 and 15 pieces; the first or the last of
 * them, descriptor or body. Of 1280 paths into 32: chi squared with 31 degrees of freedom is below 62 in all but one of a
 * thousand cases. A side is left in half of 1280, five standard deviations are 90. The seeds are fixed: so is the answer. */
TEST(opened_paths_of_1_7_and_15_pieces_look_the_same)
{
	enum {
		PATHS = 1280
	};
	for (size_t s = 1; s < SIZES; s++) {
		size_t ways[1 << GAP_DEPTH] = { 0 }, left[GAP_DEPTH] = { 0 };
		for (unsigned seed = 0; seed < PATHS; seed++) {
			struct gap_proof proof;
			path_under(seed, sizes[s], &proof);
			assert_int_equal(proof.path.depth, GAP_DEPTH);
			ways[proof.path.index]++;
			for (size_t i = 0; i < GAP_DEPTH; i++)
				left[i] += proof.path.index >> i & 1;
		}
		double expected = (double)PATHS / (1 << GAP_DEPTH), squares = 0;
		for (size_t i = 0; i < 1 << GAP_DEPTH; i++) {
			double off = (double)ways[i] - expected;
			squares += off * off / expected;
		}
		assert_true(squares > 5 && squares < 62);
		for (size_t i = 0; i < GAP_DEPTH; i++)
			assert_in_range(left[i], PATHS / 2 - 90, PATHS / 2 + 90);
	}
}

TEST(proofs_of_equal_contents_have_one_size)
{
	static unsigned char line[FORM_LINE_MAX];
	struct hasher hasher;
	size_t expected[2] = { 0 };
	assert_ok(hasher_init(&hasher, NULL));
	for (size_t gap = 0; gap < OPEN_GAPS; gap++)
		for (size_t leaf = 0; leaf < 2 * open_counts[gap] && open_counts[gap] <= 16;
		     leaf++) {
			struct gap_proof proof;
			struct buf bytes;
			char body[64];
			enum gap_leaf kind = (enum gap_leaf)(leaf % 2);
			buf_init(&bytes, 1 << 20);
			open_leaf(gap, leaf / 2, kind, &proof);
			struct slice content = kind == GAP_BODY
			    ? slice_str("thirty bytes of a body of text")
			    : open_content(gap, leaf / 2, kind, body, line);
			assert_ok(opening_print(&bytes, 0, &proof, content, &hasher, NULL));
			if (expected[kind] == 0)
				expected[kind] = bytes.len;
			assert_int_equal(bytes.len, expected[kind]);
			buf_release(&bytes);
		}
	hasher_release(&hasher);
}

/* Every other gap is passed over, and the wanted one is what the writer made. */
TEST(a_gap_made_again_alone_is_the_one_in_the_manifest)
{
	struct release_unit unit;
	open_release(&unit);
	for (size_t gap = 0; gap < OPEN_GAPS; gap++) {
		struct reopen r;
		struct digest commitment;
		struct buf line;
		open_gap(&r, gap, &commitment);
		reopen_release(&r);
		buf_init(&line, 300);
		buf_add_hex(&line, commitment.bytes, DIGEST_SIZE);
		assert_non_null(memmem(unit.manifest.ptr, unit.manifest.len, line.ptr, line.len));
		buf_release(&line);
	}
	unit_release(&unit);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(manifests_with_0_1_7_and_15_withheld_pieces_have_one_shape),
		cmocka_unit_test(the_bits_of_a_commitment_do_not_tell_what_is_behind_it),
		cmocka_unit_test(opened_paths_of_1_7_and_15_pieces_look_the_same),
		cmocka_unit_test(proofs_of_equal_contents_have_one_size),
		cmocka_unit_test(a_gap_made_again_alone_is_the_one_in_the_manifest),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
