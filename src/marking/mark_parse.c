#include "base/unicode.h"
#include "marking/mark_read.h"
#include "marking/spif.h"

/* What is no mark is forgotten. */
static bool
no_mark(struct mark_reader *r)
{
	r->count = 0;
	r->level = -1;
	return false;
}

/* "(s)", "(c)", "(u)": enumerators, plurals, copyright signs. "(Secret)" is a mark of another time, "(SECret)" is not. */
static bool
check_case(struct mark_reader *r)
{
	if (!r->small || r->form == MARK_LINE)
		return true;
	if (r->len == 1)
		return no_mark(r);
	const struct form *form = form_find(&r->scheme->forms, mark_text(r));
	bool once = r->plain_case && r->scheme->letter_case == CASE_CAPITALS;
	if (once && form != NULL && (form->use & (FORM_BANNER | FORM_PORTION)) == FORM_BANNER) {
		r->legacy = true;
		mark_note(r, CHECK_LEGACY);
	} else {
		mark_note(r, CHECK_CASE);
	}
	return true;
}

/* Too long to be a mark; damaged where it begins as one, so that nobody hides a mark behind 5,000 codes. */
static bool
begins_as_mark(const struct mark_reader *r, struct slice text)
{
	text = slice_trim(text);
	if (text.len > 0 && text.ptr[0] == '(')
		text = slice_sub(text, 1, text.len);
	if (slice_starts(text, "//") ||
	    !slice_is_ascii(slice_sub(text, 0, text.len < 16 ? text.len : 16)))
		return true;
	size_t at = 0;
	const struct form *form = mark_line_form(r->scheme, text, &at);
	return form != NULL && at < text.len && memchr("/,;", text.ptr[at], 3) != NULL;
}

static void
read_segments(struct mark_reader *r, struct slice rest)
{
	while (rest.len > 0) {
		size_t end = 0;
		while (end + 1 < rest.len && !(rest.ptr[end] == '/' && rest.ptr[end + 1] == '/'))
			end++;
		bool more = end + 1 < rest.len;
		end = more ? end : rest.len;
		mark_segment(r, slice_sub(rest, 0, end));
		rest = slice_sub(rest, more ? end + 2 : end, rest.len);
		if (more && rest.len == 0)
			mark_note(r, CHECK_EMPTY);
	}
}

static bool
is_damaged(const struct mark_reader *r)
{
	if (r->checks == 0)
		return r->odd;
	const uint32_t always = (uint32_t)1 << CHECK_CASE | (uint32_t)1 << CHECK_DAMAGED |
	    (uint32_t)1 << CHECK_LENGTH | (uint32_t)1 << CHECK_HEAD |
	    (uint32_t)1 << CHECK_CONTRADICTION | (uint32_t)1 << CHECK_BARE;
	const uint32_t letter_case =
	    r->scheme->letter_case == CASE_ANY ? (uint32_t)1 << CHECK_CASE : 0;
	bool damaged = r->odd || (r->checks & always & ~letter_case) != 0;
	for (unsigned i = 0; i < CHECKS; i++)
		damaged =
		    damaged || (mark_noted(r, (enum check_kind)i) && r->scheme->checks[i].damages);
	return damaged;
}

/* The whole of a mark that is no line: its level and what follows. False: no level that the scheme knows. */
static bool
read_whole(struct mark_reader *r)
{
	struct slice rest;
	if (r->scheme->grammar == GRAMMAR_WORDS)
		return mark_words(r);
	if (!mark_head(r, &rest))
		return false;
	read_segments(r, rest);
	return true;
}

