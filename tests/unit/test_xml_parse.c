#include <stdio.h>
#include <stdlib.h>

#include "xml_kit.h"

static const struct xml_node *
accepts(const char *text, struct arena *arena)
{
	struct tl_error e = { 0 };
	const struct xml_node *root;
	arena_init(arena, 1 << 22);
	if (xml_parse(slice_str(text), "f.xml", &dialect, arena, &root, &e) != TL_OK)
		fail_msg("%zu:%zu: %s", e.line, e.column, e.what);
	return root;
}

TEST(a_tree_keeps_order_attributes_text_and_places)
{
	struct arena arena;
	const struct xml_node *root = accepts(
	    "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
	    "<r xmlns=\"urn:t\">\n"
	    "  <a id=\"1\"\n     x='&lt;&amp;&#38;&quot;&#x41;&gt;'>one <b/>two</a><c>\xc3\xa9</c>\n"
	    "</r>\n",
	    &arena);
	assert_string_equal(root->name, "r");
	assert_int_equal(root->line, 2);
	assert_int_equal(root->column, 1);
	const struct xml_node *a = root->child;
	assert_string_equal(a->name, "a");
	assert_string_equal(a->text, "one two");
	assert_int_equal(a->attr_count, 2);
	assert_string_equal(xml_attr(a, "id"), "1");
	assert_string_equal(xml_attr(a, "x"), "<&&\"A>");
	assert_null(xml_attr(a, "y"));
	assert_int_equal(a->line, 3);
	assert_int_equal(a->column, 3);
	assert_string_equal(a->child->name, "b");
	assert_string_equal(a->child->text, "");
	assert_int_equal(a->child->column, 45);
	assert_ptr_equal(a->child->parent, a);
	assert_null(a->child->next);
	assert_string_equal(a->next->name, "c");
	assert_string_equal(a->next->text, "\xc3\xa9");
	assert_null(a->next->next);
	arena_release(&arena);
}

TEST(a_doctype_is_refused_so_that_it_cannot_inject_attributes)
{
	refuses("<!DOCTYPE r [<!ATTLIST r classification CDATA \"U\">]>" R(""), "DOCTYPE");
	refuses("<!DOCTYPE r SYSTEM \"file:///etc/hostname\">" R(""), "DOCTYPE");
	refuses("<!DOCTYPE r>" R(""), "DOCTYPE");
	refuses(R("<!DOCTYPE r>"), "DOCTYPE");
	refuses(R("") "<!DOCTYPE r>", "DOCTYPE");
}

TEST(a_namespaced_attribute_twice_through_two_prefixes_is_refused)
{
	refuses("<r xmlns=\"urn:t\" xmlns:p=\"urn:x\" xmlns:q=\"urn:x\" p:a=\"1\" q:a=\"2\"/>", "");
	refuses("<r xmlns=\"urn:t\"><a id=\"1\" id=\"2\"/></r>", "same attribute twice");
}

TEST(an_attribute_with_a_prefix_is_refused)
{
	refuses("<r xmlns=\"urn:t\" xmlns:p=\"urn:x\" p:a=\"1\"/>", "namespace");
	refuses("<r xmlns=\"urn:t\" q:a=\"1\"/>", "prefix");
	refuses("<r xmlns=\"urn:t\" xml:lang=\"en\"/>", "prefix");
	refuses("<r xmlns=\"urn:t\" xml:base=\"/\"/>", "prefix");
	refuses("<r xmlns=\"urn:t\" xml:space=\"preserve\"/>", "prefix");
	refuses("<r xmlns=\"urn:t\" xml:id=\"a\"/>", "prefix");
}

TEST(a_comment_is_refused_wherever_it_stands)
{
	refuses("<!-- x -->" R(""), "comment");
	refuses(R("<!-- x -->"), "comment");
	refuses(R("") "<!-- x -->", "comment");
	refuses(R("a<!---->b"), "comment");
}

