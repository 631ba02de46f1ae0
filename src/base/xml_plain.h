/*
 * base/xml_plain.h -- the program's own XML files, read without an XML library.
 *
 * Idea:   starting libxml2 takes longer than signing, and nearly every run needs it only for files that are compiled in
 *         and that the tests have sent through the door. They are written plainly: no references, no single quotes.
 * Always: only for bytes of base/resource.h. It understands less than XML and makes nothing up: at the first thing that
 *         is not plain it gives up, and the caller opens the door.
 *         Text of blanks alone is left out.
 * Owns:   nothing. It writes a NUL behind each word of the caller's copy; words live as long as that.
 * Fails:  xml_plain_scan() returns false; what the visitor was told is worth nothing then.
 */
#ifndef BASE_XML_PLAIN_H
#define BASE_XML_PLAIN_H

#include "base/xml.h"
#include "base/xml_sieve.h"

struct xml_plain {
	char *text; /* a copy of the file, with a NUL behind it */
	size_t len;
	size_t at; /* inside a start callback: the offset of the end of the tag */
	const char *namespace_uri;
	const struct xml_visitor *visitor;
	size_t depth;
	struct xml_attr attrs[XML_MAX_ATTRIBUTES];
	size_t attr_count;
};

bool xml_plain_scan(struct xml_plain *plain);

#endif
