#include "unit.h"

#include "document/document.h"

static struct scheme *
us(void)
{
	struct scheme *scheme;
	assert_ok(scheme_load_shipped("us", "state-telegram", &scheme, NULL));
	return scheme;
}

/* Three portions over nine bytes, which hold; each test breaks one thing. */
static void
build(struct document *d, struct scheme *scheme)
{
	document_init(d, "test.txt", slice_str("123456789"), scheme);
	assert_ok(document_add_message(d, NULL));
	for (size_t i = 0; i < 3; i++) {
		struct portion p = { .start = 3 * i,
			.end = 3 * i + 3,
			.line = (uint32_t)i + 1,
			.parent = i == 2 ? 1 : PORTION_TOP,
			.kind = i == 2 ? PORTION_LIST_ITEM : PORTION_PARAGRAPH };
		assert_ok(document_add(d, &p, NULL));
	}
	assert_ok(document_check(d, NULL));
}

static void
assert_broken(struct document *d)
{
	struct tl_error e = { 0 };
	assert_int_equal(document_check(d, &e), TL_DOCUMENT);
	assert_string_equal(e.file, "test.txt");
	document_release(d);
}

TEST(hole_between_portions_is_found)
{
	struct document d;
	build(&d, NULL);
	d.portions[1].start = 4;
	assert_broken(&d);
}

TEST(overlap_of_portions_is_found)
{
	struct document d;
	build(&d, NULL);
	d.portions[0].end = 4;
	assert_broken(&d);
}

TEST(portion_of_no_bytes_is_found)
{
	struct document d;
	build(&d, NULL);
	d.portions[1].end = 3;
	d.portions[2].start = 3;
	assert_broken(&d);
}

TEST(end_of_the_text_that_nobody_read_is_found)
{
	struct document d;
	build(&d, NULL);
	d.count = 2;
	assert_broken(&d);
}

TEST(parent_that_comes_later_is_found)
{
	struct document d;
	build(&d, NULL);
	d.portions[2].parent = 2;
	assert_broken(&d);
}

TEST(parent_in_another_message_is_found)
{
	struct document d;
	build(&d, NULL);
	assert_ok(document_add_message(&d, NULL));
	d.messages[1].first = 2;
	d.portions[2].message = 1;
	assert_broken(&d);
}

TEST(mark_outside_of_its_portion_is_found)
{
	struct document d;
	build(&d, NULL);
	d.portions[0].mark_start = 1;
	d.portions[0].mark_len = 3;
	assert_broken(&d);
}

TEST(mark_without_a_marking_is_found)
{
	struct document d;
	build(&d, NULL);
	d.portions[0].mark = MARK_READ;
	assert_broken(&d);
}

TEST(rest_of_nothing_is_found)
{
	struct document d;
	build(&d, NULL);
	d.portions[0].flags = PORTION_CONTINUES;
	assert_broken(&d);
}

TEST(message_of_no_portions_is_found)
{
	struct document d;
	build(&d, NULL);
	assert_ok(document_add_message(&d, NULL));
	assert_broken(&d);
}

TEST(equal_marks_share_one_marking)
{
	struct scheme *scheme = us();
	struct document d;
	struct mark a, b, c;

	document_init(&d, "test.txt", slice_str("x"), scheme);
	assert_ok(document_mark(&d, slice_str("(C//NF)"), MARK_PORTION, &a, NULL));
	assert_ok(document_mark(&d, slice_str("(C//NF)"), MARK_PORTION, &b, NULL));
	assert_ok(document_mark(&d, slice_str("CONFIDENTIAL//NOFORN"), MARK_BANNER, &c, NULL));
	assert_ptr_equal(a.marking, b.marking);
	assert_ptr_equal(a.marking, c.marking);
	document_release(&d);
	scheme_free(scheme);
}

