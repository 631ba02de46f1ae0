/* Requirements: docs/markings.md M-30 to M-35. */
#include "unit.h"

#include <stdio.h>

#include "base/resource.h"
#include "marking/marking.h"

#define HEAD                                                                                        \
	"<scheme xmlns='urn:tearline:scheme:1' id='x' version='1' title='X' system='X' home='AAA' " \
	"default-profile='p'>\n<profile id='p' title='P'/><profile id='q' title='Q'/>\n"
#define LEVELS                                                                                     \
	"<level id='U' banner='OPEN' portion='U' open='yes'/>\n<level id='C' banner='CLOSED' portion='C'/>\n"
#define CATEGORY                                                                                   \
	"<category id='k' title='K' type='restrictive'><token id='ONE'/><token id='TWO'/></category>\n"

static struct tl_error failure;

static tl_status
load_as(const char *xml, const char *profile, struct scheme **scheme)
{
	failure = (struct tl_error){ 0 };
	return scheme_load(slice_str(xml), "x.xml", profile, scheme, &failure);
}

static tl_status
load(const char *xml)
{
	struct scheme *scheme;
	tl_status status = load_as(xml, NULL, &scheme);
	if (status == TL_OK)
		scheme_free(scheme);
	else
		assert_null(scheme);
	return status;
}

/* Refused for the policy's sake, in that line, and the message names what is wrong. */
static void
assert_refused(const char *xml, size_t line, const char *word)
{
	assert_int_equal(load(xml), TL_POLICY);
	assert_string_equal(failure.file, "x.xml");
	if (strstr(failure.what, word) == NULL || failure.line != line)
		fail_msg("line %zu: %s", failure.line, failure.what);
}

/* M-30 */
TEST(the_shipped_schemes_are_valid_in_every_profile)
{
	size_t count = 0;
	for (const struct resource *r = resources; r->name != NULL; r++) {
		if (strncmp(r->name, "schemes/", 8) != 0)
			continue;
		struct slice xml = resource_find(r->name);
		struct scheme *scheme;
		if (scheme_load(xml, r->name, NULL, &scheme, &failure) != TL_OK)
			fail_msg("%s:%zu: %s", failure.file, failure.line, failure.what);
		for (const char *const *p = scheme_profiles(scheme); *p != NULL; p++) {
			struct scheme *other, *shipped;
			assert_ok(scheme_load(xml, r->name, *p, &other, &failure));
			assert_string_equal(scheme_profile(other), *p);
			assert_ok(scheme_load_shipped(scheme_id(scheme), *p, &shipped, &failure));
			assert_true(digest_equal(scheme_digest(other), scheme_digest(shipped)));
			scheme_free(other);
			scheme_free(shipped);
			count++;
		}
		scheme_free(scheme);
	}
	assert_true(count >= 3);
}

TEST(a_scheme_tells_who_it_is)
{
	struct scheme *us;
	assert_ok(scheme_load_shipped("us", NULL, &us, &failure));
	assert_string_equal(scheme_id(us), "us");
	assert_string_equal(scheme_profile(us), "capco-2016");
	assert_string_equal(scheme_profiles(us)[1], "dod-5200");
	assert_string_equal(scheme_profiles(us)[2], "state-telegram");
	assert_null(scheme_profiles(us)[3]);
	assert_int_equal(marking_level(scheme_lowest(us)), 0);
	assert_true(marking_is_known(scheme_lowest(us)));
	scheme_free(us);
	scheme_free(NULL);
}

/* M-31 */
TEST(levels_and_tokens_are_found_in_any_form_and_case)
{
	struct scheme *us;
	assert_ok(scheme_load_shipped("us", NULL, &us, &failure));
	int secret = scheme_level(us, slice_str("S"));
	assert_true(secret > scheme_level(us, slice_str("CONFIDENTIAL")));
	assert_int_equal(scheme_level(us, slice_str("Secret")), secret);
	assert_int_equal(scheme_level(us, slice_str("unclas")), 0);
	assert_int_equal(scheme_level(us, slice_str("XYZZY")), -1);
	assert_int_equal(scheme_level(us, slice_str("")), -1);
	assert_int_equal(scheme_level(us, slice_str("TOPSECRET")), -1);
	assert_string_equal(scheme_level_name(us, secret), "S");
	int token = scheme_token(us, slice_str("NF"));
	assert_true(token >= 0);
	assert_int_equal(scheme_token(us, slice_str("Noforn")), token);
	assert_int_equal(scheme_token(us, slice_str("not releasable to foreign nationals")), token);
	assert_int_equal(scheme_token(us, slice_str("SECRET")), -1);
	assert_int_equal(scheme_token(us, slice_str("XYZZY")), -1);
	scheme_free(us);
}

