#include "manifest_unit.h"

/* What a writer draws before its first gap (manifest/encode.h). */
#define HEAD_DRAWS (16 + 32 + 32 + 48)

/* How many pieces are withheld before kept piece `gap`: none, a few, and twice so many that the gap begins in one
 * stretch and ends in a later one. */
static size_t
withheld_in(size_t gap)
{
	return gap == 700 || gap == 1500 ? 3 * STRETCH_STEPS : gap * 7 % 5;
}

static void
write_long(struct release_unit *unit, size_t kept)
{
	const struct manifest_head head = unit_head();
	unit_begin(unit, &head);
	for (size_t gap = 0; gap < kept; gap++) {
		for (size_t i = withheld_in(gap); i > 0; i--)
			unit_withhold(unit, "2. (C//NF) He named a price.\n");
		unit_kept(unit, "3. (U) He left on Friday.\n");
	}
}

/* One gap after the other, as manifest/gap.h has them. */
static struct digest
make_alone(struct draw *draw, struct hasher *hasher, struct gap *gap, size_t pieces)
{
	static unsigned char line[FORM_LINE_MAX];
	const struct withheld piece = unit_withheld("2. (C//NF) He named a price.\n");
	struct digest commitment;
	size_t len;
	assert_ok(manifest_descriptor(&piece, line, &len, NULL));
	assert_ok(gap_begin(gap, draw, NULL));
	for (size_t i = 0; i < pieces; i++)
		assert_ok(gap_add(gap, draw, hasher, slice_of(line, len), piece.body, NULL, NULL));
	assert_ok(gap_close(gap, draw, hasher, NULL, &commitment, NULL));
	return commitment;
}

TEST(gaps_made_beside_the_writing_are_those_made_one_by_one)
{
	enum {
		KEPT = 4000
	};
	struct release_unit unit;
	struct draw draw;
	struct hasher hasher;
	struct gap gap;
	unsigned char skipped[HEAD_DRAWS];
	write_long(&unit, KEPT);
	const struct manifest_tail tail = unit_tail(&unit);
	unit_finish(&unit, &tail);

	assert_ok(draw_init(&draw, unit_seed, NULL));
	assert_ok(hasher_init(&hasher, NULL));
	gap_init(&gap);
	assert_ok(draw_bytes(&draw, skipped, sizeof skipped, NULL));
	struct slice rest = buf_slice(&unit.manifest);
	size_t gaps = 0;
	assert_true(rest.len > 3 * STRETCH_TEXT);
	while (rest.len > 0) {
		struct slice line = slice_split(&rest, '\n');
		struct form_value values[FORM_FIELDS_MAX];
		static unsigned char scratch[FORM_LINE_MAX];
		enum form_line what;
		assert_int_equal(
		    form_parse(slice_of(line.ptr, line.len + 1), scratch, &what, values),
		    FLAW_NONE);
		if (what != LINE_GAP)
			continue;
		size_t pieces = gaps < KEPT ? withheld_in(gaps) : 0;
		struct digest alone = make_alone(&draw, &hasher, &gap, pieces);
		assert_true(digest_equal(&alone, &values[0].digest));
		gaps++;
	}
	assert_int_equal(gaps, KEPT + 1);
	gap_release(&gap);
	hasher_release(&hasher);
	draw_release(&draw);

	struct digest digest = unit_sha384(buf_slice(&unit.manifest));
	assert_true(digest_equal(&digest, &unit.digest));
	unit_release(&unit);
}

/* Gaps of no piece to four. */
static struct stretch *
small_stretch(void)
{
	struct stretch *stretch = malloc(sizeof *stretch);
	assert_non_null(stretch);
	stretch->described = 0;
	stretch_clear(stretch);
	for (size_t gap = 0; gap < 50; gap++) {
		for (size_t i = gap % 5; i > 0; i--) {
			memset(stretch->descriptors + stretch->described, (int)gap, 20);
			stretch_add_piece(stretch, 20, slice_str("He named a price.\n"));
		}
		stretch_add_gap(stretch);
	}
	return stretch;
}

/* Marks every second gap as taken: the even or the odd ones. */
static void
take_every_second(struct stretch *stretch, size_t odd)
{
	size_t gap = 0;
	bool first = true;
	for (size_t i = 0; i < stretch->count; i++) {
		if (first)
			atomic_init(&stretch->steps[i].taken, gap % 2 == odd);
		first = stretch->steps[i].line != NULL;
		gap += first;
	}
}

TEST(two_makers_that_share_a_stretch_make_what_one_makes)
{
	struct stretch *alone = small_stretch(), *shared = small_stretch();
	for (size_t makers = 0; makers < 2; makers++) {
		struct gap_maker maker;
		assert_ok(gap_maker_init(&maker, unit_seed, NULL));
		take_every_second(shared, makers);
		gaps_make(&maker, shared);
		assert_ok(maker.status);
		gap_maker_release(&maker);
	}
	struct gap_maker maker;
	assert_ok(gap_maker_init(&maker, unit_seed, NULL));
	gaps_make(&maker, alone);
	gap_maker_release(&maker);
	assert_int_equal(alone->used, 50 * FORM_GAP_SIZE);
	assert_memory_equal(alone->text, shared->text, alone->used);
	free(alone);
	free(shared);
}

TEST(a_long_manifest_can_be_given_up_at_any_time)
{
	for (size_t kept = 500; kept <= 3500; kept += 500) {
		struct release_unit unit;
		write_long(&unit, kept);
		manifest_writer_release(unit.writer);
		/* Nothing withheld is left in what was the writer's. */
		assert_null(memmem(unit.writer, sizeof *unit.writer, "C//NF", 5));
		free(unit.writer);
		unit_release(&unit);
	}
}

TEST(a_stretch_is_full_before_a_line_a_descriptor_or_a_step_could_overflow_it)
{
	struct stretch *stretch = malloc(sizeof *stretch);
	assert_non_null(stretch);
	stretch->described = 0;
	stretch_clear(stretch);
	assert_false(stretch_is_full(stretch));
	stretch->used = STRETCH_TEXT;
	assert_true(stretch_is_full(stretch));
	stretch_clear(stretch);
	while (!stretch_is_full(stretch))
		stretch_add_piece(stretch, 1, slice_of(NULL, 0));
	assert_int_equal(stretch->count, STRETCH_STEPS);
	stretch_clear(stretch);
	while (!stretch_is_full(stretch)) {
		memset(stretch->descriptors + stretch->described, 'x', FORM_LINE_MAX);
		stretch_add_piece(stretch, FORM_LINE_MAX, slice_of(NULL, 0));
	}
	assert_in_range(stretch->described, STRETCH_TEXT, sizeof stretch->descriptors);
	stretch_clear(stretch);
	assert_int_equal(stretch->descriptors[0], 0);
	free(stretch);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(gaps_made_beside_the_writing_are_those_made_one_by_one),
		cmocka_unit_test(two_makers_that_share_a_stretch_make_what_one_makes),
		cmocka_unit_test(a_long_manifest_can_be_given_up_at_any_time),
		cmocka_unit_test(
		    a_stretch_is_full_before_a_line_a_descriptor_or_a_step_could_overflow_it),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
