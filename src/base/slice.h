/*
 * base/slice.h -- a run of bytes that somebody else owns.
 *
 * Idea:   document text is bytes with a length. It is never NUL-terminated, and a NUL in it is an error that
 *         the reader reports, not an end.
 * Always: ptr[0..len) is readable; len 0 allows any ptr.
 * Owns:   nothing. A slice lives as long as what it points into.
 * Fails:  never.
 */
#ifndef BASE_SLICE_H
#define BASE_SLICE_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

struct slice {
	const unsigned char *ptr;
	size_t len;
};

static inline struct slice
slice_of(const void *ptr, size_t len)
{
	return (struct slice){ ptr, len };
}

static inline struct slice
slice_str(const char *text)
{
	return (struct slice){ (const unsigned char *)text, strlen(text) };
}

/* The bytes [from, to) of s; the caller keeps from <= to <= s.len. */
static inline struct slice
slice_sub(struct slice s, size_t from, size_t to)
{
	/* C11 §6.5.6: nothing is added to a null pointer, not even 0. */
	return (struct slice){ from == 0 ? s.ptr : s.ptr + from, to - from };
}

static inline bool
slice_equal(struct slice a, struct slice b)
{
	return a.len == b.len && (a.len == 0 || memcmp(a.ptr, b.ptr, a.len) == 0);
}

static inline bool
slice_is(struct slice s, const char *text)
{
	return slice_equal(s, slice_str(text));
}

static inline bool
slice_starts(struct slice s, const char *head)
{
	size_t len = strlen(head);
	return s.len >= len && memcmp(s.ptr, head, len) == 0;
}

/* ASCII letters without their case; every other byte must be equal. */
bool slice_equal_nocase(struct slice a, struct slice b);

/* Without blanks, tabs, CR, LF and form feeds at either end. */
struct slice slice_trim(struct slice s);

/* Cuts the part before the first `separator` off *rest and returns it; the whole rest when there is none. */
struct slice slice_split(struct slice *rest, unsigned char separator);

#endif
