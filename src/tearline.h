/*
 * tearline.h -- the whole public interface of libtearline.
 *
 * Idea:   a policy-driven filter reads the marking of each portion of a document, keeps or withholds it, and
 *         writes the sanitized output with a sealed manifest. A verifier needs no policy and no key.
 * Always: the first failure is in struct tl_error and is never overwritten. Outputs are set empty before anything
 *         can fail and are filled only on success. The library never prints, exits or opens a file.
 * Owns:   what a tl_*_new or tl_*_load call returns is released with the matching tl_*_free. Bytes handed in must
 *         stay readable until the object made from them is freed.
 * Fails:  every call returns a tl_status whose value is also the exit status of the command line.
 */
#ifndef TEARLINE_H
#define TEARLINE_H

#include <stddef.h>
#include <stdint.h>

#if defined(__GNUC__)
#define TL_PUBLIC __attribute__((visibility("default")))
#define TL_CHECK  __attribute__((warn_unused_result))
#else
#define TL_PUBLIC
#define TL_CHECK
#endif

/* What happened. The numbers are the exit statuses of the command line and never change. */
typedef enum tl_status {
	TL_OK = 0,       /* done, or the answer is yes */
	TL_NO = 1,       /* the answer is no: not good, not dominated, findings */
	TL_USAGE = 2,    /* wrong use of the command line or of the interface */
	TL_DOCUMENT = 3, /* the document was refused */
	TL_POLICY = 4,   /* the policy or the scheme is wrong */
	TL_KEY = 5,      /* key, certificate or seal */
	TL_SYSTEM = 6    /* file, memory, disk */
} tl_status;

/* The first failure. `what` says what is wrong and what to do; it never holds a byte of the document. */
struct tl_error {
	tl_status status;
	size_t line;   /* from 1; 0: no line */
	size_t column; /* from 1; 0: no column */
	char file[256];
	char what[512];
};

struct tl_bytes {
	const void *ptr; /* NULL: not given */
	size_t len;
};

/* Where bytes come from: fills at most `capacity` bytes, returns how many, 0 at the end, -1 on failure. */
struct tl_reader {
	void *context;
	int64_t (*read)(void *context, void *bytes, size_t capacity);
};

/* Where bytes go: takes all `len` bytes and returns 0, or returns -1. */
struct tl_sink {
	void *context;
	int (*write)(void *context, const void *bytes, size_t len);
};

/* Answers come as events, so that one caller prints tables and another JSON. Text is valid UTF-8, `len` bytes, and lives
 * during the call. `name` is NULL inside a list. A put that does not return 0 ends the call with TL_SYSTEM. */
enum tl_event {
	TL_ROW,    /* a row begins; the one before it is complete */
	TL_TEXT,   /* name: text */
	TL_NUMBER, /* name: number */
	TL_BOOL,   /* name: number is 0 or 1 */
	TL_NULL,   /* name: no value */
	TL_LIST,   /* name: a list begins */
	TL_OBJECT, /* name: an object begins */
	TL_END     /* of the innermost list or object */
};

struct tl_answer {
	void *context;
	int (*put)(void *context, enum tl_event event, const char *name, const void *text,
	    size_t len, int64_t number);
};

/* --- what this build knows ------------------------------------------------------------------------------------- */

TL_PUBLIC const char *tl_version(void);

/* The exact bytes of an embedded file: "us-public.xml", "schemes/us.xml", "schema/policy.rng". Static memory.
 * TL_USAGE where this build has none of that name. */
TL_PUBLIC TL_CHECK tl_status tl_resource(
    const char *name, const void **bytes, size_t *len, struct tl_error *e);

/* One row each: name, media-type | id, title, version, profiles | name, title, id, version. */
TL_PUBLIC TL_CHECK tl_status tl_list_formats(const struct tl_answer *answer, struct tl_error *e);
TL_PUBLIC TL_CHECK tl_status tl_list_schemes(const struct tl_answer *answer, struct tl_error *e);
TL_PUBLIC TL_CHECK tl_status tl_list_policies(const struct tl_answer *answer, struct tl_error *e);

/* --- the marking language -------------------------------------------------------------------------------------- */

