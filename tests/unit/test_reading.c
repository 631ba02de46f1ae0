#include "unit.h"

#include "document/reading.h"

/* docs/policy.md, "How a decision is made", step 1: own, assumed, parent, entire text, banner, none. */
struct fixture {
	struct scheme *scheme;
	struct document document;
};

static const struct marking *
mark(struct fixture *f, const char *text)
{
	struct mark out;
	assert_ok(document_mark(&f->document, slice_str(text), MARK_PORTION, &out, NULL));
	assert_int_equal(out.state, MARK_READ);
	return out.marking;
}

static void
begin(struct fixture *f, const char *banner)
{
	assert_ok(scheme_load_shipped("us", "state-telegram", &f->scheme, NULL));
	document_init(&f->document, "test", slice_str("abcdefghijklmnopqrstuvwxyz"), f->scheme);
	assert_ok(document_add_message(&f->document, NULL));
	if (banner != NULL)
		f->document.messages[0].banner = mark(f, banner);
}

static void
end(struct fixture *f)
{
	document_release(&f->document);
	scheme_free(f->scheme);
}

static struct portion *
add(struct fixture *f, enum portion_kind kind, const char *own, uint32_t parent)
{
	struct portion p = { .start = f->document.count,
		.end = f->document.count + 1,
		.kind = (unsigned char)kind,
		.parent = parent };
	if (own != NULL) {
		p.own = mark(f, own);
		p.mark = MARK_READ;
	}
	assert_ok(document_add(&f->document, &p, NULL));
	return &f->document.portions[f->document.count - 1];
}

#define assert_read(f, index, rules, expected_how, expected)                                       \
	do {                                                                                       \
		struct read_marking read = portion_read(&(f)->document, index, rules);             \
		assert_int_equal(read.how, expected_how);                                          \
		assert_ptr_equal(read.marking, expected);                                          \
	} while (0)

TEST(own_mark_comes_first)
{
	struct fixture f;
	begin(&f, "(S)");
	struct portion *p = add(&f, PORTION_PARAGRAPH, "(C)", PORTION_TOP);
	p->entire = mark(&f, "(S)");
	assert_read(&f, 0, &reading_default, READING_OWN, mark(&f, "(C)"));
	end(&f);
}

TEST(damaged_mark_is_never_read_from_anywhere_else)
{
	struct fixture f;
	begin(&f, "(U)");
	struct portion *p = add(&f, PORTION_PARAGRAPH, NULL, PORTION_TOP);
	p->mark = MARK_DAMAGED;
	p->own = scheme_damaged(f.scheme);
	assert_read(&f, 0, &reading_default, READING_DAMAGED, scheme_damaged(f.scheme));
	end(&f);
}

TEST(assumption_comes_before_the_banner_and_behind_the_own_mark)
{
	struct fixture f;
	begin(&f, "(S)");
	struct reading_rules rules = reading_default;
	rules.assume[PORTION_TO] = mark(&f, "(U)");
	add(&f, PORTION_TO, NULL, PORTION_TOP);
	add(&f, PORTION_TO, "(C)", PORTION_TOP);
	assert_read(&f, 0, &rules, READING_ASSUMED, mark(&f, "(U)"));
	assert_read(&f, 1, &rules, READING_OWN, mark(&f, "(C)"));
	end(&f);
}

TEST(unmarked_child_takes_its_parents_mark_through_unmarked_parents)
{
	struct fixture f;
	begin(&f, "(S)");
	add(&f, PORTION_PARAGRAPH, "(C)", PORTION_TOP);
	add(&f, PORTION_LIST_ITEM, NULL, 0);
	add(&f, PORTION_LIST_ITEM, NULL, 1);
	assert_read(&f, 2, &reading_default, READING_PARENT, mark(&f, "(C)"));
	end(&f);
}

TEST(child_of_a_damaged_parent_is_damaged)
{
	struct fixture f;
	begin(&f, "(U)");
	struct portion *p = add(&f, PORTION_PARAGRAPH, NULL, PORTION_TOP);
	p->mark = MARK_DAMAGED;
	p->own = scheme_damaged(f.scheme);
	add(&f, PORTION_LIST_ITEM, NULL, 0);
	assert_read(&f, 1, &reading_default, READING_DAMAGED, scheme_damaged(f.scheme));
	end(&f);
}

