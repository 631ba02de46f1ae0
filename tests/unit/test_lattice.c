/* Requirements: docs/markings.md M-20 to M-27. */
#include "unit.h"

#include <stdlib.h>

#include "marking/value.h"

static struct scheme *us;
static struct arena arena;

static const struct marking *
read(const char *text)
{
	struct mark mark;
	assert_ok(mark_parse(us, slice_str(text), MARK_AUTO, &arena, &mark, NULL));
	if (mark.state == MARK_NONE)
		fail_msg("%s is no mark", text);
	return mark.marking;
}

static bool
holds(const char *ceiling, const char *portion)
{
	return marking_dominates(read(ceiling), read(portion));
}

static bool
same(const char *a, const char *b)
{
	return holds(a, b) && holds(b, a);
}

static const struct marking *
join(const struct marking *a, const struct marking *b)
{
	const struct marking *sum = marking_join(&arena, a, b);
	assert_non_null(sum);
	return sum;
}

static void
assert_prints(const struct marking *marking, const char *text)
{
	struct buf out;
	buf_init(&out, 4096);
	marking_print(marking, MARK_PORTION, &out);
	assert_slice(buf_slice(&out), text);
	buf_release(&out);
}

/* M-20 */
TEST(the_ceiling_U_holds_plain_U_and_nothing_else)
{
	static const char *const more[] = { "(U//FOUO)", "(SBU)", "(LOU)", "(U//NF)",
		"(U//REL TO USA, FVEY)", "(C)", "(S)", "(TS)", "(U//XYZZY)", "(//GBR U)", "(NU)",
		"(U//RELIDO)", "(U//DISPLAY ONLY AFG)", "(u//fouo)", "(UNCLASSIFED)", "(U∕∕FOUO)" };
	assert_true(holds("U", "(U)"));
	assert_true(holds("U", "UNCLASSIFIED"));
	assert_true(holds("U", "(U//SIPDIS)"));
	for (size_t i = 0; i < sizeof more / sizeof more[0]; i++) {
		if (holds("U", more[i]))
			fail_msg("U holds %s", more[i]);
	}
}

/* M-21 */
TEST(a_list_ceiling_holds_what_each_of_its_countries_may_see)
{
	const char *ceiling = "S//REL TO USA, FVEY";
	assert_true(holds(ceiling, "(U)"));
	assert_true(holds(ceiling, "(C//REL TO USA, AUS, CAN, GBR, NZL)"));
	assert_true(holds(ceiling, "(S//REL TO USA, FVEY)"));
	assert_true(holds(ceiling, "(S//REL TO USA, DEU, FVEY)"));
	assert_false(holds(ceiling, "(C)"));
	assert_false(holds(ceiling, "(S//NF)"));
	assert_false(holds(ceiling, "(C//REL TO USA, GBR)"));
	assert_false(holds(ceiling, "(C//REL TO USA, ACGU)"));
	assert_false(holds(ceiling, "(C//REL)"));
	assert_false(holds(ceiling, "(C//RELIDO)"));
	assert_false(holds(ceiling, "(TS//REL TO USA, FVEY)"));
	assert_false(holds(ceiling, "(U//FOUO)"));
	assert_false(holds(ceiling, "(S//OC/REL TO USA, FVEY)"));
	assert_false(holds(ceiling, "(S//DISPLAY ONLY FVEY)"));
	assert_true(holds("S//REL TO USA, GBR", "(S//REL TO USA, FVEY)"));
	assert_true(holds("S//DISPLAY ONLY GBR", "(S//REL TO USA, FVEY)"));
	assert_false(holds("S//REL TO USA, GBR", "(S//DISPLAY ONLY GBR)"));
}

/* M-22 */
TEST(a_group_without_members_stands_for_itself)
{
	assert_true(same("S//REL TO USA, FVEY", "(S//REL TO USA, AUS, CAN, GBR, NZL)"));
	assert_true(holds("S//REL TO USA, DEU", "(S//REL TO USA, NATO)"));
	assert_true(holds("S//REL TO USA, EU", "(S//REL TO USA, EU)"));
	assert_false(holds("S//REL TO USA, DEU", "(S//REL TO USA, EU)"));
	assert_false(holds("S//REL TO USA, EU", "(S//REL TO USA, DEU)"));
}

