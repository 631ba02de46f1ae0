/* Marks of words and of fields. Requirements: docs/markings.md M-36 to M-39, M-11. */
#include "unit.h"

#include "marking/marking.h"

static struct scheme *uk, *eu, *ca, *au, *nato, *tlp;

struct reading {
	struct arena arena;
	struct mark mark;
	struct buf banner;
};

static struct reading
read_as(const struct scheme *scheme, const char *text, enum mark_form form)
{
	struct reading r;
	arena_init(&r.arena, 1 << 20);
	buf_init(&r.banner, 4096);
	assert_ok(mark_parse(scheme, slice_str(text), form, &r.arena, &r.mark, NULL));
	if (r.mark.state == MARK_READ)
		marking_print(r.mark.marking, MARK_BANNER, &r.banner);
	return r;
}

static void
end(struct reading *r)
{
	buf_release(&r->banner);
	arena_release(&r->arena);
}

/* Valid, and prints as `banner`. */
static void
assert_reads(const struct scheme *scheme, const char *text, const char *banner)
{
	struct reading r = read_as(scheme, text, MARK_AUTO);
	if (r.mark.state != MARK_READ || !r.mark.valid || !slice_is(buf_slice(&r.banner), banner))
		fail_msg("%s reads as %.*s, state %d", text, (int)r.banner.len,
		    (const char *)r.banner.ptr, r.mark.state);
	end(&r);
}

static void
assert_damaged(const struct scheme *scheme, const char *text)
{
	struct reading r = read_as(scheme, text, MARK_AUTO);
	if (r.mark.state != MARK_DAMAGED)
		fail_msg("%s is not damaged", text);
	assert_false(marking_is_known(r.mark.marking));
	end(&r);
}

static bool
has_finding(const struct scheme *scheme, const char *text, const char *rule)
{
	struct reading r = read_as(scheme, text, MARK_AUTO);
	bool found = false;
	for (const struct finding *f = r.mark.findings; f != NULL; f = f->next)
		found = found || strcmp(f->rule, rule) == 0;
	end(&r);
	return found;
}

static bool
holds(const struct scheme *scheme, const char *a, const char *b)
{
	struct reading x = read_as(scheme, a, MARK_AUTO), y = read_as(scheme, b, MARK_AUTO);
	assert_int_equal(x.mark.state, MARK_READ);
	assert_int_equal(y.mark.state, MARK_READ);
	bool dominates = marking_dominates(x.mark.marking, y.mark.marking);
	end(&x);
	end(&y);
	return dominates;
}

/* M-36 */
TEST(controls_stand_behind_the_divider_of_their_category)
{
	assert_reads(uk, "SECRET - UK EYES ONLY", "SECRET - UK EYES ONLY");
	assert_reads(nato, "NATO SECRET ATOMAL Releasable to ISAF, RESOLUTE SUPPORT - STAFF",
	    "NATO SECRET ATOMAL Releasable to ISAF, RESOLUTE SUPPORT - STAFF");
	assert_reads(
	    au, "PROTECTED//CABINET//Legal Privilege", "PROTECTED//CABINET//Legal-Privilege");
	assert_true(has_finding(uk, "OFFICIAL-SENSITIVE [PERSONAL DATA]", "uk-divider"));
	assert_true(has_finding(uk, "SECRET - UK EYES ONLY - COMMERCIAL", "uk-category-order"));
	assert_true(has_finding(uk, "OFFICIAL - COMMERCIAL - COMMERCIAL", "uk-twice"));
	assert_true(has_finding(uk, "OFFICIAL - UK EYES ONLY", "uk-caveat-from-secret"));
}

