/*
 * manifest/text.h -- texts, numbers and hexadecimal as they stand between the quotes of a manifest.
 *
 * Idea:   put and take are each other's inverse: what take accepts, put would have written, byte for byte.
 * Always: a displayed text is valid UTF-8 without control, hidden or reordering characters, so that what a person
 *         sees in a manifest is what stands there.
 * Owns:   nothing.
 * Fails:  false.
 */
#ifndef MANIFEST_TEXT_H
#define MANIFEST_TEXT_H

#include <stdint.h>

#include "base/slice.h"

/* What may stand in a text field; `lines`: line feeds too. */
bool text_is_displayable(struct slice text, bool lines);

/* Writes at *at and moves it. Escaped, at most six bytes for one. */
bool text_put(unsigned char **at, struct slice text, bool lines);
void text_put_number(unsigned char **at, uint64_t number);
void text_put_hex(unsigned char **at, const unsigned char *bytes, size_t len);

/* Reads what stands between the quotes. Where there are escapes the text is decoded at *scratch, which moves. */
bool text_take(struct slice raw, bool lines, unsigned char **scratch, struct slice *out);
bool text_take_number(struct slice raw, uint64_t *out);
bool text_take_hex(struct slice raw, unsigned char *out, size_t len);

/* 2026-11-24T11:08:48Z: RFC 3339 in UTC, whole seconds, no leap second. */
bool text_is_time(struct slice raw);
/* Rule ids divided by one blank; may be empty. */
bool text_is_rules(struct slice raw);

#endif
