/*
 * base/xml_rng.h -- reading a RELAX NG schema's own XML.
 *
 * Idea:   the few questions that base/xml_expect.h asks of a pattern: its kind, its name, its text, its definition.
 * Always: the schema is one of the program's own (base/resource.h), read by libxml2 into a tree.
 * Owns:   nothing; names live as long as the tree.
 * Fails:  NULL where there is nothing to find.
 */
#ifndef BASE_XML_RNG_H
#define BASE_XML_RNG_H

#include <stdbool.h>

struct _xmlDoc;
struct _xmlNode;

bool rng_is(const struct _xmlNode *node, const char *name);
const struct _xmlNode *rng_root(const struct _xmlDoc *rules);

/* An attribute of the schema's own XML. */
const char *rng_property(const struct _xmlNode *node, const char *name);

/* "" where there is none. */
const char *rng_text(const struct _xmlNode *node);

/* name="x", or <name>x</name>; NULL for anyName and nsName. */
const char *rng_name(const struct _xmlNode *pattern);

const struct _xmlNode *rng_definition(const struct _xmlNode *grammar, const char *name);

/* The first pattern in `node` that is not its name; a reference is followed to its definition. */
const struct _xmlNode *rng_inner(const struct _xmlNode *node);

#endif