TEST(a_processing_instruction_is_refused_wherever_it_stands)
{
	refuses("<?x y?>" R(""), "processing instruction");
	refuses(R("<?x?>"), "processing instruction");
	refuses(R("") "<?x y?>", "processing instruction");
	refuses("<?oasis-xml-catalog catalog=\"http://example.org/c\"?>" R(""),
	    "processing instruction");
	refuses("\n<?xml version=\"1.0\"?>" R(""), "very beginning");
	refuses("<?xml-stylesheet href=\"x\"?>" R(""), "");
}

TEST(cdata_is_refused)
{
	refuses(R("<![CDATA[x]]>"), "CDATA");
	refuses(R("x]]>y"), "]]&gt;");
}

TEST(declared_encodings_other_than_utf8_are_refused)
{
	refuses("<?xml version=\"1.0\" encoding=\"UTF-7\"?>" R(""), "not UTF-8");
	refuses("<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>" R(""), "not UTF-8");
	refuses("<?xml version=\"1.0\" encoding='Shift_JIS'?>" R(""), "not UTF-8");
	refuses("<?xml version=\"1.0\" encoding=\"US-ASCII\"?>" R(""), "not UTF-8");
	refuses("<?xml version=\"1.0\" encoding=\"UTF-16\"?>" R(""), "not UTF-8");
	refuses("<?xml version=\"1.0\" encoding=\"\"?>" R(""), "not UTF-8");
	refuses("<?xml version=\"1.0\" encoding=\"utf8\"?>" R(""), "not UTF-8");
}

TEST(utf8_may_be_declared_in_any_case_with_standalone_and_either_quote)
{
	struct arena arena;
	accepts("<?xml version=\"1.0\" encoding=\"utf-8\"?>" R(""), &arena);
	arena_release(&arena);
	accepts("<?xml version='1.0' encoding='Utf-8' standalone='yes' ?>\r\n" R(""), &arena);
	arena_release(&arena);
	accepts("<?xml version = \"1.0\" standalone = \"no\"?>" R(""), &arena);
	arena_release(&arena);
	accepts("<?xml version=\"1.0\"?>" R(""), &arena);
	arena_release(&arena);
	accepts("\n " R("") "\n", &arena);
	arena_release(&arena);
}

TEST(versions_other_than_1_0_are_refused)
{
	refuses("<?xml version=\"1.1\"?>" R(""), "version");
	refuses("<?xml version=\"1.9\"?>" R(""), "version");
	refuses("<?xml version=\"2.0\"?>" R(""), "version");
	refuses("<?xml version=\"\"?>" R(""), "version");
}

TEST(a_damaged_declaration_is_refused)
{
	refuses("<?xml?>" R(""), "damaged");
	refuses("<?xml encoding=\"UTF-8\"?>" R(""), "damaged");
	refuses("<?xml version=\"1.0\"encoding=\"UTF-8\"?>" R(""), "damaged");
	refuses("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"maybe\"?>" R(""), "damaged");
	refuses("<?xml version=\"1.0\" standalone=\"yes\" encoding=\"UTF-8\"?>" R(""), "damaged");
	refuses("<?xml version=\"1.0\" encoding=\"UTF-8\">" R(""), "damaged");
	refuses("<?xml version=\"1.0", "damaged");
	refuses("<?xml", "damaged");
	refuses("<?xml version=\"1.0\" encoding=\"UTF-8\" encoding=\"UTF-7\"?>" R(""), "damaged");
}

TEST(a_declaration_that_is_longer_than_256_bytes_is_refused)
{
	char text[600];
	memset(text, ' ', sizeof text);
	memcpy(text, "<?xml version=\"1.0\"", 19);
	memcpy(text + 300, "encoding=\"UTF-7\"?>" R(""), sizeof("encoding=\"UTF-7\"?>" R("")));
	refuses(text, "damaged");
}

TEST(a_byte_order_mark_is_refused_and_named)
{
	refuses("\xef\xbb\xbf" R(""), "byte order mark");
	refuses_bytes(slice_of("\xff\xfe<\0r\0/\0>\0", 10), &dialect, "UTF-16", 1, 1);
	refuses_bytes(slice_of("\xfe\xff\0<\0r\0/\0>", 10), &dialect, "UTF-16", 1, 1);
}

