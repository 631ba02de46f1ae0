/*
 * tests/unit/test_mark_answers.c -- what the public interface answers of ISM attributes, as a program asks. docs/ism.md.
 */
#include "unit.h"

#include <stdio.h>

static struct tl_scheme *us;

/* Every text of the answers, "name=text;". */
static char heard[4096];

static int
hear(void *context, enum tl_event event, const char *name, const void *text, size_t len,
    int64_t number)
{
	(void)context;
	(void)number;
	if (event == TL_TEXT)
		snprintf(heard + strlen(heard), sizeof heard - strlen(heard), "%s=%.*s;", name,
		    (int)len, (const char *)text);
	return 0;
}

static const struct tl_answer answer = { NULL, hear };

TEST(attributes_are_answered_as_marks_are)
{
	const char *line =
	    "classification=\"S\" ownerProducer=\"USA\" disseminationControls=\"NF\"";
	heard[0] = '\0';
	assert_ok(tl_mark_parse(us, line, strlen(line), TL_FORM_ISM, &answer, NULL));
	assert_non_null(strstr(heard, ";level=S;system=US;portion=(S//NF);banner=SECRET//NOFORN;"));
	line = "classification=\"S\"";
	assert_int_equal(tl_mark_parse(us, line, strlen(line), TL_FORM_ISM, &answer, NULL), TL_NO);
}

TEST(bytes_that_are_no_text_are_answered_as_text)
{
	heard[0] = '\0';
	assert_int_equal(tl_mark_parse(us, "(S)\xff", 4, TL_FORM_AUTO, &answer, NULL), TL_NO);
	assert_non_null(strstr(heard, "input=(S)\xef\xbf\xbd;"));
}

TEST(marks_are_answered_as_attributes)
{
	heard[0] = '\0';
	assert_ok(tl_mark_print_ism(us, "(S//OC/REL TO USA, GBR)", 23, &answer, NULL));
	assert_string_equal(heard,
	    "input=(S//OC/REL TO USA, GBR);ism=classification=\"S\" ownerProducer=\"USA\" "
	    "disseminationControls=\"OC REL\" releasableTo=\"USA GBR\";");
	heard[0] = '\0';
	assert_int_equal(tl_mark_print_ism(us, "(C//STADIS)", 11, &answer, NULL), TL_NO);
	assert_string_equal(heard, "input=(C//STADIS);ism=;");
	assert_int_equal(tl_mark_print_ism(us, "(a)", 3, &answer, NULL), TL_NO);
}

TEST(an_authority_block_is_a_row_a_line)
{
	const char *line =
	    "classification=\"S\" ownerProducer=\"USA\" derivativelyClassifiedBy=\"J. Roe\" "
	    "derivedFrom=\"Memo 3\" declassDate=\"2040-01-02\"";
	heard[0] = '\0';
	assert_ok(tl_mark_authority(us, line, strlen(line), &answer, NULL));
	assert_string_equal(heard,
	    "line=Classified by: J. Roe;line=Derived from: Memo 3;line=Declassify on: January 2, 2040;");
	heard[0] = '\0';
	assert_int_equal(tl_mark_authority(us, "classifiedBy", 12, &answer, NULL), TL_NO);
	assert_string_equal(heard, "");
}

static int
load(void **state)
{
	(void)state;
	return tl_scheme_load("us", NULL, &us, NULL) == TL_OK ? 0 : -1;
}

static int
unload(void **state)
{
	(void)state;
	tl_scheme_free(us);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(attributes_are_answered_as_marks_are),
		cmocka_unit_test(bytes_that_are_no_text_are_answered_as_text),
		cmocka_unit_test(marks_are_answered_as_attributes),
		cmocka_unit_test(an_authority_block_is_a_row_a_line),
	};
	return cmocka_run_group_tests(tests, load, unload);
}
