#include "policy/print_when.h"

/* Groups that are open while a list is printed. */
struct open_group {
	const char *joint;
	size_t left; /* members still to come */
	bool first, parentheses;
};

void
kinds_print(uint32_t kinds, const char *last_joint, struct buf *out)
{
	bool first = true;

	for (int kind = 0; kind < PORTION_KINDS; kind++) {
		if ((kinds >> kind & 1) == 0)
			continue;
		uint32_t behind = kinds >> kind >> 1;
		if (!first)
			buf_add_str(out, behind == 0 ? last_joint : ", ");
		buf_add_str(out, portion_kind_name((enum portion_kind)kind));
		first = false;
	}
}

/* "NF OC" as "NF or OC". */
static void
print_words(const char *words, struct buf *out)
{
	struct slice rest = slice_str(words);
	bool first = true;

	while (rest.len > 0) {
		struct slice word = slice_split(&rest, ' ');
		if (word.len == 0)
			continue;
		if (!first)
			buf_add_str(out, " or ");
		buf_add_slice(out, word);
		first = false;
	}
}

static void
print_test(const struct condition *condition, struct buf *out)
{
	switch (condition->test) {
	case TEST_KIND:
		buf_add_str(out, "its kind is ");
		kinds_print(condition->kinds, " or ", out);
		return;
	case TEST_WITHIN:
		buf_add_str(out, "its marking is within ");
		break;
	case TEST_NOT_WITHIN:
		buf_add_str(out, "its marking is not within ");
		break;
	case TEST_AT_LEAST:
		buf_add_str(out, "its level is at least ");
		break;
	case TEST_HAS:
		buf_add_str(out, "its marking has ");
		print_words(condition->text, out);
		return;
	case TEST_CAPTION:
		buf_add_str(out, "it or its message has the caption ");
		print_words(condition->text, out);
		return;
	case TEST_HEADING:
		buf_add_str(out, "its heading contains \"");
		buf_add_str(out, condition->text);
		buf_add_str(out, "\"");
		return;
	case TEST_ALL:
	case TEST_ANY:
	case TEST_NOT:
		return;
	}
	buf_add_str(out, condition->text);
}

static const char *
joint_of(enum test group)
{
	return group == TEST_ANY ? " or " : " and ";
}

/* The list is in reading order: what follows a group are its members. */
void
when_print(const struct when *when, struct buf *out)
{
	struct open_group open[CONDITIONS_MAX];
	size_t depth = 0;

	for (size_t i = 0; i < when->count; i++) {
		const struct condition *condition = &when->conditions[i];
		if (depth > 0) {
			if (!open[depth - 1].first)
				buf_add_str(out, open[depth - 1].joint);
			open[depth - 1].first = false;
			open[depth - 1].left--;
		}
		if (condition->test > TEST_NOT) {
			print_test(condition, out);
		} else if (condition->members == 0) {
			buf_add_str(out, "always");
		} else {
			/* a not has one member, which brings its own parentheses */
			bool parentheses = depth > 0 && condition->test != TEST_NOT;
			buf_add_str(out, condition->test == TEST_NOT ? "not " : "");
			buf_add_str(out, parentheses ? "(" : "");
			open[depth++] = (struct open_group){ joint_of(condition->test),
				condition->members, true, parentheses };
		}
		while (depth > 0 && open[depth - 1].left == 0)
			if (open[--depth].parentheses)
				buf_add_str(out, ")");
	}
}