TEST(words_near_a_level_are_the_schemes_own)
{
	struct scheme *us, *tlp;
	assert_ok(scheme_load_shipped("us", NULL, &us, &failure));
	assert_ok(scheme_load_shipped("tlp", NULL, &tlp, &failure));
	assert_true(scheme_is_innocent(us, slice_str("Secrecy")));
	assert_false(scheme_is_innocent(us, slice_str("SECRET")));
	assert_false(scheme_is_innocent(us, slice_str("SECREC")));
	assert_false(scheme_is_innocent(tlp, slice_str("SECRECY")));
	scheme_free(us);
	scheme_free(tlp);
}

/* M-32 */
TEST(what_this_build_does_not_have_is_wrong_usage)
{
	struct scheme *scheme;
	assert_int_equal(scheme_load_shipped("xx", NULL, &scheme, &failure), TL_USAGE);
	assert_null(scheme);
	assert_int_equal(scheme_load_shipped("../us-public", NULL, &scheme, &failure), TL_USAGE);
	assert_int_equal(
	    scheme_load_shipped("a-name-that-is-longer-than-any-file-of-schemes-in-the-program-is",
		NULL, &scheme, &failure),
	    TL_USAGE);
	assert_int_equal(scheme_load_shipped("us", "navy-1812", &scheme, &failure), TL_POLICY);
	assert_null(scheme);
}

TEST(a_small_scheme_loads)
{
	struct scheme *scheme;
	assert_ok(load(HEAD LEVELS CATEGORY "<countries>AAA BBB</countries></scheme>"));
	assert_ok(
	    load_as(HEAD LEVELS CATEGORY "<countries>AAA</countries></scheme>", "q", &scheme));
	assert_string_equal(scheme_profile(scheme), "q");
	scheme_free(scheme);
}

/* M-33 */
TEST(two_meanings_of_one_form_are_refused_with_both_lines)
{
	assert_refused(HEAD LEVELS
	    "<category id='k' title='K' type='restrictive'><token id='ONE'/>\n"
	    "<token id='TWO' also='THREE|ONE'/></category>"
	    "<countries>AAA</countries></scheme>",
	    6, "already stands for something else in line 5");
	assert_refused(HEAD LEVELS
	    "<category id='k' title='K' type='restrictive'><token id='OPEN'/></category>"
	    "<countries>AAA</countries></scheme>",
	    5, "in line 3");
	assert_refused(
	    HEAD LEVELS CATEGORY "<countries>AAA BBB\nBBB</countries></scheme>", 6, "twice");
	assert_refused(HEAD
	    "<level id='U' banner='A' portion='B'/><level id='U' banner='C' portion='D'/>" CATEGORY
	    "<countries>AAA</countries></scheme>",
	    3, "two levels U");
	assert_refused(HEAD LEVELS
	    "<category id='k' title='K' type='restrictive'><token id='ONE'/>"
	    "<token id='ONE' portion='TWO'/></category><countries>AAA</countries></scheme>",
	    5, "two tokens ONE");
	assert_refused(HEAD LEVELS CATEGORY CATEGORY "<countries>AAA</countries></scheme>", 6,
	    "two categories k");
}

