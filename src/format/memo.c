#include "format/memo.h"
#include "format/block.h"
#include "format/cues.h"
#include "format/phrase.h"
#include "format/text.h"

static const struct header_word {
	const char *word;
	enum portion_kind kind;
} header_words[] = {
	{ "FROM:", PORTION_FROM },
	{ "TO:", PORTION_TO },
	{ "FOR:", PORTION_TO },
	{ "THROUGH:", PORTION_TO },
	{ "THRU:", PORTION_TO },
	{ "VIA:", PORTION_TO },
	{ "CC:", PORTION_INFO },
	{ "INFO:", PORTION_INFO },
	{ "DATE:", PORTION_METADATA },
};

/* Small words of names and titles. */
static const char *const small_words[] = { "and", "at", "da", "de", "del", "der", "di", "for", "in",
	"la", "of", "on", "the", "to", "van", "von", NULL };

/* A word of a name or a title begins with a capital; "the" may stand before a title, and no other word of a sentence. */
static bool
is_name_word(struct slice word)
{
	size_t small = phrase_any(word, small_words);

	if (small == word.len || slice_is(word, "&") || slice_is(word, "-"))
		return true;
	return !text_is_prose(word) &&
	    (byte_is_upper(word.ptr[0]) || byte_is_digit(word.ptr[0]) || word.ptr[0] >= 0x80);
}

/* An address is a name and a place; a sentence, a mark or a long line is none. Policies may assume that addresses are
 * unclassified, so in doubt it is none. */
static bool
is_address(struct slice text)
{
	static const size_t longest = 120, most_words = 14;

	if (text.len > longest || text_words(text) > most_words ||
	    memchr(text.ptr, '(', text.len) != NULL || memchr(text.ptr, '[', text.len) != NULL)
		return false;
	for (size_t at = skip_blanks(text, 0); at < text.len;) {
		struct slice word = word_at(text, at);
		at = skip_blanks(text, at + word.len);
		bool initial = word.len < 5; /* "J." "Mr." "Dr." */
		if (!is_name_word(word) || (word.ptr[word.len - 1] == '.' && !initial) ||
		    strchr("!?;", word.ptr[word.len - 1]) != NULL)
			return false;
	}
	return true;
}

static void
header_word(struct reader *r, const struct line *line, struct slice seen, struct cue *cue)
{
	const struct block *b = &r->block;

	for (size_t i = 0; i < sizeof header_words / sizeof *header_words; i++) {
		if (phrase_at(seen, header_words[i].word) == 0)
			continue;
		enum portion_kind kind = is_address(seen) ? header_words[i].kind : PORTION_UNKNOWN;
		*cue = (struct cue){ .act = CUE_OPEN, .kind = kind };
		r->zone = ZONE_ADDRESS;
		return;
	}
	bool open = b->open && !r->blank &&
	    (b->kind == PORTION_FROM || b->kind == PORTION_TO || b->kind == PORTION_INFO);
	if (open && line->indent > b->indent && is_address(seen))
		cue->act = CUE_MORE;
	else if (open)
		*cue = (struct cue){ .act = CUE_OPEN, .kind = PORTION_UNKNOWN };
}

static tl_status
memo_line(struct reader *r, const struct line *line, const struct view *view, struct cue *cue,
    struct tl_error *e)
{
	struct slice seen = slice_of(view->text, view->len);

	if (seen.len == 0)
		return TL_OK;
	if (r->zone <= ZONE_ADDRESS) {
		header_word(r, line, seen, cue);
		if (cue->act != CUE_NONE && view->clean < view->len)
			cue->disguised = true;
		if (cue->act == CUE_OPEN && cue->kind == PORTION_UNKNOWN)
			cue_header(r, view, cue);
		if (cue->act != CUE_NONE)
			return TL_OK;
	}
	cue_header(r, view, cue);
	(void)e;
	return TL_OK;
}

static const struct reader_format rules = { .line = memo_line, .captions = false };

static tl_status
memo_read(struct document *document, struct tl_error *e)
{
	document->format = memo.name;
	return reader_read(document, &rules, e);
}

const struct format memo = {
	.name = "memo",
	.media_type = "text/plain",
	.bid = memo_bid,
	.read = memo_read,
	.write = text_write,
};