/* M-23 */
TEST(noforn_is_the_empty_list_and_a_control)
{
	assert_true(holds("S//NF", "(S)"));
	assert_false(holds("S", "(S//NF)"));
	assert_true(holds("S//NF", "(S//REL TO USA, FVEY)"));
	assert_true(holds("S//NF", "(U)"));
	assert_true(holds("S", "(S//REL TO USA, FVEY)"));
	/* CAPCO 2016 §H.8: both on one mark count as NOFORN. */
	assert_false(holds("S//REL TO USA, GBR", "(S//NF/REL TO USA, GBR)"));
	assert_false(holds("S//REL TO USA, GBR", "(S//REL TO USA, GBR//SBU-NF)"));
}

/* M-24 */
TEST(compartments_and_programs_hold_only_themselves)
{
	assert_true(holds("TS//SI-G ABCD/TK//OC/NF", "(TS//SI-G ABCD//OC)"));
	assert_true(holds("TS//SI-G ABCD//OC", "(TS//SI//OC)"));
	assert_false(holds("TS//SI//OC", "(TS//SI-G//OC)"));
	assert_false(holds("TS//SI-G//OC", "(TS//SI-G ABCD//OC)"));
	assert_false(holds("TS//SI-GX", "(TS//SI-G)"));
	assert_false(holds("TS//SAR-BP//NF", "(TS//SAR-BP/GB//NF)"));
	assert_true(holds("TS//SAR-BP/GB//NF", "(TS//SAR-GB//NF)"));
	assert_false(holds("TS//SAR-BP-A1//NF", "(TS//SAR-BP-A1 X//NF)"));
	assert_true(holds("S//RD-SG 14 20//NF", "(S//RD-SG 20//NF)"));
	assert_false(holds("S//RD-SG 14//NF", "(S//RD-SG 20//NF)"));
	assert_true(holds("S//FGI CAN DEU//NF", "(S//FGI DEU//NF)"));
	assert_false(holds("S//FGI CAN//NF", "(S//FGI//NF)"));
	assert_false(holds("S//FGI//NF", "(S//FGI CAN//NF)"));
}

/* M-25 */
TEST(an_unknown_token_restricts_like_a_known_one)
{
	assert_false(holds("TS//NF", "(C//XYZZY)"));
	assert_true(holds("TS//XYZZY//NF", "(C//XYZZY)"));
	assert_false(marking_is_known(read("(C//XYZZY)")));
	assert_false(marking_is_known(join(read("(C//XYZZY)"), read("(S)"))));
	assert_true(marking_is_known(read("(TS//SI/XYZZY//NF)")));
}

/* M-26 */
TEST(one_system_never_holds_another)
{
	static const char *const marks[] = { "(TS//NF)", "(//DEU TS//NF)", "(//CTS//NF)",
		"(//FGI TS//NF)", "(//JOINT TS CAN USA//REL TO USA, CAN)",
		"(//JOINT TS GBR USA//REL TO USA, CAN, GBR)" };
	size_t count = sizeof marks / sizeof marks[0];
	for (size_t i = 0; i < count; i++) {
		for (size_t j = 0; j < count; j++)
			assert_int_equal(holds(marks[i], marks[j]), i == j);
	}
	assert_ptr_equal(join(read("(S)"), read("(//DEU S)")), scheme_damaged(us));
	assert_string_equal(marking_system(read("(//CAN DEU S)")), "CAN DEU");
	assert_string_equal(marking_system(read("(//NS)")), "NATO");
	assert_string_equal(marking_system(read("(//FGI S)")), "FGI");
	assert_string_equal(marking_system(read("(S)")), "US");
}

