/* XML-SPIF policies as schemes. Requirements: docs/labels.md L-1 to L-9. */
#include "spif_kit.h"

#include <stdio.h>

static tl_status
load(const char *xml)
{
	struct scheme *scheme;
	failure = (struct tl_error){ 0 };
	tl_status status = scheme_load(slice_str(xml), "x.xml", NULL, &scheme, &failure);
	if (status == TL_OK)
		scheme_free(scheme);
	else
		assert_null(scheme);
	return status;
}

/* Refused for the policy's sake, in that line (0: whichever), and the message says so. */
static void
assert_refused(const char *xml, size_t line, const char *word)
{
	if (load(xml) != TL_POLICY)
		fail_msg("loaded, expected \"%s\"", word);
	assert_string_equal(failure.file, "x.xml");
	if (strstr(failure.what, word) == NULL || (line != 0 && failure.line != line))
		fail_msg("line %zu: \"%s\", expected \"%s\" in %zu", failure.line, failure.what,
		    word, line);
}

/* L-1 */
TEST(a_policy_tells_who_it_is)
{
	struct scheme *h = harbour();
	assert_string_equal(scheme_id(h), "HARBOUR");
	assert_string_equal(scheme_version(h), "7");
	assert_string_equal(scheme_profile(h), "default");
	assert_string_equal(scheme_profiles(h)[1], "fr");
	assert_null(scheme_profiles(h)[2]);
	scheme_free(h);
}

/* L-2 */
TEST(levels_are_ordered_by_their_hierarchy_not_by_the_file)
{
	struct scheme *h = harbour();
	assert_string_equal(scheme_level_name(h, 0), "OPEN");
	assert_string_equal(scheme_level_name(h, 3), "DEEP");
	assert_int_equal(scheme_level(h, slice_str("guard")), 2);
	assert_int_equal(marking_level(scheme_lowest(h)), 0);
	assert_int_equal(marking_level(scheme_damaged(h)), 3);
	scheme_free(h);
}

/* L-9 */
TEST(a_language_is_a_profile_and_a_variety_falls_back_to_it)
{
	struct scheme *h = harbour_in("fr-CA");
	assert_string_equal(scheme_profile(h), "fr");
	scheme_free(h);
	assert_int_equal(scheme_load(slice_str(HARBOUR), "h.xml", "de", &h, &failure), TL_POLICY);
	assert_null(h);
}

TEST(the_smallest_policy_and_prefixes_and_comments_load)
{
	assert_ok(load(SPIF_HEAD
	    "<securityClassifications><securityClassification name='A' lacv='1' hierarchy='0'/></securityClassifications></SPIF>"));
	assert_ok(load(
	    "<?xml version='1.0'?><!-- a policy --><s:SPIF xmlns:s='http://www.xmlspif.org/spif' "
	    "xmlns:x='urn:x' x:y='z' schemaVersion='3.0'><s:securityPolicyId name='A' id='1.2'/>"
	    "<s:securityClassifications><s:securityClassification name='B' lacv='1' hierarchy='1'/>"
	    "</s:securityClassifications><s:extensions><x:z>any</x:z></s:extensions></s:SPIF>"));
}

