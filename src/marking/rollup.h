/*
 * marking/rollup.h -- from the markings of portions to the marking of the banner above them.
 *
 * Idea:   levels rise, controls add up, release lists intersect, and the scheme's roll-up rules say what a banner does not
 *         carry (FOUO into SECRET) and what it bears in its place. What was added is kept as sets and flags only, so that
 *         a million portions cost no more memory than one (CAPCO 2016 §D.2; MARKINGS.md section 2).
 * Always: the order of portions does not matter; a banner rolls up to itself; its level is the highest; no portion that is
 *         added widens a release list. One damaged portion, or more controls than a mark can hold: scheme_damaged().
 * Owns:   rollup_free() releases it; banners live in the arena they were asked for in. Portions may be released at once.
 * Fails:  TL_SYSTEM on memory; adding never fails.
 */
#ifndef MARKING_ROLLUP_H
#define MARKING_ROLLUP_H

#include "marking/marking.h"

struct rollup;

TL_CHECK tl_status rollup_new(const struct scheme *scheme, struct rollup **out, struct tl_error *e);
void rollup_free(struct rollup *rollup);

/* Forgets what was added. `date` of the document as YYYYMMDD, 0: unknown, which reads a classified portion without a release
 * marking as NOFORN. `banner` (NULL: unknown) is the one whose list "(S//REL)" and "(//JOINT S)" mean. */
void rollup_begin(struct rollup *rollup, uint32_t date, const struct marking *banner);
void rollup_add(struct rollup *rollup, const struct marking *portion);
/* The banner of what was added; scheme_lowest() where nothing was. */
TL_CHECK tl_status rollup_end(
    struct rollup *rollup, struct arena *arena, const struct marking **out, struct tl_error *e);
/* Which rules made the last banner what it is, by number; false behind the last. */
bool rollup_step(const struct rollup *rollup, size_t number, const char **id, const char **text);

/* Begin, add all, end; date and banner unknown. */
TL_CHECK tl_status marking_rollup(const struct scheme *scheme,
    const struct marking *const *portions, size_t count, struct arena *arena,
    const struct marking **out, struct tl_error *e);

/* `banner` stands rightly above `portion`: marking_dominates(), but for the controls that a roll-up rule takes out of this very
 * banner, and only where the banner bears what they leave. Lists and levels are never excused. */
bool marking_covers(const struct marking *banner, const struct marking *portion);

#endif
