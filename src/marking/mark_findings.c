#include "marking/mark_read.h"
#include "marking/ref_sign.h"

static bool
is_below(const struct control *control, struct slice root)
{
	return control->depth > 0 && control->text.len > root.len &&
	    memcmp(control->text.ptr, root.ptr, root.len) == 0 &&
	    memchr("- ", control->text.ptr[root.len], 2) != NULL;
}

static bool
holds_below(const struct marking *marking, short token)
{
	struct slice root = { 0 };
	bool any = false;
	for (size_t c = 0; c < marking->count && !any; c++) {
		if (marking->controls[c].depth == 0)
			continue;
		if (root.len == 0)
			root = slice_str(marking->scheme->tokens[token].id);
		any = is_below(&marking->controls[c], root);
	}
	return any;
}

/* What a marking holds, asked of by every rule. */
struct held {
	const struct mark_reader *r;
	const struct marking *marking;
	uint64_t signs;
	uint32_t categories;
	struct token_set tokens;
};

static struct held
held_of(const struct mark_reader *r, const struct marking *marking)
{
	struct held held = { .r = r, .marking = marking };
	held.signs = ref_sign(REF_LEVEL, marking->level) | ref_sign(REF_SYSTEM, marking->system);
	if ((r->attributes | r->values) != 0)
		held.signs |= ref_sign(REF_ATTRIBUTE, 0);
	for (size_t i = 0; i < marking->count; i++) {
		const struct control *control = &marking->controls[i];
		held.signs |= ref_sign(REF_CATEGORY, control->category);
		held.categories |= (uint32_t)1 << control->category;
		if (control->token >= 0) {
			held.signs |= ref_sign(REF_TOKEN, control->token);
			token_set_add(&held.tokens, control->token);
		}
		if (control->depth > 0)
			held.signs |= ref_sign(REF_BELOW, 0);
	}
	return held;
}

/* Does the marking hold any of these, or do the attributes that it was read from? */
static bool
holds(const struct held *held, const struct refs *refs)
{
	const struct mark_reader *r = held->r;
	const struct marking *marking = held->marking;
	bool any = false;
	if ((refs->signs & held->signs) == 0)
		return false;
	for (size_t i = 0; i < refs->count && !any; i++) {
		const struct ref *ref = &refs->list[i];
		switch ((enum ref_kind)ref->kind) {
		case REF_TOKEN:
			any = token_set_has(&held->tokens, ref->index);
			break;
		case REF_BELOW:
			any = holds_below(marking, ref->index);
			break;
		case REF_CATEGORY:
			any = (held->categories >> ref->index & 1) != 0;
			break;
		case REF_SYSTEM:
			any = marking->system == ref->index;
			break;
		case REF_LEVEL:
			any = marking->level == ref->index;
			break;
		case REF_ATTRIBUTE:
			any = (r->attributes >> ref->index & 1) != 0;
			break;
		case REF_VALUE:
			any = (r->values >> ref->index & 1) != 0;
			break;
		}
	}
	return any;
}

/* Roots in the categories that the rule is about. */
static size_t
count_roots(const struct marking *marking, const struct refs *refs)
{
	size_t count = 0;
	for (size_t c = 0; c < marking->count; c++) {
		for (size_t i = 0; i < refs->count; i++)
			count += marking->controls[c].depth == 0 &&
			    refs->list[i].kind == REF_CATEGORY &&
			    refs->list[i].index == marking->controls[c].category;
	}
	return count;
}

/* An owner is not on the list. A list that is the banner's is not known here. */
static bool
leaves_owner_out(const struct marking *marking)
{
	const struct codes *codes = &marking->scheme->codes;
	struct code_set owners = codes_expand(codes, &marking->owners);
	return !marking->bare && !code_set_contains(&marking->release.all, &owners);
}

static bool
breaks(const struct held *held, const struct rule *rule)
{
	const struct marking *marking = held->marking;
	if ((rule->attributes && held->r->attributes == 0) || !holds(held, &rule->when) ||
	    (rule->with.count > 0 && !holds(held, &rule->with)))
		return false;
	return rule->never || (rule->owners && leaves_owner_out(marking)) ||
	    (rule->codes != NULL && !code_set_contains(rule->codes, &marking->release.written)) ||
	    (rule->from >= 0 && marking->level < rule->from) ||
	    (rule->to >= 0 && marking->level > rule->to) || holds(held, &rule->not ) ||
	    (rule->needs.count > 0 && !holds(held, &rule->needs)) ||
	    (rule->most > 0 && count_roots(marking, &rule->when) > rule->most);
}

struct findings {
	struct arena *arena;
	const struct finding **tail;
	bool error, memory;
};

static void
report(struct findings *f, const char *id, const char *text, enum severity severity)
{
	struct finding *finding = arena_alloc(f->arena, sizeof *finding);
	if (finding == NULL) {
		f->memory = true;
		return;
	}
	*finding = (struct finding){ .rule = id, .text = text, .severity = severity };
	f->error = f->error || severity == SEVERITY_ERROR;
	*f->tail = finding;
	f->tail = &finding->next;
}

tl_status
mark_findings(const struct mark_reader *r, const struct marking *marking, struct arena *arena,
    struct mark *out, struct tl_error *e)
{
	const struct scheme *scheme = r->scheme;
	struct findings f = { .arena = arena, .tail = &out->findings };
	struct held held = held_of(r, marking);
	for (unsigned i = 0; i < CHECKS && r->checks != 0; i++) {
		const struct check *check = &scheme->checks[i];
		if (mark_noted(r, (enum check_kind)i) && check->id != NULL)
			report(&f, check->id, check->text, check->severity);
	}
	for (size_t i = 0; i < scheme->rule_count; i++) {
		if ((scheme->rule_signs[i] & held.signs) == 0)
			continue;
		const struct rule *rule = &scheme->rules[i];
		if (breaks(&held, rule))
			report(&f, rule->id, rule->text, rule->severity);
	}
	if (f.memory)
		return error_memory(e);
	out->valid = out->state == MARK_READ && !f.error;
	return TL_OK;
}
