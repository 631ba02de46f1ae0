#include "marking/spif.h"

#define PHRASE_MAX 256

enum {
	CODE_TOP = 1,
	CODE_BOTTOM = 2,
	CODE_PORTION = 4,
	CODE_ELSEWHERE = 8, /* a place that is not shown here */
	CODE_NO_NAME = 16,
	CODE_NO_CLASS = 32,
	CODE_POLICY = 64
};

static const struct {
	const char *name;
	unsigned code;
} codes[] = {
	{ "pageTop", CODE_TOP },
	{ "pageBottom", CODE_BOTTOM },
	{ "pageTopBottom", CODE_TOP | CODE_BOTTOM },
	{ "portionMarking", CODE_PORTION },
	{ "documentStart", CODE_ELSEWHERE },
	{ "documentEnd", CODE_ELSEWHERE },
	{ "noMarkingDisplay", CODE_NO_NAME },
	{ "noNameDisplay", CODE_NO_NAME },
	{ "suppressClassName", CODE_NO_CLASS },
	{ "replacePolicy", CODE_POLICY },
};

static tl_status
read_codes(const struct spif_reader *r, const struct xml_node *data, unsigned *out)
{
	const unsigned places = CODE_TOP | CODE_BOTTOM | CODE_PORTION | CODE_ELSEWHERE;
	*out = 0;
	for (const struct xml_node *n = data->child; n != NULL; n = n->next) {
		struct slice name = slice_trim(slice_str(n->text));
		size_t at = 0;
		while (at < sizeof codes / sizeof *codes && !slice_is(name, codes[at].name))
			at++;
		if (at == sizeof codes / sizeof *codes)
			return error_at(r->e, TL_POLICY, r->file, n->line, n->column,
			    "the marking code %.64s is not understood", n->text);
		*out |= codes[at].code;
	}
	/* Without a place: the foot of the page. */
	if ((*out & places) == 0)
		*out |= CODE_BOTTOM;
	return TL_OK;
}

/* "fr" for fr, and for fr-CA where the file has no phrase for that. */
static bool
is_language(const struct spif_reader *r, const struct xml_node *node, bool own)
{
	const char *language = xml_attr(node, "xml:lang");
	if (!own || r->language == NULL)
		return !own && language == NULL;
	return language != NULL && strcmp(language, r->language) == 0;
}

struct entry {
	const struct xml_node *data;
	unsigned codes;
};

/* The first markingData with one of the codes: in the language in force, else without one. */
static tl_status
find_entry(
    const struct spif_reader *r, const struct xml_node *node, unsigned wanted, struct entry *out)
{
	for (int own = 1; own >= 0 && out->data == NULL; own--) {
		for (const struct xml_node *n = node->child; n != NULL && out->data == NULL;
		     n = n->next) {
			unsigned found;
			if (strcmp(n->name, "markingData") != 0 || !is_language(r, n, own == 1))
				continue;
			TRY(read_codes(r, n, &found));
			if ((found & wanted) != 0)
				*out = (struct entry){ n, found };
		}
	}
	return TL_OK;
}

static tl_status
phrase_of(
    const struct spif_reader *r, const struct entry *entry, const char *name, const char **out)
{
	*out = entry->data == NULL ? NULL : xml_attr(entry->data, "phrase");
	if (*out == NULL)
		*out = name;
	if (strlen(*out) > PHRASE_MAX)
		return error_at(r->e, TL_POLICY, r->file, entry->data->line, entry->data->column,
		    "a phrase is longer than %d bytes", PHRASE_MAX);
	return TL_OK;
}

static tl_status
read_place(const struct spif_reader *r, const struct xml_node *node, const struct xml_node *outer,
    const char *name, enum place place, struct phrase *out)
{
	static const unsigned order[PLACES][3] = { { CODE_BOTTOM, CODE_TOP, CODE_NO_NAME },
		{ CODE_PORTION, CODE_BOTTOM, CODE_TOP } };
	const struct xml_node *nodes[2] = { node, outer };
	struct entry entry = { 0 }, policy = { 0 };
	for (size_t n = 0; n < 2 && nodes[n] != NULL; n++) {
		for (size_t i = 0; i < 3 && entry.data == NULL; i++)
			TRY(find_entry(r, nodes[n], order[place][i], &entry));
	}
	TRY(find_entry(r, node, CODE_POLICY, &policy));
	*out = (struct phrase){ .text = name, .no_class = (entry.codes & CODE_NO_CLASS) != 0 };
	if ((entry.codes & CODE_NO_NAME) != 0)
		out->text = "";
	else if ((entry.codes & CODE_POLICY) == 0)
		TRY(phrase_of(r, &entry, name, &out->text));
	if (policy.data != NULL)
		TRY(phrase_of(r, &policy, name, &out->policy));
	return TL_OK;
}

