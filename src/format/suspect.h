/*
 * format/suspect.h -- what is no mark, and may be the wreck of one.
 *
 * Idea:   "(c)", "(5)", "(C|NF)", "CONFIDENTIAL --", "((C))" are no marks that the scheme knows. An item that begins like that
 *         must not take the mark of what it hangs under, and a paragraph marked (U) that has one beside its mark must not
 *         stay as low as that (MARKINGS §6.2, §6.6: an ambiguous mark raises, it never lowers).
 * Always: pure, and linear in the window of a view. Parentheses that hold words are innocent: "(with the mayor)".
 * Owns:   nothing.
 * Fails:  never.
 */
#ifndef FORMAT_SUSPECT_H
#define FORMAT_SUSPECT_H

#include "format/view.h"
#include "marking/marking.h"

/* Does such a thing stand at `at`, the head of an item or behind a mark? */
bool suspect_at(const struct view *view, size_t at, const struct scheme *scheme);
/* At the head of a line inside a paragraph: a single sign in brackets, a capital with a lost parenthesis. */
bool suspect_line(const struct view *view, const struct scheme *scheme);
/* Before `end`, the end of a paragraph's words. */
bool suspect_tail(const struct view *view, size_t end, const struct scheme *scheme);

/* Would `token` be a mark if it had its parentheses? */
bool token_is_mark(const struct scheme *scheme, struct slice token);
/* Letters, digits, slash and hyphen: what a mark is written with. Where the run of them ends. */
size_t token_end(const struct view *view, size_t at);
size_t token_start(const struct view *view, size_t end);

/* How many bytes of the line are nearly a level, where a class line or a banner may stand: "C 0 N F I D E N T I A L", "SECRFT",
 * "CONFI DENTIAL". 0: none. The caller knows that the line has no level that is right: its mark_line_length() is 0. */
size_t nearly_level(const struct scheme *scheme, struct slice line);
/* Are they all of it? The same answer as nearly_level() == line.len, and less work. */
bool is_nearly_level(const struct scheme *scheme, struct slice line);
/* How many single signs with blanks between them the line begins with. */
size_t spaced_signs(struct slice line);

/* What a paragraph, as written, begins with where it is more than one word: "[TOP SECRET]", "[Secret]", "[SEC=SECRET]", "TOP
 * SECRET:", "SECRET - ". How many bytes; 0: nothing of the kind. */
size_t spelled_lead(const struct scheme *scheme, struct slice text);

#endif
