#include "format/prefix.h"
#include "format/phrase.h"

static const unsigned max_digits = 5;
/* "(S//REL TO USA, ...)" with every country of a coalition. */
static const size_t longest_mark = 320;

static struct slice
view_slice(const struct view *view)
{
	return slice_of(view->text, view->len);
}

size_t
mark_length_at(const struct view *view, size_t at, const struct scheme *scheme)
{
	if (at >= view->len || view->text[at] != '(')
		return 0;
	size_t limit = view->len - at < longest_mark ? view->len : at + longest_mark;
	for (size_t i = at + 1; i < limit; i++) {
		if (view->text[i] == '(')
			return 0;
		if (view->text[i] == ')')
			return mark_is_plausible(scheme, slice_sub(view_slice(view), at, i + 1))
			    ? i + 1 - at
			    : 0;
	}
	return 0;
}

static struct prefix
prefix_made(const struct view *view, enum prefix_type type, uint32_t value, size_t digits,
    size_t count, size_t end)
{
	return (struct prefix){ .type = type,
		.value = value,
		.digits = digits,
		.count = count,
		.end = skip_blanks(view_slice(view), end) };
}

static const struct prefix none = { .type = PREFIX_NONE };

/* "3." "3)" "¶3" "3 (C)" "3(C)" "3a." -- but not "3.5", "1986 was", "30 people". */
static struct prefix
number_prefix(const struct view *view, const struct scheme *scheme)
{
	struct slice s = view_slice(view);
	bool pilcrow = s.ptr[0] == VIEW_PILCROW;
	size_t first = skip_blanks(s, pilcrow ? 1 : 0), at = first;
	uint32_t value = 0;

	for (; at < s.len && byte_is_digit(s.ptr[at]) && at - first < max_digits; at++)
		value = value * 10 + (uint32_t)(s.ptr[at] - '0');
	size_t count = at - first;
	if (count == 0 || (at < s.len && byte_is_digit(s.ptr[at])))
		return none;
	if (at + 1 < s.len && byte_is_letter(s.ptr[at]) && s.ptr[at + 1] == '.')
		at++;
	unsigned char next = at < s.len ? s.ptr[at] : ' ';
	unsigned char after = at + 1 < s.len ? s.ptr[at + 1] : ' ';
	if (next == ')' && !pilcrow)
		return prefix_made(view, PREFIX_DIGIT_PAREN, value, first, count, at + 1);
	if ((next == '.' || next == ':' || next == ')') && !byte_is_digit(after))
		return prefix_made(view, PREFIX_NUMBER, value, first, count, at + 1);
	size_t mark = skip_blanks(s, at);
	if (pilcrow || mark_length_at(view, mark, scheme) > 0)
		return prefix_made(view, PREFIX_NUMBER, value, first, count, at);
	return none;
}

static bool
is_roman(struct slice s)
{
	for (size_t i = 0; i < s.len; i++)
		if (s.ptr[i] != 'i' && s.ptr[i] != 'v' && s.ptr[i] != 'x')
			return false;
	return s.len > 1;
}

static uint32_t
letter_value(unsigned char letter)
{
	return (uint32_t)((letter | 0x20) - 'a') + 1;
}

/* "(a)" "(A)" "(12)" "(iv)"; whether a capital is a mark is not decided here. */
static struct prefix
paren_prefix(const struct view *view)
{
	struct slice s = view_slice(view);
	size_t end = 1;

	while (end < s.len && end < 6 && s.ptr[end] != ')')
		end++;
	if (end >= s.len || s.ptr[end] != ')')
		return none;
	struct slice inside = slice_sub(s, 1, end);
	if (inside.len == 1 && byte_is_letter(inside.ptr[0]))
		return prefix_made(view,
		    byte_is_upper(inside.ptr[0]) ? PREFIX_PAREN_CAPITAL : PREFIX_PAREN_LETTER,
		    letter_value(inside.ptr[0]), 0, 0, end + 1);
	if (is_roman(inside))
		return prefix_made(view, PREFIX_PAREN_ROMAN, 0, 0, 0, end + 1);
	uint32_t value = 0;
	for (size_t i = 0; i < inside.len; i++) {
		if (!byte_is_digit(inside.ptr[i]))
			return none;
		value = value * 10 + (uint32_t)(inside.ptr[i] - '0');
	}
	if (inside.len == 0 || inside.len > 3)
		return none;
	return prefix_made(view, PREFIX_PAREN_DIGIT, value, 0, 0, end + 1);
}

static struct prefix
letter_prefix(const struct view *view)
{
	struct slice s = view_slice(view);
	bool ends = s.len == 2 || (s.len > 2 && (byte_is_blank(s.ptr[2]) || s.ptr[2] == '('));
	if (s.len < 2 || !ends || (s.ptr[1] != '.' && s.ptr[1] != ')'))
		return none;
	bool capital = byte_is_upper(s.ptr[0]), dot = s.ptr[1] == '.';
	enum prefix_type type = dot ? (capital ? PREFIX_CAPITAL_DOT : PREFIX_LETTER_DOT)
				    : (capital ? PREFIX_CAPITAL_PAREN : PREFIX_LETTER_PAREN);
	return prefix_made(view, type, letter_value(s.ptr[0]), 0, 0, 2);
}

static struct prefix
bullet_prefix(const struct view *view)
{
	struct slice s = view_slice(view);
	size_t at = 0;

	if (s.ptr[0] != '-') {
		bool bullet = s.len > 1 && byte_is_blank(s.ptr[1]);
		return bullet ? prefix_made(view, PREFIX_BULLET, 0, 0, 0, 1) : none;
	}
	while (at < s.len && s.ptr[at] == '-')
		at++;
	if (at > 3 || byte_is_digit(at < s.len ? s.ptr[at] : ' '))
		return none;
	return prefix_made(view, at == 1 ? PREFIX_DASH : PREFIX_DASHES, 0, 0, 0, at);
}

struct prefix
prefix_of(const struct view *view, const struct scheme *scheme)
{
	if (view->len == 0)
		return none;
	unsigned char first = view->text[0];
	if (byte_is_digit(first) || first == VIEW_PILCROW)
		return number_prefix(view, scheme);
	if (first == '(')
		return paren_prefix(view);
	if (byte_is_letter(first))
		return letter_prefix(view);
	if (first == '-' || first == '*')
		return bullet_prefix(view);
	return none;
}
