/*
 * marking/ism.h -- the attributes of ODNI's ISM.XML (urn:us:gov:ic:ism) as a marking, and a marking as attributes.
 *
 * Idea:   the scheme says which attribute feeds what (<ism>), and attributes fill the same reader that words fill, so
 *         that both come to one value and one set of findings.
 * Always: an unknown value is kept as an unknown control, and an unknown attribute makes the marking unknown: the gate
 *         stays closed. Attributes that contradict each other are a damaged mark at the highest level among them.
 * Owns:   as marking/marking.h.
 * Fails:  TL_USAGE where the scheme has no ISM attributes; TL_SYSTEM on memory. Bad attributes are an answer.
 */
#ifndef MARKING_ISM_H
#define MARKING_ISM_H

#include "marking/marking.h"

/* Attributes as they stand in a start tag: classification="S" ownerProducer="USA" disseminationControls="NF". Names may have
 * one prefix, the same in all. MARK_NONE where none of them says anything of the mark. */
TL_CHECK tl_status ism_parse(const struct scheme *scheme, struct slice line, struct arena *arena,
    struct mark *out, struct tl_error *e);

/* Adds the marking's attributes in the order of the scheme. False, and nothing added, where attributes cannot say it: it is
 * damaged, has a control of a category that no attribute feeds, or JOINT without its owners. */
TL_CHECK bool ism_print(const struct marking *marking, struct buf *out);

/* The classification authority block that the attributes give (CAPCO 2016 §E; 32 CFR 2001.21 to 2001.26), its lines divided by
 * LF; for a mark above the lowest level with a warning for what is missing. False, and nothing added, where a line cannot be
 * taken apart or a text holds what cannot be shown. */
TL_CHECK bool ism_authority(const struct scheme *scheme, struct slice line, struct buf *out);

#endif