struct tl_scheme;

/* `profile` NULL: the scheme's default. TL_USAGE for a scheme or profile that this build does not know. */
TL_PUBLIC TL_CHECK tl_status tl_scheme_load(
    const char *id, const char *profile, struct tl_scheme **out, struct tl_error *e);
/* A scheme of the caller's own: tearline's format (schema/scheme.rng), or a security policy in XML-SPIF, whose profiles are the
 * languages of its phrases. `file` is the name used in messages. TL_POLICY with file and line where it does not load. */
TL_PUBLIC TL_CHECK tl_status tl_scheme_read(const void *xml, size_t len, const char *file,
    const char *profile, struct tl_scheme **out, struct tl_error *e);
TL_PUBLIC void tl_scheme_free(struct tl_scheme *scheme);

enum tl_form {
	TL_FORM_AUTO,
	TL_FORM_PORTION,
	TL_FORM_BANNER,
	TL_FORM_FIELDS, /* keys and values, where the scheme has them */
	TL_FORM_ISM /* the attributes of ISM.XML as in a start tag: classification="S" ownerProducer="USA" */
};

/* One row: input, valid, known, level, system, portion, banner, fields (where the scheme has them), findings[{rule,
 * severity, text}] (CAPCO 2016 §A.6, §D).
 * TL_NO where the mark is not valid. */
TL_PUBLIC TL_CHECK tl_status tl_mark_parse(const struct tl_scheme *scheme, const void *text,
    size_t len, enum tl_form form, const struct tl_answer *answer, struct tl_error *e);

struct tl_rollup {
	uint32_t date; /* of the document, YYYYMMDD; 0: unknown, the careful reading */
	const char *
	    banner; /* whose list "(S//REL)" and "(//JOINT S)" mean; NULL: unknown, they release to nobody */
	const char *file; /* for messages; NULL: none */
};

/* Portion marks, one a line, in groups divided by an empty line, to one banner a group (CAPCO 2016 §D.2 and the precedence
 * lines of §H; docs/markings.md). `how` may be NULL. One row a group: group, line, findings[{line, rule, severity, text}] (line
 * null: of the banner), findings-left-out, portions, banner, portion, level, system, known, valid, steps[{rule, text}]. TL_NO where
 * a mark or a banner is not valid; a group with an unreadable one has no banner (""). Time in proportion to the text, memory to one
 * group's banner. */
TL_PUBLIC TL_CHECK tl_status tl_mark_rollup(const struct tl_scheme *scheme, const void *lines,
    size_t len, const struct tl_rollup *how, const struct tl_answer *answer, struct tl_error *e);
/* One row: input, ism; the attributes that say the same, for a mark of form TL_FORM_AUTO. TL_NO, and no attributes, where the
 * mark is not read or where attributes cannot say all that it restricts (urn:us:gov:ic:ism). */
TL_PUBLIC TL_CHECK tl_status tl_mark_print_ism(const struct tl_scheme *scheme, const void *text,
    size_t len, const struct tl_answer *answer, struct tl_error *e);

/* The classification authority block of ISM attributes, one row a line: line (CAPCO 2016 §E; 32 CFR 2001.21 to 2001.26); for a mark
 * above the lowest level with a warning for what is missing. TL_NO, and no row, where the attributes cannot be taken apart. */
TL_PUBLIC TL_CHECK tl_status tl_mark_authority(const struct tl_scheme *scheme,
    const void *attributes, size_t len, const struct tl_answer *answer, struct tl_error *e);

enum tl_order {
	TL_INCOMPARABLE,
	TL_DOMINATED,
	TL_EQUAL,
	TL_DOMINATES
};

/* How marking a stands to marking b. TL_USAGE where one of them cannot be read. */
TL_PUBLIC TL_CHECK tl_status tl_mark_compare(const struct tl_scheme *scheme, const void *a,
    size_t a_len, const void *b, size_t b_len, enum tl_order *out, struct tl_error *e);

/* Where a holds b and they are of two systems, one row with the line of the scheme that says so: scheme, line, text; no
 * row where b is of the same system or not held. TL_USAGE where one of them cannot be read. */
