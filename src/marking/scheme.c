#include "base/resource.h"
#include "marking/spif.h"
#include "marking/value.h"

#include <stdlib.h>

#define SCHEME_MEMORY ((size_t)16 << 20)
/* Of the usual scheme, with its tables, which are large and mostly empty. */
#define SCHEME_USUAL ((size_t)512 << 10)

static const struct xml_dialect dialect = {
	.namespace_uri = "urn:tearline:scheme:1",
	.schema = "schema/scheme.rng",
	.status = TL_POLICY,
	.max_depth = 8,
	.max_bytes = (size_t)1 << 20,
};

/* A scheme that is compiled in was validated when it was built (tests/unit/test_scheme.c), and validation costs most of
 * the time that a small document takes. Everything else is checked as in any other scheme. */
static const struct xml_dialect shipped = {
	.namespace_uri = "urn:tearline:scheme:1",
	.status = TL_POLICY,
	.max_depth = 8,
	.max_bytes = (size_t)1 << 20,
};

static tl_status
choose_profile(struct scheme_reader *r, const char *wanted)
{
	struct scheme *scheme = r->scheme;
	if (wanted == NULL)
		wanted = xml_attr(r->root, "default-profile");
	bool found = false;
	for (const struct xml_node *n = r->root->child; n != NULL; n = n->next) {
		if (strcmp(n->name, "profile") != 0)
			continue;
		if (scheme->profile_count == PROFILES_MAX)
			return error_at(r->e, TL_POLICY, r->file, n->line, 0,
			    "a scheme has at most %d profiles", PROFILES_MAX);
		const char *id = xml_attr(n, "id");
		if (strcmp(id, wanted) == 0) {
			const char *heads = xml_attr(n, "heads");
			scheme->profile = scheme->profile_count;
			scheme->heads_alone = heads != NULL && strcmp(heads, "yes") == 0;
			found = true;
		}
		scheme->profiles[scheme->profile_count++] = id;
	}
	return found ? TL_OK
		     : error_at(r->e, TL_POLICY, r->file, r->root->line, 0,
			   "scheme %s has no profile of that name; `tearline schemes` lists them",
			   scheme->id);
}

tl_status
scheme_in_force(struct scheme_reader *r, const struct xml_node *node, bool *in_force)
{
	const char *names = xml_attr(node, "profiles");
	struct slice rest = slice_str(names == NULL ? "" : names), name;
	*in_force = names == NULL;
	while (form_word(&rest, &name)) {
		size_t at = 0;
		while (at < r->scheme->profile_count && !slice_is(name, r->scheme->profiles[at]))
			at++;
		if (at == r->scheme->profile_count)
			return error_at(r->e, TL_POLICY, r->file, node->line, 0,
			    "profiles: there is no profile %.*s", (int)name.len,
			    (const char *)name.ptr);
		*in_force = *in_force || at == r->scheme->profile;
	}
	return TL_OK;
}

/* As mark_text leaves it: no blank beside a slash, and capitals where the scheme's own spelling has small letters. */
static struct slice
in_capitals(struct scheme *scheme, struct slice text)
{
	unsigned char *out = arena_alloc(&scheme->arena, text.len + 1);
	if (out == NULL)
		return slice_of(NULL, 0);
	size_t len = 0;
	bool small = scheme->letter_case != CASE_CAPITALS;
	for (size_t i = 0; i < text.len; i++) {
		unsigned char c = text.ptr[i];
		bool slash_before = len > 0 && out[len - 1] == '/';
		bool slash_behind = i + 1 < text.len && text.ptr[i + 1] == '/';
		if (c == ' ' && (slash_before || slash_behind))
			continue;
		if (small && c >= 'a' && c <= 'z')
			c = (unsigned char)(c - 'a' + 'A');
		if (small && len > 0 && out[len - 1] == 0xc3 && c >= 0xa0 && c <= 0xbe)
			c = (unsigned char)(c - 0x20);
		scheme->accents = scheme->accents || c >= 0x80;
		out[len++] = c;
	}
	return slice_of(out, len);
}

static tl_status
add_form(struct scheme_reader *r, struct form form, struct slice text, enum form_use use)
{
	form.shown = text;
	form.text = in_capitals(r->scheme, text);
	if (form.text.ptr == NULL)
		return error_memory(r->e);
	form.use = (unsigned char)use;
	return form_add(&r->scheme->forms, &form, r->file, r->e);
}

