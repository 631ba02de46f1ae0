#include "marking/mark_read.h"

#define LINE_FORM_MAX   96 /* no form of a line is longer */
#define LINE_FORM_WORDS 8
#define LINE_LETTERS    24 /* of a word written letter by letter */

static bool
divides(unsigned char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\f' || c == ',' ||
	    c == ';' || c == '/' || c == '.';
}

static unsigned char
capital(unsigned char c)
{
	return c >= 'a' && c <= 'z' ? (unsigned char)(c - 'a' + 'A') : c;
}

/* The same where an accented letter of Latin 1 may stand. */
static unsigned char
capital_at(struct slice line, size_t at)
{
	unsigned char c = line.ptr[at];
	if (at > 0 && line.ptr[at - 1] == 0xc3 && c >= 0xa0 && c <= 0xbe)
		return (unsigned char)(c - 0x20);
	return capital(c);
}

static size_t
word_end(struct slice line, size_t at)
{
	while (at < line.len && !divides(line.ptr[at]))
		at++;
	return at;
}

static size_t
skip_blanks(struct slice line, size_t at)
{
	while (at < line.len && (line.ptr[at] == ' ' || line.ptr[at] == '\t'))
		at++;
	return at;
}

/* A letter alone. */
static bool
is_single(struct slice line, size_t at)
{
	return at < line.len && !divides(line.ptr[at]) &&
	    (at + 1 == line.len || divides(line.ptr[at + 1]));
}

static bool
may_be_spaced(const struct scheme *scheme, const struct form *form)
{
	return form->kind == FORM_LEVEL ||
	    (form->kind == FORM_TOKEN && scheme->tokens[form->index].caption);
}

/* Single letters with blanks between them: a level written letter by letter (5 FAH-1 H-246). */
static const struct form *
spaced_form(const struct scheme *scheme, struct slice line, size_t *at)
{
	unsigned char letters[LINE_LETTERS];
	size_t count = 0, from = *at;
	const struct form *best = NULL;
	while (count < LINE_LETTERS && is_single(line, from)) {
		letters[count++] = capital(line.ptr[from]);
		const struct form *form =
		    count < 4 ? NULL : form_find(&scheme->forms, slice_of(letters, count));
		if (form != NULL && may_be_spaced(scheme, form)) {
			best = form;
			*at = from + 1;
		}
		from = skip_blanks(line, from + 1);
	}
	return best;
}

/* "Secret-Entire text", with whatever dash: the level ends where the dash begins. */
static const struct form *
level_before_dash(const struct scheme *scheme, struct slice line, size_t *at, uint64_t lengths)
{
	unsigned char text[LINE_FORM_MAX];
	size_t len = 0, from = *at;
	while (from < line.len && len < LINE_FORM_MAX && lengths >= form_length(len) &&
	    line.ptr[from] != '-' && line.ptr[from] < 0x80 &&
	    (line.ptr[from] == ' ' || !divides(line.ptr[from])))
		text[len++] = capital(line.ptr[from++]);
	if (from == line.len || (line.ptr[from] != '-' && line.ptr[from] < 0x80))
		return NULL;
	const struct form *form = form_find(&scheme->forms, slice_of(text, len));
	if (form == NULL || form->kind != FORM_LEVEL || form->use == FORM_SPACED)
		return NULL;
	*at = from;
	return form;
}

/* Words as they stand; `lengths`: of the forms that begin with this letter. */
static const struct form *
whole_words(const struct scheme *scheme, struct slice line, size_t *at, uint64_t lengths)
{
	unsigned char text[LINE_FORM_MAX];
	size_t len = 0, from = *at;
	const struct form *best = NULL;
	for (size_t words = 0; words < LINE_FORM_WORDS && from < line.len; words++) {
		size_t end = word_end(line, from);
		if (end == from || len + 1 + (end - from) > LINE_FORM_MAX ||
		    lengths < form_length(len + (words > 0) + (end - from)))
			break;
		if (words > 0) /* a level may have a slash in it: "SECRET UE/EU SECRET" */
			text[len++] = line.ptr[from - 1] == '/' ? '/' : ' ';
		for (; from < end; from++)
			text[len++] = capital_at(line, from);
		const struct form *form = form_find(&scheme->forms, slice_of(text, len));
		if (form != NULL && form->use != FORM_SPACED) {
			best = form;
			*at = end;
		}
		from = skip_blanks(line, end);
		if (scheme->grammar == GRAMMAR_WORDS && from == end && end + 1 < line.len &&
		    line.ptr[end] == '/' && !divides(line.ptr[end + 1]))
			from++;
	}
	return best;
}

