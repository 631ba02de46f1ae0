/*
 * base/late.h -- a shared library that is loaded when it is first needed.
 *
 * Idea:   libxml2 and ICU, with the C++ library behind them, take longer to load than a small document takes to redact,
 *         and a document in ASCII under a shipped policy needs neither. They are bound by the names that the headers
 *         declare, with the types that the headers give them.
 * Always: by soname, where the system's loader finds it, as the program's other libraries; all names or none.
 * Owns:   a loaded library stays until the process ends.
 * Fails:  late_load() returns false where the library or one of the names is not there.
 */
#ifndef BASE_LATE_H
#define BASE_LATE_H

#include <stdbool.h>
#include <stddef.h>

/* Fills `table`, a struct of `count` pointers, one for each name and in their order. */
bool late_load(const char *soname, const char *const *names, size_t count, void *table);

#endif
