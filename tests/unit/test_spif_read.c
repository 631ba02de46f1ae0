/* How a policy in XML-SPIF displays a marking, and what of that is read again. Requirements: docs/labels.md L-10 to L-16. */
#include "spif_kit.h"

/* Each of these is read, and prints as itself. */
static const char *const displays[] = {
	"HARBOUR OPEN",
	"HARBOUR WATCH SALT",
	"HARBOUR WATCH SALT+TAR",
	"HARBOUR GUARD SALT+LAMP OIL for Aalholm, CRO ONLY - DRAFT",
	"ABYSSAL DEEP for BRE ONLY",
	"HARBOUR/PILOT WATCH for BRE ONLY",
	"HARBOUR WATCH - SALT",
	"HARBOUR - QUIET",
};

/* L-10 */
TEST(a_display_is_read_and_prints_so_again)
{
	struct scheme *h = harbour();
	for (size_t i = 0; i < sizeof displays / sizeof *displays; i++) {
		struct sample s, again;
		read_text(h, displays[i], &s);
		assert_int_equal(s.mark.state, MARK_READ);
		assert_string_equal(s.banner, displays[i]);
		read_text(h, s.portion, &again);
		assert_true(marking_equal(again.mark.marking, s.mark.marking));
		assert_string_equal(again.portion, s.portion);
		done(&again);
		done(&s);
	}
	scheme_free(h);
}

/* L-11 */
TEST(a_portion_has_its_own_phrase)
{
	struct scheme *h = harbour();
	struct sample s;
	read_text(h, "HARBOUR WATCH SALT", &s);
	assert_string_equal(s.portion, "(HARBOUR W SALT)");
	done(&s);
	read_text(h, "( HARBOUR\n W   SALT )", &s);
	assert_int_equal(s.mark.state, MARK_READ);
	assert_string_equal(s.banner, "HARBOUR WATCH SALT");
	done(&s);
	read_as(h, "HARBOUR W SALT", MARK_PORTION, &s);
	assert_int_equal(s.mark.state, MARK_READ);
	done(&s);
	scheme_free(h);
}

/* L-9 */
TEST(a_language_has_its_own_words_and_the_policys_where_it_has_none)
{
	struct scheme *h = harbour_in("fr");
	struct sample s;
	read_text(h, "ABYSSAL PROFOND pour \xc3\x85lholm, BRE ONLY", &s);
	assert_int_equal(s.mark.state, MARK_READ);
	assert_string_equal(s.banner, "ABYSSAL PROFOND pour \xc3\x85lholm, BRE ONLY");
	assert_int_equal(marking_level(s.mark.marking), 3);
	done(&s);
	read_text(h, "ABYSSAL DEEP", &s);
	assert_int_equal(s.mark.state, MARK_DAMAGED);
	done(&s);
	scheme_free(h);
}

/* L-12 */
TEST(what_is_nearly_a_display_is_damaged_and_never_lower)
{
	static const struct {
		const char *text;
		int level;
	} rows[] = {
		{ "HARBOUR DEEP", 3 },            /* its policy is called ABYSSAL */
		{ "HARBOUR WATCH  JUNK", 1 },     /* not in the policy */
		{ "HARBOUR WATCH TAR+SALT", 1 },  /* another order */
		{ "HARBOUR WATCH SALT TAR", 1 },  /* another separator */
		{ "HARBOUR WATCH for BRE", 1 },   /* its suffix is lost */
		{ "HARBOUR WATCH SALT+SALT", 1 }, /* twice */
		{ "(harbour watch)", 1 },         /* small letters */
		{ "HARBOUR WATHC", 3 },           /* a slip */
		{ "HARBOUR W\xd0\x90TCH", 1 },    /* a Cyrillic A */
		{ "WATCH", 1 },                   /* no policy */
		{ "(HARBOUR WATCH)", 1 },         /* the banner's word in a portion */
		{ "HARBOUR WATCH - DRAFT/DRAFT", 1 },
		{ "HARBOUR OPEN then WATCH, later GUARD", 2 },
	};
	struct scheme *h = harbour();
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct sample s;
		read_text(h, rows[i].text, &s);
		if (s.mark.state != MARK_DAMAGED || marking_level(s.mark.marking) < rows[i].level ||
		    s.mark.valid || marking_is_known(s.mark.marking) || s.banner[0] != '\0')
			fail_msg("%s: state %d, level %d", rows[i].text, s.mark.state,
			    marking_level(s.mark.marking));
		assert_non_null(finding_of(&s, "spif-damaged"));
		assert_false(marking_dominates(scheme_lowest(h), s.mark.marking));
		done(&s);
	}
	scheme_free(h);
}

/* L-12 */
TEST(other_words_are_no_mark)
{
	static const char *const texts[] = { "(a)", "hello", "", "(see the harbour master)",
		"(2)" };
	struct scheme *h = harbour();
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		struct sample s;
		read_text(h, texts[i], &s);
		assert_int_equal(s.mark.state, MARK_NONE);
		assert_false(mark_is_plausible(h, slice_str(texts[i])));
		done(&s);
	}
	assert_true(mark_is_plausible(h, slice_str("(HARBOUR W SALT)")));
	assert_true(mark_is_plausible(h, slice_str("(HARBOUR WATCH SALT)")));
	scheme_free(h);
}

