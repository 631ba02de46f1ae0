/*
 * base/large.h -- large tables in large pages.
 *
 * Idea:   the first touch of a page costs more than hashing it, and a table that is looked into at random misses the
 *         processor's address cache. Asked for large pages, the system gives both in one five-hundredth of the steps.
 * Always: an advice only; where the system cannot follow it, nothing changes.
 * Owns:   nothing.
 * Fails:  never.
 */
#ifndef BASE_LARGE_H
#define BASE_LARGE_H

#include <stddef.h>

/* For a block that was just allocated; small ones are left alone. */
void large_advise(void *ptr, size_t len);

#endif