TEST(utf16_and_utf32_without_a_mark_are_refused)
{
	refuses_bytes(slice_of("<\0r\0/\0>\0", 8), &dialect, "NUL", 1, 2);
	refuses_bytes(slice_of("\0\0\0<\0\0\0r", 8), &dialect, "NUL", 1, 1);
}

TEST(ebcdic_and_utf7_are_refused)
{
	refuses_bytes(slice_of("\x4c\x6f\xa7\x94\x93\x40", 6), &dialect, "UTF-8", 1, 3);
	refuses("+ADw-r+AD4-", "root");
}

TEST(a_nul_byte_is_refused_even_behind_the_root)
{
	static const char behind[] = R("") "\n\0junk";
	refuses_bytes(slice_of(behind, sizeof behind - 1), &dialect, "NUL", 2, 1);
	static const char inside[] = "<r xmlns=\"urn:t\">a\0b</r>";
	refuses_bytes(slice_of(inside, sizeof inside - 1), &dialect, "NUL", 1, 19);
}

TEST(bytes_that_are_not_utf8_are_refused_in_text_names_and_values)
{
	refuses(R("a\xff"), "UTF-8");
	refuses(R("a\xc0\xaf"), "UTF-8");
	refuses(R("a\xed\xa0\x80"), "UTF-8");
	refuses(R("a\xf4\x90\x80\x80"), "UTF-8");
	refuses("<r xmlns=\"urn:t\" a=\"\xe9\"/>", "UTF-8");
	refuses("<r xmlns=\"urn:t\" \xe9=\"\"/>", "UTF-8");
	refuses(R("") "\xc3", "UTF-8");
}

TEST(characters_that_xml_forbids_are_refused)
{
	refuses(R("a\x01"), "not allow");
	refuses("<r xmlns=\"urn:t\" a=\"\x1f\"/>", "");
	refuses(R("\xef\xbf\xbf"), "");
	refuses(R("&#0;"), "does not allow");
	refuses(R("&#1;"), "does not allow");
	refuses(R("&#xd800;"), "does not allow");
	refuses(R("&#x110000;"), "does not allow");
	refuses("<r xmlns=\"urn:t\" a=\"&#xffff;\"/>", "does not allow");
}

TEST(entities_other_than_the_five_are_refused)
{
	refuses(R("&nbsp;"), "&amp;");
	refuses(R("&secret;"), "are known");
	refuses("<r xmlns=\"urn:t\" a=\"&x;\"/>", "are known");
	refuses(R("a & b"), "&amp;");
	refuses(R("&#65"), "");
}

TEST(the_five_entities_and_character_references_are_read_in_text_and_values)
{
	struct arena arena;
	const struct xml_node *root =
	    accepts("<r xmlns=\"urn:t\" a=\"&amp;&lt;&gt;&quot;&apos;&#38;&#x26;#38;&amp;#38;\">"
		    "&amp;&lt;&gt;&quot;&apos;&#38;&#x26;#38;&amp;amp;</r>",
		&arena);
	assert_string_equal(xml_attr(root, "a"), "&<>\"'&&#38;&#38;");
	assert_string_equal(root->text, "&<>\"'&&#38;&amp;");
	arena_release(&arena);
}

TEST(text_that_is_not_well_formed_is_refused_with_a_reason)
{
	refuses("", "empty");
	refuses("   ", "root");
	refuses("hello", "");
	refuses(R("<a>"), "end tag");
	refuses("<r xmlns=\"urn:t\">", "too early");
	refuses("<r xmlns=\"urn:t\"", "");
	refuses("<r xmlns=\"urn:t", "");
	refuses("<", "");
	refuses(R("<a></b>"), "end tag");
	refuses(R("<a/ >"), "");
	refuses(R("< a/>"), "");
	refuses(R("<a b=c/>"), "quotes");
	refuses(R("<a b/>"), "value");
	refuses(R("<a b=\"1\"c=\"2\"/>"), "blank");
	refuses(R("<a b=\"<\"/>"), "&lt;");
	refuses(R("<a <b/>"), "not closed");
	refuses(R("") R(""), "goes on behind");
	refuses(R("") "x", "goes on behind");
	refuses(R("<1/>"), "");
}

