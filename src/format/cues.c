#include "format/cues.h"
#include "format/block.h"
#include "format/phrase.h"
#include "format/suspect.h"

/* What the bracket notes of official editions and of our own writer say. */
static const char *const notice_words[] = { "declassified", "deleted", "disclosed", "excised",
	"exempt", "redacted", "releasable", "released", "removed", "withheld" };
static const size_t longest_notice = 400;

/* Lead-ins that begin a portion even without a blank line above them: what follows has no mark of its own yet. */
static const char *const openers[] = { "ACTION REQUEST", "ACTION REQUESTED", "BACKGROUND",
	"BEGIN COMMENT", "BEGIN SUMMARY", "BEGIN TEXT", "BIO NOTE", "COMMENT", "EMBASSY COMMENT",
	"INTRODUCTION", "NOTE", "RECOMMENDATION", "RECOMMENDATIONS", "SUMMARY", NULL };

static bool
is_dash(unsigned char c)
{
	return c == '-' || c == '=' || c == '_' || c == '*' || c == '~' || c == '.' || c == ' ' ||
	    c == '\t';
}

bool
text_is_dashes(struct slice text)
{
	for (size_t i = 0; i < text.len; i++)
		if (!is_dash(text.ptr[i]))
			return false;
	return text.len >= 3;
}

bool
text_is_notice(struct slice text)
{
	if (text.len < 3 || text.len > longest_notice || text.ptr[0] != '[' ||
	    text.ptr[text.len - 1] != ']' || memchr(text.ptr + 1, '[', text.len - 1) != NULL)
		return false;
	if (slice_starts(text, "[(b)("))
		return true;
	for (size_t i = 0; i < sizeof notice_words / sizeof *notice_words; i++)
		if (phrase_find(text, notice_words[i]) < text.len)
			return true;
	return false;
}

/* In the middle of a paragraph only a line that is short, spaced, or ends with a figure, or has a double slash, can be a banner: asking
 * the scheme about every line of a text in capitals would cost more than reading it. */
static bool
may_be_banner(const struct reader *r, struct slice text)
{
	if (text.len < 4 || text.len > 400 || (text.ptr[0] < 0x80 && !byte_is_upper(text.ptr[0])))
		return false;
	if (!r->block.open || r->blank || text.len < 40)
		return true;
	unsigned char last = text.ptr[text.len - 1];
	return (text.ptr[1] == ' ' && text.ptr[3] == ' ') || byte_is_digit(last) ||
	    (memchr(text.ptr, '/', text.len) != NULL &&
		memmem(text.ptr, text.len, "//", 2) != NULL);
}

/* A line that is a banner and nothing else. */
static tl_status
banner_line(struct reader *r, const struct line *line, const struct view *view, struct cue *cue,
    struct tl_error *e)
{
	struct slice raw = line_text(r->document->source, line);
	struct slice seen = slice_of(view->text, view->len);
	const struct scheme *scheme = r->document->scheme;

	if (!may_be_banner(r, raw))
		return TL_OK;
	size_t length = reader_mark_length(r, view);
	size_t whole = view->folded ? mark_line_length(scheme, raw) : length;
	if (whole == raw.len || (length > 0 && memmem(seen.ptr, seen.len, "//", 2) != NULL)) {
		*cue = (struct cue){ .act = CUE_ALONE, .kind = PORTION_BANNER, .keeps = true };
		return reader_banner(r, raw, true, false, e);
	}
	if (view->folded && view->clean < view->len && length == seen.len) {
		*cue = (struct cue){ .act = CUE_ALONE, .kind = PORTION_BANNER, .keeps = true };
		return reader_banner(r, raw, true, true, e);
	}
	if (raw.len <= 80 && mark_is_caption_line(scheme, raw)) {
		*cue = (struct cue){ .act = CUE_ALONE, .kind = PORTION_CAPTION, .keeps = true };
		return reader_captions(r, raw, e);
	}
	return TL_OK;
}

/* A line that is nearly a banner and nothing else: "SECftET". What is around it may not be in capitals, or it is a word of it. */
static void
damaged_banner_line(struct reader *r, const struct view *view, struct cue *cue)
{
	static const size_t longest_banner = 40;
	const struct block *b = &r->block;
	struct slice seen = slice_of(view->text, view->len);

	if (seen.len < 5 || seen.len > longest_banner || !reader_nearly_level(r, view) ||
	    (text_words(seen) > 3 && spaced_signs(seen) < 5))
		return;
	if (b->open && !r->blank && b->text != SIZE_MAX &&
	    text_is_capitals(slice_sub(r->document->source, b->text, b->stop)))
		return;
	*cue = (struct cue){ .act = CUE_ALONE, .kind = PORTION_BANNER, .keeps = true };
	r->wreck = true;
}

/* "REF: (A) …" and "Reasons 1.4 (b) and (d)": letters from a to h that are no marks (E.O. 13526 §1.4). */
static bool
is_lettered(enum portion_kind kind)
{
	return kind == PORTION_REFERENCE || kind == PORTION_AUTHORITY;
}

/* "(G) text", "(s) text" where no list stands above: what it hangs under may not be its mark. Roman numerals are misread marks
 * of nobody. */