/* M-27 */
TEST(nothing_readable_holds_a_damaged_mark)
{
	const struct marking *damaged = read("(C//NOFRON)");
	assert_false(marking_is_known(damaged));
	assert_false(marking_dominates(read("TS//SI/TK//OC/NF"), damaged));
	assert_true(marking_dominates(scheme_damaged(us), damaged));
	assert_true(marking_dominates(damaged, damaged));
	assert_false(marking_dominates(damaged, scheme_damaged(us)));
	assert_true(marking_dominates(scheme_damaged(us), read("(//CTS//BALK)")));
	assert_int_equal(marking_level(scheme_damaged(us)), scheme_level(us, slice_str("TS")));
	struct buf out;
	buf_init(&out, 100);
	marking_print(damaged, MARK_PORTION, &out);
	marking_print(scheme_damaged(us), MARK_BANNER, &out);
	assert_int_equal(out.len, 0);
	buf_release(&out);
}

TEST(a_join_prints_what_both_allow)
{
	assert_prints(join(read("(U)"), read("(S//REL TO USA, FVEY)")), "(S//REL TO USA, FVEY)");
	assert_prints(join(read("(C//REL TO USA, GBR)"), read("(S//REL TO USA, FVEY)")),
	    "(S//REL TO USA, GBR)");
	assert_prints(join(read("(S//REL TO USA, JPN)"), read("(S//REL TO USA, FVEY)")), "(S)");
	assert_prints(join(read("(S//REL TO USA, JPN)"), read("(C//NF)")), "(S//NF)");
	assert_prints(join(read("(S//RELIDO)"), read("(C//RELIDO)")), "(S//RELIDO)");
	assert_prints(join(read("(S//RELIDO)"), read("(C)")), "(S)");
	assert_prints(join(read("(S//REL TO USA, AFG, IRQ/DISPLAY ONLY PAK)"),
			  read("(S//REL TO USA, AFG/DISPLAY ONLY IRQ, PAK)")),
	    "(S//REL TO USA, AFG/DISPLAY ONLY IRQ, PAK)");
	assert_prints(join(read("(S//REL TO USA, AFG, IRQ)"),
			  read("(S//REL TO USA, AFG/DISPLAY ONLY IRQ, PAK)")),
	    "(S//REL TO USA, AFG/DISPLAY ONLY IRQ)");
	assert_prints(join(read("(TS//TK-KAND ABCD//NF)"), read("(TS//TK-IDIT//NF)")),
	    "(TS//TK-IDIT-KAND ABCD//NF)");
	assert_prints(join(read("(S//SI//NF)"), read("(U//FOUO)")), "(S//SI//FOUO/NF)");
	assert_prints(join(read("(S//FGI ZAF//NF)"), read("(S//FGI NATO AUS//NF)")),
	    "(S//FGI AUS ZAF NATO//NF)");
}

/* M-12 */
TEST(unlisted_names_keep_the_order_of_the_side_that_has_all_of_them)
{
	const char *one = "(S//NF//OAK/ASH)", *other = "(S//NF//ASH/OAK)";
	assert_prints(read(one), "(S//NF//OAK/ASH)");
	assert_true(same(one, other));
	assert_false(marking_equal(read(one), read(other)));
	assert_prints(join(read(one), read("(S//NF//ASH)")), "(S//NF//OAK/ASH)");
	assert_prints(join(read("(S//NF//OAK)"), read(one)), "(S//NF//OAK/ASH)");
	assert_prints(join(read(one), read(other)), "(S//NF//ASH/OAK)");
	assert_prints(join(read(other), read(one)), "(S//NF//ASH/OAK)");
	assert_prints(join(read(one), read("(S//NF//BAY)")), "(S//NF//ASH/BAY/OAK)");
}

/* --- captions -------------------------------------------------------------------------------------------------- */

static const struct marking *
captions_of(const char *line)
{
	struct mark mark;
	const struct marking *captions;
	assert_ok(mark_parse(us, slice_str(line), MARK_LINE, &arena, &mark, NULL));
	assert_ok(marking_captions(&arena, mark.marking, &captions, NULL));
	return captions;
}