static bool
holds_dash(struct slice word)
{
	for (size_t i = 0; i < word.len; i++)
		if (word.ptr[i] == '-' || word.ptr[i] >= 0x80)
			return true;
	return false;
}

/* Most lines begin with a word that no form begins with: two letters and the length tell. */
const struct form *
mark_line_form(const struct scheme *scheme, struct slice line, size_t *at)
{
	size_t start = *at;
	if (start >= line.len || divides(line.ptr[start]))
		return NULL;
	unsigned char first = capital(line.ptr[start]);
	const struct form_head *head = form_head(&scheme->forms, first);
	if (head->lengths == 0)
		return NULL;
	struct slice word = slice_sub(line, start, word_end(line, start));
	unsigned char second = word.len > 1 ? capital(word.ptr[1]) : 0;
	const struct form *best = NULL, *spaced = NULL;
	bool known =
	    (scheme->forms.words[form_word_row(first, second)] & form_length(word.len)) != 0;
	if (known)
		best = whole_words(scheme, line, at, head->lengths);
	if (best == NULL && head->levels != 0 && (known || holds_dash(word)))
		best = level_before_dash(scheme, line, at, head->levels);
	if (word.len == 1)
		spaced = spaced_form(scheme, line, &start);
	if (spaced != NULL && (best == NULL || start > *at)) {
		*at = start;
		return spaced;
	}
	return best;
}

/* Levels and named levels of a line add up to the highest; tokens that stand for a level are below every level. */
static void
take_form(struct mark_reader *r, const struct form *form)
{
	const struct scheme *scheme = r->scheme;
	if (form->kind == FORM_TOKEN) {
		mark_add_token(r, form->index, form->use);
		return;
	}
	short level = scheme_form_level(scheme, form);
	if (form->kind == FORM_HEAD || scheme->levels[level].foreign)
		mark_note(r, CHECK_HEAD);
	if ((form->use & FORM_DAMAGED) != 0)
		mark_note(r, CHECK_BARE);
	if (r->level >= 0 && r->level != level)
		mark_note(r, CHECK_HEAD);
	if (level > r->level)
		r->level = level;
}

/* The codes behind a list token: "REL TO USA, GBR". *at moves behind them. */
static void
take_codes(struct mark_reader *r, struct slice line, short token, size_t *at)
{
	const struct codes *codes = &r->scheme->codes;
	bool any = false, others = false;
	for (size_t from = *at; from < line.len;) {
		while (from < line.len && divides(line.ptr[from]))
			from++;
		size_t end = word_end(line, from);
		struct slice word = slice_sub(line, from, end);
		int code = code_find(codes, word);
		if (code < 0 && (r->scheme->joiner == NULL || !slice_is(word, r->scheme->joiner)))
			break;
		if (code >= 0) {
			mark_list_code(r, token, word);
			any = true;
			others = others || code != codes->home;
		}
		from = end;
		*at = end;
	}
	if (!any)
		r->bare = true;
	if (!others)
		mark_note(r, r->scheme->tokens[token].alone && !any ? CHECK_CONTEXT : CHECK_LIST);
}

static void
take_word(struct mark_reader *r, struct slice word)
{
	short program = -1;
	if (mark_item(r, word, &program) >= 0)
		return;
	mark_suspect(r, word);
	mark_note(r, CHECK_UNKNOWN);
	mark_add_unknown(r, r->scheme->last_category, word);
}

