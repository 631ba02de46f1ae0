/* Requirements: docs/markings.md M-60 to M-62. */
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
		cmocka_unit_test(roll_up_keeps_its_laws),
	};
	return cmocka_run_group_tests(tests, load, unload);
}
