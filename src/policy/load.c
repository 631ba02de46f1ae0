#include <stdlib.h>

#include "base/resource.h"
#include "base/unicode.h"
#include "base/utf8.h"
#include "policy/loader.h"

/* A policy is read aloud by a person: larger than this it is something else. */
static const size_t longest_policy = (size_t)256 << 10;
static const size_t policy_ceiling_bytes = (size_t)16 << 20;
static const size_t deepest_element = 24;
static const size_t longest_title = 200;

const struct xml_node *
child_named(const struct xml_node *node, const char *name)
{
	const struct xml_node *child = node == NULL ? NULL : node->child;
	while (child != NULL && strcmp(child->name, name) != 0)
		child = child->next;
	return child;
}

static bool
is_displayable(struct slice words)
{
	for (size_t at = 0; at < words.len;) {
		uint32_t c = utf8_next(words, &at);
		if (c == UTF8_BAD || c < 0x20 || c == 0x7f || unicode_is_hidden(c))
			return false;
	}
	return true;
}

tl_status
load_words(const struct loader *l, const struct xml_node *node, const char *what, const char *words,
    size_t most, const char **out, struct tl_error *e)
{
	struct slice trimmed = slice_trim(slice_str(words));

	if (trimmed.len == 0)
		return error_at(e, TL_POLICY, l->file, node->line, node->column,
		    "%s is empty; expected: words", what);
	if (trimmed.len > most || !is_displayable(trimmed))
		return error_at(e, TL_POLICY, l->file, node->line, node->column,
		    "%s: expected one line of at most %zu bytes without control or hidden characters",
		    what, most);
	*out = arena_copy(&l->policy->arena, trimmed);
	return *out == NULL ? error_memory(e) : TL_OK;
}

tl_status
load_marking(const struct loader *l, const struct xml_node *node, const char *attr,
    const struct marking **out, struct tl_error *e)
{
	struct slice text = slice_trim(slice_str(xml_attr(node, attr)));
	struct mark mark;

	TRY(mark_parse(l->policy->scheme, text, MARK_AUTO, &l->policy->arena, &mark, e));
	if (mark.state != MARK_READ || !mark.valid)
		return error_at(e, TL_POLICY, l->file, node->line, node->column,
		    "%s of <%s> is no valid marking of scheme %s%s%s", attr, node->name,
		    scheme_id(l->policy->scheme), mark.findings == NULL ? "" : ": ",
		    mark.findings == NULL ? "" : mark.findings->text);
	if (!marking_is_known(mark.marking))
		return error_at(e, TL_POLICY, l->file, node->line, node->column,
		    "%s of <%s> has a token that scheme %s does not know", attr, node->name,
		    scheme_id(l->policy->scheme));
	*out = mark.marking;
	return TL_OK;
}

tl_status
load_kinds(const struct loader *l, const struct xml_node *node, uint32_t *out, struct tl_error *e)
{
	struct slice rest = slice_str(xml_attr(node, "kind"));

	*out = 0;
	while (rest.len > 0) {
		struct slice name = slice_split(&rest, ' ');
		if (name.len == 0)
			continue;
		enum portion_kind kind = portion_kind_find(name);
		if (kind == PORTION_KINDS)
			return error_at(e, TL_POLICY, l->file, node->line, node->column,
			    "kind of <%s> names no kind of portion; expected for example: paragraph, "
			    "subject, list-item",
			    node->name);
		*out |= UINT32_C(1) << kind;
	}
	return TL_OK;
}

/* The title may run over several lines of the file. */
static tl_status
load_title(const struct loader *l, const struct xml_node *root, struct tl_error *e)
{
	const struct xml_node *title = child_named(root, "title");
	l->policy->title = "";
	if (title == NULL)
		return TL_OK;

	char *flat = arena_copy(&l->policy->arena, slice_trim(slice_str(title->text)));
	if (flat == NULL)
		return error_memory(e);
	size_t len = 0;
	for (const char *c = flat; *c != '\0'; c++) {
		bool blank = *c == ' ' || *c == '\t' || *c == '\n' || *c == '\r';
		if (!blank || flat[len - 1] != ' ')
			flat[len++] = blank ? ' ' : *c;
	}
	flat[len] = '\0';
	return load_words(l, title, "<title>", flat, longest_title, &l->policy->title, e);
}

