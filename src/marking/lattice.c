#include "marking/alternatives.h"
#include "marking/crossing.h"

#include <stdlib.h>

/* A hyphen comes before everything, so that nothing stands between a name and its compartments: GREEN, GREEN-A, GREEN DOOR. */
static int
compare_texts(struct slice a, struct slice b)
{
	size_t len = a.len < b.len ? a.len : b.len, at = 0;
	while (at < len && a.ptr[at] == b.ptr[at])
		at++;
	if (at == len)
		return (a.len > len) - (b.len > len);
	bool hyphen_a = a.ptr[at] == '-', hyphen_b = b.ptr[at] == '-';
	if (hyphen_a || hyphen_b)
		return hyphen_a ? -1 : 1;
	return a.ptr[at] < b.ptr[at] ? -1 : 1;
}

int
control_compare(const struct control *a, const struct control *b)
{
	if (a->category != b->category)
		return a->category < b->category ? -1 : 1;
	if (a->order != b->order)
		return a->order < b->order ? -1 : 1;
	if (a->place != b->place)
		return a->place < b->place ? -1 : 1;
	int text = compare_texts(a->text, b->text);
	return text != 0 ? text : (int)a->depth - (int)b->depth;
}

static int
compare_controls(const void *a, const void *b)
{
	return control_compare(a, b);
}

/* A control that is written stays written where another control carries it too. */
static size_t
drop_repeats(struct control *controls, size_t count)
{
	size_t kept = 0;
	for (size_t i = 0; i < count; i++) {
		if (kept > 0 && control_compare(&controls[kept - 1], &controls[i]) == 0) {
			struct control *same = &controls[kept - 1];
			same->implied = same->implied && controls[i].implied;
			same->known = same->known && controls[i].known;
			continue;
		}
		controls[kept++] = controls[i];
	}
	return kept;
}

/* Mostly sorted already, and never many. */
static void
sort_controls(struct control *controls, size_t count)
{
	if (count > 16) {
		qsort(controls, count, sizeof *controls, compare_controls);
		return;
	}
	for (size_t i = 1; i < count; i++) {
		struct control moved = controls[i];
		size_t at = i;
		for (; at > 0 && control_compare(&controls[at - 1], &moved) > 0; at--)
			controls[at] = controls[at - 1];
		controls[at] = moved;
	}
}

bool
control_is_unlisted(const struct scheme *scheme, const struct control *control)
{
	return control->order == INT16_MAX && control->depth == 0 &&
	    scheme->categories[control->category].shape == SHAPE_PLAIN;
}

/* Names of several markings may ask for one place: then they stand as the alphabet has them. */
static void
place_unlisted(struct control *controls, size_t from, size_t to, bool *taken)
{
	bool good = true;
	for (size_t i = from; i < to && good; i++) {
		size_t place = controls[i].written;
		good = place >= 1 && place <= to - from && !taken[from + place - 1];
		if (good)
			taken[from + place - 1] = true;
	}
	for (size_t i = from; i < to; i++) {
		if (!good)
			controls[i].written = (uint32_t)(i - from + 1);
		controls[from + controls[i].written - 1].shown = (uint32_t)i;
	}
}

/* What prints in each place. `taken` is zeroed, one for each control. */
static void
place_controls(const struct scheme *scheme, struct control *controls, size_t count, bool *taken)
{
	for (size_t from = 0, to; from < count; from = to) {
		controls[from].shown = (uint32_t)from;
		for (to = from; to < count && controls[to].category == controls[from].category &&
		     control_is_unlisted(scheme, &controls[to]);)
			to++;
		place_unlisted(controls, from, to, taken);
		to = to == from ? from + 1 : to;
	}
}

