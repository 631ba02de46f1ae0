#include "edit_kit.h"

#include "base/xml.h"

/* F-18 */
TEST(what_is_not_plain_xml_of_one_form_is_refused)
{
	static const struct edit edits[] = {
		{ "<?xml", "\xef\xbb\xbf<?xml", MANIFEST_BOM },
		{ "<?xml", "\xff\xfe<?xml", MANIFEST_ENCODING },
		{ "<?xml", " <?xml", MANIFEST_DECLARATION },
		{ "<?xml", "\n<?xml", MANIFEST_DECLARATION },
		{ "1.0\" enc", "1.1\" enc", MANIFEST_DECLARATION },
		{ "UTF-8", "UTF-7", MANIFEST_DECLARATION },
		{ "UTF-8", "utf-8", MANIFEST_DECLARATION },
		{ "UTF-8\"?>", "UTF-8\" standalone=\"yes\"?>", MANIFEST_DECLARATION },
		{ "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n", "", MANIFEST_DECLARATION },
		{ "?>\n", "?>\r\n", MANIFEST_CRLF },
		{ "<list>\n", "<list>\r\n", MANIFEST_CRLF },
		{ "?>\n", "?>\n<!DOCTYPE manifest>\n", MANIFEST_DOCTYPE },
		{ "<list>\n", "<list>\n<!-- x -->\n", MANIFEST_MARKUP },
		{ "<list>\n", "<list>\n<![CDATA[x]]>\n", MANIFEST_MARKUP },
		{ "<list>\n", "<list>\n<?x y?>\n", MANIFEST_MARKUP },
		{ "<list>\n", "<list>\n\n", MANIFEST_UNKNOWN_LINE },
		{ "<list>\n", "<list>\ntext\n", MANIFEST_UNKNOWN_LINE },
		{ "<list>\n", " <list>\n", MANIFEST_UNKNOWN_LINE },
		{ "<list>\n", "<list >\n", MANIFEST_UNKNOWN_LINE },
		{ "<list>\n", "<list> \n", MANIFEST_ATTRIBUTES },
		{ "<list>\n", "<list/>\n", MANIFEST_UNKNOWN_LINE },
		{ "<list>\n", "<LIST>\n", MANIFEST_UNKNOWN_LINE },
		{ "<list>\n", "<t:list>\n", MANIFEST_UNKNOWN_LINE },
		{ "<list>\n", "<list>", MANIFEST_ATTRIBUTES },
		{ "<signers", "<extra/>\n<signers", MANIFEST_UNKNOWN_LINE },
		{ "</manifest>\n", "</manifest>\n\n", MANIFEST_TRAILING },
		{ "</manifest>\n", "</manifest>\n ", MANIFEST_TRAILING },
		{ "</manifest>\n", "</manifest>\n</manifest>\n", MANIFEST_TRAILING },
		{ "</manifest>\n", "</manifest>\n<!-- x -->\n", MANIFEST_TRAILING },
		{ "</manifest>\n", "</manifest> \n", MANIFEST_ATTRIBUTES },
		{ "urn:tearline:manifest:1", "urn:tearline:manifest:2", MANIFEST_UNKNOWN_LINE },
		{ "version=\"1\" suite", "version=\"2\" suite", MANIFEST_VERSION },
		{ "version=\"1\" suite", "version=\"11\" suite", MANIFEST_VERSION },
		{ "SHA384-P384", "SHA256-P256", MANIFEST_UNKNOWN_LINE },
		{ "tearline\"", "tea\xc3(line\"", MANIFEST_ENCODING },
	};
	TRY_EDITS(edits);
}

TEST(a_nul_is_refused_wherever_it_stands)
{
	struct buf copy;
	buf_init(&copy, small.manifest.len + 10);
	for (size_t i = 0; i <= small.manifest.len; i += 7) {
		buf_clear(&copy);
		buf_add(&copy, small.manifest.ptr, i);
		buf_add_byte(&copy, '\0');
		buf_add(&copy, small.manifest.ptr + i, small.manifest.len - i);
		enum manifest_reason reason =
		    reason_of(buf_slice(&copy), buf_slice(&small.output), "cable.txt");
		assert_true(reason == MANIFEST_NUL);
	}
	buf_clear(&copy);
	buf_add_slice(&copy, buf_slice(&small.manifest));
	buf_add(&copy, "\0junk", 5);
	assert_int_equal(
	    reason_of(buf_slice(&copy), buf_slice(&small.output), "cable.txt"), MANIFEST_TRAILING);
	buf_release(&copy);
}

