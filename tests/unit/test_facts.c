/* The tables of tests/facts/, row by row. Requirements: docs/markings.md M-1 to M-9. */
#include "unit.h"

#include <stdio.h>
#include <stdlib.h>

#include "marking/marking.h"

#define COLUMNS 6

struct row {
	struct slice column[COLUMNS];
};

struct table {
	char *bytes;
	struct row *rows;
	size_t count;
};

static struct table
table_read(const char *path)
{
	struct table table = { 0 };
	FILE *file = fopen(path, "rb");
	assert_non_null(file);
	table.bytes = calloc(1, 1 << 20);
	size_t len = fread(table.bytes, 1, (1 << 20) - 1, file);
	fclose(file);
	table.rows = calloc(2000, sizeof *table.rows);
	struct slice rest = slice_of(table.bytes, len);
	slice_split(&rest, '\n');
	while (rest.len > 0) {
		struct slice line = slice_split(&rest, '\n');
		struct row *row = &table.rows[table.count++];
		assert_true(table.count < 2000);
		for (size_t i = 0; i < COLUMNS; i++)
			row->column[i] = slice_split(&line, '\t');
	}
	return table;
}

static void
table_release(struct table *table)
{
	free(table->bytes);
	free(table->rows);
}

/* Whose marks a row holds, by the head of its source (and of its note): as one would say with --scheme. */
static const struct authority {
	const char *source, *note, *scheme, *profile;
} authorities[] = {
	{ "CAPCO", "", "us", "capco-2016" },
	{ "ODNI ISM testConfig", "", "us", "capco-2016" },
	{ "DoDM", "", "us", "dod-5200" },
	{ "5 FAH", "", "us", "state-telegram" },
	{ "32 CFR 2002", "", "cui", NULL },
	{ "UK GSCP", "", "uk", NULL },
	{ "Australian Email", "", "au", NULL },
	{ "New Zealand", "", "nz", NULL },
	{ "Canada", "", "ca", NULL },
	{ "Council Decision", "France", "fr", NULL },
	{ "Council Decision", "", "eu", NULL },
	{ "FIRST TLP", "", "tlp", NULL },
	{ "ADatP-4774", "", "nato", NULL },
};

#define AUTHORITIES (sizeof authorities / sizeof authorities[0])

static struct scheme *schemes[AUTHORITIES];

/* NULL: a row that is no mark of any scheme. */
static const struct scheme *
scheme_of(const struct row *row)
{
	for (size_t i = 0; i < AUTHORITIES; i++) {
		if (slice_starts(row->column[4], authorities[i].source) &&
		    slice_starts(row->column[3], authorities[i].note))
			return schemes[i];
	}
	return NULL;
}

/* How many plausible marks stand in parentheses; the last of them. */
static size_t
plausible_marks(const struct scheme *scheme, struct slice text, struct slice *last)
{
	size_t count = 0;
	for (size_t i = 0; i < text.len; i++) {
		const unsigned char *end =
		    text.ptr[i] != '(' ? NULL : memchr(text.ptr + i, ')', text.len - i);
		if (end == NULL)
			continue;
		struct slice mark = slice_sub(text, i, (size_t)(end - text.ptr) + 1);
		if (!mark_is_plausible(scheme, mark))
			continue;
		*last = mark;
		count++;
	}
	return count;
}

enum answer {
	ANSWER_WRONG,
	ANSWER_RIGHT,
	ANSWER_ELSEWHERE
};

static enum answer
judge_mark(const struct scheme *scheme, struct slice text, enum mark_form form, struct slice want)
{
	struct arena arena;
	struct mark mark;
	arena_init(&arena, 1 << 20);
	assert_ok(mark_parse(scheme, text, form, &arena, &mark, NULL));
	bool read = mark.state == MARK_READ, known = marking_is_known(mark.marking);
	bool right = false;
	if (slice_is(want, "yes") || slice_is(want, "context"))
		right = read && mark.valid;
	else if (slice_is(want, "no"))
		right = !mark.valid;
	else if (slice_is(want, "legacy"))
		right = read && mark.valid && mark.legacy;
	else if (slice_is(want, "lenient"))
		right = read;
	else if (slice_is(want, "unknown-token"))
		right = read && mark.valid && !known;
	else if (slice_is(want, "damaged"))
		right = mark.state == MARK_DAMAGED;
	arena_release(&arena);
	return right ? ANSWER_RIGHT : ANSWER_WRONG;
}