/* M-34 */
TEST(names_that_lead_nowhere_are_refused)
{
	assert_refused(HEAD LEVELS CATEGORY "<countries>BBB</countries></scheme>", 1, "home");
	assert_refused(HEAD LEVELS CATEGORY
	    "<countries>AAA</countries>\n<group id='G' members='AAA ZZZ'/></scheme>",
	    7, "ZZZ");
	assert_refused(HEAD LEVELS CATEGORY
	    "<countries>AAA</countries>\n<rule id='r' severity='error' when='ONE NONE' text='t'/></scheme>",
	    7, "NONE");
	assert_refused(HEAD LEVELS CATEGORY
	    "<countries>AAA</countries>\n<rule id='r' severity='error' when='@kk' text='t'/></scheme>",
	    7, "@kk");
	assert_refused(HEAD LEVELS CATEGORY
	    "<countries>AAA</countries>\n<rule id='r' severity='error' when='ONE' from='Z' text='t'/></scheme>",
	    7, "no such level");
	assert_refused(HEAD LEVELS CATEGORY
	    "<countries>AAA</countries>\n<rule id='r' severity='error' when='system:Y' text='t'/></scheme>",
	    7, "system:Y");
	assert_refused(HEAD LEVELS CATEGORY
	    "<countries>AAA</countries>\n<rule id='r' profiles='p z' severity='error' when='ONE' text='t'/></scheme>",
	    7, "no profile z");
	assert_refused(HEAD LEVELS CATEGORY
	    "<countries>AAA</countries>\n<check id='c' of='taste' severity='error' text='t'/></scheme>",
	    7, "no such check");
	assert_refused(HEAD LEVELS
	    "<category id='k' title='K' type='restrictive'><token id='ONE' implies='TWO'/>"
	    "</category><countries>AAA</countries></scheme>",
	    5, "implies");
	assert_refused(HEAD LEVELS
	    "<category id='k' title='K' type='restrictive' once-in='j'><token id='ONE'/>"
	    "</category><countries>AAA</countries></scheme>",
	    5, "once-in");
	assert_refused(HEAD LEVELS CATEGORY
	    "<system shape='joint'/><countries>AAA</countries></scheme>",
	    6, "word");
	assert_refused(HEAD LEVELS CATEGORY
	    "<system id='N' shape='named'><head level='Z' banner='B' portion='P'/></system>"
	    "<countries>AAA</countries></scheme>",
	    6, "no such level");
}

#define ISM                                                                                        \
	"<countries>AAA</countries><ism attribute='l' as='level'/><ism attribute='o' as='owners'/>\n"

/* M-34 */
TEST(attributes_that_lead_nowhere_are_refused)
{
	assert_ok(load(HEAD LEVELS CATEGORY ISM
	    "<ism attribute='c' as='controls' category='k'/><authority><line of='l' label='L'/></authority>"
	    "<rule id='r' severity='error' when='level:C' with='ism:c=X' needs='ism:l' text='t'/></scheme>"));
	static const char *const rest[][2] = { { "<ism attribute='l' as='other'/>",
						   "two ISM attributes l" },
		{ "<ism attribute='c' as='controls' category='z'/>", "no such category" },
		{ "<ism attribute='c' as='controls'/>", "has a category" },
		{ "<ism attribute='c' as='names' token='z'/>", "no such category or token" },
		{ "<ism attribute='c' as='names' category='k'/>", "have a token" },
		{ "<ism attribute='c' as='release'/>", "no such category or token" },
		{ "<authority><line of='z' label='L'/></authority>", "is no ISM attribute" },
		{ "<authority><line of='l o l o l' label='L'/></authority>", "at most 4" },
		{ "<authority months='A B'><line of='l' label='L'/></authority>", "a year has 12" },
		{ "<rule id='r' severity='error' when='ism:z' text='t'/>", "ism:z" },
		{ "<rule id='r' severity='error' when='ONE' needs='ism:z=1' text='t'/>",
		    "ism:z=1" },
		{ "<rule id='r' severity='error' when='level:Z' text='t'/>", "level:Z" } };
	for (size_t i = 0; i < sizeof rest / sizeof rest[0]; i++) {
		char xml[1024];
		snprintf(xml, sizeof xml, "%s%s</scheme>", HEAD LEVELS CATEGORY ISM, rest[i][0]);
		assert_refused(xml, 7, rest[i][1]);
	}
	static char many[8192] = HEAD LEVELS CATEGORY ISM;
	for (size_t i = 0, len = strlen(many); i < 65; i++)
		len += (size_t)snprintf(many + len, sizeof many - len,
		    "<rule id='r' severity='error' when='ism:l=%zu' text='t'/>%s", i,
		    i < 64 ? "" : "</scheme>");
	assert_refused(many, 7, "more than 64 values");
	assert_refused(HEAD LEVELS CATEGORY
	    "<countries>AAA</countries><ism attribute='o' as='owners'/></scheme>",
	    6, "stand first");
}

/* M-34 */
TEST(groups_in_a_circle_are_refused)
{
	assert_ok(
	    load(HEAD LEVELS CATEGORY "<countries>AAA BBB</countries><group id='G' members='H'/>"
				      "<group id='H' members='AAA BBB'/></scheme>"));
	assert_refused(HEAD LEVELS CATEGORY
	    "<countries>AAA BBB</countries>\n<group id='G' members='BBB H'/>\n"
	    "<group id='H' members='G'/></scheme>",
	    8, "lead back to itself");
	assert_refused(HEAD LEVELS CATEGORY
	    "<countries>AAA</countries>\n<group id='G' members='G'/></scheme>",
	    7, "lead back to itself");
}

