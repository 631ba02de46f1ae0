/* Requirements: docs/ism.md I-1 to I-12. */
#include "unit.h"

#include <stdio.h>
#include <stdlib.h>

#include "marking/ism.h"
#include "marking/value.h"

static struct scheme *us;
static struct arena arena;

static struct mark
read(const char *line)
{
	struct mark mark;
	assert_ok(ism_parse(us, slice_str(line), &arena, &mark, NULL));
	return mark;
}

static struct mark
words(struct slice text)
{
	struct mark mark;
	assert_ok(mark_parse(us, text, MARK_AUTO, &arena, &mark, NULL));
	return mark;
}

static void
assert_text(const struct mark *mark, enum mark_form form, struct slice want)
{
	struct buf out;
	buf_init(&out, 8192);
	marking_print(mark->marking, form, &out);
	if (!slice_equal(buf_slice(&out), want))
		fail_msg("prints as %.*s, not as %.*s", (int)out.len, (const char *)out.ptr,
		    (int)want.len, (const char *)want.ptr);
	buf_release(&out);
}

static void
assert_portion(const char *line, const char *want)
{
	struct mark mark = read(line);
	assert_int_equal(mark.state, MARK_READ);
	assert_text(&mark, MARK_PORTION, slice_str(want));
}

static bool
found(const struct mark *mark, const char *rule)
{
	for (const struct finding *f = mark->findings; f != NULL; f = f->next) {
		if (strcmp(f->rule, rule) == 0)
			return true;
	}
	return false;
}

static void
assert_finding(const char *line, const char *rule, bool valid)
{
	struct mark mark = read(line);
	if (!found(&mark, rule) || mark.valid != valid)
		fail_msg("%s: no %s, or valid %d", line, rule, mark.valid);
}

static void
assert_damaged_at(const char *line, const char *level)
{
	struct mark mark = read(line);
	if (mark.state != MARK_DAMAGED || mark.valid || marking_is_known(mark.marking) ||
	    strcmp(scheme_level_name(us, marking_level(mark.marking)), level) != 0)
		fail_msg("%s is not damaged at %s", line, level);
}

/* Attributes that are printed read again as the same marking. Returns false where attributes cannot say it. */
static bool
comes_back(const struct mark *mark)
{
	struct buf out;
	struct mark again;
	buf_init(&out, 65536);
	bool said = ism_print(mark->marking, &out);
	if (said) {
		assert_ok(ism_parse(us, buf_slice(&out), &arena, &again, NULL));
		if (!marking_equal(mark->marking, again.marking))
			fail_msg("%.*s is another marking", (int)out.len, (const char *)out.ptr);
	} else {
		assert_int_equal(out.len, 0);
	}
	buf_release(&out);
	return said;
}

static void
assert_block(struct slice ism, struct slice want)
{
	struct buf out;
	buf_init(&out, 65536);
	assert_true(ism_authority(us, ism, &out));
	for (size_t i = 0; i < out.len; i++)
		out.ptr[i] = out.ptr[i] == '\n' ? '|' : out.ptr[i];
	if (!slice_equal(buf_slice(&out), want))
		fail_msg("%.*s, not %.*s", (int)out.len, (const char *)out.ptr, (int)want.len,
		    (const char *)want.ptr);
	buf_release(&out);
}

/* I-1, I-2 */
TEST(every_row_of_the_rendering_cases_prints_as_ODNI_prints_it_and_comes_back)
{
	FILE *file = fopen("tests/facts/render_cases.tsv", "rb");
	assert_non_null(file);
	static char bytes[65536];
	size_t rows = 0, len = fread(bytes, 1, sizeof bytes, file);
	fclose(file);
	struct slice rest = slice_of(bytes, len);
	slice_split(&rest, '\n');
	for (; rest.len > 0; rows++) {
		struct slice line = slice_split(&rest, '\n');
		slice_split(&line, '\t');
		struct slice ism = slice_split(&line, '\t'), portion = slice_split(&line, '\t');
		struct mark mark;
		assert_ok(ism_parse(us, ism, &arena, &mark, NULL));
		assert_int_equal(mark.state, MARK_READ);
		assert_text(&mark, MARK_PORTION, portion);
		assert_text(&mark, MARK_BANNER, slice_split(&line, '\t'));
		struct slice block = slice_split(&line, '\t');
		if (block.len > 0)
			assert_block(ism, block);
		assert_true(comes_back(&mark));
	}
	assert_int_equal(rows, 34);
}

