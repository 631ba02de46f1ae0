/*
 * marking/alternatives.h -- permissive categories that are sets of readers: who has one of them may read.
 *
 * Idea:   in a policy of XML-SPIF a permissive tag is a list of its own, as REL TO is in another scheme: two lists have in
 *         common what both name. A marking without a category of the tag is read in two ways: that everybody may read it
 *         (X.841, the access decision of a bit set), and that nobody beyond the policy's own may (ADatP-4774.1 §4.4, where
 *         a list that one of two lacks is lost). So it stands below no list and above none.
 * Always: a partial order for each tag: lists by inclusion, "no list" beside them, and above all of these a tag that is
 *         shut, which reaches nobody. It is an upper semilattice, so the join of two markings is one. scheme_lowest() is
 *         everybody's and stands below all.
 * Owns:   nothing.
 * Fails:  never.
 */
#ifndef MARKING_ALTERNATIVES_H
#define MARKING_ALTERNATIVES_H

#include "marking/value.h"

/* In every such tag a may hold what b has. */
bool alternatives_dominate(const struct marking *a, const struct marking *b);
/* The tags, as bits of categories, in which the two reach nobody together. */
uint32_t alternatives_shut(const struct marking *a, const struct marking *b);
/* A control of an alternative: does it last in the join with `other`, in which the tags `shut` are shut? */
bool alternative_lasts(const struct control *control, const struct marking *other, uint32_t shut);

#endif
