#include "marking/ism.h"
#include "marking/ism_line.h"

/* A copy of a name in which blanks stand for underscores (NMTOKENS have no blanks), and the hyphen behind a compartment
 * is the blank of words: "G-ABCD" is "G ABCD". What does not fit is a damaged mark. */
static struct slice
in_words(struct mark_reader *r, const char *before, struct slice name, bool compartment)
{
	size_t add = strlen(before), start = r->len;
	if (add + name.len > MARK_MAX - r->len) {
		mark_note(r, CHECK_LENGTH);
		return slice_of(r->text, 0);
	}
	memcpy(r->text + start, before, add);
	for (size_t i = 0; i < name.len; i++) {
		unsigned char c = name.ptr[i];
		bool blank = c == '_' || (compartment && c == '-');
		r->text[start + add + i] = blank ? ' ' : c;
	}
	r->len += add + name.len;
	return slice_of(r->text + start, add + name.len);
}

static short
token_of(const struct scheme *scheme, short category, struct slice id)
{
	const struct form *form = form_find(&scheme->forms, id);
	short token = -1;
	if (form != NULL && form->kind == FORM_TOKEN &&
	    slice_is(id, scheme->tokens[form->index].id))
		token = form->index;
	else
		token = scheme_token_by_id(scheme, id);
	return token >= 0 && scheme->tokens[token].category == category ? token : -1;
}

/* One attribute while it is read. */
struct taking {
	struct mark_reader *r;
	const struct ism *row;
	struct ism_words words;
	bool registered; /* one of its words at least is a control of the scheme */
};

static bool
is_listed(const struct taking *t, struct slice word)
{
	for (size_t i = 0; i < t->words.count; i++) {
		if (slice_equal(t->words.list[i], word))
			return true;
	}
	return false;
}

/* "SI-G-ABCD" stands behind "SI" and "SI-G" (ISM-ID-00388); "RD-SG-14" behind "RD" alone (ISM-ID-00183). */
static void
check_parents(struct taking *t, struct slice word)
{
	for (size_t at = word.len; at > 0; at--) {
		if (word.ptr[at - 1] != '-')
			continue;
		struct slice parent = slice_sub(word, 0, at - 1);
		short token = token_of(t->r->scheme, t->row->category, parent);
		bool numbered = token >= 0 && t->r->scheme->tokens[token].numbers > 0;
		if (!numbered && !is_listed(t, parent))
			mark_note(t->r, CHECK_PARENT);
	}
}

/* Name, compartment, sub-compartment: more hyphens are no path (CAPCO 2016 §A.6). */
static bool
is_path(struct slice word)
{
	size_t names = 0;
	bool empty = word.len == 0 || word.ptr[word.len - 1] == '-';
	for (struct slice rest = word; rest.len > 0; names++)
		empty = slice_split(&rest, '-').len == 0 || empty;
	return names <= 3 && !empty;
}

/* An unpublished SCI system beside a registered one counts as known (MARKINGS: docs/markings.md M-5). */
static void
judge_unknown(struct taking *t, size_t first, struct slice name)
{
	struct mark_reader *r = t->r;
	bool known = t->registered && r->scheme->categories[t->row->category].open &&
	    memchr(name.ptr, ' ', name.len) == NULL;
	for (size_t i = first; i < r->count; i++)
		r->controls[i].known = known;
	if (!known)
		mark_note(r, CHECK_UNKNOWN);
}

/* A level inside the mark is never above the mark's own (ISM-ID-00525); where it is, the mark counts as that. */
static void
raise_to(struct taking *t, short level)
{
	struct mark_reader *r = t->r;
	if (level < 0)
		mark_note(r, CHECK_VALUE);
	if (level <= r->level)
		return;
	r->level = level;
	mark_note(r, CHECK_CONTRADICTION);
}

/* "DOD:TS:NAME" and "DNI:NAME": whose program it is, and its level, which is never above the mark's (ISM-ID-00530, 00532). */
static struct slice
without_authority(struct taking *t, struct slice word)
{
	struct slice name = word, first = slice_split(&name, ':'), rest = name;
	if (name.len == 0)
		return word;
	if (!ism_is_value(t->row, first))
		mark_note(t->r, CHECK_VALUE);
	struct slice level = slice_split(&rest, ':');
	if (rest.len == 0)
		return name;
	raise_to(t, ism_level_of(t->r->scheme, level));
	return rest;
}