/* I-13 */
TEST(authority_blocks_are_what_ODNI_prints)
{
	assert_block(slice_str("classification=\"U\" ownerProducer=\"USA\""), slice_str(""));
	assert_block(
	    slice_str(
		"classification=\"S\" ownerProducer=\"USA\" classifiedBy=\"A &amp; B &#x41;\" "
		"declassException=\"25X1 25X1-EO-12951\" declassDate=\"2040-01-02\" "
		"declassEvent=\"the end\""),
	    slice_str(
		"Classified by: A & B A|Declassify on: 25X1, 25X1, EO 12951, January 2, 2040, the end"));
	struct buf out;
	buf_init(&out, 1000);
	static const char *const bad[] = { "classifiedBy=\"a&#10;b\"", "classifiedBy=\"&nbsp;\"",
		"classifiedBy=\"\x01\"", "classifiedBy=\"\xff\"", "classifiedBy=\"&\"",
		"classifiedBy=\"&amp\"", "classifiedBy=\"&#xd800;\"", "classifiedBy",
		"classifiedBy=\"a\" classifiedBy=\"b\"" };
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		assert_false(ism_authority(us, slice_str(bad[i]), &out));
		assert_int_equal(out.len, 0);
	}
	buf_release(&out);
}

/* I-3 */
TEST(the_order_of_attributes_and_their_prefix_do_not_matter)
{
	assert_portion(
	    "disseminationControls='NF' ownerProducer = \"USA\"\n classification=\"S\"", "(S//NF)");
	assert_portion("ism:classification=\"S\" ism:ownerProducer=\"USA\"", "(S)");
	assert_portion(
	    "classification=\"S\" ownerProducer=\"USA\" disseminationControls=\"REL OC\" "
	    "releasableTo=\"USA GBR AUS\"",
	    "(S//OC/REL TO USA, AUS, GBR)");
}

/* I-4 */
TEST(what_says_nothing_of_the_mark_is_no_mark)
{
	static const char *const lines[] = { "", " ",
		"DESVersion=\"202111\" ISMCATCESVersion=\"202211\"", "pocType=\"ICD-710\"",
		"resourceElement=\"true\"" };
	for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++)
		assert_int_equal(read(lines[i]).state, MARK_NONE);
}

/* I-5 */
TEST(an_unknown_value_is_kept_and_closes_the_gate)
{
	static const char *const values[] = { "disseminationControls=\"NFX\"",
		"disseminationControls=\"nf\"", "disseminationControls=\"SI\"",
		"nonICmarkings=\"XYZZY\"", "nonICmarkings=\"ACCM-RED_BARN\"",
		"SCIcontrols=\"XYZZY\"", "atomicEnergyMarkings=\"RD RD-XX\"", "cuiBasic=\"PRVCY\"",
		"cuiSpecified=\"PRVCY\"", "FGIsourceOpen=\"NATO:XYZZY\"",
		"disseminationControls=\"REL\" releasableTo=\"USA GBR XYZZY\"", "madeUp=\"1\"" };
	for (size_t i = 0; i < sizeof values / sizeof values[0]; i++) {
		char line[256];
		snprintf(
		    line, sizeof line, "classification=\"U\" ownerProducer=\"USA\" %s", values[i]);
		struct mark mark = read(line);
		if (mark.state == MARK_NONE || marking_is_known(mark.marking))
			fail_msg("%s is known", line);
		if (mark.state == MARK_READ)
			comes_back(&mark);
	}
	assert_true(marking_is_known(read("classification=\"TS\" ownerProducer=\"USA\" "
					  "SCIcontrols=\"SI XYZZY\"")
					 .marking));
}

/* I-6 */
TEST(an_attribute_that_ISM_does_not_have_is_a_finding)
{
	assert_finding(
	    "classification=\"U\" ownerProducer=\"USA\" madeUp=\"1\"", "us-ism-attribute", false);
	assert_finding("ism:classification=\"U\" ism:ownerProducer=\"USA\" ntk:joint=\"true\"",
	    "us-ism-attribute", false);
	assert_finding(
	    "classification=\"U\" ownerProducer=\"USA\" Joint=\"true\"", "us-ism-attribute", false);
}