TEST(unmarked_paragraph_does_not_take_the_mark_of_what_stands_above_it)
{
	struct fixture f;
	begin(&f, "(S)");
	add(&f, PORTION_PARAGRAPH, "(U)", PORTION_TOP);
	add(&f, PORTION_PARAGRAPH, NULL, PORTION_TOP);
	add(&f, PORTION_PARAGRAPH, NULL,
	    0); /* a parent does not help a kind that reads from the banner */
	assert_read(&f, 1, &reading_default, READING_BANNER, mark(&f, "(S)"));
	assert_read(&f, 2, &reading_default, READING_BANNER, mark(&f, "(S)"));
	end(&f);
}

TEST(entire_text_comes_before_the_banner)
{
	struct fixture f;
	begin(&f, "(S)");
	add(&f, PORTION_PARAGRAPH, NULL, PORTION_TOP)->entire = mark(&f, "(C)");
	assert_read(&f, 0, &reading_default, READING_ENTIRE_TEXT, mark(&f, "(C)"));
	end(&f);
}

TEST(banner_that_is_missing_leaves_nothing)
{
	struct fixture f;
	begin(&f, NULL);
	add(&f, PORTION_PARAGRAPH, NULL, PORTION_TOP);
	assert_read(&f, 0, &reading_default, READING_NONE, NULL);
	end(&f);
}

TEST(banner_that_is_damaged_is_not_read)
{
	struct fixture f;
	begin(&f, "(U)");
	f.document.messages[0].damaged = true;
	add(&f, PORTION_PARAGRAPH, NULL, PORTION_TOP);
	assert_read(&f, 0, &reading_default, READING_DAMAGED, mark(&f, "(U)"));
	end(&f);
}

TEST(unknown_portion_has_no_marking_even_with_a_mark)
{
	struct fixture f;
	begin(&f, "(U)");
	struct reading_rules rules = reading_default;
	rules.assume[PORTION_UNKNOWN] = mark(&f, "(U)");
	rules.unmarked[PORTION_UNKNOWN] = UNMARKED_BANNER;
	add(&f, PORTION_UNKNOWN, "(U)", PORTION_TOP);
	add(&f, PORTION_UNKNOWN, NULL, PORTION_TOP);
	assert_read(&f, 0, &rules, READING_NONE, NULL);
	assert_read(&f, 1, &rules, READING_NONE, NULL);
	end(&f);
}

TEST(rest_behind_a_section_break_reads_as_its_head)
{
	struct fixture f;
	begin(&f, "(S)");
	add(&f, PORTION_PARAGRAPH, "(U)", PORTION_TOP);
	add(&f, PORTION_PARAGRAPH, NULL, 0)->flags = PORTION_CONTINUES;
	assert_read(&f, 1, &reading_default, READING_OWN, mark(&f, "(U)"));
	end(&f);
}

TEST(chain_of_parents_without_end_is_unmarked)
{
	struct fixture f;
	begin(&f, "(U)");
	add(&f, PORTION_LIST_ITEM, NULL, PORTION_TOP);
	for (uint32_t i = 0; i < 24; i++)
		add(&f, PORTION_LIST_ITEM, NULL, i);
	assert_read(&f, 24, &reading_default, READING_BANNER, mark(&f, "(U)"));
	for (uint32_t i = 1; i < f.document.count; i++)
		f.document.portions[i].parent =
		    i; /* a circle of one, which document_check() refuses */
	assert_read(&f, 24, &reading_default, READING_NONE, NULL);
	end(&f);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(own_mark_comes_first),
		cmocka_unit_test(damaged_mark_is_never_read_from_anywhere_else),
		cmocka_unit_test(assumption_comes_before_the_banner_and_behind_the_own_mark),
		cmocka_unit_test(unmarked_child_takes_its_parents_mark_through_unmarked_parents),
		cmocka_unit_test(child_of_a_damaged_parent_is_damaged),
		cmocka_unit_test(unmarked_paragraph_does_not_take_the_mark_of_what_stands_above_it),
		cmocka_unit_test(entire_text_comes_before_the_banner),
		cmocka_unit_test(banner_that_is_missing_leaves_nothing),
		cmocka_unit_test(banner_that_is_damaged_is_not_read),
		cmocka_unit_test(unknown_portion_has_no_marking_even_with_a_mark),
		cmocka_unit_test(rest_behind_a_section_break_reads_as_its_head),
		cmocka_unit_test(chain_of_parents_without_end_is_unmarked),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