/* F-18 */
TEST(attributes_are_all_there_in_order_and_spelled_one_way)
{
	static const struct edit edits[] = {
		{ "<tool name=\"tearline\" version=\"0.1.0\"/>",
		    "<tool version=\"0.1.0\" name=\"tearline\"/>", MANIFEST_ATTRIBUTES },
		{ "<tool name=\"tearline\" version=\"0.1.0\"/>", "<tool name=\"tearline\"/>",
		    MANIFEST_ATTRIBUTES },
		{ "version=\"0.1.0\"", "version=\"0.1.0\" x=\"y\"", MANIFEST_ATTRIBUTES },
		{ "version=\"0.1.0\"", "version='0.1.0'", MANIFEST_ATTRIBUTES },
		{ "version=\"0.1.0\"", "version = \"0.1.0\"", MANIFEST_ATTRIBUTES },
		{ "version=\"0.1.0\"", " version=\"0.1.0\"", MANIFEST_ATTRIBUTES },
		{ "version=\"0.1.0\"/>", "version=\"0.1.0\" />", MANIFEST_ATTRIBUTES },
		{ "version=\"0.1.0\"/>", "version=\"0.1.0\"></tool>", MANIFEST_ATTRIBUTES },
		{ "version=\"0.1.0\"", "Version=\"0.1.0\"", MANIFEST_ATTRIBUTES },
		{ "version=\"0.1.0\"", "xmlns:a=\"b\" version=\"0.1.0\"", MANIFEST_ATTRIBUTES },
		{ "version=\"0.1.0\"", "version=\"0.1.0", MANIFEST_ATTRIBUTES },
		{ "template=\"banner\"", "template=\"Banner\"", MANIFEST_ATTRIBUTES },
		{ "template=\"banner\"", "template=\"\"", MANIFEST_ATTRIBUTES },
	};
	TRY_EDITS(edits);
}

/* F-10, F-18 */
TEST(texts_have_one_spelling_and_hide_nothing)
{
	static const struct edit edits[] = {
		{ "name=\"tearline\"", "name=\"tea&#114;line\"", MANIFEST_TEXT },
		{ "name=\"tearline\"", "name=\"tea&#x72;line\"", MANIFEST_TEXT },
		{ "name=\"tearline\"", "name=\"tear&apos;line\"", MANIFEST_TEXT },
		{ "name=\"tearline\"", "name=\"tear&#10;line\"", MANIFEST_TEXT },
		{ "name=\"tearline\"", "name=\"tear&#9;line\"", MANIFEST_TEXT },
		{ "name=\"tearline\"", "name=\"tear&line\"", MANIFEST_TEXT },
		{ "name=\"tearline\"", "name=\"tear>line\"", MANIFEST_TEXT },
		{ "name=\"tearline\"", "name=\"tear<line\"", MANIFEST_TEXT },
		{ "name=\"tearline\"", "name=\"tear\tline\"", MANIFEST_TEXT },
		{ "name=\"tearline\"", "name=\"tear\xe2\x80\xaeline\"", MANIFEST_TEXT },
		{ "name=\"tearline\"", "name=\"tear\xe2\x80\x8bline\"", MANIFEST_TEXT },
		{ "name=\"tearline\"", "name=\"tear\xef\xbf\xbfline\"", MANIFEST_TEXT },
		{ "name=\"tearline\"", "name=\"tear&amp;line\"", MANIFEST_FITS },
		{ "name=\"tearline\"", "name=\"tear\xc3\xb6line\"", MANIFEST_FITS },
		{ "name=\"tearline\"", "name=\"\"", MANIFEST_FITS },
		{ "text=\"&#10;\"", "text=\"\n\"", MANIFEST_ATTRIBUTES },
		{ "text=\"&#10;\"", "text=\"&#xa;\"", MANIFEST_TEXT },
		{ "text=\"&#10;\"", "text=\"&#010;\"", MANIFEST_TEXT },
	};
	TRY_EDITS(edits);
}

