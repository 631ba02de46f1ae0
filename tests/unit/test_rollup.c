/* Requirements: docs/markings.md M-50 to M-59. */
#include "unit.h"

#include <stdio.h>
#include <stdlib.h>

#include "marking/rollup.h"

static const char *const profiles[] = { "capco-2016", "dod-5200", "state-telegram" };
static struct scheme *schemes[3];
static const struct scheme *us;
static struct arena arena;

static const struct marking *
read(const char *text)
{
	struct mark mark;
	assert_ok(mark_parse(us, slice_str(text), MARK_PORTION, &arena, &mark, NULL));
	if (mark.state == MARK_NONE)
		fail_msg("%s is no mark", text);
	return mark.marking;
}

/* Portions divided by " ; ". */
static const struct marking *
roll_at(const char *portions, uint32_t date, const struct marking *banner)
{
	struct rollup *rollup;
	struct slice rest = slice_str(portions);
	const struct marking *out;
	assert_ok(rollup_new(us, &rollup, NULL));
	rollup_begin(rollup, date, banner);
	while (rest.len > 0) {
		char text[256] = "";
		struct slice one = slice_trim(slice_split(&rest, ';'));
		memcpy(text, one.ptr, one.len);
		rollup_add(rollup, read(text));
	}
	assert_ok(rollup_end(rollup, &arena, &out, NULL));
	rollup_free(rollup);
	return out;
}

static void
assert_prints(const struct marking *marking, const char *where, const char *banner)
{
	struct buf out;
	buf_init(&out, 4096);
	marking_print(marking, MARK_BANNER, &out);
	if (!slice_is(buf_slice(&out), banner))
		fail_msg("%s: %.*s, not %s", where, (int)out.len, (const char *)out.ptr, banner);
	buf_release(&out);
}

static void
assert_rolls(const char *portions, const char *banner)
{
	assert_prints(roll_at(portions, 0, NULL), portions, banner);
}

/* M-50 */
TEST(the_level_is_the_highest_and_foreign_levels_raise_it)
{
	assert_rolls("(U) ; (C) ; (S)", "SECRET");
	assert_rolls("(//DEU TS//NF)", "TOP SECRET//FGI DEU//NOFORN");
	assert_rolls("(U) ; (//NR)", "CONFIDENTIAL//FGI NATO");
	assert_rolls("(U)", "UNCLASSIFIED");
}

/* M-51 */
TEST(trees_merge_and_programs_add_up)
{
	assert_rolls("(TS//SI-G ABCD//OC/NF) ; (TS//SI-G AAAA/TK//OC/NF)",
	    "TOP SECRET//SI-G AAAA ABCD/TK//ORCON/NOFORN");
	assert_rolls("(TS//SAR-CD//NF) ; (TS//SAR-BP//NF)", "TOP SECRET//SAR-BP/CD//NOFORN");
}

/* M-52 */
TEST(restricted_data_takes_in_what_is_below_it)
{
	assert_rolls(
	    "(S//RD//NF) ; (S//FRD-SG 20//NF) ; (S//TFNI//NF)", "SECRET//RD-SIGMA 20//NOFORN");
	assert_rolls("(S//RD-SG 14//NF) ; (S//FRD-SG 18//NF)", "SECRET//RD-SIGMA 14 18//NOFORN");
	assert_rolls("(S//FRD//NF) ; (S//TFNI//NF)", "SECRET//FRD//NOFORN");
	assert_rolls("(U//DCNI) ; (C)", "CONFIDENTIAL//NOFORN");
	assert_rolls("(U//DCNI) ; (U//FOUO)", "UNCLASSIFIED//DOD UCNI//FOUO");
}

/* M-53 */
TEST(one_concealed_source_conceals_all)
{
	assert_rolls("(S//FGI DEU//NF) ; (//FGI C//NF)", "SECRET//FGI//NOFORN");
	assert_rolls("(//JOINT S CAN USA//REL TO USA, CAN) ; (S//REL TO USA, CAN)",
	    "SECRET//FGI CAN//REL TO USA, CAN");
	assert_rolls("(//JOINT S CAN USA//REL TO USA, CAN) ; (//JOINT C CAN USA//REL TO USA, CAN)",
	    "//JOINT SECRET CAN USA//REL TO USA, CAN");
	assert_rolls(
	    "(//JOINT S CAN USA//REL TO USA, CAN, GBR) ; (//JOINT C GBR USA//REL TO USA, CAN, GBR)",
	    "SECRET//FGI CAN GBR//REL TO USA, CAN, GBR");
	/* Whose the joint portion is, only its banner would say. */
	assert_rolls("(//JOINT S//REL) ; (S//FGI DEU//NF)", "SECRET//FGI//NOFORN");
	assert_rolls("(//CTSA//NF) ; (TS//NF)", "TOP SECRET//ATOMAL//FGI NATO//NOFORN");
}

