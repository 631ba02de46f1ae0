#include <libxml/parser.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "unit.h"

#include "base/resource.h"
#include "base/xml_door.h"

/* This program's own resources, so that the schemas of policies/ may change without it. */
#define RNG "xmlns=\"http://relaxng.org/ns/structure/1.0\""
#define XSD "datatypeLibrary=\"http://www.w3.org/2001/XMLSchema-datatypes\""
static const char rules_rng[] =
    "<!-- a comment first --><grammar " RNG " ns=\"urn:t\" " XSD
    "><start><ref name=\"top\"/></start>"
    "<define name=\"top\"><element name=\"r\"><optional><attribute name=\"version\"><data type=\"integer\"/>"
    "</attribute></optional><oneOrMore><ref name=\"rule\"/></oneOrMore></element></define>"
    "<define name=\"rule\"><element name=\"rule\">"
    "<attribute name=\"id\"><data type=\"string\"><param name=\"pattern\">[a-z]+</param></data></attribute>"
    "<attribute name=\"action\"><ref name=\"action\"/></attribute>"
    "<optional><attribute name=\"words\"><data type=\"positiveInteger\"/></attribute></optional>"
    "<optional><element name=\"terms\"><text/></element></optional>"
    "<optional><element name=\"pattern\"><text/></element></optional></element></define>"
    "<define name=\"action\"><choice><value>keep</value><value>refuse</value></choice></define></grammar>";
static const char including_rng[] =
    "<grammar " RNG " ns=\"urn:t\"><include href=\"/etc/hostname\"/></grammar>";
static const char referring_rng[] =
    "<grammar " RNG " ns=\"urn:t\"><start><externalRef href=\"/etc/hostname\"/></start></grammar>";
static const char damaged_rng[] = "<grammar " RNG "><start>";

#define ROW(name, text)                                                                            \
	{                                                                                          \
		name, (const unsigned char *)(text),                                               \
		    (const unsigned char *)(text) + sizeof(text) - 1                               \
	}
const struct resource resources[] = { ROW("damaged.rng", damaged_rng),
	ROW("including.rng", including_rng), ROW("referring.rng", referring_rng),
	ROW("rules.rng", rules_rng), { NULL, NULL, NULL } };

static const struct xml_dialect dialect = {
	.namespace_uri = "urn:t", .status = TL_POLICY, .max_depth = 8, .max_bytes = 1 << 20
};

#define R(inside) "<r xmlns=\"urn:t\">" inside "</r>"

static void
refuses_bytes(
    struct slice bytes, const struct xml_dialect *d, const char *word, size_t line, size_t column)
{
	struct arena arena;
	struct tl_error e = { 0 };
	const struct xml_node *root;
	arena_init(&arena, 1 << 22);
	assert_int_equal(xml_parse(bytes, "f.xml", d, &arena, &root, &e), d->status);
	assert_null(root);
	assert_int_equal(e.status, d->status);
	assert_string_equal(e.file, "f.xml");
	if (strstr(e.what, word) == NULL)
		fail_msg("expected \"%s\" in \"%s\"", word, e.what);
	if (line != 0) {
		assert_int_equal(e.line, line);
		if (column != 0)
			assert_int_equal(e.column, column);
	}
	arena_release(&arena);
}

static void
refuses(const char *text, const char *word)
{
	refuses_bytes(slice_str(text), &dialect, word, 0, 0);
}

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

/* --- the traps of the XML door */

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

/* --- libxml2 behind the sieve: what its own callbacks refuse when they meet it */

static tl_status
ignore_start(void *context, const struct xml_event *event, struct tl_error *e)
{
	(void)context, (void)event, (void)e;
	return TL_OK;
}

