/*
 * policy/explain.h -- a decision as a sentence.
 *
 * Idea:   who releases must be able to read why each portion stays or goes, without knowing the program.
 * Always: no text of the document is in it, only its marking, rule ids and words of the policy. The marking may hold
 *         unpublished names: the sentence belongs where the document does, never into an error message.
 * Owns:   nothing; the sentence is added to the caller's buffer.
 * Fails:  only through the buffer.
 */
#ifndef POLICY_EXPLAIN_H
#define POLICY_EXPLAIN_H

#include "policy/policy.h"

/* "kept: (U), under the ceiling U". One line without its end. */
void explain_decision(const struct policy *policy, const struct document *document, size_t index,
    const struct decision *decision, struct buf *out);

#endif