TL_PUBLIC TL_CHECK tl_status tl_mark_crossing(const struct tl_scheme *scheme, const void *a,
    size_t a_len, const void *b, size_t b_len, const struct tl_answer *answer, struct tl_error *e);

/* --- labels ---------------------------------------------------------------------------------------------------- */

/* A confidentiality label of STANAG 4774, or a label or clearance of spiffing, as a marking of the scheme: the row of
 * tl_mark_parse(), with `file` as its input. What the scheme does not have is kept, named in a finding, and makes the marking
 * unknown. TL_NO where it is not valid; TL_DOCUMENT with file and line where the bytes are no label. */
TL_PUBLIC TL_CHECK tl_status tl_label_parse(const struct tl_scheme *scheme,
    const struct tl_bytes *label, const char *file, const struct tl_answer *answer,
    struct tl_error *e);

/* How the first label, or clearance, stands to the second. TL_DOCUMENT where the scheme does not know all of one. */
TL_PUBLIC TL_CHECK tl_status tl_label_compare(const struct tl_scheme *scheme,
    const struct tl_bytes labels[2], const char *const files[2], enum tl_order *out,
    struct tl_error *e);

/* The mark as a label of STANAG 4774, with a line end. TL_NO, and nothing written, where a label cannot say it. */
TL_PUBLIC TL_CHECK tl_status tl_label_print(const struct tl_scheme *scheme, const void *text,
    size_t len, struct tl_sink sink, struct tl_error *e);

/* --- policies -------------------------------------------------------------------------------------------------- */

struct tl_policy;

/* `file` is the name used in messages. TL_POLICY with file, line and column where the policy does not load. */
TL_PUBLIC TL_CHECK tl_status tl_policy_load(
    const void *xml, size_t len, const char *file, struct tl_policy **out, struct tl_error *e);
TL_PUBLIC void tl_policy_free(struct tl_policy *policy);

/* The compiled rules as sentences. */
TL_PUBLIC TL_CHECK tl_status tl_policy_print(
    const struct tl_policy *policy, struct tl_sink sink, struct tl_error *e);

/* --- documents ------------------------------------------------------------------------------------------------- */

struct tl_source {
	const void *bytes;
	size_t len;
	const char *file;   /* for messages */
	const char *format; /* a name of tl_list_formats(), or NULL: found from the bytes */
};

/* One row a portion: index, kind, number, start, end, parent, written, marking, read (docs/markings.md). */
TL_PUBLIC TL_CHECK tl_status tl_portions(const struct tl_scheme *scheme,
    const struct tl_source *source, const struct tl_answer *answer, struct tl_error *e);

/* What is wrong with the markings: every mark by itself, banners against the roll-up of their portions, portions without a
 * mark, authority blocks (docs/checking.md has the rules). `date` of the document as YYYYMMDD: forms that were right then
 * are no finding; 0: unknown, but for telegrams, which show theirs. One row a finding, in the order of the source: rule,
 * severity, portion, line, column (from 1, in characters), start, end (bytes), text, about (the rule's own words alone), section
 * (of the manual), fix (what to put in place of those bytes and says the same; null where that is not certain). TL_NO where
 * there is one. */
TL_PUBLIC TL_CHECK tl_status tl_check(const struct tl_scheme *scheme,
    const struct tl_source *source, uint32_t date, const struct tl_answer *answer,
    struct tl_error *e);

/* The rows of tl_portions() and: decision, rules, reason, released; with `show_text` also text. A dry run: nothing leaves. */
TL_PUBLIC TL_CHECK tl_status tl_explain(const struct tl_policy *policy,
    const struct tl_source *source, int show_text, const struct tl_answer *answer,
    struct tl_error *e);

/* --- keys ------------------------------------------------------------------------------------------------------ */

struct tl_signer;

/* Key and certificate in PEM or DER; `chain` and `passphrase` may be empty. TL_KEY where they do not fit each other, are
 * too weak (P-384, or RSA of 3072 bits and more) or may not sign documents at `now` (seconds since 1970, UTC). */
