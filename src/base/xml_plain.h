/*
 * base/xml_plain.h -- the program's own XML files, read without an XML library.
 *
 * Idea:   starting libxml2 takes longer than signing, and nearly every run needs it only for files that are compiled in
 *         and that the tests have sent through the door. They are written plainly: no references, no single quotes.
 * Always: only for bytes of base/resource.h. It understands less than XML and makes nothing up: at the first thing that
 *         is not plain it gives up, and the caller opens the door.
 * Owns:   nothing. An event lives during the callback.
 * Fails:  xml_plain_scan() returns false; what the visitor was told is worth nothing then.
 */
#ifndef BASE_XML_PLAIN_H
#define BASE_XML_PLAIN_H

#include "base/xml.h"
#include "base/xml_sieve.h"

#define XML_PLAIN_TAG 4096

struct xml_plain {
	struct slice bytes;
	size_t at; /* inside a start callback: the offset of the end of the tag */
	const char *namespace_uri;
	const struct xml_visitor *visitor;
	size_t depth;
	struct xml_attr attrs[XML_MAX_ATTRIBUTES];
	size_t attr_count;
	char tag[XML_PLAIN_TAG]; /* the one being read, with a NUL behind each word */
};

bool xml_plain_scan(struct xml_plain *plain);

#endif
