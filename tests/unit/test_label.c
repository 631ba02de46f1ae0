/* Labels as markings, and markings as labels. Requirements: docs/labels.md L-20 to L-29. */
#include "spif_kit.h"

#define STANAG(inside)                                                                                            \
	"<originatorConfidentialityLabel xmlns='urn:nato:stanag:4774:confidentialitymetadatalabel:1:0'>\n" inside \
	"</originatorConfidentialityLabel>"
#define INFO(inside)           STANAG("<ConfidentialityInformation>\n" inside "</ConfidentialityInformation>")
#define POLICY                 "<PolicyIdentifier URI='urn:oid:1.2.3.9'>HARBOUR</PolicyIdentifier>\n"
#define CLASS(name)            "<Classification>" name "</Classification>\n"
#define VALUE(name)            "<GenericValue>" name "</GenericValue>"
#define CAT(set, type, values) "<Category TagName='" set "' Type='" type "'>" values "</Category>\n"
#define SPIFFY(inside)                                                                             \
	"<label xmlns='http://surevine.com/xmlns/spiffy'>\n<policy id='1.2.3.9'/>\n" inside        \
	"</label>"
#define CLEARANCE(inside)                                                                          \
	"<clearance xmlns='http://surevine.com/xmlns/spiffy'><policy id='1.2.3.9'/>" inside        \
	"</clearance>"

/* L-20, L-21 */
TEST(a_label_by_name_and_one_by_number_are_the_marking_that_the_policy_displays)
{
	static const char by_name[] = INFO(POLICY CLASS("GUARD")
		CAT("Crew", "PERMISSIVE", VALUE("BRE") VALUE("AAL")) CAT("Cargo", "RESTRICTIVE",
		    VALUE(" SALT ") VALUE("LAMP OIL")) CAT("Notes", "INFORMATIVE", VALUE("DRAFT")));
	static const char by_number[] = SPIFFY(
	    "<classification lacv='30'>any text</classification>"
	    "<tag type='enumeratedPermissive' id='1.2.3.9.2' lacv='100'/>"
	    "<tag type='enumeratedPermissive' id='1.2.3.9.2' lacv='200'/>"
	    "<tag type='restrictive' id='1.2.3.9.1' lacv='1'/><tag type='restrictive' id='1.2.3.9.1' lacv='4'/>"
	    "<tag type='informative' id='1.2.3.9.3' lacv='1'/>");
	struct scheme *h = harbour();
	struct sample a, b, text;
	assert_ok(read_label(h, by_name, &a));
	assert_ok(read_label(h, by_number, &b));
	assert_true(a.mark.valid && b.mark.valid);
	assert_string_equal(a.banner, "HARBOUR GUARD SALT+LAMP OIL for Aalholm, BRE ONLY - DRAFT");
	assert_true(marking_equal(a.mark.marking, b.mark.marking));
	read_text(h, a.banner, &text);
	assert_true(marking_equal(a.mark.marking, text.mark.marking));
	done(&a);
	done(&b);
	done(&text);
	scheme_free(h);
}

/* L-22 */
TEST(the_rules_of_the_policy_are_about_labels_too)
{
	struct scheme *h = harbour();
	struct sample s;
	assert_ok(read_label(
	    h, INFO(POLICY CLASS("OPEN") CAT("Cargo", "RESTRICTIVE", VALUE("TAR"))), &s));
	assert_int_equal(s.mark.state, MARK_READ);
	assert_false(s.mark.valid);
	assert_non_null(finding_of(&s, "spif-excluded-class"));
	done(&s);
	scheme_free(h);
}

