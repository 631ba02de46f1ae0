/*
 * Marks of every scheme: the first byte says which and in what form, a NUL divides two marks. What is read reads again as
 * itself, what is damaged does not print, and joins are bounds. A mark takes memory in proportion to its length.
 */
#include "fuzz.h"

#define SCHEMES_MAX 32

static struct scheme *schemes[SCHEMES_MAX];
static size_t count;

static void
load_all(void)
{
	for (const struct resource *r = resources; r->name != NULL; r++) {
		if (strncmp(r->name, "schemes/", 8) == 0 && count < SCHEMES_MAX)
			LAW(scheme_load(resource_find(r->name), r->name, NULL, &schemes[count++],
				NULL) == TL_OK);
	}
}

static void
check_print(const struct scheme *scheme, const struct marking *m, struct arena *arena)
{
	static const enum mark_form forms[] = { MARK_PORTION, MARK_BANNER };
	for (size_t i = 0; i < 2; i++) {
		struct buf text;
		struct mark again;
		buf_init(&text, 1 << 20);
		marking_print(m, forms[i], &text);
		LAW(!text.failed && (text.len == 0) == m->damaged);
		LAW(mark_parse(scheme, buf_slice(&text), forms[i], arena, &again, NULL) == TL_OK);
		/* What a longest mark of all prints may be longer than a mark may be. */
		if (!m->damaged && text.len <= 4096)
			LAW(again.state == MARK_READ && marking_dominates(again.marking, m) &&
			    marking_dominates(m, again.marking));
		buf_release(&text);
	}
}

static const struct marking *
check_mark(const struct scheme *scheme, struct slice text, enum mark_form form, struct arena *arena)
{
	struct mark mark;
	LAW(mark_parse(scheme, text, form, arena, &mark, NULL) == TL_OK);
	LAW(mark.marking != NULL && marking_dominates(mark.marking, mark.marking));
	LAW(!mark.valid || mark.state == MARK_READ);
	LAW(mark.state == MARK_READ || !marking_is_known(mark.marking));
	if (mark.state == MARK_READ && form != MARK_LINE)
		check_print(scheme, mark.marking, arena);
	(void)mark_is_plausible(scheme, text);
	(void)mark_may_hide_level(scheme, text);
	(void)mark_line_length(scheme, text);
	(void)mark_is_caption_line(scheme, text);
	return mark.marking;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const enum mark_form forms[] = { MARK_AUTO, MARK_PORTION, MARK_BANNER, MARK_LINE };
	struct arena arena;
	if (count == 0)
		load_all();
	if (size == 0)
		return 0;
	const struct scheme *scheme = schemes[data[0] / 4 % count];
	enum mark_form form = forms[data[0] % 4];
	struct slice rest = slice_of(data + 1, size - 1), first = slice_split(&rest, '\0');
	arena_init(&arena, (size_t)1 << 20);
	const struct marking *a = check_mark(scheme, first, form, &arena);
	const struct marking *b = check_mark(scheme, rest, form, &arena);
	const struct marking *ab = marking_join(&arena, a, b), *ba = marking_join(&arena, b, a);
	LAW(ab != NULL && ba != NULL && marking_equal(ab, ba));
	LAW(marking_dominates(ab, a) && marking_dominates(ab, b));
	if (marking_dominates(a, b))
		LAW(marking_dominates(a, ab) && a->level >= b->level * (a->system == b->system));
	if (ab->known)
		check_print(scheme, ab, &arena);
	arena_release(&arena);
	return 0;
}