TL_PUBLIC TL_CHECK tl_status tl_signer_load(struct tl_bytes key, struct tl_bytes certificate,
    struct tl_bytes chain, struct tl_bytes passphrase, int64_t now, struct tl_signer **out,
    struct tl_error *e);
/* The same with a key that stays in its token (PKCS#11). */
struct tl_token {
	const char *uri;    /* RFC 7512, "pkcs11:…" without its query */
	const char *module; /* the PKCS#11 library, an absolute path; NULL: what p11-kit knows */
	struct tl_bytes pin;
};
TL_PUBLIC TL_CHECK tl_status tl_signer_load_token(const struct tl_token *token,
    struct tl_bytes certificate, struct tl_bytes chain, int64_t now, struct tl_signer **out,
    struct tl_error *e);
TL_PUBLIC void tl_signer_free(struct tl_signer *signer);

/* A key for the other envelope, an SSH signature (docs/seals.md): P-384 or Ed25519, in PKCS#8, SEC 1 or OpenSSH's form. */
struct tl_ssh_signer;
TL_PUBLIC TL_CHECK tl_status tl_ssh_signer_load(struct tl_bytes key, struct tl_bytes passphrase,
    struct tl_ssh_signer **out, struct tl_error *e);
TL_PUBLIC void tl_ssh_signer_free(struct tl_ssh_signer *signer);

/* A trial CA, a signer's certificate under it and its key, PEM; the subjects say TRIAL. */
TL_PUBLIC TL_CHECK tl_status tl_trial_keys(int64_t now, struct tl_sink ca,
    struct tl_sink certificate, struct tl_sink key, struct tl_error *e);

/* --- redaction ------------------------------------------------------------------------------------------------- */

/* Where the parts of one release go. The caller publishes all of them after TL_OK, and none otherwise. */
struct tl_release {
	const char *output_name; /* one path component, stands in the manifest */
	int64_t now;             /* seconds since 1970, UTC: what manifest and seal claim */
	struct tl_sink output;
	/* The output as it was stored, for the recheck: fills at most `capacity` bytes from `offset` on and returns how many,
	 * 0 at the end, -1 on failure. */
	int64_t (*read_back)(void *context, uint64_t offset, void *bytes, size_t capacity);
	void *context; /* of read_back */
	struct tl_sink manifest;
	struct tl_sink seal;                    /* write NULL: no seal of a certificate */
	const struct tl_ssh_signer *ssh_signer; /* NULL: no SSH signature */
	struct tl_sink ssh_seal;                /* of the SSH signature */
	struct tl_sink record;                  /* write NULL: no withheld record is kept */
	/* The manifest of the release that this one supersedes: everything that it kept must still be kept. ptr NULL: none. */
	struct tl_bytes earlier;
	struct tl_bytes
	    earlier_output;            /* for pieces that became larger; ptr NULL: by digest only */
	const struct tl_log_head *log; /* in the manifest: readers are witnesses; NULL: none */
};

/* The corridor: read, decide, write, recheck, manifest, seal. Neither a signer nor an SSH signer: unsigned, and the manifest
 * says so. The answer (may be NULL) gets one row: kept, withheld, banner, repeated. */
TL_PUBLIC TL_CHECK tl_status tl_redact(const struct tl_policy *policy,
    const struct tl_source *source, const struct tl_signer *signer,
    const struct tl_release *release, const struct tl_answer *answer, struct tl_error *e);

/* Replays a withheld record against the original and the release: TL_OK where the release is what the policy demanded,
 * TL_NO and the first difference in `e` where not. The answer gets one row a piece. */
TL_PUBLIC TL_CHECK tl_status tl_audit(const struct tl_source *source, struct tl_bytes record,
    struct tl_bytes output, struct tl_bytes manifest, const struct tl_answer *answer,
    struct tl_error *e);

/* --- openings -------------------------------------------------------------------------------------------------- */

/* What stays with the releaser, and the manifest that it proves. */
struct tl_withheld {
	struct tl_bytes record, manifest;
	struct tl_bytes source; /* the original */
};

enum tl_leaf {
	TL_LEAF_DESCRIPTOR, /* kind, marking, exemption and rules of a piece */
	TL_LEAF_BODY        /* its bytes in the original */
};

