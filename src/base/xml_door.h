/*
 * base/xml_door.h -- one guarded push parser, behind xml_parse() and xml_scan().
 *
 * Idea:   both entrances of the XML door feed the same parser with the same guards, so that there is one place to
 *         review. Guards stand before libxml2 (NUL, UTF-8, declaration, sieve), in its callbacks, and behind it (its
 *         own verdict: well-formed, namespaces well-formed, no error at all).
 * Always: nothing is accepted before xml_door_close() returned TL_OK. libxml2 prints nothing, opens nothing, and
 *         its messages, which quote the text, are never used.
 * Owns:   the parser and one buffer for attribute values; xml_door_release() wipes the buffer.
 * Fails:  as base/xml.h says. The first refusal sticks; the parser is stopped and no further callback is made.
 */
#ifndef BASE_XML_DOOR_H
#define BASE_XML_DOOR_H

#include "base/xml.h"
#include "base/xml_sieve.h"

struct _xmlError;
struct _xmlParserCtxt;
struct xml_library;

struct xml_place {
	size_t line;
	size_t column; /* 0: not known */
};

struct xml_door {
	const struct xml_dialect *dialect;
	const char *file;
	const struct xml_visitor *visitor;
	struct tl_error *e;
	const struct xml_library *xml;
	struct _xmlParserCtxt *parser;
	tl_status status; /* the first refusal */
	struct xml_sieve sieve;
	size_t fed;   /* bytes */
	size_t depth; /* elements open */
	bool rooted;  /* a root was seen */
	struct xml_attr attrs[XML_MAX_ATTRIBUTES];
	char *values; /* of attrs, each with a NUL; reused for every element */
	size_t values_size;
	/* The thread's own handler of libxml2, put back on release. */
	void (*handler)(void *context, struct _xmlError *error);
	void *handler_context;
};

TL_CHECK tl_status xml_door_init(struct xml_door *door, const char *file,
    const struct xml_dialect *dialect, const struct xml_visitor *visitor, struct tl_error *e);
void xml_door_release(struct xml_door *door);

/* The first call must bring XML_MAX_DECLARATION bytes, or all there are. *used is less than bytes.len where the
 * bytes end inside a UTF-8 sequence; the caller brings the rest again with what follows. `last`: nothing follows. */
TL_CHECK tl_status xml_door_feed(
    struct xml_door *door, struct slice bytes, bool last, size_t *used);
TL_CHECK tl_status xml_door_close(struct xml_door *door);

/* Bytes the parser has taken so far: inside a start callback, the offset of the end of the tag. */
size_t xml_door_offset(const struct xml_door *door);

/* Refuses the text; `what` is a constant sentence. Returns the status. */
tl_status xml_door_refuse(struct xml_door *door, struct xml_place place, const char *what);

/* Where the parser stands. */
struct xml_place xml_door_place(const struct xml_door *door);

/* The words for a libxml2 error code. base/xml_words.c */
const char *xml_words(int code);

/* Validates the tree; names are in messages unless the dialect is a document's. base/xml_schema.c */
TL_CHECK tl_status xml_schema_check(const struct xml_node *root, const char *file,
    const struct xml_dialect *dialect, struct tl_error *e);

#endif
