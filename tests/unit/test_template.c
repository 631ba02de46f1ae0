#include "unit.h"

#include <stdio.h>

#include "manifest/template.h"

static void
declare(struct templates *templates)
{
	templates_init(templates);
	assert_ok(templates_declare(
	    templates, INSERT_NOTICE, slice_str("[{amount} not declassified]"), NULL));
	assert_ok(templates_declare(templates, INSERT_BANNER, slice_str("UNCLASSIFIED"), NULL));
	assert_ok(templates_declare(templates, INSERT_BANNER, slice_str("CUI"), NULL));
	assert_ok(templates_declare(templates, INSERT_SEPARATOR, slice_str("\n"), NULL));
}

/* F-12 */
TEST(an_insertion_is_a_filled_in_template_and_nothing_more)
{
	static const struct {
		enum insert_template name;
		const char *text;
		bool good;
	} cases[] = {
		{ INSERT_SEPARATOR, "\n", true },
		{ INSERT_SEPARATOR, "\n\n", false },
		{ INSERT_SEPARATOR, " ", false },
		{ INSERT_BANNER, "UNCLASSIFIED", true },
		{ INSERT_BANNER, "UNCLASSIFIED\n", true },
		{ INSERT_BANNER, "UNCLASSIFIED\n\n", false },
		{ INSERT_BANNER, "UNCLASSIFIED ", false },
		{ INSERT_BANNER, "SECRET", false },
		{ INSERT_NOTICE, "[1 line not declassified]", true },
		{ INSERT_NOTICE, "[1 line not declassified]\n", true },
		{ INSERT_NOTICE, "[2 lines not declassified]", true },
		{ INSERT_NOTICE, "[2\xc2\xbd lines not declassified]", true },
		{ INSERT_NOTICE, "[1\xc2\xbd lines not declassified]", true },
		{ INSERT_NOTICE, "[less than 1 line not declassified]", true },
		{ INSERT_NOTICE, "[text not declassified]", true },
		{ INSERT_NOTICE, "[3 paragraphs (19 lines) not declassified]", true },
		{ INSERT_NOTICE, "[1 paragraph (1 line) not declassified]", true },
		{ INSERT_NOTICE, "[40 words not declassified]", true },
		{ INSERT_NOTICE, " [1 line not declassified]", true },
		{ INSERT_NOTICE, "\n[1 line not declassified]\n", true },
		{ INSERT_NOTICE, "\n\n[1 line not declassified]", false },
		{ INSERT_NOTICE, "  [1 line not declassified]", false },
		{ INSERT_NOTICE, "[1 line not declassified] ", false },
		{ INSERT_BANNER, "\nUNCLASSIFIED\n", true },
		{ INSERT_BANNER, " UNCLASSIFIED\n", false },
		{ INSERT_NOTICE, "[less than 1 paragraph not declassified]", true },
		{ INSERT_NOTICE, "[2 paragraphs (less than 1 line) not declassified]", true },
		{ INSERT_NOTICE, "[2 paragraphs (3\xc2\xbd lines) not declassified]", true },
		{ INSERT_NOTICE, "[less than 1 lines not declassified]", false },
		{ INSERT_NOTICE, "[2 lines (2 lines) not declassified]", false },
		{ INSERT_NOTICE, "[1 lines not declassified]", false },
		{ INSERT_NOTICE, "[2 line not declassified]", false },
		{ INSERT_NOTICE, "[02 lines not declassified]", false },
		{ INSERT_NOTICE, "[99999999999 lines not declassified]", false },
		{ INSERT_NOTICE, "[ not declassified]", false },
		{ INSERT_NOTICE, "[1 line not declassified", false },
		{ INSERT_NOTICE, "[1 line not declassified] He named a price.", false },
		{ INSERT_NOTICE, "[2 lines (He left) not declassified]", false },
	};
	struct templates templates;
	declare(&templates);
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		if (templates_match(&templates, cases[i].name, slice_str(cases[i].text)) !=
		    cases[i].good)
			fail_msg("case %zu: %s", i, cases[i].text);
	templates_release(&templates);
}

TEST(a_template_is_matched_under_its_own_name_only)
{
	struct templates templates;
	declare(&templates);
	assert_true(templates_match(&templates, INSERT_BANNER, slice_str("CUI\n")));
	assert_false(templates_match(&templates, INSERT_NOTICE, slice_str("CUI\n")));
	assert_false(templates_match(&templates, INSERT_BANNER, slice_str("\n")));
	assert_false(templates_match(&templates, INSERT_SEPARATOR, slice_str("CUI")));
	assert_false(templates_match(&templates, INSERT_BANNER, slice_of(NULL, 0)));
	templates_release(&templates);
}

