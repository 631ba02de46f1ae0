/*
 * base/buf.h -- growing bytes under a ceiling.
 *
 * Idea:   everything that is written (output, manifest, messages) grows in one of these. The ceiling is given
 *         at init, so that no input decides how much memory is used. A failed addition sticks: later additions
 *         do nothing, and buf_check() reports it once, before anybody uses the bytes.
 * Always: len <= capacity <= ceiling. A block that is left behind is wiped first, because it may hold withheld text.
 * Owns:   its bytes; buf_release() wipes and frees them. buf_slice() lives until the next addition.
 * Fails:  buf_check() returns TL_SYSTEM after a failed addition (ceiling reached or no memory).
 */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include <stdint.h>
#include <string.h>

#include "base/error.h"
#include "base/slice.h"

struct buf {
	unsigned char *ptr;
	size_t len;
	size_t capacity;
	size_t ceiling;
	bool failed;
};

void buf_init(struct buf *buf, size_t ceiling);
void buf_release(struct buf *buf);
/* Empties the buffer, wipes what it held and keeps the block for reuse. */
void buf_clear(struct buf *buf);

/* Where there is no room left: grows the block, or fails. */
void buf_add_growing(struct buf *buf, const void *bytes, size_t len);

static inline void
buf_add(struct buf *buf, const void *bytes, size_t len)
{
	if (buf->failed || len == 0)
		return;
	if (len > buf->capacity - buf->len) {
		buf_add_growing(buf, bytes, len);
		return;
	}
	memcpy(buf->ptr + buf->len, bytes, len);
	buf->len += len;
}

static inline void
buf_add_slice(struct buf *buf, struct slice bytes)
{
	buf_add(buf, bytes.ptr, bytes.len);
}

static inline void
buf_add_str(struct buf *buf, const char *text)
{
	buf_add(buf, text, strlen(text));
}

static inline void
buf_add_byte(struct buf *buf, unsigned char byte)
{
	buf_add(buf, &byte, 1);
}

void buf_add_number(struct buf *buf, uint64_t number);
/* Lower-case hexadecimal, two digits a byte. */
void buf_add_hex(struct buf *buf, const unsigned char *bytes, size_t len);

struct slice buf_slice(const struct buf *buf);
tl_status buf_check(const struct buf *buf, struct tl_error *e);

#endif
