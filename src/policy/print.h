/*
 * policy/print.h -- the compiled rules as sentences.
 *
 * Idea:   a release officer reads aloud what the program will do, not what the XML seems to say: everything printed comes
 *         from the compiled policy, defaults included.
 * Always: the same policy prints the same bytes.
 * Owns:   nothing; the text is added to the caller's buffer.
 * Fails:  only through the buffer.
 */
#ifndef POLICY_PRINT_H
#define POLICY_PRINT_H

#include "policy/policy.h"

void policy_print(const struct policy *policy, struct buf *out);

#endif