/* L-23 */
TEST(what_the_policy_does_not_have_is_kept_named_and_unknown)
{
	static const struct {
		const char *xml, *name;
	} rows[] = {
		{ INFO(POLICY CLASS("OPEN") CAT("Cargo", "RESTRICTIVE", VALUE("SILK"))),
		    "Cargo: SILK" },
		{ INFO(POLICY CLASS("OPEN") CAT("Cargo", "RESTRICTIVE", VALUE("salt"))),
		    "Cargo: salt" },
		{ INFO(POLICY CLASS("OPEN") CAT("Cargo", "PERMISSIVE", VALUE("SALT"))),
		    "Cargo: SALT" },
		{ INFO(POLICY CLASS("OPEN") CAT("Cargo", "ODD", VALUE("SALT"))), "Cargo: SALT" },
		{ INFO(POLICY CLASS("OPEN") CAT("Mast", "RESTRICTIVE", VALUE("SALT"))),
		    "Mast: SALT" },
		{ INFO(POLICY CLASS("OPEN") CAT("Notes", "INFORMATIVE", VALUE("FINAL"))),
		    "Notes: FINAL" },
		{ INFO(POLICY CLASS("OPEN") CAT("Cargo", "RESTRICTIVE", "<BitValue>1</BitValue>")),
		    "Cargo: BitValue" },
		{ INFO(POLICY
			  CLASS("OPEN") "<Category TagName='Cargo' Type='RESTRICTIVE' URI='urn:oid:1.2.3.9.2'>" VALUE(
			      "SALT") "</Category>"),
		    "Cargo: SALT" },
		{ INFO(POLICY CLASS("OPEN") CAT("Cargo", "RESTRICTIVE", VALUE("S\xc3\x85LT"))),
		    "a name that is not printable" },
		{ SPIFFY(
		      "<classification lacv='10'/><tag type='permissive' id='1.2.3.9.2' lacv='100'/>"),
		    "1.2.3.9.2: 100" },
		{ SPIFFY(
		      "<classification lacv='10'/><tag type='restrictive' id='1.2.3.9.9' lacv='1'/>"),
		    "1.2.3.9.9: 1" },
	};
	struct scheme *h = harbour();
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct sample s;
		assert_ok(read_label(h, rows[i].xml, &s));
		const struct finding *f = finding_of(&s, "label-category");
		if (f == NULL ||
		    (strstr(f->text, rows[i].name) == NULL && strstr(f->text, "printable") == NULL))
			fail_msg("row %zu: %s", i, f == NULL ? "no finding" : f->text);
		assert_int_equal(s.mark.state, MARK_READ);
		assert_false(s.mark.valid);
		assert_false(marking_is_known(s.mark.marking));
		assert_string_equal(s.banner, "");
		assert_false(marking_dominates(scheme_lowest(h), s.mark.marking));
		done(&s);
	}
	scheme_free(h);
}

/* L-24 */
TEST(another_policy_or_classification_is_damage_at_the_highest_level)
{
	static const char *const rows[][3] = {
		{ INFO("<PolicyIdentifier>FOREST</PolicyIdentifier>" CLASS("OPEN")), "label-policy",
		    "FOREST" },
		{ INFO("<PolicyIdentifier>harbour</PolicyIdentifier>" CLASS("OPEN")),
		    "label-policy", "harbour" },
		{ INFO("<PolicyIdentifier URI='urn:oid:1.2.3'>HARBOUR</PolicyIdentifier>" CLASS(
		      "OPEN")),
		    "label-policy", "HARBOUR" },
		{ INFO("<PolicyIdentifier URL='urn:oid:1.2.3'>HARBOUR</PolicyIdentifier>" CLASS(
		      "OPEN")),
		    "label-policy", "HARBOUR" },
		{ INFO(POLICY CLASS("SHALLOW")), "label-classification", "SHALLOW" },
		{ SPIFFY("<classification lacv='99'/>"), "label-classification", "99" },
		{ "<label xmlns='http://surevine.com/xmlns/spiffy'><policy id='9.9'/><classification lacv='10'/></label>",
		    "label-policy", "9.9" },
	};
	struct scheme *h = harbour();
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct sample s;
		assert_ok(read_label(h, rows[i][0], &s));
		const struct finding *f = finding_of(&s, rows[i][1]);
		if (f == NULL || strstr(f->text, rows[i][2]) == NULL)
			fail_msg("row %zu: %s", i, f == NULL ? "no finding" : f->text);
		assert_int_equal(s.mark.state, MARK_DAMAGED);
		assert_int_equal(marking_level(s.mark.marking), 3);
		assert_false(s.mark.valid);
		done(&s);
	}
	scheme_free(h);
}