/* M-42. "(SECRET)" in a paper of NATO is no mark of NATO, and no paragraph without one either: whose it is, nobody can tell. */
TEST(bare_levels_of_other_systems_are_damaged_and_the_highest)
{
	const struct {
		const struct scheme *scheme;
		const char *written, *level, *rule;
	} rows[] = { { nato, "(SECRET)", "CTS", "nato-bare" }, { nato, "(S)", "CTS", "nato-bare" },
		{ nato, "(TS)", "CTS", "nato-bare" }, { nato, "(R)", "CTS", "nato-bare" },
		{ nato, "(CONFIDENTIAL)", "CTS", "nato-bare" },
		{ nato, "SECRET - STAFF", "CTS", "nato-bare" },
		{ nato, "NATO SECRET//SECRET", "CTS", "nato-level" },
		{ eu, "(SECRET)", "TS", "eu-bare" }, { eu, "(TS)", "TS", "eu-bare" },
		{ eu, "(RESTRICTED)", "TS", "eu-bare" }, { eu, "RESTREINT", "TS", "eu-bare" },
		{ tlp, "(RED)", "RED", "tlp-bare" }, { tlp, "(AMBER)", "RED", "tlp-bare" },
		{ tlp, "TLP GREEN", "RED", "tlp-bare" } };

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		const char *written = rows[i].written;
		struct reading r = read_as(rows[i].scheme, written, MARK_AUTO);
		assert_int_equal(r.mark.state, MARK_DAMAGED);
		assert_false(r.mark.valid || r.mark.legacy || marking_is_known(r.mark.marking));
		assert_string_equal(
		    scheme_level_name(rows[i].scheme, marking_level(r.mark.marking)),
		    rows[i].level);
		end(&r);
		assert_true(has_finding(rows[i].scheme, written, rows[i].rule));
		assert_true(
		    written[0] != '(' || mark_is_plausible(rows[i].scheme, slice_str(written)));
	}
	struct reading line = read_as(nato, "Secret; Immediate", MARK_LINE);
	assert_int_equal(line.mark.state, MARK_DAMAGED);
	end(&line);
}

/* M-36 */
TEST(a_name_that_the_scheme_does_not_have_is_kept_and_closes_the_gate)
{
	struct reading r = read_as(uk, "SECRET - GREY OWL - UK EYES ONLY", MARK_BANNER);
	assert_int_equal(r.mark.state, MARK_READ);
	assert_false(marking_is_known(r.mark.marking));
	assert_true(marking_has(r.mark.marking, scheme_token(uk, slice_str("UK EYES ONLY"))));
	end(&r);
	assert_false(holds(uk, "SECRET", "SECRET - GREY OWL"));
	assert_false(holds(uk, "SECRET - GREY OWL", "SECRET - GREY FOX"));
	assert_damaged(tlp, "TLP:AMBER + STRICT");
	assert_damaged(uk, "SECRET - UK EYS ONLY");
}

/* M-36: a slash inside a level, and accents with their plain forms */
TEST(a_level_may_hold_a_slash_and_accents)
{
	const char *top = "TRÈS SECRET UE/EU TOP SECRET";
	assert_reads(eu, top, top);
	assert_reads(eu, "TRES SECRET UE/EU TOP SECRET", top);
	assert_reads(eu, "SECRET UE / EU SECRET", "SECRET UE/EU SECRET");
	assert_reads(eu, "(R-UE/EU-R)", "RESTREINT UE/EU RESTRICTED");
	assert_reads(ca, "PROTECTED B / PROTÉGÉ B", "PROTECTED B");
	assert_damaged(eu, "TRÉS SECRET UE/EU TOP SECRET");
	assert_damaged(eu, "SÉCRET UE/EU SECRET");
	assert_damaged(eu,
	    "SEC\xD0\xA0"
	    "ET UE/EU SECRET");
	assert_false(holds(eu, "CONFIDENTIEL UE/EU CONFIDENTIAL", "SECRET UE/EU SECRET"));
}

/* M-36 */
TEST(small_letters_stand_only_where_the_scheme_writes_them)
{
	assert_reads(au, "OFFICIAL: Sensitive", "OFFICIAL: Sensitive");
	assert_reads(au, "OFFICIAL: SENSITIVE", "OFFICIAL: Sensitive");
	assert_damaged(au, "Official: Sensitive");
	assert_damaged(uk, "(secret)");
	assert_true(has_finding(tlp, "tlp:red", "tlp-case"));
	struct reading r = read_as(uk, "(s)", MARK_PORTION);
	assert_int_equal(r.mark.state, MARK_NONE);
	end(&r);
}

/* M-36: what stands in the place of its level is held by no level */
TEST(a_control_in_the_place_of_its_level_is_a_control)
{
	assert_false(holds(ca, "TOP SECRET", "PROTECTED A"));
	assert_true(holds(ca, "PROTECTED C", "PROTECTED A"));
	assert_false(holds(ca, "PROTECTED A", "PROTECTED B"));
	assert_true(holds(ca, "SECRET - PROTECTED B", "PROTECTED B"));
}

