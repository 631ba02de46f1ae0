/*
 * base/wire.h -- the data types of SSH (RFC 4251 §5), as much of them as keys and signatures need.
 *
 * Idea:   lengths of four bytes and what they count. What is read is taken off the front of a slice.
 * Always: a length is held against what is there before anything is touched.
 * Owns:   nothing; what is read points into the input.
 * Fails:  reading answers false and leaves *rest where it was; writing fails through the buffer.
 */
#ifndef BASE_WIRE_H
#define BASE_WIRE_H

#include "base/buf.h"

bool wire_number(struct slice *rest, uint32_t *out);
bool wire_string(struct slice *rest, struct slice *out);
/* The next string is this text. */
bool wire_expect(struct slice *rest, const char *text);
/* A positive mpint in its one form, as a number of exactly `size` bytes, the highest first. */
bool wire_mpint(struct slice *rest, unsigned char *out, size_t size);

void wire_add_number(struct buf *out, uint32_t number);
void wire_add_string(struct buf *out, struct slice bytes);
void wire_add_text(struct buf *out, const char *text);
void wire_add_mpint(struct buf *out, const unsigned char *bytes, size_t size);

#endif
