#include "marking/rollup_sum.h"

#include <stddef.h>

/* --- controls and tokens ---------------------------------------------------------------------------------------- */

void
controls_tokens(const struct scheme *scheme, const struct control *controls, size_t count,
    struct token_set *present, struct token_set *printed)
{
	*present = *printed = (struct token_set){ 0 };
	for (size_t i = 0; i < count; i++) {
		const struct control *c = &controls[i];
		short token = c->named ? c->order : c->token;
		if (token < 0 || (size_t)token >= scheme->token_count)
			continue;
		token_set_add(present, token);
		if (!c->implied)
			token_set_add(printed, token);
	}
}

static bool
is_below(const struct scheme *scheme, const struct control *control, short token)
{
	struct slice root = slice_str(scheme->tokens[token].id);
	return control->category == scheme->tokens[token].category && control->depth > 0 &&
	    !control->named && control->text.len > root.len &&
	    memcmp(control->text.ptr, root.ptr, root.len) == 0 &&
	    memchr("- ", control->text.ptr[root.len], 2) != NULL;
}

short
control_within(
    const struct scheme *scheme, const struct control *control, const struct token_set *set)
{
	short token = control->named ? control->order : control->token;
	if (token >= 0 && (size_t)token < scheme->token_count && token_set_has(set, token))
		return token;
	for (short i = 0; i < (short)scheme->token_count; i++) {
		if (token_set_has(set, i) && is_below(scheme, control, i))
			return i;
	}
	return -1;
}

struct control
control_of_token(const struct scheme *scheme, short index)
{
	const struct token *token = &scheme->tokens[index];
	return (struct control){ .text = slice_str(token->id),
		.category = token->category,
		.order = scheme->categories[token->category].sorted ? 0 : token->root,
		.token = index,
		.depth = token->depth,
		.type = token->type,
		.known = true };
}

struct control
control_moved(const struct scheme *scheme, const struct control *control, short from, short into,
    unsigned char *buffer)
{
	struct slice old = slice_str(scheme->tokens[from].id);
	struct slice root = slice_str(scheme->tokens[into].id);
	struct control moved = control_of_token(scheme, into);
	size_t rest = control->text.len - old.len;
	if (control->depth == 0 || control->text.len <= old.len || root.len + rest > NAME_MAX_BYTES)
		return moved;
	memcpy(buffer, root.ptr, root.len);
	memcpy(buffer + root.len, control->text.ptr + old.len, rest);
	moved.text = slice_of(buffer, root.len + rest);
	moved.depth = control->depth;
	moved.leaf = (unsigned short)(control->leaf - old.len + root.len);
	moved.known = control->known;
	const struct form *form =
	    control->depth == 1 ? form_find(&scheme->forms, moved.text) : NULL;
	moved.token = form != NULL && form->kind == FORM_TOKEN ? form->index : -1;
	return moved;
}

bool
roll_fires(const struct roll *roll, short level, const struct token_set *present,
    const struct token_set *printed)
{
	bool beside_any = !token_set_meets(&roll->beside, &roll->beside);
	return token_set_meets(&roll->of, present) && level >= roll->from &&
	    (beside_any || token_set_meets(&roll->beside, printed));
}

/* --- the banner ------------------------------------------------------------------------------------------------- */

static void
put(struct rollup *r, struct control control)
{
	struct draft *d = &r->draft;
	if (d->count < DRAFT_MAX)
		d->controls[d->count++] = control;
	else
		r->damaged = true;
}

static void
put_token(struct rollup *r, short token, bool implied)
{
	short parent = r->scheme->tokens[token].parent;
	if (parent >= 0)
		put_token(r, parent, implied); /* one step: compartments have no compartments */
	struct control control = control_of_token(r->scheme, token);
	control.implied = implied;
	put(r, control);
}

/* All rules look at the portions, none at what another one did: their order cannot matter. */
static void
fire_rules(struct rollup *r)
{
	struct draft *d = &r->draft;
	const struct rolls *rolls = &r->scheme->rolls;
	controls_tokens(r->scheme, r->controls, r->count, &d->present, &d->printed);
	for (size_t i = 0; i < rolls->count; i++) {
		const struct roll *roll = &rolls->list[i];
		if (!roll_fires(roll, d->marking.level, &d->present, &d->printed))
			continue;
		r->rolls |= UINT64_C(1) << i;
		if (roll->leaves >= 0)
			token_set_add(&d->left, roll->leaves);
		for (size_t w = 0; w < TOKENS_MAX / 64 && !roll->keeps; w++)
			d->dropped.bits[w] |= roll->of.bits[w] & d->present.bits[w];
	}
}

