/* Requirements: docs/markings.md M-1 to M-13. */
#include "unit.h"

#include <stdio.h>
#include <stdlib.h>

#include "marking/marking.h"

static struct scheme *us;
static struct arena arena;

static struct mark
parse(const char *text, enum mark_form form)
{
	struct mark mark;
	assert_ok(mark_parse(us, slice_str(text), form, &arena, &mark, NULL));
	assert_non_null(mark.marking);
	return mark;
}

static void
assert_reads(const char *text, enum mark_form form, const char *portion, const char *banner)
{
	struct mark mark = parse(text, form);
	const char *want[2] = { portion, banner };
	if (mark.state != MARK_READ)
		fail_msg("%s is not read", text);
	for (size_t i = 0; i < 2; i++) {
		struct buf out;
		buf_init(&out, 4096);
		marking_print(mark.marking, i == 0 ? MARK_PORTION : MARK_BANNER, &out);
		if (want[i] != NULL && !slice_is(buf_slice(&out), want[i]))
			fail_msg("%s prints as %.*s", text, (int)out.len, (const char *)out.ptr);
		buf_release(&out);
	}
}

static void
assert_state(const char *text, enum mark_form form, enum mark_state state)
{
	struct mark mark = parse(text, form);
	if (mark.state != state)
		fail_msg("%s has state %d", text, mark.state);
	if (form == MARK_PORTION && mark_is_plausible(us, slice_str(text)) != (state != MARK_NONE))
		fail_msg("mark_is_plausible disagrees on %s", text);
}

static bool
finds(const struct mark *mark, const char *rule)
{
	for (const struct finding *f = mark->findings; f != NULL; f = f->next) {
		if (strcmp(f->rule, rule) == 0)
			return true;
	}
	return false;
}

/* M-1 */
TEST(portions_and_banners_read_alike)
{
	assert_reads("(S//NF)", MARK_PORTION, "(S//NF)", "SECRET//NOFORN");
	assert_reads("S//NF", MARK_PORTION, "(S//NF)", "SECRET//NOFORN");
	assert_reads("SECRET//NOFORN", MARK_BANNER, "(S//NF)", "SECRET//NOFORN");
	assert_reads("(S//NF)", MARK_AUTO, "(S//NF)", "SECRET//NOFORN");
	assert_reads("S//NF", MARK_AUTO, "(S//NF)", "SECRET//NOFORN");
	assert_reads("  SECRET//NOFORN\r\n", MARK_AUTO, "(S//NF)", "SECRET//NOFORN");
	assert_reads("TOP SECRET//SI-GAMMA ABCD/TALENT KEYHOLE//ORCON/NOFORN", MARK_BANNER,
	    "(TS//SI-G ABCD/TK//OC/NF)", "TOP SECRET//SI-G ABCD/TK//ORCON/NOFORN");
	assert_reads("(//CTS//BOHEMIA//REL TO USA, NATO)", MARK_PORTION, NULL,
	    "//COSMIC TOP SECRET//BOHEMIA//REL TO USA, NATO");
	assert_reads("(//JOINT S CAN USA//REL TO USA, CAN)", MARK_PORTION, NULL,
	    "//JOINT SECRET CAN USA//REL TO USA, CAN");
	assert_reads("(U//DCNI)", MARK_PORTION, "(U//DCNI)", "UNCLASSIFIED//DOD UCNI");
}

/* M-2 */
TEST(line_ends_inside_a_mark_are_blanks)
{
	assert_reads("(C//REL TO USA, AUS,\nCAN, GBR)", MARK_PORTION,
	    "(C//REL TO USA, AUS, CAN, GBR)", NULL);
	assert_reads("(C//REL TO USA, AUS,\r\n   CAN, GBR)", MARK_PORTION,
	    "(C//REL TO USA, AUS, CAN, GBR)", NULL);
	assert_reads("(S//\nNF)", MARK_PORTION, "(S//NF)", NULL);
	assert_reads("(S//REL TO\nUSA, GBR)", MARK_PORTION, "(S//REL TO USA, GBR)", NULL);
	assert_state("(S// NF)", MARK_PORTION, MARK_DAMAGED);
}