/* The proof of every withheld piece of one portion (its number as in tl_portions()), and of nothing else. TL_NO where the
 * files are not those of one release, or nothing of the portion was withheld. One row a piece: gap, leaf, start, bytes. */
TL_PUBLIC TL_CHECK tl_status tl_open(const struct tl_withheld *files, size_t portion,
    enum tl_leaf leaf, struct tl_sink proof, const struct tl_answer *answer, struct tl_error *e);

enum tl_index_form {
	TL_INDEX_XML,
	TL_INDEX_CSV
};

/* The exemption log (Vaughn index) of a release: a row for each withheld piece, with the opening of its descriptor. `signer`
 * NULL: no seal over it, and no verdict with it is good. One row: rows. */
TL_PUBLIC TL_CHECK tl_status tl_index(const struct tl_withheld *files, enum tl_index_form form,
    const struct tl_signer *signer, int64_t now, struct tl_sink index, struct tl_sink seal,
    const struct tl_answer *answer, struct tl_error *e);

/* --- time ------------------------------------------------------------------------------------------------------ */

struct tl_trust;

/* A request for a time stamp over the bytes of a seal (RFC 3161): SHA-384, with a fresh nonce. */
TL_PUBLIC TL_CHECK tl_status tl_stamp_request(
    struct tl_bytes seal, struct tl_sink request, struct tl_error *e);

struct tl_stamp {
	struct tl_bytes seal, request, response;
	int64_t now; /* seconds since 1970, UTC */
};

/* What an authority answered, checked in full: granted, nonce and imprint of the request, certificate under a root of `tsa`,
 * not from the future, not before the time that the seal claims. Written is the token in the one form that tl_verify() takes.
 * The answer (may be NULL) gets one row: time, tsa, tsa_policy. TL_KEY, and nothing written, where anything is wrong. */
TL_PUBLIC TL_CHECK tl_status tl_stamp_accept(const struct tl_trust *tsa,
    const struct tl_stamp *stamp, struct tl_sink token, const struct tl_answer *answer,
    struct tl_error *e);

/* --- batches --------------------------------------------------------------------------------------------------- */

/* Many documents under one seal. */
struct tl_batch;

/* For `count` documents, numbered from 0 in the order of the work list. Policy and signer must live as long. */
TL_PUBLIC TL_CHECK tl_status tl_batch_new(const struct tl_policy *policy,
    const struct tl_signer *signer, size_t count, int64_t now, struct tl_batch **out,
    struct tl_error *e);
TL_PUBLIC void tl_batch_free(struct tl_batch *batch);

/* tl_redact() for one of them; release->seal is not used, and release->now is the batch's. Several threads may redact
 * different documents at the same time. TL_DOCUMENT: it is counted as refused, and nothing of it may be published. */
TL_PUBLIC TL_CHECK tl_status tl_batch_redact(struct tl_batch *batch, size_t position,
    const struct tl_source *source, const struct tl_release *release,
    const struct tl_answer *answer, struct tl_error *e);
/* A release of an earlier run that was not finished. TL_NO where the output does not fit, or it was made with another policy. */
TL_PUBLIC TL_CHECK tl_status tl_batch_take(struct tl_batch *batch, size_t position,
    struct tl_reader manifest, struct tl_reader output, const char *output_name,
    struct tl_error *e);
/* A document that could not even be read. */
TL_PUBLIC TL_CHECK tl_status tl_batch_refuse(
    struct tl_batch *batch, size_t position, struct tl_error *e);

/* When every document is released or refused, and one at least is released: the batch file and its seal. */
TL_PUBLIC TL_CHECK tl_status tl_batch_seal(
    struct tl_batch *batch, struct tl_sink file, struct tl_sink seal, struct tl_error *e);
/* Behind the seal: the proof of one released document; of a refused one, the record that is its leaf (it stays inside). */
TL_PUBLIC TL_CHECK tl_status tl_batch_prove(
    const struct tl_batch *batch, size_t position, struct tl_sink sink, struct tl_error *e);

/* --- the log of releases --------------------------------------------------------------------------------------- */

