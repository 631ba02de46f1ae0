/* Requirements: docs/markings.md M-50 to M-62. */
#include "unit.h"

#include <stdio.h>
#include <stdlib.h>

#include "marking/rollup.h"
#include "marking/value.h"

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

/* --- the laws, on random groups -------------------------------------------------------------------------------- */

static uint32_t
draw(uint32_t *seed, uint32_t below)
{
	*seed = *seed * 1664525u + 1013904223u;
	return (*seed >> 8) % below;
}

static const struct marking *
random_portion(uint32_t *seed)
{
	static const char *const levels[] = { "U", "U", "U", "C", "S", "TS", "S", "TS", "//DEU S",
		"//CAN GBR R", "//JOINT S CAN USA", "//JOINT C GBR USA", "//JOINT S", "//NS",
		"//NR", "//FGI C", "//NIS" };
	static const char *const first[] = { "SI", "SI-G", "SI-G ABCD", "TK/XUNPUB", "SAR-BP",
		"SAR-BP-A/CD", "RD", "RD-SG 14", "FRD-SG 20", "FRD", "TFNI", "DCNI", "ATOMAL",
		"FGI", "FGI DEU", "FGI GBR NATO", "XYZZY" };
	static const char *const second[] = { "NF", "OC", "OC-USGOV/NF", "REL TO USA, FVEY",
		"REL TO USA, AUS, GBR", "RELIDO", "REL TO USA, DEU, EU", "REL", "EYES",
		"DISPLAY ONLY AFG", "REL TO USA, GBR/DISPLAY ONLY AFG", "REL TO USA, NATO/RELIDO",
		"FOUO", "FOUO/REL TO USA, FVEY", "USA/CAN/GBR EYES ONLY", "PR", "DSEN/FISA",
		"IMC/NF", "LOU", "RS/NF", "DISPLAY ONLY AFG, FVEY" };
	static const char *const third[] = { "SBU", "SBU-NF", "XD", "ND", "LES", "LES-NF", "DS",
		"SSI", "ACCM-TEA" };
	char text[512] = "";
	strcat(text, levels[draw(seed, sizeof levels / sizeof levels[0])]);
	if (draw(seed, 4) == 0)
		strcat(strcat(text, "//"), first[draw(seed, sizeof first / sizeof first[0])]);
	if (draw(seed, 4) > 0)
		strcat(strcat(text, "//"), second[draw(seed, sizeof second / sizeof second[0])]);
	if (draw(seed, 4) == 0)
		strcat(strcat(text, "//"), third[draw(seed, sizeof third / sizeof third[0])]);
	return read(text);
}

static const struct marking *
roll_all(struct rollup *rollup, uint32_t date, const struct marking *const *portions, size_t count,
    struct arena *own)
{
	const struct marking *out;
	rollup_begin(rollup, date, NULL);
	for (size_t i = 0; i < count; i++)
		rollup_add(rollup, portions[i]);
	assert_ok(rollup_end(rollup, own, &out, NULL));
	return out;
}

static bool
list_within(const struct list *a, const struct list *b)
{
	return b->everybody || (!a->everybody && code_set_contains(&b->all, &a->all));
}

static void
fail_on(const struct marking *const *portions, size_t count, const struct marking *banner,
    const struct marking *other, const char *law)
{
	struct buf out;
	buf_init(&out, 4096);
	for (size_t i = 0; i < count; i++)
		marking_print(portions[i], MARK_PORTION, &out);
	buf_add_str(&out, " is ");
	marking_print(banner, MARK_BANNER, &out);
	buf_add_str(&out, " and ");
	marking_print(other, MARK_BANNER, &out);
	fail_msg("%s: %.*s", law, (int)out.len, (const char *)out.ptr);
}

#define GROUP 6

struct group {
	struct rollup *rollup;
	struct arena own;
	const struct marking *portions[GROUP];
	size_t count;
	uint32_t date;
	const struct marking *banner;
};

