/* Requirements: docs/markings.md M-1, M-8, M-9, M-10, M-28, on random marks of every shipped scheme in every profile. */
#include <stdio.h>
#include <stdlib.h>

#include "marks_kit.h"

#include "base/resource.h"

enum {
	POOL = 24,
	PAIRS = 50, /* of one world */
	TEXT_MAX = 4096
};

struct subject {
	char text[TEXT_MAX];
	size_t len;
	enum mark_form form;
	struct mark mark;
	const struct marking *m;
};

struct laws {
	struct marks_kit kit;
	struct arena arena;
	struct subject pool[POOL];
	size_t read, related, disguised, damaged;
};

/* How many pairs of each scheme: `make laws` asks for a million, and `make laws SCHEME=us` for one scheme alone. */
static size_t
pairs_wanted(void)
{
	const char *text = getenv("LAWS");
	return text == NULL ? 20000 : strtoul(text, NULL, 10);
}

static void
broken(const struct laws *l, const char *law, const struct subject *a, const struct subject *b,
    const struct subject *c)
{
	const struct scheme *scheme = l->kit.scheme;
	fail_msg("%s (%s): %s\n  a: %s\n  b: %s\n  c: %s", scheme_id(scheme),
	    scheme_profile(scheme), law, a->text, b != NULL ? b->text : "",
	    c != NULL ? c->text : "");
}

static void
parse(struct laws *l, struct subject *s, struct slice text, enum mark_form form)
{
	assert_true(text.len < TEXT_MAX);
	memcpy(s->text, text.ptr, text.len);
	s->text[text.len] = '\0';
	s->len = text.len;
	s->form = form;
	assert_ok(mark_parse(l->kit.scheme, text, form, &l->arena, &s->mark, NULL));
	assert_non_null(s->mark.marking);
	s->m = s->mark.marking;
}

static const struct marking *
join(struct laws *l, const struct marking *a, const struct marking *b)
{
	const struct marking *sum = marking_join(&l->arena, a, b);
	assert_non_null(sum);
	return sum;
}

static bool
both_ways(const struct marking *a, const struct marking *b)
{
	return marking_dominates(a, b) && marking_dominates(b, a);
}

/* The same to whoever asks what it may hold: other than in names that inform or permit and in how a list is spelled. */
static bool
same_value(const struct marking *a, const struct marking *b)
{
	size_t i = 0, k = 0;
	if (a->top || b->top)
		return a->top == b->top;
	for (;; i++, k++) {
		while (i < a->count && a->controls[i].type != TYPE_RESTRICTIVE)
			i++;
		while (k < b->count && b->controls[k].type != TYPE_RESTRICTIVE)
			k++;
		if (i == a->count || k == b->count)
			break;
		if (control_compare(&a->controls[i], &b->controls[k]) != 0)
			return false;
	}
	return i == a->count && k == b->count && a->level == b->level && a->system == b->system &&
	    code_set_equal(&a->owners, &b->owners) && a->damaged == b->damaged &&
	    a->release.everybody == b->release.everybody &&
	    a->display.everybody == b->display.everybody &&
	    code_set_equal(&a->release.all, &b->release.all) &&
	    code_set_equal(&a->display.all, &b->display.all);
}

/* A date of declassification is read in an old banner and printed in none. */
static bool
has_unshown(const struct marking *m)
{
	for (size_t i = 0; i < m->count; i++) {
		if (m->scheme->categories[m->controls[i].category].unshown)
			return true;
	}
	return false;
}

/* M-1, M-10: what is printed reads again as the same marking. */
static void
check_print(struct laws *l, const struct marking *m, const char *law, const struct subject *a,
    const struct subject *b)
{
	static const enum mark_form forms[] = { MARK_PORTION, MARK_BANNER };
	for (size_t i = 0; i < 2; i++) {
		struct buf text;
		struct subject *again = calloc(1, sizeof *again);
		assert_non_null(again);
		buf_init(&text, TEXT_MAX);
		marking_print(m, forms[i], &text);
		if (m->damaged ? text.len != 0 : text.len == 0)
			broken(l, "what is read prints, what is damaged does not", a, b, NULL);
		if (text.len > 0) {
			parse(l, again, buf_slice(&text), forms[i]);
			/* What a name means that nobody knows depends on where it stands (M-5). */
			bool same = has_unshown(m) || (!m->known && b == NULL)
			    ? both_ways(again->m, m)
			    : m->known ? marking_equal(again->m, m)
				       : again->m->level >= m->level && again->m->count >= m->count;
			if (again->mark.state != MARK_READ || !same)
				broken(l, law, a, b, again);
		}
		buf_release(&text);
		free(again);
	}
}

