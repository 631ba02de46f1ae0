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
#include "marking/lint.h"
#include "marking/marking.h"

#define LEVELS_MAX       32
#define CATEGORIES_MAX   32
#define TOKENS_MAX       512
#define SYSTEMS_MAX      32
#define HEADS_MAX        256
#define SCHEME_RULES_MAX 256
#define PROFILES_MAX     16
#define FIELDS_MAX       32
#define EQUIVALENTS_MAX  64
#define INNOCENTS_MAX    64
#define REFS_MAX         16 /* in one attribute of a rule */
#define ROLLS_MAX        64
#define ISM_MAX          64 /* attributes, one bit each */

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
	SHAPE_LIST,     /* NAME code, code: or codes/code NAME */
	SHAPE_NAME      /* NAME and somebody's name, where words are the grammar */
};

/* How a scheme's marks are put together. */
enum grammar {
	GRAMMAR_SLASHES =
	    0,        /* LEVEL//CONTROL/CONTROL//CONTROL, a foreign level behind a double slash */
	GRAMMAR_WORDS /* LEVEL, and controls behind the divider of their category */
};

enum letter_case {
	CASE_CAPITALS = 0, /* small letters are damage */
	CASE_MIXED,        /* they are where the scheme itself does not write them */
	CASE_ANY           /* they are a slip */
};

/* What stands in front of a control where a scheme's grammar is of words. */
enum divider {
	DIVIDER_DASH = 0, /* SECRET - CONTROL */
	DIVIDER_BLANK,    /* SECRET CONTROL */
	DIVIDER_SLASHES,  /* SECRET//CONTROL */
	DIVIDER_BRACKETS, /* SECRET [CONTROL] */
	DIVIDER_COMMA     /* SECRET, CONTROL */
};

enum list_use {
	LIST_NONE = 0,
	LIST_RELEASE, /* who may get it */
	LIST_DISPLAY, /* who may see it; everybody of the release list may */
	LIST_SOURCE   /* whose information it is: adds up */
};

struct level {
	const char *id, *banner, *portion;
	const char *value; /* in a field; NULL: none */
	size_t line;
	bool foreign; /* not in the home system */
	bool open;    /* without any control, releasable to everybody */
};

struct category {
	const char *id;
	size_t line;
	short field;   /* the field that holds its controls; -1 */
	short once_in; /* a category in which its tokens stood once; -1 */
	unsigned char type, shape, divider;
	bool open;         /* names beside a known one need not be in the vocabulary */
	bool sorted;       /* by alphabet, not by the order of the file */
	bool unshown;      /* printed in no mark */
	bool alternatives; /* of its controls one is enough to read (marking/alternatives.h) */
};

#define IMPLIES_MAX 8

