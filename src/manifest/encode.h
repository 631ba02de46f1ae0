/*
 * manifest/encode.h -- writes the manifest while the output is written.
 *
 * Idea:   the writer of a format hands out kept, inserted and withheld pieces strictly in order; each becomes its line
 *         at once. What leaves for the sink is always G0 K1 G1 K2 ... Kn Gn with the insertions behind their gap, so
 *         that nothing tells whether or how much was withheld.
 * Always: lines as in manifest/form.h. Offsets are counted here, never given. Bodies of withheld pieces are never
 *         copied: they must be there until manifest_writer_finish(). A kept piece or an insertion of no bytes leaves no
 *         line. The sink is called by the caller's thread alone; gaps of a long manifest are computed by a second one.
 * Owns:   two hashers, two stretches and what makes their gaps, and the insertions of the current gap. Large (about
 *         1.5 MiB): not for the stack. manifest_writer_release() wipes what was withheld.
 * Fails:  TL_POLICY or TL_USAGE for a text that cannot stand in a manifest, TL_SYSTEM for memory, a digest or the
 *         sink, TL_DOCUMENT for an insertion that is no filled-in template or more banners than can be declared.
 *         After a failure the writer can only be released.
 *
 * The seed's stream is drawn in this order (manifest/gap.h has the rest, gap by gap):
 *     16 bytes  id of the manifest
 *     32 bytes  salt of the source:  SHA384("tearline-source-v1\n" || salt || SHA384(source))
 *     32 bytes  salt of the record:  SHA384("tearline-audit-v1\n" || salt || SHA384(record))
 *     48 bytes  stands for SHA384(record) where no record is kept
 */
#ifndef MANIFEST_ENCODE_H
#define MANIFEST_ENCODE_H

#include "base/aside.h"
#include "manifest/claims.h"
#include "manifest/form.h"
#include "manifest/salts.h"
#include "manifest/stretch.h"
#include "manifest/template.h"

struct manifest_head {
	const char *created; /* 2026-11-24T11:08:48Z */
	const char *tool, *tool_version;
	const char *policy_id, *policy_version;
	struct digest policy_digest;
	const char *scheme_id, *scheme_profile, *scheme_version;
	struct digest scheme_digest;
	struct digest source_digest;     /* plain; only its salted commitment is written */
	struct manifest_earlier earlier; /* the release that this one supersedes */
	uint64_t signers;                /* required; 0: unsigned */
	const char *const *roles;        /* that some of them must hold, one each */
	size_t role_count;
	struct slice notice; /* the policy's template; empty: silence */
	bool leaf; /* the digest that comes out is that of a leaf: SHA384(0x00 || manifest) */
	/* The banner lines that the output will show; the same line may come often and is declared once. */
	const struct slice *banners;
	size_t banner_count;
};

/* What a descriptor leaf says. */
struct withheld {
	struct slice kind;      /* portion_kind_name() */
	struct slice marking;   /* as read, printed as a portion mark; empty: none */
	struct slice exemption; /* empty: none declared */
	struct slice rules;     /* ids divided by one blank */
	struct slice body;      /* the piece's bytes in the source */
};

/* A text and how often it was used. */
struct manifest_count {
	const char *text;
	uint64_t count;
};

struct manifest_tail {
	const struct manifest_count *downgrades; /* authorities; those with count 0 are left out */
	size_t downgrade_count;
	const struct manifest_count *exemptions; /* only where the policy shows them */
	size_t exemption_count;
	bool show_amount; /* pieces and bytes withheld, only where the policy shows them */
	const struct log_state *log; /* seen before the release; NULL: none */
	const struct digest *record; /* of the whole withheld record; NULL: none is kept */
	const char *output_name;
	uint64_t output_bytes;
	struct digest output_digest;
	const char *media_type;
	struct slice marking; /* of the whole output */
};

struct manifest_writer {
	struct tl_sink sink;
	struct hasher whole, hasher;
	struct gap_maker own, other; /* the other is its thread's alone, while one runs */
	struct aside aside;
	struct stretch *now, *before; /* one is being written while the other's gaps are made */
	struct templates templates;
	struct buf inserts;  /* of the current gap: struct insert */
	uint64_t offset;     /* of the next byte of the output */
	uint64_t listed;     /* of the next byte that has no line yet */
	uint64_t gap_number; /* of the current gap, from 0 */
	uint64_t gap_pieces; /* withheld in it so far */
	uint64_t pieces, bytes;
	struct digest kept; /* of the last kept piece */
	struct salts salts;
	struct stretch stretches[2];
};

TL_CHECK tl_status manifest_writer_init(struct manifest_writer *w, const struct manifest_head *head,
    const unsigned char seed[SEED_SIZE], struct tl_sink sink, struct tl_error *e);
void manifest_writer_release(struct manifest_writer *w);

/* Into the current gap. Its place, for the withheld record, is gap_number and gap_pieces before the call. */
TL_CHECK tl_status manifest_writer_withheld(
    struct manifest_writer *w, const struct withheld *piece, struct tl_error *e);
TL_CHECK tl_status manifest_writer_insert(struct manifest_writer *w, enum insert_template template,
    struct slice bytes, struct tl_error *e);
/* Closes the gap before it and begins the next. */
TL_CHECK tl_status manifest_writer_kept(
    struct manifest_writer *w, struct slice bytes, struct slice marking, struct tl_error *e);

/* Closes the last gap, writes the tail, and gives the digest that the seal is made over. */
TL_CHECK tl_status manifest_writer_finish(struct manifest_writer *w,
    const struct manifest_tail *tail, struct digest *manifest_digest, struct tl_error *e);

/* The descriptor of a withheld piece: one line, its LF included, in FORM_LINE_MAX bytes. */
TL_CHECK tl_status manifest_descriptor(
    const struct withheld *piece, unsigned char *at, size_t *len, struct tl_error *e);

#endif
