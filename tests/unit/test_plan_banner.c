/* Requirements: docs/markings.md M-63, docs/policy.md P-32. */
#include "unit.h"

#include "document/plan.h"

static const char *const texts[] = { "1234", "5678" };

struct fixture {
	struct scheme *scheme;
	struct document document;
	struct plan plan;
};

static const struct marking *
mark(struct fixture *f, const char *text)
{
	struct mark out;
	assert_ok(document_mark(&f->document, slice_str(text), MARK_PORTION, &out, NULL));
	return out.marking;
}

/* Two kept paragraphs; `shown`: the second has its mark in the text. */
static void
begin(struct fixture *f, const char *first, const char *second, bool shown, bool apart)
{
	const char *const marks[] = { first, second };
	assert_ok(scheme_load_shipped("us", NULL, &f->scheme, NULL));
	document_init(&f->document, "test.txt", slice_str("12345678"), f->scheme);
	for (size_t i = 0; i < 2; i++) {
		struct portion p = { .start = 4 * i,
			.end = 4 * i + strlen(texts[i]),
			.parent = PORTION_TOP,
			.kind = PORTION_PARAGRAPH,
			.own = mark(f, marks[i]),
			.mark = MARK_READ,
			.mark_len = i == 0 || shown ? 2 : 0 };
		if (i == 0 || apart)
			assert_ok(document_add_message(&f->document, NULL));
		assert_ok(document_add(&f->document, &p, NULL));
	}
	assert_ok(plan_init(&f->plan, &f->document, NULL));
	f->plan.present.marks = MARKS_AS_RELEASED;
	for (size_t i = 0; i < 2; i++)
		f->plan.decisions[i] = (struct decision){ .marking = mark(f, marks[i]),
			.released = mark(f, marks[i]),
			.action = ACTION_KEEP,
			.reason = REASON_UNDER_CEILING,
			.reading = READING_OWN };
}

static void
assert_banner(struct fixture *f, const char *ceiling, const char *banner, const char *whole)
{
	struct buf out;
	assert_ok(plan_finish(&f->plan, &f->document, mark(f, ceiling), NULL));
	buf_init(&out, 256);
	marking_print(f->plan.banners[f->document.message_count - 1], MARK_PORTION, &out);
	assert_slice(buf_slice(&out), banner);
	buf_clear(&out);
	marking_print(f->plan.whole, MARK_PORTION, &out);
	assert_slice(buf_slice(&out), whole);
	for (size_t i = 0; i < f->document.message_count; i++)
		assert_true(marking_dominates(mark(f, ceiling), f->plan.banners[i]));
	buf_release(&out);
	plan_release(&f->plan);
	document_release(&f->document);
	scheme_free(f->scheme);
}

TEST(an_output_drops_what_its_banner_does_not_carry)
{
	struct fixture f;
	begin(&f, "(C//NF)", "(U//FOUO)", true, false);
	assert_banner(&f, "C//FOUO/NF", "(C//NF)", "(C//NF)");
}

TEST(a_portion_that_does_not_show_its_mark_is_in_the_banner_in_full)
{
	struct fixture f;
	begin(&f, "(C//NF)", "(U//FOUO)", false, false);
	assert_banner(&f, "C//FOUO/NF", "(C//FOUO/NF)", "(C//FOUO/NF)");
	begin(&f, "(C//NF)", "(U//FOUO)", true, false);
	f.plan.present.marks = MARKS_NONE;
	assert_banner(&f, "C//FOUO/NF", "(C//FOUO/NF)", "(C//FOUO/NF)");
	/* What is written does not say what the captions of its message add. */
	begin(&f, "(C//NF)", "(U//FOUO)", true, false);
	f.plan.present.marks = MARKS_AS_WRITTEN;
	f.document.messages[0].captions = mark(&f, "(U//FOUO)");
	assert_banner(&f, "C//FOUO/NF", "(C//FOUO/NF)", "(C//FOUO/NF)");
}

TEST(no_banner_is_above_the_ceiling)
{
	struct fixture f;
	/* The rule asks for NOFORN; under a ceiling that may not hold NOFORN text the join, which is nobody's either, stands. */
	begin(&f, "(S)", "(S//REL TO USA, GBR)", true, false);
	assert_banner(&f, "S", "(S)", "(S)");
	begin(&f, "(S)", "(S//REL TO USA, GBR)", true, false);
	assert_banner(&f, "S//NF", "(S//NF)", "(S//NF)");
	begin(&f, "(//NS//NF)", "(//NC//NF)", true, false);
	assert_banner(&f, "//NS//NF", "(//NS//NF)", "(//NS//NF)");
}

TEST(each_message_has_its_own_banner_and_the_whole_their_roll_up)
{
	struct fixture f;
	begin(&f, "(C//NF)", "(U//FOUO)", true, true);
	assert_banner(&f, "C//FOUO/NF", "(U//FOUO)", "(C//NF)");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_output_drops_what_its_banner_does_not_carry),
		cmocka_unit_test(a_portion_that_does_not_show_its_mark_is_in_the_banner_in_full),
		cmocka_unit_test(no_banner_is_above_the_ceiling),
		cmocka_unit_test(each_message_has_its_own_banner_and_the_whole_their_roll_up),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
