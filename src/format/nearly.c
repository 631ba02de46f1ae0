#include "format/phrase.h"
#include "format/suspect.h"

/* A damaged class line or page banner. What stands where one belongs and is nearly one is one that nobody can read: the
 * level that it hid must not be forgotten (MARKINGS §1.3, §6.2). */

static const size_t longest_level = 32;

/* What bad eyes read for a letter. */
static unsigned char
letter_for(unsigned char c)
{
	static const char signs[] = "01345689$|!@", letters[] = "OIEASGBGSIIA";
	const char *at = c != '\0' && !byte_is_letter(c) ? strchr(signs, c) : NULL;
	return at != NULL ? (unsigned char)letters[at - signs] : c;
}

/* As written, or with letters for digits. */
static bool
is_near(const struct scheme *scheme, struct slice word)
{
	unsigned char read[64];

	if (word.len < 5 || word.len > longest_level || scheme_is_innocent(scheme, word))
		return false;
	if (mark_may_hide_level(scheme, word) && token_is_mark(scheme, word))
		return true;
	bool other = false;
	for (size_t i = 0; i < word.len; i++) {
		read[i] = letter_for(word.ptr[i]);
		other = other || read[i] != word.ptr[i];
	}
	struct slice again = slice_of(read, word.len);
	return other && mark_may_hide_level(scheme, again) && token_is_mark(scheme, again);
}

size_t
spaced_signs(struct slice line)
{
	size_t count = 0;

	for (size_t at = 0; at < line.len && word_at(line, at).len == 1; count++)
		at = skip_blanks(line, at + 1);
	return count;
}

/* Behind the single signs that the line begins with, where they are nearly a level; else 0. */
static size_t
spaced_level(const struct scheme *scheme, struct slice line)
{
	unsigned char letters[64];
	size_t len = 0, at = 0, end = 0;

	while (at < line.len && len < longest_level && word_at(line, at).len == 1) {
		letters[len++] = line.ptr[at];
		end = at + 1;
		at = skip_blanks(line, end);
	}
	return len > 4 && is_near(scheme, slice_of(letters, len)) ? end : 0;
}

/* The first words of a line, with one blank between them and with none. */
struct first_words {
	unsigned char apart[64], joined[64];
	size_t apart_len, joined_len;
	int count;
};

/* Takes the word at *at too, and moves behind it; false where there is none, or three are taken, or it is too long. */
static bool
take_word(struct first_words *words, struct slice line, size_t *at)
{
	struct slice word = word_at(line, *at);

	if (*at == line.len || words->count == 3 || words->apart_len + word.len + 1 > longest_level)
		return false;
	if (words->count++ > 0)
		words->apart[words->apart_len++] = ' ';
	memcpy(words->apart + words->apart_len, word.ptr, word.len);
	memcpy(words->joined + words->joined_len, word.ptr, word.len);
	words->apart_len += word.len;
	words->joined_len += word.len;
	*at += word.len;
	return true;
}

static bool
words_are_near(const struct scheme *scheme, const struct first_words *words)
{
	return is_near(scheme, slice_of(words->apart, words->apart_len)) ||
	    (words->count > 1 && is_near(scheme, slice_of(words->joined, words->joined_len)));
}

static bool
is_mostly_capitals(struct slice line)
{
	size_t capitals = 0, small = 0;

	for (size_t i = 0; i < line.len && i < longest_level; i++) {
		capitals += byte_is_upper(line.ptr[i]);
		small += line.ptr[i] >= 'a' && line.ptr[i] <= 'z';
	}
	return capitals >= 3 && small < capitals;
}

/* One to three words, together and apart: "SECRFT", "TOP SECRFT", "CONFI DENT IAL". */
size_t
nearly_level(const struct scheme *scheme, struct slice line)
{
	struct first_words words = { .count = 0 };
	size_t at = 0, best = 0;

	if (!is_mostly_capitals(line))
		return 0;
	size_t spaced = spaced_level(scheme, line);
	if (spaced > 0)
		return spaced;
	for (; take_word(&words, line, &at); at = skip_blanks(line, at))
		if (words_are_near(scheme, &words))
			best = at;
	return best;
}

bool
is_nearly_level(const struct scheme *scheme, struct slice line)
{
	struct first_words words = { .count = 0 };
	size_t at = 0, end = 0;

	if (!is_mostly_capitals(line))
		return false;
	size_t spaced = spaced_level(scheme, line);
	if (spaced > 0)
		return spaced == line.len;
	for (; take_word(&words, line, &at); at = skip_blanks(line, at))
		end = at;
	return end == line.len && words_are_near(scheme, &words);
}