/* I-7 */
TEST(attributes_that_contradict_each_other_are_damaged_at_the_highest_level)
{
	assert_damaged_at("classification=\"S\"", "S");
	assert_damaged_at("ownerProducer=\"USA\"", "TS");
	assert_damaged_at("disseminationControls=\"NF\"", "TS");
	assert_damaged_at("classification=\"U\" classification=\"S\" ownerProducer=\"USA\"", "TS");
	assert_damaged_at("classification=\"S\" classification=\"U\" ownerProducer=\"USA\"", "TS");
	assert_damaged_at("classification=\"U S\" ownerProducer=\"USA\"", "S");
	assert_damaged_at("classification=\"X\" ownerProducer=\"USA\"", "TS");
	assert_damaged_at("classification=\"\" ownerProducer=\"USA\"", "TS");
	assert_damaged_at("classification=\"S\" ownerProducer=\"\"", "S");
	assert_damaged_at("classification=\"R\" ownerProducer=\"USA\"", "R");
	assert_damaged_at(
	    "classification=\"U\" ownerProducer=\"USA\" releasableTo=\"USA GBR\"", "U");
	assert_damaged_at("classification=\"U\" ownerProducer=\"USA\" displayOnlyTo=\"GBR\"", "U");
	assert_damaged_at("classification=\"S\" ownerProducer=\"USA\" joint=\"true\"", "S");
	assert_damaged_at("classification=\"S\" ownerProducer=\"AUS CAN\" joint=\"true\"", "S");
	assert_damaged_at("classification=\"S\" ownerProducer=\"AUS USA\" joint=\"false\"", "S");
	assert_damaged_at("classification=\"S\" ownerProducer=\"FGI USA\"", "S");
	assert_damaged_at("classification=\"S\" ownerProducer=\"XYZZY\"", "S");
	assert_damaged_at("classification=\"S\" ownerProducer=\"NATO:XYZZY\"", "S");
	assert_damaged_at("classification=\"TS\" ownerProducer=\"NATO:ISAF\"", "TS");
	assert_damaged_at("classification=\"S\" ownerProducer=\"USA\" FGIsourceOpen=\"GBR\" "
			  "FGIsourceProtected=\"FGI\"",
	    "S");
	assert_damaged_at(
	    "classification=\"C\" ownerProducer=\"USA\" FGIsourceOpen=\"NATO\" highWaterNATO=\"NATO-S\"",
	    "S");
}

/* I-8 */
TEST(what_is_no_attribute_is_damaged)
{
	assert_damaged_at(
	    "classification=\"U\" ownerProducer=\"USA\" disseminationControls=\"NF", "TS");
	assert_damaged_at("classification=\"U\" ownerProducer=\"USA\" disseminationControls", "TS");
	assert_damaged_at("classification=\"U\" ownerProducer=\"USA\" >", "TS");
	assert_damaged_at("classification=\"U\" ownerProducer=\"USA\" nonICmarkings=\"<\"", "TS");
	assert_damaged_at(
	    "classification=\"U\" ownerProducer=\"USA\" disseminationControls=\"N&#70;\"", "U");
	assert_damaged_at(
	    "classification=\"U\" ownerProducer=\"USA\" disseminationControls=\"N\xd0\xa4\"", "U");
	assert_damaged_at(
	    "classification=\"TS\" ownerProducer=\"USA\" SCIcontrols=\"SI-G-AB-CD\"", "TS");
	assert_damaged_at("classification=\"TS\" ownerProducer=\"USA\" SCIcontrols=\"SI-\"", "TS");
	assert_damaged_at(
	    "classification=\"U\" ownerProducer=\"USA\" / classification=\"S\"", "TS");
	assert_damaged_at("hello", "TS");
}

/* I-9 */
TEST(owners_are_systems)
{
	assert_portion("classification=\"C\" ownerProducer=\"FGI\"", "(//FGI C)");
	assert_portion("classification=\"S\" ownerProducer=\"AUS CAN\"", "(//AUS CAN S)");
	assert_portion("classification=\"S\" ownerProducer=\"NATO:ISAF\"", "(//NIS)");
	assert_portion("classification=\"S\" ownerProducer=\"CAN USA\" joint=\"true\" "
		       "disseminationControls=\"REL\" releasableTo=\"USA CAN\"",
	    "(//JOINT S CAN USA//REL TO USA, CAN)");
	assert_portion("classification=\"TS\" ownerProducer=\"NATO\" nonUSControls=\"NATO-BALK\"",
	    "(//CTS//BALK)");
}

/* I-10: the names of protected sources are in no mark (ISM-ID-00097). */
TEST(a_protected_source_is_concealed)
{
	assert_portion(
	    "classification=\"S\" ownerProducer=\"USA\" FGIsourceProtected=\"FGI\"", "(S//FGI)");
	assert_portion("classification=\"S\" ownerProducer=\"USA\" FGIsourceProtected=\"DEU FRA\"",
	    "(S//FGI)");
}

