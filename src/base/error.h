/*
 * base/error.h -- what went wrong, where, and what to do about it.
 *
 * Idea:   every call that can fail returns a tl_status and takes a struct tl_error last. The message says the
 *         place and the remedy; it is written from constants, names and numbers.
 * Always: the first failure wins and is never overwritten. No byte of a document is ever in a message: %s is
 *         for file names, token names of schemes and rule ids, never for text.
 * Owns:   struct tl_error holds its own text.
 * Fails:  never; each function returns the status it was given, so that `return error_set(...)` reads well.
 */
#ifndef BASE_ERROR_H
#define BASE_ERROR_H

#include "tearline.h"

#define TRY(call)                                                                                  \
	do {                                                                                       \
		tl_status try_status = (call);                                                     \
		if (try_status != TL_OK)                                                           \
			return try_status;                                                         \
	} while (0)

tl_status error_set(struct tl_error *e, tl_status status, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* The same with a place; line and column count from 1, 0 leaves them out. */
tl_status error_at(struct tl_error *e, tl_status status, const char *file, size_t line,
    size_t column, const char *format, ...) __attribute__((format(printf, 6, 7)));

tl_status error_memory(struct tl_error *e);

#endif
