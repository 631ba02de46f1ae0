/*
 * base/xml_expect.h -- what a RELAX NG schema expects at a place of a tree.
 *
 * Idea:   libxml2 says that a tree is not valid, but hardly why. This reads the schema beside the tree, from the root
 *         down, and finds the first attribute, element, text or value that no rule of the schema foresees, so that the
 *         message can say what was expected. It is asked after a yes too: libxml2 short of memory can find valid what
 *         it could not look at. Our schemas define each name once (no combine), and nest no grammars.
 * Always: it says only what is certain; order and number are left to libxml2. Names come from the schema or are plain
 *         ASCII names of the tree; no value and no text is in a message.
 * Owns:   nothing.
 * Fails:  xml_expect_explain() returns false where it finds nothing to say, and sets nothing.
 */
#ifndef BASE_XML_EXPECT_H
#define BASE_XML_EXPECT_H

#include "base/xml_door.h"

struct _xmlDoc;
struct _xmlNode;

#define XML_EXPECT_MOST 64

/* One attribute or element that a definition foresees. */
struct xml_wanted {
	const struct _xmlNode *pattern;
	const char *name;
	bool required;
};

/* What may stand in an element. */
struct xml_content {
	struct xml_wanted attrs[XML_EXPECT_MOST], elements[XML_EXPECT_MOST];
	size_t attr_count, element_count;
	bool any_attr, any_element, text; /* any: a wildcard, or more than the arrays hold */
};

/* The content of the elements that `node` may be; of the whole document where node is NULL. */
void xml_expect_content(
    const struct _xmlDoc *rules, const struct xml_node *node, struct xml_content *content);

/* Whether the value may be right; true where the schema says it in a way that is not understood here. base/xml_value.c */
bool xml_expect_value(const struct xml_wanted *attr, const char *value);

/* Adds what the attribute allows, in words. base/xml_value.c */
void xml_expect_describe(const struct xml_wanted *attr, struct buf *out);

/* Sets the error for the first surprise in the tree, at its place. base/xml_explain.c */
bool xml_expect_explain(const struct _xmlDoc *rules, const struct xml_node *root, const char *file,
    const struct xml_dialect *dialect, struct tl_error *e);

#endif
