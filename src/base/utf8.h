/*
 * base/utf8.h -- strict UTF-8, one character at a time (RFC 3629 section 4).
 *
 * Idea:   one total step function. Overlong forms, surrogates and values above U+10FFFF are not UTF-8.
 * Always: utf8_next() moves forward by 1 to 4 bytes whatever the bytes are.
 * Owns:   nothing.
 * Fails:  a bad sequence yields UTF8_BAD and moves by one byte.
 */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include <stdint.h>

#include "base/buf.h"
#include "base/slice.h"

#define UTF8_BAD UINT32_MAX

/* The character at *at, which must be < text.len; *at moves behind it. */
uint32_t utf8_next(struct slice text, size_t *at);

/* text.len when all is well, else the offset of the first byte that is not UTF-8. */
size_t utf8_check(struct slice text);

void utf8_add(struct buf *buf, uint32_t character);

#endif
