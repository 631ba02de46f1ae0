/*
 * cli/labels.h -- the verb mark on labels: XML files in, XML out.
 *
 * Idea:   with --label an operand of parse and compare is a file that holds a label or a clearance, and print writes the
 *         mark as a label instead of in words.
 * Always: one label a file; without an operand parse reads one from standard input.
 * Owns:   nothing.
 * Fails:  as the library says; TL_NO where a label is not valid, TL_DOCUMENT where a file holds none.
 */
#ifndef CLI_LABELS_H
#define CLI_LABELS_H

#include "cli/answer.h"

tl_status labels_parse(const struct arguments *a, const struct tl_scheme *scheme,
    const struct tl_answer *to, struct tl_error *e);
tl_status labels_compare(const struct arguments *a, const struct tl_scheme *scheme,
    enum tl_order *order, struct tl_error *e);
tl_status labels_print(
    const struct arguments *a, const struct tl_scheme *scheme, struct tl_error *e);

#endif
