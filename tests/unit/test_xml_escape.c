#include "unit.h"

#include "base/xml.h"

static void
escapes(struct slice from, const char *to)
{
	struct buf out;
	buf_init(&out, 1000);
	xml_add_escaped(&out, from);
	assert_ok(buf_check(&out, NULL));
	assert_slice(buf_slice(&out), to);
	buf_release(&out);
}

TEST(what_has_a_meaning_in_xml_is_escaped_wherever_it_stands)
{
	escapes(slice_str("&<>\""), "&amp;&lt;&gt;&quot;");
	escapes(slice_str("a & b"), "a &amp; b");
	escapes(slice_str("<a"), "&lt;a");
	escapes(slice_str("a>"), "a&gt;");
	escapes(slice_str("]]>"), "]]&gt;");
}

TEST(line_ends_and_tabs_are_escaped_because_a_parser_changes_them)
{
	escapes(slice_str("a\tb\nc\rd"), "a&#9;b&#10;c&#13;d");
}

TEST(everything_else_stays_as_it_is)
{
	escapes(slice_str(""), "");
	escapes(slice_str("plain 'text' = \xc3\xa9\xf0\x9f\x99\x82 ;#/?"),
	    "plain 'text' = \xc3\xa9\xf0\x9f\x99\x82 ;#/?");
}

TEST(a_full_buffer_sticks)
{
	struct buf out;
	buf_init(&out, 8);
	xml_add_escaped(&out, slice_str("<<<"));
	assert_int_equal(buf_check(&out, NULL), TL_SYSTEM);
	buf_release(&out);
}

/* What is escaped comes back through the door as it was, from a value and from text. */
TEST(escaped_text_comes_back_through_the_door)
{
	static const char text[] = "\t<a href=\"x\">\r\n&amp; '\xc3\xa9' ]]>\n";
	static const struct xml_dialect dialect = {
		.namespace_uri = "urn:t", .status = TL_NO, .max_depth = 2, .max_bytes = 10000
	};
	struct arena arena;
	struct buf out;
	struct tl_error e = { 0 };
	const struct xml_node *root;
	arena_init(&arena, 1 << 16);
	buf_init(&out, 1000);
	buf_add_str(&out, "<r xmlns=\"urn:t\" a=\"");
	xml_add_escaped(&out, slice_str(text));
	buf_add_str(&out, "\">");
	xml_add_escaped(&out, slice_str(text));
	buf_add_str(&out, "</r>");
	assert_ok(xml_parse(buf_slice(&out), "f", &dialect, &arena, &root, &e));
	assert_string_equal(xml_attr(root, "a"), text);
	assert_string_equal(root->text, text);
	buf_release(&out);
	arena_release(&arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_has_a_meaning_in_xml_is_escaped_wherever_it_stands),
		cmocka_unit_test(line_ends_and_tabs_are_escaped_because_a_parser_changes_them),
		cmocka_unit_test(everything_else_stays_as_it_is),
		cmocka_unit_test(a_full_buffer_sticks),
		cmocka_unit_test(escaped_text_comes_back_through_the_door),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
