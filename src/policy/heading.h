/*
 * policy/heading.h -- under which heading does a portion stand?
 *
 * Idea:   a section is a heading and what follows it until the next heading of the same message. A heading condition
 *         holds in a section whose heading contains its words.
 * Always: letter case, blanks, line breaks and look-alike characters make no difference. Only portions that the reader
 *         took for headings count; a heading that it read as a paragraph opens no section (docs/policy.md says so).
 * Owns:   nothing; folded words are in the caller's arena.
 * Fails:  TL_SYSTEM on memory.
 */
#ifndef POLICY_HEADING_H
#define POLICY_HEADING_H

#include "document/document.h"
#include "policy/policy.h"

/* The words as they are compared; empty where nothing is left of them. */
TL_CHECK tl_status heading_fold(
    struct slice words, struct arena *arena, struct slice *out, struct tl_error *e);

/* Bit n: the text contains the words of heading condition n of the policy. */
TL_CHECK tl_status heading_match(
    const struct policy *policy, struct slice text, uint64_t *out, struct tl_error *e);

/* Moves *headings on by one portion; the caller goes through all portions in order, beginning with 0. */
TL_CHECK tl_status heading_step(const struct policy *policy, const struct document *document,
    size_t index, uint64_t *headings, struct tl_error *e);

#endif