static void
callback_refuses(const char *text, const char *word)
{
	static const struct xml_visitor visitor = { .start = ignore_start };
	struct xml_door door;
	struct tl_error e = { 0 };
	assert_ok(xml_door_init(&door, "f.xml", &dialect, &visitor, &e));
	(void)xmlParseChunk(door.parser, text, (int)strlen(text), 0);
	assert_int_equal(door.parser->wellFormed, 0);
	assert_int_equal(xml_door_close(&door), TL_POLICY);
	if (strstr(e.what, word) == NULL)
		fail_msg("expected \"%s\" in \"%s\"", word, e.what);
	xml_door_release(&door);
}

TEST(the_parsers_own_callbacks_refuse_what_the_sieve_should_have_stopped)
{
	callback_refuses("<!DOCTYPE r [<!ATTLIST r c CDATA 'U'>]>" R(""), "DOCTYPE");
	callback_refuses("<!DOCTYPE r SYSTEM 'file:///etc/hostname'>" R(""), "DOCTYPE");
	callback_refuses("<!-- x -->" R(""), "comment");
	callback_refuses("<?x y?>" R(""), "processing instruction");
	callback_refuses(R("<![CDATA[ ]]>"), "CDATA");
	callback_refuses("<!DOCTYPE r [<!ENTITY e 'x'>]>" R("&e;"), "DOCTYPE");
}

/* --- the schema */

static void
schema_refuses(const char *text, const char *word, size_t line, size_t column)
{
	struct xml_dialect d = dialect;
	d.schema = "rules.rng";
	refuses_bytes(slice_str(text), &d, word, line, column);
}

TEST(a_tree_that_the_schema_allows_is_accepted)
{
	static const char *const texts[] = { R("<rule id=\"a\" action=\"keep\"/>"),
		R("<rule id=\"a\" action=\"refuse\" words=\"7\"><terms>x</terms></rule>"),
		R("\n <rule id=\"a\" action=\"keep\">\n <pattern>p</pattern></rule>\n <rule id=\"b\" action=\"keep\"/>\n"),
		"<r xmlns=\"urn:t\" version=\"2\"><rule id=\"a\" action=\"keep\"/></r>" };
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		struct arena arena;
		struct tl_error e = { 0 };
		const struct xml_node *root;
		struct xml_dialect d = dialect;
		d.schema = "rules.rng";
		arena_init(&arena, 1 << 20);
		if (xml_parse(slice_str(texts[i]), "f", &d, &arena, &root, &e) != TL_OK)
			fail_msg("%s: %s", texts[i], e.what);
		assert_string_equal(root->name, "r");
		arena_release(&arena);
	}
}

TEST(an_unknown_attribute_is_named_with_those_that_are_known)
{
	schema_refuses(R("\n<rule id=\"a\" action=\"keep\" idd=\"b\"/>"),
	    "element rule has no attribute idd; expected: id, action, words", 2, 1);
}

TEST(a_missing_attribute_is_named)
{
	schema_refuses(
	    R("\n <rule action=\"keep\"/>"), "element rule needs the attribute id", 2, 2);
}

TEST(a_value_that_is_not_a_choice_is_refused_with_the_choices)
{
	schema_refuses(R("\n\n<rule id=\"a\" action=\"kep\"/>"),
	    "the value of attribute action of element rule is wrong; expected: keep, refuse", 3, 1);
}

TEST(a_value_of_another_type_is_refused_with_the_type)
{
	schema_refuses(R("<rule id=\"a\" action=\"keep\" words=\"many\"/>"),
	    "expected: positiveInteger", 1, 18);
	schema_refuses(R("<rule id=\"a b\" action=\"keep\"/>"), "expected: string", 1, 18);
}

TEST(an_unknown_element_is_named_with_those_that_are_known)
{
	schema_refuses(R("<rule id=\"a\" action=\"keep\"><term/></rule>"),
	    "element term is not known in element rule; expected: terms, pattern", 1, 45);
	schema_refuses("<q xmlns=\"urn:t\"/>", "the root element is q; expected: r", 1, 1);
}

TEST(a_missing_element_is_named)
{
	schema_refuses(R(""), "element r needs an element rule in it", 1, 1);
}

