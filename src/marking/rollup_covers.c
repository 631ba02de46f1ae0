#include "marking/rollup_sum.h"

static bool
bears(const struct marking *m, const struct control *control)
{
	for (size_t i = 0; i < m->count; i++) {
		if (control_compare(&m->controls[i], control) == 0)
			return true;
	}
	return false;
}

/* What is said of the banner, once for all controls of a portion. */
struct cover {
	const struct marking *banner;
	struct token_set present, printed;
};

/* A rule takes the control out of this banner, which bears what it leaves. `deep`: what it carries is looked at too. */
static bool
is_excused(const struct cover *c, const struct control *control, bool deep)
{
	const struct scheme *scheme = c->banner->scheme;
	const struct rolls *rolls = &scheme->rolls;
	unsigned char buffer[NAME_MAX_BYTES];
	for (size_t i = 0; i < rolls->count; i++) {
		const struct roll *roll = &rolls->list[i];
		short gone = roll->keeps ? -1 : control_within(scheme, control, &roll->of);
		if (gone < 0 || !roll_fires(roll, c->banner->level, &roll->of, &c->printed) ||
		    (roll->leaves >= 0 && !token_set_has(&c->present, roll->leaves)))
			continue;
		struct control moved;
		if (roll->into >= 0)
			moved = control_moved(scheme, control, gone, roll->into, buffer);
		bool held = roll->into < 0 || bears(c->banner, &moved);
		const struct token *token = &scheme->tokens[gone];
		for (unsigned k = 0; k < token->implied && held; k++) {
			struct control other = control_of_token(scheme, token->implies[k]);
			held = token_set_has(&c->present, token->implies[k]) ||
			    (deep && is_excused(c, &other, false));
		}
		if (held)
			return true;
	}
	return false;
}

/* Sources under a concealed one, and a list in another control's words. */
static bool
is_said_otherwise(const struct cover *c, const struct control *control)
{
	const struct scheme *scheme = c->banner->scheme;
	short index = control->named ? control->order : control->token;
	if (index < 0)
		return false;
	const struct token *token = &scheme->tokens[index];
	if (token->list == LIST_SOURCE)
		return token_set_has(&c->present, index) &&
		    bears(c->banner,
			&(struct control){ .text = slice_str(token->id),
			    .category = token->category,
			    .order = index });
	if (token->list != LIST_RELEASE)
		return false;
	for (short i = 0; i < (short)scheme->token_count; i++) {
		if (token_set_has(&c->present, i) && token_is_release(&scheme->tokens[i]))
			return true;
	}
	return false;
}

static bool
list_within(const struct list *a, const struct list *b)
{
	return b->everybody || (!a->everybody && code_set_contains(&b->all, &a->all));
}

bool
marking_covers(const struct marking *banner, const struct marking *portion)
{
	struct cover c = { .banner = banner };
	if (marking_dominates(banner, portion))
		return true;
	if (banner->top || portion->top || banner->damaged || portion->damaged ||
	    banner->scheme != portion->scheme || banner->system != portion->system ||
	    !code_set_equal(&banner->owners, &portion->owners) || banner->level < portion->level ||
	    !list_within(&banner->release, &portion->release) ||
	    !list_within(&banner->display, &portion->display))
		return false;
	controls_tokens(banner->scheme, banner->controls, banner->count, &c.present, &c.printed);
	for (size_t i = 0; i < portion->count; i++) {
		const struct control *control = &portion->controls[i];
		if (control->type == TYPE_RESTRICTIVE && !bears(banner, control) &&
		    !is_said_otherwise(&c, control) && !is_excused(&c, control, true))
			return false;
	}
	return true;
}