static struct slice
without_number(struct slice text)
{
	size_t at = 0;
	while (
	    at < text.len && ((text.ptr[at] >= '0' && text.ptr[at] <= '9') || text.ptr[at] == '.'))
		at++;
	return slice_trim(slice_sub(text, at, text.len));
}

static enum answer
judge_place(const struct scheme *scheme, const struct row *row)
{
	struct slice text = row->column[0], kind = row->column[1], want = row->column[2], mark;
	if (slice_is(kind, "message-class-line") || slice_is(kind, "entire-text")) {
		text = without_number(text);
		size_t len = mark_line_length(scheme, text);
		return len == 0 ? ANSWER_WRONG
				: judge_mark(scheme, slice_sub(text, 0, len), MARK_LINE,
				      slice_is(want, "legacy") ? slice_str("yes") : want);
	}
	if (slice_is(kind, "caption"))
		return mark_is_caption_line(scheme, text) ? ANSWER_RIGHT : ANSWER_WRONG;
	if (slice_is(kind, "section-line"))
		return mark_line_length(scheme, text) == 0 ? ANSWER_RIGHT : ANSWER_WRONG;
	if (slice_is(want, "damaged"))
		return judge_mark(scheme, without_number(text), MARK_PORTION, want);
	size_t count = plausible_marks(scheme, text, &mark);
	if (slice_is(want, "unmarked") || slice_is(want, "not-a-marking"))
		return count == 0 ? ANSWER_RIGHT : ANSWER_WRONG;
	/* lenient: its place is, the mark itself is good */
	return count != 1 ? ANSWER_WRONG
			  : judge_mark(scheme, mark, MARK_PORTION,
				slice_is(want, "lenient") ? slice_str("yes") : want);
}

static enum answer
judge(const struct row *row)
{
	static const char *const places[] = { "portion-lead", "bullet-portion", "sub-portion",
		"subject", "heading", "none", "message-class-line", "entire-text", "caption",
		"section-line" };
	const struct scheme *scheme = scheme_of(row);
	if (scheme == NULL)
		return ANSWER_ELSEWHERE;
	if (slice_is(row->column[1], "email-marking"))
		return judge_mark(scheme, row->column[0], MARK_AUTO, row->column[2]);
	if (slice_is(row->column[1], "banner") || slice_is(row->column[1], "display-marking"))
		return judge_mark(scheme, row->column[0], MARK_BANNER, row->column[2]);
	if (slice_is(row->column[1], "portion"))
		return judge_mark(scheme, row->column[0], MARK_PORTION, row->column[2]);
	for (size_t i = 0; i < sizeof places / sizeof places[0]; i++) {
		if (slice_is(row->column[1], places[i]))
			return judge_place(scheme, row);
	}
	return ANSWER_ELSEWHERE;
}

/* The difference is written down with its reason: file, marking, kind, reason. */
static bool
is_known_difference(
    const struct table *known, const char *file, struct slice text, struct slice kind)
{
	for (size_t i = 0; i < known->count; i++) {
		if (slice_is(known->rows[i].column[0], file) &&
		    slice_equal(known->rows[i].column[1], text) &&
		    slice_equal(known->rows[i].column[2], kind)) {
			assert_true(known->rows[i].column[3].len > 10);
			return true;
		}
	}
	return false;
}

TEST(every_row_of_the_marking_cases_is_read_as_its_authority_says)
{
	struct table cases = table_read("tests/facts/marking_cases.tsv");
	struct table known = table_read("tests/facts/known_differences.tsv");
	size_t counts[3] = { 0 }, surprises = 0, listed = 0;
	for (size_t i = 0; i < cases.count; i++) {
		const struct row *row = &cases.rows[i];
		enum answer answer = judge(row);
		bool difference =
		    is_known_difference(&known, "marking_cases", row->column[0], row->column[1]);
		counts[answer]++;
		listed += difference;
		if (difference != (answer == ANSWER_WRONG)) {
			surprises++;
			print_message("row %zu: %.*s (%.*s, %.*s): %s\n", i + 2,
			    (int)row->column[0].len, (const char *)row->column[0].ptr,
			    (int)row->column[1].len, (const char *)row->column[1].ptr,
			    (int)row->column[2].len, (const char *)row->column[2].ptr,
			    difference ? "is right now: take it off the known differences"
				       : "is read differently");
		}
	}
	print_message(
	    "marking cases: %zu right, %zu different, %zu that are lines (test_facts_lines)\n",
	    counts[ANSWER_RIGHT], counts[ANSWER_WRONG], counts[ANSWER_ELSEWHERE]);
	assert_int_equal(surprises, 0);
	for (size_t i = 0; i < known.count; i++)
		listed -= slice_is(known.rows[i].column[0], "marking_cases");
	assert_int_equal(listed, 0); /* none is listed that is not there */
	assert_true(
	    counts[ANSWER_RIGHT] >= 98 * (counts[ANSWER_RIGHT] + counts[ANSWER_WRONG]) / 100);
	assert_true(counts[ANSWER_RIGHT] > 370);
	table_release(&cases);
	table_release(&known);
}