/* F-18 */
TEST(numbers_digests_and_times_have_one_spelling)
{
	static const struct edit edits[] = {
		{ "length=\"13\"", "length=\"013\"", MANIFEST_NUMBER },
		{ "length=\"13\"", "length=\"+13\"", MANIFEST_NUMBER },
		{ "length=\"13\"", "length=\"-13\"", MANIFEST_NUMBER },
		{ "length=\"13\"", "length=\" 13\"", MANIFEST_NUMBER },
		{ "length=\"13\"", "length=\"13 \"", MANIFEST_NUMBER },
		{ "length=\"13\"", "length=\"0xd\"", MANIFEST_NUMBER },
		{ "length=\"13\"", "length=\"1e1\"", MANIFEST_NUMBER },
		{ "length=\"13\"", "length=\"\"", MANIFEST_NUMBER },
		{ "length=\"13\"", "length=\"18446744073709551616\"", MANIFEST_NUMBER },
		{ "length=\"13\"", "length=\"18446744073709551629\"", MANIFEST_NUMBER },
		{ "length=\"47\"", "length=\"18446744073709551615\"", MANIFEST_NUMBER },
		{ "length=\"47\"", "length=\"18446744073709551602\"", MANIFEST_OUTPUT_TRUNCATED },
		{ "sha384=\"01", "sha384=\"0", MANIFEST_DIGEST },
		{ "sha384=\"01", "sha384=\"001", MANIFEST_DIGEST },
		{ "sha384=\"01", "sha384=\"0A", MANIFEST_DIGEST },
		{ "sha384=\"01", "sha384=\"0g", MANIFEST_DIGEST },
		{ "commitment=\"", "commitment=\"A", MANIFEST_DIGEST },
		{ " id=\"bc47", " id=\"BC47", MANIFEST_DIGEST },
		{ " id=\"bc47", " id=\"c47", MANIFEST_DIGEST },
		{ "2026-11-24T", "2026-11-31T", MANIFEST_TIME },
		{ "11:08:48Z", "11:08:48", MANIFEST_TIME },
		{ "11:08:48Z", "11:08:48+00:00", MANIFEST_TIME },
	};
	TRY_EDITS(edits);
}

/* F-11 */
TEST(an_output_name_in_a_manifest_is_one_path_component)
{
	static const struct edit edits[] = {
		{ "\"cable.txt\"", "\"../cable.txt\"", MANIFEST_NAME },
		{ "\"cable.txt\"", "\"/cable.txt\"", MANIFEST_NAME },
		{ "\"cable.txt\"", "\"a\\cable.txt\"", MANIFEST_NAME },
		{ "\"cable.txt\"", "\".\"", MANIFEST_NAME },
		{ "\"cable.txt\"", "\"..\"", MANIFEST_NAME },
		{ "\"cable.txt\"", "\"\"", MANIFEST_NAME },
		{ "\"cable.txt\"", "\"cable&#10;.txt\"", MANIFEST_TEXT },
		{ "\"cable.txt\"", "\"cable\xe2\x80\xae.txt\"", MANIFEST_TEXT },
		{ "\"cable.txt\"", "\"other.txt\"", MANIFEST_OUTPUT_NAME },
	};
	TRY_EDITS(edits);
	assert_int_equal(
	    reason_of(buf_slice(&small.manifest), buf_slice(&small.output), "renamed.txt"),
	    MANIFEST_OUTPUT_NAME);
	assert_int_equal(
	    reason_of(buf_slice(&small.manifest), buf_slice(&small.output), NULL), MANIFEST_FITS);
}