/* M-39 */
TEST(what_a_control_implies_it_holds_at_any_distance)
{
	assert_true(holds(uk, "SECRET - UK EYES ONLY", "SECRET - UK/US EYES ONLY"));
	assert_true(holds(uk, "SECRET - UK EYES ONLY", "SECRET - FIVE EYES ONLY"));
	assert_false(holds(uk, "SECRET - FIVE EYES ONLY", "SECRET - UK EYES ONLY"));
}

/* M-37 */
TEST(fields_read_in_their_order_with_or_without_brackets)
{
	assert_reads(au, "[SEC=PROTECTED, CAVEAT=SH:CABINET, ACCESS=Legal-Privilege]",
	    "PROTECTED//CABINET//Legal-Privilege");
	assert_reads(au, "SEC=SECRET, CAVEAT=RI:REL/AUS/GBR/USA", "SECRET//REL AUS/GBR/USA");
	assert_reads(au, "X-Protective-Marking: VER=2024.1, NS=gov.au, SEC=OFFICIAL:Sensitive",
	    "OFFICIAL: Sensitive");
	assert_reads(au, "SEC=SECRET, CAVEAT=SH:EXCLUSIVE-FOR Jo Bloggs\\, Esq",
	    "SECRET//EXCLUSIVE-FOR JO BLOGGS, ESQ");
	assert_damaged(au, "[SEC=SECRET");
	assert_damaged(au, "[SEC=SECRT]");
	assert_damaged(au, "[CAVEAT=SH:CABINET]");
	assert_damaged(au, "[SEC=OFFICIAL, SECURITY=TOP-SECRET]");
	assert_damaged(au, "[sec=OFFICIAL]");
	assert_true(has_finding(au, "[SEC=SECRET, SEC=OFFICIAL]", "au-twice"));
	assert_true(has_finding(au, "[SEC=SECRET, EXPIRES=2030-01-01]", "au-list"));
}

/* M-37 */
TEST(fields_print_all_of_a_marking_or_nothing)
{
	struct reading r =
	    read_as(au, "TOP SECRET//EXCLUSIVE FOR Jo, Esq//REL AUS/USA//OWL", MARK_AUTO);
	struct buf text;
	buf_init(&text, 4096);
	marking_print(r.mark.marking, MARK_FIELDS, &text);
	assert_true(slice_is(buf_slice(&text),
	    "[SEC=TOP-SECRET, CAVEAT=SH:EXCLUSIVE-FOR JO\\, ESQ, CAVEAT=RI:REL/AUS/USA, CAVEAT=C:OWL]"));
	end(&r);
	r = read_as(uk, "SECRET", MARK_AUTO);
	buf_clear(&text);
	marking_print(r.mark.marking, MARK_FIELDS, &text);
	assert_int_equal(text.len, 0);
	end(&r);
	buf_release(&text);
}

/* M-37: of two levels the higher one, and what it will be some day is no permission today */
TEST(no_field_makes_a_mark_lower)
{
	struct reading r = read_as(au, "[SEC=SECRET, SEC=OFFICIAL]", MARK_AUTO);
	assert_int_equal(marking_level(r.mark.marking), scheme_level(au, slice_str("SECRET")));
	end(&r);
	assert_false(holds(au, "OFFICIAL", "[SEC=PROTECTED, EXPIRES=2019-07-01, DOWNTO=OFFICIAL]"));
}

/* M-38: a name that would be another mark where words are written */
TEST(a_field_hides_no_mark_in_a_name)
{
	assert_damaged(au, "SEC=SECRET, CAVEAT=C:CABINET");
	assert_damaged(au, "SEC=SECRET, CAVEAT=C:owl//AUSTEO");
	assert_damaged(au, "SEC=SECRET, CAVEAT=SH:EXCLUSIVE-FOR a//ORCON");
	struct reading r = read_as(au, "SEC=SECRET, CAVEAT=C:owl", MARK_AUTO);
	assert_int_equal(r.mark.state, MARK_READ);
	assert_false(marking_is_known(r.mark.marking));
	end(&r);
}

