/* Permissive tags of a policy as a lattice. Requirements: docs/labels.md L-17 to L-19. */
#include "spif_kit.h"

static bool
holds(const struct scheme *h, const char *a, const char *b)
{
	struct sample x, y;
	read_text(h, a, &x);
	read_text(h, b, &y);
	assert_int_equal(x.mark.state, MARK_READ);
	assert_int_equal(y.mark.state, MARK_READ);
	bool dominates = marking_dominates(x.mark.marking, y.mark.marking);
	done(&x);
	done(&y);
	return dominates;
}

/* L-17 */
TEST(a_list_holds_what_each_on_it_may_read)
{
	struct scheme *h = harbour();
	assert_true(holds(h, "HARBOUR WATCH for BRE ONLY", "HARBOUR OPEN for BRE, CRO ONLY"));
	assert_false(holds(h, "HARBOUR WATCH for BRE, CRO ONLY", "HARBOUR OPEN for BRE ONLY"));
	assert_false(holds(h, "HARBOUR WATCH for BRE ONLY", "HARBOUR OPEN for CRO ONLY"));
	scheme_free(h);
}

/* L-18 */
TEST(no_list_is_neither_everybody_nor_nobody)
{
	struct scheme *h = harbour();
	assert_false(holds(h, "HARBOUR WATCH", "HARBOUR OPEN for BRE ONLY"));
	assert_false(holds(h, "HARBOUR WATCH for BRE ONLY", "HARBOUR OPEN"));
	assert_true(holds(h, "HARBOUR WATCH SALT", "HARBOUR OPEN SALT - DRAFT"));
	scheme_free(h);
}

static const struct marking *
joined(const struct scheme *h, const char *a, const char *b, struct sample *x, struct sample *y)
{
	read_text(h, a, x);
	read_text(h, b, y);
	return marking_join(&x->arena, x->mark.marking, y->mark.marking);
}

/* L-19 */
TEST(a_join_keeps_who_is_on_both_lists_and_is_shut_where_nobody_is)
{
	static const char *const rows[][3] = {
		{ "HARBOUR WATCH for Aalholm, CRO ONLY", "HARBOUR OPEN SALT for Aalholm, BRE ONLY",
		    "HARBOUR WATCH SALT for Aalholm ONLY" },
		{ "HARBOUR WATCH for BRE ONLY", "HARBOUR WATCH", "" },
		{ "HARBOUR WATCH for BRE ONLY", "HARBOUR WATCH for CRO ONLY", "" },
		{ "HARBOUR OPEN - DRAFT", "HARBOUR WATCH TAR", "HARBOUR WATCH TAR - DRAFT" },
	};
	struct scheme *h = harbour();
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct sample x, y;
		struct buf buf;
		buf_init(&buf, 1024);
		const struct marking *sum = joined(h, rows[i][0], rows[i][1], &x, &y);
		marking_print(sum, MARK_BANNER, &buf);
		assert_slice(buf_slice(&buf), rows[i][2]);
		assert_true(marking_dominates(sum, x.mark.marking));
		assert_true(marking_dominates(sum, y.mark.marking));
		buf_release(&buf);
		done(&x);
		done(&y);
	}
	scheme_free(h);
}

TEST(the_lowest_marking_is_below_every_other)
{
	struct scheme *h = harbour();
	struct sample s;
	read_text(h, "HARBOUR OPEN for BRE ONLY", &s);
	assert_true(marking_dominates(s.mark.marking, scheme_lowest(h)));
	assert_false(marking_dominates(scheme_lowest(h), s.mark.marking));
	assert_true(marking_equal(
	    marking_join(&s.arena, scheme_lowest(h), s.mark.marking), s.mark.marking));
	done(&s);
	scheme_free(h);
}

/* --- laws over many markings ------------------------------------------------------------------------------------ */

#define MARKINGS 60

static uint32_t
next(uint32_t *seed)
{
	*seed = *seed * 1664525u + 1013904223u;
	return *seed >> 16;
}

/* A label with whatever categories the number says. */
static const struct marking *
any_marking(const struct scheme *h, struct arena *arena, uint32_t *seed)
{
	static const char *const tags[] = { "type='restrictive' id='1.2.3.9.1' lacv='1'",
		"type='restrictive' id='1.2.3.9.1' lacv='2'",
		"type='enumeratedPermissive' id='1.2.3.9.2' lacv='100'",
		"type='enumeratedPermissive' id='1.2.3.9.2' lacv='200'",
		"type='enumeratedPermissive' id='1.2.3.9.2' lacv='300'",
		"type='permissive' id='1.2.3.9.2' lacv='1'",
		"type='permissive' id='1.2.3.9.2' lacv='2'",
		"type='restrictive' id='7.7' lacv='1'" };
	struct buf xml;
	struct mark mark;
	buf_init(&xml, 4096);
	buf_add_str(&xml,
	    "<label xmlns='http://surevine.com/xmlns/spiffy'><policy id='1.2.3.9'/><classification lacv='");
	buf_add_number(&xml, (next(seed) % 4 + 1) * 10);
	buf_add_str(&xml, "'/>");
	for (size_t i = 0; i < sizeof tags / sizeof *tags; i++) {
		if (next(seed) % (i == 7 ? 16 : 3) != 0)
			continue;
		buf_add_str(&xml, "<tag ");
		buf_add_str(&xml, tags[i]);
		buf_add_str(&xml, "/>");
	}
	buf_add_str(&xml, "</label>");
	assert_ok(label_parse(h, buf_slice(&xml), "l.xml", arena, &mark, &failure));
	buf_release(&xml);
	return mark.marking;
}

/* L-19 */
TEST(dominance_is_a_partial_order_and_a_join_the_least_upper_bound)
{
	struct scheme *h = harbour();
	const struct marking *m[MARKINGS];
	struct arena arena;
	uint32_t seed = 17;
	arena_init(&arena, (size_t)64 << 20);
	for (size_t i = 0; i < MARKINGS; i++) {
		m[i] = any_marking(h, &arena, &seed);
		/* Joins are markings too, shut ones among them. */
		if (i % 3 == 2)
			m[i] = marking_join(&arena, m[i - 1], m[i - 2]);
		assert_true(marking_dominates(m[i], m[i]));
		assert_true(marking_dominates(scheme_damaged(h), m[i]));
	}
	for (size_t a = 0; a < MARKINGS; a++) {
		for (size_t b = 0; b < MARKINGS; b++) {
			const struct marking *sum = marking_join(&arena, m[a], m[b]);
			const struct marking *back = marking_join(&arena, m[b], m[a]);
			assert_true(marking_dominates(sum, m[a]) && marking_dominates(sum, m[b]));
			assert_true(marking_dominates(sum, back) && marking_dominates(back, sum));
			for (size_t c = 0; c < MARKINGS; c++) {
				if (marking_dominates(m[a], m[b]) && marking_dominates(m[b], m[c]))
					assert_true(marking_dominates(m[a], m[c]));
				if (marking_dominates(m[c], m[a]) && marking_dominates(m[c], m[b]))
					assert_true(marking_dominates(m[c], sum));
			}
		}
	}
	arena_release(&arena);
	scheme_free(h);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_list_holds_what_each_on_it_may_read),
		cmocka_unit_test(no_list_is_neither_everybody_nor_nobody),
		cmocka_unit_test(a_join_keeps_who_is_on_both_lists_and_is_shut_where_nobody_is),
		cmocka_unit_test(the_lowest_marking_is_below_every_other),
		cmocka_unit_test(dominance_is_a_partial_order_and_a_join_the_least_upper_bound),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
