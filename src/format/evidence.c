#include "format/evidence.h"
#include "format/lines.h"
#include "format/phrase.h"
#include "format/prefix.h"

/* One kind of line, found once, is worth the bits it verifies. */
struct clue {
	const char *phrase;
	int bits;
	bool begins; /* at the head of a line; else anywhere in it */
};

static const struct clue telegram_clues[] = {
	{ "ZNY", 24, true },
	{ "ZNR", 24, true },
	{ "VZCZC", 40, false },
	{ "ZCZC", 32, true },
	{ "DE RU", 40, true },
	{ "FM", 16, true },
	{ "TO SECSTATE", 40, true },
	{ "TO RUEHC", 40, true },
	{ "INFO", 16, true },
	{ "BT", 16, true },
	{ "NNNN", 32, true },
	{ "E.O.", 32, true },
	{ "TAGS:", 40, true },
	{ "SIPDIS", 48, true },
	{ "SECTION 01", 64, false },
	{ "TELEGRAM FROM", 104, true },
	{ "FOREIGN RELATIONS OF THE UNITED STATES", 60, true },
	{ "CLASSIFICATION:", 40, true },
	{ "TEXT OF TELEGRAM", 104, false },
	{ "ENTIRE TEXT", 64, false },
	{ "SUBJECT:", 8, true },
	{ "REF:", 8, true },
};

static const struct clue memo_clues[] = {
	{ "MEMORANDUM FOR", 112, true },
	{ "MEMORANDUM FROM", 112, true },
	{ "MEMORANDUM OF", 104, true },
	{ "MEMORANDUM", 80, false },
	{ "SUMMARY OF CONCLUSIONS", 100, true },
	{ "MINUTES OF", 72, true },
	{ "FOREIGN RELATIONS OF THE UNITED STATES", 60, true },
	{ "CLASSIFICATION:", 40, true },
	{ "FROM:", 20, true },
	{ "TO:", 12, true },
	{ "SUBJECT:", 12, true },
	{ "SUBJECT", 12, true },
	{ "PARTICIPANTS", 60, true },
	{ "DATE:", 12, true },
};

#define MOST_CLUES 32

/* What other formats begin with: markup, mail. */
static bool
is_foreign(struct slice head)
{
	static const char *const mail[] = {
		"CONTENT-TYPE:", "MESSAGE-ID:", "MIME-VERSION:", "RECEIVED:", "RETURN-PATH:", NULL
	};
	struct line_scan scan = { .source = head };
	struct line line;

	if (head.len == 0 || memchr(head.ptr, '\0', head.len) != NULL)
		return true;
	while (line_next(&scan, &line)) {
		struct slice text = line_text(head, &line);
		if (text.len == 0)
			continue;
		if (line.number < 3 && text.ptr[0] == '<')
			return true;
		if (line.number > 60)
			return false;
		if (phrase_any(text, mail) > 0)
			return true;
	}
	return false;
}

static int
count(struct slice head, const struct clue *clues, size_t n)
{
	bool seen[MOST_CLUES] = { false };
	struct line_scan scan = { .source = head };
	struct line line;
	int bits = 0;

	while (line_next(&scan, &line)) {
		struct slice text = line_text(head, &line);
		if (text.len > 200)
			text.len = 200;
		for (size_t i = 0; i < n; i++) {
			if (seen[i])
				continue;
			seen[i] = clues[i].begins ? phrase_at(text, clues[i].phrase) > 0
						  : phrase_find(text, clues[i].phrase) < text.len;
			bits += seen[i] ? clues[i].bits : 0;
		}
	}
	return bits;
}

/* Paragraphs with a number and a mark are a telegram's; a mark behind a paragraph, a memorandum's. */
static int
marks_in(struct slice head, const struct scheme *scheme, bool numbered)
{
	struct line_scan scan = { .source = head };
	struct line line;
	int found = 0;

	while (found < 3 && line_next(&scan, &line)) {
		struct view view;
		struct slice text = line_text(head, &line);
		view_head(&view, text, line.plain);
		struct prefix prefix = prefix_of(&view, scheme);
		if (numbered)
			found += prefix.type == PREFIX_NUMBER &&
			    mark_length_at(&view, prefix.end, scheme) > 0;
		else if (text.len > 3 && text.ptr[text.len - 1] == ')') {
			const unsigned char *open = memrchr(text.ptr, '(', text.len);
			found += open != NULL && open > text.ptr &&
			    mark_is_plausible(
				scheme, slice_of(open, (size_t)(text.ptr + text.len - open)));
		}
	}
	return found * 16;
}

int
telegram_bid(struct slice head, const struct scheme *scheme)
{
	if (is_foreign(head))
		return 0;
	int bits = count(head, telegram_clues, sizeof telegram_clues / sizeof *telegram_clues);
	return bits > 0 ? bits + marks_in(head, scheme, true) : 0;
}

/* A first or last line that is a banner. */
static int
banners_in(struct slice head, const struct scheme *scheme)
{
	struct line_scan scan = { .source = head };
	struct line line;
	int first = -1, last = 0;

	while (line_next(&scan, &line)) {
		struct slice text = line_text(head, &line);
		if (line.blank)
			continue;
		last = text.len < 200 && mark_line_length(scheme, text) > 0 &&
		    (mark_line_length(scheme, text) == text.len ||
			memmem(text.ptr, text.len, "//", 2) != NULL);
		if (first < 0)
			first = last;
	}
	return (first > 0 ? 24 : 0) + (last > 0 ? 24 : 0);
}

int
memo_bid(struct slice head, const struct scheme *scheme)
{
	if (is_foreign(head))
		return 0;
	int bits = count(head, memo_clues, sizeof memo_clues / sizeof *memo_clues);
	bits += banners_in(head, scheme);
	return bits >= 24 ? bits + marks_in(head, scheme, false) : 0;
}
