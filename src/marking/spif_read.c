#include "marking/mark_read.h"
#include "marking/spif.h"

/* How many heads ("NATO SECRET") that begin the text are followed to its end. */
#define TRIES_MAX 8

/* The display that is looked for, and how far it is found. */
struct matcher {
	const struct scheme *scheme;
	enum place place;
	size_t len;
	unsigned char text[MARK_MAX];
};

static bool
is_blank(unsigned char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\f';
}

/* Without parentheses where it is a portion, and one blank for a run of them. */
static bool
fill(struct matcher *m, struct slice text, bool portion)
{
	text = slice_trim(text);
	if (text.len == 0 || text.len > MARK_MAX)
		return false;
	if (portion && text.ptr[0] == '(' && text.len > 1 && text.ptr[text.len - 1] == ')')
		text = slice_trim(slice_sub(text, 1, text.len - 1));
	m->len = 0;
	for (size_t i = 0; i < text.len; i++) {
		bool blank = is_blank(text.ptr[i]);
		if (blank && m->len > 0 && m->text[m->len - 1] == ' ')
			continue;
		m->text[m->len++] = blank ? ' ' : text.ptr[i];
	}
	return m->len > 0;
}

/* A piece of the display at *at, and *at behind it. A blank of the piece that follows a blank is the same one, and a blank
 * at the very end is not there. */
static bool
take(const struct matcher *m, const char *piece, size_t *at)
{
	size_t to = *at;
	for (const char *c = piece; *c != '\0'; c++) {
		bool blank = is_blank((unsigned char)*c);
		if (blank && (to == 0 || to == m->len || m->text[to - 1] == ' '))
			continue;
		if (to == m->len || m->text[to] != (blank ? ' ' : (unsigned char)*c))
			return false;
		to++;
	}
	*at = to;
	return true;
}

static bool
follows(const struct matcher *m, size_t at, const char *piece)
{
	return at == m->len || (piece[0] != '\0' && take(m, piece, &at));
}

/* The category of the tag, behind `last`, whose phrase is the longest that stands here and ends where a phrase can end. */
static short
longest(const struct matcher *m, short tag, short last, size_t *at)
{
	const struct scheme *scheme = m->scheme;
	const struct spif *spif = scheme->spif;
	const struct qualifier *around = &spif->tags[tag].around;
	short best = -1;
	size_t best_end = *at;
	for (size_t i = 0; i < scheme->token_count; i++) {
		const char *text = spif->categories[i].shown[m->place].text;
		size_t end = *at;
		if (scheme->tokens[i].category != tag || (short)i <= last || text[0] == '\0' ||
		    (unsigned char)text[0] != m->text[*at] || !take(m, text, &end) ||
		    end <= best_end)
			continue;
		if (follows(m, end, around->separator) || follows(m, end, around->suffix) ||
		    follows(m, end, spif->around.separator) ||
		    follows(m, end, spif->around.suffix)) {
			best = (short)i;
			best_end = end;
		}
	}
	*at = best_end;
	return best;
}

/* All categories of one tag that stand here; false where there is none. */
static bool
take_run(const struct matcher *m, short tag, size_t *at, struct spif_mark *out)
{
	const struct qualifier *around = &m->scheme->spif->tags[tag].around;
	size_t to = *at, count = 0;
	short last = -1;
	if (!take(m, around->prefix, &to))
		return false;
	for (size_t next = to; next < m->len;) {
		last = longest(m, tag, last, &next);
		if (last < 0 || out->count + count == sizeof out->tokens / sizeof *out->tokens)
			break;
		out->tokens[out->count + count++] = last;
		to = next;
		if (!take(m, around->separator, &next) || next == to)
			break;
	}
	if (count == 0 || !take(m, around->suffix, &to))
		return false;
	out->count += count;
	*at = to;
	return true;
}

/* What follows the head: runs of categories in the order of their tags. */
static bool
take_categories(const struct matcher *m, size_t at, struct spif_mark *out)
{
	const struct spif *spif = m->scheme->spif;
	short tag = 0;
	for (;;) {
		size_t end = at;
		if (take(m, spif->around.suffix, &end) && end == m->len)
			return true;
		if (at > 0 && !take(m, spif->around.separator, &at))
			return false;
		while (tag + 1 < (short)m->scheme->category_count && !take_run(m, tag, &at, out))
			tag++;
		if (++tag >= (short)m->scheme->category_count)
			return false;
	}
}

/* The proof: it reads as what prints so, byte for byte but for blanks. */
static bool
prints_so(const struct matcher *m, const struct spif_mark *mark)
{
	struct arena arena;
	struct buf printed;
	size_t at = 0;
	arena_init(&arena, (size_t)1 << 20);
	buf_init(&printed, (size_t)1 << 16);
	const struct marking *marking = spif_marking(m->scheme, mark, &arena);
	bool portion = m->place == PLACE_PORTION, same = false;
	if (marking != NULL) {
		marking_print(marking, portion ? MARK_PORTION : MARK_BANNER, &printed);
		if (portion && printed.len > 0)
			printed.len--; /* its parentheses are not in the text */
		buf_add_byte(&printed, '\0');
		same = !printed.failed && printed.len > 1 &&
		    take(m, (const char *)printed.ptr + portion, &at) && at == m->len;
	}
	buf_release(&printed);
	arena_release(&arena);
	return same;
}

