/*
 * marking/label.h -- a confidentiality label as a marking, and a marking as a label.
 *
 * Idea:   a label names a policy, a classification and categories; STANAG 4774 does so by name
 *         (urn:nato:stanag:4774:confidentialitymetadatalabel:1:0), the labels and clearances of spiffing by number
 *         (http://surevine.com/xmlns/spiffy). Both are read into one struct label, which is then looked up in the scheme.
 * Always: what the scheme does not have is kept as an unknown control and named in a finding, and nothing unknown passes a
 *         gate. A label of another policy, or with an unknown classification, is a damaged mark at the highest level.
 * Owns:   everything is in the caller's arena. A label's text points into it.
 * Fails:  TL_DOCUMENT with file and line where the bytes are no label, or one with something in it that is not understood;
 *         TL_SYSTEM on memory.
 */
#ifndef MARKING_LABEL_H
#define MARKING_LABEL_H

#include "base/xml.h"
#include "marking/marking.h"

#define LABEL_VALUES_MAX 256
#define LABEL_LEVELS_MAX 32
#define LABEL_TEXT_MAX   256 /* of a name or value */

/* The label's marking. `file` is the name used in messages. */
TL_CHECK tl_status label_parse(const struct scheme *scheme, struct slice xml, const char *file,
    struct arena *arena, struct mark *out, struct tl_error *e);

/* Adds the marking as a STANAG 4774 label. False, and nothing added, where a label cannot say it: it is damaged or unknown,
 * of another system than the scheme's own, or reaches nobody. */
TL_CHECK bool label_print(const struct marking *marking, struct buf *out);

/* --- for the files of this room ---------------------------------------------------------------------------------- */

/* A category of a label: by names (4774), or by an identifier and a number (spiffing). */
struct label_value {
	const char *set, *set_id; /* one of them NULL */
	const char *name;         /* NULL: by number */
	uint64_t lacv;
	short type;    /* enum type; -1: of no type that there is */
	bool any_form; /* enumerated or not */
	bool enumerated;
};

struct label {
	const char *policy, *policy_id; /* one of them may be NULL */
	bool clearance; /* what somebody may read: no rule of the policy is about it */
	bool privacy_mark;
	size_t level_count;
	struct {
		const char *name; /* NULL: by number */
		uint64_t lacv;
	} levels[LABEL_LEVELS_MAX]; /* of a label one */
	size_t count;
	struct label_value *values; /* LABEL_VALUES_MAX */
};

struct label_reader {
	struct label *label;
	struct arena *arena;
	const char *file;
	struct tl_error *e;
};

/* The two formats; label_4774.c, label_spiffy.c */
TL_CHECK tl_status label_read_4774(struct label_reader *r, const struct xml_node *root);
TL_CHECK tl_status label_read_spiffy(struct label_reader *r, const struct xml_node *root);

/* A refusal at a node: "what" and the node's name. */
tl_status label_refuse(const struct label_reader *r, const struct xml_node *node, const char *what);
/* No attribute but these, divided by blanks; no text where `text` is false; no child where `children` is false. */
TL_CHECK tl_status label_shape(const struct label_reader *r, const struct xml_node *node,
    const char *attrs, bool text, bool children);
/* The node's text without blanks around it: not empty, at most LABEL_TEXT_MAX bytes. */
TL_CHECK tl_status label_text(
    const struct label_reader *r, const struct xml_node *node, const char **out);
/* One more value. */
TL_CHECK tl_status label_add(
    const struct label_reader *r, const struct xml_node *node, struct label_value value);

/* Looked up in a policy of XML-SPIF; label_spif.c. In a scheme of our own; label_scheme.c */
TL_CHECK tl_status label_in_spif(const struct scheme *scheme, const struct label *label,
    struct arena *arena, struct mark *out, struct tl_error *e);
TL_CHECK tl_status label_in_scheme(const struct scheme *scheme, const struct label *label,
    struct arena *arena, struct mark *out, struct tl_error *e);

/* Puts a finding in front of the mark's: "text: name", the name as the label has it where it is printable. */
TL_CHECK tl_status label_note(struct arena *arena, struct mark *mark, const char *rule,
    enum severity severity, const char *text, const char *name, struct tl_error *e);
/* Is this the policy that the label names? */
bool label_is_of(const struct label *label, const char *name, const char *oid);

#endif