/* M-3 */
TEST(forms_of_another_time_are_read_and_named_so)
{
	static const char *const old[] = { "(C/NF)", "(S/NF)", "(SBU/NF)", "(SBU/N)", "(U/FOUO)",
		"(LOU)", "(OUO)", "(Secret)", "(Confidential)", "(Top Secret)", "(TS//COMINT//NF)",
		"(S//NF,OC)", "(S//REL TO USA, AUS and CAN)", "(S//NF/RD)",
		"(TS//SAR-BP/SAR-GB//NF)", "(//CTS-BALK)", "(S//NF//20291231)",
		"(TS//USA/CAN/GBR EYES ONLY)" };
	for (size_t i = 0; i < sizeof old / sizeof old[0]; i++) {
		struct mark mark = parse(old[i], MARK_PORTION);
		if (mark.state != MARK_READ || !mark.legacy || !mark.valid)
			fail_msg("%s: state %d, legacy %d, valid %d", old[i], mark.state,
			    mark.legacy, mark.valid);
		assert_true(finds(&mark, "us-legacy"));
	}
	assert_reads("(C/NF)", MARK_PORTION, "(C//NF)", "CONFIDENTIAL//NOFORN");
	assert_reads("(SBU/N)", MARK_PORTION, "(U//NF//SBU)", NULL);
	assert_false(parse("(S//NF)", MARK_PORTION).legacy);
}

/* M-4 */
TEST(what_stands_for_its_level_is_read_at_that_level)
{
	assert_reads("(SBU)", MARK_PORTION, "(U//SBU)", "UNCLASSIFIED//SBU");
	assert_reads("(FOUO)", MARK_PORTION, "(U//FOUO)", NULL);
	assert_state("(NF)", MARK_PORTION, MARK_DAMAGED);
	assert_state("(OC/NF)", MARK_PORTION, MARK_DAMAGED);
	struct scheme *telegram;
	assert_ok(scheme_load_shipped("us", "state-telegram", &telegram, NULL));
	struct mark mark;
	struct buf out;
	buf_init(&out, 100);
	assert_ok(mark_parse(telegram, slice_str("(SBU)"), MARK_PORTION, &arena, &mark, NULL));
	marking_print(mark.marking, MARK_PORTION, &out);
	assert_slice(buf_slice(&out), "(SBU)");
	buf_release(&out);
	scheme_free(telegram);
}

/* M-5 */
TEST(unknown_words_are_kept)
{
	assert_reads("(S//XYZZY)", MARK_PORTION, "(S//XYZZY)", "SECRET//XYZZY");
	assert_reads("(S//NF//TEA LEAF)", MARK_PORTION, "(S//NF//TEA LEAF)", NULL);
	assert_reads("(S//REL TO USA, ZZQ, GBR)", MARK_PORTION, "(S//REL TO USA, GBR/ZZQ)", NULL);
	assert_false(marking_is_known(parse("(S//XYZZY)", MARK_PORTION).marking));
	assert_false(marking_is_known(parse("(S//REL TO USA, ZZQ, GBR)", MARK_PORTION).marking));
	assert_false(marking_is_known(parse("(S//NF/XYZZY)", MARK_PORTION).marking));
	assert_false(marking_is_known(parse("(S/XYZZY)", MARK_PORTION).marking));
	/* CLI: an unpublished SCI system beside a registered one counts as known. */
	assert_true(marking_is_known(parse("(TS//ANB/SI/TK/XNB//NF)", MARK_PORTION).marking));
	struct mark mark = parse("(S//XYZZY)", MARK_PORTION);
	assert_true(mark.valid);
	assert_true(finds(&mark, "us-unknown"));
}

