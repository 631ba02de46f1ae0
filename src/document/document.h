/*
 * document/document.h -- the source and its portions.
 *
 * Idea:   a document is one or more messages (a file can hold several telegrams), each with a banner, and every
 *         byte of the source belongs to exactly one portion.
 * Always: portions are ordered, disjoint and total; parents come before children and are in the same message;
 *         messages are ordered, disjoint and total over the portions. document_check() proves it.
 * Owns:   the portion and message tables and, in an arena, the markings; not the source bytes, not the scheme.
 * Fails:  TL_SYSTEM on memory, TL_DOCUMENT where document_check() finds a hole (a defect of the reader).
 */
#ifndef DOCUMENT_DOCUMENT_H
#define DOCUMENT_DOCUMENT_H

#include "document/portion.h"
#include "marking/rollup.h"

struct message {
	size_t first; /* index of its first portion; it ends where the next begins */
	const struct marking
	    *banner; /* join of class lines, banner lines, ZNY level and captions; NULL: missing */
	const struct marking
	    *captions; /* the restrictive captions alone, at the lowest level; NULL: none */
	bool damaged;  /* a banner line that could not be read: banner is the highest reading */
};

struct document {
	const char *file; /* for messages: what the user called it */
	struct slice source;
	const struct scheme *scheme;
	const char *format; /* name of the format that read it */
	struct portion *portions;
	size_t count, capacity;
	struct message *messages;
	size_t message_count, message_capacity;
	struct arena arena;
	struct mark_cache *cache;
	/* Of a source that is read in parts (format/parts.h). */
	bool joined; /* the line before the first one is not blank */
	bool
	    at_rest; /* the reader says: nothing was open at the end, the next part can be read alone */
	uint32_t lines; /* the reader says: so many it has read */
};

void document_init(
    struct document *document, const char *file, struct slice source, const struct scheme *scheme);
void document_release(struct document *document);
/* Forgets portions and messages. Tables, markings and cache stay for the next part. */
void document_clear(struct document *document);
/* Adds what was read from the next part of the same source; its markings stay the part's until document_absorb(). */
TL_CHECK tl_status document_append(
    struct document *document, const struct document *part, struct tl_error *e);
/* Takes over the markings that belong to `part`, which is released by it. */
void document_absorb(struct document *document, struct document *part);

/* Starts a message at the next portion that is added. */
TL_CHECK tl_status document_add_message(struct document *document, struct tl_error *e);
/* Adds a portion behind the last one; its message is the last message. */
TL_CHECK tl_status document_add(
    struct document *document, const struct portion *portion, struct tl_error *e);

/* mark_parse() with a cache by the exact bytes: equal bytes give the same pointer. Findings are not kept. */
TL_CHECK tl_status document_mark(struct document *document, struct slice text, enum mark_form form,
    struct mark *out, struct tl_error *e);
/* marking_join() with a cache; NULL counts as no marking. Equal pairs give the same pointer. */
TL_CHECK tl_status document_join(struct document *document, const struct marking *a,
    const struct marking *b, const struct marking **out, struct tl_error *e);

/* The last banner of a roll-up; equal ones give the same pointer, and are kept once. */
TL_CHECK tl_status document_banner(struct document *document, struct rollup *rollup,
    const struct marking **out, struct tl_error *e);

/* Joins the captions of every message into its portions' own marks, "entire text" markings and banner: captions are
 * message-level and never repeated in paragraphs (MARKINGS.md section 5). The reader calls it once, at its end. */
TL_CHECK tl_status document_apply_captions(struct document *document, struct tl_error *e);

/* Gives back what the portion table was grown by and does not need. No portion is added after it. */
void document_trim(struct document *document);

TL_CHECK tl_status document_check(const struct document *document, struct tl_error *e);

struct slice portion_text(const struct document *document, const struct portion *portion);
struct slice portion_mark_written(const struct document *document, const struct portion *portion);
struct slice portion_number(const struct document *document, const struct portion *portion);

#endif