/* The files of a log (C2SP tlog-tiles), by their names below its folder: "checkpoint", "tile/0/000.p/5". */
struct tl_log_store {
	void *context;
	/* At most `capacity` bytes of a file: how many, 0 where there is no such file, -1 on failure or where it is longer. */
	int64_t (*read)(void *context, const char *name, void *bytes, size_t capacity);
	/* A whole file, on the disk under its name, or not at all, before it returns 0. `replace` 0: there is none yet. */
	int (*write)(void *context, const char *name, const void *bytes, size_t len, int replace);
	/* A file, or a folder of files; 0 also where there is none. */
	int (*remove)(void *context, const char *name);
};

/* What a checkpoint says, and what a manifest can remember of it. */
struct tl_log_head {
	char origin[129];
	uint64_t size;
	unsigned char root[32];
};

struct tl_log_signer;

/* An Ed25519 key in PKCS#8, PEM or DER. */
TL_PUBLIC TL_CHECK tl_status tl_log_signer_load(struct tl_bytes key, struct tl_bytes passphrase,
    struct tl_log_signer **out, struct tl_error *e);
TL_PUBLIC void tl_log_signer_free(struct tl_log_signer *signer);
/* name+hash+base64 and a line feed: what a verifier needs (C2SP signed-note). */
TL_PUBLIC TL_CHECK tl_status tl_log_vkey(const struct tl_log_signer *signer, const char *origin,
    struct tl_sink sink, struct tl_error *e);

/* The head as it stands. TL_USAGE where there is no log yet, TL_NO where its head is not signed with that key. */
TL_PUBLIC TL_CHECK tl_status tl_log_head(const struct tl_log_store *store,
    const struct tl_log_signer *signer, struct tl_log_head *out, struct tl_error *e);

/* Appends manifests; the caller holds the log's lock. `origin` is given where the log is new, and may be NULL else. Tiles
 * are on the disk before the checkpoint. What a killed call left is completed first. One row: origin, size, root, appended,
 * completed (entries of a killed call). TL_NO where the log was changed. */
TL_PUBLIC TL_CHECK tl_status tl_log_append(const struct tl_log_store *store,
    const struct tl_log_signer *signer, const char *origin, const struct tl_reader *manifests,
    size_t count, const struct tl_answer *answer, struct tl_error *e);

/* Every tile and entry against the checkpoint, the checkpoint against the key, and both against what is remembered: an
 * earlier checkpoint (may be empty) and manifests that carry the log's state. One row: origin, size, root, witnesses (how many
 * manifests saw this log). TL_NO with the first difference. */
TL_PUBLIC TL_CHECK tl_status tl_log_check(const struct tl_log_store *store, struct tl_bytes vkey,
    struct tl_bytes since, const struct tl_reader *witnesses, size_t count,
    const struct tl_answer *answer, struct tl_error *e);

/* That the log has this manifest, as C2SP tlog-proof, with the proof that the log still has what `since` (an earlier
 * checkpoint, may be empty) and the manifest itself saw of it. */
TL_PUBLIC TL_CHECK tl_status tl_log_prove(const struct tl_log_store *store, struct tl_bytes vkey,
    struct tl_reader manifest, struct tl_bytes since, struct tl_sink sink, struct tl_error *e);

/* --- verification ---------------------------------------------------------------------------------------------- */

struct tl_trust;

TL_PUBLIC TL_CHECK tl_status tl_trust_new(struct tl_trust **out, struct tl_error *e);
TL_PUBLIC void tl_trust_free(struct tl_trust *trust);
/* Roots and revocation lists, PEM or DER; the only ones that are trusted. */
TL_PUBLIC TL_CHECK tl_status tl_trust_add_root(
    struct tl_trust *trust, struct tl_bytes certificates, struct tl_error *e);
TL_PUBLIC TL_CHECK tl_status tl_trust_add_crl(
    struct tl_trust *trust, struct tl_bytes lists, struct tl_error *e);
/* The one who must have signed: a certificate, or a subject name. Without it any signer under the roots will do. */
TL_PUBLIC TL_CHECK tl_status tl_trust_require_signer(
    struct tl_trust *trust, struct tl_bytes certificate_or_name, struct tl_error *e);