/* M-8 */
TEST(a_name_hides_no_level)
{
	assert_damaged(au, "OFFICIAL//EXCLUSIVE FOR OWL PROTECTED");
	struct reading r = read_as(au, "OFFICIAL//EXCLUSIVE FOR OWL TOP SECRET", MARK_AUTO);
	assert_int_equal(marking_level(r.mark.marking), scheme_level(au, slice_str("TOP SECRET")));
	end(&r);
	assert_damaged(au, "[SEC=OFFICIAL, CAVEAT=SH:EXCLUSIVE-FOR OWL SECRET]");
	r = read_as(au, "SECRET//EXCLUSIVE FOR THE PROTECTED OWL", MARK_AUTO);
	assert_int_equal(r.mark.state, MARK_READ);
	end(&r);
}

/* M-37: in parentheses they are no fields of an e-mail, and what they say counts */
TEST(fields_in_parentheses_are_damaged)
{
	assert_damaged(au, "(SEC=PROTECTED)");
	assert_damaged(au, "([SEC=SECRET, CAVEAT=SH:CABINET])");
	assert_damaged(au, "( SEC=OFFICIAL )");
}

/* M-11 */
TEST(long_marks_of_words_and_fields_are_damaged)
{
	static char text[1 << 16];
	static const char *const heads[] = { "SECRET", "SEC=SECRET" };
	static const char *const tails[] = { " - X", ", ", "/", "[", " X", "-", ", CAVEAT=C:X" };
	for (size_t h = 0; h < 2; h++) {
		for (size_t t = 0; t < sizeof tails / sizeof tails[0]; t++) {
			size_t len = strlen(heads[h]), step = strlen(tails[t]);
			memcpy(text, heads[h], len);
			for (; len + step < sizeof text; len += step)
				memcpy(text + len, tails[t], step);
			struct arena arena;
			struct mark mark;
			arena_init(&arena, 1 << 20);
			assert_ok(
			    mark_parse(au, slice_of(text, len), MARK_BANNER, &arena, &mark, NULL));
			assert_false(mark.valid);
			assert_false(marking_is_known(mark.marking));
			assert_ok(
			    mark_parse(au, slice_of(text, 4000), MARK_BANNER, &arena, &mark, NULL));
			assert_false(mark.valid && marking_is_known(mark.marking));
			arena_release(&arena);
		}
	}
}

static int
load_schemes(void **state)
{
	(void)state;
	return scheme_load_shipped("uk", NULL, &uk, NULL) != TL_OK ||
	    scheme_load_shipped("eu", NULL, &eu, NULL) != TL_OK ||
	    scheme_load_shipped("ca", NULL, &ca, NULL) != TL_OK ||
	    scheme_load_shipped("au", NULL, &au, NULL) != TL_OK ||
	    scheme_load_shipped("nato", NULL, &nato, NULL) != TL_OK ||
	    scheme_load_shipped("tlp", NULL, &tlp, NULL) != TL_OK;
}

static int
free_schemes(void **state)
{
	(void)state;
	struct scheme *all[] = { uk, eu, ca, au, nato, tlp };
	for (size_t i = 0; i < sizeof all / sizeof all[0]; i++)
		scheme_free(all[i]);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(bare_levels_of_other_systems_are_damaged_and_the_highest),
		cmocka_unit_test(controls_stand_behind_the_divider_of_their_category),
		cmocka_unit_test(a_name_that_the_scheme_does_not_have_is_kept_and_closes_the_gate),
		cmocka_unit_test(a_level_may_hold_a_slash_and_accents),
		cmocka_unit_test(small_letters_stand_only_where_the_scheme_writes_them),
		cmocka_unit_test(a_control_in_the_place_of_its_level_is_a_control),
		cmocka_unit_test(what_a_control_implies_it_holds_at_any_distance),
		cmocka_unit_test(fields_read_in_their_order_with_or_without_brackets),
		cmocka_unit_test(fields_print_all_of_a_marking_or_nothing),
		cmocka_unit_test(no_field_makes_a_mark_lower),
		cmocka_unit_test(a_field_hides_no_mark_in_a_name),
		cmocka_unit_test(a_name_hides_no_level),
		cmocka_unit_test(fields_in_parentheses_are_damaged),
		cmocka_unit_test(long_marks_of_words_and_fields_are_damaged),
	};
	return cmocka_run_group_tests(tests, load_schemes, free_schemes);
}