/* M-6 */
TEST(words_in_parentheses_that_are_no_marks_are_none)
{
	static const char *const none[] = { "(a)", "(c)", "(s)", "(u)", "(b)", "(i)", "(CMS)",
		"(2014)", "(S/S)", "(S/P)", "(S/S 8100562)", "(S. 920)", "(A)", "(1)",
		"(see above)", "(S corporation)", "(C STREET)", "(N/A)", "(I/O)", "(A/S)", "(U/S)",
		"(s/he)", "(and/or)", "()", "(", ")", "( )", "((S))", "(S)(NF)", "(EU)", "(GBR)",
		"(http://x.example/a)", "(The Secretary left.)", "(confidence)", "(secretly)",
		"(ref a)", "(Res. 242)", "(c) 2014", "(Q)", "(C-130)", "(U-2)", "(S-300)", "(UN)",
		"(US)" };
	for (size_t i = 0; i < sizeof none / sizeof none[0]; i++)
		assert_state(none[i], MARK_PORTION, MARK_NONE);
}

/* M-7: typo, reordering, missing delimiter, wrong case, garbled delimiter, look-alikes. */
TEST(damaged_marks_are_found_and_never_read)
{
	static const char *const damaged[] = { "(SEGRET)", "(SECRTE)", "(SECftET)",
		"(CONFIVE8ITIAL)", "(UNCLASSIFED)", "(TOP SECERT)", "(C//NOFRON)", "(S//NOFOR)",
		"(S//ORCN)", "(S//RELIDI)", "(S//NFOC)", "(NF//S)", "(S//NF//SI)",
		"(REL TO USA, GBR//S)", "(S//OC//SI)", "(SNF)", "(S-NF)", "(S NF)", "(S,NF)",
		"(S:NF)", "(SECRETNOFORN)", "(TSSI)", "(S//REL TO USA GBR)", "(S//REL USA, GBR)",
		"(S//REL TO USA/GBR)", "(s//nf)", "(S//nf)", "(Sbu)", "(ts)", "(secret)",
		"(SECret)", "(C∕∕NF)", "(S⁄⁄NF)", "(С)", "(Ѕ//NF)", "(Ｓ//NF)", "（S）",
		"(S\u200b//NF)", "(S\u00ad)", "(S\u00a0//\u00a0NF)", "(C", "C)", "(S//NF",
		"(S//SI/NF)", "(S////NF//)", "(X//NF)", "(//XYZ S)", "(//S)", "(C//S)", "(U//S)",
		"(R)", "( S )", "(S //NF)", "(S\001)", "(\001 S)", "(S \001)", "(TK)",
		"(S//NATO SECRET)" };
	for (size_t i = 0; i < sizeof damaged / sizeof damaged[0]; i++) {
		assert_state(damaged[i], MARK_PORTION, MARK_DAMAGED);
		struct mark mark = parse(damaged[i], MARK_PORTION);
		assert_false(mark.valid);
		assert_false(marking_is_known(mark.marking));
		assert_non_null(mark.findings);
	}
}

/* M-8 */
TEST(a_damaged_mark_counts_as_its_highest_reading)
{
	static const struct {
		const char *text, *level;
	} rows[] = { { "(SEGRET)", "TS" }, { "(NF//S)", "S" }, { "(C//S)", "S" },
		{ "(U//TS)", "TS" }, { "(X//NF)", "TS" }, { "(SNF)", "S" }, { "(s//nf)", "S" },
		{ "(U∕∕FOUO)", "U" }, { "(NOFORN)", "TS" } };
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
		assert_int_equal(marking_level(parse(rows[i].text, MARK_PORTION).marking),
		    scheme_level(us, slice_str(rows[i].level)));
	assert_ptr_equal(parse("(SEGRET)", MARK_PORTION).marking, scheme_damaged(us));
	assert_ptr_equal(parse("nothing of the kind", MARK_BANNER).marking, scheme_damaged(us));
}

/* M-9: each mark, damaged in each way, is damaged, or not lower than it was. */
static void
check_not_lower(const struct mark *whole, const char *text, enum mark_form form)
{
	struct mark mark = parse(text, form);
	if (mark.state == MARK_READ && marking_is_known(mark.marking) &&
	    marking_dominates(whole->marking, mark.marking) &&
	    !marking_dominates(mark.marking, whole->marking))
		fail_msg("%s is read as something lower", text);
}

