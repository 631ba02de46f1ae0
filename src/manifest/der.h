/*
 * manifest/der.h -- the distinguished encoding rules, as much of them as a seal needs (X.690 §8, §10, §11).
 *
 * Idea:   the writer knows one way to write a value, the reader accepts that way only. A seal that was read is
 *         written again and compared, so that the two cannot disagree unseen.
 * Always: tags of one byte; definite lengths in the fewest bytes. No recursion: the caller opens and closes.
 * Owns:   nothing; what is read is a slice of the input.
 * Fails:  the writer through its buffer; the reader says why, and leaves *rest where it was.
 */
#ifndef MANIFEST_DER_H
#define MANIFEST_DER_H

#include "base/buf.h"

#define DER_INTEGER      0x02
#define DER_OCTETS       0x04
#define DER_NULL         0x05
#define DER_OID          0x06
#define DER_UTC_TIME     0x17
#define DER_GENERAL_TIME 0x18
#define DER_SEQUENCE     0x30
#define DER_SET          0x31
/* Constructed, context-specific: [0], [1], … */
#define DER_CONTEXT(n) ((unsigned char)(0xa0 + (n)))

/* More than any seal needs; SET OFs are sorted in place. */
#define DER_SET_MAX 64

/* A constructed value: der_open(), its content, der_close() with what der_open() returned. */
size_t der_open(struct buf *out, unsigned char tag);
void der_close(struct buf *out, size_t open);
/* The same for a SET OF: puts the elements in the order of X.690 §11.6. The buffer fails at more than DER_SET_MAX. */
void der_close_sorted(struct buf *out, size_t open);

void der_add(struct buf *out, unsigned char tag, struct slice content);
/* INTEGER of 0 to 127. */
void der_add_small(struct buf *out, unsigned char number);
/* The Time of RFC 5652 §11.3, seconds since 1970: UTCTime from 1950 to 2049, else GeneralizedTime. The buffer fails
 * outside of the years 1 to 9999. */
void der_add_time(struct buf *out, int64_t seconds);

enum der_answer {
	DER_BAD,       /* cut short, or another tag than asked for */
	DER_READ,      /* *rest has moved behind the value */
	DER_ENDED,     /* nothing is left */
	DER_BAD_LENGTH /* indefinite, or longer than need be: BER, not DER */
};

/* The next value: its content, or (der_next_whole) with tag and length. */
enum der_answer der_next(struct slice *rest, unsigned char tag, struct slice *content);
enum der_answer der_next_whole(struct slice *rest, unsigned char tag, struct slice *whole);

/* Whether `tag` comes next. */
bool der_is_next(struct slice rest, unsigned char tag);

/* A whole Time as der_add_time() writes it, and in no other form. */
bool der_read_time(struct slice whole, int64_t *seconds);

#endif