/* A class line may be a whole banner, with compartments and programs that words alone do not show. */
static bool
read_line(struct mark_reader *r, struct slice text)
{
	bool banner = r->scheme->grammar == GRAMMAR_WORDS;
	for (size_t i = 0; i + 1 < r->len; i++)
		banner = banner || (r->text[i] == '/' && r->text[i + 1] == '/');
	if (banner) {
		mark_reader_init(r, r->scheme, MARK_BANNER);
		if (mark_text_fill(r, text) && read_whole(r) && !r->small && !is_damaged(r))
			return true;
		mark_reader_init(r, r->scheme, MARK_LINE);
		if (!mark_text_fill(r, text))
			return no_mark(r);
	}
	return mark_line_text(r, mark_text(r)) || no_mark(r);
}

/* Fields in parentheses are in the wrong dress, and a mark all the same. */
static bool
fields_within(struct mark_reader *r, struct slice text)
{
	text = slice_trim(text);
	if (text.len < 2 || text.ptr[0] != '(' || text.ptr[text.len - 1] != ')' ||
	    !mark_is_fields(r->scheme, slice_sub(text, 1, text.len - 1)))
		return false;
	mark_note(r, CHECK_DAMAGED);
	return mark_fields(r, slice_sub(text, 1, text.len - 1));
}

bool
mark_read(struct mark_reader *r, struct slice text)
{
	if (r->scheme->field_count > 0 && mark_is_fields(r->scheme, text))
		return mark_fields(r, text);
	if (r->scheme->field_count > 0 && fields_within(r, text))
		return true;
	if (!mark_text_fill(r, text))
		return mark_noted(r, CHECK_LENGTH) && begins_as_mark(r, text);
	if (r->form == MARK_LINE)
		return read_line(r, text);
	if (!read_whole(r)) {
		uint32_t blanks = r->checks & (uint32_t)1 << CHECK_BLANKS;
		bool mark = mark_salvage(r, mark_text(r));
		r->checks |= blanks;
		return mark || no_mark(r);
	}
	return check_case(r);
}

/* --- the value ------------------------------------------------------------------------------------------------- */

/* "CAN DEU": the name of a system that has none of its own. NULL on memory. */
static const char *
owners_name(const struct mark_reader *r, struct arena *arena)
{
	const struct codes *codes = &r->scheme->codes;
	size_t len = 0;
	for (size_t i = 0; i < codes->count; i++)
		len += code_set_has(&r->owners, (int)i) ? codes->list[i].name.len + 1 : 0;
	char *name = arena_alloc(arena, len + 1);
	if (name == NULL)
		return NULL;
	size_t at = 0;
	for (size_t i = 0; i < codes->count; i++) {
		if (!code_set_has(&r->owners, (int)i))
			continue;
		if (at > 0)
			name[at++] = ' ';
		memcpy(name + at, codes->list[i].name.ptr, codes->list[i].name.len);
		at += codes->list[i].name.len;
	}
	name[at] = '\0';
	return name;
}

static void
fill_lists(const struct mark_reader *r, struct marking *marking)
{
	const struct scheme *scheme = r->scheme;
	bool plain = !marking->damaged, nobody = false;
	for (size_t i = 0; i < r->count; i++) {
		const struct control *control = &r->controls[i];
		plain = plain && control->type == TYPE_INFORMATIVE;
		nobody = nobody || (control->token >= 0 && scheme->tokens[control->token].nobody);
	}
	marking->release.written = r->release;
	codes_add_home(&scheme->codes, &marking->release.written);
	marking->display.written = r->display;
	marking->bare = r->bare && marking_has_bare_list(marking, r->controls, r->count);
	/* Plain (U) is everybody's. A mark without a list, or with one and NOFORN, is nobody's abroad (POLICY: docs/policy.md). */
	if (plain && r->system == 0 && scheme->levels[marking->level].open && !r->release_given &&
	    !r->display_given) {
		marking->release.everybody = marking->display.everybody = true;
	} else if (!nobody) {
		marking->release.all = codes_expand(&scheme->codes, &r->release);
		marking->display.all = codes_expand(&scheme->codes, &r->display);
		marking->display.all = code_set_union(&marking->display.all, &marking->release.all);
	}
}

