#include "marking/suggest.h"
#include "marking/distance.h"
#include "marking/vocabulary.h"

/* Words of one mark; each costs a look at every form. */
static const size_t most_compared = 16;

/* The word in capitals; false where it has signs that no message may show. */
static bool
take_word(struct slice item, struct suggestion *out)
{
	if (item.len < 4 || item.len > SUGGEST_WORD)
		return false;
	for (size_t i = 0; i < item.len; i++) {
		unsigned char c = item.ptr[i];
		c = c >= 'a' && c <= 'z' ? (unsigned char)(c - 'a' + 'A') : c;
		bool shown =
		    (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || memchr(" .-", c, 3) != NULL;
		if (!shown)
			return false;
		out->word[i] = (char)c;
	}
	out->len = item.len;
	return true;
}

/* Does a known form begin it, so that what follows is a list or compartments? */
static bool
is_known(const struct forms *forms, struct slice word)
{
	for (size_t len = word.len; len > 0; len--) {
		bool ends = len == word.len || memchr(" -", word.ptr[len], 2) != NULL;
		if (ends && form_find(forms, slice_sub(word, 0, len)) != NULL)
			return true;
	}
	return false;
}

/* The one meaning that is nearest; two that are equally near are none. One slip in four letters. */
static bool
find_nearest(const struct forms *forms, struct suggestion *s)
{
	struct places places;
	size_t best = SIZE_MAX;
	const struct form *found = NULL;
	bool tie = false;

	places_fill(&places, slice_of(s->word, s->len));
	for (size_t i = 0; i < forms->count; i++) {
		const struct form *form = &forms->list[i];
		size_t most = form->text.len / 4;
		if (most == 0 || form->use == FORM_SPACED || form->use == FORM_DAMAGED ||
		    form->text.len > s->len + most || s->len > form->text.len + most ||
		    form->text.len > DISTANCE_MAX)
			continue;
		size_t slips = distance(&places, form->text);
		if (slips > most || slips > best)
			continue;
		bool same =
		    found != NULL && form->kind == found->kind && form->index == found->index;
		tie = slips == best && (tie || !same);
		if (slips < best)
			found = form;
		best = slips;
	}
	if (found == NULL || tie)
		return false;
	s->instead = found->text;
	return true;
}

size_t
mark_suggest(const struct scheme *scheme, struct slice text, struct suggestion *out, size_t most)
{
	size_t count = 0, compared = 0;
	text = slice_trim(text);
	if (text.len > 0 && text.ptr[0] == '(')
		text = slice_sub(text, 1, text.len);
	if (text.len > 0 && text.ptr[text.len - 1] == ')')
		text = slice_sub(text, 0, text.len - 1);
	while (text.len > 0 && count < most && compared < most_compared) {
		struct slice item = slice_trim(slice_split(&text, '/'));
		struct suggestion *s = &out[count];
		if (!take_word(item, s) || is_known(&scheme->forms, slice_of(s->word, s->len)))
			continue;
		compared++;
		count += find_nearest(&scheme->forms, s);
	}
	return count;
}

void
mark_add_suggestions(const struct scheme *scheme, struct slice text, struct buf *out)
{
	struct suggestion words[4];
	size_t count = mark_suggest(scheme, text, words, sizeof words / sizeof words[0]);
	for (size_t i = 0; i < count; i++) {
		buf_add_str(out, "; ");
		buf_add(out, words[i].word, words[i].len);
		buf_add_str(out, ": did you mean ");
		buf_add_slice(out, words[i].instead);
		buf_add_byte(out, '?');
	}
}

bool
finding_is_of_a_word(const struct scheme *scheme, const struct finding *finding)
{
	return finding->rule == scheme->checks[CHECK_UNKNOWN].id ||
	    finding->rule == scheme->checks[CHECK_DAMAGED].id;
}
