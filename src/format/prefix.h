/*
 * format/prefix.h -- what stands at the head of a line before its mark: a number, an enumerator, a bullet.
 *
 * Idea:   "3.", "¶3.", "3 (", "(a)", "a.", "- ", "--" tell where a portion begins and what hangs under what. The letters
 *         of an enumeration look like marks; the sequence tells them apart (MARKINGS §6.6).
 * Always: pure; offsets count from the beginning of the view's text.
 * Owns:   nothing.
 * Fails:  never; PREFIX_NONE.
 */
#ifndef FORMAT_PREFIX_H
#define FORMAT_PREFIX_H

#include "format/view.h"
#include "marking/marking.h"

enum prefix_type {
	PREFIX_NONE = 0,
	PREFIX_NUMBER,       /* 3.  ¶3.  3 (C)  3a. */
	PREFIX_DIGIT_PAREN,  /* 3) */
	PREFIX_PAREN_DIGIT,  /* (3) */
	PREFIX_LETTER_DOT,   /* a. */
	PREFIX_CAPITAL_DOT,  /* A. */
	PREFIX_LETTER_PAREN, /* a) */
	PREFIX_CAPITAL_PAREN,
	PREFIX_PAREN_LETTER, /* (a) */
	PREFIX_PAREN_CAPITAL,
	PREFIX_PAREN_ROMAN, /* (ii) */
	PREFIX_DASH,        /* -  (an em dash, too) */
	PREFIX_DASHES,      /* -- */
	PREFIX_BULLET,      /* * */
	PREFIX_TYPES
};

struct prefix {
	enum prefix_type type;
	uint32_t value;       /* of the number; 1 for a or A, 2 for b … */
	size_t digits, count; /* where the digits of a number stand, and how many */
	size_t end;           /* behind the prefix and the blanks after it */
};

struct prefix prefix_of(const struct view *view, const struct scheme *scheme);

static inline bool
prefix_is_enumerator(enum prefix_type type)
{
	return type >= PREFIX_DIGIT_PAREN && type <= PREFIX_PAREN_ROMAN;
}

static inline bool
prefix_is_bullet(enum prefix_type type)
{
	return type >= PREFIX_DASH && type <= PREFIX_BULLET;
}

/* The length of a mark in parentheses at `at`: "(C//NF)", across line ends; 0 where no ')' closes what '(' opens
 * or the scheme sees no mark in it. Offsets of the view. */
size_t mark_length_at(const struct view *view, size_t at, const struct scheme *scheme);

#endif
