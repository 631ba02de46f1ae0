#include "paper.h"

#include "policy/heading.h"

/* Does a policy with this heading condition find it in the text? */
static bool
finds(const char *words, const char *text)
{
	char inside[1024];
	struct policy *policy;
	struct tl_error e;
	uint64_t bits;

	(void)snprintf(inside, sizeof inside,
	    PAPER_CEILING "<withhold id=\"w\"><when heading=\"%s\"/></withhold>", words);
	assert_ok(paper_load(PAPER_HEAD, inside, &policy, &e));
	assert_ok(heading_match(policy, slice_str(text), &bits, &e));
	policy_free(policy);
	return bits == 1;
}

TEST(heading_is_found_in_any_letter_case)
{
	assert_true(finds("sources", "OUR SOURCES"));
	assert_true(finds("SOURCES", "Our sources"));
	assert_false(finds("sources", "Outlook"));
}

TEST(heading_is_found_across_blanks_and_line_breaks)
{
	assert_true(finds("our sources", "  Our \t\r\n   sources  \n------\n"));
	assert_true(finds("our   sources", "Our sources"));
	assert_false(finds("our sources", "Oursources"));
}

TEST(heading_written_with_look_alike_letters_is_found)
{
	assert_true(finds("sources", "S\xd0\xbeurces"));     /* Cyrillic o */
	assert_true(finds("sources", "So\xc2\xadurces"));    /* soft hyphen */
	assert_true(finds("sources", "\xef\xbc\xb3ources")); /* full-width S */
}

TEST(each_condition_has_its_own_bit)
{
	struct policy *policy;
	struct tl_error e;
	uint64_t bits;

	assert_ok(paper_load(PAPER_HEAD,
	    PAPER_CEILING "<withhold id=\"a\"><when heading=\"sources\"/></withhold>"
			  "<withhold id=\"b\"><when><any heading=\"outlook\" kind=\"to\"/></when>"
			  "</withhold>",
	    &policy, &e));
	assert_ok(heading_match(policy, slice_str("Outlook"), &bits, &e));
	assert_int_equal(bits, 2);
	assert_ok(heading_match(policy, slice_str("Sources and outlook"), &bits, &e));
	assert_int_equal(bits, 3);
	policy_free(policy);
}

TEST(more_heading_conditions_than_bits_do_not_load)
{
	static char inside[16384];
	struct policy *policy;
	struct tl_error e;
	size_t len = (size_t)snprintf(inside, sizeof inside, "%s", PAPER_CEILING);

	for (int i = 0; i <= HEADINGS_MAX; i++)
		len += (size_t)snprintf(inside + len, sizeof inside - len,
		    "<withhold id=\"r%d\"><when heading=\"h%d\"/></withhold>", i, i);
	assert_int_equal(paper_load(PAPER_HEAD, inside, &policy, &e), TL_POLICY);
	assert_non_null(strstr(e.what, "at most 64 heading"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(heading_is_found_in_any_letter_case),
		cmocka_unit_test(heading_is_found_across_blanks_and_line_breaks),
		cmocka_unit_test(heading_written_with_look_alike_letters_is_found),
		cmocka_unit_test(each_condition_has_its_own_bit),
		cmocka_unit_test(more_heading_conditions_than_bits_do_not_load),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