/* docs/seals.md: at most 16 signers and 8 roles, no more roles than signers. */
TEST(demanded_signers_and_roles_can_be_met)
{
#define ROLE "<role name=\"a.b-c_D9\"/>\n"
	static const struct edit edits[] = {
		{ "required=\"1\"", "required=\"16\"", MANIFEST_FITS },
		{ "required=\"1\"", "required=\"17\"", MANIFEST_SIGNERS },
		{ "required=\"1\"", "required=\"18446744073709551615\"", MANIFEST_SIGNERS },
		{ "required=\"1\"/>\n", "required=\"0\"/>\n" ROLE, MANIFEST_SIGNERS },
		{ "required=\"1\"/>\n", "required=\"1\"/>\n" ROLE ROLE, MANIFEST_SIGNERS },
		{ "required=\"1\"/>\n", "required=\"2\"/>\n" ROLE ROLE, MANIFEST_FITS },
		{ "required=\"1\"/>\n",
		    "required=\"9\"/>\n" ROLE ROLE ROLE ROLE ROLE ROLE ROLE ROLE, MANIFEST_FITS },
		{ "required=\"1\"/>\n",
		    "required=\"9\"/>\n" ROLE ROLE ROLE ROLE ROLE ROLE ROLE ROLE ROLE,
		    MANIFEST_SIGNERS },
		{ "required=\"1\"/>\n", "required=\"1\"/>\n<role name=\"\"/>\n", MANIFEST_TEXT },
		{ "required=\"1\"/>\n", "required=\"1\"/>\n<role name=\"a b\"/>\n", MANIFEST_TEXT },
		{ "required=\"1\"/>\n", "required=\"1\"/>\n<role name=\"a=b\"/>\n", MANIFEST_TEXT },
		{ "required=\"1\"/>\n",
		    "required=\"1\"/>\n<role "
		    "name=\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\"/>\n",
		    MANIFEST_TEXT },
	};
	TRY_EDITS(edits);
#undef ROLE
}

/* F-2, F-18 */
TEST(elements_stand_in_one_order)
{
	static const struct edit edits[] = {
		{ "<tool name=\"tearline\" version=\"0.1.0\"/>\n", "", MANIFEST_ORDER },
		{ "<signers required=\"1\"/>\n",
		    "<signers required=\"1\"/>\n<signers required=\"1\"/>\n", MANIFEST_ORDER },
		{ "required=\"1\"/>\n", "required=\"1\"/>\n<role name=\"a\"/>\n", MANIFEST_FITS },
		{ "<list>\n", "<role name=\"a\"/>\n<list>\n", MANIFEST_ORDER },
		{ "<list>\n", "", MANIFEST_ORDER },
		{ "<list>\n", "<list>\n<list>\n", MANIFEST_ORDER },
		{ "</list>\n", "</list>\n</list>\n", MANIFEST_ORDER },
		{ "</list>\n",
		    "</list>\n<insert offset=\"113\" length=\"1\" template=\"notice\"/>\n",
		    MANIFEST_ORDER },
		{ "</list>\n", "", MANIFEST_ORDER },
		{ "<list>\n", "<list>\n</list>\n", MANIFEST_ORDER },
		{ "</list>\n", "</list>\n<downgrade authority=\"a\" count=\"1\"/>\n",
		    MANIFEST_FITS },
		{ "</list>\n",
		    "</list>\n<amount pieces=\"1\" bytes=\"2\"/>\n<amount pieces=\"1\" "
		    "bytes=\"2\"/>\n",
		    MANIFEST_ORDER },
		{ "</list>\n",
		    "</list>\n<exemption text=\"a\" count=\"1\"/>\n<downgrade authority=\"a\" "
		    "count=\"1\"/>\n",
		    MANIFEST_ORDER },
		{ "</manifest>\n", "", MANIFEST_UNFINISHED },
		{ "<list>\n",
		    "<list>\n<withheld kind=\"\" marking=\"\" exemption=\"\" rules=\"\"/>\n",
		    MANIFEST_UNKNOWN_LINE },
	};
	TRY_EDITS(edits);
}

/* Two lists that a stock tool could take for the one or the other. */
TEST(a_second_output_or_gap_in_a_row_is_refused)
{
	struct slice manifest = buf_slice(&small.manifest);
	static const char *const lines[] = { "<output ", "<gap ", "<kept ", "<audit " };
	for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
		const unsigned char *at =
		    memmem(manifest.ptr, manifest.len, lines[i], strlen(lines[i]));
		assert_non_null(at);
		const unsigned char *end = memchr(at, '\n', 1000);
		struct buf copy;
		buf_init(&copy, (size_t)1 << 20);
		buf_add(&copy, manifest.ptr, (size_t)(end + 1 - manifest.ptr));
		buf_add(&copy, at, (size_t)(manifest.ptr + manifest.len - at));
		enum manifest_reason reason =
		    reason_of(buf_slice(&copy), buf_slice(&small.output), "cable.txt");
		assert_int_equal(reason, MANIFEST_ORDER);
		buf_release(&copy);
	}
}

