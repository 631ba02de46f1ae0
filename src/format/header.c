#include "base/unicode.h"
#include "format/block.h"
#include "format/cues.h"
#include "format/phrase.h"

/* The words of structural lines, in any letter case. A mark or a number may stand before them. */
static const char *const subject_words[] = { "SUBJECT:", "SUBJECT", "SUBJ:", NULL };
static const char *const reference_words[] = {
	"REF:", "REFS:", "REFERENCE:", "REFERENCES:", "REF(S):", "REF (", NULL
};
static const char *const authority_words[] = { "CLASSIFIED BY", "DERIVATIVELY CLASSIFIED BY",
	"DERIVED FROM:", "DECLASSIFY ON:", "DECLASSIFY:", "REASON:", "REASONS:", NULL };
static const char *const order_words[] = { "E.O. 1", "E.O.1", "E.O 1", "EO 1", "E. O. 1", NULL };
static const char *const tags_words[] = { "TAGS:", "TAGS", NULL };

/* The title of a memorandum, or of a message in an official edition. */
static const char *const title_words[] = { "ACTION MEMORANDUM", "AIRGRAM FROM", "BACKGROUND PAPER",
	"BRIEFING MEMORANDUM", "FOREIGN RELATIONS OF THE UNITED STATES", "INFORMATION MEMORANDUM",
	"INTELLIGENCE MEMORANDUM", "INTERAGENCY INTELLIGENCE MEMORANDUM", "LETTER FROM",
	"MEMORANDUM FOR", "MEMORANDUM FROM", "MEMORANDUM OF", "MEMORANDUM PREPARED",
	"MEMORANDUM TO", "MEMORANDUM", "MINUTES OF", "NATIONAL INTELLIGENCE", "PAPER PREPARED",
	"PRESIDENTIAL DIRECTIVE", "PRESIDENTIAL REVIEW MEMORANDUM", "REPORT PREPARED",
	"SUMMARY OF CONCLUSIONS", "TELEGRAM FROM", NULL };

struct header {
	const char *const *words;
	enum portion_kind kind;
};

static const struct header headers[] = {
	{ subject_words, PORTION_SUBJECT },
	{ reference_words, PORTION_REFERENCE },
	{ authority_words, PORTION_AUTHORITY },
	{ order_words, PORTION_DECLASSIFICATION },
	{ tags_words, PORTION_TAGS },
};

/* A word without its colon counts only where the line holds nothing else, or a mark and a colon: "SUBJECT (U):". */
static bool
is_header_word(struct slice rest, size_t len, const struct scheme *scheme)
{
	if (!byte_is_letter(rest.ptr[len - 1]) || len > strlen("SUBJECT"))
		return true;
	struct view view = { .text = rest.ptr, .len = rest.len };
	size_t at = skip_blanks(rest, len);
	at = skip_blanks(rest, at + mark_length_at(&view, at, scheme));
	return at >= rest.len || (rest.ptr[at] == ':' && rest.len > at);
}

/* Whether it is a mark is asked last, and only where a header word follows. */
static size_t
behind_parentheses(struct slice text, size_t at)
{
	if (at >= text.len || text.ptr[at] != '(')
		return at;
	const unsigned char *close = memchr(text.ptr + at, ')', text.len - at);
	return close == NULL ? at : skip_blanks(text, (size_t)(close - text.ptr) + 1);
}

static enum portion_kind
header_at(struct slice rest, const struct scheme *scheme)
{
	if (strchr("CDERSTcderst", rest.ptr[0]) == NULL)
		return PORTION_UNKNOWN; /* no header word begins like that: the way of most lines */
	for (size_t i = 0; i < sizeof headers / sizeof *headers; i++) {
		size_t len = phrase_any(rest, headers[i].words);
		if (len > 0 && is_header_word(rest, len, scheme))
			return headers[i].kind;
	}
	return PORTION_UNKNOWN;
}