TEST(values_are_of_their_types)
{
	static const char *const bad[] = { "joint=\"yes\"", "declassDate=\"2035-13-01\"",
		"declassDate=\"soon\"", "createDate=\"2010-01-01Z\"", "resourceElement=\"maybe\"",
		"declassException=\"25X99\"", "noticeType=\"HOLIDAY\"", "classifiedBy=\" \"",
		"compliesWith=\"USIC USX\"", "pocType=\"a b/c\"" };
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		char line[256];
		snprintf(
		    line, sizeof line, "classification=\"S\" ownerProducer=\"USA\" %s", bad[i]);
		assert_finding(line, "us-ism-value", false);
	}
	assert_true(read("classification=\"S\" ownerProducer=\"USA\" declassDate=\"2035-09-11\" "
			 "declassException=\"25X1 25X9\" resourceElement=\"1\" "
			 "createDate=\"2010-01-01\"")
			.valid);
}

/* I-14 */
TEST(a_program_may_name_its_authority_and_level)
{
	assert_portion(
	    "classification=\"S\" ownerProducer=\"USA\" SARIdentifier=\"SAR-DOD:S:OAK DNI:ASH_BAY\"",
	    "(S//SAR-ASH BAY/OAK)");
	assert_damaged_at(
	    "classification=\"S\" ownerProducer=\"USA\" SARIdentifier=\"DOD:TS:OAK\"", "TS");
	assert_finding("classification=\"S\" ownerProducer=\"USA\" SARIdentifier=\"XYZ:OAK\"",
	    "us-ism-value", false);
	assert_finding("classification=\"S\" ownerProducer=\"USA\" FGIsourceProtected=\"DEU FRA\"",
	    "us-ism-value", false);
}

/* I-15 */
TEST(rules_ask_for_attributes_too)
{
	static const char *const broken[][2] = {
		{ "U\" declassDate=\"2035-01-01", "us-ism-unclassified" },
		{ "S\" classifiedBy=\"A", "us-ism-reason" },
		{ "S\" derivativelyClassifiedBy=\"A", "us-ism-derived" },
		{ "S\" derivativelyClassifiedBy=\"A\" derivedFrom=\"B\" classificationReason=\"C",
		    "us-ism-derivative" },
		{ "S\" declassException=\"50X1-HUM\" declassDate=\"2050-01-01",
		    "us-ism-declass-date" },
		{ "S\" declassEvent=\"the end", "us-ism-event" },
		{ "S\" declassException=\"AEA", "us-ism-aea" },
		{ "S\" compliesWith=\"USGov", "us-ism-authority" },
		{ "S\" compliesWith=\"USGov", "us-ism-declass" },
		{ "S\" compliesWith=\"USGov USIC", "us-ism-release" },
		{ "S\" compliesWith=\"USDOD", "us-ism-usgov" },
		{ "U\" resourceElement=\"true", "us-ism-created" },
		{ "S\" FGIsourceOpen=\"NATO", "us-ism-nato-high" },
		{ "S\" secondBannerLine=\"HVCO", "us-ism-channels" },
		{ "U\" noticeType=\"DoD-Dist-B", "us-ism-distribution" },
		{ "U\" noticeType=\"POC\" unregisteredNoticeType=\"x", "us-ism-notice" },
		{ "U\" disseminationControls=\"FOUO PR", "us-ism-fouo" },
		{ "S\" disseminationControls=\"REL EYES\" releasableTo=\"USA GBR", "us-rel-eyes" },
		{ "U\" cuiBasic=\"PRVCY\" compliesWith=\"USGov USIC", "us-ism-cui" },
	};
	for (size_t i = 0; i < sizeof broken / sizeof broken[0]; i++) {
		char line[256];
		snprintf(
		    line, sizeof line, "ownerProducer=\"USA\" classification=\"%s\"", broken[i][0]);
		assert_finding(line, broken[i][1], false);
	}
	/* Rules of attributes say nothing of words. */
	struct mark mark = words(slice_str("(TS//HCS//NF)"));
	assert_false(found(&mark, "us-ism-hcs"));
	mark = read(
	    "classification=\"TS\" ownerProducer=\"USA\" SCIcontrols=\"HCS\" disseminationControls=\"NF\"");
	assert_true(found(&mark, "us-ism-hcs"));
}