/* M-34 */
TEST(circles_are_refused_with_two_of_their_lines)
{
	assert_refused(HEAD LEVELS
	    "<category id='k' title='K' type='restrictive'>\n<token id='ONE' implies='TWO'/>\n"
	    "<token id='TWO' implies='THREE'/>\n<token id='THREE' implies='TWO'/></category>"
	    "<countries>AAA</countries></scheme>",
	    7, "which in line 8 implies TWO");
	assert_refused(HEAD LEVELS CATEGORY
	    "<countries>AAA BBB</countries>\n<group id='G' members='BBB H'/>\n"
	    "<group id='H' members='G'/></scheme>",
	    8, "through G in line 7");
	assert_ok(load(HEAD LEVELS
	    "<category id='k' title='K' type='restrictive'><token id='ONE' implies='TWO'/>"
	    "<token id='TWO' implies='THREE'/><token id='THREE'/></category>"
	    "<countries>AAA</countries></scheme>"));
}

/* M-34 */
TEST(what_stands_twice_is_refused_with_both_lines)
{
	assert_refused(HEAD LEVELS CATEGORY
	    "<category id='k' title='K' type='restrictive'/><countries>AAA</countries></scheme>",
	    6, "the other in line 5");
	assert_refused(HEAD LEVELS
	    "<category id='k' title='K' type='restrictive'><token id='ONE'/>\n"
	    "<token id='ONE'/></category><countries>AAA</countries></scheme>",
	    6, "the other in line 5");
	assert_refused(HEAD LEVELS "<level id='U' banner='X' portion='Y'/>" CATEGORY
				   "<countries>AAA</countries></scheme>",
	    5, "the other in line 3");
	assert_refused(HEAD LEVELS CATEGORY
	    "<countries>AAA</countries>\n<check of='unknown' id='a' severity='error' text='t'/>\n"
	    "<check of='unknown' id='b' severity='error' text='t'/></scheme>",
	    8, "also in line 7");
	assert_refused(HEAD
	    "<fields><field key='A' takes='level'/>\n<field key='A' takes='text'/></fields>" LEVELS
		CATEGORY "<countries>AAA</countries></scheme>",
	    4, "also in line 3");
}

/* M-34 */
TEST(fields_that_lead_nowhere_are_refused)
{
	assert_refused(HEAD
	    "<fields><field key='A' takes='text' with='B'/></fields>" LEVELS CATEGORY
	    "<countries>AAA</countries></scheme>",
	    3, "no such field");
	assert_refused(HEAD LEVELS "<category id='k' title='K' type='restrictive' field='A'/>"
				   "<countries>AAA</countries></scheme>",
	    5, "no such field");
	assert_refused(HEAD LEVELS CATEGORY
	    "<countries>AAA</countries>\n<rule id='r' severity='error' when='ONE' codes='QQQ' text='t'/></scheme>",
	    7, "QQQ");
}

#define SYSTEMS                                                                                    \
	"<system id='N' shape='named'><head level='C' banner='N CLOSED' portion='NC'/></system>"   \
	"<system id='J' shape='joint' word='J'/><system shape='owners'/>"                          \
	"<countries>AAA BBB</countries><groups>GGGG</groups>\n"

/* M-41 */
TEST(equivalents_that_are_not_plain_are_refused)
{
	static const char *const wrong[][2] = {
		{ "<equivalent system='X' level='C' to='C' text='t'/>", "own system, in line 1" },
		{ "<equivalent system='J' level='C' to='C' text='t'/>", "no single country" },
		{ "<equivalent system='GGGG' level='C' to='C' text='t'/>", "no single country" },
		{ "<equivalent system='AAA' level='C' to='C' text='t'/>", "no single country" },
		{ "<equivalent system='Q' level='C' to='C' text='t'/>", "no single country" },
		{ "<equivalent system='N' level='Z' to='C' text='t'/>", "no such level" },
		{ "<equivalent system='N' level='C' to='Z' text='t'/>", "no such level" },
		{ "<equivalent system='N' level='U' to='C' text='t'/>", "everybody's, in line 3" },
		{ "<equivalent system='N' level='C' to='C' profiles='z' text='t'/>",
		    "no profile z" },
	};
	for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
		char xml[4096];
		snprintf(
		    xml, sizeof xml, "%s%s</scheme>", HEAD LEVELS CATEGORY SYSTEMS, wrong[i][0]);
		assert_refused(xml, 7, wrong[i][1]);
	}
	assert_refused(HEAD LEVELS CATEGORY SYSTEMS
	    "<equivalent system='N' level='C' to='C' text='t'/>\n"
	    "<equivalent system='N' level='C' to='U' text='t'/></scheme>",
	    8, "line 7 do not agree");
	assert_ok(load(HEAD LEVELS CATEGORY SYSTEMS
	    "<equivalent system='BBB' level='C' to='C' text='t'/></scheme>"));
}

