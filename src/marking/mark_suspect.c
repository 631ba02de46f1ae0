#include "marking/mark_read.h"

/* Edit distance with transpositions (Damerau, restricted), not more than `most`; most + 1 where it is above. Only the cells
 * that near the diagonal can matter are filled, and a row without a low one ends it. */
static size_t
distance(struct slice a, struct slice b, size_t most)
{
	enum {
		WIDTH = 64
	};
	size_t rows[3][WIDTH + 2], low_before = 0;
	if (a.len > WIDTH || b.len > WIDTH || a.len > b.len + most || b.len > a.len + most)
		return most + 1;
	for (size_t j = 0; j <= b.len + 1; j++)
		rows[0][j] = j;
	for (size_t i = 1; i <= a.len; i++) {
		size_t *row = rows[i % 3], *above = rows[(i + 2) % 3], *before = rows[(i + 1) % 3];
		size_t first = i > most ? i - most : 1;
		size_t last = i + most < b.len ? i + most : b.len;
		size_t low = row[first - 1] = first > 1 ? most + 1 : i;
		for (size_t j = first; j <= last; j++) {
			size_t best = above[j - 1] + (a.ptr[i - 1] != b.ptr[j - 1]);
			best = above[j] + 1 < best ? above[j] + 1 : best;
			best = row[j - 1] + 1 < best ? row[j - 1] + 1 : best;
			if (i > 1 && j > 1 && a.ptr[i - 1] == b.ptr[j - 2] &&
			    a.ptr[i - 2] == b.ptr[j - 1] && before[j - 2] + 1 < best)
				best = before[j - 2] + 1;
			row[j] = best;
			low = best < low ? best : low;
		}
		row[last + 1] = most + 1;
		if (low > most && low_before > most)
			return most + 1;
		low_before = low;
	}
	size_t found = rows[a.len % 3][b.len];
	return found > most ? most + 1 : found;
}

static bool
more_bits(uint32_t bits, size_t most)
{
	for (; bits != 0 && most > 0; most--)
		bits &= bits - 1;
	return bits != 0;
}

/* One slip takes at most one letter away and brings at most one: most words are passed over by this. */
static bool
shares_letters(uint32_t a, uint32_t b, size_t most)
{
	return !more_bits(a & ~b, most) && !more_bits(b & ~a, most);
}

/* One slip in so many letters, and none in a shorter word: every short word is near some abbreviation. `in_word` is
 * form_letters() of the word. */
static bool
is_near(const struct form *form, struct slice word, uint32_t in_word, size_t letters)
{
	size_t most = form->text.len / letters;
	return most > 0 && word.len >= 4 && word.len <= form->text.len + most &&
	    form->text.len <= word.len + most && shares_letters(form->letters, in_word, most) &&
	    distance(form->text, word, most) <= most;
}

static bool
is_token(const struct mark_reader *r, struct slice text)
{
	const struct form *form = text.len < 2 ? NULL : form_find(&r->scheme->forms, text);
	return form != NULL && form->kind == FORM_TOKEN;
}

void
mark_suspect(struct mark_reader *r, struct slice word)
{
	if (r->near_left == 0 || word.len < 4 || word.len > 64)
		return;
	r->near_left--;
	uint32_t letters = form_letters(word);
	for (size_t i = 0; i < r->scheme->forms.count; i++) {
		if (is_near(&r->scheme->forms.list[i], word, letters, 4)) {
			mark_note(r, CHECK_DAMAGED);
			return;
		}
	}
	for (size_t i = 2; i + 2 <= word.len; i++) {
		if (is_token(r, slice_sub(word, 0, i)) && is_token(r, slice_sub(word, i, word.len)))
			mark_note(r, CHECK_DAMAGED);
	}
}

static void
raise_to(struct mark_reader *r, short level)
{
	if (level > r->level)
		r->level = level;
}

/* "SEGRET", "SECftET": nearly a level spelled out. What it was is not known, so it is no level. Words in small letters are
 * prose unless they are very near; capitals among small letters are what bad character recognition leaves. */
static bool
is_near_level(const struct mark_reader *r, struct slice text)
{
	size_t letters = r->small && (r->plain_case || !r->capital) ? 4 : 3;
	const struct forms *forms = &r->scheme->forms;
	uint32_t in_text = form_letters(text);
	for (size_t i = 0; i < forms->level_count; i++)
		if (is_near(&forms->list[forms->levels[i]], text, in_text, letters))
			return true;
	return false;
}

bool
mark_may_hide_level(const struct scheme *scheme, struct slice text)
{
	const struct forms *forms = &scheme->forms;
	unsigned char upper[64];

	if (text.len > sizeof upper || memchr(text.ptr, '/', text.len) != NULL)
		return true;
	for (size_t i = 0; i < text.len; i++) {
		unsigned char c = text.ptr[i];
		upper[i] = c >= 'a' && c <= 'z' ? (unsigned char)(c - ('a' - 'A')) : c;
	}
	struct slice word = slice_of(upper, text.len);
	uint32_t letters = form_letters(word);
	for (size_t i = 0; i < forms->level_count; i++) {
		const struct form *form = &forms->list[forms->levels[i]];
		if ((word.len >= form->text.len &&
			memcmp(word.ptr, form->text.ptr, form->text.len) == 0) ||
		    is_near(form, word, letters, 3))
			return true;
	}
	return form_find(forms, word) != NULL;
}

/* "SNF", "SECRETNOFORN", "S-NF": a level and a token without the slashes. */
static bool
is_run_together(struct mark_reader *r, struct slice text)
{
	for (size_t i = 1; i + 2 <= text.len && i < 32; i++) {
		const struct form *form = form_find(&r->scheme->forms, slice_sub(text, 0, i));
		if (form == NULL || form->kind != FORM_LEVEL)
			continue;
		size_t from = i + (text.ptr[i] == '-' || text.ptr[i] == '.' || text.ptr[i] == ':');
		if (is_token(r, slice_sub(text, from, text.len))) {
			raise_to(r, form->index);
			return true;
		}
	}
	return false;
}

/* Segments and items in whatever order they stand. True where one of them is a level or a token. */
static bool
scan_items(struct mark_reader *r, struct slice text)
{
	bool any = false;
	while (text.len > 0) {
		struct slice item = slice_trim(slice_split(&text, '/'));
		const struct form *form = form_find(&r->scheme->forms, item);
		if (item.len == 0)
			continue;
		if (form != NULL && form->kind == FORM_LEVEL) {
			raise_to(r, form->index);
			continue;
		}
		size_t before = r->count;
		bool lists = r->release_given || r->display_given;
		short program = -1;
		short category = mark_item(r, item, &program);
		if (category < 0)
			mark_add_unknown(r, r->scheme->last_category, item);
		any = any || (category >= 0 && item.len > 1) || r->count > before + 1 ||
		    lists != (r->release_given || r->display_given);
	}
	return any;
}

bool
mark_salvage(struct mark_reader *r, struct slice text)
{
	bool slashes = memchr(text.ptr, '/', text.len) != NULL, twice = false;
	for (size_t i = 0; i + 1 < text.len; i++)
		twice = twice || (text.ptr[i] == '/' && text.ptr[i + 1] == '/');
	r->count = 0;
	r->path_len = 0;
	r->checks = 0;
	r->level = -1;
	bool mark = slashes ? scan_items(r, text) || (twice && !r->small)
			    : (is_token(r, text) && (!r->small || text.len >= 4)) ||
		is_near_level(r, text) || (!r->small && is_run_together(r, text));
	mark_note(r, CHECK_DAMAGED);
	return mark;
}