/* L-25 */
TEST(what_is_no_label_or_not_understood_is_refused)
{
	static const struct {
		const char *xml, *word;
	} rows[] = {
		{ "", "no label" },
		{ "<x/>", "no label" },
		{ "<BindingInformation/>", "no label" },
		{ "<label/>", "namespace" },
		{ "<originatorConfidentialityLabel xmlns='urn:x'/>", "namespace" },
		{ STANAG(""), "ConfidentialityInformation" },
		{ STANAG("<SuccessionHandling/>"), "not understood" },
		{ INFO(""), "no PolicyIdentifier" },
		{ INFO(POLICY), "no Classification" },
		{ INFO(POLICY POLICY CLASS("OPEN")), "second" },
		{ INFO(POLICY CLASS("OPEN") CLASS("DEEP")), "second" },
		{ INFO(POLICY CLASS("")), "empty" },
		{ INFO(POLICY CLASS("<b/>OPEN")), "elements" },
		{ INFO(POLICY CLASS("OPEN") "<Surprise/>"), "not understood" },
		{ INFO(POLICY CLASS("OPEN") "<o xmlns='urn:o'/>"), "not understood" },
		{ INFO(POLICY CLASS("OPEN") "text"), "text" },
		{ INFO(POLICY CLASS("OPEN") CAT("Cargo", "RESTRICTIVE", "")), "no value" },
		{ INFO(POLICY CLASS(
		      "OPEN") "<Category TagName='Cargo'><GenericValue>x</GenericValue></Category>"),
		    "Type" },
		{ INFO("<PolicyIdentifier URI='http://x'>HARBOUR</PolicyIdentifier>" CLASS("OPEN")),
		    "urn:oid:" },
		{ INFO("<PolicyIdentifier odd='x'>HARBOUR</PolicyIdentifier>" CLASS("OPEN")),
		    "odd" },
		{ SPIFFY(""), "no classification" },
		{ SPIFFY("<classification lacv='10'/><classification lacv='20'/>"),
		    "more of them" },
		{ SPIFFY("<classification lacv='x'/>"), "not a number" },
		{ SPIFFY("<classification lacv='10'/><tag lacv='1'/>"), "missing" },
		{ SPIFFY("<classification lacv='10'/><odd/>"), "not understood" },
		{ "<!DOCTYPE label><label xmlns='http://surevine.com/xmlns/spiffy'/>", "no label" },
		{ SPIFFY("<!DOCTYPE x>"), "DOCTYPE" },
	};
	struct scheme *h = harbour();
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct sample s;
		if (read_label(h, rows[i].xml, &s) != TL_DOCUMENT ||
		    strstr(failure.what, rows[i].word) == NULL)
			fail_msg("row %zu: %s", i, failure.what);
		assert_int_equal(s.mark.state, MARK_NONE);
		assert_true(marking_equal(s.mark.marking, scheme_damaged(h)));
		done(&s);
	}
	scheme_free(h);
}

TEST(who_labelled_and_when_is_passed_over_and_a_privacy_mark_is_told)
{
	static const char xml[] =
	    "<s:alternativeConfidentialityLabel ReviewDateTime='2020-01-01T00:00:00Z' xmlns:s="
	    "'urn:nato:stanag:4774:confidentialitymetadatalabel:1:0'><s:ConfidentialityInformation>"
	    "<s:PolicyIdentifier>HARBOUR</s:PolicyIdentifier><s:Classification>OPEN</s:Classification>"
	    "<s:PrivacyMark>for few</s:PrivacyMark></s:ConfidentialityInformation>"
	    "<s:OriginatorID IDType='x'>y</s:OriginatorID><s:CreationDateTime>z</s:CreationDateTime>"
	    "</s:alternativeConfidentialityLabel>";
	struct scheme *h = harbour();
	struct sample s;
	assert_ok(read_label(h, xml, &s));
	assert_true(s.mark.valid);
	assert_non_null(finding_of(&s, "label-privacy-mark"));
	assert_string_equal(s.banner, "HARBOUR OPEN");
	done(&s);
	scheme_free(h);
}