static bool
is_out_of_sequence(const struct reader *r, const struct view *view, const struct prefix *prefix)
{
	const struct scheme *scheme = r->document->scheme;

	if (!prefix_is_enumerator(prefix->type) || prefix->value == 1 ||
	    prefix->type == PREFIX_PAREN_ROMAN || view->text[1] == 'i' ||
	    outline_expects(&r->outline, prefix))
		return false;
	return mark_length_at(view, 0, scheme) > 0 ||
	    mark_length_at(view, prefix->end, scheme) == 0;
}

/* A number, an enumerator or a bullet, and whether it begins a portion here. */
static void
prefix_cue(struct reader *r, const struct view *view, struct cue *cue)
{
	const struct scheme *scheme = r->document->scheme;
	struct prefix prefix = prefix_of(view, scheme);
	bool inside = r->block.open && !r->blank;

	if (prefix.type == PREFIX_NONE ||
	    (inside && is_lettered(r->block.kind) && prefix_is_enumerator(prefix.type)))
		return;
	if (prefix_is_enumerator(prefix.type)) {
		bool marked = mark_length_at(view, prefix.end, scheme) > 0;
		bool expected = outline_expects(&r->outline, &prefix);
		/* "(C)": a mark, unless "(B)" stands above it; "(c)" is neither clearly */
		if (!expected && !marked && prefix.value != 1 &&
		    mark_length_at(view, 0, scheme) > 0)
			return;
		if (inside && !expected && !marked && prefix.value != 1)
			return;
		/* "J. Smith", "C) text": no list has begun, so this is none */
		if (!expected && prefix.value > 1 && !marked && prefix.digits == 0 &&
		    (prefix.type == PREFIX_CAPITAL_PAREN || prefix.type == PREFIX_CAPITAL_DOT))
			return;
	}
	bool bullet = prefix_is_bullet(prefix.type);
	cue->act = CUE_OPEN;
	cue->kind = prefix.type == PREFIX_NUMBER ? PORTION_PARAGRAPH
	    : bullet                             ? PORTION_LIST_ITEM
						 : PORTION_SUBPARAGRAPH;
	cue->prefix = prefix;
	cue->suspect = is_out_of_sequence(r, view, &prefix);
	cue->disguised = view->clean < prefix.end;
	const struct prefix *open = &r->block.prefix;
	uint32_t last = open->type == PREFIX_NUMBER ? open->value : r->number;
	if (prefix.type == PREFIX_NUMBER && inside && block_is_paragraph(&r->block))
		cue->doubtful = prefix.value != last + 1;
}

/* "(U) text" without a number. */
static void
mark_cue(const struct reader *r, const struct view *view, struct cue *cue)
{
	size_t len = mark_length_at(view, 0, r->document->scheme);
	struct slice seen = slice_of(view->text, view->len);
	bool inside = r->block.open && !r->blank;

	if (len == 0 || (inside && len == 3 && is_lettered(r->block.kind) && seen.ptr[1] <= 'H'))
		return;
	size_t rest = skip_blanks(seen, len);
	while (rest < seen.len && strchr(".:;,", seen.ptr[rest]) != NULL)
		rest++;
	if (inside && rest >= seen.len)
		return; /* the end of the paragraph, wrapped */
	*cue = (struct cue){ .act = CUE_OPEN, .kind = PORTION_PARAGRAPH };
	cue->doubtful = inside && r->block.text != SIZE_MAX && !r->block.underlined;
}

tl_status
cue_first(struct reader *r, const struct line *line, const struct view *view, struct cue *cue,
    struct tl_error *e)
{
	if (view->len > 0 && view->text[0] == '[' &&
	    text_is_notice(line_text(r->document->source, line))) {
		*cue = (struct cue){ .act = CUE_ALONE, .kind = PORTION_PARAGRAPH };
		return TL_OK;
	}
	TRY(banner_line(r, line, view, cue, e));
	if (cue->act == CUE_NONE)
		damaged_banner_line(r, view, cue);
	return TL_OK;
}

/* A lead-in with its colon, or alone in the line. */
static bool
is_opener(const struct view *view)
{
	struct slice seen = slice_of(view->text, view->len);
	size_t len = phrase_any(seen, openers);
	return len > 0 && (len == seen.len || seen.ptr[len] == ':' || (seen.ptr[0] | 0x20) == 'b');
}

void
cue_common(struct reader *r, const struct line *line, const struct view *view, struct cue *cue)
{
	struct slice raw = line_text(r->document->source, line);
	unsigned char first = view->len > 0 ? view->text[0] : ' ';

	/* Inside a paragraph a line that begins with a small letter is nothing else: the way of most lines. */
	if (first >= 'a' && first <= 'z' && r->block.open && !r->blank && raw.len > 2 &&
	    raw.ptr[1] != '.' && raw.ptr[1] != ')')
		return;
	prefix_cue(r, view, cue);
	if (cue->act == CUE_NONE && first == '(')
		mark_cue(r, view, cue);
	if (cue->act == CUE_NONE && r->block.open && !r->blank && is_opener(view))
		*cue = (struct cue){ .act = CUE_OPEN, .kind = PORTION_PARAGRAPH };
}
