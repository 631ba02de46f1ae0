/*
 * manifest/form.h -- the one byte form: what each line of a manifest looks like.
 *
 * Idea:   a manifest is lines, one element a line, in fixed order with fixed attributes. One table of the lines is
 *         what the writer prints from and what the verifier reads by, so that encode(decode(x)) = x holds for
 *         whatever is accepted. The verifier is no XML parser: it accepts these lines and nothing else, and every
 *         one of them is plain XML 1.0 to those who do parse it.
 * Always: a text field holds valid UTF-8 without hidden, reordering or control characters. Numbers have no leading
 *         zero, hexadecimal is lower case and of exact length, escapes are the seven of xml_add_escaped().
 * Owns:   nothing.
 * Fails:  form_print() with TL_POLICY (a text that cannot stand in a manifest) or TL_USAGE (the output's name);
 *         form_parse() answers with a flaw.
 */
#ifndef MANIFEST_FORM_H
#define MANIFEST_FORM_H

#include "base/crypto.h"

#define FORM_TEXT_MAX    2048  /* bytes of one text field */
#define FORM_RULES_MAX   8320  /* bytes of a list of rule ids */
#define FORM_NAME_MAX    255   /* bytes of a file name */
#define FORM_FIELDS_MAX  5     /* of one line */
#define FORM_LINE_MAX    49152 /* no line is longer, its LF included */
#define FORM_SIGNERS_MAX 16    /* that a manifest may demand */
#define FORM_ROLES_MAX   8     /* of them */
#define FORM_ROLE_MAX    64    /* bytes of one */
#define FORM_ID_SIZE     16
#define FORM_SALT_SIZE   32
#define FORM_BODY_MAX    1024 /* bytes of one LINE_BODY */
#define FORM_TIME_SIZE   20   /* 2026-11-24T11:08:48Z */
#define FORM_GAP_SIZE    (sizeof "<gap commitment=\"\"/>\n" - 1 + 2 * DIGEST_SIZE) /* every LINE_GAP */

enum form_line {
	LINE_UNKNOWN = 0,
	LINE_XML,
	LINE_MANIFEST,
	LINE_TOOL,
	LINE_POLICY,
	LINE_SCHEME,
	LINE_SOURCE,
	LINE_SUPERSEDES,
	LINE_SIGNERS,
	LINE_ROLE,
	LINE_TEMPLATE,
	LINE_LIST,
	LINE_GAP,
	LINE_INSERT,
	LINE_KEPT,
	LINE_LIST_END,
	LINE_DOWNGRADE,
	LINE_EXEMPTION,
	LINE_AMOUNT,
	LINE_AUDIT,
	LINE_LOG,
	LINE_OUTPUT,
	LINE_MANIFEST_END,
	/* These stand in no manifest. */
	LINE_WITHHELD, /* the content of a descriptor leaf */
	LINE_PROOF,    /* manifest/proof.h */
	LINE_OPENING,
	LINE_LEAF,
	LINE_STEP,
	LINE_ROOT,
	LINE_BODY,
	LINE_OPENING_END,
	LINE_PROOF_END,
	LINE_INDEX, /* manifest/index.h */
	LINE_ROW,
	LINE_ROW_END,
	LINE_INDEX_END,
	LINE_COUNT
};

/* One field's value; which member counts is the table's business. */
struct form_value {
	uint64_t number;      /* numbers, enum insert_template, enum form_leaf, enum form_side */
	struct slice text;    /* texts, names, times, rule ids; bytes of a body */
	struct digest digest; /* SHA-384; its first bytes: a salt, or a log's root (SHA-256) */
	unsigned char id[FORM_ID_SIZE];
};

enum form_leaf {
	FORM_DESCRIPTOR = 0,
	FORM_BODY
};

enum form_side {
	FORM_LEFT = 0,
	FORM_RIGHT
};

/* An earlier manifest, as a later one names it. */
struct manifest_earlier {
	bool named;
	unsigned char id[FORM_ID_SIZE];
	struct digest digest; /* of its bytes */
};

/* Why a line is refused. */
enum form_flaw {
	FLAW_UNREAD = 0,
	FLAW_NONE,
	FLAW_LINE,   /* no such line: unknown element, or another spelling of a known one */
	FLAW_FIELD,  /* attribute missing, unknown, out of order, or spelled differently */
	FLAW_NUMBER, /* leading zero, sign, blank, overflow, none */
	FLAW_DIGEST, /* wrong length, upper case, no hexadecimal */
	FLAW_TEXT,   /* hidden or control character, not UTF-8, wrong escape, too long */
	FLAW_NAME,   /* not one path component */
	FLAW_TIME,
	FLAW_VERSION
};

/* Prints the line with its LF to `at`, where FORM_LINE_MAX bytes are free; *len is what was written. */
TL_CHECK tl_status form_print(enum form_line line, const struct form_value *values,
    unsigned char *at, size_t *len, struct tl_error *e);

/* Reads one line, its LF included. Texts with escapes are decoded into `scratch` (FORM_LINE_MAX bytes), others
 * point into the line. *line is LINE_UNKNOWN unless FLAW_NONE is returned. */
enum form_flaw form_parse(struct slice bytes, unsigned char *scratch, enum form_line *line,
    struct form_value values[FORM_FIELDS_MAX]);

/* The same for a line that can be only this one. */
enum form_flaw form_parse_as(enum form_line line, struct slice bytes, unsigned char *scratch,
    struct form_value values[FORM_FIELDS_MAX]);

/* May `next` stand behind `line`? The order of the whole manifest is this table. */
bool form_follows(enum form_line line, enum form_line next);

/* One path component and displayable: what an output may be called in a manifest. */
bool form_is_name(struct slice name);

/* Letters, digits, dots, hyphens and low lines: what a signer's role may be called. */
bool form_is_role(struct slice role);

#endif