/* M-16 */
TEST(captions_restrict_every_paragraph_and_sipdis_none)
{
	assert_null(captions_of("SIPDIS"));
	assert_null(captions_of("C O N F I D E N T I A L"));
	assert_null(captions_of("Secret; Immediate"));
	const struct marking *nodis = captions_of("S E C R E T NODIS");
	assert_non_null(nodis);
	assert_int_equal(marking_level(nodis), 0);
	assert_prints(join(nodis, read("(C)")), "(C//ND)");
	assert_false(marking_dominates(read("U"), join(captions_of("EXDIS"), read("(U)"))));
	assert_false(marking_dominates(
	    read("C//REL TO USA, GBR"), join(captions_of("STADIS"), read("(C//REL TO USA, GBR)"))));
	assert_false(marking_dominates(read("C//STADIS//REL TO USA, GBR"),
	    join(captions_of("STADIS"), read("(C//REL TO USA, GBR)"))));
	/* What could not be read holds the gate closed for all of them. */
	assert_false(
	    marking_dominates(read("TS//ND//NF"), join(captions_of("NODSI NOFORN"), read("(U)"))));
	assert_false(
	    marking_dominates(read("TS//ND//NF"), join(captions_of("NODIS XYZZY"), read("(U)"))));
}

/* M-17 */
TEST(controls_that_a_class_line_rolls_up_are_left_to_the_portions)
{
	assert_null(captions_of("NOFORN"));
	assert_null(captions_of("UNCLAS SENSITIVE"));
	assert_prints(join(captions_of("NODIS NOFORN"), read("(C)")), "(C//ND)");
}

/* --- the laws, on random markings ------------------------------------------------------------------------------ */

static uint32_t
draw(uint32_t *seed, uint32_t below)
{
	*seed = *seed * 1664525u + 1013904223u;
	return (*seed >> 8) % below;
}

static const struct marking *
random_marking(uint32_t *seed)
{
	static const char *const levels[] = { "U", "C", "S", "TS", "S", "TS", "//DEU S",
		"//JOINT S CAN USA", "//NS" };
	static const char *const parts[] = { "SI", "SI-G", "SI-G ABCD", "TK/XUNPUB", "SAR-BP",
		"SAR-BP-A/CD", "RD-SG 14", "FGI", "FGI DEU", "NF", "OC", "REL TO USA, FVEY",
		"REL TO USA, AUS, GBR", "RELIDO", "REL TO USA, DEU, EU", "REL", "DISPLAY ONLY AFG",
		"REL TO USA, GBR/DISPLAY ONLY AFG", "FOUO", "USA/CAN/GBR EYES ONLY", "SBU",
		"SBU-NF", "XD", "XYZZY", "NF//OAK/ASH", "NF//ASH/OAK", "NOFRON", "ACCM-TEA", "25X1",
		"SIPDIS" };
	char text[512] = "";
	strcat(text, levels[draw(seed, 9)]);
	for (uint32_t n = draw(seed, 3); n > 0; n--) {
		strcat(text, "//");
		strcat(text, parts[draw(seed, sizeof parts / sizeof parts[0])]);
	}
	struct mark mark;
	assert_ok(mark_parse(us, slice_str(text), MARK_PORTION, &arena, &mark, NULL));
	return mark.marking;
}

