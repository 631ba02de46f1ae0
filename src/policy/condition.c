#include <assert.h>

#include "policy/condition.h"

_Static_assert(PORTION_KINDS <= 32, "condition.kinds has a bit for every kind");

static bool
has_any(const struct condition *condition, const struct marking *marking)
{
	for (size_t i = 0; marking != NULL && i < condition->token_count; i++)
		if (marking_has(marking, condition->tokens[i]))
			return true;
	return false;
}

static bool
is_within(const struct condition *condition, const struct marking *marking)
{
	return marking != NULL && marking_dominates(condition->marking, marking);
}

/* Captions belong to the message and are never repeated in its paragraphs (5 FAH-2; docs/markings.md), so a portion whose
 * marking was assumed stands under them too. */
static bool
holds(const struct condition *condition, const struct seen *seen)
{
	switch (condition->test) {
	case TEST_KIND:
		return (condition->kinds >> seen->kind & 1) != 0;
	case TEST_WITHIN:
		return is_within(condition, seen->marking);
	case TEST_NOT_WITHIN:
		return !is_within(condition, seen->marking);
	case TEST_AT_LEAST:
		return seen->marking != NULL && marking_level(seen->marking) >= condition->level;
	case TEST_HAS:
		return has_any(condition, seen->marking);
	case TEST_CAPTION:
		return has_any(condition, seen->marking) || has_any(condition, seen->captions);
	case TEST_HEADING:
		return (seen->headings >> condition->bit & 1) != 0;
	case TEST_ALL:
	case TEST_ANY:
	case TEST_NOT:
		break;
	}
	return false;
}

/* The answer of a group from those of its members, which are the last ones. */
static bool
combine(const struct condition *group, const bool *answers)
{
	size_t yes = 0;

	for (size_t i = 0; i < group->members; i++)
		yes += answers[i];
	switch (group->test) {
	case TEST_ALL:
		return yes == group->members;
	case TEST_ANY:
		return yes > 0;
	case TEST_NOT:
		return yes == 0;
	case TEST_KIND:
	case TEST_WITHIN:
	case TEST_NOT_WITHIN:
	case TEST_AT_LEAST:
	case TEST_HAS:
	case TEST_CAPTION:
	case TEST_HEADING:
		break;
	}
	return false;
}

bool
when_matches(const struct when *when, const struct seen *seen)
{
	bool answers[CONDITIONS_MAX];
	size_t count = 0;

	assert(when->count > 0 && when->count <= CONDITIONS_MAX);
	for (size_t i = when->count; i-- > 0;) {
		const struct condition *condition = &when->conditions[i];
		bool answer;
		if (condition->test <= TEST_NOT) {
			assert(condition->members <= count);
			count -= condition->members;
			answer = combine(condition, answers + count);
		} else {
			answer = holds(condition, seen);
		}
		answers[count++] = answer;
	}
	assert(count == 1);
	return answers[0];
}