/* M-54, CAPCO 2016 §D.2 table 3. */
TEST(release_is_what_all_portions_allow)
{
	assert_rolls(
	    "(S//REL TO USA, DEU, GBR) ; (C//REL TO USA, FVEY)", "SECRET//REL TO USA, GBR");
	assert_rolls(
	    "(S//REL TO USA, FVEY) ; (C//REL TO USA, FVEY, JPN)", "SECRET//REL TO USA, FVEY");
	assert_rolls("(S//REL TO USA, AUS, NATO) ; (C//REL TO USA, FVEY, NATO)",
	    "SECRET//REL TO USA, AUS, NATO");
	assert_rolls("(S//REL TO USA, EU) ; (C//REL TO USA, DEU)", "SECRET//NOFORN");
	assert_rolls("(S//REL TO USA, EU) ; (C//REL TO USA, DEU, EU)", "SECRET//REL TO USA, EU");
	assert_rolls("(S//REL TO USA, GBR) ; (S//RELIDO)", "SECRET//NOFORN");
	assert_rolls("(S//REL TO USA, GBR/RELIDO) ; (C//RELIDO)", "SECRET//RELIDO");
	assert_rolls("(S//REL TO USA, AFG) ; (S//DISPLAY ONLY AFG)", "SECRET//DISPLAY ONLY AFG");
	assert_rolls("(S//REL TO USA, GBR) ; (S//USA/GBR EYES ONLY)", "SECRET//REL TO USA, GBR");
	assert_rolls("(S//REL TO USA, GBR) ; (U)", "SECRET//REL TO USA, GBR");
	assert_rolls("(S//REL TO USA, GBR) ; (U//FOUO)", "SECRET//NOFORN");
	assert_rolls("(S//RELIDO) ; (U//FOUO)", "SECRET//RELIDO");
}

/* M-55, CAPCO 2016 §D.2 table 2. */
TEST(what_says_nothing_of_release_counts_by_the_date)
{
	static const char *const pair = "(S) ; (C//RELIDO)";
	assert_prints(roll_at(pair, 20100628, NULL), pair, "SECRET//RELIDO");
	assert_prints(roll_at(pair, 20100627, NULL), pair, "SECRET//NOFORN");
	assert_prints(roll_at(pair, 0, NULL), pair, "SECRET//NOFORN");
	assert_prints(roll_at("(S//SI) ; (C//RELIDO)", 20150101, NULL), "SI", "SECRET//SI//RELIDO");
	assert_prints(
	    roll_at("(S//PR) ; (C//RELIDO)", 20150101, NULL), "PR", "SECRET//NOFORN/PROPIN");
	assert_prints(
	    roll_at("(//DEU S) ; (C//RELIDO)", 20150101, NULL), "DEU", "SECRET//FGI DEU//NOFORN");
	assert_prints(
	    roll_at("(S) ; (C//REL TO USA, GBR)", 20150101, NULL), "REL", "SECRET//NOFORN");
	assert_rolls("(C) ; (S)", "SECRET");
}

/* M-56 */
TEST(what_a_banner_does_not_carry_is_dropped_and_leaves_what_it_must)
{
	assert_rolls("(C) ; (U//FOUO)", "CONFIDENTIAL");
	assert_rolls("(U//FOUO) ; (U//LES)", "UNCLASSIFIED//LES");
	assert_rolls("(C) ; (U//SBU-NF)", "CONFIDENTIAL//NOFORN");
	assert_rolls("(C) ; (U//LES-NF)", "CONFIDENTIAL//NOFORN//LES");
	assert_rolls("(U//SBU) ; (U//SBU-NF)", "UNCLASSIFIED//SBU NOFORN");
	assert_rolls("(U//LES) ; (U//LES-NF)", "UNCLASSIFIED//LES NOFORN");
	assert_rolls("(U//LES-NF) ; (U//REL TO USA, GBR)", "UNCLASSIFIED//NOFORN//LES");
	assert_rolls("(S//NF//XD) ; (S//NF//ND)", "SECRET//NOFORN//NODIS");
	assert_rolls("(S//OC/NF) ; (S//OC-USGOV/NF)", "SECRET//ORCON/NOFORN");
	assert_rolls("(U//SBU) ; (U//DS) ; (C)", "CONFIDENTIAL");
}