const struct marking *
marking_make(
    struct arena *arena, const struct marking *from, struct control *controls, size_t count)
{
	sort_controls(controls, count);
	count = drop_repeats(controls, count);
	size_t text = 0;
	for (size_t i = 0; i < count; i++)
		text += controls[i].text.len;
	struct marking *marking = arena_alloc(arena, sizeof *marking);
	struct control *copies = arena_array(arena, count == 0 ? 1 : count, sizeof *copies);
	unsigned char *texts = arena_alloc(arena, text + 1);
	bool *taken = arena_array(arena, count == 0 ? 1 : count, sizeof *taken);
	if (marking == NULL || copies == NULL || texts == NULL || taken == NULL)
		return NULL;
	*marking = *from;
	marking->controls = copies;
	marking->count = count;
	for (size_t i = 0; i < count; i++) {
		copies[i] = controls[i];
		memcpy(texts, controls[i].text.ptr, controls[i].text.len);
		copies[i].text.ptr = texts;
		texts += controls[i].text.len;
	}
	place_controls(from->scheme, copies, count, taken);
	return marking;
}

/* --- order ----------------------------------------------------------------------------------------------------- */

/* Every restrictive control of b is in a. Both are sorted: one walk. */
static bool
holds_controls(const struct marking *a, const struct marking *b)
{
	size_t at = 0;
	for (size_t i = 0; i < b->count; i++) {
		if (b->controls[i].type != TYPE_RESTRICTIVE)
			continue;
		while (at < a->count && control_compare(&a->controls[at], &b->controls[i]) < 0)
			at++;
		if (at == a->count || control_compare(&a->controls[at], &b->controls[i]) != 0)
			return false;
	}
	return true;
}

/* Whoever is on a is on b. */
static bool
list_within(const struct list *a, const struct list *b)
{
	return b->everybody || (!a->everybody && code_set_contains(&b->all, &a->all));
}

bool
marking_crossing(const struct marking *a, const struct marking *b, struct crossing *out)
{
	const struct equivalent *line = crossing_line(a, b);
	if (line == NULL || !marking_dominates(a, b))
		return false;
	*out = (struct crossing){ .scheme = a->scheme->id, .text = line->text, .line = line->line };
	return true;
}

bool
marking_dominates(const struct marking *a, const struct marking *b)
{
	if (a->top || b->top)
		return a->top;
	bool level = a->system == b->system && code_set_equal(&a->owners, &b->owners)
	    ? a->level >= b->level
	    : crossing_line(a, b) != NULL;
	return level && (a->damaged || !b->damaged) && holds_controls(a, b) &&
	    list_within(&a->release, &b->release) && list_within(&a->display, &b->display) &&
	    alternatives_dominate(a, b);
}

static bool
list_equal(const struct list *a, const struct list *b)
{
	return a->everybody == b->everybody && code_set_equal(&a->written, &b->written) &&
	    code_set_equal(&a->all, &b->all);
}

bool
marking_equal(const struct marking *a, const struct marking *b)
{
	if (a == b)
		return true;
	if (a->scheme != b->scheme || a->top != b->top || a->damaged != b->damaged ||
	    a->bare != b->bare || a->known != b->known || a->shut != b->shut ||
	    a->system != b->system || a->level != b->level || a->count != b->count ||
	    !code_set_equal(&a->owners, &b->owners) || !list_equal(&a->release, &b->release) ||
	    !list_equal(&a->display, &b->display))
		return false;
	for (size_t i = 0; i < a->count; i++) {
		if (control_compare(&a->controls[i], &b->controls[i]) != 0 ||
		    a->controls[i].implied != b->controls[i].implied ||
		    a->controls[i].written != b->controls[i].written ||
		    a->controls[i].known != b->controls[i].known)
			return false;
	}
	return true;
}

static uint64_t
mix(uint64_t hash, const void *bytes, size_t len)
{
	const unsigned char *at = bytes;
	for (size_t i = 0; i < len; i++)
		hash = (hash ^ at[i]) * UINT64_C(1099511628211);
	return hash;
}

uint64_t
marking_hash(const struct marking *marking)
{
	uint64_t hash = UINT64_C(14695981039346656037);
	hash = mix(hash, &marking->level, sizeof marking->level);
	hash = mix(hash, &marking->system, sizeof marking->system);
	hash = mix(hash, &marking->owners, sizeof marking->owners);
	hash = mix(hash, &marking->shut, sizeof marking->shut);
	hash = mix(hash, &marking->release.written, sizeof marking->release.written);
	hash = mix(hash, &marking->display.written, sizeof marking->display.written);
	for (size_t i = 0; i < marking->count; i++)
		hash = mix(hash, marking->controls[i].text.ptr, marking->controls[i].text.len);
	return hash ^ hash >> 32;
}

