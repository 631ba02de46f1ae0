#include "marking/print_fields.h"
#include "marking/spif.h"

static void
add_level(const struct marking *marking, bool portion, struct buf *out)
{
	const struct scheme *scheme = marking->scheme;
	const struct level *level = &scheme->levels[marking->level];
	const struct system *system = &scheme->systems[marking->system];
	const char *name = portion ? level->portion : level->banner;
	if (system->shape != SYSTEM_HOME && scheme->grammar == GRAMMAR_SLASHES)
		buf_add_str(out, "//");
	if (system->shape == SYSTEM_NAMED) {
		for (size_t i = 0; i < scheme->head_count; i++) {
			const struct head *head = &scheme->heads[i];
			if (head->system == marking->system && head->level == marking->level &&
			    head->banner != NULL && head->portion != NULL) {
				buf_add_str(out, portion ? head->portion : head->banner);
				return;
			}
		}
	}
	if (system->shape == SYSTEM_OWNERS) {
		buf_add_str(out, marking->name);
		buf_add_byte(out, ' ');
	}
	if (system->word.len > 0) {
		buf_add_slice(out, system->word);
		buf_add_byte(out, ' ');
	}
	buf_add_str(out, name);
}

/* The codes of a set, the home country first where it is wanted. */
static void
add_codes(const struct scheme *scheme, const struct code_set *set, bool home, const char *separator,
    struct buf *out)
{
	bool any = home;
	if (home)
		buf_add_slice(out, scheme->codes.list[scheme->codes.home].name);
	for (int i = code_set_next(set, 0); i >= 0; i = code_set_next(set, i + 1)) {
		if (home && i == scheme->codes.home)
			continue;
		if (any)
			buf_add_str(out, separator);
		buf_add_slice(out, scheme->codes.list[i].name);
		any = true;
	}
}

static const char *
separator_text(const struct token *token)
{
	return token->separator == ',' ? ", " : token->separator == '/' ? "/" : " ";
}

/* A list token with its codes, or alone where its list is the banner's. */
static void
add_list(const struct marking *marking, const struct token *token, bool portion, struct buf *out)
{
	const struct scheme *scheme = marking->scheme;
	const struct list *list =
	    token->list == LIST_DISPLAY ? &marking->display : &marking->release;
	bool home = token->list == LIST_RELEASE && scheme->codes.home >= 0;
	if (code_set_empty(&list->written)) {
		buf_add_str(out, portion ? token->portion : token->banner);
		return;
	}
	if (token->list_before) {
		add_codes(scheme, &list->written, home, separator_text(token), out);
		buf_add_byte(out, ' ');
		buf_add_str(out, token->banner);
		return;
	}
	buf_add_str(out, token->banner);
	buf_add_byte(out, ' ');
	add_codes(scheme, &list->written, home, separator_text(token), out);
}

static void
add_name(
    const struct marking *marking, const struct control *control, bool portion, struct buf *out)
{
	const struct token *token =
	    control->token < 0 ? NULL : &marking->scheme->tokens[control->token];
	if (token == NULL)
		buf_add_slice(out, slice_sub(control->text, control->leaf, control->text.len));
	else if (token->shape == SHAPE_LIST && token->list != LIST_SOURCE)
		add_list(marking, token, portion, out);
	else
		buf_add_str(out, portion ? token->portion : token->banner);
}

/* Behind a program stand more programs of its run: a name that nobody knows begins anew, or it would read as one. */
static bool
begins_anew(
    const struct scheme *scheme, const struct control *before, const struct control *control)
{
	return control->token < 0 && !control->named && (before->named || before->depth > 0) &&
	    (size_t)before->order < scheme->token_count &&
	    scheme->tokens[before->order].shape == SHAPE_PROGRAMS;
}

/* What stands in front of a control, after `before` (NULL: it is the first of the marking that is printed). */
static void
add_divider(const struct marking *marking, const struct control *before,
    const struct control *control, bool portion, struct buf *out)
{
	const struct scheme *scheme = marking->scheme;
	bool first = before == NULL || before->category != control->category ||
	    begins_anew(scheme, before, control);
	bool same_run = !first && control->named && before->order == control->order &&
	    (before->named || before->depth > 0);
	if (control->depth > 0) {
		buf_add_byte(out, control->depth == 1 ? '-' : ' ');
		return;
	}
	const struct token *prefix = control->named ? &scheme->tokens[control->order] : NULL;
	bool source = prefix != NULL && prefix->shape == SHAPE_LIST;
	if (same_run && source) {
		buf_add_byte(out, ' ');
		return;
	}
	buf_add_str(out, first ? "//" : "/");
	if (prefix == NULL || same_run)
		return;
	buf_add_str(out, portion ? prefix->portion : prefix->banner);
	buf_add_byte(out, source ? ' ' : '-');
}