/* The policy's phrase and the classification stand here (`text` NULL: it is not shown); the rest follows. */
static bool
take_rest(const struct matcher *m, size_t at, const char *text, short token, struct spif_mark *out)
{
	const struct spif *spif = m->scheme->spif;
	size_t start = 0;
	*out = (struct spif_mark){ 0 };
	if (token >= 0)
		out->tokens[out->count++] = token;
	(void)take(m, spif->around.prefix, &start);
	if (text != NULL && at > start && !take(m, spif->around.separator, &at))
		return false;
	if (text != NULL && !take(m, text, &at))
		return false;
	if (!follows(m, at, spif->around.separator) && !follows(m, at, spif->around.suffix))
		return false;
	return take_categories(m, at, out);
}

static bool
try_head(const struct matcher *m, size_t at, short level, short token, struct spif_mark *out)
{
	const char *text = m->scheme->spif->levels[level].shown[m->place].text;
	if (!take_rest(m, at, text, token, out))
		return false;
	out->level = level;
	return prints_so(m, out);
}

/* Where the classification is not shown it is the highest that the categories are allowed at and that is displayed so. */
static bool
try_hidden_class(const struct matcher *m, size_t at, short token, struct spif_mark *out)
{
	const struct scheme *scheme = m->scheme;
	uint32_t barred = 0;
	if (!take_rest(m, at, NULL, token, out))
		return false;
	for (size_t i = 0; i < out->count; i++) {
		const struct spif_category *category = &scheme->spif->categories[out->tokens[i]];
		for (size_t r = 0; r < category->rules; r++)
			barred |= scheme->spif->rules[category->first_rule + r].barred;
	}
	for (size_t i = scheme->level_count; i-- > 0;) {
		out->level = (short)i;
		if ((barred >> i & 1) == 0 && prints_so(m, out))
			return true;
	}
	return false;
}

static bool
match(const struct matcher *m, struct spif_mark *out)
{
	const struct scheme *scheme = m->scheme;
	const struct spif *spif = scheme->spif;
	size_t start = 0, tries = 0;
	if (!take(m, spif->around.prefix, &start))
		return false;
	for (size_t p = 0; p < spif->policy_count[m->place]; p++) {
		const struct spif_policy *policy = &spif->policies[m->place][p];
		size_t at = start;
		if (policy->token == -2 || !take(m, policy->text, &at))
			continue;
		for (size_t i = scheme->level_count; i-- > 0 && tries < TRIES_MAX;) {
			const char *text = spif->levels[i].shown[m->place].text;
			size_t end = at;
			(void)take(m, end > start ? spif->around.separator : "", &end);
			if (!take(m, text, &end))
				continue;
			tries++;
			if (try_head(m, at, (short)i, policy->token, out))
				return true;
		}
		if (tries++ < TRIES_MAX && try_hidden_class(m, at, policy->token, out))
			return true;
	}
	return false;
}

bool
spif_match(
    const struct scheme *scheme, struct slice text, enum mark_form form, struct spif_mark *out)
{
	struct matcher m = { .scheme = scheme };
	struct slice inner = slice_trim(text);
	bool parentheses = inner.len > 0 && inner.ptr[0] == '(';
	if (form != MARK_BANNER && form != MARK_LINE && fill(&m, text, true)) {
		m.place = PLACE_PORTION;
		if (match(&m, out))
			return true;
	}
	m.place = PLACE_BANNER;
	return form != MARK_PORTION && !parentheses && fill(&m, text, false) && match(&m, out);
}

/* --- no display ------------------------------------------------------------------------------------------------ */

static bool
is_letter(unsigned char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	    c >= 0x80;
}

/* As a word of its own, as the policy writes it. */
static bool
holds_word(const struct matcher *m, const char *word)
{
	size_t len = strlen(word);
	const unsigned char *end = m->text + m->len, *at = m->text;
	while (len > 0 && (at = memmem(at, (size_t)(end - at), word, len)) != NULL) {
		if ((at == m->text || !is_letter(at[-1])) &&
		    (at + len == end || !is_letter(at[len])))
			return true;
		at++;
	}
	return false;
}

short
spif_hint(const struct scheme *scheme, struct slice text)
{
	struct matcher m = { .scheme = scheme };
	if (!fill(&m, text, true))
		return -1;
	for (size_t i = scheme->level_count; i-- > 0;) {
		if (holds_word(&m, scheme->levels[i].id) ||
		    holds_word(&m, scheme->spif->levels[i].shown[PLACE_BANNER].text))
			return (short)i;
	}
	return -1;
}
