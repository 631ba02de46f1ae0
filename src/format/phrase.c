#include "format/phrase.h"

static unsigned char
upper(unsigned char c)
{
	return c >= 'a' && c <= 'z' ? (unsigned char)(c - ('a' - 'A')) : c;
}

size_t
phrase_whole(struct slice text, const char *phrase)
{
	size_t at = 0;

	for (const char *p = phrase; *p != '\0'; p++) {
		if (at >= text.len)
			return 0;
		if (*p == ' ') {
			size_t next = skip_blanks(text, at);
			if (next == at)
				return 0;
			at = next;
		} else if (upper(text.ptr[at]) != upper((unsigned char)*p)) {
			return 0;
		} else {
			at++;
		}
	}
	bool word = byte_is_letter(text.ptr[at - 1]);
	return word && at < text.len && byte_is_letter(text.ptr[at]) ? 0 : at;
}

size_t
phrase_any(struct slice text, const char *const *table)
{
	for (; *table != NULL; table++) {
		size_t len = phrase_at(text, *table);
		if (len > 0)
			return len;
	}
	return 0;
}

/* The next of two bytes from `at` on; each is looked for again only when it was passed. */
struct either {
	unsigned char bytes[2];
	size_t next[2];
};

static size_t
next_of(struct either *either, struct slice text, size_t at)
{
	for (size_t i = 0; i < 2; i++) {
		if (either->next[i] >= at && at > 0)
			continue;
		const unsigned char *p = memchr(text.ptr + at, either->bytes[i], text.len - at);
		either->next[i] = p != NULL ? (size_t)(p - text.ptr) : text.len;
	}
	return either->next[either->next[1] < either->next[0]];
}

size_t
phrase_find(struct slice text, const char *phrase)
{
	unsigned char first = (unsigned char)*phrase;
	struct either either = { .bytes = { first & 0xdf, first | 0x20 } };

	for (size_t at = 0; at < text.len && (at = next_of(&either, text, at)) < text.len; at++) {
		if (at > 0 && byte_is_letter(text.ptr[at - 1]))
			continue;
		if (phrase_at(slice_sub(text, at, text.len), phrase) > 0)
			return at;
	}
	return text.len;
}

bool
text_is_capitals(struct slice text)
{
	bool any = false;
	for (size_t i = 0; i < text.len; i++) {
		if (text.ptr[i] >= 'a' && text.ptr[i] <= 'z')
			return false;
		any = any || byte_is_upper(text.ptr[i]);
	}
	return any;
}

/* None is longer than five letters. */
static const char *const sentence_words[] = { "A", "AN", "ARE", "AS", "AT", "BE", "BEEN", "BUT",
	"BY", "HAD", "HAS", "HAVE", "HE", "HER", "HIS", "IF", "IS", "IT", "ITS", "NOT", "OUR",
	"SAID", "SAYS", "SHE", "THAT", "THE", "THEIR", "THEY", "THIS", "WAS", "WE", "WERE", "WHICH",
	"WHO", "WILL", "WITH", "WOULD", NULL };

/* Most words are too long for one of them. */
static bool
is_sentence_word(struct slice word)
{
	static const size_t longest = sizeof "WOULD" - 1;

	while (word.len > 1 && byte_is_sign(word.ptr[word.len - 1], ".,;:!?"))
		word.len--;
	return word.len <= longest && phrase_any(word, sentence_words) == word.len;
}

bool
text_is_prose(struct slice text)
{
	for (size_t at = skip_blanks(text, 0); at < text.len;) {
		struct slice word = word_at(text, at);
		if (is_sentence_word(word))
			return true;
		at = skip_blanks(text, at + word.len);
	}
	return false;
}

size_t
text_words(struct slice text)
{
	size_t words = 0;
	bool blank = true;
	for (size_t i = 0; i < text.len; i++) {
		bool before = blank;
		blank = byte_is_blank(text.ptr[i]);
		words += before && !blank;
	}
	return words;
}

bool
text_is_digits(struct slice s, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++)
		if (i >= s.len || !byte_is_digit(s.ptr[i]))
			return false;
	return true;
}

bool
text_is_caps_line(struct slice text)
{
	return text.len <= LONGEST_LINE && text_is_capitals(text) && !text_is_prose(text);
}
