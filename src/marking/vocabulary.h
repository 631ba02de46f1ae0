/*
 * marking/vocabulary.h -- what a scheme holds once it is loaded. For the files of this room only.
 *
 * Idea:   tables of levels, categories, tokens, systems, rules and checks, in the order of the file. Everything else
 *         names them by their index.
 * Always: immutable after scheme_load(). Index -1 means none.
 * Owns:   all of it lives in the scheme's arena.
 * Fails:  see marking/scheme.h.
 */
#ifndef MARKING_VOCABULARY_H
#define MARKING_VOCABULARY_H

#include "marking/codes.h"
#include "marking/form.h"
#include "marking/marking.h"

#define LEVELS_MAX       32
#define CATEGORIES_MAX   32
#define TOKENS_MAX       512
#define SYSTEMS_MAX      32
#define HEADS_MAX        256
#define SCHEME_RULES_MAX 256
#define PROFILES_MAX     16
#define REFS_MAX         16 /* in one attribute of a rule */

/* The three types of NATO STANAG 4774 and XML-SPIF. */
enum type {
	TYPE_RESTRICTIVE = 0, /* adds up */
	TYPE_PERMISSIVE,      /* intersects */
	TYPE_INFORMATIVE      /* no effect on release */
};

enum shape {
	SHAPE_PLAIN = 0,
	SHAPE_TREE,     /* NAME-COMP SUB SUB-COMP: SCI, atomic energy */
	SHAPE_PROGRAMS, /* PREFIX-NAME/NAME-COMP SUB: names are free and may hold blanks */
	SHAPE_LIST      /* NAME code, code: or codes/code NAME */
};

enum list_use {
	LIST_NONE = 0,
	LIST_RELEASE, /* who may get it */
	LIST_DISPLAY, /* who may see it; everybody of the release list may */
	LIST_SOURCE   /* whose information it is: adds up */
};

struct level {
	const char *id, *banner, *portion;
	bool foreign; /* not in the home system */
	bool open;    /* without any control, releasable to everybody */
};

struct category {
	const char *id;
	short once_in; /* a category in which its tokens stood once; -1 */
	unsigned char type, shape;
	bool open;         /* names beside a known one need not be in the vocabulary */
	bool sorted;       /* by alphabet, not by the order of the file */
	bool unshown;      /* printed in no mark */
	bool alternatives; /* of its controls one is enough to read (marking/alternatives.h) */
};

#define IMPLIES_MAX 4

struct token {
	const char *id, *banner, *portion;
	short category, parent,
	    root;   /* parent -1: not a compartment; root: itself, or the top of its tree */
	short head; /* rank of the level in whose place it may stand; -1 */
	short implies[IMPLIES_MAX];
	unsigned short implied; /* how many */
	unsigned short digits;  /* stands for any number of so many digits, a date; 0: no */
	unsigned short numbers; /* its subs are numbers from 1 to this; 0: any words */
	uint64_t current
	    [2]; /* of the numbers to 127, those in use; others are legacy. All 0: all in use */
	unsigned char type, shape, list, depth;
	unsigned char separator; /* between the codes of its list */
	bool list_before;        /* its list stands in front */
	bool alone;              /* a list token that may stand without its list */
	bool nobody;             /* releasable to nobody abroad */
	bool caption;            /* a telegram's caption line may hold it */
	bool
	    rolled; /* it says there what portion marks say too, and is no mark of each paragraph */
	bool legacy; /* was right once */
	bool closed; /* no compartment but those of the vocabulary */
};

enum system_shape {
	SYSTEM_HOME = 0,
	SYSTEM_JOINT,     /* WORD level codes */
	SYSTEM_CONCEALED, /* WORD level */
	SYSTEM_OWNERS,    /* codes level */
	SYSTEM_NAMED      /* one of its heads */
};

struct system {
	const char *id; /* "US"; NULL for SYSTEM_OWNERS, which is called by its codes */
	struct slice word;
	unsigned char shape;
};

struct head {
	const char *banner, *portion;
	short system, level;
	short adds; /* a token that the form carries; -1 */
};

enum ref_kind {
	REF_TOKEN,
	REF_BELOW, /* any compartment of it */
	REF_CATEGORY,
	REF_SYSTEM
};

struct ref {
	unsigned char kind;
	short index;
};

