/* Requirements: docs/checking.md, "The authority block". */
#include "unit.h"

#include "marking/block.h"

static struct scheme *capco, *state_;

/* The finding of the only line in the text: NULL where it is right. */
static const struct block_finding *
finding_of(const struct scheme *scheme, const char *text)
{
	struct block_seen seen;
	size_t at = 0;
	if (!block_next(scheme, slice_str(text), &at, &seen))
		fail_msg("no line of a block: %s", text);
	return seen.finding;
}

static void
expect(const struct scheme *scheme, const char *text, const char *id)
{
	const struct block_finding *finding = finding_of(scheme, text);
	if (id == NULL && finding != NULL)
		fail_msg("%s: %s", text, finding->id);
	if (id != NULL && finding == NULL)
		fail_msg("%s: nothing is found", text);
	if (id != NULL)
		assert_string_equal(finding->id, id);
}

TEST(declassify_on_takes_exactly_one_value)
{
	expect(capco, "Declassify On: 20371231", NULL);
	expect(capco, "Declassify on: 50X1-HUM", NULL);
	expect(capco, "Declassify On: 25X1, 20501231", NULL);
	expect(capco, "Declassify On: 25X1, EO 12951", NULL);
	expect(capco, "Declassify On: N/A to RD portions. See source list for NSI portions.", NULL);
	expect(capco, "Declassify On: Completion of Exercise BLUE PEAR", NULL);
	expect(capco, "Declassify On: 20371331", "us-declassify-on");
	expect(capco, "Declassify On: 20371231, 25X1", "us-declassify-on");
	expect(capco, "Declassify On:", "us-declassify-on");
	expect(capco, "Declassify On: soon", "us-declassify-on");
}

TEST(retired_values_are_warned_of)
{
	static const char *const retired[] = { "OADR", "MR", "X1", "X8", "25X1", "DNI Only",
		"Source Marked X1", "25X1-human" };
	for (size_t i = 0; i < sizeof retired / sizeof retired[0]; i++) {
		char text[64] = "Declassify On: ";
		strcat(text, retired[i]);
		expect(capco, text, "us-declassify-retired");
		assert_int_equal(finding_of(capco, text)->severity, SEVERITY_WARNING);
	}
	assert_int_equal(finding_of(capco, "Declassify On: OADR")->until, 199510);
	expect(capco, "Declassify On: Subject to treaty or international agreement",
	    "us-declassify-never");
}

TEST(a_reason_names_the_categories_of_section_1_4)
{
	expect(capco, "Reason: 1.4(c)", NULL);
	expect(capco, "Reasons: 1.4 (b) and (d).", NULL);
	expect(capco, "REASON: 1.4(B), (D)", NULL);
	expect(capco, "Reason: 1.4(i)", "us-reason");
	expect(capco, "Reason: because", "us-reason");
	expect(capco, "Reason: 1.5(b)", "us-reason-retired");
	expect(state_, "Reason: 1.5(b) and (d).", NULL);
}

TEST(several_lines_in_one_sentence_are_several_lines)
{
	const char *text = "(U) Classified by J. DOE, Ambassador; Reason: 1.4(b) and (d).";
	struct block_seen seen;
	size_t at = 0, lines = 0;
	while (block_next(state_, slice_str(text), &at, &seen)) {
		assert_null(seen.finding);
		assert_true(seen.at < seen.value && seen.value < seen.end);
		lines++;
	}
	assert_int_equal(lines, 2);
}

TEST(a_label_inside_a_word_is_none)
{
	struct block_seen seen;
	size_t at = 0;
	assert_false(block_next(capco, slice_str("Unreason: 1.4(c)"), &at, &seen));
}

TEST(a_block_without_its_end_lacks_it)
{
	struct block_seen seen;
	size_t at = 0, next = 0;
	uint32_t lines = 0;
	while (block_next(capco, slice_str("Classified By: J. Doe\nReason: 1.4(c)"), &at, &seen))
		lines |= (uint32_t)1 << seen.line;
	const struct block_finding *lacks = block_lacks(capco, lines, &next);
	assert_non_null(lacks);
	assert_string_equal(lacks->id, "us-block-until");
	assert_null(block_lacks(capco, lines, &next));
}

TEST(two_values_of_a_line_that_stands_once_are_two_whatever_their_blanks)
{
	const struct block_finding *finding = NULL;
	struct block_seen seen;
	size_t at = 0;
	assert_true(block_next(capco, slice_str("Declassify On: 20490301"), &at, &seen));
	int declassify = block_once(capco, seen.line, &finding);
	assert_in_range(declassify, 0, BLOCK_ONCE_MAX - 1);
	assert_string_equal(finding->id, "us-declassify-once");
	at = 0;
	assert_true(block_next(capco, slice_str("Derived From: a guide"), &at, &seen));
	assert_int_not_equal(block_once(capco, seen.line, &finding), declassify);
	at = 0;
	assert_true(block_next(capco, slice_str("Classified By: J. Doe"), &at, &seen));
	assert_int_equal(block_once(capco, seen.line, &finding), -1);
	assert_true(block_same(slice_str("Multiple\n Sources"), slice_str("MULTIPLE SOURCES ")));
	assert_false(block_same(slice_str("20490301"), slice_str("20490302")));
	assert_false(block_same(slice_str("20490301"), slice_str("")));
	assert_true(block_same(slice_str(""), slice_str(" ")));
}

TEST(the_line_of_the_executive_order_has_a_date_or_none)
{
	expect(state_, "E.O. 12958: DECL: 02/27/2014", NULL);
	expect(state_, "EO 12958: decl: 6/3/08", NULL);
	expect(state_, "E.O. 13526: N/A", NULL);
	expect(state_, "E.O. 12356: DECL:OADR", "us-declassify-retired");
	expect(state_, "E.O. 11652: XGDS-1", "us-declassify-retired");
	expect(state_, "E.O. 12958: 02/27", "us-order");
}

static int
load(void **state)
{
	(void)state;
	return scheme_load_shipped("us", "capco-2016", &capco, NULL) == TL_OK &&
		scheme_load_shipped("us", "state-telegram", &state_, NULL) == TL_OK
	    ? 0
	    : -1;
}

static int
unload(void **state)
{
	(void)state;
	scheme_free(capco);
	scheme_free(state_);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(declassify_on_takes_exactly_one_value),
		cmocka_unit_test(retired_values_are_warned_of),
		cmocka_unit_test(a_reason_names_the_categories_of_section_1_4),
		cmocka_unit_test(several_lines_in_one_sentence_are_several_lines),
		cmocka_unit_test(a_label_inside_a_word_is_none),
		cmocka_unit_test(a_block_without_its_end_lacks_it),
		cmocka_unit_test(
		    two_values_of_a_line_that_stands_once_are_two_whatever_their_blanks),
		cmocka_unit_test(the_line_of_the_executive_order_has_a_date_or_none),
	};
	return cmocka_run_group_tests(tests, load, unload);
}