tl_status
spif_read_phrases(struct spif_reader *r, const struct xml_node *node, const struct xml_node *outer,
    const char *name, struct phrase shown[PLACES])
{
	TRY(read_place(r, node, outer, name, PLACE_BANNER, &shown[PLACE_BANNER]));
	return read_place(r, node, outer, name, PLACE_PORTION, &shown[PLACE_PORTION]);
}

static tl_status
take_qualifier(
    const struct spif_reader *r, const struct xml_node *node, struct qualifier *out, bool own)
{
	const char *code, *text;
	TRY(spif_attr(r, node, "qualifierCode", &code));
	TRY(spif_attr(r, node, "markingQualifier", &text));
	const char **to = strcmp(code, "prefix") == 0 ? &out->prefix
	    : strcmp(code, "suffix") == 0             ? &out->suffix
	    : strcmp(code, "separator") == 0          ? &out->separator
						      : NULL;
	if (to == NULL || strlen(text) > PHRASE_MAX)
		return error_at(r->e, TL_POLICY, r->file, node->line, node->column,
		    to == NULL ? "qualifierCode is not prefix, suffix or separator"
			       : "a qualifier is too long");
	if (is_language(r, node, own) && *to == NULL)
		*to = text;
	return TL_OK;
}

/* The codes of a qualifier's place are not told apart: what stands round a category stands there on every page. */
tl_status
spif_read_qualifier(struct spif_reader *r, const struct xml_node *node, struct qualifier *out)
{
	*out = (struct qualifier){ 0 };
	for (int own = 1; own >= 0; own--) {
		for (const struct xml_node *n = node->child; n != NULL; n = n->next) {
			if (strcmp(n->name, "markingQualifier") != 0)
				continue;
			for (const struct xml_node *q = n->child; q != NULL; q = q->next)
				TRY(take_qualifier(r, q, out, own == 1));
		}
	}
	if (out->prefix == NULL)
		out->prefix = "";
	if (out->suffix == NULL)
		out->suffix = "";
	return TL_OK;
}

/* --- languages ------------------------------------------------------------------------------------------------- */

static const char no_language[] = "default";

static tl_status
add_language(struct spif_reader *r, const struct xml_node *node, const char *language)
{
	struct scheme *scheme = r->scheme;
	size_t len = 0;
	for (; language[len] != '\0'; len++) {
		char c = language[len];
		bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
		if (len == 16 || (!letter && c != '-' && !(c >= '0' && c <= '9')))
			break;
	}
	if (len == 0 || language[len] != '\0' || strcmp(language, no_language) == 0)
		return error_at(r->e, TL_POLICY, r->file, node->line, node->column,
		    "xml:lang is no language tag of at most 16 characters");
	for (size_t i = 0; i < scheme->profile_count; i++) {
		if (strcmp(scheme->profiles[i], language) == 0)
			return TL_OK;
	}
	if (scheme->profile_count == PROFILES_MAX)
		return error_at(r->e, TL_POLICY, r->file, node->line, node->column,
		    "a policy has phrases in at most %d languages", PROFILES_MAX - 1);
	scheme->profiles[scheme->profile_count++] = language;
	return TL_OK;
}

static const struct xml_node *
next_node(const struct xml_node *node)
{
	if (node->child != NULL)
		return node->child;
	while (node != NULL && node->next == NULL)
		node = node->parent;
	return node == NULL ? NULL : node->next;
}

/* A language, or the one that it is a variety of: fr for fr-CA (RFC 4647 §3.4). */
static bool
choose_language(struct spif_reader *r, struct slice wanted)
{
	struct scheme *scheme = r->scheme;
	while (wanted.len > 0) {
		for (size_t i = 0; i < scheme->profile_count; i++) {
			if (!slice_is(wanted, scheme->profiles[i]))
				continue;
			scheme->profile = i;
			r->language = i == 0 ? NULL : scheme->profiles[i];
			return true;
		}
		while (wanted.len > 0 && wanted.ptr[--wanted.len] != '-')
			;
	}
	return false;
}

tl_status
spif_read_languages(struct spif_reader *r, const char *wanted)
{
	r->scheme->profiles[r->scheme->profile_count++] = no_language;
	for (const struct xml_node *n = r->root; n != NULL; n = next_node(n)) {
		const char *language = xml_attr(n, "xml:lang");
		if (language != NULL)
			TRY(add_language(r, n, language));
	}
	if (choose_language(r, slice_str(wanted == NULL ? no_language : wanted)))
		return TL_OK;
	return error_at(r->e, TL_POLICY, r->file, r->root->line, 0,
	    "policy %.64s has no phrases in that language; its profiles are its languages, and default",
	    r->spif->name);
}