/* M-10: what was read prints in its canonical form, and reads again as the same marking. */
TEST(every_readable_mark_prints_and_reads_again_as_itself)
{
	static const enum mark_form forms[] = { MARK_PORTION, MARK_BANNER };
	struct table cases = table_read("tests/facts/marking_cases.tsv");
	size_t tried = 0;
	for (size_t i = 0; i < cases.count; i++) {
		const struct row *row = &cases.rows[i];
		const struct scheme *scheme = scheme_of(row);
		bool portion = slice_is(row->column[1], "portion");
		if (scheme == NULL || (!portion && !slice_is(row->column[1], "banner")))
			continue;
		struct arena arena;
		struct mark mark, again;
		struct buf text;
		arena_init(&arena, 1 << 20);
		assert_ok(mark_parse(scheme, row->column[0], portion ? MARK_PORTION : MARK_BANNER,
		    &arena, &mark, NULL));
		for (size_t f = 0; f < 2 && mark.state == MARK_READ; f++) {
			buf_init(&text, 4096);
			marking_print(mark.marking, forms[f], &text);
			assert_ok(
			    mark_parse(scheme, buf_slice(&text), forms[f], &arena, &again, NULL));
			if (!marking_dominates(mark.marking, again.marking) ||
			    !marking_dominates(again.marking, mark.marking))
				fail_msg("%.*s prints as %.*s, which is another marking",
				    (int)row->column[0].len, (const char *)row->column[0].ptr,
				    (int)text.len, (const char *)text.ptr);
			tried++;
			buf_release(&text);
		}
		arena_release(&arena);
	}
	assert_true(tried > 400);
	table_release(&cases);
}

TEST(portions_and_banners_of_the_rendering_cases_print_as_they_stand)
{
	struct table cases = table_read("tests/facts/render_cases.tsv");
	struct table known = table_read("tests/facts/known_differences.tsv");
	for (size_t i = 0; i < cases.count; i++) {
		struct slice text[2] = { cases.rows[i].column[2], cases.rows[i].column[3] };
		for (size_t from = 0; from < 2; from++) {
			struct arena arena;
			struct mark mark;
			arena_init(&arena, 1 << 20);
			assert_ok(mark_parse(schemes[0], text[from],
			    from == 0 ? MARK_PORTION : MARK_BANNER, &arena, &mark, NULL));
			for (size_t to = 0; to < 2; to++) {
				struct buf out;
				buf_init(&out, 4096);
				marking_print(
				    mark.marking, to == 0 ? MARK_PORTION : MARK_BANNER, &out);
				bool difference = is_known_difference(
				    &known, "render_cases", text[to], cases.rows[i].column[0]);
				if (difference == slice_equal(buf_slice(&out), text[to]))
					fail_msg(
					    "%.*s prints as %.*s, known differences notwithstanding",
					    (int)text[from].len, (const char *)text[from].ptr,
					    (int)out.len, (const char *)out.ptr);
				buf_release(&out);
			}
			arena_release(&arena);
		}
	}
	assert_true(cases.count > 30);
	table_release(&cases);
	table_release(&known);
}

static int
load_schemes(void **state)
{
	(void)state;
	for (size_t i = 0; i < AUTHORITIES; i++) {
		struct tl_error e = { 0 };
		if (scheme_load_shipped(
			authorities[i].scheme, authorities[i].profile, &schemes[i], &e) != TL_OK) {
			print_message("%s:%zu: %s\n", e.file, e.line, e.what);
			return -1;
		}
	}
	return 0;
}

static int
free_schemes(void **state)
{
	(void)state;
	for (size_t i = 0; i < AUTHORITIES; i++)
		scheme_free(schemes[i]);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_row_of_the_marking_cases_is_read_as_its_authority_says),
		cmocka_unit_test(every_readable_mark_prints_and_reads_again_as_itself),
		cmocka_unit_test(portions_and_banners_of_the_rendering_cases_print_as_they_stand),
	};
	return cmocka_run_group_tests(tests, load_schemes, free_schemes);
}
