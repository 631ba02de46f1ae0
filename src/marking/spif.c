#include "marking/spif.h"
#include "marking/value.h"

#include <stdio.h>

/* Other people's XML: with prefixes, comments, extensions. */
static const struct xml_dialect dialect = {
	.namespace_uri = "http://www.xmlspif.org/spif",
	.mixed = true,
	.status = TL_POLICY,
	.max_depth = 16,
	.max_bytes = (size_t)1 << 20,
};

const struct xml_node *
spif_child(const struct xml_node *node, const char *name)
{
	const struct xml_node *child = node->child;
	while (child != NULL && strcmp(child->name, name) != 0)
		child = child->next;
	return child;
}

tl_status
spif_attr(
    const struct spif_reader *r, const struct xml_node *node, const char *attr, const char **out)
{
	*out = xml_attr(node, attr);
	if (*out == NULL)
		return error_at(r->e, TL_POLICY, r->file, node->line, node->column,
		    "%s has no %s, and needs one", node->name, attr);
	return TL_OK;
}

tl_status
spif_name(const struct spif_reader *r, const struct xml_node *node, const char **out)
{
	TRY(spif_attr(r, node, "name", out));
	struct slice name = slice_str(*out);
	if (name.len == 0 || name.len > SPIF_NAME_MAX || slice_trim(name).len != name.len)
		return error_at(r->e, TL_POLICY, r->file, node->line, node->column,
		    "the name of a %s is empty, has blanks around it, or more than %d bytes",
		    node->name, SPIF_NAME_MAX);
	return TL_OK;
}

tl_status
spif_number(
    const struct spif_reader *r, const struct xml_node *node, const char *attr, uint64_t *out)
{
	const char *value;
	size_t digits = 0;
	*out = 0;
	TRY(spif_attr(r, node, attr, &value));
	for (; value[digits] >= '0' && value[digits] <= '9' && digits < 18; digits++)
		*out = *out * 10 + (uint64_t)(value[digits] - '0');
	if (digits == 0 || value[digits] != '\0')
		return error_at(r->e, TL_POLICY, r->file, node->line, node->column,
		    "%s of %s is not a number of at most 18 digits", attr, node->name);
	return TL_OK;
}

tl_status
spif_yes(const struct spif_reader *r, const struct xml_node *node, const char *attr, bool *out)
{
	const char *value = xml_attr(node, attr);
	*out = value != NULL && (strcmp(value, "true") == 0 || strcmp(value, "1") == 0);
	if (value == NULL || *out || strcmp(value, "false") == 0 || strcmp(value, "0") == 0)
		return TL_OK;
	return error_at(r->e, TL_POLICY, r->file, node->line, node->column,
	    "%s of %s is neither true nor false", attr, node->name);
}

tl_status
spif_add_form(struct spif_reader *r, const struct xml_node *node, enum form_kind kind, short index,
    const char *text, enum form_use use)
{
	char *upper = arena_copy(&r->scheme->arena, slice_str(text));
	if (upper == NULL)
		return error_memory(r->e);
	size_t len = 0;
	for (const char *c = upper; *c != '\0'; c++) {
		if (*c < ' ' || *c > '~' || *c == '(' || *c == ')')
			return TL_OK;
		if (*c == ' ' && (len == 0 || c[1] == '\0' || c[1] == ' ' || use == FORM_SPACED))
			continue;
		upper[len++] = *c >= 'a' && *c <= 'z' ? (char)(*c - 'a' + 'A') : *c;
	}
	struct form form = { .text = slice_of(upper, len),
		.line = node->line,
		.index = index,
		.kind = (unsigned char)kind,
		.use = (unsigned char)use };
	const struct form *same = form_find(&r->scheme->forms, form.text);
	if (len == 0 || (same != NULL && (same->kind != kind || same->index != index)))
		return TL_OK;
	return form_add(&r->scheme->forms, &form, r->file, r->e);
}

/* --- the file -------------------------------------------------------------------------------------------------- */

static tl_status
read_identity(struct spif_reader *r)
{
	static const char *const versions[] = { "2.0", "2.1", "3.0", NULL };
	struct scheme *scheme = r->scheme;
	const char *schema, *id;
	size_t at = 0;
	if (strcmp(r->root->name, "SPIF") != 0)
		return error_at(r->e, TL_POLICY, r->file, r->root->line, 0,
		    "the root of an XML-SPIF policy is SPIF");
	TRY(spif_attr(r, r->root, "schemaVersion", &schema));
	while (versions[at] != NULL && strcmp(versions[at], schema) != 0)
		at++;
	if (versions[at] == NULL)
		return error_at(r->e, TL_POLICY, r->file, r->root->line, 0,
		    "schemaVersion is not 2.0, 2.1 or 3.0: other versions of XML-SPIF are not read");
	const struct xml_node *policy = spif_child(r->root, "securityPolicyId");
	if (policy == NULL)
		return error_at(r->e, TL_POLICY, r->file, r->root->line, 0,
		    "there is no securityPolicyId: a policy has a name and an object identifier");
	TRY(spif_name(r, policy, &r->spif->name));
	TRY(spif_attr(r, policy, "id", &id));
	r->spif->oid = id;
	const char *version = xml_attr(r->root, "version"),
		   *date = xml_attr(r->root, "creationDate");
	scheme->id = scheme->title = r->spif->name;
	scheme->version = version != NULL ? version : date != NULL ? date : "";
	scheme->systems[0] = (struct system){ .id = r->spif->name };
	scheme->system_count = 1;
	return TL_OK;
}

