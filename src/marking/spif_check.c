#include "marking/spif.h"
#include "marking/value.h"

/* The rules of the elements that the marking has; no others are looked at. */
struct checker {
	const struct marking *marking;
	struct arena *arena;
	struct mark *mark;
	const struct finding **tail;
	bool memory, error;
};

static void
report(struct checker *c, const char *rule, const char *text, enum severity severity)
{
	struct finding *finding = arena_alloc(c->arena, sizeof *finding);
	if (finding == NULL) {
		c->memory = true;
		return;
	}
	*finding = (struct finding){ .rule = rule, .text = text, .severity = severity };
	c->error = c->error || severity == SEVERITY_ERROR;
	*c->tail = finding;
	c->tail = &finding->next;
}

static bool
holds_group(const struct marking *marking, const struct spif_group *group)
{
	for (size_t i = 0; i < marking->count; i++) {
		short token = marking->controls[i].token;
		if (token >= 0 && spif_group_has(marking->scheme, group, token))
			return true;
	}
	return false;
}

static bool
breaks(const struct marking *marking, const struct spif_rule *rule)
{
	size_t held = 0;
	for (size_t i = 0; i < rule->count; i++)
		held += holds_group(marking, &rule->groups[i]);
	switch (rule->need) {
	case SPIF_BARRED:
		return (rule->barred >> marking->level & 1) != 0;
	case SPIF_EXCLUDES:
		return held > 0;
	case SPIF_NEEDS_ONE:
		return held != 1;
	case SPIF_NEEDS_ANY:
		return held == 0;
	case SPIF_NEEDS_ALL:
		return held != rule->count;
	}
	return true;
}

static void
check_rules(struct checker *c, size_t first, size_t count)
{
	static const char *const ids[] = { [SPIF_BARRED] = "spif-excluded-class",
		[SPIF_EXCLUDES] = "spif-excluded-category",
		[SPIF_NEEDS_ONE] = "spif-required-category",
		[SPIF_NEEDS_ANY] = "spif-required-category",
		[SPIF_NEEDS_ALL] = "spif-required-category" };
	const struct spif *spif = c->marking->scheme->spif;
	for (size_t i = first; i < first + count; i++) {
		if (breaks(c->marking, &spif->rules[i]))
			report(c, ids[spif->rules[i].need], spif->rules[i].text, SEVERITY_ERROR);
	}
}

static void
check_obsolete(struct checker *c, bool obsolete)
{
	if (!obsolete || c->mark->legacy)
		return;
	c->mark->legacy = true;
	report(c, "spif-obsolete", "the policy calls a word of this marking obsolete",
	    SEVERITY_WARNING);
}

static void
check_counts(struct checker *c)
{
	const struct scheme *scheme = c->marking->scheme;
	for (size_t t = 0; t + 1 < scheme->category_count; t++) {
		const struct spif_tag *tag = &scheme->spif->tags[t];
		size_t count = 0;
		for (size_t i = 0; i < c->marking->count; i++)
			count += c->marking->controls[i].category == (short)t;
		if ((tag->most > 0 && count > tag->most) || count < tag->least)
			report(c, "spif-selection",
			    "the policy allows another number of categories of one tag",
			    SEVERITY_ERROR);
	}
}

tl_status
spif_findings(
    const struct marking *marking, struct arena *arena, struct mark *out, struct tl_error *e)
{
	const struct spif *spif = marking->scheme->spif;
	const struct spif_level *level = &spif->levels[marking->level];
	struct checker c = { marking, arena, out, &out->findings, false, false };
	check_obsolete(&c, level->obsolete);
	check_rules(&c, level->first_rule, level->rules);
	for (size_t i = 0; i < marking->count; i++) {
		short token = marking->controls[i].token;
		if (token < 0)
			continue;
		check_obsolete(&c, marking->scheme->tokens[token].legacy);
		check_rules(&c, spif->categories[token].first_rule, spif->categories[token].rules);
	}
	check_counts(&c);
	if (c.memory)
		return error_memory(e);
	out->valid = out->state == MARK_READ && !c.error;
	return TL_OK;
}
