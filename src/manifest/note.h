/*
 * manifest/note.h -- checkpoints of a log: signed notes (C2SP signed-note, tlog-checkpoint).
 *
 * Idea:   three lines say which log, how many entries and which root; a line behind them is the log's signature. Stock
 *         readers of logs read the same bytes.
 * Always: a checkpoint is taken apart before its signature is checked, and believed only afterwards. No extension lines.
 *         Signatures of others (witnesses) may stand beside the log's and are not looked at. The key's name is the origin.
 * Owns:   nothing; slices point into the checkpoint's bytes.
 * Fails:  TL_KEY for a verifier key that is none; TL_NO with the reason for a checkpoint; TL_USAGE for an origin.
 */
#ifndef MANIFEST_NOTE_H
#define MANIFEST_NOTE_H

#include "base/crypto.h"
#include "base/crypto_ed25519.h"

#define NOTE_MAX        ((size_t)128 << 10) /* room for 16 signatures of the largest kind that are known */
#define NOTE_NAME_MAX   128
#define NOTE_ID_SIZE    4
#define NOTE_SIGNATURES 16

/* Entries that a log may have: four levels of tiles. */
#define LOG_SIZE_MAX UINT32_MAX

struct note_key {
	char name[NOTE_NAME_MAX + 1];
	unsigned char id[NOTE_ID_SIZE];
	struct ed25519_public public;
};

struct checkpoint {
	struct slice origin;
	uint64_t size;
	struct digest root; /* SHA-256 */
	struct slice text;  /* what is signed */
	struct slice signatures;
};

enum note_flaw {
	NOTE_UNREAD = 0,
	NOTE_FINE,
	NOTE_FORM,     /* not a checkpoint, or not in its one form */
	NOTE_ORIGIN,   /* of another log */
	NOTE_UNSIGNED, /* none of its signatures is by this key */
	NOTE_SIGNATURE /* the log's signature is wrong */
};

/* A sentence without its full stop; a constant. */
const char *note_flaw_text(enum note_flaw flaw);

/* Printable ASCII without blank and plus: "logs.example/releases". */
bool note_is_name(struct slice name);

/* name+hash+base64, with or without a line end. */
TL_CHECK tl_status note_key_read(struct note_key *out, struct slice text, struct tl_error *e);
TL_CHECK tl_status note_key_of(
    struct note_key *out, struct slice name, const struct ed25519_public *key, struct tl_error *e);
TL_CHECK tl_status note_key_print(struct buf *out, const struct note_key *key, struct tl_error *e);

enum note_flaw checkpoint_read(struct checkpoint *out, struct slice bytes);
/* After checkpoint_read(): whether the log of that key signed it. */
enum note_flaw checkpoint_signed(const struct checkpoint *checkpoint, const struct note_key *key);
/* Both. */
enum note_flaw checkpoint_check(
    struct checkpoint *out, struct slice bytes, const struct note_key *key);

/* The three lines. */
void checkpoint_text(
    struct buf *out, struct slice origin, uint64_t size, const struct digest *root);
/* The whole note, one signature (note_make.c). */
TL_CHECK tl_status checkpoint_make(struct buf *out, const struct note_key *key,
    const struct signing_key *secret, uint64_t size, const struct digest *root, struct tl_error *e);

#endif