TEST(no_damage_makes_a_mark_lower)
{
	static const char *const marks[] = { "S//NF", "TS//SI-G ABCD/TK//OC/NF",
		"C//REL TO USA, AUS, GBR", "U//FOUO", "S//SAR-BP//NF", "S//RD-SG 14//NF",
		"S//FGI DEU GBR//NF", "//DEU S//NF", "//NS//ATOMAL",
		"S//REL TO USA, GBR/DISPLAY ONLY AFG", "U//NF//LES", "TS//HCS-P//OC/NF",
		"SECRET//NOFORN", "TOP SECRET//SI//ORCON/NOFORN", "//COSMIC TOP SECRET//BALK",
		"S//NF//XD" };
	static const char *const slashes[] = { "/", "", " ", ",", "-", "///", "////", "\\\\", "∕∕",
		"⁄⁄", " // ", "//\n", "|" };
	for (size_t m = 0; m < sizeof marks / sizeof marks[0]; m++) {
		struct mark whole = parse(marks[m], MARK_AUTO);
		assert_int_equal(whole.state, MARK_READ);
		for (size_t s = 0; s < sizeof slashes / sizeof slashes[0]; s++) {
			for (const char *at = strstr(marks[m], "//"); at != NULL;
			     at = strstr(at + 2, "//")) {
				char text[256];
				snprintf(text, sizeof text, "(%.*s%s%s)", (int)(at - marks[m]),
				    marks[m], slashes[s], at + 2);
				check_not_lower(&whole, text, MARK_PORTION);
				text[strlen(text) - 1] = '\0';
				check_not_lower(&whole, text + 1, MARK_BANNER);
				check_not_lower(&whole, text + 1, MARK_AUTO);
			}
		}
		for (size_t i = 0; marks[m][i] != '\0'; i++) {
			char text[256];
			snprintf(text, sizeof text, "(%s)", marks[m]);
			text[i + 1] ^= 0x20; /* the other case, another sign */
			check_not_lower(&whole, text, MARK_PORTION);
		}
	}
}

/* M-10 */
TEST(rules_of_the_manual_are_found_by_their_ids)
{
	static const struct {
		const char *text, *rule;
	} rows[] = { { "(S//NF/REL TO USA, GBR)", "us-noforn-rel" },
		{ "(C//IMC)", "us-imcon-from-s" }, { "(S//FOUO)", "us-fouo-u" },
		{ "(S//DS)", "us-sbu-u" }, { "(S//XD)", "us-dis-noforn" },
		{ "(S//HCS-P)", "us-hcs-noforn" }, { "(S//RELIDO/DISPLAY ONLY AFG)", "us-relido" },
		{ "(//JOINT S GBR USA//NF)", "us-joint" }, { "(U//SI)", "us-sci-from-c" },
		{ "(S//REL TO GBR, USA)", "us-usa-first" }, { "(S//REL TO USA)", "us-list" },
		{ "(S//REL TO USA, GBR, AUS)", "us-country-order" },
		{ "(S//NF/OC)", "us-item-order" }, { "(S//RD-SG 400//NF)", "us-number" },
		{ "(S//RD-XX//NF)", "us-compartment" }, { "(S//NF/NF)", "us-twice" },
		{ "(S//WAIVED)", "us-waived" }, { "(//DEU S//FGI CAN)", "us-fgi-system" } };
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct mark mark = parse(rows[i].text, MARK_PORTION);
		if (mark.valid || !finds(&mark, rows[i].rule))
			fail_msg("%s does not break %s", rows[i].text, rows[i].rule);
	}
	struct mark mark = parse("(S//NOFORN)", MARK_PORTION);
	assert_true(mark.valid);
	assert_true(finds(&mark, "us-form"));
	assert_null(parse("(S//NF)", MARK_PORTION).findings);
}