static tl_status
add_each(struct scheme_reader *r, struct form form, const char *forms, enum form_use use)
{
	struct slice rest = slice_str(forms == NULL ? "" : forms);
	while (rest.len > 0)
		TRY(add_form(r, form, slice_split(&rest, '|'), use));
	return TL_OK;
}

tl_status
scheme_add_forms(struct scheme_reader *r, const struct xml_node *node, enum form_kind kind,
    short index, const char *banner, const char *portion)
{
	struct form form = { .line = node->line,
		.until = scheme_until(node),
		.index = index,
		.kind = (unsigned char)kind };
	if (banner != NULL)
		TRY(add_form(r, form, slice_str(banner), FORM_BANNER));
	if (portion != NULL)
		TRY(add_form(r, form, slice_str(portion), FORM_PORTION));
	TRY(add_each(r, form, xml_attr(node, "also"), FORM_OTHER));
	for (const struct xml_node *n = node->child; n != NULL; n = n->next) {
		bool in_force = false, damaged = strcmp(n->name, "damaged") == 0;
		form.line = n->line;
		form.until = scheme_until(n);
		if (damaged || strcmp(n->name, "was") == 0)
			TRY(scheme_in_force(r, n, &in_force));
		if (in_force)
			TRY(add_each(
			    r, form, xml_attr(n, "form"), damaged ? FORM_DAMAGED : FORM_LEGACY));
	}
	return TL_OK;
}

static tl_status
make_constants(struct scheme_reader *r)
{
	struct scheme *scheme = r->scheme;
	struct marking lowest = { .scheme = scheme,
		.name = scheme->systems[0].id,
		.known = true,
		.release.everybody = scheme->levels[0].open,
		.display.everybody = scheme->levels[0].open };
	struct marking damaged = { .scheme = scheme,
		.name = scheme->systems[0].id,
		.level = (short)(scheme->level_count - 1),
		.top = true,
		.damaged = true };
	scheme->lowest = marking_make(&scheme->arena, &lowest, NULL, 0);
	scheme->damaged = marking_make(&scheme->arena, &damaged, NULL, 0);
	return scheme->lowest == NULL || scheme->damaged == NULL ? error_memory(r->e) : TL_OK;
}

static tl_status
read_digest(struct scheme *scheme, struct slice xml, struct tl_error *e)
{
	struct hasher hasher;
	tl_status status = hasher_init(&hasher, e);
	if (status != TL_OK)
		goto out;
	status = hasher_digest(&hasher, xml, &scheme->digest, e);
out:
	hasher_release(&hasher);
	return status;
}

static const char *const grammars[] = { "slashes", "words", NULL };
static const char *const cases[] = { "capitals", "mixed", "any", NULL };

static tl_status
read_scheme(
    struct scheme_reader *r, struct slice xml, const struct xml_dialect *rules, const char *profile)
{
	struct scheme *scheme = r->scheme;
	TRY(read_digest(scheme, xml, r->e));
	if (slice_is(xml_root_name(xml), "SPIF")) {
		TRY(spif_load(scheme, xml, r->file, profile, r->e));
		return make_constants(r);
	}
	TRY(xml_parse(xml, r->file, rules, &scheme->arena, &r->root, r->e));
	scheme->id = xml_attr(r->root, "id");
	scheme->version = xml_attr(r->root, "version");
	scheme->title = xml_attr(r->root, "title");
	scheme->joiner = xml_attr(r->root, "joiner");
	scheme->grammar = (enum grammar)scheme_choice(r->root, "grammar", grammars);
	scheme->letter_case = (enum letter_case)scheme_choice(r->root, "case", cases);
	TRY(choose_profile(r, profile));
	TRY(forms_init(&scheme->forms, &scheme->arena, r->e));
	TRY(codes_load(&scheme->codes, r->root, r->file, &scheme->arena, r->e));
	TRY(scheme_read_fields(r));
	TRY(scheme_read_levels(r));
	TRY(scheme_read_tokens(r));
	TRY(scheme_read_systems(r));
	TRY(scheme_read_ism(r));
	TRY(scheme_read_authority(r));
	TRY(scheme_read_equivalents(r));
	TRY(scheme_read_rules(r));
	TRY(scheme_read_rollup(r));
	TRY(scheme_read_lints(r));
	TRY(scheme_read_block(r));
	return make_constants(r);
}