static void
take_path(struct taking *t, struct slice word, bool named)
{
	struct mark_reader *r = t->r;
	if (!is_path(word)) {
		mark_note(r, CHECK_DAMAGED);
		return;
	}
	check_parents(t, word);
	if (named)
		word = without_authority(t, word);
	struct slice behind = word, name = slice_split(&behind, '-');
	struct slice compartment = slice_split(&behind, '-');
	behind = slice_sub(word, compartment.len == 0 ? word.len : name.len + 1, word.len);
	short root = named ? t->row->token : token_of(r->scheme, t->row->category, name);
	size_t first = r->count;
	if (root >= 0 && !named) {
		mark_add_token(r, root, FORM_PORTION);
		r->count = first; /* only its findings; the path adds the token itself */
	}
	name = in_words(r, "", name, false);
	behind = in_words(r, "", behind, true);
	mark_add_path(r, t->row->category, root, name, behind, named);
	if (root < 0)
		judge_unknown(t, first, name);
}

static void
take_unknown(struct taking *t, struct slice word)
{
	const char *free = t->row->free, *adds = t->row->adds;
	size_t skip = free != NULL && slice_starts(word, free) ? strlen(free) : 0;
	word = slice_sub(word, skip, word.len);
	mark_add_unknown(
	    t->r, t->row->category, in_words(t->r, adds == NULL ? "" : adds, word, false));
	mark_note(t->r, CHECK_UNKNOWN);
}

static void
take_control(struct taking *t, struct slice word)
{
	const struct scheme *scheme = t->r->scheme;
	short token = token_of(scheme, t->row->category, word);
	const struct token *known = token < 0 ? NULL : &scheme->tokens[token];
	unsigned char shape =
	    known == NULL ? scheme->categories[t->row->category].shape : known->shape;
	if (t->row->use == ISM_NAMES && (known == NULL || shape == SHAPE_PROGRAMS))
		take_path(t, word, true);
	else if (shape == SHAPE_TREE)
		take_path(t, word, false);
	else if (known != NULL && shape != SHAPE_PROGRAMS)
		mark_add_token(t->r, token, FORM_PORTION);
	else
		take_unknown(t, word);
}

static void
take_controls(struct taking *t)
{
	const struct scheme *scheme = t->r->scheme;
	for (size_t i = 0; i < t->words.count; i++) {
		struct slice word = t->words.list[i], root = slice_split(&word, '-');
		t->registered = t->registered || token_of(scheme, t->row->category, root) >= 0;
	}
	for (size_t i = 0; i < t->words.count; i++)
		take_control(t, t->words.list[i]);
}

/* --- lists and sources ----------------------------------------------------------------------------------------- */

static void
take_list(struct taking *t, struct code_set *set, bool release)
{
	struct mark_reader *r = t->r;
	const struct codes *codes = &r->scheme->codes;
	size_t others = 0;
	for (size_t i = 0; i < t->words.count; i++) {
		int code = code_find(codes, t->words.list[i]);
		bool home = code >= 0 && code == codes->home;
		/* ISM-ID-00214: the home country stands first. A display list needs none, and may hold it. */
		if (release && home != (i == 0))
			mark_note(r, CHECK_HOME);
		others += !home;
		if (code < 0)
			take_unknown(t, t->words.list[i]);
		else if (release || !home)
			code_set_add(set, code);
	}
	if (release && codes->home >= 0)
		code_set_add(set, codes->home);
	if (others == 0) /* ISM-ID-00319 */
		mark_note(r, CHECK_LIST);
}

static void
take_sources(struct taking *t)
{
	struct mark_reader *r = t->r;
	for (size_t i = 0; i < t->words.count; i++) {
		struct slice name = t->words.list[i];
		int code = code_find(&r->scheme->codes, name);
		size_t at = r->count;
		if (code == r->scheme->codes.home)
			mark_note(r, code < 0 ? CHECK_UNKNOWN : CHECK_HOME);
		if (code < 0) {
			take_unknown(t, name);
			continue;
		}
		mark_add_path(r, t->row->category, t->row->token, name, slice_of(NULL, 0), true);
		if (at < r->count)
			r->controls[at].place = (short)code;
	}
}

/* --- level and owners ------------------------------------------------------------------------------------------ */

/* The highest level among the words; two of them, or none of the scheme, are no level. */
static void
take_level(struct taking *t)
{
	struct mark_reader *r = t->r;
	if (t->words.count == 0) {
		r->level = (short)(r->scheme->level_count - 1);
		mark_note(r, CHECK_HEAD);
	}
	for (size_t i = 0; i < t->words.count; i++) {
		short level = ism_level_of(r->scheme, t->words.list[i]);
		if (level < 0 || i > 0)
			mark_note(r, CHECK_HEAD);
		if (level < 0)
			level = (short)(r->scheme->level_count - 1);
		r->level = level > r->level ? level : r->level;
	}
}

static void
take_cap(struct taking *t)
{
	for (size_t i = 0; i < t->words.count; i++)
		raise_to(t, ism_level_of(t->r->scheme, t->words.list[i]));
}

