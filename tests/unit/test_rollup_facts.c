/* tests/facts/rollup_cases.tsv, row by row. Requirements: docs/markings.md M-50 to M-59. */
#include "unit.h"

#include <stdio.h>
#include <stdlib.h>

#include "marking/rollup.h"

#define COLUMNS 5

struct row {
	struct slice column[COLUMNS];
};

struct table {
	char *bytes;
	struct row rows[256];
	size_t count;
};

static struct table
table_read(const char *path)
{
	struct table table = { 0 };
	FILE *file = fopen(path, "rb");
	assert_non_null(file);
	table.bytes = calloc(1, 1 << 18);
	size_t len = fread(table.bytes, 1, (1 << 18) - 1, file);
	fclose(file);
	struct slice rest = slice_of(table.bytes, len);
	slice_split(&rest, '\n');
	while (rest.len > 0) {
		struct slice line = slice_split(&rest, '\n');
		assert_true(table.count < 256);
		struct row *row = &table.rows[table.count++];
		for (size_t i = 0; i < COLUMNS; i++)
			row->column[i] = slice_split(&line, '\t');
	}
	return table;
}

static struct scheme *capco, *dod;
static const struct scheme *us;

static const struct marking *
read_mark(struct slice text, enum mark_form form, struct arena *arena)
{
	struct mark mark;
	assert_ok(mark_parse(us, text, form, arena, &mark, NULL));
	if (mark.ordered != NULL)
		return mark.ordered;
	if (mark.state != MARK_READ)
		fail_msg("%.*s is not readable", (int)text.len, (const char *)text.ptr);
	return mark.marking;
}

/* What portions divided by " ; " roll up to. `banner`: what "(S//REL)" means; NULL: unknown. */
static const struct marking *
roll(struct slice portions, const struct marking *banner, struct arena *arena)
{
	struct rollup *rollup;
	const struct marking *out;
	assert_ok(rollup_new(us, &rollup, NULL));
	rollup_begin(rollup, 0, banner);
	while (portions.len > 0)
		rollup_add(rollup,
		    read_mark(slice_trim(slice_split(&portions, ';')), MARK_PORTION, arena));
	assert_ok(rollup_end(rollup, arena, &out, NULL));
	rollup_free(rollup);
	return out;
}

static bool
rolls_up_to(struct slice portions, struct slice expected, bool context, const char *where)
{
	struct arena arena;
	struct buf printed;
	arena_init(&arena, (size_t)1 << 24);
	buf_init(&printed, 4096);
	const struct marking *wanted = read_mark(expected, MARK_BANNER, &arena);
	const struct marking *got = roll(portions, context ? wanted : NULL, &arena);
	bool same = marking_equal(wanted, got);
	marking_print(got, MARK_BANNER, &printed);
	if (!same)
		print_message("%s: %.*s: %.*s, not %.*s\n", where, (int)portions.len,
		    (const char *)portions.ptr, (int)printed.len, (const char *)printed.ptr,
		    (int)expected.len, (const char *)expected.ptr);
	buf_release(&printed);
	arena_release(&arena);
	return same;
}

static bool
is_known_difference(const struct table *known, struct slice portions)
{
	for (size_t i = 0; i < known->count; i++) {
		if (slice_is(known->rows[i].column[0], "rollup_cases") &&
		    slice_equal(known->rows[i].column[1], portions))
			return true;
	}
	return false;
}

TEST(every_row_that_states_a_banner_rolls_up_to_it)
{
	struct table cases = table_read("tests/facts/rollup_cases.tsv");
	struct table known = table_read("tests/facts/known_differences.tsv");
	size_t right = 0, different = 0;
	for (size_t i = 0; i < cases.count; i++) {
		const struct slice *row = cases.rows[i].column;
		if (slice_starts(row[2], "ISM attributes"))
			continue;
		bool same =
		    rolls_up_to(row[0], row[1], slice_starts(row[2], "CONTEXT"), "rollup_cases");
		assert_int_not_equal(same, is_known_difference(&known, row[0]));
		right += same;
		different += !same;
	}
	print_message("roll-up cases: %zu right, %zu different\n", right, different);
	assert_int_equal(right, 44);
	assert_int_equal(different, 1);
	free(cases.bytes);
	free(known.bytes);
}

/* Attributes are not this program's to read here: rollup_ism.tsv says by hand which portions and which banner a row means. A
 * row about dates of declassification has none. */
TEST(every_assertion_of_the_attribute_rows_holds_of_the_banner)
{
	struct table cases = table_read("tests/facts/rollup_cases.tsv");
	struct table turned = table_read("tests/facts/rollup_ism.tsv");
	size_t next = 0, right = 0, others = 0;
	for (size_t i = 0; i < cases.count; i++) {
		const struct slice *row = cases.rows[i].column;
		if (!slice_starts(row[2], "ISM attributes"))
			continue;
		const struct slice *by_hand = turned.rows[next++].column;
		assert_true(slice_equal(row[0], by_hand[0]) && slice_equal(row[1], by_hand[1]));
		if (slice_is(by_hand[2], "-")) {
			others++;
			continue;
		}
		us = slice_is(by_hand[4], "dod-5200") ? dod : capco;
		assert_true(rolls_up_to(by_hand[2], by_hand[3], false, "rollup_ism"));
		right++;
	}
	us = capco;
	assert_int_equal(next, turned.count);
	assert_int_equal(right, 26);
	assert_int_equal(others, 3);
	free(cases.bytes);
	free(turned.bytes);
}

static int
load(void **state)
{
	(void)state;
	struct tl_error e = { 0 };
	if (scheme_load_shipped("us", NULL, &capco, &e) == TL_OK &&
	    scheme_load_shipped("us", "dod-5200", &dod, &e) == TL_OK) {
		us = capco;
		return 0;
	}
	print_message("%s:%zu: %s\n", e.file, e.line, e.what);
	return -1;
}

static int
unload(void **state)
{
	(void)state;
	scheme_free(capco);
	scheme_free(dod);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_row_that_states_a_banner_rolls_up_to_it),
		cmocka_unit_test(every_assertion_of_the_attribute_rows_holds_of_the_banner),
	};
	return cmocka_run_group_tests(tests, load, unload);
}
