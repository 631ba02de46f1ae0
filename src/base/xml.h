/*
 * base/xml.h -- the XML door: the only way in for policies, schemes, manifests and XML documents.
 *
 * Idea:   libxml2 reads more than XML allows and does more than we want. This door accepts a small, plain XML 1.0:
 *         UTF-8, no DOCTYPE, no comment, processing instruction or CDATA, no NUL, nothing it had to recover from.
 *         Files in other people's formats may hold comments, prefixes and other namespaces (xml_dialect.mixed).
 * Always: everything is checked before the caller sees a node of the finished tree; xml_scan() hands events out as
 *         they come, so its caller acts on them only after it returned TL_OK.
 * Owns:   xml_parse() puts its tree into the caller's arena. Events live during the callback.
 * Fails:  with dialect->status (TL_POLICY for policies and schemes, TL_NO for manifests, TL_DOCUMENT for documents)
 *         and file, line, column; TL_SYSTEM on memory or a failing reader. Never quotes the text.
 */
#ifndef BASE_XML_H
#define BASE_XML_H

#include "base/arena.h"
#include "base/buf.h"

struct xml_attr {
	const char *name; /* local name; attributes with a namespace of their own are refused */
	const char *value;
};

/* The name of an element or attribute of another namespace, in a mixed dialect: no name of XML is like it. */
#define XML_FOREIGN "{other}"

struct xml_node {
	const char *name; /* local name, in the dialect's namespace; XML_FOREIGN */
	const char *text; /* the element's own character data, joined; "" where there is none */
	const struct xml_attr *attrs;
	size_t attr_count;
	size_t line;
	size_t column;
	const struct xml_node *parent, *child, *next;
};

struct xml_dialect {
	const char *namespace_uri; /* of every element */
	bool
	    mixed; /* comments are passed over; elements may have prefixes, and other namespaces: XML_FOREIGN; xml:lang is
		     * called so. No schema */
	const char *schema; /* resource name of a RELAX NG schema, or NULL. xml_parse() only */
	tl_status status;   /* of every refusal */
	size_t max_depth;   /* elements inside each other */
	size_t max_bytes;   /* of the whole text */
};

/* Parses, checks, validates against the schema, and copies the tree into the arena. */
TL_CHECK tl_status xml_parse(struct slice bytes, const char *file,
    const struct xml_dialect *dialect, struct arena *arena, const struct xml_node **root,
    struct tl_error *e);

/* The local name of the root as it stands in the bytes, for choosing a dialect; empty where there is none. It promises
 * nothing: only xml_parse() reads. base/xml_root.c */
struct slice xml_root_name(struct slice bytes);

/* The value of an attribute, NULL where it is absent. */
const char *xml_attr(const struct xml_node *node, const char *name);

/* An element as an event; `attrs` are in document order, the namespace is checked. */
struct xml_event {
	const char *name;
	const struct xml_attr *attrs;
	size_t attr_count;
	size_t depth; /* the root has 1 */
	size_t line;
};

struct xml_visitor {
	void *context;
	tl_status (*start)(void *context, const struct xml_event *event, struct tl_error *e);
	/* Character data; may come in several parts. NULL: any character data but blanks is refused. */
	tl_status (*text)(void *context, struct slice text, struct tl_error *e);
	tl_status (*end)(void *context, const char *name, struct tl_error *e);
};

/* Streams through the reader in constant memory with the same checks (no schema). `raw`, where not NULL, sees
 * every chunk of bytes as read, before it is parsed: the manifest's verifier hashes them. */
TL_CHECK tl_status xml_scan(struct tl_reader reader, const char *file,
    const struct xml_dialect *dialect, const struct xml_visitor *visitor,
    void (*raw)(void *context, struct slice chunk), struct tl_error *e);

/* Text with & < > " and the control characters TAB, LF, CR escaped: fit for an attribute and for content. */
void xml_add_escaped(struct buf *buf, struct slice text);

/* "20914" for 2.9.14: what is running, not what was compiled against. Loads libxml2; "absent" where it is not there. */
const char *xml_library_version(void);

#endif