struct refs {
	struct ref list[REFS_MAX];
	size_t count;
};

struct rule {
	const char *id, *text;
	enum severity severity;
	struct refs when;    /* any of these, and then: */
	struct refs not ;    /* none of these */
	struct refs needs;   /* one of these */
	short from, to;      /* rank; -1: no bound */
	unsigned short most; /* tokens of the category; 0: no bound */
	bool never;          /* not at all */
};

/* What the grammar itself finds; the scheme gives each an id, a severity and words. */
enum check_kind {
	CHECK_UNKNOWN = 0,
	CHECK_CATEGORY_ORDER,
	CHECK_ITEM_ORDER,
	CHECK_CODE_ORDER,
	CHECK_MIXED,   /* two categories between the same double slashes */
	CHECK_TWICE,   /* one token or code twice */
	CHECK_EMPTY,   /* nothing between separators */
	CHECK_BLANKS,  /* beside a separator */
	CHECK_DIVIDER, /* another separator than the one that belongs here */
	CHECK_HEAD,    /* a level that the system does not have, or none */
	CHECK_FORM,    /* the banner's form in a portion, or the other way round */
	CHECK_LEGACY,
	CHECK_LIST,    /* no list where one belongs, or only the home country */
	CHECK_HOME,    /* the home country is not first, or where it may not be */
	CHECK_CONTEXT, /* its list is the banner's */
	CHECK_NUMBER,  /* not one of the numbers */
	CHECK_NAME,    /* not one of the compartments */
	CHECK_CASE,
	CHECK_DAMAGED, /* a word that is nearly one of the scheme's, or look-alike characters */
	CHECK_LENGTH,
	CHECKS
};

struct check {
	const char *id, *text; /* id NULL: not reported under this profile */
	enum severity severity;
	bool
	    damages; /* the mark is not to be trusted at all; so where a scheme forgets the check */
};

struct scheme {
	struct arena arena;
	const char *id, *version, *title;
	const char *joiner; /* a word that once stood before the last code: "AND"; NULL */
	const char *profiles[PROFILES_MAX + 1];
	size_t profile_count, profile; /* profile: the one in force */
	bool heads_alone; /* under it a control may print in its level's place: "(SBU)" */
	struct digest digest;
	struct level levels[LEVELS_MAX];
	size_t level_count;
	struct category categories[CATEGORIES_MAX];
	size_t category_count;
	short open_category,
	    last_category; /* where an unknown category goes: behind the level, behind others */
	struct token *tokens;
	size_t token_count;
	struct system systems[SYSTEMS_MAX];
	size_t system_count;
	struct head *heads;
	size_t head_count;
	struct rule *rules;
	size_t rule_count;
	struct check checks[CHECKS];
	struct codes codes;
	struct forms forms;
	const struct marking *lowest, *damaged;
	const struct spif
	    *spif; /* of a policy in XML-SPIF (marking/spif.h); NULL: a scheme of our own */
};

/* Loading, one file a noun; each reads its elements below the root. */
struct scheme_reader {
	struct scheme *scheme;
	const struct xml_node *root;
	const char *file;
	struct tl_error *e;
};

TL_CHECK tl_status scheme_read_levels(struct scheme_reader *r);
TL_CHECK tl_status scheme_read_tokens(struct scheme_reader *r);
TL_CHECK tl_status scheme_read_systems(struct scheme_reader *r);
TL_CHECK tl_status scheme_read_rules(struct scheme_reader *r);

/* True where the element is for the profile in force. Unknown names are refused. */
TL_CHECK tl_status scheme_in_force(
    struct scheme_reader *r, const struct xml_node *node, bool *in_force);
/* Adds the spellings of an element: banner, portion, also="A|B", and its <was> children as legacy. */
TL_CHECK tl_status scheme_add_forms(struct scheme_reader *r, const struct xml_node *node,
    enum form_kind kind, short index, const char *banner, const char *portion);
/* A level by its id; TL_POLICY where there is none. `attr` absent: -1. */
TL_CHECK tl_status scheme_level_ref(
    struct scheme_reader *r, const struct xml_node *node, const char *attr, short *out);
/* A token by its id, -1. */
short scheme_token_by_id(const struct scheme *scheme, struct slice id);
short scheme_category_by_id(const struct scheme *scheme, struct slice id);

#endif