/* --- join ------------------------------------------------------------------------------------------------------ */

static struct list
list_common(const struct list *a, const struct list *b)
{
	if (a->everybody || b->everybody)
		return a->everybody ? *b : *a;
	return (struct list){ .all = code_set_common(&a->all, &b->all) };
}

/* How a list of `wanted` is spelled: as one side spells it where that says the same, of two such always the same one. */
static struct code_set
spell(const struct codes *codes, const struct code_set *wanted, const struct code_set *a,
    const struct code_set *b)
{
	struct code_set all_a = codes_expand(codes, a), all_b = codes_expand(codes, b);
	bool like_a = code_set_equal(&all_a, wanted), like_b = code_set_equal(&all_b, wanted);
	if (like_a && like_b)
		return memcmp(a, b, sizeof *a) <= 0 ? *a : *b;
	return like_a ? *a : like_b ? *b : *wanted;
}

/* Who may only see is on the display list and not on the release list. */
static void
spell_lists(struct marking *sum, const struct marking *a, const struct marking *b)
{
	const struct codes *codes = &sum->scheme->codes;
	struct code_set only = sum->display.all;
	for (size_t i = 0; i < CODES_MAX / 64; i++)
		only.bits[i] &= ~sum->release.all.bits[i];
	sum->release.written =
	    spell(codes, &sum->release.all, &a->release.written, &b->release.written);
	codes_add_home(codes, &sum->release.written);
	sum->display.written = spell(codes, &only, &a->display.written, &b->display.written);
}

static const struct control *
find_control(const struct marking *marking, const struct control *control)
{
	for (size_t i = 0; i < marking->count; i++) {
		if (control_compare(&marking->controls[i], control) == 0)
			return &marking->controls[i];
	}
	return NULL;
}

static bool
has_control(const struct marking *marking, const struct control *control)
{
	return find_control(marking, control) != NULL;
}

static const struct list *
list_of(const struct marking *marking, const struct control *control)
{
	const struct token *token =
	    control->token < 0 ? NULL : &marking->scheme->tokens[control->token];
	if (token == NULL || token->shape != SHAPE_LIST || token->list == LIST_SOURCE)
		return NULL;
	return token->list == LIST_DISPLAY ? &marking->display : &marking->release;
}

bool
marking_has_bare_list(const struct marking *marking, const struct control *controls, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const struct list *list = list_of(marking, &controls[i]);
		if (list != NULL && code_set_empty(&list->written))
			return true;
	}
	return false;
}

static bool
is_restricted(const struct marking *marking)
{
	for (size_t i = 0; i < marking->count; i++) {
		if (marking->controls[i].type == TYPE_RESTRICTIVE)
			return true;
	}
	return false;
}

/* Two lists of (U) with nobody on both: without its list the mark would say that it is everybody's. */
static bool
needs_empty_list(const struct marking *sum, const struct marking *a, const struct marking *b)
{
	return sum->system == 0 && sum->scheme->levels[sum->level].open && !sum->damaged &&
	    !sum->release.everybody && code_set_empty(&sum->release.written) &&
	    code_set_empty(&sum->display.written) && !is_restricted(a) && !is_restricted(b);
}

/* A list lasts while somebody is on it; another permission where both give it or the other withholds nothing. */
static bool
permission_lasts(
    const struct control *control, const struct marking *other, const struct marking *sum)
{
	if (sum->scheme->categories[control->category].alternatives)
		return alternative_lasts(control, other, sum->shut);
	const struct list *list = list_of(sum, control);
	if (list == NULL)
		return other->release.everybody || has_control(other, control);
	return !code_set_empty(&list->written) || sum->bare;
}

static size_t
take_controls(struct control *out, const struct marking *from, const struct marking *other,
    const struct marking *sum)
{
	size_t count = 0;
	for (size_t i = 0; i < from->count; i++) {
		const struct control *control = &from->controls[i];
		if (control->type != TYPE_PERMISSIVE || permission_lasts(control, other, sum))
			out[count++] = *control;
	}
	return count;
}

