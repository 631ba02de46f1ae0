/*
 * policy/decide.h -- may this portion leave, and if not, why.
 *
 * Idea:   a decision is a pure function of the policy and of what the reader saw. The same two inputs give the same
 *         decision on every machine, so an auditor can replay it.
 * Always: zeroed memory means withhold. No rule lifts the gate. The strongest action wins, so the order of rules in
 *         the file never matters. plan_check() proves it for a whole plan.
 * Owns:   nothing. Pointers lead into the policy and the document and live as long as they do.
 * Fails:  never. What cannot be decided is withheld, and the reason says so. decide.o can neither print, open,
 *         allocate nor ask the time: tests/lint checks its imports.
 */
#ifndef POLICY_DECIDE_H
#define POLICY_DECIDE_H

#include "policy/policy.h"

/* `headings`: the heading conditions that hold where the portion stands (policy/heading.h); 0 where the policy has
 * none. What messages and banners demand beyond a single portion is in policy/decide_document.h. */
struct decision decide_portion(
    const struct policy *policy, const struct document *document, size_t index, uint64_t headings);

/* Its mark, or the one that it inherits, has a form that was right once. */
bool portion_is_legacy(const struct document *document, size_t index);

#endif
