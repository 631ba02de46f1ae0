#include "reading.h"

static const char telegram_text[] =
    "ZNY CCCCC ZZH\nO 271130Z FEB 04\nFM AMEMBASSY PORT MARLOW\nTO SECSTATE WASHDC\nBT\n"
    "C O N F I D E N T I A L SECTION 01 OF 02 PORT MARLOW 0417\n\nSIPDIS\n\nE.O. 12958: DECL: "
    "02/27/2014\nTAGS: PREL\nSUBJECT: SABLE BANK\n\n1. (C) Text.\n";
static const char memo_text[] =
    "SECRET\n\nMEMORANDUM FOR THE SECRETARY\n\nFROM: Marit Osei\nSUBJECT: Sable Bank (U)\n\nText "
    "of it. (C)\n\nSECRET\n";

static tl_status
detect(struct slice text, const struct format **out, struct tl_error *e)
{
	struct scheme *scheme;

	assert_ok(scheme_load_shipped("us", "state-telegram", &scheme, e));
	tl_status status = format_detect(text, "a test", scheme, out, e);
	scheme_free(scheme);
	return status;
}

static const char *
detected(const char *text)
{
	struct tl_error e = { 0 };
	const struct format *format;

	return detect(slice_str(text), &format, &e) == TL_OK ? format->name : "none";
}

TEST(formats_are_found_by_name_and_listed_in_order)
{
	assert_string_equal(format_find("telegram")->name, "telegram");
	assert_string_equal(format_find("memo")->media_type, "text/plain");
	assert_null(format_find("docx "));
	for (size_t i = 1; formats[i - 1] != NULL && formats[i] != NULL; i++)
		assert_true(strcmp(formats[i - 1]->name, formats[i]->name) < 0);
}

TEST(telegrams_and_memoranda_are_told_apart)
{
	assert_string_equal(detected(telegram_text), "telegram");
	assert_string_equal(detected(memo_text), "memo");
}

TEST(text_that_nothing_speaks_for_is_refused)
{
	struct tl_error e = { 0 };
	const struct format *format;

	assert_int_equal(
	    detect(slice_str("Some words.\n\nMore words.\n"), &format, &e), TL_DOCUMENT);
	assert_null(format);
	assert_non_null(strstr(e.what, "no format"));
}

TEST(two_formats_that_bid_the_same_are_refused)
{
	struct tl_error e = { 0 };
	const struct format *format = NULL;
	const char *text =
	    "Foreign Relations of the United States, Volume I\n\nClassification: Secret\n\nText.\n";

	assert_int_equal(detect(slice_str(text), &format, &e), TL_DOCUMENT);
	assert_non_null(strstr(e.what, "two formats"));
}

TEST(markup_and_mail_are_no_text)
{
	assert_string_equal(detected("<?xml version=\"1.0\"?>\n<p>MEMORANDUM FOR X</p>\n"), "none");
	assert_string_equal(
	    detected("From: a@b\nTo: c@d\nSubject: MEMORANDUM FOR X\nMIME-Version: 1.0\n\nText.\n"),
	    "none");
	struct tl_error e = { 0 };
	const struct format *format;
	assert_int_equal(detect(slice_of("MEMORANDUM FOR X\n\0", 18), &format, &e), TL_DOCUMENT);
}

static tl_status
check(struct slice text, struct tl_error *e)
{
	*e = (struct tl_error){ 0 };
	return format_check_text(text, "a test", e);
}

TEST(an_empty_text_is_refused)
{
	struct tl_error e;
	assert_int_equal(check(slice_str(""), &e), TL_DOCUMENT);
}

TEST(a_nul_byte_is_refused_with_its_line)
{
	struct tl_error e;
	assert_int_equal(check(slice_of("one\ntwo\0\n", 9), &e), TL_DOCUMENT);
	assert_int_equal(e.line, 2);
}

TEST(bytes_that_are_not_utf_8_are_refused_with_their_line)
{
	static const char *const bad[] = { "one\ntwo\nca\xe9\n", "one\ntwo\n\xc0\xaf\n",
		"one\ntwo\n\xed\xa0\x80\n", "one\ntwo\n\xf4\x90\x80\x80\n" };
	struct tl_error e;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		assert_int_equal(check(slice_str(bad[i]), &e), TL_DOCUMENT);
		assert_int_equal(e.line, 3);
	}
}

TEST(more_than_four_gigabytes_are_refused_before_a_byte_is_read)
{
	struct tl_error e;
	assert_int_equal(check(slice_of("", (size_t)UINT32_MAX + 1), &e), TL_DOCUMENT);
}

TEST(a_byte_order_mark_is_no_fault)
{
	struct tl_error e;
	assert_ok(check(slice_str("\xef\xbb\xbfone\n"), &e));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(formats_are_found_by_name_and_listed_in_order),
		cmocka_unit_test(telegrams_and_memoranda_are_told_apart),
		cmocka_unit_test(text_that_nothing_speaks_for_is_refused),
		cmocka_unit_test(two_formats_that_bid_the_same_are_refused),
		cmocka_unit_test(markup_and_mail_are_no_text),
		cmocka_unit_test(an_empty_text_is_refused),
		cmocka_unit_test(a_nul_byte_is_refused_with_its_line),
		cmocka_unit_test(bytes_that_are_not_utf_8_are_refused_with_their_line),
		cmocka_unit_test(more_than_four_gigabytes_are_refused_before_a_byte_is_read),
		cmocka_unit_test(a_byte_order_mark_is_no_fault),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