static tl_status
load(struct slice xml, const char *file, const struct xml_dialect *rules, const char *profile,
    struct scheme **out, struct tl_error *e)
{
	*out = NULL;
	struct scheme *scheme = calloc(1, sizeof *scheme);
	if (scheme == NULL)
		return error_memory(e);
	arena_init(&scheme->arena, SCHEME_MEMORY);
	struct scheme_reader r = { .scheme = scheme, .file = file, .e = e };
	tl_status status = arena_reserve(&scheme->arena, SCHEME_USUAL) ? TL_OK : error_memory(e);
	if (status == TL_OK)
		status = read_scheme(&r, xml, rules, profile);
	if (status != TL_OK) {
		scheme_free(scheme);
		return status;
	}
	*out = scheme;
	return TL_OK;
}

tl_status
scheme_load(struct slice xml, const char *file, const char *profile, struct scheme **out,
    struct tl_error *e)
{
	return load(xml, file, &dialect, profile, out, e);
}

tl_status
scheme_load_shipped(const char *id, const char *profile, struct scheme **out, struct tl_error *e)
{
	*out = NULL;
	struct buf name;
	buf_init(&name, 64);
	buf_add_str(&name, "schemes/");
	buf_add_str(&name, id);
	buf_add_str(&name, ".xml");
	buf_add_byte(&name, '\0');
	struct slice xml = { 0 };
	if (!name.failed)
		xml = resource_find((const char *)name.ptr);
	tl_status status = xml.ptr == NULL
	    ? error_set(e, TL_USAGE, "there is no such scheme; `tearline schemes` lists them")
	    : load(xml, (const char *)name.ptr, &shipped, profile, out, e);
	buf_release(&name);
	return status;
}

void
scheme_free(struct scheme *scheme)
{
	if (scheme == NULL)
		return;
	arena_drop(&scheme->arena); /* the words of a published manual */
	free(scheme);
}

const char *
scheme_id(const struct scheme *scheme)
{
	return scheme->id;
}

const char *
scheme_version(const struct scheme *scheme)
{
	return scheme->version;
}

const char *
scheme_profile(const struct scheme *scheme)
{
	return scheme->profiles[scheme->profile];
}

const char *
scheme_title(const struct scheme *scheme)
{
	return scheme->title;
}

const struct digest *
scheme_digest(const struct scheme *scheme)
{
	return &scheme->digest;
}

const char *const *
scheme_profiles(const struct scheme *scheme)
{
	return scheme->profiles;
}

const char *
scheme_level_name(const struct scheme *scheme, int rank)
{
	return scheme->levels[rank].id;
}

const struct marking *
scheme_lowest(const struct scheme *scheme)
{
	return scheme->lowest;
}

const struct marking *
scheme_damaged(const struct scheme *scheme)
{
	return scheme->damaged;
}

#define SPELLING_MAX 64

/* In capitals, as the forms are; an empty slice where the name is too long to be one. */
static struct slice
capitals(struct slice name, unsigned char buffer[SPELLING_MAX])
{
	name = slice_trim(name);
	if (name.len > SPELLING_MAX)
		return slice_of(buffer, 0);
	for (size_t i = 0; i < name.len; i++) {
		unsigned char c = name.ptr[i];
		buffer[i] = c >= 'a' && c <= 'z' ? (unsigned char)(c - 'a' + 'A') : c;
	}
	return slice_of(buffer, name.len);
}

int
scheme_token(const struct scheme *scheme, struct slice name)
{
	unsigned char buffer[SPELLING_MAX];
	struct slice text = capitals(name, buffer);
	const struct form *form = form_find(&scheme->forms, text);
	return form != NULL && form->kind == FORM_TOKEN ? form->index
							: scheme_token_by_id(scheme, text);
}

int
scheme_level(const struct scheme *scheme, struct slice name)
{
	unsigned char buffer[SPELLING_MAX];
	const struct form *form = form_find(&scheme->forms, capitals(name, buffer));
	return form != NULL && form->kind == FORM_LEVEL && form->use != FORM_SPACED ? form->index
										    : -1;
}
