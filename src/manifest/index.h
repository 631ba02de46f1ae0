/*
 * manifest/index.h -- the exemption log of a release, each row with what proves it.
 *
 * Idea:   a row says of one withheld piece what it is and why it was withheld, without its text, and carries the opening
 *         of its descriptor. The verifier holds each row against its gap while it walks through the manifest.
 * Always: rows are numbered from 1 and stand in the order of their gaps; no leaf is opened twice. One form as XML, one as
 *         CSV (RFC 4180): what is read is written again and compared. No cell of a CSV begins with a sign that a
 *         spreadsheet would take for a formula. Constant memory, but for one bit a leaf of one gap.
 * Owns:   its reader; index_release() ends it.
 * Fails:  with the reason in the check, which stays; calls return TL_SYSTEM only.
 *
 * A row proves kind, marking, exemption and rules. Number, portion, page, line and reason are said by whoever seals the
 * index. That the index leaves nothing out is proved by nothing.
 */
#ifndef MANIFEST_INDEX_H
#define MANIFEST_INDEX_H

#include "manifest/opening.h"

enum index_form {
	INDEX_XML = 0,
	INDEX_CSV
};

struct index_row {
	uint64_t number, portion, page, line; /* page and line from 1; 0: not known */
	struct slice reason, kind, marking, exemption, rules;
	uint64_t gap;
	struct gap_proof proof;
};

/* --- writing */

TL_CHECK tl_status index_print_head(struct buf *out, enum index_form form,
    const struct digest *manifest, uint64_t rows, struct tl_error *e);
TL_CHECK tl_status index_print_row(struct buf *out, enum index_form form,
    const struct index_row *row, struct hasher *hasher, struct tl_error *e);
TL_CHECK tl_status index_print_end(struct buf *out, enum index_form form, struct tl_error *e);

/* --- checking */

enum index_reason {
	INDEX_NONE = 0, /* none was given */
	INDEX_UNCHECKED,
	INDEX_GOOD,
	INDEX_FORM,
	INDEX_OPENING, /* see opening_reason */
	INDEX_ORDER,
	INDEX_TWICE,
	INDEX_COUNT,
	INDEX_TRAILING,
	INDEX_OTHER_MANIFEST,
	INDEX_GAP,
	INDEX_NO_GAP,
	INDEX_UNSIGNED,
	INDEX_SEAL,
	INDEX_REASONS
};

struct index_check {
	enum index_reason reason;
	const char *text;
	enum index_form form;
	struct digest manifest; /* that it names */
	struct digest digest;   /* of the index; the seal is made over it */
	uint64_t declared, rows;
	struct opening_reader reader;
	unsigned char *line; /* FORM_LINE_MAX: a descriptor, written again */
	struct buf again;    /* a row of a CSV, written again */
	/* The row that was read and not yet seen. */
	bool ahead;
	uint64_t gap, place;
	size_t depth;
	struct digest commitment;
	/* The current gap: a bit for each leaf, and the places whose bits are set. */
	unsigned char *places;
	struct buf taken;
	uint64_t here;
	size_t here_depth;
};

TL_CHECK tl_status index_begin(
    struct index_check *check, struct tl_reader reader, struct tl_error *e);
void index_release(struct index_check *check);
TL_CHECK tl_status index_see_gap(
    struct index_check *check, uint64_t gap, const struct digest *commitment, struct tl_error *e);
/* When the whole manifest was seen, and has this digest: everything but the seal. */
TL_CHECK tl_status index_end(
    struct index_check *check, const struct digest *manifest, struct tl_error *e);

/* The reason, where there is none yet: INDEX_GOOD, too. */
void index_settle(struct index_check *check, enum index_reason reason);

/* --- the CSV, in index_csv.c. A row's texts are put into `texts`, FORM_LINE_MAX bytes. False: not in the one form. */

bool index_read_csv_head(struct slice line, struct digest *manifest);
bool index_read_csv_row(struct slice line, unsigned char *texts, struct index_row *row);
void index_print_csv_head(struct buf *out, const struct digest *manifest);
void index_print_csv_row(struct buf *out, const struct index_row *row);

#endif
