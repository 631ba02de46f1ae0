/*
 * format/phrase.h -- fixed words of telegrams and memoranda, found in text.
 *
 * Idea:   the words that structure a message (SUBJECT, TAGS, END SUMMARY) are constant tables in the file of the
 *         format that knows them; here is how a table is looked up. Markings are not among them: the scheme has those.
 * Always: ASCII letter case is ignored; a blank in a phrase stands for any run of blanks in the text; a phrase
 *         ends at the end of a word.
 * Owns:   nothing.
 * Fails:  never.
 */
#ifndef FORMAT_PHRASE_H
#define FORMAT_PHRASE_H

#include "base/slice.h"

/* phrase_at() behind its first letter. */
size_t phrase_whole(struct slice text, const char *phrase);

/* How many bytes at the head of `text` the phrase covers; 0: it does not stand there. Almost none does, and the first letter
 * tells: the bit that is left out is the letter case. */
static inline size_t
phrase_at(struct slice text, const char *phrase)
{
	if (text.len == 0 || ((text.ptr[0] ^ (unsigned char)*phrase) & ~0x20) != 0)
		return 0;
	return phrase_whole(text, phrase);
}

/* The first phrase of a table (ended by NULL) that stands at the head of `text`: its bytes, and 0 for none. */
size_t phrase_any(struct slice text, const char *const *table);
/* Where the phrase stands in `text`, text.len where it does not. */
size_t phrase_find(struct slice text, const char *phrase);

static inline bool
byte_is_blank(unsigned char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

static inline bool
byte_is_digit(unsigned char c)
{
	return c >= '0' && c <= '9';
}

static inline bool
byte_is_upper(unsigned char c)
{
	return c >= 'A' && c <= 'Z';
}

static inline bool
byte_is_letter(unsigned char c)
{
	return byte_is_upper(c) || (c >= 'a' && c <= 'z');
}

/* One of these signs? None of them is a letter, a digit or a blank, as most bytes are. */
static inline bool
byte_is_sign(unsigned char c, const char *signs)
{
	return c > ' ' && !byte_is_letter(c) && !byte_is_digit(c) && strchr(signs, c) != NULL;
}

static inline size_t
skip_blanks(struct slice text, size_t at)
{
	while (at < text.len && byte_is_blank(text.ptr[at]))
		at++;
	return at;
}

/* The word from `at` to the next blank. */
static inline struct slice
word_at(struct slice text, size_t at)
{
	size_t end = at;
	while (end < text.len && !byte_is_blank(text.ptr[end]))
		end++;
	return slice_sub(text, at, end);
}

/* Has no lower-case letter and at least one upper-case one. */
bool text_is_capitals(struct slice text);
/* Words that make a sentence (THE, WAS, THAT): no address and no list of stations holds them. */
bool text_is_prose(struct slice text);
size_t text_words(struct slice text);
/* Are text[from, to) digits, all of them there? */
bool text_is_digits(struct slice text, size_t from, size_t to);
#define LONGEST_LINE 120
/* A line of a telegram that is no sentence: capitals, not long, not prose. */
bool text_is_caps_line(struct slice text);

#endif
