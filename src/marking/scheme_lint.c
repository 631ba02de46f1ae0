#include "marking/lint.h"
#include "marking/vocabulary.h"

/* In the order of enum lint_kind. */
static const char *const kind_names[LINT_KINDS] = { "banner-low", "banner-high", "banner-missing",
	"banner-damaged", "above-banner", "unmarked", "damaged", "enumerator", "block-missing" };

/* What is reported whether a scheme speaks of it or not: without it a document would pass whose marks say too little. */
static const struct block_finding always[LINT_KINDS] = {
	[LINT_BANNER_LOW] = { "banner-low", "the banner holds less than its portions add up to",
	    SEVERITY_ERROR, 0 },
	[LINT_BANNER_DAMAGED] = { "banner-damaged",
	    "this stands where a banner stands and cannot be read as one; it counts as the highest",
	    SEVERITY_ERROR, 0 },
	[LINT_ABOVE_BANNER] = { "above-banner", "this portion is above what the banner covers",
	    SEVERITY_ERROR, 0 },
	[LINT_DAMAGED] = { "damaged",
	    "this looks like a mark and cannot be read as one; it counts as the highest",
	    SEVERITY_ERROR, 0 },
};

const struct block_finding *
scheme_lint(const struct scheme *scheme, enum lint_kind kind)
{
	const struct block_finding *lint = &scheme->lints[kind];
	if (lint->id == NULL)
		lint = &always[kind];
	return lint->id != NULL ? lint : NULL;
}

tl_status
scheme_read_lints(struct scheme_reader *r)
{
	for (const struct xml_node *n = r->root->child; n != NULL; n = n->next) {
		bool in_force;
		size_t kind = 0;
		if (strcmp(n->name, "lint") != 0)
			continue;
		TRY(scheme_in_force(r, n, &in_force));
		while (kind < LINT_KINDS && strcmp(kind_names[kind], xml_attr(n, "of")) != 0)
			kind++;
		if (kind == LINT_KINDS)
			return error_at(r->e, TL_POLICY, r->file, n->line, 0,
			    "of=\"%s\": this build looks for no such thing", xml_attr(n, "of"));
		if (!in_force)
			continue;
		if (r->scheme->lints[kind].id != NULL)
			return error_at(r->e, TL_POLICY, r->file, n->line, 0,
			    "the lint %s is given twice for one profile", kind_names[kind]);
		r->scheme->lints[kind] = (struct block_finding){ .id = xml_attr(n, "id"),
			.text = xml_attr(n, "text"),
			.severity = strcmp(xml_attr(n, "severity"), "error") == 0
			    ? SEVERITY_ERROR
			    : SEVERITY_WARNING };
	}
	return TL_OK;
}

bool
finding_is_legacy(const struct scheme *scheme, const struct finding *finding)
{
	return finding->rule == scheme->checks[CHECK_LEGACY].id;
}

static void
lower_until(uint32_t *until, const struct scheme *scheme, struct slice word)
{
	const struct form *form = form_find(&scheme->forms, word);
	if (form != NULL && form->until != 0 && (*until == 0 || form->until < *until))
		*until = form->until;
}

uint32_t
mark_until(const struct scheme *scheme, struct slice text)
{
	unsigned char upper[256];
	uint32_t until = 0;
	if (text.len > sizeof upper)
		return 0;
	for (size_t i = 0; i < text.len; i++) {
		unsigned char c = text.ptr[i];
		upper[i] = c >= 'a' && c <= 'z'                    ? (unsigned char)(c - 'a' + 'A')
		    : strchr("(),;\r\n\t", c) != NULL && c != '\0' ? '/'
								   : c;
	}
	struct slice rest = slice_of(upper, text.len), word;
	while (rest.len > 0) {
		struct slice item = slice_trim(slice_split(&rest, '/'));
		lower_until(&until, scheme, item);
		if (memchr(item.ptr, ' ', item.len) != NULL)
			while (form_word(&item, &word))
				lower_until(&until, scheme, word);
	}
	return until;
}
