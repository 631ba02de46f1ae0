#include "marking/pattern.h"

static bool
is_blank(unsigned char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\f';
}

static bool
is_digit(unsigned char c)
{
	return c >= '0' && c <= '9';
}

static unsigned char
upper(unsigned char c)
{
	return c >= 'a' && c <= 'z' ? (unsigned char)(c - 'a' + 'A') : c;
}

/* A number of `least` to `most` digits at *at that lies between the bounds. */
static bool
number(struct slice text, size_t *at, size_t least, size_t most, unsigned from, unsigned to)
{
	unsigned value = 0;
	size_t digits = 0;
	for (; digits < most && *at < text.len && is_digit(text.ptr[*at]); digits++, ++*at)
		value = value * 10 + (unsigned)(text.ptr[*at] - '0');
	return digits >= least && value >= from && value <= to;
}

static bool
sign(struct slice text, size_t *at, unsigned char c)
{
	if (*at >= text.len || text.ptr[*at] != c)
		return false;
	++*at;
	return true;
}

static bool
year(struct slice text, size_t *at)
{
	size_t from = *at;
	if (number(text, at, 4, 4, 1900, 2199))
		return true;
	*at = from;
	return number(text, at, 2, 2, 0, 99);
}

/* What stands between braces at *at. */
static bool
in_braces(struct slice name, struct slice text, size_t *at)
{
	if (slice_is(name, "ymd"))
		return number(text, at, 4, 4, 1900, 2199) && number(text, at, 2, 2, 1, 12) &&
		    number(text, at, 2, 2, 1, 31);
	if (slice_is(name, "m/d/y"))
		return number(text, at, 1, 2, 1, 12) && sign(text, at, '/') &&
		    number(text, at, 1, 2, 1, 31) && sign(text, at, '/') && year(text, at);
	unsigned char c = *at < text.len ? upper(text.ptr[*at]) : 0;
	++*at;
	return c >= upper(name.ptr[0]) && c <= upper(name.ptr[2]);
}

/* The element at *p, which moves behind it; so does *at where it matches. */
static bool
element(struct slice pattern, size_t *p, struct slice text, size_t *at)
{
	unsigned char want = pattern.ptr[(*p)++];
	if (want == '{') {
		size_t from = *p;
		while (pattern.ptr[*p] != '}')
			++*p;
		return in_braces(slice_sub(pattern, from, (*p)++), text, at);
	}
	if (want == ' ' || want == '_') {
		size_t from = *at;
		while (*at < text.len && is_blank(text.ptr[*at]))
			++*at;
		return want == '_' || *at > from;
	}
	if (*at >= text.len)
		return false;
	unsigned char c = text.ptr[(*at)++];
	return want == '#' ? is_digit(c) : upper(c) == upper(want);
}

/* The part of the pattern from *p to its end or its '*'. */
static bool
run(struct slice pattern, size_t *p, struct slice text, size_t *at)
{
	while (*p < pattern.len && pattern.ptr[*p] != '*')
		if (!element(pattern, p, text, at))
			return false;
	return true;
}

/* Where in the text one of the patterns can end that begins at `at`: SIZE_MAX where none matches. `whole`: only the end. */
static size_t
one_end(struct slice pattern, struct slice text, size_t at, bool whole)
{
	size_t p = 0;
	if (!run(pattern, &p, text, &at))
		return SIZE_MAX;
	if (p == pattern.len)
		return !whole || at == text.len ? at : SIZE_MAX;
	size_t behind = p + 1;
	if (behind == pattern.len)
		return at < text.len ? text.len : SIZE_MAX;
	for (at++; at < text.len; at++) {
		size_t end = at;
		p = behind;
		if (run(pattern, &p, text, &end) && end == text.len)
			return end;
	}
	return SIZE_MAX;
}

/* The longest of the alternatives; SIZE_MAX: none. */
static size_t
any_end(struct slice patterns, struct slice text, size_t at, bool whole)
{
	size_t best = SIZE_MAX;
	while (patterns.len > 0) {
		size_t end = one_end(slice_split(&patterns, '|'), text, at, whole);
		if (end != SIZE_MAX && (best == SIZE_MAX || end > best))
			best = end;
	}
	return best;
}

bool
pattern_matches(struct slice pattern, struct slice more, struct slice text)
{
	if (text.len > PATTERN_TEXT_MAX)
		return false;
	if (any_end(pattern, text, 0, true) != SIZE_MAX)
		return true;
	size_t at = more.len == 0 ? SIZE_MAX : any_end(pattern, text, 0, false);
	while (at != SIZE_MAX && at < text.len) {
		size_t end = any_end(more, text, at, false);
		at = end == at ? SIZE_MAX : end;
	}
	return at == text.len;
}

size_t
pattern_head(struct slice pattern, struct slice text)
{
	size_t end = any_end(pattern, text, 0, false);
	return end == SIZE_MAX ? 0 : end;
}

static bool
brace_is_sound(struct slice name)
{
	return slice_is(name, "ymd") || slice_is(name, "m/d/y") ||
	    (name.len == 3 && name.ptr[1] == '-' && upper(name.ptr[0]) >= 'A' &&
		upper(name.ptr[0]) <= upper(name.ptr[2]) && upper(name.ptr[2]) <= 'Z');
}

static bool
one_is_sound(struct slice pattern)
{
	size_t stars = 0;
	for (size_t i = 0; i < pattern.len; i++) {
		stars += pattern.ptr[i] == '*';
		if (pattern.ptr[i] == '}')
			return false;
		if (pattern.ptr[i] != '{')
			continue;
		size_t end = i + 1;
		while (end < pattern.len && pattern.ptr[end] != '}')
			end++;
		if (end == pattern.len || !brace_is_sound(slice_sub(pattern, i + 1, end)))
			return false;
		i = end;
	}
	return stars <= 1 && pattern.len > 0;
}

bool
pattern_is_sound(struct slice pattern)
{
	bool sound = pattern.len > 0 && pattern.ptr[pattern.len - 1] != '|';
	while (sound && pattern.len > 0)
		sound = one_is_sound(slice_split(&pattern, '|'));
	return sound;
}