TEST(an_element_outside_the_dialects_namespace_is_refused)
{
	refuses("<r/>", "not in the namespace");
	refuses("<r xmlns=\"urn:other\"/>", "not in the namespace");
	refuses("<r xmlns=\"urn:t \"/>", "");
	refuses(R("<a xmlns=\"\"/>"), "not in the namespace");
	refuses(R("<a xmlns=\"urn:other\"/>"), "not in the namespace");
}

TEST(the_namespace_has_one_form_the_default_on_the_root)
{
	refuses("<p:r xmlns:p=\"urn:t\"/>", "prefix");
	refuses("<r xmlns=\"urn:t\" xmlns:p=\"urn:t\"/>", "declared once");
	refuses("<r xmlns=\"urn:t\" xmlns:p=\"urn:x\"/>", "declared once");
	refuses(R("<a xmlns=\"urn:t\"/>"), "declared once");
	refuses(R("<a xmlns:p=\"urn:x\"/>"), "declared once");
	refuses(R("<p:a/>"), "prefix");
	refuses("<r xmlns=\"urn:t\" xmlns=\"urn:t\"/>", "");
	refuses("<r xmlns=\"urn:t\" xmlns:xml=\"urn:x\"/>", "");
	refuses("<r xmlns=\"urn:t\" xmlns:p=\"\"/>", "");
}

TEST(elements_nested_deeper_than_the_dialect_allows_are_refused)
{
	struct arena arena;
	accepts(R("<a><a><a><a><a><a><a></a></a></a></a></a></a></a>"), &arena);
	arena_release(&arena);
	refuses(R("<a><a><a><a><a><a><a><a></a></a></a></a></a></a></a></a>"), "too deeply");
}

TEST(a_text_larger_than_the_dialect_allows_is_refused)
{
	struct xml_dialect small = dialect;
	small.max_bytes = strlen(R(""));
	struct arena arena;
	struct tl_error e = { 0 };
	const struct xml_node *root;
	arena_init(&arena, 1 << 16);
	assert_ok(xml_parse(slice_str(R("")), "f", &small, &arena, &root, &e));
	arena_release(&arena);
	refuses_bytes(slice_str(R("x")), &small, "larger", 0, 0);
}

TEST(more_than_64_attributes_are_refused)
{
	char text[2000];
	for (int most = 63; most <= 64; most++) { /* and xmlns */
		struct arena arena;
		size_t len = (size_t)sprintf(text, "<r xmlns='urn:t'");
		for (int i = 0; i < most; i++)
			len += (size_t)sprintf(text + len, " a%d='\"'", i);
		(void)sprintf(text + len, "/>");
		if (most == 63) {
			assert_int_equal(accepts(text, &arena)->attr_count, 63);
			arena_release(&arena);
		} else {
			refuses(text, "more than 64");
		}
	}
}

TEST(a_tag_of_more_than_a_megabyte_is_refused)
{
	size_t len = XML_MAX_TAG + 100;
	char *text = malloc(len);
	assert_non_null(text);
	memset(text, 'x', len);
	memcpy(text, "<r xmlns='urn:t' a='", 20);
	struct xml_dialect large = dialect;
	large.max_bytes = len;
	refuses_bytes(slice_of(text, len), &large, "longer than a megabyte", 0, 0);
	free(text);
}

TEST(a_tree_larger_than_the_arena_is_refused_as_memory)
{
	struct arena arena;
	struct tl_error e = { 0 };
	const struct xml_node *root;
	struct buf text;
	buf_init(&text, 1 << 20);
	buf_add_str(&text, "<r xmlns=\"urn:t\">");
	for (int i = 0; i < 1000; i++)
		buf_add_str(&text, "<a b=\"c\">d</a>");
	buf_add_str(&text, "</r>");
	arena_init(&arena, 20000);
	assert_int_equal(xml_parse(buf_slice(&text), "f", &dialect, &arena, &root, &e), TL_SYSTEM);
	assert_null(root);
	assert_int_equal(e.status, TL_SYSTEM);
	arena_release(&arena);
	buf_release(&text);
}