/* M-28. In 100,000 draws of three: order, least upper bound, identity. */
TEST(markings_are_a_lattice)
{
	uint32_t seed = 20261124;
	enum {
		POOL = 400,
		DRAWS = 100000
	};
	const struct marking **pool = calloc(POOL, sizeof *pool);
	size_t related = 0;
	for (size_t i = 0; i < POOL; i++)
		pool[i] = random_marking(&seed);
	for (size_t i = 0; i < DRAWS; i++) {
		const struct marking *a = pool[draw(&seed, POOL)], *b = pool[draw(&seed, POOL)],
				     *c = pool[draw(&seed, POOL)];
		struct arena own = arena;
		arena_init(&arena, 1 << 20);
		const struct marking *ab = join(a, b), *ba = join(b, a);
		assert_true(marking_dominates(a, a));
		assert_true(marking_dominates(ab, a) && marking_dominates(ab, b));
		assert_true(marking_dominates(ab, ba) && marking_dominates(ba, ab));
		assert_true(marking_equal(ab, ba));
		assert_true(marking_hash(ab) == marking_hash(ba));
		if (marking_dominates(a, b) && marking_dominates(b, c)) {
			assert_true(marking_dominates(a, c));
			related++;
		}
		if (marking_dominates(c, a) && marking_dominates(c, b))
			assert_true(marking_dominates(c, ab));
		if (marking_dominates(a, b))
			assert_true(marking_dominates(a, ab));
		const struct marking *left = join(ab, c), *right = join(a, join(b, c));
		assert_true(marking_dominates(left, right) && marking_dominates(right, left));
		assert_int_equal(
		    marking_is_known(ab), marking_is_known(a) && marking_is_known(b) && !ab->top);
		assert_true(marking_level(ab) >= marking_level(a));
		arena_release(&arena);
		arena = own;
	}
	print_message("%zu related triples\n", related);
	assert_true(related > 1000);
	free(pool);
}

TEST(equal_markings_are_the_same_in_everything_that_prints)
{
	assert_true(marking_equal(read("(S//NF)"), read("SECRET//NOFORN")));
	assert_true(marking_equal(read("(S/NF)"), read("(S//NF)")));
	assert_false(marking_equal(read("(U)"), read("(U//SIPDIS)")));
	assert_false(marking_equal(
	    read("(S//REL TO USA, FVEY)"), read("(S//REL TO USA, AUS, CAN, GBR, NZL)")));
	assert_false(marking_equal(read("(S//SBU-NF)"), read("(S//NF//SBU)")));
	assert_false(marking_equal(read("(S)"), read("(//DEU S)")));
}

TEST(a_marking_has_its_tokens_in_any_of_their_forms)
{
	const struct marking *marking = read("(TS//SI-G ABCD//OC/REL TO USA, GBR)");
	assert_true(marking_has(marking, scheme_token(us, slice_str("ORCON"))));
	assert_true(marking_has(marking, scheme_token(us, slice_str("oc"))));
	assert_true(marking_has(marking, scheme_token(us, slice_str("COMINT"))));
	assert_true(marking_has(marking, scheme_token(us, slice_str("SI-G"))));
	assert_true(marking_has(marking, scheme_token(us, slice_str("REL TO"))));
	assert_false(marking_has(marking, scheme_token(us, slice_str("NF"))));
	assert_false(marking_has(marking, scheme_token(us, slice_str("XYZZY"))));
	assert_true(marking_has(read("(SBU-NF)"), scheme_token(us, slice_str("NOFORN"))));
}

static int
setup(void **state)
{
	(void)state;
	arena_init(&arena, (size_t)64 << 20);
	return scheme_load_shipped("us", "dod-5200", &us, NULL) == TL_OK ? 0 : -1;
}

static int
teardown(void **state)
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
		cmocka_unit_test(the_ceiling_U_holds_plain_U_and_nothing_else),
		cmocka_unit_test(a_list_ceiling_holds_what_each_of_its_countries_may_see),
		cmocka_unit_test(a_group_without_members_stands_for_itself),
		cmocka_unit_test(noforn_is_the_empty_list_and_a_control),
		cmocka_unit_test(compartments_and_programs_hold_only_themselves),
		cmocka_unit_test(an_unknown_token_restricts_like_a_known_one),
		cmocka_unit_test(one_system_never_holds_another),
		cmocka_unit_test(nothing_readable_holds_a_damaged_mark),
		cmocka_unit_test(a_join_prints_what_both_allow),
		cmocka_unit_test(unlisted_names_keep_the_order_of_the_side_that_has_all_of_them),
		cmocka_unit_test(captions_restrict_every_paragraph_and_sipdis_none),
		cmocka_unit_test(controls_that_a_class_line_rolls_up_are_left_to_the_portions),
		cmocka_unit_test(markings_are_a_lattice),
		cmocka_unit_test(equal_markings_are_the_same_in_everything_that_prints),
		cmocka_unit_test(a_marking_has_its_tokens_in_any_of_their_forms),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