TEST(forms_that_no_mark_could_show_are_refused)
{
	assert_refused(HEAD "<level id='U' banner='Open' portion='U'/>" CATEGORY
			    "<countries>AAA</countries></scheme>",
	    3, "capitals");
	assert_refused(HEAD LEVELS
	    "<category id='k' title='K' type='restrictive'><token id='ONE' also='a'/></category>"
	    "<countries>AAA</countries></scheme>",
	    5, "capitals");
	assert_refused(HEAD LEVELS
	    "<category id='k' title='K' type='restrictive'><token id='ONE' also='A||B'/></category>"
	    "<countries>AAA</countries></scheme>",
	    5, "capitals");
	assert_refused(HEAD LEVELS
	    "<category id='k' title='K' type='restrictive'><token id='ONE' also='A  B'/></category>"
	    "<countries>AAA</countries></scheme>",
	    5, "capitals");
}

/* M-35 */
TEST(the_schema_refuses_what_it_does_not_know)
{
	assert_int_equal(load("<scheme xmlns='urn:tearline:scheme:1'/>"), TL_POLICY);
	assert_int_equal(load(HEAD LEVELS CATEGORY "<colour/></scheme>"), TL_POLICY);
	assert_int_equal(load("<policy xmlns='urn:tearline:policy:1'/>"), TL_POLICY);
	assert_int_equal(load(""), TL_POLICY);
	assert_int_equal(
	    load(HEAD LEVELS
		"<category id='k' title='K' type='vague'><token id='ONE'/></category></scheme>"),
	    TL_POLICY);
}

TEST(tokens_and_rules_of_another_profile_are_not_there)
{
	static const char xml[] = HEAD LEVELS
	    "<category id='k' title='K' type='restrictive'><token id='ONE'/><token id='TWO' profiles='q'/></category>"
	    "<countries>AAA</countries><rule id='r' profiles='q' severity='error' when='TWO' from='C' text='t'/></scheme>";
	struct scheme *p, *q;
	assert_ok(load_as(xml, "p", &p));
	assert_ok(load_as(xml, "q", &q));
	assert_int_equal(scheme_token(p, slice_str("TWO")), -1);
	assert_true(scheme_token(q, slice_str("TWO")) >= 0);
	struct arena arena;
	struct mark mark;
	arena_init(&arena, 1 << 20);
	assert_ok(mark_parse(q, slice_str("(U//TWO)"), MARK_PORTION, &arena, &mark, NULL));
	assert_false(mark.valid);
	assert_string_equal(mark.findings->rule, "r");
	assert_ok(mark_parse(p, slice_str("(U//TWO)"), MARK_PORTION, &arena, &mark, NULL));
	assert_false(marking_is_known(mark.marking));
	arena_release(&arena);
	scheme_free(p);
	scheme_free(q);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_shipped_schemes_are_valid_in_every_profile),
		cmocka_unit_test(a_scheme_tells_who_it_is),
		cmocka_unit_test(levels_and_tokens_are_found_in_any_form_and_case),
		cmocka_unit_test(words_near_a_level_are_the_schemes_own),
		cmocka_unit_test(what_this_build_does_not_have_is_wrong_usage),
		cmocka_unit_test(a_small_scheme_loads),
		cmocka_unit_test(two_meanings_of_one_form_are_refused_with_both_lines),
		cmocka_unit_test(names_that_lead_nowhere_are_refused),
		cmocka_unit_test(attributes_that_lead_nowhere_are_refused),
		cmocka_unit_test(groups_in_a_circle_are_refused),
		cmocka_unit_test(circles_are_refused_with_two_of_their_lines),
		cmocka_unit_test(what_stands_twice_is_refused_with_both_lines),
		cmocka_unit_test(fields_that_lead_nowhere_are_refused),
		cmocka_unit_test(equivalents_that_are_not_plain_are_refused),
		cmocka_unit_test(forms_that_no_mark_could_show_are_refused),
		cmocka_unit_test(the_schema_refuses_what_it_does_not_know),
		cmocka_unit_test(tokens_and_rules_of_another_profile_are_not_there),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
