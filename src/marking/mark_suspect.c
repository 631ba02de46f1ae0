#include "marking/distance.h"
#include "marking/mark_read.h"

/* A word that is compared with many forms; its places are filled when the first form comes that is not passed over. */
struct near {
	struct slice word;
	uint64_t letters; /* form_letters() of it */
	struct places places;
};

static void
near_init(struct near *near, struct slice word)
{
	near->word = word;
	near->letters = form_letters(word);
	near->places.len = 0;
}

static unsigned
count_bits(uint64_t bits)
{
	bits -= bits >> 1 & UINT64_C(0x5555555555555555);
	bits = (bits & UINT64_C(0x3333333333333333)) + (bits >> 2 & UINT64_C(0x3333333333333333));
	bits = (bits + (bits >> 4)) & UINT64_C(0x0f0f0f0f0f0f0f0f);
	return (unsigned)(bits * UINT64_C(0x0101010101010101) >> 56);
}

/* One slip takes at most one letter away and brings at most one: most words are passed over by this. */
static inline bool
shares_letters(uint64_t a, uint64_t b, size_t most)
{
	return count_bits(a & ~b) <= most && count_bits(b & ~a) <= most;
}

/* So many slips a word may have, one in three letters or in four. Written so because dividing by a variable is slow. */
static size_t
slips(size_t len, size_t letters)
{
	return letters == 3 ? len / 3 : len / 4;
}

static bool
is_near(struct near *near, struct slice text, size_t most)
{
	if (near->places.len == 0)
		places_fill(&near->places, near->word);
	return distance(&near->places, text) <= most;
}

/* Is the word near a level? Those are tried that have about its length, from the shortest on. */
static bool
is_near_some_level(const struct forms *forms, struct slice word, size_t letters)
{
	struct near near;
	if (word.len < 4 || word.len > DISTANCE_MAX || forms->level_count == 0)
		return false;
	size_t longest = forms->levels[forms->level_count - 1].len;
	if (word.len > longest + slips(longest, letters))
		return false;
	near_init(&near, word);
	for (size_t i = forms->shorter[word.len * 3 / 4]; i < forms->level_count; i++) {
		const struct level_form *level = &forms->levels[i];
		size_t most = slips(level->len, letters);
		if (level->len > word.len + most || level->len > DISTANCE_MAX)
			return false;
		if (word.len <= level->len + most &&
		    shares_letters(level->letters, near.letters, most) &&
		    is_near(&near, forms->list[level->number].text, most))
			return true;
	}
	return false;
}

/* The same for every spelling of the scheme; every short word is near some abbreviation, so none of those. */
static bool
is_near_some_form(const struct forms *forms, struct slice word)
{
	struct near near;
	if (word.len > forms->longest + slips(forms->longest, 4))
		return false;
	near_init(&near, word);
	for (size_t i = 0; i < forms->count; i++) {
		const struct form *form = &forms->list[i];
		size_t most = slips(form->text.len, 4);
		if (most > 0 && word.len <= form->text.len + most &&
		    form->text.len <= word.len + most && form->text.len <= DISTANCE_MAX &&
		    shares_letters(form->letters, near.letters, most) &&
		    is_near(&near, form->text, most))
			return true;
	}
	return false;
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
	if (r->near_left == 0 || word.len < 4 || word.len > DISTANCE_MAX)
		return;
	r->near_left--;
	if (is_near_some_form(&r->scheme->forms, word)) {
		mark_note(r, CHECK_DAMAGED);
		return;
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
	return is_near_some_level(&r->scheme->forms, text, letters);
}

static bool
is_plain(struct slice text)
{
	for (size_t i = 0; i < text.len; i++)
		if (text.ptr[i] < ' ' || text.ptr[i] > '~')
			return false;
	return true;
}

/* A level, and behind it what mark_salvage() takes for one with a token, or what mark_head() reads as words. `word` is in
 * capitals. */
static bool
begins_with_level(const struct scheme *scheme, struct slice word)
{
	const struct forms *forms = &scheme->forms;
	uint64_t lengths = word.len > 0 ? form_head(forms, word.ptr[0])->levels : 0;
	bool level = false;
	size_t at = 0;

	for (size_t len = 1; len <= word.len && lengths >= form_length(len); len++) {
		if ((lengths & form_length(len)) == 0)
			continue;
		const struct form *form = form_find(forms, slice_sub(word, 0, len));
		if (form == NULL || form->kind == FORM_TOKEN)
			continue;
		level = true;
		bool sign = len < word.len && strchr("-.:", word.ptr[len]) != NULL;
		size_t from = len + sign;
		if (len == word.len || form_find(forms, slice_sub(word, from, word.len)) != NULL)
			return true;
	}
	return level && (!is_plain(word) || mark_line_form(scheme, word, &at) != NULL);
}

bool
mark_may_hide_level(const struct scheme *scheme, struct slice text)
{
	unsigned char upper[64];

	if (text.len > sizeof upper || memchr(text.ptr, '/', text.len) != NULL)
		return true;
	for (size_t i = 0; i < text.len; i++) {
		unsigned char c = text.ptr[i];
		upper[i] = c >= 'a' && c <= 'z' ? (unsigned char)(c - ('a' - 'A')) : c;
	}
	struct slice word = slice_of(upper, text.len);
	return form_find(&scheme->forms, word) != NULL || begins_with_level(scheme, word) ||
	    is_near_some_level(&scheme->forms, word, 3);
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
			raise_to(r, scheme_form_level(r->scheme, form));
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
			raise_to(r, scheme_form_level(r->scheme, form));
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