/* --- the laws -------------------------------------------------------------------------------------------------- */

static void
check_order(
    struct laws *l, const struct subject *a, const struct subject *b, const struct subject *c)
{
	if (!marking_dominates(a->m, a->m))
		broken(l, "every marking holds itself", a, NULL, NULL);
	if (both_ways(a->m, b->m) && !same_value(a->m, b->m))
		broken(l, "two that hold each other are the same", a, b, NULL);
	if (marking_equal(a->m, b->m) &&
	    (!both_ways(a->m, b->m) || marking_hash(a->m) != marking_hash(b->m)))
		broken(l, "equal markings hold each other and have one hash", a, b, NULL);
	if (marking_dominates(a->m, b->m) && marking_dominates(b->m, c->m)) {
		l->related++;
		if (!marking_dominates(a->m, c->m))
			broken(l, "what holds is held through", a, b, c);
	}
	if (a->mark.state == MARK_READ && b->mark.state != MARK_READ &&
	    marking_dominates(a->m, b->m))
		broken(l, "nothing that is read holds what is damaged", a, b, NULL);
	bool less = a->m->level < b->m->level && a->m->system == b->m->system;
	if (less && marking_dominates(a->m, b->m) && !a->m->top)
		broken(l, "no lower level holds a higher one", a, b, NULL);
}

static void
check_join(
    struct laws *l, const struct subject *a, const struct subject *b, const struct subject *c)
{
	const struct marking *ab = join(l, a->m, b->m), *ba = join(l, b->m, a->m);
	if (!marking_dominates(ab, a->m) || !marking_dominates(ab, b->m))
		broken(l, "a join holds both", a, b, NULL);
	if (!marking_equal(ab, ba) || marking_hash(ab) != marking_hash(ba))
		broken(l, "a join does not ask who comes first", a, b, NULL);
	if (!marking_equal(join(l, a->m, a->m), a->m))
		broken(l, "a join with itself is itself", a, NULL, NULL);
	if (marking_dominates(c->m, a->m) && marking_dominates(c->m, b->m) &&
	    !marking_dominates(c->m, ab))
		broken(l, "a join is the least that holds both", a, b, c);
	if (marking_dominates(a->m, b->m) && !both_ways(ab, a->m))
		broken(l, "a join with what it holds is itself", a, b, NULL);
	if (!both_ways(join(l, ab, c->m), join(l, a->m, join(l, b->m, c->m))))
		broken(l, "a join of three does not ask for their order", a, b, c);
	if (marking_is_known(ab) && !(marking_is_known(a->m) && marking_is_known(b->m)))
		broken(l, "a join is not known where one of them is not", a, b, NULL);
	if (marking_dominates(a->m, c->m) && !marking_dominates(ab, join(l, c->m, b->m)))
		broken(l, "a join grows with what is joined", a, b, c);
	if (!ab->damaged)
		check_print(l, ab, "a join reads again as itself", a, b);
}

/* The level that stands between slashes, where the scheme has slashes. */
static short
level_standing(const struct scheme *scheme, struct slice text)
{
	short highest = -1;
	text = slice_trim(text);
	if (text.len > 1 && text.ptr[0] == '(' && text.ptr[text.len - 1] == ')')
		text = slice_sub(text, 1, text.len - 1);
	while (text.len > 0 && scheme->grammar == GRAMMAR_SLASHES) {
		struct slice item = slice_split(&text, '/');
		const struct form *form = form_find(&scheme->forms, item);
		if (form != NULL && form->kind == FORM_LEVEL && form->use != FORM_SPACED)
			highest = form->index > highest ? form->index : highest;
	}
	return highest;
}

