#include "marking/mark_read.h"

static bool
is_below(const struct control *control, struct slice root)
{
	return control->depth > 0 && control->text.len > root.len &&
	    memcmp(control->text.ptr, root.ptr, root.len) == 0 &&
	    memchr("- ", control->text.ptr[root.len], 2) != NULL;
}

static bool
holds_control(const struct marking *marking, const struct ref *ref)
{
	struct slice root = { 0 };
	if (ref->kind == REF_BELOW)
		root = slice_str(marking->scheme->tokens[ref->index].id);
	for (size_t c = 0; c < marking->count; c++) {
		const struct control *control = &marking->controls[c];
		bool same = ref->kind == REF_CATEGORY ? control->category == ref->index
		    : ref->kind == REF_TOKEN          ? control->token == ref->index
						      : is_below(control, root);
		if (same)
			return true;
	}
	return false;
}

/* Does the marking hold any of these, or do the attributes that it was read from? */
static bool
holds(const struct mark_reader *r, const struct marking *marking, const struct refs *refs)
{
	bool any = false;
	for (size_t i = 0; i < refs->count && !any; i++) {
		const struct ref *ref = &refs->list[i];
		switch ((enum ref_kind)ref->kind) {
		case REF_TOKEN:
		case REF_BELOW:
		case REF_CATEGORY:
			any = holds_control(marking, ref);
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
breaks(const struct mark_reader *r, const struct marking *marking, const struct rule *rule)
{
	if ((rule->attributes && r->attributes == 0) || !holds(r, marking, &rule->when) ||
	    (rule->with.count > 0 && !holds(r, marking, &rule->with)))
		return false;
	return rule->never || (rule->owners && leaves_owner_out(marking)) ||
	    (rule->codes != NULL && !code_set_contains(rule->codes, &marking->release.written)) ||
	    (rule->from >= 0 && marking->level < rule->from) ||
	    (rule->to >= 0 && marking->level > rule->to) || holds(r, marking, &rule->not ) ||
	    (rule->needs.count > 0 && !holds(r, marking, &rule->needs)) ||
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
	for (unsigned i = 0; i < CHECKS && r->checks != 0; i++) {
		const struct check *check = &scheme->checks[i];
		if (mark_noted(r, (enum check_kind)i) && check->id != NULL)
			report(&f, check->id, check->text, check->severity);
	}
	for (size_t i = 0; i < scheme->rule_count; i++) {
		const struct rule *rule = &scheme->rules[i];
		if (breaks(r, marking, rule))
			report(&f, rule->id, rule->text, rule->severity);
	}
	if (f.memory)
		return error_memory(e);
	out->valid = out->state == MARK_READ && !f.error;
	return TL_OK;
}
