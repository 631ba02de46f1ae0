/* Every shipped scheme in every profile: M-1, M-10, M-28, M-36, M-37. */
#include "unit.h"

#include "base/resource.h"
#include "marking/value.h"

#define MARKS_MAX 4096

struct marks {
	const struct scheme *scheme;
	struct arena arena;
	const struct marking *list[MARKS_MAX];
	size_t count;
};

static void
print(const struct marking *marking, enum mark_form form, struct buf *out)
{
	buf_init(out, 1 << 16);
	marking_print(marking, form, out);
	assert_false(out->failed);
}

/* What a marking prints reads again as the same one, clean of everything but what its rules say. */
static void
assert_reads_again(struct marks *m, const struct marking *marking)
{
	static const enum mark_form forms[] = { MARK_PORTION, MARK_BANNER, MARK_FIELDS };
	for (size_t i = 0; i < (m->scheme->field_count > 0 ? 3 : 2); i++) {
		struct buf text;
		struct mark mark;
		print(marking, forms[i], &text);
		assert_ok(
		    mark_parse(m->scheme, buf_slice(&text), forms[i], &m->arena, &mark, NULL));
		if (mark.state != MARK_READ || !marking_dominates(mark.marking, marking) ||
		    !marking_dominates(marking, mark.marking))
			fail_msg("%s (%s): %.*s does not read again as itself", m->scheme->id,
			    scheme_profile(m->scheme), (int)text.len, (const char *)text.ptr);
		buf_release(&text);
	}
}

static void
add(struct marks *m, const char *text, size_t len)
{
	struct mark mark;
	assert_ok(mark_parse(m->scheme, slice_of(text, len), MARK_BANNER, &m->arena, &mark, NULL));
	if (mark.state != MARK_READ)
		fail_msg("%s: %.*s is not read", m->scheme->id, (int)len, text);
	assert_true(m->count < MARKS_MAX);
	m->list[m->count++] = mark.marking;
}

/* A level and one control, in the form of a banner. */
static void
add_with(struct marks *m, const struct level *level, const struct token *token)
{
	static const char *const dividers[] = { " - ", " ", "//", " [", ", " };
	const struct scheme *scheme = m->scheme;
	const struct category *category = &scheme->categories[token->category];
	bool words = scheme->grammar == GRAMMAR_WORDS;
	struct buf text;
	if (token->digits > 0 || category->unshown)
		return;
	buf_init(&text, 4096);
	buf_add_str(&text, level->banner);
	buf_add_str(&text, words ? dividers[category->divider] : "//");
	if (token->parent >= 0) {
		buf_add_str(&text, scheme->tokens[token->parent].banner);
		buf_add_byte(&text, '-');
	}
	if (token->list_before)
		buf_add_str(&text, "USA/GBR ");
	buf_add_str(&text, token->banner);
	if (token->shape == SHAPE_LIST && !token->list_before)
		buf_add_str(&text,
		    token->list == LIST_RELEASE && scheme->codes.home >= 0 && !words ? " USA, GBR"
										     : " GBR");
	if (token->shape == SHAPE_NAME)
		buf_add_str(&text, " JO BLOGGS");
	if (token->shape == SHAPE_PROGRAMS)
		buf_add_str(&text, "-BUTTER");
	if (token->numbers > 0)
		buf_add_str(&text, " 14");
	if (words && category->divider == DIVIDER_BRACKETS)
		buf_add_byte(&text, ']');
	add(m, (const char *)text.ptr, text.len);
	buf_release(&text);
}

static void
fill(struct marks *m)
{
	const struct scheme *scheme = m->scheme;
	const struct level *top = &scheme->levels[scheme->level_count - 1];
	for (size_t i = 0; i < scheme->level_count; i++) {
		if (!scheme->levels[i].foreign)
			add(m, scheme->levels[i].banner, strlen(scheme->levels[i].banner));
	}
	for (size_t i = 0; i < scheme->head_count; i++) {
		struct buf text;
		if (scheme->heads[i].banner == NULL)
			continue;
		buf_init(&text, 256);
		buf_add_str(&text, scheme->grammar == GRAMMAR_WORDS ? "" : "//");
		buf_add_str(&text, scheme->heads[i].banner);
		add(m, (const char *)text.ptr, text.len);
		buf_release(&text);
	}
	for (size_t i = 0; i < scheme->token_count; i++)
		add_with(m, top, &scheme->tokens[i]);
}

static void
assert_laws(struct marks *m)
{
	for (size_t i = 0; i < m->count; i++) {
		assert_reads_again(m, m->list[i]);
		assert_true(marking_dominates(m->list[i], m->list[i]));
	}
	for (size_t i = 0; i < m->count; i++) {
		for (size_t k = i % 7; k < m->count; k += 7) {
			const struct marking *sum = marking_join(&m->arena, m->list[i], m->list[k]);
			assert_non_null(sum);
			assert_true(marking_dominates(sum, m->list[i]));
			assert_true(marking_dominates(sum, m->list[k]));
			if (marking_dominates(m->list[i], m->list[k]))
				assert_true(marking_dominates(m->list[i], sum));
			if (!sum->damaged)
				assert_reads_again(m, sum);
		}
	}
}

/* M-1, M-10, M-28 */
TEST(what_any_scheme_writes_reads_again_as_itself)
{
	size_t count = 0;
	for (const struct resource *r = resources; r->name != NULL; r++) {
		struct scheme *scheme;
		if (strncmp(r->name, "schemes/", 8) != 0)
			continue;
		assert_ok(scheme_load(resource_find(r->name), r->name, NULL, &scheme, NULL));
		for (const char *const *p = scheme_profiles(scheme); *p != NULL; p++) {
			struct scheme *other;
			static struct marks m;
			assert_ok(scheme_load_shipped(scheme_id(scheme), *p, &other, NULL));
			m = (struct marks){ .scheme = other };
			arena_init(&m.arena, (size_t)64 << 20);
			fill(&m);
			assert_laws(&m);
			count += m.count;
			arena_release(&m.arena);
			scheme_free(other);
		}
		scheme_free(scheme);
	}
	print_message("%zu marks\n", count);
	assert_true(count > 600);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_any_scheme_writes_reads_again_as_itself),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