/* The place of each unlisted name among those of its category; a name that is written twice stands where it stood first. */
static void
number_unlisted(struct mark_reader *r)
{
	uint32_t places[CATEGORIES_MAX] = { 0 };
	for (size_t i = 0; i < r->count; i++) {
		struct control *control = &r->controls[i];
		if (!control_is_unlisted(r->scheme, control))
			continue;
		for (size_t j = 0; j < i && control->written == 0; j++) {
			if (control_compare(&r->controls[j], control) == 0)
				control->written = r->controls[j].written;
		}
		if (control->written == 0)
			control->written = ++places[control->category];
	}
}

static const struct marking *
make_value(struct mark_reader *r, struct arena *arena)
{
	mark_lists_end(r);
	bool damaged = is_damaged(r);
	if (damaged && r->level < 0 && r->form != MARK_LINE)
		return r->scheme->damaged;
	struct marking marking = { .scheme = r->scheme,
		.system = r->system,
		.level = r->level,
		.damaged = damaged,
		.known = !damaged && !r->strange,
		.owners = r->owners };
	/* Captions alone are at the lowest level: what class line they go with is the reader's knowledge. */
	if (marking.level < 0)
		marking.level = damaged ? (short)(r->scheme->level_count - 1) : 0;
	for (size_t i = 0; i < r->count; i++)
		marking.known = marking.known && r->controls[i].known;
	const struct system *system = &r->scheme->systems[r->system];
	marking.name = system->id != NULL ? system->id : owners_name(r, arena);
	fill_lists(r, &marking);
	number_unlisted(r);
	return marking.name == NULL ? NULL : marking_make(arena, &marking, r->controls, r->count);
}

/* All of its words were read and are known; only their order is wrong. */
static bool
is_disordered(struct mark_reader *r)
{
	const uint32_t order = (uint32_t)1 << CHECK_CATEGORY_ORDER;
	if ((r->checks & order) == 0)
		return false;
	r->checks &= ~order;
	bool damaged = is_damaged(r);
	r->checks |= order;
	for (size_t i = 0; i < r->count; i++)
		damaged = damaged || !r->controls[i].known;
	return !damaged && r->level >= 0;
}

static const struct marking *
make_ordered(struct mark_reader *r, struct arena *arena)
{
	uint32_t checks = r->checks;
	r->checks &= ~((uint32_t)1 << CHECK_CATEGORY_ORDER);
	const struct marking *marking = make_value(r, arena);
	r->checks = checks;
	return marking;
}

/* Names that the vocabulary does not have: unknown ones, programs, somebody's name where words are the grammar. */
static bool
has_free_names(const struct mark_reader *r)
{
	const struct scheme *scheme = r->scheme;
	for (size_t i = 0; i < r->count; i++) {
		const struct control *control = &r->controls[i];
		if (!control->known ||
		    (control->token < 0 &&
			(scheme->grammar == GRAMMAR_WORDS ||
			    (control->named &&
				scheme->tokens[control->order].shape == SHAPE_PROGRAMS))))
			return true;
	}
	return false;
}

/* A free name may stand where it would be read as something else in the marking's own form. */
static bool
reads_again(const struct marking *marking, struct arena *arena)
{
	static const enum mark_form forms[] = { MARK_PORTION, MARK_BANNER };
	bool same = true;
	for (size_t i = 0; i < 2 && same; i++) {
		struct mark_reader r;
		struct buf text;
		buf_init(&text, MARK_MAX);
		marking_print(marking, forms[i], &text);
		mark_reader_init(&r, marking->scheme, forms[i]);
		const struct marking *again =
		    !text.failed && mark_read(&r, buf_slice(&text)) ? make_value(&r, arena) : NULL;
		same = again != NULL && again->known == marking->known &&
		    marking_dominates(again, marking) && marking_dominates(marking, again);
		buf_release(&text);
	}
	return same;
}