static short
moves_into(const struct rollup *r, short token)
{
	const struct rolls *rolls = &r->scheme->rolls;
	for (size_t i = 0; i < rolls->count; i++) {
		if ((r->rolls >> i & 1) != 0 && rolls->list[i].into >= 0 &&
		    token_set_has(&rolls->list[i].of, token))
			return rolls->list[i].into;
	}
	return -1;
}

static void
put_moved(struct rollup *r, const struct control *control, short from, short into)
{
	struct draft *d = &r->draft;
	if (sizeof d->texts - d->text_len < NAME_MAX_BYTES) {
		r->damaged = true;
		return;
	}
	struct control moved =
	    control_moved(r->scheme, control, from, into, d->texts + d->text_len);
	d->text_len += moved.text.len;
	put(r, moved);
}

/* What a portion bears and the banner bears too. Lists and permissions are made anew, and so are sources. */
static void
carry(struct rollup *r, const struct control *control)
{
	const struct scheme *scheme = r->scheme;
	short index = control->named ? control->order : control->token;
	const struct token *token = index < 0 ? NULL : &scheme->tokens[index];
	if (control->implied || (token != NULL && token_is_release(token) && !token->nobody) ||
	    (token != NULL && token->list == LIST_SOURCE))
		return;
	short gone = control_within(scheme, control, &r->draft.dropped);
	if (gone < 0) {
		put(r, *control);
		return;
	}
	short into = moves_into(r, gone);
	if (into >= 0)
		put_moved(r, control, gone, into);
}

/* A control that carries others leaves them behind when it goes: SBU NOFORN leaves NOFORN and, where it may stay, SBU. */
static void
put_implied(struct rollup *r)
{
	struct draft *d = &r->draft;
	const struct scheme *scheme = r->scheme;
	for (short i = 0; i < (short)scheme->token_count; i++) {
		const struct token *token = &scheme->tokens[i];
		bool gone = token_set_has(&d->dropped, i);
		if (token_set_has(&d->left, i))
			put_token(r, i, false);
		if (!token_set_has(&d->present, i))
			continue;
		for (unsigned k = 0; k < token->implied; k++) {
			short other = token->implies[k];
			if (!gone || !token_set_has(&d->dropped, other))
				put_token(r, other, !gone);
		}
		for (size_t c = 0; c < d->count && !gone; c++) {
			for (unsigned k = 0; k < token->implied; k++)
				if (d->controls[c].token == token->implies[k])
					d->controls[c].implied = true;
		}
	}
}

/* --- sources ---------------------------------------------------------------------------------------------------- */

static short
first_list(const struct scheme *scheme, enum list_use use, const struct token_set *among)
{
	for (short i = 0; i < (short)scheme->token_count; i++) {
		if (scheme->tokens[i].list == use && (among == NULL || token_set_has(among, i)))
			return i;
	}
	return -1;
}

/* The sources that portions name, and the owners of foreign portions (CAPCO 2016 §H.3, §H.7). One that is concealed
 * conceals them all. */
static void
put_sources(struct rollup *r)
{
	struct draft *d = &r->draft;
	const struct scheme *scheme = r->scheme;
	short source = first_list(scheme, LIST_SOURCE, NULL);
	struct code_set sources = r->sources;
	bool concealed = r->concealed;
	if (source < 0) { /* nothing could say whose information it is */
		r->damaged = r->damaged || r->foreign || (r->joint && !d->joint);
		return;
	}
	if (r->joint && !d->joint) {
		sources = code_set_union(&sources, &r->owners);
		concealed = concealed || r->owners_open;
	}
	if (scheme->codes.home >= 0)
		sources.bits[scheme->codes.home / 64] &= ~(UINT64_C(1) << scheme->codes.home % 64);
	for (size_t i = 0; i < r->count; i++) {
		const struct control *c = &r->controls[i];
		if (c->token == source && !c->implied)
			concealed = true;
		else if (c->named && c->order == source)
			code_set_add(&sources, c->place);
	}
	bool named = !code_set_empty(&sources);
	r->reasons[ROLL_CONCEALED] = concealed && named;
	if (concealed)
		put_token(r, source, false);
	for (size_t i = 0; i < scheme->codes.count && named && !concealed; i++) {
		if (!code_set_has(&sources, (int)i))
			continue;
		struct control control = control_of_token(scheme, source);
		control.text = scheme->codes.list[i].name;
		control.place = (short)i;
		control.token = -1;
		control.named = true;
		put(r, control);
	}
}

/* --- release ---------------------------------------------------------------------------------------------------- */

