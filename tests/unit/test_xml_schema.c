#include <stdio.h>
#include <unistd.h>

#include "xml_kit.h"

#include "base/resource.h"

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
    "<optional><attribute name=\"kind\"><list><oneOrMore><choice><value>head</value><value>body</value></choice>"
    "</oneOrMore></list></attribute></optional><optional><attribute name=\"most\"><data type=\"integer\">"
    "<param name=\"minInclusive\">2</param><param name=\"maxInclusive\">64</param></data></attribute></optional>"
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
		R("<rule id=\"a\" action=\"refuse\" words=\"7\" kind=\" head  body \" most=\"64\"><terms>x</terms></rule>"),
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
	    "element rule has no attribute idd; expected: id, action, words, kind, most", 2, 1);
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
	schema_refuses(
	    R("<rule id=\"a b\" action=\"keep\"/>"), "expected: string of pattern [a-z]+", 1, 18);
}

TEST(one_wrong_word_of_a_list_is_refused_with_the_words_allowed)
{
	schema_refuses(R("<rule id=\"a\" action=\"keep\" kind=\"head bdy\"/>"),
	    "attribute kind of element rule is wrong; expected: one or more of: head, body", 1, 18);
}

TEST(a_number_out_of_range_is_refused_with_the_range)
{
	schema_refuses(R("<rule id=\"a\" action=\"keep\" most=\"65\"/>"),
	    "expected: integer of minInclusive 2 of maxInclusive 64", 1, 18);
	schema_refuses(
	    R("<rule id=\"a\" action=\"keep\" most=\"1\"/>"), "of minInclusive 2", 1, 18);
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
		cmocka_unit_test(a_tree_that_the_schema_allows_is_accepted),
		cmocka_unit_test(an_unknown_attribute_is_named_with_those_that_are_known),
		cmocka_unit_test(a_missing_attribute_is_named),
		cmocka_unit_test(a_value_that_is_not_a_choice_is_refused_with_the_choices),
		cmocka_unit_test(a_value_of_another_type_is_refused_with_the_type),
		cmocka_unit_test(one_wrong_word_of_a_list_is_refused_with_the_words_allowed),
		cmocka_unit_test(a_number_out_of_range_is_refused_with_the_range),
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