/* Out of memory is told by mark_finish(). */
static void
check_free_names(struct mark_reader *r, struct arena *arena)
{
	if (r->form == MARK_LINE || !has_free_names(r) || is_damaged(r))
		return;
	const struct marking *marking = make_value(r, arena);
	if (marking != NULL && !marking->damaged && !reads_again(marking, arena))
		mark_note(r, CHECK_DAMAGED);
}

tl_status
mark_finish(
    struct mark_reader *r, bool read, struct arena *arena, struct mark *out, struct tl_error *e)
{
	*out = (struct mark){ .state = MARK_NONE, .marking = r->scheme->damaged };
	if (!read)
		return TL_OK;
	if (r->odd || r->scheme->spif != NULL)
		mark_note(r, CHECK_DAMAGED);
	const struct marking *marking = make_value(r, arena);
	if (marking == NULL)
		return error_memory(e);
	out->marking = marking;
	out->state = marking->damaged ? MARK_DAMAGED : MARK_READ;
	out->legacy = r->legacy;
	if (marking->damaged && is_disordered(r)) {
		out->ordered = make_ordered(r, arena);
		if (out->ordered == NULL)
			return error_memory(e);
	}
	TRY(mark_findings(r, marking, arena, out, e));
	return TL_OK;
}

/* Without parentheses: a banner, and where that does not come out clean but a portion does, a portion. */
static bool
read_auto(struct mark_reader *r, const struct scheme *scheme, struct slice text)
{
	struct slice trimmed = slice_trim(text);
	mark_reader_init(r, scheme, MARK_PORTION);
	bool portion = mark_read(r, text);
	if (r->parentheses || trimmed.len == 0 || trimmed.ptr[0] == '(')
		return portion;
	bool clean = portion && !mark_noted(r, CHECK_FORM) && !is_damaged(r) && !r->legacy;
	if (clean)
		return true;
	mark_reader_init(r, scheme, MARK_BANNER);
	return mark_read(r, text);
}

/* A word of a level where there is no mark that could be read: what stands there is one all the same. */
static bool
read_hint(struct mark_reader *r, const struct scheme *scheme, struct slice text)
{
	short level = scheme->spif == NULL ? -1 : spif_hint(scheme, text);
	if (level > r->level)
		r->level = level;
	return level >= 0;
}

/* Under a policy of XML-SPIF a mark is a display of the policy, or it is damaged. */
static tl_status
read_display(const struct scheme *scheme, const struct spif_mark *display, struct arena *arena,
    struct mark *out, struct tl_error *e)
{
	const struct marking *marking = spif_marking(scheme, display, arena);
	if (marking == NULL)
		return error_memory(e);
	*out = (struct mark){ .state = MARK_READ, .marking = marking };
	return spif_findings(marking, arena, out, e);
}

tl_status
mark_parse(const struct scheme *scheme, struct slice text, enum mark_form form, struct arena *arena,
    struct mark *out, struct tl_error *e)
{
	struct mark_reader r;
	struct spif_mark display;
	bool read;
	if (scheme->spif != NULL && spif_match(scheme, text, form, &display))
		return read_display(scheme, &display, arena, out, e);
	if (form == MARK_AUTO) {
		read = read_auto(&r, scheme, text);
	} else {
		mark_reader_init(&r, scheme, form);
		read = mark_read(&r, text);
	}
	read = read_hint(&r, scheme, text) || read;
	if (read)
		check_free_names(&r, arena);
	return mark_finish(&r, read, arena, out, e);
}

bool
mark_is_plausible(const struct scheme *scheme, struct slice text)
{
	struct mark_reader r;
	struct spif_mark display;
	if (scheme->spif != NULL && spif_match(scheme, text, MARK_PORTION, &display))
		return true;
	mark_reader_init(&r, scheme, MARK_PORTION);
	return mark_read(&r, text) || read_hint(&r, scheme, text);
}