/* F-12 */
TEST(templates_are_declared_in_order_and_once)
{
	static const struct edit edits[] = {
		{ "<template name=\"banner\"",
		    "<template name=\"banner\" text=\"UNCLASSIFIED\"/>\n<template name=\"banner\"",
		    MANIFEST_TEMPLATES },
		{ "<template name=\"banner\"",
		    "<template name=\"banner\" text=\"X\"/>\n<template name=\"banner\"",
		    MANIFEST_FITS },
		{ "<template name=\"banner\"",
		    "<template name=\"notice\" text=\"X\"/>\n<template name=\"banner\"",
		    MANIFEST_TEMPLATES },
		{ "<template name=\"notice\"",
		    "<template name=\"separator\" text=\"&#10;\"/>\n<template name=\"notice\"",
		    MANIFEST_TEMPLATES },
		{ "text=\"&#10;\"", "text=\"&#10;&#10;\"", MANIFEST_TEMPLATES },
		{ "text=\"UNCLASSIFIED\"", "text=\"\"", MANIFEST_TEMPLATES },
		{ "text=\"UNCLASSIFIED\"", "text=\"SECRET\"", MANIFEST_INSERT },
		{ "[{amount} not declassified]", "[{amount} {amount} not declassified]",
		    MANIFEST_TEMPLATES },
		{ "[{amount} not declassified]", "[{count} lines not declassified]",
		    MANIFEST_INSERT },
		{ "[{amount} not declassified]", "{exemption}", MANIFEST_FITS },
	};
	TRY_EDITS(edits);
}

TEST(a_line_longer_than_any_is_refused_in_constant_memory)
{
	struct buf copy;
	buf_init(&copy, (size_t)1 << 24);
	buf_add_str(&copy, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<manifest ");
	while (copy.len < 1 << 22)
		buf_add_str(&copy, "xxxxxxxxxxxxxxxx");
	assert_int_equal(
	    reason_of(buf_slice(&copy), buf_slice(&small.output), "cable.txt"), MANIFEST_LONG_LINE);
	buf_release(&copy);
}

static tl_status
count_start(void *context, const struct xml_event *event, struct tl_error *e)
{
	(void)event, (void)e;
	++*(size_t *)context;
	return TL_OK;
}

/* The verifier reads lines; whoever reads XML sees the same. */
TEST(a_fitting_manifest_is_plain_xml)
{
	static const struct xml_dialect dialect = { .namespace_uri = "urn:tearline:manifest:1",
		.status = TL_NO,
		.max_depth = 3,
		.max_bytes = 1 << 20 };
	struct memory m = { .bytes = buf_slice(&small.manifest) };
	size_t elements = 0, opened = 0;
	const struct xml_visitor visitor = { .context = &elements, .start = count_start };
	assert_ok(xml_scan(
	    (struct tl_reader){ &m, memory_read }, "manifest", &dialect, &visitor, NULL, NULL));
	for (size_t i = 0; i + 1 < small.manifest.len; i++)
		opened += small.manifest.ptr[i] == '<' && small.manifest.ptr[i + 1] >= 'a';
	assert_int_equal(elements, opened);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_not_plain_xml_of_one_form_is_refused),
		cmocka_unit_test(a_nul_is_refused_wherever_it_stands),
		cmocka_unit_test(attributes_are_all_there_in_order_and_spelled_one_way),
		cmocka_unit_test(texts_have_one_spelling_and_hide_nothing),
		cmocka_unit_test(numbers_digests_and_times_have_one_spelling),
		cmocka_unit_test(an_output_name_in_a_manifest_is_one_path_component),
		cmocka_unit_test(elements_stand_in_one_order),
		cmocka_unit_test(demanded_signers_and_roles_can_be_met),
		cmocka_unit_test(a_second_output_or_gap_in_a_row_is_refused),
		cmocka_unit_test(templates_are_declared_in_order_and_once),
		cmocka_unit_test(a_line_longer_than_any_is_refused_in_constant_memory),
		cmocka_unit_test(a_fitting_manifest_is_plain_xml),
	};
	return cmocka_run_group_tests(tests, make_small, drop_small);
}