struct token {
	const char *id, *banner, *portion;
	const char *value; /* in a field; NULL: none */
	size_t line;
	short category, parent,
	    root;   /* parent -1: not a compartment; root: itself, or the top of its tree */
	short head; /* rank of the level in whose place it may stand; -1 */
	short implies[IMPLIES_MAX]; /* and what these imply */
	unsigned short implied;     /* how many */
	unsigned short digits;      /* stands for any number of so many digits, a date; 0: no */
	unsigned short numbers;     /* its subs are numbers from 1 to this; 0: any words */
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

#define AUTHORITY_LINES_MAX 8
#define AUTHORITY_TERMS_MAX 16
#define AUTHORITY_OF_MAX    4
#define MONTHS              12

/* A line of the classification authority block: what the attributes hold, behind the label; or, where none of them is
 * given for a mark above the lowest level, the warning. */
struct authority_line {
	const char *label, *missing; /* one of them is NULL */
	short of[AUTHORITY_OF_MAX];
	size_t of_count;
};

/* What is written for a value: a phrase instead of a code. */
struct authority_term {
	short attribute;
	const char *value, *text;
};

struct authority {
	struct slice
	    months[MONTHS]; /* January ... December; months[0].len 0: dates stay as they are */
	struct authority_line lines[AUTHORITY_LINES_MAX];
	size_t line_count;
	struct authority_term terms[AUTHORITY_TERMS_MAX];
	size_t term_count;
};

enum field_use {
	FIELD_TEXT = 0,
	FIELD_LEVEL,
	FIELD_LATER, /* the level it will have */
	FIELD_CONTROL
};

/* Of a mark that is a list of keys and values. */
struct field {
	const char *key;
	const char *names; /* heads of values that are names nobody publishes: "C: FG:"; NULL */
	size_t line;
	short with; /* a field that stands beside it; -1 */
	unsigned char use;
	bool many;
};

/* The own level `level`, and every higher one, holds the levels of another system up to `to`. */
struct equivalent {
	const char *system, *text;
	size_t line;
	short level, to;
};

enum ref_kind {
	REF_TOKEN,
	REF_BELOW, /* any compartment of it */
	REF_CATEGORY,
	REF_SYSTEM,
	REF_LEVEL,
	REF_ATTRIBUTE, /* an ISM attribute is given */
	REF_VALUE      /* and has this value among its own */
};

struct ref {
	unsigned char kind;
	short index;
};

struct refs {
	struct ref list[REFS_MAX];
	size_t count;
	uint64_t signs; /* ref_sign() of each (marking/ref_sign.h) */
};

struct rule {
	const char *id, *text;
	enum severity severity;
	struct refs when;             /* any of these, */
	struct refs with;             /* and one of these, where there are any, and then: */
	struct refs not ;             /* none of these */
	struct refs needs;            /* one of these */
	short from, to;               /* rank; -1: no bound */
	unsigned short most;          /* tokens of the category; 0: no bound */
	bool owners;                  /* every owner is on the list of those who may get it */
	const struct code_set *codes; /* the only ones on that list; NULL: any */
	bool never;                   /* not at all */
	bool attributes;              /* of ISM attributes: a mark in words does not break it */
};

/* What an ISM attribute says (ODNI ISM.XML; MARKINGS: docs/ism.md). */
enum ism_use {
	ISM_LEVEL = 0,
	ISM_OWNERS,    /* the system */
	ISM_JOINT,     /* true: its owners own it together */
	ISM_CONTROLS,  /* of a category; compartments behind hyphens */
	ISM_NAMES,     /* of the programs of a token */
	ISM_SOURCES,   /* codes of a source token */
	ISM_CONCEALED, /* whatever it holds, the source token alone */
	ISM_RELEASE,
	ISM_DISPLAY,
	ISM_CAP,  /* a level that is not above the mark's own */
	ISM_OTHER /* nothing about the mark */
};

enum ism_type { /* of an attribute's value, as the XML schema of ISM has it */
	ISM_TOKENS = 0,
	ISM_BOOLEAN,
	ISM_DATE,
	ISM_TEXT
};

struct ism {
	const char *name;
	const char *prefix; /* may stand before each value, and says nothing; NULL: none */
	const char *free;   /* before a name that no vocabulary has */
	const char *adds;   /* stands before each value in a mark in words */
	const char *silent; /* values that no mark shows */
	const char *values; /* all that there are; NULL: any */
	unsigned char use, type;
	short category, token;
	unsigned short most; /* characters of a text; 0: any */
};

/* A value that a rule asks for. */
struct ism_value {
	short attribute;
	struct slice text;
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
	CHECK_ATTRIBUTE,     /* an attribute that the scheme does not have */
	CHECK_VALUE,         /* an attribute's value is not of its type */
	CHECK_PARENT,        /* a compartment without what it belongs to */
	CHECK_CONTRADICTION, /* attributes that cannot stand together, or one that is missing */
	CHECK_BARE,          /* a spelling that the scheme calls damaged */
	CHECKS
};

struct check {
	const char *id, *text; /* id NULL: not reported under this profile */
	enum severity severity;
	size_t line;
	bool
	    damages; /* the mark is not to be trusted at all; so where a scheme forgets the check */
};

struct token_set {
	uint64_t bits[TOKENS_MAX / 64];
};

/* What becomes of tokens in a banner: not carried where one of the conditions holds. */
struct roll {
	const char *id, *text;
	size_t line;
	struct token_set of;
	struct token_set beside; /* one of these stands in a portion; empty: not asked */
	short from;              /* the banner has at least this rank; -1: not asked */
	short into;              /* its compartments go to this token; -1 */
	short leaves;            /* a token that the banner bears for it; -1 */
	bool keeps;              /* it is carried all the same */
};

/* What roll-up does by the shape of things; the scheme gives each an id and words. */
enum roll_reason {
	ROLL_FOREIGN = 0, /* a foreign portion in the own system's banner */
	ROLL_CONCEALED,   /* one concealed source conceals the others */
	ROLL_UNSTATED,    /* a portion without a release marking beside others with one */
	ROLL_NOBODY,      /* no release marking is common to all */
	ROLL_REASONS
};

struct rolls {
	struct roll *list;
	size_t count;
	short level_as[LEVELS_MAX];      /* rank of a foreign level in the own system */
	bool uncaveated[CATEGORIES_MAX]; /* its controls are no caveat */
	short unstated;                  /* what an uncaveated portion bears unsaid; -1 */
	uint32_t since;                  /* from this date, YYYYMMDD */
	struct {
		const char *id, *text; /* NULL: not told */
	} reasons[ROLL_REASONS];
};

#define BLOCK_FIRST 32

/* One way to write a value; `more` may follow it any number of times. finding.id NULL: it is right. */
struct block_form {
	struct slice is, more;
	struct block_finding finding;
};

/* finding: what is said of a value that none of the forms fits. */
struct block_line {
	const char *name;
	struct slice label;
	size_t first_form, form_count;
	struct block_finding finding;
};

/* Where a line of `of` stands, one of `one` belongs; bits by number of line. */
struct block_need {
	uint32_t of, one;
	struct block_finding finding;
};

/* Of the lines `of` a block has one, or all of them with one value. */
struct block_once {
	uint32_t of;
	struct block_finding finding;
};

struct block {
	struct block_line lines[BLOCK_LINES_MAX];
	struct block_form *forms;
	struct block_need needs[BLOCK_NEEDS_MAX];
	struct block_once once[BLOCK_ONCE_MAX];
	size_t line_count, form_count, need_count, once_count;
	bool first[BLOCK_FIRST]; /* the low five bits of what a label can begin with */
};

struct scheme {
	struct arena arena;
	const char *id, *version, *title;
	const char *joiner; /* a word that once stood before the last code: "AND"; NULL */
	const char *profiles[PROFILES_MAX + 1];
	size_t profile_count, profile; /* profile: the one in force */
	enum grammar grammar;
	enum letter_case letter_case;
	bool accents;     /* some spelling has a letter that is not ASCII */
	bool heads_alone; /* under it a control may print in its level's place: "(SBU)" */
	struct digest digest;
	struct level levels[LEVELS_MAX];
	size_t level_count;
	struct slice innocents[INNOCENTS_MAX]; /* words near a level that are words */
	size_t innocent_count;
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
	struct field fields[FIELDS_MAX];
	size_t field_count;
	const char *field_header; /* a name that may stand before them all; NULL */
	struct equivalent equivalents[EQUIVALENTS_MAX];
	size_t equivalent_count;
	struct rule *rules;
	size_t rule_count;
	uint64_t rule_signs[SCHEME_RULES_MAX]; /* of what each is about, close together */
	struct check checks[CHECKS];
	struct block_finding lints[LINT_KINDS];
	struct block block;
	struct rolls rolls;
	struct ism *isms;
	size_t ism_count;
	struct ism_value *ism_values;
	size_t ism_value_count;
	struct authority authority;
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

TL_CHECK tl_status scheme_read_fields(struct scheme_reader *r);
TL_CHECK tl_status scheme_read_levels(struct scheme_reader *r);
TL_CHECK tl_status scheme_read_tokens(struct scheme_reader *r);
TL_CHECK tl_status scheme_read_references(struct scheme_reader *r);
TL_CHECK tl_status scheme_read_systems(struct scheme_reader *r);
TL_CHECK tl_status scheme_read_ism(struct scheme_reader *r);
TL_CHECK tl_status scheme_read_equivalents(struct scheme_reader *r);
TL_CHECK tl_status scheme_read_rules(struct scheme_reader *r);
TL_CHECK tl_status scheme_read_rollup(struct scheme_reader *r);
TL_CHECK tl_status scheme_read_lints(struct scheme_reader *r);
TL_CHECK tl_status scheme_read_block(struct scheme_reader *r);
/* until="2016-12" as 201612; 0 where it is absent or no month. */
uint32_t scheme_until(const struct xml_node *node);

void token_set_add(struct token_set *set, short token);
bool token_set_has(const struct token_set *set, short token);
bool token_set_meets(const struct token_set *a, const struct token_set *b);

TL_CHECK tl_status scheme_read_authority(struct scheme_reader *r);

/* An ISM attribute by its name, -1. */
short scheme_ism_by_name(const struct scheme *scheme, struct slice name);
/* "name" or "name=value" of an ISM attribute, for a rule; index -1 where the scheme has none of that name. */
TL_CHECK tl_status scheme_ism_ref(
    struct scheme_reader *r, const struct xml_node *node, struct slice name, struct ref *out);

/* True where the element is for the profile in force. Unknown names are refused. */
TL_CHECK tl_status scheme_in_force(
    struct scheme_reader *r, const struct xml_node *node, bool *in_force);
/* Adds the spellings of an element: banner, portion, also="A|B", its <was> children as legacy, its <damaged> ones as damaged. */
TL_CHECK tl_status scheme_add_forms(struct scheme_reader *r, const struct xml_node *node,
    enum form_kind kind, short index, const char *banner, const char *portion);
/* The rank that a spelling of a level, or of a named system's, stands for; of a damaged one the highest. */
short scheme_form_level(const struct scheme *scheme, const struct form *form);
/* A level by its id; TL_POLICY where there is none. `attr` absent: -1. */
TL_CHECK tl_status scheme_level_ref(
    struct scheme_reader *r, const struct xml_node *node, const char *attr, short *out);
/* An attribute's value as its place in the words that the schema allows, ended by NULL; 0 where it is absent. */
unsigned char scheme_choice(
    const struct xml_node *node, const char *attr, const char *const *words);
/* A field by its key, -1. */
short scheme_field_by_key(const struct scheme *scheme, const char *key);
/* A token by its id, -1. */
short scheme_token_by_id(const struct scheme *scheme, struct slice id);
short scheme_category_by_id(const struct scheme *scheme, struct slice id);

#endif
