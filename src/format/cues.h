/*
 * format/cues.h -- what a line is, as far as every text format agrees.
 *
 * Idea:   dashes, notices, banners, numbers, marks and bullets look the same in a telegram and in a memorandum.
 * Always: pure but for the banner of the message, which class lines and banner lines join.
 * Owns:   nothing.
 * Fails:  TL_SYSTEM on memory.
 */
#ifndef FORMAT_CUES_H
#define FORMAT_CUES_H

#include "format/reader.h"

/* Notices and banners, before the format is asked: they are what they are among addresses too. */
TL_CHECK tl_status cue_first(struct reader *reader, const struct line *line,
    const struct view *view, struct cue *cue, struct tl_error *e);
/* Numbers, marks, bullets and lead-ins, after it; CUE_NONE: text. */
void cue_common(
    struct reader *reader, const struct line *line, const struct view *view, struct cue *cue);

/* Structural lines that telegrams and memoranda share: Subject, Ref, Classified by, E.O., Tags, Classification. A mark may
 * stand in front of the word. */
void cue_header(struct reader *reader, const struct view *view, struct cue *cue);

bool text_is_dashes(struct slice text);
/* "[2 paragraphs (19 lines) not declassified]" */
bool text_is_notice(struct slice text);

#endif