/* M-8, M-9: whoever may read the mark that was meant, may at best read what became of it. */
static void
check_damage(struct laws *l, const struct subject *a)
{
	struct subject *bad = calloc(1, sizeof *bad);
	unsigned char out[TEXT_MAX];
	assert_non_null(bad);
	parse(l, bad, kit_disguise(&l->kit, slice_of(a->text, a->len), out), a->form);
	l->disguised += bad->mark.state == MARK_DAMAGED;
	if (a->mark.state == MARK_READ && bad->mark.state == MARK_READ &&
	    !marking_dominates(bad->m, a->m))
		broken(l, "a disguise that is read is not lower", a, bad, NULL);
	if (a->mark.state == MARK_READ && bad->m->level < a->m->level)
		broken(l, "a disguise has no lower level", a, bad, NULL);

	parse(l, bad, kit_damage(&l->kit, slice_of(a->text, a->len), out), a->form);
	l->damaged += bad->mark.state == MARK_DAMAGED;
	if (bad->mark.state != MARK_READ && marking_is_known(bad->m))
		broken(l, "what is damaged is not known", a, bad, NULL);
	if (bad->mark.state != MARK_READ && bad->mark.valid)
		broken(l, "what is damaged is not valid", a, bad, NULL);
	if (bad->mark.state == MARK_READ)
		check_print(l, bad->m, "what is read of a damaged text reads again", bad, NULL);
	if (bad->m->level < level_standing(l->kit.scheme, slice_of(bad->text, bad->len)))
		broken(l, "no level that stands in a mark is higher than it", a, bad, NULL);
	for (size_t i = 0; i < POOL; i++) {
		if (bad->mark.state != MARK_READ && l->pool[i].mark.state == MARK_READ &&
		    marking_dominates(l->pool[i].m, bad->m))
			broken(l, "nothing that is read holds a damaged text", &l->pool[i], bad, a);
	}
	free(bad);
}

/* --- all of them ----------------------------------------------------------------------------------------------- */

static void
check_world(struct laws *l)
{
	kit_world(&l->kit);
	for (size_t i = 0; i < POOL; i++) {
		struct slice text = kit_write(&l->kit);
		parse(l, &l->pool[i], text, l->kit.portion ? MARK_PORTION : MARK_BANNER);
		l->read += l->pool[i].mark.state == MARK_READ;
		if (l->pool[i].mark.state == MARK_READ)
			check_print(
			    l, l->pool[i].m, "a mark reads again as itself", &l->pool[i], NULL);
	}
	for (size_t i = 0; i < PAIRS; i++) {
		const struct subject *a = &l->pool[kit_draw(&l->kit, POOL)],
				     *b = &l->pool[kit_draw(&l->kit, POOL)],
				     *c = &l->pool[kit_draw(&l->kit, POOL)];
		check_order(l, a, b, c);
		check_join(l, a, b, c);
		check_damage(l, a);
	}
	arena_release(&l->arena);
}

static void
check_profile(const struct resource *r, const char *profile, size_t pairs, uint64_t seed)
{
	struct scheme *scheme;
	struct laws *l = calloc(1, sizeof *l);
	assert_non_null(l);
	assert_ok(scheme_load(resource_find(r->name), r->name, profile, &scheme, NULL));
	l->kit = (struct marks_kit){ .scheme = scheme, .seed = seed };
	buf_init(&l->kit.text, TEXT_MAX);
	arena_init(&l->arena, (size_t)64 << 20);
	size_t worlds = pairs / PAIRS + 1;
	for (size_t i = 0; i < worlds; i++)
		check_world(l);
	print_message(
	    "%s (%s): %zu pairs, %zu of %zu marks read, %zu related, %zu and %zu damaged\n",
	    scheme_id(scheme), scheme_profile(scheme), worlds * PAIRS, l->read, worlds * POOL,
	    l->related, l->disguised, l->damaged);
	assert_true(l->read > worlds * POOL / 4 && l->related > worlds / 4);
	buf_release(&l->kit.text);
	scheme_free(scheme);
	free(l);
}

/* M-1, M-8, M-9, M-10, M-28 */
TEST(marks_of_every_scheme_keep_the_laws)
{
	const char *only = getenv("SCHEME");
	size_t schemes = 0, wanted = pairs_wanted();
	for (const struct resource *r = resources; r->name != NULL; r++) {
		struct scheme *scheme;
		size_t profiles = 0;
		if (strncmp(r->name, "schemes/", 8) != 0 ||
		    (only != NULL && strncmp(r->name + 8, only, strlen(only)) != 0))
			continue;
		assert_ok(scheme_load(resource_find(r->name), r->name, NULL, &scheme, NULL));
		while (scheme_profiles(scheme)[profiles] != NULL)
			profiles++;
		for (size_t i = 0; i < profiles; i++)
			check_profile(
			    r, scheme_profiles(scheme)[i], wanted / profiles, 20261124 + i);
		scheme_free(scheme);
		schemes++;
	}
	assert_true(schemes > 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(marks_of_every_scheme_keep_the_laws),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