/* M-56: where authorities disagree the profile decides. */
TEST(profiles_disagree_about_sbu_and_exdis)
{
	us = schemes[1];
	assert_rolls("(U//SBU-NF) ; (S)", "SECRET//NOFORN//SBU");
	assert_rolls("(S//XD) ; (S)", "SECRET//EXDIS");
	assert_rolls("(S//XD) ; (S//REL TO USA, GBR)", "SECRET//NOFORN//EXDIS");
	us = schemes[0];
	assert_rolls("(U//SBU-NF) ; (S)", "SECRET//NOFORN");
	assert_rolls("(S//XD) ; (S)", "SECRET//NOFORN//EXDIS");
}

/* M-57 */
TEST(a_portion_that_leans_on_the_banner_is_nobodys_without_it)
{
	static const char *const pair = "(S//REL) ; (C//REL TO USA, FVEY)";
	const struct marking *banner = read("S//REL TO USA, GBR");
	assert_rolls(pair, "SECRET//NOFORN");
	assert_prints(roll_at(pair, 0, banner), pair, "SECRET//REL TO USA, GBR");
	assert_prints(roll_at("(TS//EYES)", 0, read("S//USA/CAN EYES ONLY")), "EYES",
	    "TOP SECRET//USA/CAN EYES ONLY");
}

/* M-58 */
TEST(one_damaged_portion_leaves_no_banner)
{
	assert_true(roll_at("(S) ; (C//NOFRON)", 0, NULL) == scheme_damaged(us));
	assert_false(marking_is_known(roll_at("(S) ; (C//XYZZY)", 0, NULL)));
	assert_rolls("(S) ; (C//XYZZY)", "SECRET//XYZZY");
}

TEST(more_controls_than_a_mark_can_hold_leave_no_banner)
{
	struct rollup *rollup;
	const struct marking *out;
	assert_ok(rollup_new(us, &rollup, NULL));
	for (int i = 0; i < 5000; i++) {
		char text[32];
		(void)snprintf(text, sizeof text, "(S//SAR-X%04d//NF)", i);
		rollup_add(rollup, read(text));
	}
	assert_ok(rollup_end(rollup, &arena, &out, NULL));
	assert_true(out == scheme_damaged(us));
	rollup_begin(rollup, 0, NULL);
	assert_ok(rollup_end(rollup, &arena, &out, NULL));
	assert_true(out == scheme_lowest(us));
	rollup_free(rollup);
}

TEST(portions_may_be_released_as_soon_as_they_are_added)
{
	static const char *const portions[] = { "(TS//SI-G ABCD/TK//SAR-BP//OC/NF)",
		"(S//FGI DEU//PR)", "(U//SI//FOUO)" };
	struct rollup *rollup;
	const struct marking *out;
	struct mark mark;
	assert_ok(rollup_new(us, &rollup, NULL));
	for (size_t i = 0; i < 3; i++) {
		struct arena own;
		arena_init(&own, 1 << 20);
		assert_ok(mark_parse(us, slice_str(portions[i]), MARK_PORTION, &own, &mark, NULL));
		rollup_add(rollup, mark.marking);
		arena_release(&own);
	}
	assert_ok(rollup_end(rollup, &arena, &out, NULL));
	assert_prints(
	    out, "released", "TOP SECRET//SI-G ABCD/TK//SAR-BP//FGI DEU//ORCON/NOFORN/PROPIN");
	rollup_free(rollup);
}