TEST(joins_are_remembered_and_nothing_joins_as_nothing)
{
	struct scheme *scheme = us();
	struct document d;
	struct mark u, c;
	const struct marking *first, *second;

	document_init(&d, "test.txt", slice_str("x"), scheme);
	assert_ok(document_mark(&d, slice_str("(U)"), MARK_PORTION, &u, NULL));
	assert_ok(document_mark(&d, slice_str("(C)"), MARK_PORTION, &c, NULL));
	assert_ok(document_join(&d, u.marking, c.marking, &first, NULL));
	assert_ok(document_join(&d, u.marking, c.marking, &second, NULL));
	assert_ptr_equal(first, second);
	assert_true(marking_dominates(first, c.marking));
	assert_ok(document_join(&d, NULL, c.marking, &first, NULL));
	assert_ptr_equal(first, c.marking);
	assert_ok(document_join(&d, c.marking, NULL, &first, NULL));
	assert_ptr_equal(first, c.marking);
	document_release(&d);
	scheme_free(scheme);
}

/* MARKINGS section 5: a NODIS telegram's "(C)" paragraph is C//NODIS. */
TEST(captions_are_joined_into_every_mark_of_their_message_and_no_other)
{
	struct scheme *scheme = us();
	struct document d;
	struct mark caption, c;
	int nodis = scheme_token(scheme, slice_str("NODIS"));

	assert_true(nodis >= 0);
	build(&d, scheme);
	assert_ok(document_add_message(&d, NULL));
	d.messages[1].first = 2;
	d.portions[2].message = 1;
	d.portions[2].parent = PORTION_TOP;
	assert_ok(document_mark(&d, slice_str("NODIS"), MARK_LINE, &caption, NULL));
	assert_ok(document_mark(&d, slice_str("(C)"), MARK_PORTION, &c, NULL));
	assert_ok(marking_captions(&d.arena, caption.marking, &d.messages[0].captions, NULL));
	for (size_t i = 0; i < 3; i++) {
		d.portions[i].own = c.marking;
		d.portions[i].entire = c.marking;
		d.portions[i].mark = MARK_READ;
	}
	d.messages[0].banner = d.messages[1].banner = c.marking;
	assert_ok(document_apply_captions(&d, NULL));
	assert_true(marking_has(d.portions[0].own, nodis));
	assert_true(marking_has(d.portions[1].entire, nodis));
	assert_true(marking_has(d.messages[0].banner, nodis));
	assert_ptr_equal(d.portions[2].own, c.marking);
	assert_ptr_equal(d.messages[1].banner, c.marking);
	document_release(&d);
	scheme_free(scheme);
}

TEST(slices_of_a_portion_lead_into_the_source)
{
	struct document d;
	build(&d, NULL);
	struct portion *p = &d.portions[1];
	p->mark_start = 1;
	p->mark_len = 2;
	p->number_len = 1;
	assert_slice(portion_text(&d, p), "456");
	assert_slice(portion_mark_written(&d, p), "56");
	assert_slice(portion_number(&d, p), "4");
	document_release(&d);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(hole_between_portions_is_found),
		cmocka_unit_test(overlap_of_portions_is_found),
		cmocka_unit_test(portion_of_no_bytes_is_found),
		cmocka_unit_test(end_of_the_text_that_nobody_read_is_found),
		cmocka_unit_test(parent_that_comes_later_is_found),
		cmocka_unit_test(parent_in_another_message_is_found),
		cmocka_unit_test(mark_outside_of_its_portion_is_found),
		cmocka_unit_test(mark_without_a_marking_is_found),
		cmocka_unit_test(rest_of_nothing_is_found),
		cmocka_unit_test(message_of_no_portions_is_found),
		cmocka_unit_test(equal_marks_share_one_marking),
		cmocka_unit_test(joins_are_remembered_and_nothing_joins_as_nothing),
		cmocka_unit_test(captions_are_joined_into_every_mark_of_their_message_and_no_other),
		cmocka_unit_test(slices_of_a_portion_lead_into_the_source),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