TEST(text_where_only_elements_are_expected_is_refused)
{
	schema_refuses(
	    R("<rule id=\"a\" action=\"keep\">x</rule>"), "there is text in element rule", 1, 18);
}

TEST(a_wrong_number_or_order_of_elements_is_refused)
{
	schema_refuses(R("<rule id=\"a\" action=\"keep\"><terms>x</terms><terms>y</terms></rule>"),
	    "rules.rng", 1, 0);
	schema_refuses(
	    R("<rule id=\"a\" action=\"keep\"><pattern>x</pattern><terms>y</terms></rule>"),
	    "rules.rng", 1, 0);
}

TEST(a_documents_names_are_not_in_the_message_of_its_schema)
{
	struct xml_dialect d = dialect;
	d.schema = "rules.rng";
	d.status = TL_DOCUMENT;
	refuses_bytes(slice_str(R("<canary/>")), &d, "element (not shown)", 1, 18);
	d.status = TL_POLICY;
	refuses_bytes(slice_str(R("<\xc3\xa9/>")), &d, "element (not shown)", 1, 18);
}

static tl_status
with_schema(const char *schema, struct tl_error *e)
{
	struct xml_dialect d = dialect;
	struct arena arena;
	const struct xml_node *root;
	d.schema = schema;
	arena_init(&arena, 1 << 16);
	tl_status status = xml_parse(slice_str(R("")), "f", &d, &arena, &root, e);
	assert_null(root);
	arena_release(&arena);
	return status;
}

TEST(a_schema_that_includes_a_file_or_is_absent_or_damaged_is_never_a_pass)
{
	static const char *const names[] = { "including.rng", "referring.rng", "damaged.rng",
		"absent.rng" };
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		struct tl_error e = { 0 };
		assert_int_equal(with_schema(names[i], &e), TL_SYSTEM);
		assert_string_equal(e.file, names[i]);
	}
}

TEST(nothing_is_printed_whatever_is_refused)
{
	FILE *file = tmpfile();
	int kept = dup(STDERR_FILENO);
	struct tl_error e = { 0 };
	assert_non_null(file);
	fflush(stderr);
	assert_int_equal(dup2(fileno(file), STDERR_FILENO), STDERR_FILENO);
	tl_status status = with_schema("damaged.rng", &e);
	tl_status other = with_schema("rules.rng", &e);
	refuses(R("<a>&x;"), "");
	refuses("<?x?>", "");
	refuses("<!DOCTYPE", "");
	fflush(stderr);
	assert_int_equal(dup2(kept, STDERR_FILENO), STDERR_FILENO);
	close(kept);
	assert_int_equal(status, TL_SYSTEM);
	assert_int_equal(other, TL_POLICY);
	assert_int_equal(fseek(file, 0, SEEK_END), 0);
	assert_int_equal(ftell(file), 0);
	fclose(file);
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
		cmocka_unit_test(
		    the_parsers_own_callbacks_refuse_what_the_sieve_should_have_stopped),
		cmocka_unit_test(a_tree_that_the_schema_allows_is_accepted),
		cmocka_unit_test(an_unknown_attribute_is_named_with_those_that_are_known),
		cmocka_unit_test(a_missing_attribute_is_named),
		cmocka_unit_test(a_value_that_is_not_a_choice_is_refused_with_the_choices),
		cmocka_unit_test(a_value_of_another_type_is_refused_with_the_type),
		cmocka_unit_test(an_unknown_element_is_named_with_those_that_are_known),
		cmocka_unit_test(a_missing_element_is_named),
		cmocka_unit_test(text_where_only_elements_are_expected_is_refused),
		cmocka_unit_test(a_wrong_number_or_order_of_elements_is_refused),
		cmocka_unit_test(a_documents_names_are_not_in_the_message_of_its_schema),
		cmocka_unit_test(
		    a_schema_that_includes_a_file_or_is_absent_or_damaged_is_never_a_pass),
		cmocka_unit_test(nothing_is_printed_whatever_is_refused),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
