/*
 * policy/decide_document.h -- decides every portion, then what only a whole message can tell.
 *
 * Idea:   a banner that is missing, lower than one of its portions or higher than all of them says something that no
 *         single portion says: a marking is wrong, or the portions together are more than each of them (compilation,
 *         CAPCO 2016 §C). The policy says what then happens to the message.
 * Always: this only takes away: a portion that decide_portion() withholds is never kept here.
 * Owns:   nothing; the plan is the caller's, initialised by plan_init() for this very document.
 * Fails:  TL_DOCUMENT with line, rule id and reason where the document is refused; the plan then still holds every
 *         decision, so that they can be explained. TL_SYSTEM on memory.
 */
#ifndef POLICY_DECIDE_DOCUMENT_H
#define POLICY_DECIDE_DOCUMENT_H

#include "policy/policy.h"

/* Fills the plan's decisions, presentation and exemptions. The document's cache takes new markings. */
TL_CHECK tl_status decide_document(
    const struct policy *policy, struct document *document, struct plan *plan, struct tl_error *e);

#endif