static tl_status
load_scheme(const struct loader *l, const struct xml_node *root, struct tl_error *e)
{
	const char *id = xml_attr(root, "scheme"), *profile = xml_attr(root, "profile");
	struct tl_error inner = { 0 };

	tl_status status = scheme_load_shipped(id, profile, &l->policy->scheme, &inner);
	if (status == TL_OK)
		return TL_OK;
	if (status == TL_SYSTEM)
		return error_set(e, TL_SYSTEM, "%s", inner.what);
	return error_at(e, TL_POLICY, l->file, root->line, root->column,
	    "scheme %.64s, profile %.64s: %.300s", id, profile == NULL ? "by default" : profile,
	    inner.what);
}

static tl_status
load_identity(
    const struct loader *l, const struct xml_node *root, struct slice xml, struct tl_error *e)
{
	struct policy *policy = l->policy;
	struct hasher hasher;

	TRY(load_words(l, root, "id", xml_attr(root, "id"), 64, &policy->id, e));
	TRY(load_words(l, root, "version", xml_attr(root, "version"), 64, &policy->version, e));
	const char *copy = arena_copy(&policy->arena, xml);
	if (copy == NULL)
		return error_memory(e);
	policy->bytes = slice_of(copy, xml.len);
	TRY(hasher_init(&hasher, e));
	tl_status status = hasher_digest(&hasher, xml, &policy->digest, e);
	hasher_release(&hasher);
	return status;
}

static tl_status
load_ceiling(const struct loader *l, const struct xml_node *root, struct tl_error *e)
{
	const struct xml_node *release = child_named(root, "release");
	const char *text = xml_attr(release, "ceiling");

	TRY(load_words(l, release, "ceiling", text, 200, &l->policy->ceiling_text, e));
	return load_marking(l, release, "ceiling", &l->policy->ceiling, e);
}

/* POLICY: what people decide about words of one document. */
static tl_status
refuse_later_parts(const struct loader *l, const struct xml_node *root, struct tl_error *e)
{
	const struct xml_node *reviewer = child_named(root, "reviewer");
	if (reviewer != NULL)
		return error_at(e, TL_POLICY, l->file, reviewer->line, reviewer->column,
		    "this version cannot carry out <reviewer>: take it out, or use a version that "
		    "reads a reviewer's file");
	return TL_OK;
}

static tl_status
load_all(const struct loader *l, const struct xml_node *root, struct slice xml, struct tl_error *e)
{
	TRY(refuse_later_parts(l, root, e));
	TRY(load_identity(l, root, xml, e));
	TRY(load_title(l, root, e));
	TRY(load_scheme(l, root, e));
	TRY(load_ceiling(l, root, e));
	TRY(load_reading(l, child_named(root, "reading"), e));
	TRY(load_rules(l, root, e));
	TRY(load_present(l, child_named(root, "present"), e));
	TRY(load_recheck(l, child_named(root, "recheck"), e));
	return load_manifest(l, child_named(root, "manifest"), e);
}

tl_status
policy_load(struct slice xml, const char *file, struct policy **out, struct tl_error *e)
{
	const struct xml_dialect dialect = {
		.namespace_uri = "urn:tearline:policy:1",
		/* A shipped policy is validated by the tests; at each start it would cost as much as a signature. */
		.schema = resource_is(xml) ? NULL : "schema/policy.rng",
		.status = TL_POLICY,
		.max_depth = deepest_element,
		.max_bytes = longest_policy,
	};
	const struct xml_node *root;
	struct arena tree;

	*out = NULL;
	struct policy *policy = calloc(1, sizeof *policy);
	if (policy == NULL)
		return error_memory(e);
	arena_init(&policy->arena, policy_ceiling_bytes);
	arena_init(&tree, policy_ceiling_bytes);
	const struct loader loader = { policy, file };
	tl_status status = xml_parse(xml, file, &dialect, &tree, &root, e);
	if (status == TL_OK)
		status = load_all(&loader, root, xml, e);
	arena_release(&tree);
	if (status == TL_OK)
		*out = policy;
	else
		policy_free(policy);
	return status;
}