TEST(an_exemption_in_a_notice_is_a_displayable_text)
{
	struct templates templates;
	templates_init(&templates);
	assert_ok(templates_declare(
	    &templates, INSERT_NOTICE, slice_str("[{count} x {exemption}; {amount}]"), NULL));
	assert_true(templates_match(
	    &templates, INSERT_NOTICE, slice_str("[3 x (b)(1) 1.4(d); (b)(6); 2 lines]\n")));
	assert_true(templates_match(&templates, INSERT_NOTICE, slice_str("[3 x; 2 lines]")));
	assert_false(templates_match(&templates, INSERT_NOTICE, slice_str("[3 x ; 2 lines]")));
	assert_false(templates_match(&templates, INSERT_NOTICE, slice_str("[3 x a\nb; 2 lines]")));
	assert_false(
	    templates_match(&templates, INSERT_NOTICE, slice_str("[3 x a\xe2\x80\xae; 2 lines]")));
	assert_false(templates_match(&templates, INSERT_NOTICE, slice_str("[x x a; 2 lines]")));
	assert_false(templates_match(&templates, INSERT_NOTICE, slice_str("[3 x a, 2 lines]")));
	templates_release(&templates);
}

TEST(an_insertion_has_a_ceiling)
{
	static char text[INSERT_MAX + 2];
	struct templates templates;
	templates_init(&templates);
	assert_ok(templates_declare(&templates, INSERT_NOTICE, slice_str("{exemption}"), NULL));
	memset(text, 'x', 512);
	assert_true(templates_match(&templates, INSERT_NOTICE, slice_of(text, 512)));
	memset(text, 'x', sizeof text);
	assert_false(templates_match(&templates, INSERT_NOTICE, slice_of(text, 513)));
	assert_false(templates_match(&templates, INSERT_NOTICE, slice_of(text, INSERT_MAX + 1)));
	templates_release(&templates);
}

TEST(templates_are_declared_in_order_each_once_and_displayable)
{
	static const struct {
		enum insert_template name;
		const char *text;
	} bad[] = {
		{ INSERT_NOTICE, "[x]" }, /* behind a banner */
		{ INSERT_BANNER, "CUI" }, /* twice */
		{ INSERT_BANNER, "" },
		{ INSERT_BANNER, "A\nB" },
		{ INSERT_BANNER, "A\xe2\x80\xae" },
		{ INSERT_SEPARATOR, " " },
		{ INSERT_SEPARATOR, "\n\n" },
	};
	struct templates templates;
	struct tl_error e = { 0 };
	templates_init(&templates);
	assert_ok(templates_declare(&templates, INSERT_BANNER, slice_str("CUI"), NULL));
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		assert_int_equal(
		    templates_declare(&templates, bad[i].name, slice_str(bad[i].text), NULL),
		    TL_NO);
	assert_ok(templates_declare(&templates, INSERT_SEPARATOR, slice_str("\n"), NULL));
	assert_int_equal(
	    templates_declare(&templates, INSERT_SEPARATOR, slice_str("\n"), &e), TL_NO);
	assert_int_equal(e.status, TL_NO);
	templates_release(&templates);
}

TEST(no_more_templates_than_their_ceiling)
{
	struct templates templates;
	char text[32];
	templates_init(&templates);
	for (int i = 0; i < TEMPLATES_MAX; i++) {
		(void)snprintf(text, sizeof text, "BANNER %d", i);
		assert_ok(templates_declare(&templates, INSERT_BANNER, slice_str(text), NULL));
	}
	assert_int_equal(
	    templates_declare(&templates, INSERT_BANNER, slice_str("ONE MORE"), NULL), TL_NO);
	templates_release(&templates);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_insertion_is_a_filled_in_template_and_nothing_more),
		cmocka_unit_test(a_template_is_matched_under_its_own_name_only),
		cmocka_unit_test(an_exemption_in_a_notice_is_a_displayable_text),
		cmocka_unit_test(an_insertion_has_a_ceiling),
		cmocka_unit_test(templates_are_declared_in_order_each_once_and_displayable),
		cmocka_unit_test(no_more_templates_than_their_ceiling),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
