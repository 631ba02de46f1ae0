#include "marking/mark_read.h"

/* What comes on top of CONTROLS_MAX and PATHS_MAX, and longer names, are lost, and the mark is damaged: none is like that. */
static struct control *
add(struct mark_reader *r, short category, struct slice text)
{
	if (r->count == CONTROLS_MAX || text.ptr == NULL || text.len > NAME_MAX_BYTES) {
		mark_note(r, CHECK_LENGTH);
		return NULL;
	}
	struct control *control = &r->controls[r->count++];
	*control = (struct control){ .text = text, .category = category, .token = -1 };
	if (category >= 0)
		control->type = r->scheme->categories[category].type;
	return control;
}

/* head, separator and name as one text. */
static struct slice
join(struct mark_reader *r, struct slice head, char separator, struct slice name)
{
	size_t len = head.len + 1 + name.len;
	if (len > PATHS_MAX - r->path_len)
		return slice_of(NULL, 0);
	unsigned char *text = r->paths + r->path_len;
	if (head.len > 0)
		memcpy(text, head.ptr, head.len);
	text[head.len] = (unsigned char)separator;
	memcpy(text + head.len + 1, name.ptr, name.len);
	r->path_len += len;
	return slice_of(text, len);
}

static short
order_of(const struct scheme *scheme, short category, short root)
{
	if (category >= 0 && scheme->categories[category].sorted)
		return 0;
	return root < 0 ? INT16_MAX : root;
}

void
mark_add_unknown(struct mark_reader *r, short category, struct slice name)
{
	struct control *control = add(r, category, name);
	if (control == NULL)
		return;
	control->order = order_of(r->scheme, category, -1);
	control->type = TYPE_RESTRICTIVE; /* whatever it stands beside (M-25) */
}

static void
add_known(struct mark_reader *r, short index, bool implied)
{
	const struct token *token = &r->scheme->tokens[index];
	if (token->parent >= 0)
		add_known(
		    r, token->parent, implied); /* one step: compartments have no compartments */
	struct control *control = add(r, token->category, slice_str(token->id));
	if (control == NULL)
		return;
	control->token = index;
	control->order = order_of(r->scheme, token->category, token->root);
	control->depth = token->depth;
	control->type = token->type;
	control->implied = implied;
	control->known = true;
}

/* A form of the other place is a warning; a form of another time makes the mark a legacy one. */
static void
check_use(struct mark_reader *r, const struct token *token, unsigned use)
{
	unsigned right =
	    r->form == MARK_PORTION ? FORM_PORTION | FORM_OTHER : FORM_BANNER | FORM_OTHER;
	if (r->form == MARK_LINE)
		right = FORM_PORTION | FORM_BANNER | FORM_OTHER;
	if ((use & FORM_LEGACY) != 0 || token->legacy) {
		r->legacy = true;
		mark_note(r, CHECK_LEGACY);
	} else if ((use & right) == 0) {
		mark_note(r, CHECK_FORM);
	}
}

void
mark_add_token(struct mark_reader *r, short index, unsigned use)
{
	const struct token *token = &r->scheme->tokens[index];
	check_use(r, token, use);
	if (token->list == LIST_RELEASE || token->list == LIST_DISPLAY)
		mark_list_begin(r, token->list);
	add_known(r, index, false);
	for (unsigned i = 0; i < token->implied; i++)
		add_known(r, token->implies[i], true);
}

void
mark_add_name(struct mark_reader *r, short index, struct slice name)
{
	const struct token *token = &r->scheme->tokens[index];
	size_t before = strlen(token->id) + 1;
	struct control *control = add(r, token->category, join(r, slice_str(token->id), ' ', name));
	if (control == NULL)
		return;
	control->order = order_of(r->scheme, token->category, token->root);
	control->leaf = (unsigned short)before;
	control->depth = 1;
	control->type = token->type;
	control->known = true;
}

static bool
is_number_of(struct mark_reader *r, const struct token *token, struct slice sub)
{
	unsigned number = 0;
	for (size_t i = 0; i < sub.len; i++) {
		if (sub.ptr[i] < '0' || sub.ptr[i] > '9' || (i == 0 && sub.ptr[i] == '0'))
			return false;
		number = number * 10 + (unsigned)(sub.ptr[i] - '0');
		if (number > token->numbers)
			return false;
	}
	bool all = (token->current[0] | token->current[1]) == 0;
	if (!all && number < 128 && (token->current[number / 64] >> (number % 64) & 1) == 0) {
		r->legacy = true;
		mark_note(r, CHECK_LEGACY);
	}
	return true;
}

/* One compartment and its subs, below `root`; returns its control's text. */
static struct slice
add_compartment(struct mark_reader *r, short category, short order, struct slice root,
    const struct token *tree, struct slice compartment)
{
	struct slice name = slice_split(&compartment, ' '), sub;
	if (name.len == 0)
		mark_note(r, CHECK_DAMAGED);
	struct slice path = join(r, root, '-', name);
	const struct form *form = path.ptr == NULL ? NULL : form_find(&r->scheme->forms, path);
	const struct token *token = NULL;
	if (form != NULL && form->kind == FORM_TOKEN && tree != NULL) {
		token = &r->scheme->tokens[form->index];
		path = slice_str(token->id);
		check_use(r, token, form->use);
	} else if (tree != NULL && tree->closed) {
		mark_note(r, CHECK_NAME);
	}
	struct control *control = add(r, category, path);
	if (control == NULL)
		return path;
	*control = (struct control){ .text = path,
		.category = category,
		.order = order,
		.token = token == NULL ? -1 : form->index,
		.leaf = (unsigned short)(root.len + 1),
		.depth = 1,
		.known = tree == NULL || token != NULL || !tree->closed };
	struct slice before = { 0 };
	while (form_word(&compartment, &sub)) {
		struct slice text = join(r, path, ' ', sub);
		control = add(r, category, text);
		if (control == NULL)
			return path;
		control->order = order;
		control->leaf = (unsigned short)(path.len + 1);
		control->depth = 2;
		control->known =
		    token == NULL || token->numbers == 0 || is_number_of(r, token, sub);
		if (!control->known)
			mark_note(r, CHECK_NUMBER);
		if (before.len > 0 && form_compare(before, text) >= 0 && before.len >= text.len)
			mark_note(r, CHECK_ITEM_ORDER);
		before = text;
	}
	return path;
}

void
mark_add_path(struct mark_reader *r, short category, short root, struct slice name,
    struct slice compartments, bool named)
{
	const struct token *tree = root < 0 ? NULL : &r->scheme->tokens[root];
	short order = order_of(r->scheme, category, root);
	struct control *control = add(r, category, name);
	if (control == NULL)
		return;
	if (name.len == 0) /* a program without its name */
		mark_note(r, CHECK_DAMAGED);
	control->order = order;
	control->known = root >= 0;
	control->named = named;
	control->type = root >= 0 ? control->type : TYPE_RESTRICTIVE; /* M-25 */
	if (!named && tree != NULL) {
		control->token = root;
		control->type = tree->type;
		control->text = name = slice_str(tree->id);
	}
	struct slice before = { 0 };
	while (compartments.len > 0) {
		struct slice compartment = slice_split(&compartments, '-');
		if (compartment.len == 0) {
			mark_note(r, CHECK_EMPTY);
			continue;
		}
		struct slice path =
		    add_compartment(r, category, order, name, named ? NULL : tree, compartment);
		if (path.ptr != NULL && before.len > 0 && form_compare(before, path) >= 0)
			mark_note(r, CHECK_ITEM_ORDER);
		before = path;
	}
}