void
cue_header(struct reader *r, const struct view *view, struct cue *cue)
{
	const struct scheme *scheme = r->document->scheme;
	struct slice seen = slice_of(view->text, view->len);

	if (seen.len < 3 || (seen.ptr[0] >= 'a' && seen.ptr[0] <= 'z'))
		return;
	if ((seen.ptr[0] | 0x20) == 'c' &&
	    phrase_at(seen, "CLASSIFICATION:") > 0) { /* the source note of an official edition */
		*cue = (struct cue){ .act = CUE_OPEN, .kind = PORTION_BANNER };
		if (r->zone < ZONE_HEAD)
			r->zone = ZONE_HEAD;
		return;
	}
	if (r->zone == ZONE_START && r->blank && phrase_any(seen, title_words) > 0) {
		*cue = (struct cue){ .act = CUE_OPEN, .kind = PORTION_HEADING };
		return;
	}
	struct prefix prefix = prefix_of(view, scheme);
	size_t mark = prefix.type == PREFIX_NUMBER ? prefix.end : 0,
	       at = behind_parentheses(seen, mark);
	if (at >= seen.len || !byte_is_letter(seen.ptr[at]))
		return;
	enum portion_kind kind = header_at(slice_sub(seen, at, seen.len), scheme);
	if (kind == PORTION_UNKNOWN || (at > mark && mark_length_at(view, mark, scheme) == 0))
		return;
	*cue = (struct cue){ .act = CUE_OPEN, .kind = kind, .disguised = view->clean < at + 3 };
	if (prefix.type == PREFIX_NUMBER)
		cue->prefix = prefix;
}

/* --- the subject ----------------------------------------------------------------------------------------------- */

/* Where "Subject" or "Subj" begins in the head of a block, view->len where it does not; *end behind the word. */
static size_t
subject_word(const struct view *view, size_t *end)
{
	static const char *const words[] = { "SUBJECT", "SUBJ" };
	struct slice s = slice_of(view->text, view->len);

	for (size_t i = 0; i < 2; i++) {
		size_t at = phrase_find(s, words[i]);
		*end = at + strlen(words[i]);
		if (at < s.len)
			return at;
	}
	return *end = s.len;
}

bool
text_holds_subject(struct slice text)
{
	struct view view;
	size_t end;

	view_head(&view, text, slice_is_ascii(text));
	size_t at = subject_word(&view, &end);
	size_t before = at;
	while (before > 0 && byte_is_blank(view.text[before - 1]))
		before--;
	return at < view.len && end < view.len && view.text[end] == ':' &&
	    (before == 0 || strchr(".)", view.text[before - 1]) != NULL);
}

/* A mark in the view at `at`, kept in *out. */
static tl_status
subject_mark(struct document *document, const struct paragraph *p, const struct view *view,
    size_t at, struct found *out, struct tl_error *e)
{
	struct paragraph here = *p;

	if (mark_length_at(view, at, document->scheme) == 0)
		return TL_OK;
	here.body = view_raw(view, at);
	return marks_lead(document, &here, out, e);
}

/* MARKINGS §5: "Subject: (S) …", "327038. (U) Subject: …", "NSC Weekly Report #81 (U)". The letters behind "Ref:" are
 * none of it. */
tl_status
subject_marks(
    struct document *document, const struct paragraph *p, struct draft *d, struct tl_error *e)
{
	struct view view;
	size_t end;

	view_head(&view, p->text, p->plain);
	struct slice seen = slice_of(view.text, view.len);
	size_t word = subject_word(&view, &end);
	struct found before = { 0 };
	if (word >= view.len)
		word = end = 0; /* the block below a lone "SUBJECT" */
	size_t open = word;
	while (open > 0 && view.text[open - 1] != '(' && word - open < 320)
		open--;
	if (open > 0 &&
	    skip_blanks(seen, open - 1 + mark_length_at(&view, open - 1, document->scheme)) == word)
		TRY(subject_mark(document, p, &view, open - 1, &before, e));
	size_t at = skip_blanks(seen, end);
	TRY(subject_mark(document, p, &view, at, &d->lead, e));
	if (d->lead.len == 0 && at < seen.len && seen.ptr[at] == ':')
		TRY(subject_mark(document, p, &view, skip_blanks(seen, at + 1), &d->lead, e));
	if (phrase_find(p->text, "REF:") == p->text.len &&
	    phrase_find(p->text, "REFS:") == p->text.len)
		TRY(marks_tail(document, p, &d->tail, e));
	if (d->tail.len > 0 && d->lead.len > 0 && d->tail.at <= d->lead.at)
		d->tail = (struct found){ 0 };
	if (d->lead.len == 0)
		d->lead = before;
	else if (before.len > 0)
		d->middle = before.marking;
	return TL_OK;
}