static bool
has_names(const struct marking *a, const struct marking *b)
{
	for (size_t i = 0; i < b->count; i++) {
		if (b->controls[i].written != 0 && !has_control(a, &b->controls[i]))
			return false;
	}
	return true;
}

/* Of two markings with the same unlisted names, is a's order of them the one to keep? */
static bool
names_first(const struct marking *a, const struct marking *b)
{
	for (size_t i = 0; i < a->count; i++) {
		const struct control *other = find_control(b, &a->controls[i]);
		if (other != NULL && other->written != a->controls[i].written)
			return a->controls[i].written < other->written;
	}
	return true;
}

/* The order of unlisted names is that of the side that has all of them, of two such always the same one. */
static void
spell_names(
    struct control *controls, size_t count, const struct marking *a, const struct marking *b)
{
	bool like_a = has_names(a, b), like_b = has_names(b, a);
	if (like_a && like_b)
		like_a = names_first(a, b);
	const struct marking *like = like_a ? a : like_b ? b : NULL;
	for (size_t i = 0; i < count; i++) {
		const struct control *same = like == NULL || controls[i].written == 0
		    ? NULL
		    : find_control(like, &controls[i]);
		controls[i].written = same == NULL ? 0 : same->written;
	}
}

const struct marking *
marking_join(struct arena *arena, const struct marking *a, const struct marking *b)
{
	if (a == b || b->top || marking_equal(a, b))
		return b;
	if (a->top)
		return a;
	struct marking own_a, own_b;
	if (a->system != b->system || !code_set_equal(&a->owners, &b->owners)) {
		if (!crossing_lift(a, &own_a) || !crossing_lift(b, &own_b))
			return a->scheme->damaged;
		a = &own_a;
		b = &own_b;
	}
	struct marking sum = { .scheme = a->scheme,
		.name = a->name,
		.system = a->system,
		.level = a->level > b->level ? a->level : b->level,
		.damaged = a->damaged || b->damaged,
		.known = a->known && b->known,
		.owners = a->owners,
		.release = list_common(&a->release, &b->release),
		.display = list_common(&a->display, &b->display) };
	sum.bare =
	    (a->bare && (b->bare || b->release.everybody)) || (b->bare && a->release.everybody);
	sum.shut = alternatives_shut(a, b);
	spell_lists(&sum, a, b);
	sum.bare = sum.bare || needs_empty_list(&sum, a, b);
	struct control *controls = arena_array(arena, a->count + b->count + 1, sizeof *controls);
	if (controls == NULL)
		return NULL;
	size_t count = take_controls(controls, a, b, &sum);
	count += take_controls(controls + count, b, a, &sum);
	spell_names(controls, count, a, b);
	sum.bare = marking_has_bare_list(&sum, controls, count);
	return marking_make(arena, &sum, controls, count);
}

tl_status
marking_captions(struct arena *arena, const struct marking *marking, const struct marking **out,
    struct tl_error *e)
{
	*out = NULL;
	struct control *controls = arena_array(arena, marking->count + 1, sizeof *controls);
	if (controls == NULL)
		return error_memory(e);
	struct marking captions = { .scheme = marking->scheme,
		.name = marking->scheme->systems[0].id,
		.damaged = marking->damaged,
		.known = marking->known };
	size_t count = 0;
	for (size_t i = 0; i < marking->count; i++) {
		const struct control *c = &marking->controls[i];
		bool rolled = c->token >= 0 && marking->scheme->tokens[c->token].rolled;
		if (c->type == TYPE_RESTRICTIVE && !rolled)
			controls[count++] = *c;
	}
	if (marking->top) {
		*out = marking;
		return TL_OK;
	}
	if (count == 0 && !marking->damaged)
		return TL_OK;
	*out = marking_make(arena, &captions, controls, count);
	return *out == NULL ? error_memory(e) : TL_OK;
}

bool
marking_is_known(const struct marking *marking)
{
	return marking->known;
}

int
marking_level(const struct marking *marking)
{
	return marking->level;
}

const char *
marking_system(const struct marking *marking)
{
	return marking->name;
}

bool
marking_has(const struct marking *marking, int token)
{
	for (size_t i = 0; i < marking->count; i++) {
		if (marking->controls[i].token == token && token >= 0)
			return true;
	}
	return false;
}