/* --- clearances ------------------------------------------------------------------------------------------------ */

static bool
may_hold(const struct scheme *h, const char *clearance, const char *text)
{
	struct sample a, b;
	assert_ok(read_label(h, clearance, &a));
	assert_true(a.mark.valid);
	read_text(h, text, &b);
	assert_int_equal(b.mark.state, MARK_READ);
	bool holds = marking_dominates(a.mark.marking, b.mark.marking);
	done(&a);
	done(&b);
	return holds;
}

/* L-26 */
TEST(a_clearance_is_a_ceiling)
{
	static const char clearance[] =
	    CLEARANCE("<classification lacv='30'/><classification lacv='20'/>"
		      "<tag type='restrictive' id='1.2.3.9.1' lacv='1'/>"
		      "<tag type='restrictive' id='1.2.3.9.1' lacv='2'/>"
		      "<tag type='restrictive' id='1.2.3.9.1' lacv='4'/>"
		      "<tag type='enumeratedPermissive' id='1.2.3.9.2' lacv='100'/>");
	struct scheme *h = harbour();
	assert_true(may_hold(h, clearance, "HARBOUR GUARD SALT+TAR for Aalholm ONLY"));
	assert_true(may_hold(h, clearance, "HARBOUR OPEN for Aalholm, BRE ONLY - DRAFT"));
	assert_false(may_hold(h, clearance, "ABYSSAL DEEP for Aalholm ONLY"));
	assert_false(may_hold(h, clearance, "HARBOUR WATCH ROPE for Aalholm ONLY"));
	assert_false(may_hold(h, clearance, "HARBOUR WATCH SALT for BRE ONLY"));
	assert_false(may_hold(h, clearance, "HARBOUR WATCH SALT"));
	scheme_free(h);
}

/* L-26 */
TEST(a_gap_between_the_levels_of_a_clearance_is_not_jumped)
{
	struct scheme *h = harbour();
	static const char gap[] =
	    CLEARANCE("<classification lacv='10'/><classification lacv='40'/>");
	assert_true(may_hold(h, gap, "HARBOUR OPEN"));
	assert_false(may_hold(h, gap, "HARBOUR WATCH"));
	assert_false(may_hold(h, gap, "ABYSSAL DEEP"));
	scheme_free(h);
}

/* --- back ------------------------------------------------------------------------------------------------------ */

static void
assert_comes_back(const struct scheme *scheme, const struct marking *marking)
{
	struct buf buf;
	struct sample s;
	buf_init(&buf, 1 << 16);
	assert_true(label_print(marking, &buf));
	buf_add_byte(&buf, '\0');
	assert_ok(read_label(scheme, (const char *)buf.ptr, &s));
	assert_int_equal(s.mark.state, MARK_READ);
	assert_true(marking_equal(s.mark.marking, marking));
	done(&s);
	buf_release(&buf);
}

/* L-27 */
TEST(a_marking_of_a_policy_comes_back_from_its_label_with_what_no_display_shows)
{
	struct scheme *h = harbour();
	struct sample s;
	assert_ok(read_label(h,
	    INFO(POLICY CLASS("WATCH") CAT(
		"Crew", "PERMISSIVE", VALUE("MATE") VALUE("PILOT") VALUE("CRO")) CAT("Notes",
		"INFORMATIVE", VALUE("SALT")) CAT("Cargo", "RESTRICTIVE", VALUE("SALT"))),
	    &s));
	assert_true(s.mark.valid);
	assert_string_equal(s.banner, "HARBOUR/PILOT WATCH SALT for CRO ONLY - SALT");
	assert_comes_back(h, s.mark.marking);
	done(&s);
	scheme_free(h);
}

