/*
 * marking/spif.h -- a security policy in XML-SPIF, loaded as a scheme. For the files of this room only.
 *
 * Idea:   an XML-SPIF policy (http://www.xmlspif.org/spif, schema 2.0, 2.1, 3.0) has what a scheme has: levels, and
 *         categories that restrict, permit or inform. Its classifications become the scheme's levels, its tags the
 *         categories, its tagCategories the tokens. What is its own, the display of a marking and its rules, is here.
 * Always: tags[i] is category i of the scheme, categories[i] token i, levels[i] level i. What the file has and this does
 *         not understand is refused by name, unless it cannot matter (docs/labels.md).
 * Owns:   all of it lives in the scheme's arena.
 * Fails:  TL_POLICY with file and line.
 */
#ifndef MARKING_SPIF_H
#define MARKING_SPIF_H

#include "base/xml.h"
#include "marking/vocabulary.h"

#define SPIF_CATEGORIES_MAX TOKENS_MAX
#define SPIF_GROUPS_MAX     64 /* in one rule */
#define SPIF_RULES_MAX      8192
#define SPIF_POLICIES_MAX   64 /* that are equivalent */
#define SPIF_NAME_MAX       128
#define SPIF_POLICY_PHRASES 64 /* what may stand for the policy's name */

/* What one element adds to a marking, in the language in force. */
struct phrase {
	const char *text;   /* "": nothing */
	const char *policy; /* stands for the policy's name; NULL: does not */
	bool no_class;      /* the classification is not shown beside it */
};

/* The places that are told apart: a page's foot, and a portion. */
enum place {
	PLACE_BANNER = 0,
	PLACE_PORTION,
	PLACES
};

struct qualifier {
	const char *prefix, *separator, *suffix; /* separator NULL: not given */
};

struct spif_level {
	uint64_t lacv;
	struct phrase shown[PLACES];
	size_t first_rule, rules;
	bool obsolete;
};

struct spif_set {
	const char *name, *id;
};

struct spif_tag {
	short set;
	bool enumerated;
	struct qualifier around;
	unsigned least, most; /* how many categories; most 0: any number */
};

struct spif_category {
	uint64_t lacv;
	struct phrase shown[PLACES];
	size_t first_rule, rules;
	size_t line;
};

/* Some categories: of a set, of a type, with a lacv; -1 and false: whichever. */
struct spif_group {
	short set;
	short type;
	bool any_form, enumerated; /* any_form: enumerated or not */
	bool any_lacv;
	uint64_t lacv;
};

enum spif_need {
	SPIF_BARRED,   /* not at some levels */
	SPIF_EXCLUDES, /* none of the groups */
	SPIF_NEEDS_ONE,
	SPIF_NEEDS_ANY,
	SPIF_NEEDS_ALL
};

struct spif_rule {
	enum spif_need need;
	uint32_t barred; /* bits of ranks */
	const struct spif_group *groups;
	size_t count;
	const char *text;
};

struct spif {
	const char *name, *oid;
	struct phrase shown[PLACES]; /* the policy's name */
	bool renamed;                /* so whatever the marking is */
	struct qualifier around;
	struct spif_level levels[LEVELS_MAX];
	struct spif_tag tags[CATEGORIES_MAX];
	struct spif_set *sets;
	size_t set_count;
	struct spif_category *categories;
	struct spif_rule *rules;
	size_t rule_count;
	/* Everything that may stand for the policy's name, for reading. */
	struct spif_policy {
		const char *text;
		short
		    token; /* a category that brings it; -1: the name, or a level's; -2: two categories do */
	} policies[PLACES][SPIF_POLICY_PHRASES];
	size_t policy_count[PLACES];
};

struct spif_reader {
	struct scheme *scheme;
	struct spif *spif;
	const struct xml_node *root;
	const char *file, *language; /* NULL: that of no xml:lang */
	struct tl_error *e;
};

/* Loads the root's children into the scheme; `language` is its profile. */
TL_CHECK tl_status spif_load(struct scheme *scheme, struct slice xml, const char *file,
    const char *profile, struct tl_error *e);

/* Every element and attribute is one that is understood, or one that cannot matter. spif_shape.c */
TL_CHECK tl_status spif_shape_check(const struct spif_reader *r);

/* One file a noun. */
TL_CHECK tl_status spif_read_levels(struct spif_reader *r);
TL_CHECK tl_status spif_read_tags(struct spif_reader *r);
TL_CHECK tl_status spif_read_rules(struct spif_reader *r);
/* The phrase of each place; where the element gives none, of `outer` (NULL: none), else `name`. spif_phrase.c */
TL_CHECK tl_status spif_read_phrases(struct spif_reader *r, const struct xml_node *node,
    const struct xml_node *outer, const char *name, struct phrase shown[PLACES]);
TL_CHECK tl_status spif_read_qualifier(
    struct spif_reader *r, const struct xml_node *node, struct qualifier *out);
/* The languages that the file has phrases in become the scheme's profiles. */
TL_CHECK tl_status spif_read_languages(struct spif_reader *r, const char *wanted);

/* A required attribute; a required name of at most SPIF_NAME_MAX bytes; a number. */
TL_CHECK tl_status spif_attr(
    const struct spif_reader *r, const struct xml_node *node, const char *attr, const char **out);
TL_CHECK tl_status spif_name(
    const struct spif_reader *r, const struct xml_node *node, const char **out);
TL_CHECK tl_status spif_number(
    const struct spif_reader *r, const struct xml_node *node, const char *attr, uint64_t *out);
TL_CHECK tl_status spif_yes(
    const struct spif_reader *r, const struct xml_node *node, const char *attr, bool *out);
/* The first child of that name; NULL. */
const struct xml_node *spif_child(const struct xml_node *node, const char *name);
/* A spelling for detection; one that is taken, or that is no plain ASCII, is left out. */
TL_CHECK tl_status spif_add_form(struct spif_reader *r, const struct xml_node *node,
    enum form_kind kind, short index, const char *text, enum form_use use);

/* tagType and enumType as a type; true where the tag is enumerated. */
TL_CHECK tl_status spif_tag_type(const struct spif_reader *r, const struct xml_node *node,
    unsigned char *type, bool *enumerated);
/* A level by its name, -1. */
short spif_level(const struct scheme *scheme, struct slice name);
bool spif_group_has(const struct scheme *scheme, const struct spif_group *group, short token);

/* --- use ------------------------------------------------------------------------------------------------------- */

/* What a marking under the policy is made of. */
struct spif_mark {
	short level;
	size_t count;
	short tokens[256];
};

/* Adds the display. Nothing where the marking has none: unknown names, permissions that reach nobody. spif_print.c */
void spif_print(const struct marking *marking, enum mark_form form, struct buf *out);
/* True where the text is exactly the display of a marking. spif_read.c */
bool spif_match(
    const struct scheme *scheme, struct slice text, enum mark_form form, struct spif_mark *out);
/* A level of the policy stands in the text, which is no display: the highest such; -1. spif_read.c */
short spif_hint(const struct scheme *scheme, struct slice text);
/* Its marking; NULL on memory. spif_value.c */
const struct marking *spif_marking(
    const struct scheme *scheme, const struct spif_mark *mark, struct arena *arena);
/* The findings of the policy's rules, and whether it is valid; *out has none before. spif_check.c */
TL_CHECK tl_status spif_findings(
    const struct marking *marking, struct arena *arena, struct mark *out, struct tl_error *e);

#endif