/* M-11 */
TEST(a_mark_is_bounded)
{
	enum {
		SIZE = 1 << 20
	};
	static const char *const parts[] = { "/", "//", "NF/", "GBR, ", "REL TO USA, ", "AAAA//",
		"-", " X", "SI-G ", "S" };
	char *text = malloc(SIZE);
	for (size_t p = 0; p < sizeof parts / sizeof parts[0]; p++) {
		for (size_t size = 3000; size <= SIZE; size = size * 18) {
			struct arena own;
			struct mark mark;
			size_t len = 4;
			memcpy(text, "(S//", 4);
			while (len + strlen(parts[p]) < size) {
				memcpy(text + len, parts[p], strlen(parts[p]));
				len += strlen(parts[p]);
			}
			text[len - 1] = ')';
			arena_init(&own, 1 << 17);
			assert_ok(
			    mark_parse(us, slice_of(text, len), MARK_AUTO, &own, &mark, NULL));
			if (mark.state != MARK_DAMAGED)
				fail_msg("%zu bytes of %s: state %d", size, parts[p], mark.state);
			assert_false(mark.valid);
			arena_release(&own);
		}
	}
	free(text);
}

TEST(no_memory_is_a_failure_and_not_an_answer)
{
	struct arena small;
	struct mark mark;
	struct tl_error e = { 0 };
	arena_init(&small, 16);
	assert_int_equal(
	    mark_parse(us, slice_str("(S//NF)"), MARK_PORTION, &small, &mark, &e), TL_SYSTEM);
	arena_release(&small);
}

static int
setup(void **state)
{
	(void)state;
	arena_init(&arena, (size_t)64 << 20);
	return scheme_load_shipped("us", NULL, &us, NULL) == TL_OK ? 0 : -1;
}

static int
teardown(void **state)
{
	(void)state;
	arena_release(&arena);
	scheme_free(us);
	return 0;
}

/* The quick look may say yes too often, never no where the whole reading finds a mark. */
TEST(quick_look_overlooks_no_plausible_mark)
{
	static const char *const levels[] = { "SECRET", "CONFIDENTIAL", "UNCLASSIFIED",
		"TOP SECRET", "RESTRICTED", "SECRETNOFORN", "LIMITED OFFICIAL USE", "NOFORN",
		"SNF" };
	struct scheme *scheme;
	uint64_t random = 88172645463325252u;
	size_t plausible = 0;

	assert_ok(scheme_load_shipped("us", "state-telegram", &scheme, NULL));
	for (size_t round = 0; round < 60000; round++) {
		char word[64] = "(";
		strcat(word, levels[round % 9]);
		size_t len = strlen(word);
		for (size_t slips = round / 9 % 4; slips > 0; slips--) {
			random ^= random << 13;
			random ^= random >> 7;
			random ^= random << 17;
			size_t at = 1 + (size_t)(random >> 20) % (len - 1);
			word[at] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghij0158 -"[random >> 40 & 31];
		}
		word[len] = ')';
		if (!mark_is_plausible(scheme, slice_of(word, len + 1)))
			continue;
		plausible++;
		assert_true(mark_may_hide_level(scheme, slice_of(word + 1, len - 1)));
	}
	assert_true(plausible > 1000);
	scheme_free(scheme);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(portions_and_banners_read_alike),
		cmocka_unit_test(line_ends_inside_a_mark_are_blanks),
		cmocka_unit_test(forms_of_another_time_are_read_and_named_so),
		cmocka_unit_test(what_stands_for_its_level_is_read_at_that_level),
		cmocka_unit_test(unknown_words_are_kept),
		cmocka_unit_test(words_in_parentheses_that_are_no_marks_are_none),
		cmocka_unit_test(damaged_marks_are_found_and_never_read),
		cmocka_unit_test(a_damaged_mark_counts_as_its_highest_reading),
		cmocka_unit_test(no_damage_makes_a_mark_lower),
		cmocka_unit_test(rules_of_the_manual_are_found_by_their_ids),
		cmocka_unit_test(a_mark_is_bounded),
		cmocka_unit_test(no_memory_is_a_failure_and_not_an_answer),
		cmocka_unit_test(quick_look_overlooks_no_plausible_mark),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