/* The policy's name in a marking: its own, the phrase of securityPolicyId, or that of the root with replacePolicy. */
static tl_status
read_display(struct spif_reader *r)
{
	struct spif *spif = r->spif;
	const struct xml_node *policy = spif_child(r->root, "securityPolicyId");
	struct phrase root[PLACES];
	TRY(spif_read_phrases(r, policy, NULL, spif->name, spif->shown));
	TRY(spif_read_phrases(r, r->root, NULL, "", root));
	for (size_t i = 0; i < PLACES; i++) {
		if (root[i].policy != NULL) {
			spif->shown[i].text = root[i].policy;
			spif->renamed = true;
		} else if (root[i].text[0] != '\0') {
			return error_at(r->e, TL_POLICY, r->file, r->root->line, 0,
			    "markingData of the whole policy without replacePolicy is not understood");
		}
	}
	TRY(spif_read_qualifier(r, r->root, &spif->around));
	if (spif->around.separator == NULL)
		spif->around.separator = " ";
	return TL_OK;
}

/* A phrase of two categories names neither; one of the policy's own or of a level is enough for itself. */
static void
add_policy(struct spif *spif, size_t place, const char *text, short token, bool *full)
{
	struct spif_policy *list = spif->policies[place];
	size_t at = 0, count = spif->policy_count[place];
	if (text == NULL)
		return;
	while (at < count && strcmp(list[at].text, text) != 0)
		at++;
	if (at == SPIF_POLICY_PHRASES)
		*full = true;
	else if (at == count)
		list[spif->policy_count[place]++] = (struct spif_policy){ text, token };
	else if (list[at].token >= 0)
		list[at].token = -2;
}

static tl_status
list_policies(struct spif_reader *r)
{
	struct spif *spif = r->spif;
	bool full = false;
	for (size_t p = 0; p < PLACES; p++) {
		add_policy(spif, p, spif->shown[p].text, -1, &full);
		for (size_t i = 0; i < r->scheme->level_count && !spif->renamed; i++)
			add_policy(spif, p, spif->levels[i].shown[p].policy, -1, &full);
		for (size_t i = 0; i < r->scheme->token_count && !spif->renamed; i++)
			add_policy(spif, p, spif->categories[i].shown[p].policy, (short)i, &full);
	}
	return full ? error_at(r->e, TL_POLICY, r->file, r->root->line, 0,
			  "more than %d phrases stand for the policy's name", SPIF_POLICY_PHRASES)
		    : TL_OK;
}

/* How each level looks alone, for detection: "NATO SECRET", "TLP:RED". */
static tl_status
add_displays(struct spif_reader *r)
{
	struct scheme *scheme = r->scheme;
	for (size_t i = 0; i < scheme->level_count; i++) {
		struct marking marking = { .scheme = scheme, .level = (short)i, .known = true };
		struct buf text;
		buf_init(&text, 1024);
		spif_print(&marking, MARK_BANNER, &text);
		char *copy = text.failed ? NULL : arena_copy(&scheme->arena, buf_slice(&text));
		buf_release(&text);
		if (copy == NULL)
			return error_at(r->e, TL_POLICY, r->file, r->root->line, 0,
			    "the display of level %.128s is longer than 1,024 bytes",
			    scheme->levels[i].id);
		TRY(spif_add_form(r, r->root, FORM_LEVEL, (short)i, copy, FORM_BANNER));
	}
	return TL_OK;
}

/* What the reader finds where the text is no display: it is then damaged whatever it is. */
static void
set_checks(struct scheme *scheme)
{
	scheme->checks[CHECK_DAMAGED] = (struct check){ .id = "spif-damaged",
		.text =
		    "this is not how the policy displays a marking; write it as the policy does",
		.severity = SEVERITY_ERROR,
		.damages = true };
	for (size_t i = 0; i < CHECKS; i++)
		scheme->checks[i].damages = true;
}

tl_status
spif_load(struct scheme *scheme, struct slice xml, const char *file, const char *profile,
    struct tl_error *e)
{
	struct spif_reader r = { .scheme = scheme, .file = file, .e = e };
	TRY(xml_parse(xml, file, &dialect, &scheme->arena, &r.root, e));
	r.spif = arena_alloc(&scheme->arena, sizeof *r.spif);
	if (r.spif == NULL)
		return error_memory(e);
	scheme->spif = r.spif;
	scheme->codes.home = -1;
	TRY(read_identity(&r));
	TRY(spif_shape_check(&r));
	TRY(spif_read_languages(&r, profile));
	TRY(forms_init(&scheme->forms, &scheme->arena, e));
	TRY(read_display(&r));
	TRY(spif_read_levels(&r));
	TRY(spif_read_tags(&r));
	TRY(spif_read_rules(&r));
	TRY(list_policies(&r));
	set_checks(scheme);
	return add_displays(&r);
}