/* The list of allowed signers of ssh-keygen(1); `file` is for messages. One list. TL_KEY with the line that is wrong. */
TL_PUBLIC TL_CHECK tl_status tl_trust_add_ssh_signers(
    struct tl_trust *trust, struct tl_bytes allowed_signers, const char *file, struct tl_error *e);
/* Who an SSH signature must be from: one principal of that list. Several may be given where several signed. */
TL_PUBLIC TL_CHECK tl_status tl_trust_add_ssh_identity(
    struct tl_trust *trust, const char *identity, struct tl_error *e);
/* This certificate holds the role; the organizational units of certificates do not count for that role any more. */
TL_PUBLIC TL_CHECK tl_status tl_trust_add_role(
    struct tl_trust *trust, struct tl_bytes role, struct tl_bytes certificate, struct tl_error *e);

/* What is laid before the verifier. Manifest and output are read once, side by side; what is empty was not given. */
struct tl_evidence {
	struct tl_reader manifest;
	struct tl_reader output;
	const char *output_name; /* what the output is called, without its folder; NULL: a stream */
	struct tl_bytes seal;    /* empty: none of a certificate */
	/* Where several sealed: the further seals, at most 15. SSH signatures, at most 16. */
	const struct tl_bytes *more_seals, *ssh_seals;
	size_t more_seal_count, ssh_seal_count;
	/* Roots of the time-stamping authorities to trust; NULL: time is not asked. Where it is, the first seal must have a
	 * good TimeStampResp (RFC 3161). */
	const struct tl_trust *tsa;
	struct tl_bytes token;
	int64_t now; /* seconds since 1970, UTC */
	/* What may be laid beside the release. `ptr` or `read` NULL: not given; what was given and is wrong is a bad verdict. */
	struct tl_bytes proof;  /* of tl_open() */
	int show;               /* the text of opened bodies, too */
	struct tl_reader index; /* of tl_index() */
	struct tl_bytes index_seal;
	struct tl_reader earlier; /* the manifest of the release that this one supersedes */
	struct tl_bytes earlier_seal;
	struct tl_bytes earlier_output; /* needed only where pieces became larger */
	/* A batch and the proof of this document in it: then the seal is the batch's. */
	struct tl_bytes batch, batch_proof;
	/* A proof of tl_log_prove() and the log's key go together; an earlier checkpoint only with them. */
	struct tl_bytes log_proof, log_key, log_since;
};

/* TL_OK: good. TL_NO: not good, with the first reason. One row: verdict, reason, signer, time (what the first signer claims),
 * signers[], proved_time (what the time stamp proves, null without one), tsa, tsa_policy, revoked_later (of the signer),
 * checked[], not_checked[]. With a time stamp the first seal's certificates are judged at its time, else at `now`. When good,
 * and given: opened[{leaf, gap, offset, and bytes, content | kind, marking, exemption, rules}], index{rows, signer},
 * earlier{pieces, new-runs, new-bytes, new[{offset, length}]}. One pass, constant memory. */
TL_PUBLIC TL_CHECK tl_status tl_verify(const struct tl_trust *trust,
    const struct tl_evidence *evidence, const struct tl_answer *answer, struct tl_error *e);

/* --- sealing what others sealed --------------------------------------------------------------------------------- */

struct tl_sealing {
	struct tl_reader manifest;
	struct tl_reader output; /* read NULL: not at hand; the form alone is checked */
	const char *output_name; /* what the output is called, without its folder */
	const struct tl_bytes *seals, *ssh_seals; /* that are there, by others */
	size_t seal_count, ssh_seal_count;
	int64_t now;
	struct tl_sink seal, ssh_seal; /* of each signer that is given */
};

/* One signature more, by either signer or both. TL_NO where manifest or output are not what they should be; TL_KEY for a key that
 * has signed already, and for a seal of something else. The answer (may be NULL): signers (different keys), required. */
TL_PUBLIC TL_CHECK tl_status tl_seal(const struct tl_signer *signer,
    const struct tl_ssh_signer *ssh_signer, const struct tl_sealing *sealing,
    const struct tl_answer *answer, struct tl_error *e);

#endif