static bool
is_shown(const struct marking *marking, const struct control *control)
{
	return !control->implied && !marking->scheme->categories[control->category].unshown;
}

/* A control that stands in the place of its level where words are the grammar: "PROTECTED B". */
static const struct control *
first_head(const struct marking *marking)
{
	const struct scheme *scheme = marking->scheme;
	if (scheme->systems[marking->system].shape != SYSTEM_HOME)
		return NULL;
	for (size_t i = 0; i < marking->count; i++) {
		const struct control *control = &marking->controls[marking->controls[i].shown];
		if (is_shown(marking, control) && control->token >= 0 &&
		    scheme->tokens[control->token].head == marking->level)
			return control;
	}
	return NULL;
}

/* A control that stands for its level, alone: "(SBU)". */
static const struct token *
lone_head(const struct marking *marking)
{
	const struct token *head = NULL;
	size_t shown = 0;
	for (size_t i = 0; i < marking->count; i++) {
		const struct control *control = &marking->controls[marking->controls[i].shown];
		if (!is_shown(marking, control))
			continue;
		shown++;
		if (control->token >= 0)
			head = &marking->scheme->tokens[control->token];
	}
	bool alone = shown == 1 && head != NULL && head->head == marking->level &&
	    marking->scheme->heads_alone &&
	    marking->scheme->systems[marking->system].shape == SYSTEM_HOME;
	return alone ? head : NULL;
}

static void
add_owners(const struct marking *marking, struct buf *out)
{
	const struct scheme *scheme = marking->scheme;
	if (scheme->systems[marking->system].shape != SYSTEM_JOINT ||
	    code_set_empty(&marking->owners))
		return;
	buf_add_byte(out, ' ');
	add_codes(scheme, &marking->owners, false, " ", out);
}

/* A control behind the divider of its category. */
static void
add_word(
    const struct marking *marking, const struct control *control, bool portion, struct buf *out)
{
	static const char *const dividers[] = { " - ", " ", "//", " [", ", " };
	const unsigned divider = marking->scheme->categories[control->category].divider;
	buf_add_str(out, dividers[divider]);
	add_name(marking, control, portion, out);
	if (divider == DIVIDER_BRACKETS)
		buf_add_byte(out, ']');
}

/* LEVEL, and each control behind the divider of its category; a name behind its control, which two names stand behind twice. */
static void
print_words(const struct marking *marking, bool portion, struct buf *out)
{
	const struct control *head = first_head(marking);
	if (head != NULL)
		add_name(marking, head, portion, out);
	else
		add_level(marking, portion, out);
	const struct control *root = NULL;
	bool has_name = false;
	for (size_t i = 0; i < marking->count; i++) {
		const struct control *control = &marking->controls[marking->controls[i].shown];
		if (!is_shown(marking, control) || control == head)
			continue;
		if (control->depth == 0)
			root = control;
		if (control->depth == 0 || has_name)
			add_word(marking, root, portion, out);
		has_name = control->depth > 0;
		if (has_name) {
			buf_add_byte(out, ' ');
			add_name(marking, control, portion, out);
		}
	}
}

static void
print_slashes(const struct marking *marking, bool portion, struct buf *out)
{
	const struct token *head = portion ? lone_head(marking) : NULL;
	if (head != NULL) {
		buf_add_str(out, head->portion);
		return;
	}
	add_level(marking, portion, out);
	add_owners(marking, out);
	const struct control *before = NULL;
	for (size_t i = 0; i < marking->count; i++) {
		const struct control *control = &marking->controls[marking->controls[i].shown];
		if (!is_shown(marking, control))
			continue;
		add_divider(marking, before, control, portion, out);
		add_name(marking, control, portion, out);
		before = control;
	}
}

/* A damaged mark has no right form; a line is no form to print in. */
void
marking_print(const struct marking *marking, enum mark_form form, struct buf *out)
{
	bool portion = form == MARK_PORTION;
	if (marking->scheme->spif != NULL) {
		spif_print(marking, form, out);
		return;
	}
	if (form == MARK_FIELDS)
		print_fields(marking, out);
	if (marking->damaged || form == MARK_LINE || form == MARK_FIELDS)
		return;
	if (portion)
		buf_add_byte(out, '(');
	if (marking->scheme->grammar == GRAMMAR_WORDS)
		print_words(marking, portion, out);
	else
		print_slashes(marking, portion, out);
	if (portion)
		buf_add_byte(out, ')');
}
