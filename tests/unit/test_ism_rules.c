/* docs/ism-rules.tsv, row by row: each rule of ODNI's has a status, and what is said to be implemented is. */
#include "unit.h"

#include <stdio.h>
#include <stdlib.h>

#include "marking/ism.h"
#include "marking/value.h"

#define RULES   419
#define COLUMNS 4

struct table {
	char *bytes;
	struct slice rest;
};

static struct table
open_table(const char *path)
{
	struct table table = { .bytes = malloc(1 << 20) };
	FILE *file = fopen(path, "rb");
	assert_non_null(file);
	assert_non_null(table.bytes);
	table.rest = slice_of(table.bytes, fread(table.bytes, 1, (1 << 20) - 1, file));
	fclose(file);
	return table;
}

static bool
next_row(struct table *table, struct slice columns[COLUMNS])
{
	if (table->rest.len == 0)
		return false;
	struct slice line = slice_split(&table->rest, '\n');
	for (size_t i = 0; i < COLUMNS; i++)
		columns[i] = slice_split(&line, '\t');
	return true;
}

static struct scheme *us;

static bool
scheme_has(struct slice id)
{
	for (size_t i = 0; i < us->rule_count; i++) {
		if (slice_is(id, us->rules[i].id))
			return true;
	}
	for (size_t i = 0; i < CHECKS; i++) {
		if (us->checks[i].id != NULL && slice_is(id, us->checks[i].id))
			return true;
	}
	return false;
}

/* "P-51": a numbered sentence of docs/policy.md. */
static bool
policy_has(const char *page, struct slice id)
{
	char sentence[32];
	snprintf(sentence, sizeof sentence, "**%.*s**", (int)id.len, (const char *)id.ptr);
	return strstr(page, sentence) != NULL;
}

TEST(each_of_the_419_rules_has_a_status_and_what_it_names_exists)
{
	struct table table = open_table("docs/ism-rules.tsv"), page = open_table("docs/policy.md");
	struct slice row[COLUMNS], before = { 0 };
	size_t count = 0, implemented = 0;
	page.bytes[page.rest.len] = '\0';
	assert_true(next_row(&table, row));
	for (; next_row(&table, row); count++, before = row[0]) {
		assert_true(slice_starts(row[0], "ISM-ID-") && row[0].len == 12);
		assert_true(before.len == 0 || form_compare(before, row[0]) < 0);
		bool done = slice_is(row[1], "implemented");
		assert_true(
		    done || slice_is(row[1], "not-applicable") || slice_is(row[1], "not-yet"));
		if (done ? row[2].len == 0 : row[2].len != 0 || row[3].len < 10)
			fail_msg("%.*s: who does it, or why not?", 12, (const char *)row[0].ptr);
		implemented += done;
		for (struct slice ids = row[2], id; form_word(&ids, &id);) {
			if (!scheme_has(id) && !policy_has(page.bytes, id))
				fail_msg("%.*s names %.*s, which is nowhere", 12,
				    (const char *)row[0].ptr, (int)id.len, (const char *)id.ptr);
		}
	}
	print_message("%zu rules, %zu implemented\n", count, implemented);
	assert_int_equal(count, RULES);
	free(table.bytes);
	free(page.bytes);
}

/* Does the answer have one of the findings that the table names? */
static bool
is_found(const struct mark *mark, struct slice ids)
{
	for (struct slice id; form_word(&ids, &id);) {
		for (const struct finding *f = mark->findings; f != NULL; f = f->next) {
			if (slice_is(id, f->rule))
				return true;
		}
	}
	return false;
}

TEST(attributes_that_break_an_implemented_rule_are_found)
{
	struct table table = open_table("docs/ism-rules.tsv");
	struct table breaks = open_table("tests/facts/ism_breaks.tsv");
	struct slice row[COLUMNS], broken[COLUMNS];
	struct arena arena;
	struct mark mark;
	size_t count = 0;
	assert_true(next_row(&table, row) && next_row(&breaks, broken));
	while (next_row(&table, row)) {
		if (!slice_is(row[1], "implemented") || slice_starts(row[2], "P-"))
			continue;
		assert_true(next_row(&breaks, broken));
		assert_true(slice_equal(row[0], broken[0]));
		arena_init(&arena, 1 << 20);
		assert_ok(ism_parse(us, broken[1], &arena, &mark, NULL));
		if (!is_found(&mark, row[2]))
			fail_msg("%.*s is not found", 12, (const char *)row[0].ptr);
		arena_release(&arena);
		count++;
	}
	assert_int_equal(breaks.rest.len, 0);
	print_message("%zu rules are broken and found\n", count);
	assert_true(count > 200);
	free(table.bytes);
	free(breaks.bytes);
}

static int
load(void **state)
{
	(void)state;
	return scheme_load_shipped("us", NULL, &us, NULL) == TL_OK ? 0 : -1;
}

static int
unload(void **state)
{
	(void)state;
	scheme_free(us);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_of_the_419_rules_has_a_status_and_what_it_names_exists),
		cmocka_unit_test(attributes_that_break_an_implemented_rule_are_found),
	};
	return cmocka_run_group_tests(tests, load, unload);
}