/* L-8 */
TEST(what_is_not_understood_is_refused_by_name)
{
	static const struct {
		const char *xml, *word;
		size_t line;
	} rows[] = {
		{ SPIF_HEAD SPIF_LEVELS "<surprise/></SPIF>", "surprise", 9 },
		{ SPIF_HEAD SPIF_LEVELS "<o xmlns='urn:o'/></SPIF>", "another namespace", 9 },
		{ SPIF_HEAD "<securityClassifications colour='x'/></SPIF>", "colour", 3 },
		{ SPIF_HEAD "<securityClassifications>word</securityClassifications></SPIF>",
		    "text in", 3 },
		{ SPIF_HEAD SPIF_LEVELS SPIF_LEVELS "</SPIF>", "second", 9 },
		{ SPIF_HEAD SPIF_LEVELS "<tagCategory name='a' lacv='1'/></SPIF>", "tagCategory",
		    9 },
		{ SPIF_HEAD SPIF_LEVELS
		    "<markingData phrase='x'><code>dance</code></markingData></SPIF>",
		    "dance", 9 },
		{ SPIF_HEAD SPIF_LEVELS "<markingData phrase='x'/></SPIF>", "replacePolicy", 0 },
		{ SPIF_HEAD SPIF_LEVELS
		    "<markingQualifier><qualifier markingQualifier='x' qualifierCode='y'/></markingQualifier></SPIF>",
		    "qualifierCode", 9 },
		{ SPIF_HEAD SPIF_LEVELS "<markingData xml:lang='a b' phrase='x'/></SPIF>",
		    "language", 9 },
		{ "<SPIF xmlns='http://www.xmlspif.org/spif' schemaVersion='1.0'/>",
		    "schemaVersion", 1 },
		{ "<SPIF xmlns='http://www.xmlspif.org/spif'/>", "schemaVersion", 1 },
		{ "<SPIF xmlns='urn:x' schemaVersion='2.0'/>", "namespace", 1 },
		{ "<SPIF schemaVersion='2.0'/>", "namespace", 1 },
		{ "<SPIF xmlns='http://www.xmlspif.org/spif' schemaVersion='2.0'/>",
		    "securityPolicyId", 1 },
		{ "<!DOCTYPE SPIF><SPIF xmlns='http://www.xmlspif.org/spif'/>", "", 1 },
		{ SPIF_HEAD "<!ENTITY e 'x'></SPIF>", "DOCTYPE", 3 },
		{ SPIF_HEAD "&e;</SPIF>", "only &amp;", 3 },
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		assert_refused(rows[i].xml, rows[i].line, rows[i].word);
}

#define LEVEL(name, lacv, hierarchy, more)                                                         \
	"<securityClassification name='" name "' lacv='" lacv "' hierarchy='" hierarchy "'>" more  \
	"</securityClassification>\n"
#define WITH_LEVELS(levels)                                                                        \
	SPIF_HEAD "<securityClassifications>\n" levels "</securityClassifications></SPIF>"

/* L-7 */
TEST(two_classifications_share_neither_name_nor_number_nor_place_nor_display)
{
	assert_refused(WITH_LEVELS(LEVEL("A", "1", "1", "") LEVEL("a", "2", "2", "")), 5,
	    "name of that in line 4");
	assert_refused(WITH_LEVELS(LEVEL("A", "1", "1", "") LEVEL("B", "01", "2", "")), 5,
	    "lacv of that in line 4");
	assert_refused(WITH_LEVELS(LEVEL("A", "1", "1", "") LEVEL("B", "2", "1", "")), 5,
	    "hierarchy of that in line 4");
	assert_refused(
	    WITH_LEVELS(LEVEL("A", "1", "1", "") LEVEL("B", "2", "2", "<markingData phrase='A'/>")),
	    5, "display of that in line 4");
	assert_refused(WITH_LEVELS(LEVEL("A", "x", "1", "")), 4, "not a number");
	assert_refused(WITH_LEVELS(LEVEL(" A", "1", "1", "")), 4, "blanks");
	assert_refused(WITH_LEVELS(LEVEL("", "1", "1", "")), 4, "empty");
	assert_refused(WITH_LEVELS(""), 3, "at least one");
	assert_refused(SPIF_HEAD "</SPIF>", 1, "securityClassifications");
	assert_refused(
	    WITH_LEVELS("<securityClassification lacv='1' hierarchy='1'/>"), 4, "no name");
}

#define ONE_LEVEL                                                                                  \
	"<securityClassifications>\n" LEVEL("A", "1", "1", "") "</securityClassifications>\n"
#define TAG(type, categories)                                                                      \
	"<securityCategoryTag name='T' tagType='" type "'>\n" categories "</securityCategoryTag>\n"
#define WITH_SETS(sets)                                                                            \
	SPIF_HEAD ONE_LEVEL "<securityCategoryTagSets>\n" sets "</securityCategoryTagSets></SPIF>"
#define SET(name, id, tags)                                                                        \
	"<securityCategoryTagSet name='" name "' id='" id "'>\n" tags "</securityCategoryTagSet>\n"
#define CATEGORY(name, lacv, more)                                                                 \
	"<tagCategory name='" name "' lacv='" lacv "'>" more "</tagCategory>\n"

/* L-7 */
TEST(two_categories_share_neither_name_nor_number_nor_display)
{
	assert_refused(
	    WITH_SETS(SET("S", "1.2", "") SET("s", "1.3", "")), 9, "two tag sets have the name");
	assert_refused(
	    WITH_SETS(SET("S", "1.2", "") SET("R", "1.2", "")), 9, "two tag sets have the id");
	assert_refused(WITH_SETS(SET("S", "1.2",
			   TAG("restrictive", CATEGORY("A", "1", "") CATEGORY("B", "1", "")))),
	    10, "lacv of that in line 9");
	assert_refused(WITH_SETS(SET("S", "1.2",
			   TAG("restrictive", CATEGORY("A", "1", "") CATEGORY("a", "2", "")))),
	    10, "name of that in line 9");
	assert_refused(
	    WITH_SETS(SET("S", "1.2",
		TAG("restrictive",
		    CATEGORY("A", "1", "") CATEGORY("B", "2", "<markingData phrase='A'/>")))),
	    10, "display of that in line 9");
	assert_ok(load(WITH_SETS(SET("S", "1.2",
	    TAG("restrictive", CATEGORY("A", "1", ""))
		TAG("permissive", CATEGORY("A", "1", ""))))));
	assert_refused(WITH_SETS(SET("S", "1.2", TAG("strange", ""))), 8, "tagType");
	assert_refused(WITH_SETS(SET("S", "1.2", TAG("enumerated", ""))), 8, "enumType");
}

#define WITH_RULE(rule) WITH_SETS(SET("S", "1.2", TAG("restrictive", CATEGORY("A", "1", rule))))

/* L-7 */
TEST(a_rule_that_names_what_there_is_not_is_refused)
{
	assert_refused(WITH_RULE("<excludedClass>B</excludedClass>"), 9, "no such classification");
	assert_refused(
	    WITH_RULE("<excludedClass>A</excludedClass><excludedClass>A</excludedClass>"), 9,
	    "twice");
	assert_refused(WITH_RULE("<excludedCategory tagSetRef='X'/>"), 9, "no tag set X");
	assert_refused(WITH_RULE("<excludedCategory tagSetRef='S' tagType='permissive'/>"), 9,
	    "no such category");
	assert_refused(
	    WITH_RULE("<excludedCategory tagSetRef='S' lacv='9'/>"), 9, "no such category");
	assert_refused(WITH_RULE("<excludedCategory lacv='1'/>"), 9, "names no tag set");
	assert_refused(WITH_RULE("<requiredCategory operation='all'/>"), 9, "from 1 to");
	assert_refused(
	    WITH_RULE(
		"<requiredCategory operation='most'><categoryGroup tagSetRef='S'/></requiredCategory>"),
	    9, "operation");
	assert_refused(
	    WITH_RULE(
		"<requiredCategory><categoryGroup tagSetRef='S'/><categoryGroup tagSetRef='S'/>"
		"</requiredCategory>"),
	    9, "operation");
	assert_ok(
	    load(WITH_RULE("<requiredCategory><categoryGroup tagSetRef='S'/></requiredCategory>")));
	assert_refused(
	    WITH_RULE(
		"<equivalentSecCategoryTag policyRef='P' tagSetId='1' lacv='1' applied='both'/>"),
	    9, "no policy P");
	assert_refused(
	    WITH_SETS(SET("S", "1.2",
		"<securityCategoryTag name='T' tagType='restrictive'>"
		"<tagCategory name='A' lacv='1' requiredClass='B'/></securityCategoryTag>")),
	    8, "requiredClass");
}

/* L-8 */
TEST(ceilings_are_refusals)
{
	static char xml[1 << 18];
	size_t len = 0;
	len += (size_t)snprintf(xml, sizeof xml, "%s<securityClassifications>", SPIF_HEAD);
	for (int i = 0; i < 33; i++)
		len += (size_t)snprintf(xml + len, sizeof xml - len,
		    "<securityClassification name='L%d' lacv='%d' hierarchy='%d'/>", i, i, i);
	(void)snprintf(xml + len, sizeof xml - len, "</securityClassifications></SPIF>");
	assert_refused(xml, 3, "at most 32");
	len = (size_t)snprintf(xml, sizeof xml,
	    "%s%s<securityCategoryTagSets><securityCategoryTagSet name='S' id='1.2'>%s", SPIF_HEAD,
	    ONE_LEVEL, "<securityCategoryTag name='T' tagType='restrictive'>");
	for (int i = 0; i < 513; i++)
		len += (size_t)snprintf(
		    xml + len, sizeof xml - len, "<tagCategory name='C%d' lacv='%d'/>", i, i);
	(void)snprintf(xml + len, sizeof xml - len,
	    "</securityCategoryTag></securityCategoryTagSet></securityCategoryTagSets></SPIF>");
	assert_refused(xml, 6, "at most 512");
	len = (size_t)snprintf(xml, sizeof xml,
	    "%s%s<securityCategoryTagSets><securityCategoryTagSet name='S' id='1.2'>", SPIF_HEAD,
	    ONE_LEVEL);
	for (int i = 0; i < 32; i++)
		len += (size_t)snprintf(xml + len, sizeof xml - len,
		    "<securityCategoryTag name='T%d' tagType='restrictive'/>", i);
	(void)snprintf(xml + len, sizeof xml - len,
	    "</securityCategoryTagSet></securityCategoryTagSets></SPIF>");
	assert_refused(xml, 6, "at most 31");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_policy_tells_who_it_is),
		cmocka_unit_test(levels_are_ordered_by_their_hierarchy_not_by_the_file),
		cmocka_unit_test(a_language_is_a_profile_and_a_variety_falls_back_to_it),
		cmocka_unit_test(the_smallest_policy_and_prefixes_and_comments_load),
		cmocka_unit_test(what_is_not_understood_is_refused_by_name),
		cmocka_unit_test(
		    two_classifications_share_neither_name_nor_number_nor_place_nor_display),
		cmocka_unit_test(two_categories_share_neither_name_nor_number_nor_display),
		cmocka_unit_test(a_rule_that_names_what_there_is_not_is_refused),
		cmocka_unit_test(ceilings_are_refusals),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