/* A list spelled as all portions spell it, and what is left of groups that they do not share by its members. */
static struct code_set
spell(const struct codes *codes, const struct code_set *wanted, const struct code_set *written)
{
	struct code_set kept = { 0 }, spelled;
	for (size_t i = 0; i < codes->count; i++) {
		struct code_set one = { 0 };
		if (!code_set_has(written, (int)i) || (int)i == codes->home)
			continue;
		code_set_add(&one, (int)i);
		one = codes_expand(codes, &one);
		if (!code_set_empty(&one) && code_set_contains(wanted, &one))
			code_set_add(&kept, (int)i);
	}
	spelled = kept;
	struct code_set said = codes_expand(codes, &kept);
	for (size_t i = 0; i < CODES_MAX / 64; i++)
		spelled.bits[i] |= wanted->bits[i] & ~said.bits[i];
	return spelled;
}

static short
first_nobody(const struct scheme *scheme)
{
	for (short i = 0; i < (short)scheme->token_count; i++) {
		if (scheme->tokens[i].nobody)
			return i;
	}
	return -1;
}

static bool
bears_nobody(const struct rollup *r)
{
	for (size_t i = 0; i < r->draft.count; i++) {
		const struct control *c = &r->draft.controls[i];
		if (c->token >= 0 && r->scheme->tokens[c->token].nobody)
			return true;
	}
	return false;
}

static void
put_lists(struct rollup *r)
{
	struct draft *d = &r->draft;
	const struct codes *codes = &r->scheme->codes;
	struct marking *m = &d->marking;
	short release = first_list(r->scheme, LIST_RELEASE, &d->printed);
	short display = first_list(r->scheme, LIST_DISPLAY, &d->printed);
	struct code_set only = r->display.all;
	for (size_t i = 0; i < CODES_MAX / 64; i++)
		only.bits[i] &= ~r->release.all.bits[i];
	if (release >= 0 && !code_set_empty(&r->release.all)) {
		m->release.all = m->display.all = r->release.all;
		m->release.written = spell(codes, &r->release.all, &r->release.written);
		if (codes->home >= 0)
			code_set_add(&m->release.written, codes->home);
		put_token(r, release, false);
	}
	if (display >= 0 && !code_set_empty(&only)) {
		m->display.all = code_set_union(&m->release.all, &only);
		m->display.written = spell(codes, &only, &r->display.written);
		put_token(r, display, false);
	}
}

/* CAPCO 2016 §D.2 table 3. */
static void
put_release(struct rollup *r)
{
	struct draft *d = &r->draft;
	const struct scheme *scheme = r->scheme;
	short nobody = first_nobody(scheme);
	size_t before = d->count;
	d->marking.release.everybody = d->marking.display.everybody = !r->limited;
	if (r->stated && (r->unstated_all || r->unstated_some))
		r->reasons[ROLL_UNSTATED] = true;
	if (!r->stated || bears_nobody(r))
		return;
	if (!r->unstated_all)
		put_lists(r);
	for (short i = 0; i < (short)scheme->token_count && !r->unstated_all; i++) {
		if (token_set_has(&r->permitted, i))
			put_token(r, i, false);
	}
	if (d->count > before || nobody < 0)
		return;
	r->reasons[ROLL_NOBODY] = true;
	put_token(r, nobody, false);
}

static void
make_draft(struct rollup *r)
{
	struct draft *d = &r->draft;
	memset(d, 0, offsetof(struct draft, controls));
	d->joint = r->joint && !r->own && !r->foreign && !r->owners_differ;
	d->marking.scheme = r->scheme;
	d->marking.system = d->joint ? r->joint_system : 0;
	d->marking.name = r->scheme->systems[d->marking.system].id;
	d->marking.level = d->joint ? r->level : r->level_own;
	d->marking.known = !r->unknown;
	if (d->joint)
		d->marking.owners = r->owners;
	r->reasons[ROLL_FOREIGN] = !d->joint && (r->foreign || r->joint);
	fire_rules(r);
	for (size_t i = 0; i < r->count; i++)
		carry(r, &r->controls[i]);
	put_implied(r);
	put_sources(r);
	put_release(r);
	r->damaged = r->damaged || d->count > CONTROLS_MAX;
}

tl_status
rollup_end(struct rollup *r, struct arena *arena, const struct marking **out, struct tl_error *e)
{
	struct draft *d = &r->draft;
	r->rolls = 0;
	memset(r->reasons, 0, sizeof r->reasons);
	*out = scheme_lowest(r->scheme);
	if (!r->any)
		return TL_OK;
	if (!r->damaged)
		make_draft(r);
	*out = r->damaged ? r->scheme->damaged
			  : marking_make(arena, &d->marking, d->controls, d->count);
	return *out == NULL ? error_memory(e) : TL_OK;
}
