#include "marking/alternatives.h"

static bool
has(const struct marking *marking, const struct control *control)
{
	for (size_t i = 0; i < marking->count; i++) {
		if (control_compare(&marking->controls[i], control) == 0)
			return true;
	}
	return false;
}

/* How many categories of the tag a has, and how many of them b has too. */
static size_t
count(const struct marking *a, const struct marking *b, size_t tag, size_t *common)
{
	size_t all = 0;
	*common = 0;
	for (size_t i = 0; i < a->count; i++) {
		if (a->controls[i].category != (short)tag)
			continue;
		all++;
		*common += has(b, &a->controls[i]);
	}
	return all;
}

static bool
is_shut(const struct marking *marking, size_t tag)
{
	return (marking->shut >> tag & 1) != 0;
}

static bool
tag_dominates(const struct marking *a, const struct marking *b, size_t tag)
{
	size_t common, in_b;
	if (b->release.everybody)
		return true;
	if (is_shut(a, tag) || is_shut(b, tag))
		return is_shut(a, tag);
	size_t in_a = count(a, b, tag, &common);
	bool within = common == in_a;
	in_b = count(b, a, tag, &common);
	return within && (in_a == 0) == (in_b == 0);
}

bool
alternatives_dominate(const struct marking *a, const struct marking *b)
{
	const struct scheme *scheme = a->scheme;
	for (size_t tag = 0; scheme->spif != NULL && tag < scheme->category_count; tag++) {
		if (scheme->categories[tag].alternatives && !tag_dominates(a, b, tag))
			return false;
	}
	return true;
}

uint32_t
alternatives_shut(const struct marking *a, const struct marking *b)
{
	const struct scheme *scheme = a->scheme;
	uint32_t shut = a->shut | b->shut;
	bool open = a->release.everybody || b->release.everybody;
	for (size_t tag = 0; !open && tag < scheme->category_count; tag++) {
		size_t common, back;
		if (!scheme->categories[tag].alternatives)
			continue;
		size_t in_a = count(a, b, tag, &common);
		if (common == 0 && (in_a > 0 || count(b, a, tag, &back) > 0))
			shut |= (uint32_t)1 << tag;
	}
	return shut;
}

bool
alternative_lasts(const struct control *control, const struct marking *other, uint32_t shut)
{
	return (shut >> control->category & 1) == 0 &&
	    (other->release.everybody || has(other, control));
}
