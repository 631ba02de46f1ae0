#include <stdlib.h>

#include "policy/loader.h"

static const size_t longest_notice = 200;
static const size_t words_by_default = 8;
static const size_t longest_role = 64;

/* The place of `value` in a list that is in the order of its enum; the first, the safe one, where nothing is said. */
static unsigned
choice(const struct xml_node *node, const char *attr, const char *const values[])
{
	const char *value = node == NULL ? NULL : xml_attr(node, attr);

	for (unsigned i = 0; value != NULL && values[i] != NULL; i++)
		if (strcmp(values[i], value) == 0)
			return i;
	return 0;
}

/* Each placeholder at most once and no other braces, so that a filled-in notice can be read in one way only. */
static bool
is_template(struct slice notice)
{
	static const char *const known[] = { "{amount}", "{exemption}", "{count}" };
	bool used[3] = { false, false, false };

	for (size_t at = 0; at < notice.len; at++) {
		if (notice.ptr[at] == '}')
			return false;
		if (notice.ptr[at] != '{')
			continue;
		size_t which = 0;
		while (which < 3 && !slice_starts(slice_sub(notice, at, notice.len), known[which]))
			which++;
		if (which == 3 || used[which])
			return false;
		used[which] = true;
		at += strlen(known[which]) - 1;
	}
	return true;
}

/* The output is read again, and a notice that begins like a mark would mark what stands behind it. */
static bool
begins_with_mark(const struct scheme *scheme, struct slice notice)
{
	const unsigned char *end = memchr(notice.ptr, ')', notice.len);

	return end != NULL && notice.ptr[0] == '(' &&
	    mark_is_plausible(scheme, slice_of(notice.ptr, (size_t)(end - notice.ptr) + 1));
}

static tl_status
load_notice(const struct loader *l, const struct xml_node *node, struct tl_error *e)
{
	const char *words;

	if (node == NULL || slice_trim(slice_str(node->text)).len == 0)
		return TL_OK;
	TRY(load_words(l, node, "<notice>", node->text, longest_notice, &words, e));
	struct slice notice = slice_str(words);
	if (begins_with_mark(l->policy->scheme, notice))
		return error_at(e, TL_POLICY, l->file, node->line, node->column,
		    "a notice must not begin like a portion mark; expected for example: "
		    "[{amount} not declassified]");
	if (!is_template(notice))
		return error_at(e, TL_POLICY, l->file, node->line, node->column,
		    "braces in a notice: expected {amount}, {exemption} or {count}, each once");
	l->policy->present.notice = notice;
	return TL_OK;
}

tl_status
load_present(const struct loader *l, const struct xml_node *node, struct tl_error *e)
{
	static const char *const amounts[] = { "none", "lines", "words", "paragraphs", NULL };
	static const char *const marks[] = { "none", "as-released", "as-written", NULL };
	static const char *const numbers[] = { "none", "renumbered", "as-written", NULL };
	static const char *const banners[] = { "computed", "none", NULL };
	struct presentation *present = &l->policy->present;

	TRY(load_notice(l, child_named(node, "notice"), e));
	present->amount = (enum amount_shown)choice(child_named(node, "amount"), "show", amounts);
	present->marks = (enum marks_shown)choice(child_named(node, "marks"), "show", marks);
	present->numbers =
	    (enum numbers_shown)choice(child_named(node, "numbers"), "show", numbers);
	present->banner = (enum banner_shown)choice(child_named(node, "banner"), "show", banners);
	return TL_OK;
}

/* The schema has seen that it is a small whole number. */
static size_t
number(const struct xml_node *node, const char *attr, size_t absent)
{
	const char *value = node == NULL ? NULL : xml_attr(node, attr);
	return value == NULL ? absent : (size_t)strtoul(value, NULL, 10);
}

tl_status
load_recheck(const struct loader *l, const struct xml_node *node, struct tl_error *e)
{
	static const char *const answers[] = { "withhold", "report", "refuse", NULL };
	static const enum repeated_text actions[] = { REPEATED_WITHHOLD, REPEATED_REPORT,
		REPEATED_REFUSE };
	const struct xml_node *forbid = child_named(node, "forbid");

	if (forbid != NULL)
		return error_at(e, TL_POLICY, l->file, forbid->line, forbid->column,
		    "this version cannot carry out <forbid>: it has no word lists yet");
	l->policy->repeated = actions[choice(node, "repeated-text", answers)];
	l->policy->words = number(node, "words", words_by_default);
	return TL_OK;
}

/* What a manifest can carry (manifest/form.h), and what an organizational unit of a certificate can be. */
static bool
is_role(struct slice name)
{
	if (name.len > longest_role)
		return false;
	for (size_t i = 0; i < name.len; i++) {
		unsigned char c = name.ptr[i];
		if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
			c == '-' || c == '_' || c == '.'))
			return false;
	}
	return true;
}

static tl_status
load_roles(const struct loader *l, const struct xml_node *node, struct tl_error *e)
{
	struct policy *policy = l->policy;
	const char *roles = node == NULL ? NULL : xml_attr(node, "roles");
	struct slice rest = slice_str(roles == NULL ? "" : roles);

	while (rest.len > 0) {
		struct slice name = slice_split(&rest, ' ');
		if (name.len == 0)
			continue;
		if (!is_role(name))
			return error_at(e, TL_POLICY, l->file, node->line, node->column,
			    "roles: expected words of letters, digits, dots, hyphens and low lines, each "
			    "of at most %zu bytes",
			    longest_role);
		if (policy->role_count == SIGNER_ROLES_MAX || policy->role_count == policy->signers)
			return error_at(e, TL_POLICY, l->file, node->line, node->column,
			    "roles: at most %d, and no more than there are signers, because one signer "
			    "holds one of them",
			    SIGNER_ROLES_MAX);
		const char *copy = arena_copy(&policy->arena, name);
		if (copy == NULL)
			return error_memory(e);
		policy->roles[policy->role_count++] = copy;
	}
	return TL_OK;
}

tl_status
load_manifest(const struct loader *l, const struct xml_node *node, struct tl_error *e)
{
	static const char *const shown[] = { "hide", "show", NULL };

	l->policy->shows_exemptions = choice(node, "exemptions", shown) == 1;
	l->policy->shows_amounts = choice(node, "amounts", shown) == 1;
	l->policy->signers = number(node, "signers", 1);
	return load_roles(l, node, e);
}
