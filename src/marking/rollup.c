#include "base/wipe.h"
#include "marking/rollup_sum.h"

#include <stddef.h>
#include <stdlib.h>

tl_status
rollup_new(const struct scheme *scheme, struct rollup **out, struct tl_error *e)
{
	*out = NULL;
	if (scheme->spif != NULL) /* its permissive lists have an algebra of their own (L-17) */
		return error_set(e, TL_USAGE,
		    "a security policy of this kind has no roll-up; compare its marks instead");
	*out = malloc(sizeof **out);
	if (*out == NULL)
		return error_memory(e);
	(*out)->scheme = scheme;
	rollup_begin(*out, 0, NULL);
	return TL_OK;
}

void
rollup_free(struct rollup *rollup)
{
	if (rollup != NULL)
		wipe(rollup, sizeof *rollup); /* names of programs are secret themselves */
	free(rollup);
}

void
rollup_begin(struct rollup *r, uint32_t date, const struct marking *banner)
{
	const struct scheme *scheme = r->scheme;
	memset(r, 0, offsetof(struct rollup, controls));
	r->scheme = scheme;
	r->date = date;
	r->banner = banner;
}

/* --- controls -------------------------------------------------------------------------------------------------- */

/* Where the control is, or belongs: they are few and sorted. */
static size_t
find_place(const struct rollup *r, const struct control *control, bool *there)
{
	size_t low = 0, high = r->count;
	*there = false;
	while (low < high) {
		size_t middle = (low + high) / 2;
		int order = control_compare(&r->controls[middle], control);
		*there = *there || order == 0;
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static void
add_control(struct rollup *r, const struct control *control)
{
	bool there;
	size_t at = find_place(r, control, &there);
	if (there) {
		r->controls[at].implied = r->controls[at].implied && control->implied;
		r->controls[at].known = r->controls[at].known && control->known;
		return;
	}
	bool own_text = control->token < 0;
	if (r->count == CONTROLS_MAX ||
	    (own_text && control->text.len > sizeof r->texts - r->text_len)) {
		r->damaged = true;
		return;
	}
	memmove(&r->controls[at + 1], &r->controls[at], (r->count - at) * sizeof *control);
	r->controls[at] = *control;
	r->count++;
	if (!own_text) { /* the scheme's text outlives the portion */
		r->controls[at].text = slice_str(r->scheme->tokens[control->token].id);
		return;
	}
	memcpy(r->texts + r->text_len, control->text.ptr, control->text.len);
	r->controls[at].text.ptr = r->texts + r->text_len;
	r->text_len += control->text.len;
}

/* --- systems --------------------------------------------------------------------------------------------------- */

/* "NATO ISAF": the codes of a named system stand in its name. */
static void
add_sources(struct rollup *r, const struct marking *m)
{
	const struct codes *codes = &r->scheme->codes;
	struct code_set owners = m->owners;
	struct slice rest = slice_str(m->name), name;
	if (r->scheme->systems[m->system].shape == SYSTEM_NAMED) {
		while (form_word(&rest, &name)) {
			int code = code_find(codes, name);
			if (code >= 0)
				code_set_add(&owners, code);
		}
	}
	if (codes->home >= 0)
		owners.bits[codes->home / 64] &= ~(UINT64_C(1) << codes->home % 64);
	r->concealed = r->concealed || code_set_empty(&owners);
	r->sources = code_set_union(&r->sources, &owners);
}

static void
add_joint(struct rollup *r, const struct marking *m)
{
	const struct marking *banner = r->banner;
	struct code_set owners = m->owners;
	if (code_set_empty(&owners) && banner != NULL && banner->system == m->system)
		owners = banner->owners;
	r->joint = true;
	r->joint_system = m->system;
	if (code_set_empty(&owners)) {
		r->owners_open = true;
		return;
	}
	r->owners_differ =
	    r->owners_differ || (r->owners_given && !code_set_equal(&r->owners, &owners));
	r->owners_given = true;
	r->owners = code_set_union(&r->owners, &owners);
}

static void
add_system(struct rollup *r, const struct marking *m)
{
	enum system_shape shape = (enum system_shape)r->scheme->systems[m->system].shape;
	short as = shape == SYSTEM_HOME ? m->level : r->scheme->rolls.level_as[m->level];
	r->level = m->level > r->level ? m->level : r->level;
	r->level_own = as > r->level_own ? as : r->level_own;
	switch (shape) {
	case SYSTEM_HOME:
		r->own = true;
		break;
	case SYSTEM_JOINT:
		add_joint(r, m);
		break;
	case SYSTEM_CONCEALED:
	case SYSTEM_OWNERS:
	case SYSTEM_NAMED:
		r->foreign = true;
		add_sources(r, m);
		break;
	}
}

/* --- release --------------------------------------------------------------------------------------------------- */

static void
meet(struct common *common, bool first, const struct code_set *all, const struct code_set *written)
{
	common->all = first ? *all : code_set_common(&common->all, all);
	common->written = first ? *written : code_set_common(&common->written, written);
}

bool
token_is_release(const struct token *token)
{
	return token->nobody || token->type == TYPE_PERMISSIVE || token->list == LIST_RELEASE ||
	    token->list == LIST_DISPLAY;
}

/* What a portion says of release. */
struct statement {
	bool stated,
	    implied; /* by a control of its own; by one that another carries, as SBU NOFORN does */
	bool caveated;            /* it bears other controls */
	struct token_set permits; /* its permissive controls without a list */
};

static struct statement
statement_of(const struct rollup *r, const struct marking *m)
{
	struct statement s = { 0 };
	for (size_t i = 0; i < m->count; i++) {
		const struct control *c = &m->controls[i];
		const struct token *token = c->token < 0 ? NULL : &r->scheme->tokens[c->token];
		if (token != NULL && token_is_release(token)) {
			s.stated = s.stated || !c->implied;
			s.implied = s.implied || c->implied;
			if (token->type == TYPE_PERMISSIVE && token->list == LIST_NONE)
				token_set_add(&s.permits, c->token);
		} else if (c->type != TYPE_INFORMATIVE &&
		    !r->scheme->rolls.uncaveated[c->category]) {
			s.caveated = true;
		}
	}
	return s;
}

/* The list of "(S//REL)" is that of the banner. Where that is not known it is nobody's. */
static void
take_lists(
    const struct rollup *r, const struct marking *m, struct list *release, struct list *display)
{
	const struct marking *banner = r->banner;
	*release = m->release;
	*display = m->display;
	if (!m->bare || banner == NULL || !code_set_empty(&m->release.written))
		return;
	*release = banner->release;
	display->all = code_set_union(&display->all, &banner->release.all);
}

/* CAPCO 2016 §D.2 tables 2 and 3. Plain (U) takes no part. */
static void
add_release(struct rollup *r, const struct marking *m)
{
	const struct rolls *rolls = &r->scheme->rolls;
	if (m->release.everybody)
		return;
	struct statement s = statement_of(r, m);
	if (!s.stated && !s.implied) {
		bool own = r->scheme->systems[m->system].shape == SYSTEM_HOME;
		bool open = r->scheme->levels[m->level].open;
		bool recent = rolls->since > 0 && r->date >= rolls->since && !s.caveated;
		bool some = own && rolls->unstated >= 0 && (open || recent);
		r->unstated_some = r->unstated_some || some;
		r->unstated_all = r->unstated_all || !some;
		if (some)
			token_set_add(&s.permits, rolls->unstated);
	}
	struct list release, display;
	take_lists(r, m, &release, &display);
	struct code_set seen = code_set_union(&release.written, &display.written);
	meet(&r->release, !r->limited, &release.all, &release.written);
	meet(&r->display, !r->limited, &display.all, &seen);
	for (size_t i = 0; i < TOKENS_MAX / 64; i++)
		r->permitted.bits[i] =
		    r->limited ? r->permitted.bits[i] & s.permits.bits[i] : s.permits.bits[i];
	r->limited = true;
	r->stated = r->stated || s.stated;
}

void
rollup_add(struct rollup *r, const struct marking *portion)
{
	r->any = true;
	if (portion->top || portion->damaged) {
		r->damaged = true;
		return;
	}
	r->unknown = r->unknown || !portion->known;
	add_system(r, portion);
	for (size_t i = 0; i < portion->count && !r->damaged; i++)
		add_control(r, &portion->controls[i]);
	add_release(r, portion);
}

bool
rollup_step(const struct rollup *r, size_t number, const char **id, const char **text)
{
	const struct rolls *rolls = &r->scheme->rolls;
	for (size_t i = 0; i < ROLL_REASONS; i++) {
		if (!r->reasons[i] || rolls->reasons[i].id == NULL || number-- > 0)
			continue;
		*id = rolls->reasons[i].id;
		*text = rolls->reasons[i].text;
		return true;
	}
	for (size_t i = 0; i < rolls->count; i++) {
		if ((r->rolls >> i & 1) == 0 || number-- > 0)
			continue;
		*id = rolls->list[i].id;
		*text = rolls->list[i].text;
		return true;
	}
	return false;
}

tl_status
marking_rollup(const struct scheme *scheme, const struct marking *const *portions, size_t count,
    struct arena *arena, const struct marking **out, struct tl_error *e)
{
	struct rollup *r;
	*out = NULL;
	TRY(rollup_new(scheme, &r, e));
	for (size_t i = 0; i < count; i++)
		rollup_add(r, portions[i]);
	tl_status status = rollup_end(r, arena, out, e);
	rollup_free(r);
	return status;
}
