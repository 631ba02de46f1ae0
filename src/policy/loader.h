/*
 * policy/loader.h -- what the parts of the loader share.
 *
 * Idea:   the schema has accepted the tree before any of this runs; what is left to check is what a schema cannot know:
 *         tokens, markings, kinds, ids, and what this version cannot carry out.
 * Always: a value that is not understood is an error, never a default.
 * Owns:   nothing; everything made goes into the policy's arena.
 * Fails:  TL_POLICY with file, line, column and what was expected; TL_SYSTEM on memory.
 */
#ifndef POLICY_LOADER_H
#define POLICY_LOADER_H

#include "base/xml.h"
#include "policy/compiled.h"

struct loader {
	struct policy *policy;
	const char *file;
};

/* The child of that name; NULL where there is none. */
const struct xml_node *child_named(const struct xml_node *node, const char *name);

/* A copy in the arena of words that people will read: trimmed, not empty, no control or hidden character (they could
 * make the text say something else), at most `most` bytes. `what` names them in messages. */
TL_CHECK tl_status load_words(const struct loader *l, const struct xml_node *node, const char *what,
    const char *words, size_t most, const char **out, struct tl_error *e);

/* An attribute as a marking of the scheme, valid and without unknown tokens. */
TL_CHECK tl_status load_marking(const struct loader *l, const struct xml_node *node,
    const char *attr, const struct marking **out, struct tl_error *e);

/* A list of portion kinds divided by blanks, as bits. */
TL_CHECK tl_status load_kinds(
    const struct loader *l, const struct xml_node *node, uint32_t *out, struct tl_error *e);

/* <reading>, <present>, <recheck>, <manifest>; node may be NULL: the strict defaults. load_reading.c, load_present.c */
TL_CHECK tl_status load_reading(
    const struct loader *l, const struct xml_node *node, struct tl_error *e);
TL_CHECK tl_status load_present(
    const struct loader *l, const struct xml_node *node, struct tl_error *e);
TL_CHECK tl_status load_recheck(
    const struct loader *l, const struct xml_node *node, struct tl_error *e);
TL_CHECK tl_status load_manifest(
    const struct loader *l, const struct xml_node *node, struct tl_error *e);

/* All <downgrade>, <refuse> and <withhold> under the root. load_rules.c */
TL_CHECK tl_status load_rules(
    const struct loader *l, const struct xml_node *root, struct tl_error *e);

/* Compiles one <when>. when.c */
TL_CHECK tl_status load_when(
    const struct loader *l, const struct xml_node *node, struct when *out, struct tl_error *e);

#endif
