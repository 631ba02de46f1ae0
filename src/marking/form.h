/*
 * marking/form.h -- the spellings of a scheme: which words stand for which level or control.
 *
 * Idea:   every spelling of every level, control and named foreign level stands in one table, so that reading a word is
 *         one look-up, and two meanings of one spelling are found when the scheme is loaded.
 * Always: spellings are in capitals with single blanks, none beside a slash, as mark_text leaves them; ASCII and the
 *         accented capitals U+00C0 to U+00DE.
 * Owns:   the table lives in the scheme's arena; texts point into it.
 * Fails:  form_add() with TL_POLICY where a spelling is taken; the message has both lines.
 */
#ifndef MARKING_FORM_H
#define MARKING_FORM_H

#include <stdint.h>

#include "base/arena.h"

enum form_kind {
	FORM_LEVEL,
	FORM_TOKEN,
	FORM_HEAD /* a level of a named system, "COSMIC TOP SECRET" */
};

enum form_use { /* added up */
	FORM_BANNER = 1,
	FORM_PORTION = 2,
	FORM_OTHER = 4,   /* an alternative that is right everywhere */
	FORM_LEGACY = 8,  /* was right once */
	FORM_SPACED = 16, /* only letter by letter: T O P S E C R E T */
	FORM_DAMAGED = 32 /* looks like it, and may be anybody's: "SECRET" in a paper of NATO */
};

struct form {
	struct slice text;
	struct slice shown; /* the same as the scheme writes it, small letters and all */
	size_t line;
	uint32_t hash;
	uint64_t letters;   /* form_letters() */
	uint32_t until;     /* YYYYMM: was right so long; 0: is right, or nobody knows */
	short index;        /* of the level, token or head */
	unsigned char kind; /* enum form_kind */
	unsigned char use;  /* enum form_use */
};

#define FORMS_MAX  2048
#define FORM_MAX   96 /* bytes of one spelling */
#define FORM_SLOTS (FORMS_MAX * 2)

#define FORM_HEADS   32
#define FORM_LENGTHS 65
#define FORM_WORDS   256

/* What begins with one letter (the low five bits of the byte: a few share a row, and that only costs a look-up). */
struct form_head {
	uint64_t lengths; /* form_length() of the texts */
	uint64_t levels;  /* of those that are no token */
};

/* What is asked first when a word may be near a level. */
struct level_form {
	uint64_t letters;
	uint32_t len;
	uint16_t number;
};

struct forms {
	struct form *list;
	size_t count, longest;               /* bytes of the longest text */
	struct level_form levels[FORMS_MAX]; /* those that are no token, the shortest first */
	size_t level_count;
	uint16_t shorter[FORM_LENGTHS]; /* how many of them are shorter than this */
	struct form_head heads[FORM_HEADS];
	uint64_t words[FORM_WORDS]; /* form_length() of the first words, by form_word_row() */
	uint64_t tails[FORM_HEADS]; /* form_length() of the texts that end with a letter */
	uint16_t slots[FORM_SLOTS]; /* number + 1; 0: free */
};

/* A bit for each length; what is longer than 63 shares one. */
static inline uint64_t
form_length(size_t len)
{
	return (uint64_t)1 << (len < 63 ? len : 63);
}

/* By the first two letters of a word. */
static inline size_t
form_word_row(unsigned char first, unsigned char second)
{
	return ((unsigned)first << 3 ^ (second & 0x1fu)) % FORM_WORDS;
}

static inline const struct form_head *
form_head(const struct forms *forms, unsigned char first)
{
	return &forms->heads[first % FORM_HEADS];
}

TL_CHECK tl_status forms_init(struct forms *forms, struct arena *arena, struct tl_error *e);
/* The same spelling for the same thing only adds its use. */
TL_CHECK tl_status form_add(
    struct forms *forms, const struct form *form, const char *file, struct tl_error *e);
/* NULL where there is none. */
const struct form *form_find(const struct forms *forms, struct slice text);

uint32_t form_hash(struct slice text);
/* A bit for each letter that occurs, one for the rest, and 32 bits higher one for each that occurs twice: words that share
 * few are not near each other. */
uint64_t form_letters(struct slice text);
/* memcmp order, the shorter first. */
int form_compare(struct slice a, struct slice b);
/* The next word of a blank-separated list; false at its end. */
bool form_word(struct slice *rest, struct slice *word);

#endif
