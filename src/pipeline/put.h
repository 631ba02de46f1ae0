/*
 * pipeline/put.h -- answers of the public interface, one event a line.
 *
 * Idea:   struct tl_answer has one function; these name its uses, and remember the first failure.
 * Always: after a failed put nothing more is sent; put_end() reports it.
 * Owns:   nothing.
 * Fails:  put_end() returns TL_SYSTEM where the other side did not take an event.
 */
#ifndef PIPELINE_PUT_H
#define PIPELINE_PUT_H

#include "base/error.h"
#include "base/slice.h"

struct put {
	const struct tl_answer *answer; /* NULL: nobody listens */
	bool failed;
};

void put_row(struct put *put);
void put_text(struct put *put, const char *name, struct slice text);
void put_string(struct put *put, const char *name, const char *text);
void put_number(struct put *put, const char *name, size_t number);
void put_bool(struct put *put, const char *name, bool value);
/* RFC 3339 in UTC, seconds since 1970; a time that cannot be written down is null. */
void put_time(struct put *put, const char *name, int64_t seconds);
void put_null(struct put *put, const char *name);
void put_list(struct put *put, const char *name);
void put_object(struct put *put, const char *name);
void put_close(struct put *put);
TL_CHECK tl_status put_end(const struct put *put, struct tl_error *e);

#endif