/* L-28 */
TEST(a_marking_of_our_own_scheme_comes_back_from_its_label)
{
	static const char *const marks[] = { "(U)", "(S//NF)",
		"TOP SECRET//SI-G ABCD EFGH/TK//ORCON/NOFORN", "SECRET//REL TO USA, FVEY",
		"SECRET//SAR-BP-J12 K15/CB//NOFORN", "SECRET//FGI DEU JPN//REL TO USA, GBR",
		"SECRET//RD-CNWDI//NOFORN", "CONFIDENTIAL//NOFORN//EXDIS" };
	struct scheme *us;
	assert_ok(scheme_load_shipped("us", NULL, &us, &failure));
	for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
		struct sample s;
		read_text(us, marks[i], &s);
		assert_int_equal(s.mark.state, MARK_READ);
		assert_comes_back(us, s.mark.marking);
		done(&s);
	}
	scheme_free(us);
}

/* L-29 */
TEST(what_a_label_cannot_say_is_not_written)
{
	static const char *const marks[] = { "(S//XYZZY)", "(S//NOFRON)", "(//NS)",
		"(//JOINT S USA GBR)", "(S//REL)", "TOP SECRET//USA/GBR EYES ONLY" };
	struct scheme *us;
	struct buf buf;
	assert_ok(scheme_load_shipped("us", NULL, &us, &failure));
	for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
		struct sample s;
		buf_init(&buf, 1 << 16);
		read_text(us, marks[i], &s);
		if (label_print(s.mark.marking, &buf) || buf.len > 0)
			fail_msg("%s", marks[i]);
		done(&s);
		buf_release(&buf);
	}
	scheme_free(us);
}

#define US(level, more) INFO("<PolicyIdentifier>US</PolicyIdentifier>" CLASS(level) more)

/* L-28, L-23, L-24 */
TEST(a_label_of_our_own_scheme_opens_nothing_that_the_scheme_does_not_know)
{
	static const struct {
		const char *xml, *rule;
		bool damaged;
	} rows[] = {
		{ US("SECRET", CAT("sci", "RESTRICTIVE", VALUE("NF"))), "label-category", false },
		{ US("SECRET", CAT("dissem", "RESTRICTIVE", VALUE("XYZZY"))), "label-category",
		    false },
		{ US("SECRET", CAT("dissem", "ODD", VALUE("NOFORN"))), "label-category", false },
		{ US("SECRET", CAT("masts", "RESTRICTIVE", VALUE("NOFORN"))), "label-category",
		    false },
		{ US("RESTRICTED", ""), "label-classification", true },
		{ US("LOW", ""), "label-classification", true },
		{ INFO(POLICY CLASS("SECRET")), "label-policy", true },
		{ SPIFFY("<classification lacv='10'/>"), "label-policy", true },
	};
	struct scheme *us;
	assert_ok(scheme_load_shipped("us", NULL, &us, &failure));
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct sample s;
		assert_ok(read_label(us, rows[i].xml, &s));
		if (finding_of(&s, rows[i].rule) == NULL || s.mark.valid ||
		    marking_is_known(s.mark.marking) ||
		    (s.mark.state == MARK_DAMAGED) != rows[i].damaged ||
		    marking_level(s.mark.marking) < scheme_level(us, slice_str("S")))
			fail_msg("row %zu", i);
		done(&s);
	}
	scheme_free(us);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    a_label_by_name_and_one_by_number_are_the_marking_that_the_policy_displays),
		cmocka_unit_test(the_rules_of_the_policy_are_about_labels_too),
		cmocka_unit_test(what_the_policy_does_not_have_is_kept_named_and_unknown),
		cmocka_unit_test(another_policy_or_classification_is_damage_at_the_highest_level),
		cmocka_unit_test(what_is_no_label_or_not_understood_is_refused),
		cmocka_unit_test(who_labelled_and_when_is_passed_over_and_a_privacy_mark_is_told),
		cmocka_unit_test(a_clearance_is_a_ceiling),
		cmocka_unit_test(a_gap_between_the_levels_of_a_clearance_is_not_jumped),
		cmocka_unit_test(
		    a_marking_of_a_policy_comes_back_from_its_label_with_what_no_display_shows),
		cmocka_unit_test(a_marking_of_our_own_scheme_comes_back_from_its_label),
		cmocka_unit_test(what_a_label_cannot_say_is_not_written),
		cmocka_unit_test(
		    a_label_of_our_own_scheme_opens_nothing_that_the_scheme_does_not_know),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
