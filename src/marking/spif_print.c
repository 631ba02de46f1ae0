#include "marking/spif.h"
#include "marking/value.h"

/* A separator stands between what is shown, not before it. */
static void
add_separator(const struct spif *spif, size_t start, struct buf *out)
{
	if (out->len > start)
		buf_add_str(out, spif->around.separator);
}

/* The policy's name, or what takes its place: of the policy, the level, or the first category that has such a phrase. */
static const char *
policy_phrase(const struct marking *marking, enum place place)
{
	const struct spif *spif = marking->scheme->spif;
	const char *of_level = spif->levels[marking->level].shown[place].policy;
	if (spif->renamed || of_level != NULL)
		return spif->renamed ? spif->shown[place].text : of_level;
	for (size_t i = 0; i < marking->count; i++) {
		short token = marking->controls[i].token;
		if (token >= 0 && spif->categories[token].shown[place].policy != NULL)
			return spif->categories[token].shown[place].policy;
	}
	return spif->shown[place].text;
}

static bool
hides_class(const struct marking *marking, enum place place)
{
	for (size_t i = 0; i < marking->count; i++) {
		short token = marking->controls[i].token;
		if (token >= 0 && marking->scheme->spif->categories[token].shown[place].no_class)
			return true;
	}
	return false;
}

static void
add_categories(const struct marking *marking, enum place place, size_t start, struct buf *out)
{
	const struct spif *spif = marking->scheme->spif;
	const struct spif_tag *run = NULL;
	for (size_t i = 0; i < marking->count; i++) {
		const struct control *control = &marking->controls[i];
		const char *text = spif->categories[control->token].shown[place].text;
		const struct spif_tag *tag = &spif->tags[control->category];
		if (text[0] == '\0')
			continue;
		if (run == tag) {
			buf_add_str(out, tag->around.separator);
		} else {
			buf_add_str(out, run == NULL ? "" : run->around.suffix);
			add_separator(spif, start, out);
			buf_add_str(out, tag->around.prefix);
			run = tag;
		}
		buf_add_str(out, text);
	}
	buf_add_str(out, run == NULL ? "" : run->around.suffix);
}

void
spif_print(const struct marking *marking, enum mark_form form, struct buf *out)
{
	const struct spif *spif = marking->scheme->spif;
	enum place place = form == MARK_PORTION ? PLACE_PORTION : PLACE_BANNER;
	if (marking->damaged || marking->shut != 0 || !marking->known || form == MARK_LINE)
		return;
	buf_add_str(out, place == PLACE_PORTION ? "(" : "");
	buf_add_str(out, spif->around.prefix);
	size_t start = out->len;
	buf_add_str(out, policy_phrase(marking, place));
	if (!hides_class(marking, place)) {
		add_separator(spif, start, out);
		buf_add_str(out, spif->levels[marking->level].shown[place].text);
	}
	add_categories(marking, place, start, out);
	buf_add_str(out, spif->around.suffix);
	buf_add_str(out, place == PLACE_PORTION ? ")" : "");
}
