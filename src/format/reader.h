/*
 * format/reader.h -- from lines to portions: the one walk that every text format shares.
 *
 * Idea:   a blank line or a line that cannot go on with the block before it ends that block. Each format says what its
 *         own lines are (an address, a class line); numbers, marks, bullets, banners and notices are read here, once
 *         for all formats.
 * Always: total: every byte is in exactly one portion. Splitting too often is safe (the part without a mark reads as its
 *         parent or as the banner); joining too often is not, so in doubt a line begins a portion.
 * Owns:   its table of drafts, until reader_read() returns.
 * Fails:  TL_SYSTEM on memory.
 */
#ifndef FORMAT_READER_H
#define FORMAT_READER_H

#include "format/lines.h"
#include "format/outline.h"
#include "format/settle.h"

enum cue_act {
	CUE_NONE = 0, /* the format does not know it */
	CUE_MORE,     /* goes on with the open block */
	CUE_ALONE,    /* a portion of this line alone */
	CUE_OPEN      /* opens a block */
};

struct cue {
	enum cue_act act;
	enum portion_kind kind;
	struct prefix prefix;
	bool disguised; /* seen only after folding: found, but damaged */
	bool doubtful;  /* may be inside a paragraph: its mark can raise, not lower */
	bool suspect;   /* an enumerator out of sequence: it may be the wreck of a mark */
	bool
	    keeps; /* nothing of it ends an interrupted paragraph: page lines, class lines, captions */
};

/* Where in a message the reader is. */
enum zone {
	ZONE_START = 0, /* before the first structural line */
	ZONE_ADDRESS,   /* from, to, info */
	ZONE_HEAD,      /* behind the class line */
	ZONE_BODY,
	ZONE_END /* behind the end of the text */
};

struct block {
	bool open;
	enum portion_kind kind;
	unsigned char flags;
	uint32_t parent; /* of a continuation; else PORTION_TOP */
	uint32_t line, lines;
	uint32_t indent;   /* of its first line */
	uint32_t rest;     /* the least indentation of the others; UINT32_MAX: none */
	size_t start;      /* its first byte */
	size_t text, stop; /* what can be read in it; text SIZE_MAX: dashes only so far */
	size_t last_start, last,
	    prior; /* its last line, and the text in it; the stop of the line before */
	bool plain, underlined, disguised, doubtful, suspect;
	struct prefix prefix;
};

/* What the scheme said of the line at hand, as it is seen; each question is asked once. */
struct asked {
	bool length_known, nearly_known;
	size_t length; /* mark_line_length() */
	bool nearly;   /* is_nearly_level() */
};

struct reader {
	struct document *document;
	const struct reader_format *format;
	struct line_scan scan;
	struct block block;
	struct outline outline;
	struct drafts drafts;
	enum zone zone;
	bool blank;        /* a blank line, or nothing, stands before this line */
	bool wreck;        /* a line of this message is nearly a banner, and nobody can read it */
	bool subject_next; /* "SUBJECT" stood alone: the indented block below it is the subject */
	size_t start;      /* where the next portion begins: leading blank lines belong to it */
	size_t here;       /* where the line at hand begins */
	uint32_t broken;   /* the paragraph that the lines above interrupt, or PORTION_TOP */
	uint32_t number;   /* of the last numbered paragraph */
	uint32_t texts;    /* text blocks of this message so far */
	struct above {     /* the last paragraph, for blocks that are indented under it */
		uint32_t portion, indent;
	} above;
	const struct marking *captions_of; /* whose captions were joined last */
	struct asked asked;
};

struct reader_format {
	/* What the line is; CUE_NONE leaves it to the common rules. May start a message. */
	tl_status (*line)(struct reader *reader, const struct line *line, const struct view *view,
	    struct cue *cue, struct tl_error *e);
	bool
	    captions; /* class lines carry captions, which count for every paragraph (MARKINGS §5) */
};

TL_CHECK tl_status reader_read(
    struct document *document, const struct reader_format *format, struct tl_error *e);

size_t reader_mark_length(struct reader *reader, const struct view *view);
bool reader_nearly_level(struct reader *reader, const struct view *view);

/* For the formats: closes what is open and starts a message with the line at hand. */
TL_CHECK tl_status reader_new_message(struct reader *reader, struct tl_error *e);
/* Closes what is open; its last line may be a signature. */
TL_CHECK tl_status reader_end_text(struct reader *reader, struct tl_error *e);

/* The words of a class line or banner join the banner of the message. `whole`: nothing else stands in the line. */
TL_CHECK tl_status reader_banner(
    struct reader *reader, struct slice words, bool whole, bool disguised, struct tl_error *e);
TL_CHECK tl_status reader_captions(struct reader *reader, struct slice words, struct tl_error *e);

#endif
