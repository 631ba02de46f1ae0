/*
 * manifest/record_form.h -- the elements of a withheld record, for its writer and its reader.
 *
 * Idea:   one table says which elements there are, in which order their attributes stand and what may follow what, so
 *         that the writer and the reader cannot disagree.
 * Always: attributes are all there, in this order.
 * Owns:   static memory.
 * Fails:  never.
 */
#ifndef MANIFEST_RECORD_FORM_H
#define MANIFEST_RECORD_FORM_H

#include <stdbool.h>
#include <stdint.h>

#define RECORD_NAMESPACE "urn:tearline:record:1"
#define RECORD_ATTRS_MAX 15

enum record_element {
	RECORD_NOTHING = 0,
	RECORD_ROOT,
	RECORD_TOOL,
	RECORD_LIBRARY,
	RECORD_MANIFEST,
	RECORD_SEED,
	RECORD_SOURCE,
	RECORD_SCHEME,
	RECORD_POLICY,
	RECORD_PIECES,
	RECORD_KEPT,
	RECORD_WITHHELD,
	RECORD_WARNING,
	RECORD_ELEMENTS
};

struct record_shape {
	const char *name;
	const char *attrs[RECORD_ATTRS_MAX + 1];
	unsigned char depth; /* the root has 1 */
	uint32_t after;      /* one bit for each element that may stand before it */
};

extern const struct record_shape record_shapes[RECORD_ELEMENTS];

#endif
