#include "format/address.h"
#include "format/phrase.h"

static const struct address {
	const char *word;
	enum portion_kind kind;
} addresses[] = {
	{ "FM", PORTION_FROM },
	{ "FROM:", PORTION_FROM },
	{ "TO", PORTION_TO },
	{ "TO:", PORTION_TO },
	{ "INFO", PORTION_INFO },
	{ "INFO:", PORTION_INFO },
};

enum portion_kind
address_kind(struct slice text, size_t *len)
{
	for (size_t i = 0; i < sizeof addresses / sizeof *addresses; i++) {
		*len = phrase_at(text, addresses[i].word);
		if (*len > 0)
			return addresses[i].kind;
	}
	return PORTION_UNKNOWN;
}

/* A station is called by its kind of post, or by a routing indicator and a slash before it. */
static const char *const posts[] = { "ALL DIPLOMATIC AND CONSULAR POSTS", "ALL DIPLOMATIC POSTS",
	"AMCONSUL", "AMCONSULATE", "AMCONGEN", "AMEMB", "AMEMBASSY", "AMLEGATION", "CIA",
	"DEPARTMENT OF", "DEPT OF", "DIA", "DIRNSA", "JCS", "JOINT STAFF", "NSC", "SECDEF",
	"SECSTATE", "USDEL", "USINT", "USLO", "USMISSION", "USNATO", "USUN", "WHITE HOUSE",
	"WHITEHOUSE", NULL };
static const char *const precedences[] = { "FLASH", "IMMEDIATE", "NIACT", "PRIORITY", "ROUTINE",
	NULL };

/* "RUEHC/", "RUEHC ": four to seven capitals that begin with R, and nothing but a number beside them. */
static size_t
routing_indicator(struct slice text)
{
	size_t at = 0;
	while (at < text.len && byte_is_upper(text.ptr[at]))
		at++;
	bool indicator =
	    at >= 4 && at <= 7 && text.ptr[0] == 'R' && (text.ptr[1] == 'U' || text.ptr[1] == 'H');
	if (!indicator)
		return 0;
	return at < text.len && text.ptr[at] == '/' ? at + 1 : skip_blanks(text, at);
}

/* The place, and perhaps a precedence and a number: words of letters, and no more of them than a place has. */
static bool
is_place(struct slice text)
{
	size_t words = 0;

	for (size_t at = skip_blanks(text, 0); at < text.len; words++) {
		struct slice rest = slice_sub(text, at, text.len), word = word_at(text, at);
		if (phrase_any(rest, precedences) > 0 || text_is_digits(word, 0, word.len))
			words--;
		for (size_t i = 0; i < word.len; i++)
			if (!byte_is_upper(word.ptr[i]) && !byte_is_digit(word.ptr[i]) &&
			    memchr("-/'", word.ptr[i], 3) == NULL)
				return false;
		at = skip_blanks(text, at + word.len);
	}
	return words <= 4;
}

/* "GULL STATION PRIORITY 0088" */
static bool
ends_with_precedence(struct slice text)
{
	for (size_t at = 0; at < text.len; at = skip_blanks(text, at + word_at(text, at).len)) {
		struct slice rest = slice_sub(text, at, text.len);
		size_t len = phrase_any(rest, precedences), number = skip_blanks(rest, len);
		if (len > 0 && (number == rest.len || text_is_digits(rest, number, rest.len)))
			return at > 0;
	}
	return false;
}

/* Policies may assume that addresses are unclassified, so nothing may pass for one that could be a sentence: the shape of
 * a station is demanded (5 FAH-2), and a station that is called otherwise is unknown. */
bool
address_is_station(struct slice text)
{
	size_t at = routing_indicator(text);
	struct slice rest = slice_sub(text, at, text.len);
	size_t post = phrase_any(rest, posts);

	if (text.len == 0 || !text_is_caps_line(text) || text_is_prose(rest))
		return text.len == 0;
	if (post == 0 && (at == 0 || text.ptr[at - 1] != '/')) /* "RUSSIA PAYS" has no slash */
		return ends_with_precedence(text) && is_place(text);
	return is_place(slice_sub(rest, post, rest.len));
}
