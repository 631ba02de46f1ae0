#include "unit.h"

#include "document/plan.h"

struct fixture {
	struct scheme *scheme;
	struct document document;
	struct plan plan;
	const struct marking *u, *c, *s;
};

static const struct marking *
mark(struct fixture *f, const char *text)
{
	struct mark out;
	assert_ok(document_mark(&f->document, slice_str(text), MARK_PORTION, &out, NULL));
	return out.marking;
}

/* A banner, a kept (U) and a withheld (C) paragraph: a plan that holds under the ceiling U. */
static void
begin(struct fixture *f)
{
	static const unsigned char kinds[] = { PORTION_BANNER, PORTION_PARAGRAPH,
		PORTION_PARAGRAPH };

	assert_ok(scheme_load_shipped("us", "state-telegram", &f->scheme, NULL));
	document_init(&f->document, "test.txt", slice_str("123456789"), f->scheme);
	f->u = mark(f, "(U)");
	f->c = mark(f, "(C)");
	f->s = mark(f, "(S)");
	assert_ok(document_add_message(&f->document, NULL));
	for (size_t i = 0; i < 3; i++) {
		struct portion p = {
			.start = 3 * i, .end = 3 * i + 3, .parent = PORTION_TOP, .kind = kinds[i]
		};
		assert_ok(document_add(&f->document, &p, NULL));
	}
	assert_ok(plan_init(&f->plan, &f->document, NULL));
	struct decision *keep = &f->plan.decisions[1];
	*keep = (struct decision){ .marking = f->u,
		.released = f->u,
		.action = ACTION_KEEP,
		.reason = REASON_UNDER_CEILING,
		.reading = READING_OWN };
}

static void
end(struct fixture *f)
{
	plan_release(&f->plan);
	document_release(&f->document);
	scheme_free(f->scheme);
}

static void
finish(struct fixture *f)
{
	assert_ok(plan_finish(&f->plan, &f->document, f->s, NULL));
}

static void
assert_refused(struct fixture *f)
{
	struct tl_error e = { 0 };
	assert_int_equal(plan_check(&f->plan, f->u, &e), TL_DOCUMENT);
	end(f);
}

TEST(zeroed_plan_withholds_everything)
{
	struct fixture f;
	begin(&f);
	f.plan.decisions[1] = (struct decision){ 0 };
	finish(&f);
	assert_ok(plan_check(&f.plan, f.u, NULL));
	for (size_t i = 0; i < f.plan.piece_count; i++)
		assert_false(f.plan.pieces[i].kept);
	end(&f);
}

TEST(kept_portion_under_the_ceiling_holds)
{
	struct fixture f;
	begin(&f);
	finish(&f);
	assert_ok(plan_check(&f.plan, f.u, NULL));
	assert_true(f.plan.pieces[1].kept);
	assert_false(f.plan.pieces[2].kept);
	assert_ptr_equal(f.plan.banners[0], f.u);
	end(&f);
}

TEST(banner_is_the_join_of_what_is_kept)
{
	struct fixture f;
	begin(&f);
	f.plan.decisions[2] = f.plan.decisions[1];
	f.plan.decisions[2].released = f.s;
	finish(&f);
	assert_true(marking_equal(f.plan.banners[0], f.s));
	assert_ok(plan_check(&f.plan, f.s, NULL));
	end(&f);
}

TEST(banner_line_is_never_kept)
{
	struct fixture f;
	begin(&f);
	f.plan.decisions[0] = f.plan.decisions[1];
	finish(&f);
	assert_false(f.plan.pieces[0].kept);
	assert_int_equal(f.plan.decisions[0].reason, REASON_COMPUTED);
	end(&f);
}

TEST(keep_above_the_ceiling_is_refused)
{
	struct fixture f;
	begin(&f);
	f.plan.decisions[1].released = f.c;
	finish(&f);
	assert_refused(&f);
}

TEST(keep_without_a_marking_is_refused)
{
	struct fixture f;
	begin(&f);
	finish(&f);
	f.plan.decisions[1].released = NULL;
	assert_refused(&f);
}

TEST(keep_that_was_not_read_is_refused)
{
	struct fixture f;
	begin(&f);
	f.plan.decisions[1].reading = READING_NONE;
	finish(&f);
	assert_refused(&f);
}

TEST(keep_of_a_damaged_mark_is_refused)
{
	struct fixture f;
	begin(&f);
	f.document.portions[1].mark = MARK_DAMAGED;
	finish(&f);
	assert_refused(&f);
}

TEST(keep_of_an_unknown_portion_is_refused)
{
	struct fixture f;
	begin(&f);
	f.document.portions[1].kind = PORTION_UNKNOWN;
	finish(&f);
	assert_refused(&f);
}

TEST(keep_for_no_reason_is_refused)
{
	struct fixture f;
	begin(&f);
	f.plan.decisions[1].reason = REASON_NONE;
	finish(&f);
	assert_refused(&f);
}

TEST(refused_document_has_no_plan)
{
	struct fixture f;
	begin(&f);
	f.plan.decisions[2].action = ACTION_REFUSE;
	finish(&f);
	assert_refused(&f);
}

TEST(pieces_with_a_hole_are_refused)
{
	struct fixture f;
	begin(&f);
	finish(&f);
	f.plan.pieces[2].start = 1;
	assert_refused(&f);
}

TEST(kept_piece_of_a_withheld_portion_is_refused)
{
	struct fixture f;
	begin(&f);
	finish(&f);
	f.plan.pieces[2].kept = true;
	assert_refused(&f);
}

TEST(portion_without_a_piece_is_refused)
{
	struct fixture f;
	begin(&f);
	finish(&f);
	f.plan.piece_count = 2;
	assert_refused(&f);
}

TEST(rule_set_holds_every_rule)
{
	struct rule_set set = { 0 };
	for (size_t i = 0; i < RULES_MAX; i += 3)
		rule_set_add(&set, i);
	for (size_t i = 0; i < RULES_MAX; i++)
		assert_int_equal(rule_set_has(&set, i), i % 3 == 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(zeroed_plan_withholds_everything),
		cmocka_unit_test(kept_portion_under_the_ceiling_holds),
		cmocka_unit_test(banner_is_the_join_of_what_is_kept),
		cmocka_unit_test(banner_line_is_never_kept),
		cmocka_unit_test(keep_above_the_ceiling_is_refused),
		cmocka_unit_test(keep_without_a_marking_is_refused),
		cmocka_unit_test(keep_that_was_not_read_is_refused),
		cmocka_unit_test(keep_of_a_damaged_mark_is_refused),
		cmocka_unit_test(keep_of_an_unknown_portion_is_refused),
		cmocka_unit_test(keep_for_no_reason_is_refused),
		cmocka_unit_test(refused_document_has_no_plan),
		cmocka_unit_test(pieces_with_a_hole_are_refused),
		cmocka_unit_test(kept_piece_of_a_withheld_portion_is_refused),
		cmocka_unit_test(portion_without_a_piece_is_refused),
		cmocka_unit_test(rule_set_holds_every_rule),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