TEST(the_place_of_a_refusal_is_the_byte_that_showed_it)
{
	refuses_bytes(slice_str("<r xmlns=\"urn:t\">\n  <a/>\n\n   <!-- -->\n</r>"), &dialect,
	    "comment", 4, 6);
	refuses_bytes(slice_str(R("\xc3\xa9\n\xff")), &dialect, "UTF-8", 2, 1);
}

TEST(nothing_of_the_text_is_in_a_message)
{
	static const char *const texts[] = { R("<canary></cancan>"), R("&canary;"),
		R("<canary:x/>"), R("<x canary:y=\"\"/>"), R("<x canary=canary/>"), R("canary\x01"),
		R("") "canary", R("<canary canary='' canary=''/>"), "<canary/>",
		"<?xml version=\"canary\"?><r/>" };
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		struct arena arena;
		struct tl_error e = { 0 };
		const struct xml_node *root;
		struct xml_dialect document = dialect;
		document.status = TL_DOCUMENT;
		arena_init(&arena, 1 << 16);
		assert_int_equal(
		    xml_parse(slice_str(texts[i]), "f", &document, &arena, &root, &e), TL_DOCUMENT);
		assert_null(strstr(e.what, "can"));
		arena_release(&arena);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_tree_keeps_order_attributes_text_and_places),
		cmocka_unit_test(a_doctype_is_refused_so_that_it_cannot_inject_attributes),
		cmocka_unit_test(a_namespaced_attribute_twice_through_two_prefixes_is_refused),
		cmocka_unit_test(an_attribute_with_a_prefix_is_refused),
		cmocka_unit_test(a_comment_is_refused_wherever_it_stands),
		cmocka_unit_test(a_processing_instruction_is_refused_wherever_it_stands),
		cmocka_unit_test(cdata_is_refused),
		cmocka_unit_test(declared_encodings_other_than_utf8_are_refused),
		cmocka_unit_test(utf8_may_be_declared_in_any_case_with_standalone_and_either_quote),
		cmocka_unit_test(versions_other_than_1_0_are_refused),
		cmocka_unit_test(a_damaged_declaration_is_refused),
		cmocka_unit_test(a_declaration_that_is_longer_than_256_bytes_is_refused),
		cmocka_unit_test(a_byte_order_mark_is_refused_and_named),
		cmocka_unit_test(utf16_and_utf32_without_a_mark_are_refused),
		cmocka_unit_test(ebcdic_and_utf7_are_refused),
		cmocka_unit_test(a_nul_byte_is_refused_even_behind_the_root),
		cmocka_unit_test(bytes_that_are_not_utf8_are_refused_in_text_names_and_values),
		cmocka_unit_test(characters_that_xml_forbids_are_refused),
		cmocka_unit_test(entities_other_than_the_five_are_refused),
		cmocka_unit_test(
		    the_five_entities_and_character_references_are_read_in_text_and_values),
		cmocka_unit_test(text_that_is_not_well_formed_is_refused_with_a_reason),
		cmocka_unit_test(an_element_outside_the_dialects_namespace_is_refused),
		cmocka_unit_test(the_namespace_has_one_form_the_default_on_the_root),
		cmocka_unit_test(elements_nested_deeper_than_the_dialect_allows_are_refused),
		cmocka_unit_test(a_text_larger_than_the_dialect_allows_is_refused),
		cmocka_unit_test(more_than_64_attributes_are_refused),
		cmocka_unit_test(a_tag_of_more_than_a_megabyte_is_refused),
		cmocka_unit_test(a_tree_larger_than_the_arena_is_refused_as_memory),
		cmocka_unit_test(the_place_of_a_refusal_is_the_byte_that_showed_it),
		cmocka_unit_test(nothing_of_the_text_is_in_a_message),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