bool
mark_line_text(struct mark_reader *r, struct slice line)
{
	bool any = false;
	for (size_t at = 0; at < line.len;) {
		if (divides(line.ptr[at]) || line.ptr[at] == '-') {
			at++;
			continue;
		}
		size_t start = at;
		const struct form *form = mark_line_form(r->scheme, line, &at);
		if (form == NULL) {
			size_t before = r->count;
			at = word_end(line, at);
			take_word(r, slice_sub(line, start, at));
			any = any || (r->count > before && r->controls[before].known);
			continue;
		}
		any = true;
		take_form(r, form);
		if (form->kind == FORM_TOKEN && r->scheme->tokens[form->index].shape == SHAPE_LIST)
			take_codes(r, line, form->index, &at);
	}
	return any;
}

/* May this stand in a class line? "S 920": a short form is a mark only behind a slash. SENSITIVE alone is a caption, LIMITED
 * OFFICIAL USE a class. */
static bool
belongs(const struct scheme *scheme, const struct form *form, bool first, bool slash)
{
	const unsigned words = FORM_BANNER | FORM_OTHER | FORM_LEGACY | FORM_SPACED | FORM_DAMAGED;
	if (form == NULL || (!slash && (form->use & words) == 0))
		return false;
	if (!first || form->kind != FORM_TOKEN)
		return true;
	return scheme->tokens[form->index].head >= 0 && (form->use & FORM_BANNER) != 0;
}

static size_t
skip_divisions(struct slice line, size_t at)
{
	while (at < line.len && (divides(line.ptr[at]) || line.ptr[at] == '-'))
		at++;
	return at;
}

/* Behind a list token its codes belong to it. */
static size_t
codes_end(const struct scheme *scheme, const struct form *form, struct slice line, size_t end)
{
	if (form->kind != FORM_TOKEN || scheme->tokens[form->index].shape != SHAPE_LIST)
		return end;
	for (;;) {
		size_t from = skip_divisions(line, end), at = word_end(line, from);
		if (code_find(&scheme->codes, slice_sub(line, from, at)) < 0)
			return end;
		end = at;
	}
}

/* Behind the next double slash; 0 where there is none. */
static size_t
next_double_slash(struct slice line, size_t at)
{
	for (; at + 1 < line.len; at++) {
		if (line.ptr[at] == '/' && line.ptr[at + 1] == '/')
			return at + 2;
	}
	return 0;
}

/* A word behind a slash is part of the mark whatever it is, and so is all before a double slash: what this scheme does not
 * know must not be cut off (MARKINGS: docs/markings.md M-18). */
size_t
mark_line_length(const struct scheme *scheme, struct slice line)
{
	size_t at = 0, end = 0;
	bool slash = false;
	if (scheme->grammar == GRAMMAR_WORDS && mark_words_only(scheme, line))
		return line.len;
	while (at < line.len) {
		size_t next = at;
		const struct form *form = mark_line_form(scheme, line, &next);
		if (belongs(scheme, form, end == 0, slash)) {
			end = codes_end(scheme, form, line, next);
		} else if (slash) {
			end = word_end(line, at);
		} else if (end == 0 || next_double_slash(line, at) == 0) {
			break;
		} else {
			end = next_double_slash(line, at);
		}
		at = skip_divisions(line, end);
		slash = at > 0 && line.ptr[at - 1] == '/';
	}
	return end;
}

bool
mark_is_caption_line(const struct scheme *scheme, struct slice line)
{
	bool any = false;
	for (size_t at = 0; at < line.len;) {
		if (line.ptr[at] >= 'a' && line.ptr[at] <= 'z')
			return false;
		if (divides(line.ptr[at]) || line.ptr[at] == '-') {
			at++;
			continue;
		}
		size_t start = at;
		const struct form *form = mark_line_form(scheme, line, &at);
		if (form == NULL || form->kind != FORM_TOKEN ||
		    !scheme->tokens[form->index].caption)
			return false;
		for (; start < at; start++) {
			if (line.ptr[start] >= 'a' && line.ptr[start] <= 'z')
				return false;
		}
		any = true;
	}
	return any;
}
