/*
 * base/xml_sieve.h -- what is refused before libxml2 sees it.
 *
 * Idea:   the surest way not to be surprised by a parser's handling of a DOCTYPE, a comment, a processing instruction or
 *         a CDATA section is that it never meets one. The sieve knows only where tags and attribute values begin and end,
 *         which is enough to see all four, and to bound the size of a tag (libxml2 2.9 compares each attribute of an
 *         element with each other one, so a tag of a megabyte would take hours).
 * Always: it passes well-formed XML without those four unchanged, whatever the chunks are. It looks at each byte once.
 *         Where comments are allowed they end where XML says (production 15), so that no parser can see another end.
 * Owns:   nothing.
 * Fails:  with the reason as a constant sentence, and the offset of the byte that showed it.
 */
#ifndef BASE_XML_SIEVE_H
#define BASE_XML_SIEVE_H

#include "base/slice.h"

#define XML_MAX_ATTRIBUTES 64
#define XML_MAX_TAG        ((size_t)1 << 20)

enum xml_sieve_state {
	XML_SIEVE_TEXT,
	XML_SIEVE_OPEN, /* behind < */
	XML_SIEVE_BANG, /* behind <! */
	XML_SIEVE_DASH, /* behind <!- */
	XML_SIEVE_COMMENT,
	XML_SIEVE_COMMENT_DASH,   /* in a comment, behind - */
	XML_SIEVE_COMMENT_DASHES, /* in a comment, behind --, where only > may follow */
	XML_SIEVE_TAG,
	XML_SIEVE_DOUBLE, /* in a value, until " */
	XML_SIEVE_SINGLE  /* in a value, until ' */
};

struct xml_sieve {
	enum xml_sieve_state state;
	bool comments; /* are allowed */
	size_t tag_len;
	size_t attributes;
};

/* NULL where the chunk may pass; else what is wrong, and *at says where in the chunk. */
const char *xml_sieve_check(struct xml_sieve *sieve, struct slice chunk, size_t *at);

/* The same for the first bytes of a text: no byte order mark, no NUL, and an XML declaration, where there is one, of
 * version 1.0 and UTF-8 (XML 1.0 §2.8). *len is the length of the declaration, 0 where there is none. `head` holds
 * the first XML_MAX_DECLARATION bytes of the text, or all of it. */
#define XML_MAX_DECLARATION 256
const char *xml_declaration_check(struct slice head, size_t *len);

#endif
