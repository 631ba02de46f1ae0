/*
 * marking/marking.h -- a marking as a value: parse, print, compare, join.
 *
 * Idea:   a level, sets of controls that add up (restrictive), lists that intersect (permissive: REL TO, DISPLAY
 *         ONLY), and names that only inform. Unknown tokens are kept, so that they hold the gate closed.
 * Always: a lattice: dominates is a partial order (up to names that only inform and the spelling of lists), join a least
 *         upper bound. A marking is immutable.
 * Owns:   a marking lives in the arena it was made in, and no longer than its scheme.
 * Fails:  TL_SYSTEM on memory. A text that is no good mark is an answer (struct mark), not a failure.
 */
#ifndef MARKING_MARKING_H
#define MARKING_MARKING_H

#include "base/arena.h"
#include "base/buf.h"
#include "marking/scheme.h"

enum mark_form {
	MARK_AUTO,    /* parentheses: portion; else banner, else portion without parentheses */
	MARK_PORTION, /* with or without its parentheses */
	MARK_BANNER,
	MARK_FIELDS, /* keys and values, where the scheme has them: "[SEC=SECRET]"; read in every form */
	MARK_LINE /* a telegram's or a source note's line: levels and captions in any order, divided by blanks,
		   * commas, slashes or semicolons: "S E C R E T NOFORN", "Secret; Immediate; Nodis" */
};

enum mark_state {
	MARK_NONE = 0, /* nothing that looks like a mark */
	MARK_DAMAGED, /* looks like one and is not readable: wrong, reordered, look-alike letters, bad case */
	MARK_READ /* read; legacy forms included */
};

enum severity {
	SEVERITY_WARNING,
	SEVERITY_ERROR
};

struct finding {
	const char *rule; /* stable id, "us-noforn-rel" */
	const char *text; /* what to write instead; never a byte of the document */
	enum severity severity;
	const struct finding *next;
};

struct mark {
	enum mark_state state;
	const struct marking *
	    marking; /* never NULL after TL_OK; for MARK_DAMAGED and MARK_NONE the highest reading */
	bool valid;  /* well formed, and no finding of severity error */
	bool legacy; /* a form that was right once */
	const struct finding *findings;
	/* What a damaged mark says whose words are all known and only stand in the wrong order; NULL: it has other
	 * faults. To be shown beside a finding; no decision is made from it. */
	const struct marking *ordered;
};

/* Reads one mark; `text` is the whole mark and nothing else, line breaks inside it count as blanks. */
TL_CHECK tl_status mark_parse(const struct scheme *scheme, struct slice text, enum mark_form form,
    struct arena *arena, struct mark *out, struct tl_error *e);

/* Could this be a mark at the place where one is expected? True for every portion mark of the scheme, for
 * damaged ones ("(SEGRET)", "(C//NOFRON)", full-width or Cyrillic look-alikes, lower case), for levels spelled
 * out; false for "(a)", "(CMS)", "(2014)", "(S/S)", "(S. 920)". `text` includes its parentheses. */
bool mark_is_plausible(const struct scheme *scheme, struct slice text);

/* Does a text begin as a list of the scheme's fields: "[SEC=SECRET", whatever follows? False where the scheme has none. */
bool mark_is_fields(const struct scheme *scheme, struct slice text);

/* A quick look before mark_is_plausible(): false where the word, without its parentheses, cannot be a mark, a level with
 * a slip in it, or a level that something is glued to. */
bool mark_may_hide_level(const struct scheme *scheme, struct slice word);

/* How many bytes at the head of `line` are marking words (level, captions and what divides them), without blanks or
 * separators behind the last one: of "C O N F I D E N T I A L SECTION 01 OF 02 POST 000123" the part before SECTION.
 * 0: the line does not start with a level spelled out. Any letter case; the caller knows what to make of it. */
size_t mark_line_length(const struct scheme *scheme, struct slice line);

/* Nothing but caption words of the scheme and what divides them: "SIPDIS", "NODIS", "EXDIS NOFORN"; all capitals. */
bool mark_is_caption_line(const struct scheme *scheme, struct slice line);

/* What a message's captions put on each of its paragraphs: the restrictive controls of `marking` at the lowest level,
 * releasable to nobody abroad (a caption is no release statement). Not those that portion marks carry themselves: NOFORN
 * or SENSITIVE in a class line rolls them up, as in any banner. *out is NULL where there are none: SIPDIS only informs. */
TL_CHECK tl_status marking_captions(struct arena *arena, const struct marking *marking,
    const struct marking **out, struct tl_error *e);

/* Adds "(C//NF)" or "CONFIDENTIAL//NOFORN". Nothing is added where the form does not exist. */
void marking_print(const struct marking *marking, enum mark_form form, struct buf *out);

/* a may hold what is marked b: level >=, restrictive set of a contains that of b (compartments and unknown tokens too),
 * release and display lists of a are contained in those of b, same system or one that a line of the scheme lets
 * cross. CAPCO 2016 §D.2. Never allocates.
 *
 * Lists: plain (U) is releasable to everybody; every other mark without a release list, and NOFORN, to nobody abroad. Groups
 * are expanded where the scheme gives their members. So "S//REL TO USA, FVEY" dominates (U), (C//REL TO USA, FVEY) and
 * (C//REL TO USA, AUS, CAN, GBR, NZL), and neither (C), (S//NF) nor (C//REL TO USA, GBR): what goes to five countries may hold
 * nothing that only one of them may see. NOFORN adds a control too: S//NF dominates S, and S does not dominate S//NF. */
bool marking_dominates(const struct marking *a, const struct marking *b);
/* A line of the scheme by which a mark of its own system holds one of another. */
struct crossing {
	const char *scheme, *text;
	size_t line;
};

/* True where a dominates b, and does so only by such a line: levels of two systems are compared by nothing else. */
bool marking_crossing(const struct marking *a, const struct marking *b, struct crossing *out);
/* The same in everything that prints. Equal markings dominate each other; two that dominate each other may still differ in
 * names that only inform or permit and in the spelling of a list (FVEY, or its members). */
bool marking_equal(const struct marking *a, const struct marking *b);
/* The least marking that dominates both; NULL on memory. Different systems join to scheme_damaged(), unless
 * lines of the scheme let both into its own. */
const struct marking *marking_join(
    struct arena *arena, const struct marking *a, const struct marking *b);

/* Every token is in the vocabulary. Unpublished SCI beside a registered one counts as known (CLI.md). */
bool marking_is_known(const struct marking *marking);
int marking_level(const struct marking *marking);           /* rank, 0 lowest */
bool marking_has(const struct marking *marking, int token); /* token of scheme_token() */
uint64_t marking_hash(const struct marking *marking);       /* equal markings, equal hash */
const char *marking_system(const struct marking *marking);  /* "US", "JOINT", "NATO", ... */

#endif