TEST(findings_of_lists_and_trees)
{
	assert_finding("classification=\"S\" ownerProducer=\"USA\" disseminationControls=\"REL\" "
		       "releasableTo=\"GBR\"",
	    "us-usa-first", false);
	assert_finding("classification=\"S\" ownerProducer=\"USA\" disseminationControls=\"REL\" "
		       "releasableTo=\"USA\"",
	    "us-list", false);
	assert_finding("classification=\"S\" ownerProducer=\"USA\" disseminationControls=\"REL\"",
	    "us-list", false);
	assert_finding(
	    "classification=\"S\" ownerProducer=\"USA\" disseminationControls=\"DISPLAYONLY\"",
	    "us-list", false);
	assert_finding("classification=\"S\" ownerProducer=\"USA\" disseminationControls=\"NF NF\"",
	    "us-twice", false);
	assert_finding("classification=\"TS\" ownerProducer=\"USA\" SCIcontrols=\"SI-G\" "
		       "disseminationControls=\"OC\"",
	    "us-ism-parent", false);
	assert_finding("classification=\"TS\" ownerProducer=\"USA\" SCIcontrols=\"SI SI-G-ABCD\" "
		       "disseminationControls=\"OC\"",
	    "us-ism-parent", false);
	assert_finding(
	    "classification=\"S\" ownerProducer=\"USA\" atomicEnergyMarkings=\"RD RD-SG-200\"",
	    "us-number", false);
	assert_finding(
	    "classification=\"S\" ownerProducer=\"USA\" disseminationControls=\"NF RELIDO\"",
	    "us-noforn-rel", false);
}

/* I-11: what attributes cannot say is not said. */
TEST(a_restriction_that_no_attribute_feeds_is_not_lost)
{
	static const char *const marks[] = { "(S//CHEROKEE)", "(C//STADIS)", "(//JOINT S)",
		"(segret)", "(S//NFO/NF)" };
	for (size_t i = 0; i < 4; i++) {
		struct mark mark = words(slice_str(marks[i]));
		assert_false(comes_back(&mark));
	}
	struct mark mark = words(slice_str("(S//SI-G ABCD/TK//FGI DEU//NF//LES)"));
	assert_true(comes_back(&mark));
}

TEST(ten_thousand_values_cost_what_they_are_long)
{
	char *line = malloc(1 << 20);
	assert_non_null(line);
	size_t len = (size_t)sprintf(
	    line, "classification=\"S\" ownerProducer=\"USA\" disseminationControls=\"");
	for (size_t i = 0; i < 100000; i++)
		len += (size_t)sprintf(line + len, "Q%zu ", i);
	sprintf(line + len, "\"");
	assert_damaged_at(line, "S");
	len = (size_t)sprintf(line, "classification=\"S\" ownerProducer=\"USA\"");
	for (size_t i = 0; i < 50000; i++)
		len += (size_t)sprintf(line + len, " a%zu=\"\"", i);
	struct mark mark = read(line);
	assert_false(mark.valid);
	assert_false(marking_is_known(mark.marking));
	free(line);
}

static int
load(void **state)
{
	(void)state;
	arena_init(&arena, (size_t)64 << 20);
	return scheme_load_shipped("us", NULL, &us, NULL) == TL_OK ? 0 : -1;
}

static int
unload(void **state)
{
	(void)state;
	arena_release(&arena);
	scheme_free(us);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    every_row_of_the_rendering_cases_prints_as_ODNI_prints_it_and_comes_back),
		cmocka_unit_test(authority_blocks_are_what_ODNI_prints),
		cmocka_unit_test(the_order_of_attributes_and_their_prefix_do_not_matter),
		cmocka_unit_test(what_says_nothing_of_the_mark_is_no_mark),
		cmocka_unit_test(an_unknown_value_is_kept_and_closes_the_gate),
		cmocka_unit_test(an_attribute_that_ISM_does_not_have_is_a_finding),
		cmocka_unit_test(
		    attributes_that_contradict_each_other_are_damaged_at_the_highest_level),
		cmocka_unit_test(what_is_no_attribute_is_damaged),
		cmocka_unit_test(owners_are_systems),
		cmocka_unit_test(a_protected_source_is_concealed),
		cmocka_unit_test(values_are_of_their_types),
		cmocka_unit_test(a_program_may_name_its_authority_and_level),
		cmocka_unit_test(rules_ask_for_attributes_too),
		cmocka_unit_test(findings_of_lists_and_trees),
		cmocka_unit_test(a_restriction_that_no_attribute_feeds_is_not_lost),
		cmocka_unit_test(ten_thousand_values_cost_what_they_are_long),
	};
	return cmocka_run_group_tests(tests, load, unload);
}