static void
take_joint(struct taking *t, struct slice value)
{
	struct mark_reader *r = t->r;
	bool joint = r->scheme->systems[r->system].shape == SYSTEM_JOINT;
	bool said = slice_is(value, "true") || slice_is(value, "1");
	ism_value_check(r, t->row, value);
	if (said != joint) /* ISM-ID-00382, 00383 */
		mark_note(r, CHECK_CONTRADICTION);
}

/* --- all of it ------------------------------------------------------------------------------------------------- */

static void
take_attribute(struct taking *t, struct slice value)
{
	struct mark_reader *r = t->r;
	if (t->row->use == ISM_OTHER) {
		ism_value_check(r, t->row, value);
		return;
	}
	if (t->row->use == ISM_JOINT) {
		take_joint(t, slice_trim(value));
		return;
	}
	ism_words_read(r, t->row, value, &t->words);
	switch ((enum ism_use)t->row->use) {
	case ISM_LEVEL:
		take_level(t);
		break;
	case ISM_OWNERS:
		ism_owners_read(r, &t->words);
		break;
	case ISM_CONTROLS:
	case ISM_NAMES:
		take_controls(t);
		break;
	case ISM_SOURCES:
		take_sources(t);
		break;
	case ISM_CONCEALED: /* what it names is not for a mark (ISM-ID-00097, 00217) */
		if (t->words.count > 1)
			mark_note(r, CHECK_VALUE);
		mark_add_token(r, t->row->token, FORM_PORTION);
		break;
	case ISM_RELEASE:
		r->release_given = true;
		take_list(t, &r->release, true);
		break;
	case ISM_DISPLAY:
		r->display_given = true;
		take_list(t, &r->display, false);
		break;
	case ISM_CAP:
		take_cap(t);
		break;
	case ISM_JOINT:
	case ISM_OTHER:
		break;
	}
}

static bool
given(const struct mark_reader *r, enum ism_use use)
{
	for (size_t i = 0; i < r->scheme->ism_count; i++) {
		if (r->scheme->isms[i].use == use && (r->attributes >> i & 1) != 0)
			return true;
	}
	return false;
}

static bool
has_list(const struct mark_reader *r, enum list_use list)
{
	for (size_t i = 0; i < r->count; i++) {
		short token = r->controls[i].token;
		if (token >= 0 && r->scheme->tokens[token].list == list)
			return true;
	}
	return false;
}

/* A list without its control, or the other way round (ISM-ID-00031, 00032, 00168, 00213). A list that nothing names would
 * make the mark lower than its words: such a mark is damaged. */
static void
check_list(struct mark_reader *r, enum list_use list, bool listed, const struct code_set *set)
{
	bool control = has_list(r, list);
	if (listed && !control)
		mark_note(r, CHECK_CONTRADICTION);
	if (control && code_set_empty(set)) {
		r->bare = true;
		mark_note(r, CHECK_LIST);
	}
}

static void
check_together(struct mark_reader *r)
{
	if (!given(r, ISM_LEVEL) || !given(r, ISM_OWNERS)) /* ISM-ID-00012 */
		mark_note(r, CHECK_CONTRADICTION);
	check_list(r, LIST_RELEASE, given(r, ISM_RELEASE), &r->release);
	check_list(r, LIST_DISPLAY, given(r, ISM_DISPLAY), &r->display);
	/* Words cannot say both, and either alone would say less. */
	if (given(r, ISM_SOURCES) && given(r, ISM_CONCEALED))
		mark_note(r, CHECK_CONTRADICTION);
}

static bool
says_anything(const struct mark_reader *r)
{
	for (size_t i = 0; i < r->scheme->ism_count; i++) {
		if ((r->attributes >> i & 1) != 0 && r->scheme->isms[i].use != ISM_OTHER)
			return true;
	}
	return r->strange || mark_noted(r, CHECK_DAMAGED);
}

tl_status
ism_parse(const struct scheme *scheme, struct slice line, struct arena *arena, struct mark *out,
    struct tl_error *e)
{
	struct mark_reader r;
	struct ism_line attributes = { 0 };
	struct taking t;
	if (scheme->ism_count == 0)
		return error_set(
		    e, TL_USAGE, "scheme %s has no ISM attributes; --scheme us has", scheme->id);
	mark_reader_init(&r, scheme, MARK_PORTION);
	ism_line_read(&r, line, &attributes);
	for (size_t i = 0; i < scheme->ism_count; i++) {
		t.r = &r;
		t.row = &scheme->isms[i];
		t.registered = false;
		if ((r.attributes >> i & 1) != 0)
			take_attribute(&t, attributes.values[i]);
	}
	bool read = says_anything(&r);
	if (read)
		check_together(&r);
	return mark_finish(&r, read, arena, out, e);
}