TEST(the_rules_that_made_a_banner_are_told)
{
	struct rollup *rollup;
	const struct marking *out;
	const char *id, *text;
	assert_ok(rollup_new(us, &rollup, NULL));
	rollup_add(rollup, read("(U//FOUO/REL TO USA, GBR)"));
	rollup_add(rollup, read("(C)"));
	assert_ok(rollup_end(rollup, &arena, &out, NULL));
	assert_true(rollup_step(rollup, 0, &id, &text));
	assert_string_equal(id, "us-roll-unstated");
	assert_true(rollup_step(rollup, 1, &id, &text));
	assert_string_equal(id, "us-roll-nobody");
	assert_true(rollup_step(rollup, 2, &id, &text));
	assert_string_equal(id, "us-roll-fouo");
	assert_false(rollup_step(rollup, 3, &id, &text));
	rollup_free(rollup);
}

/* M-59 */
TEST(a_banner_covers_what_its_rules_take_out_and_nothing_else)
{
	assert_true(marking_covers(read("C"), read("(U//FOUO)")));
	assert_true(marking_covers(read("C//NF"), read("(U//FOUO/NF)")));
	assert_true(marking_covers(read("C//NF"), read("(U//SBU-NF)")));
	assert_false(marking_covers(read("C"), read("(U//SBU-NF)")));
	assert_false(marking_covers(read("U//NF"), read("(U//SBU-NF)")));
	assert_true(marking_covers(read("C//NF"), read("(U//DCNI//NF)")));
	assert_false(marking_covers(read("C"), read("(U//DCNI)")));
	assert_true(marking_covers(read("S//RD-SG 20//NF"), read("(S//FRD-SG 20//NF)")));
	assert_false(marking_covers(read("S//RD-SG 14//NF"), read("(S//FRD-SG 20//NF)")));
	assert_false(marking_covers(read("S//NF"), read("(S//OC/NF)")));
	assert_false(marking_covers(read("C"), read("(S//FOUO)")));
	assert_false(
	    marking_covers(read("S//REL TO USA, FVEY"), read("(U//FOUO/REL TO USA, GBR)")));
	assert_true(marking_covers(read("S//REL TO USA, GBR"), read("(U//FOUO/REL TO USA, FVEY)")));
	assert_true(marking_covers(read("S//FGI//NF"), read("(S//FGI CAN//NF)")));
	assert_false(marking_covers(read("S//FGI CAN//NF"), read("(S//FGI//NF)")));
	assert_false(marking_covers(read("S//NF"), read("(C//NOFRON)")));
	assert_false(marking_covers(read("S//NF"), read("(C//XYZZY)")));
}

/* --- schemes --------------------------------------------------------------------------------------------------- */

static int
load(void **state)
{
	(void)state;
	arena_init(&arena, (size_t)1 << 28);
	for (size_t i = 0; i < 3; i++) {
		struct tl_error e = { 0 };
		if (scheme_load_shipped("us", profiles[i], &schemes[i], &e) != TL_OK) {
			print_message("%s:%zu: %s\n", e.file, e.line, e.what);
			return -1;
		}
	}
	us = schemes[0];
	return 0;
}

static int
unload(void **state)
{
	(void)state;
	for (size_t i = 0; i < 3; i++)
		scheme_free(schemes[i]);
	arena_release(&arena);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_level_is_the_highest_and_foreign_levels_raise_it),
		cmocka_unit_test(trees_merge_and_programs_add_up),
		cmocka_unit_test(restricted_data_takes_in_what_is_below_it),
		cmocka_unit_test(one_concealed_source_conceals_all),
		cmocka_unit_test(release_is_what_all_portions_allow),
		cmocka_unit_test(what_says_nothing_of_release_counts_by_the_date),
		cmocka_unit_test(what_a_banner_does_not_carry_is_dropped_and_leaves_what_it_must),
		cmocka_unit_test(profiles_disagree_about_sbu_and_exdis),
		cmocka_unit_test(a_portion_that_leans_on_the_banner_is_nobodys_without_it),
		cmocka_unit_test(one_damaged_portion_leaves_no_banner),
		cmocka_unit_test(more_controls_than_a_mark_can_hold_leave_no_banner),
		cmocka_unit_test(portions_may_be_released_as_soon_as_they_are_added),
		cmocka_unit_test(the_rules_that_made_a_banner_are_told),
		cmocka_unit_test(a_banner_covers_what_its_rules_take_out_and_nothing_else),
	};
	return cmocka_run_group_tests(tests, load, unload);
}
