/* Files in other people's formats: the root's name, comments, prefixes, other namespaces. */
#include "xml_kit.h"

static const struct xml_dialect mixed = { .namespace_uri = "urn:t",
	.mixed = true,
	.status = TL_POLICY,
	.max_depth = 8,
	.max_bytes = 1 << 20 };

TEST(the_roots_name_is_seen_behind_declaration_comments_and_prefix)
{
	assert_slice(xml_root_name(slice_str("<a/>")), "a");
	assert_slice(
	    xml_root_name(slice_str(" <?xml version='1.0'?>\n<!-- <b> -->\n<p:ab c=''>")), "ab");
	assert_slice(xml_root_name(slice_str("<a")), "a");
}

TEST(what_is_no_xml_has_no_root_name)
{
	static const char *const texts[] = { "", "a", "<", "<!-- <a/>", "<?xml", "<?x?><a/>",
		"<!DOCTYPE a><a/>", "\xef\xbb\xbf<a/>" };
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		if (xml_root_name(slice_str(texts[i])).len != 0)
			fail_msg("%s", texts[i]);
	}
}

TEST(a_mixed_text_may_hold_comments_prefixes_and_other_namespaces)
{
	static const char text[] =
	    "<?xml version='1.0'?><!-- a - b --><t:r xmlns:t='urn:t' xmlns:o='urn:o' o:x='1' y='2'>"
	    "<t:a xml:lang='fr'>o<!---->ne</t:a><o:b/><c xmlns='urn:t'/></t:r><!-- end -->";
	struct arena arena;
	struct tl_error e = { 0 };
	const struct xml_node *root;
	arena_init(&arena, 1 << 20);
	assert_ok(xml_parse(slice_str(text), "f.xml", &mixed, &arena, &root, &e));
	assert_string_equal(root->name, "r");
	assert_string_equal(root->attrs[0].name, XML_FOREIGN);
	assert_string_equal(xml_attr(root, "y"), "2");
	assert_string_equal(xml_attr(root->child, "xml:lang"), "fr");
	assert_string_equal(root->child->text, "one");
	assert_string_equal(root->child->next->name, XML_FOREIGN);
	assert_string_equal(root->child->next->next->name, "c");
	arena_release(&arena);
}

TEST(a_mixed_text_may_hold_nothing_else)
{
	static const char *const rows[][2] = {
		{ "<!DOCTYPE r><r xmlns='urn:t'/>", "DOCTYPE" },
		{ "<r xmlns='urn:t'><![CDATA[x]]></r>", "CDATA" },
		{ "<r xmlns='urn:t'><?x?></r>", "processing instruction" },
		{ "<r xmlns='urn:t'><!-- a -- b --></r>", "comment" },
		{ "<r xmlns='urn:t'><!-a></r>", "comment" },
		{ "<r xmlns='urn:t'/><!-- open", "well-formed" },
		{ "<r xmlns='urn:o'/>", "root element" },
		{ "<o:r xmlns='urn:t'/>", "prefix" },
		{ "<r xmlns='urn:t'>&e;</r>", "only &amp;" },
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		refuses_bytes(slice_str(rows[i][0]), &mixed, rows[i][1], 0, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_roots_name_is_seen_behind_declaration_comments_and_prefix),
		cmocka_unit_test(what_is_no_xml_has_no_root_name),
		cmocka_unit_test(a_mixed_text_may_hold_comments_prefixes_and_other_namespaces),
		cmocka_unit_test(a_mixed_text_may_hold_nothing_else),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