static void
check_repeats(const struct group *g)
{
	struct arena own;
	arena_init(&own, 1 << 20);
	const struct marking *again = roll_all(g->rollup, g->date, &g->banner, 1, &own);
	if (!marking_equal(again, g->banner))
		fail_on(g->portions, g->count, g->banner, again, "a banner rolls up to itself");
	const struct marking *turned[GROUP + 1];
	for (size_t i = 0; i < g->count; i++)
		turned[i] = g->portions[g->count - 1 - i];
	again = roll_all(g->rollup, g->date, turned, g->count, &own);
	if (!marking_equal(again, g->banner))
		fail_on(g->portions, g->count, g->banner, again, "order does not matter");
	turned[g->count] = g->portions[0];
	again = roll_all(g->rollup, g->date, turned, g->count + 1, &own);
	if (!marking_equal(again, g->banner))
		fail_on(g->portions, g->count, g->banner, again, "repetition does not matter");
	arena_release(&own);
}

static void
check_bounds(const struct group *g)
{
	int level = 0;
	for (size_t i = 0; i < g->count; i++) {
		const struct marking *p = g->portions[i];
		level = marking_level(p) > level ? marking_level(p) : level;
		if (!list_within(&g->banner->release, &p->release) ||
		    !list_within(&g->banner->display, &p->display))
			fail_on(g->portions, g->count, g->banner, p,
			    "no list is wider than a portion's");
		if (p->system == g->banner->system && !marking_covers(g->banner, p) &&
		    (p->system == 0 || !code_set_empty(&p->owners)))
			fail_on(
			    g->portions, g->count, g->banner, p, "a banner covers its portions");
	}
	bool restricted = level == scheme_level(us, slice_str("R"));
	assert_true(marking_level(g->banner) == level || restricted);
	assert_true(marking_level(g->banner) >= level);
	assert_true(
	    g->count > 1 || !marking_is_known(g->portions[0]) || marking_is_known(g->banner));
}

static void
check_growth(struct group *g, const struct marking *added)
{
	struct arena own;
	arena_init(&own, 1 << 20);
	g->portions[g->count] = added;
	const struct marking *more = roll_all(g->rollup, g->date, g->portions, g->count + 1, &own);
	if (!more->top &&
	    (!list_within(&more->release, &g->banner->release) ||
		!list_within(&more->display, &g->banner->display) ||
		marking_level(more) < marking_level(g->banner)))
		fail_on(
		    g->portions, g->count + 1, g->banner, more, "a portion more widens nothing");
	arena_release(&own);
}

static void
check_print(const struct group *g)
{
	struct arena own;
	struct buf out;
	struct mark mark;
	arena_init(&own, 1 << 20);
	buf_init(&out, 8192);
	marking_print(g->banner, MARK_BANNER, &out);
	assert_ok(mark_parse(us, buf_slice(&out), MARK_BANNER, &own, &mark, NULL));
	/* Beside a registered system an unknown word reads as an unpublished one (M-5). */
	if (marking_is_known(g->banner) && !marking_equal(mark.marking, g->banner))
		fail_on(g->portions, g->count, g->banner, mark.marking,
		    "a banner prints and reads again as itself");
	buf_release(&out);
	arena_release(&own);
}

/* M-60 to M-62: 100,000 groups of one to five portions, under every profile and three dates. */
TEST(roll_up_keeps_its_laws)
{
	static const uint32_t dates[] = { 0, 19990101, 20200101 };
	enum {
		POOL = 1500,
		GROUPS = 100000
	};
	uint32_t seed = 20261124;
	struct group g;
	for (size_t s = 0; s < 3; s++) {
		const struct marking **pool = calloc(POOL, sizeof *pool);
		us = schemes[s];
		for (size_t i = 0; i < POOL; i++) {
			do
				pool[i] = random_portion(&seed);
			while (pool[i]->damaged);
		}
		assert_ok(rollup_new(us, &g.rollup, NULL));
		for (size_t i = s; i < GROUPS; i += 3) {
			arena_init(&g.own, 1 << 20);
			g.count = 1 + draw(&seed, GROUP - 1);
			g.date = dates[draw(&seed, 3)];
			for (size_t p = 0; p < g.count; p++)
				g.portions[p] = pool[draw(&seed, POOL)];
			g.banner = roll_all(g.rollup, g.date, g.portions, g.count, &g.own);
			assert_false(g.banner->top);
			check_repeats(&g);
			check_bounds(&g);
			check_print(&g);
			check_growth(&g, pool[draw(&seed, POOL)]);
			arena_release(&g.own);
		}
		rollup_free(g.rollup);
		free(pool);
	}
	us = schemes[0];
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
		cmocka_unit_test(roll_up_keeps_its_laws),
	};
	return cmocka_run_group_tests(tests, load, unload);
}