/* L-13 */
TEST(a_hidden_level_is_the_highest_that_its_categories_allow)
{
	struct scheme *h = harbour();
	struct sample s;
	read_text(h, "HARBOUR - QUIET", &s);
	assert_int_equal(s.mark.state, MARK_READ);
	assert_int_equal(marking_level(s.mark.marking), 2);
	assert_string_equal(s.banner, "HARBOUR - QUIET");
	done(&s);
	scheme_free(h);
}

/* L-14 */
TEST(the_policys_rules_are_its_findings)
{
	static const struct {
		const char *text, *rule, *word;
	} rows[] = {
		{ "HARBOUR OPEN TAR", "spif-excluded-class",
		    "TAR is not allowed at this level; it is at: WATCH, GUARD, DEEP" },
		{ "HARBOUR WATCH TAR+LAMP OIL", "spif-excluded-category", "LAMP OIL excludes TAR" },
		{ "HARBOUR GUARD", "spif-required-category",
		    "GUARD needs one of: any of Crew (permissive), SALT" },
		{ "HARBOUR WATCH SALT+TAR - SALT", "spif-required-category",
		    "SALT needs exactly one of: SALT, TAR" },
		{ "HARBOUR WATCH - SALT", "spif-required-category", "exactly one" },
		{ "HARBOUR WATCH - DRAFT/SALT", "spif-selection", "another number" },
	};
	struct scheme *h = harbour();
	struct sample s;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		read_text(h, rows[i].text, &s);
		const struct finding *f = finding_of(&s, rows[i].rule);
		if (s.mark.state != MARK_READ || s.mark.valid || f == NULL ||
		    strstr(f->text, rows[i].word) == NULL)
			fail_msg("%s: %s", rows[i].text, f == NULL ? "no such finding" : f->text);
		done(&s);
	}
	read_text(h, "HARBOUR WATCH SALT - SALT", &s);
	assert_true(s.mark.valid);
	done(&s);
	read_text(h, "HARBOUR WATCH ROPE", &s);
	assert_true(s.mark.valid && s.mark.legacy);
	assert_non_null(finding_of(&s, "spif-obsolete"));
	done(&s);
	scheme_free(h);
}

/* L-16 */
TEST(long_and_hostile_texts_are_no_display)
{
	static char text[70000];
	struct scheme *h = harbour();
	struct sample s;
	memset(text, '+', sizeof text - 1);
	memcpy(text, "HARBOUR WATCH SALT", 18);
	read_text(h, text, &s);
	assert_int_not_equal(s.mark.state, MARK_READ);
	done(&s);
	for (size_t i = 0; i + 5 < 4096; i += 5)
		memcpy(text + 14 + i, "SALT+", 5);
	text[4090] = '\0';
	read_text(h, text, &s);
	assert_int_equal(s.mark.state, MARK_DAMAGED);
	done(&s);
	scheme_free(h);
}

/* L-15 */
TEST(a_phrase_of_two_categories_names_neither)
{
	static const char xml[] = SPIF_HEAD
	    "<securityClassifications><securityClassification name='A' lacv='1' hierarchy='1'/></securityClassifications>"
	    "<securityCategoryTagSets><securityCategoryTagSet name='S' id='1.2'>"
	    "<securityCategoryTag name='T' tagType='restrictive'>"
	    "<tagCategory name='X' lacv='1'><markingData phrase='Q'><code>noNameDisplay</code><code>replacePolicy</code></markingData></tagCategory>"
	    "<tagCategory name='Y' lacv='2'><markingData phrase='Q'><code>noNameDisplay</code><code>replacePolicy</code></markingData></tagCategory>"
	    "<tagCategory name='Z' lacv='3'><markingData phrase='R'><code>noNameDisplay</code><code>replacePolicy</code></markingData></tagCategory>"
	    "</securityCategoryTag></securityCategoryTagSet></securityCategoryTagSets></SPIF>";
	struct scheme *scheme;
	struct sample s;
	assert_ok(scheme_load(slice_str(xml), "x.xml", NULL, &scheme, &failure));
	read_text(scheme, "Q A", &s);
	assert_int_equal(s.mark.state, MARK_DAMAGED);
	done(&s);
	read_text(scheme, "R A", &s);
	assert_int_equal(s.mark.state, MARK_READ);
	assert_true(marking_has(s.mark.marking, scheme_token(scheme, slice_str("Z"))));
	done(&s);
	scheme_free(scheme);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_display_is_read_and_prints_so_again),
		cmocka_unit_test(a_portion_has_its_own_phrase),
		cmocka_unit_test(a_language_has_its_own_words_and_the_policys_where_it_has_none),
		cmocka_unit_test(what_is_nearly_a_display_is_damaged_and_never_lower),
		cmocka_unit_test(other_words_are_no_mark),
		cmocka_unit_test(a_hidden_level_is_the_highest_that_its_categories_allow),
		cmocka_unit_test(the_policys_rules_are_its_findings),
		cmocka_unit_test(long_and_hostile_texts_are_no_display),
		cmocka_unit_test(a_phrase_of_two_categories_names_neither),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
