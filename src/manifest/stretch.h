/*
 * manifest/stretch.h -- a stretch of a manifest, and the gaps in it, which are computed when it is full.
 *
 * Idea:   a commitment costs a dozen digests, and its line is as long whatever they are. So a stretch is written with
 *         the gaps' lines left open, and they are filled in beside the writing of the next stretch. Any number of makers
 *         may do that at once: each goes through all steps and draws what there is to draw, which costs next to nothing,
 *         and makes the gaps that no other has taken.
 * Always: steps are gone through in the order in which they were added, stretch by stretch: that is the order of the
 *         draws. A gap may begin in one stretch and end in a later one; one maker makes all of it. Who makes what changes
 *         no byte.
 * Owns:   a maker its keystream, a hasher and the gap it is in. A stretch holds no memory; bodies stay the caller's, and
 *         must be there until the stretch is cleared, which wipes the descriptors.
 * Fails:  gaps_make() where draw or gap do; the error stands in the maker, and nothing is made after it.
 */
#ifndef MANIFEST_STRETCH_H
#define MANIFEST_STRETCH_H

#include <stdatomic.h>

#include "manifest/form.h"
#include "manifest/gap.h"

#define STRETCH_TEXT  ((size_t)1 << 18)
#define STRETCH_STEPS 4096

/* A withheld piece; or, where `line` is not NULL, the end of a gap, whose line goes there. */
struct stretch_step {
	struct slice descriptor, body;
	unsigned char *line;
	atomic_bool taken; /* of a gap's first step: somebody makes the gap */
};

struct stretch {
	size_t used, described, count; /* of text, descriptors, steps */
	unsigned char text[STRETCH_TEXT + FORM_LINE_MAX];
	unsigned char descriptors[STRETCH_TEXT + FORM_LINE_MAX];
	struct stretch_step steps[STRETCH_STEPS];
};

void stretch_clear(struct stretch *stretch);
/* Without room for one more line, descriptor and step. */
bool stretch_is_full(const struct stretch *stretch);
/* The descriptor has been written behind the others. */
void stretch_add_piece(struct stretch *stretch, size_t descriptor_len, struct slice body);
void stretch_add_gap(struct stretch *stretch);

struct gap_maker {
	struct draw draw;
	struct hasher hasher;
	struct gap gap;
	bool inside, mine; /* in the current gap; and making it */
	tl_status status;
	struct tl_error error;
};

TL_CHECK tl_status gap_maker_init(
    struct gap_maker *maker, const unsigned char seed[SEED_SIZE], struct tl_error *e);
void gap_maker_release(struct gap_maker *maker);

/* Goes through the stretch's steps. What is drawn before the first gap is the caller's to draw. The outcome is
 * maker->status. */
void gaps_make(struct gap_maker *maker, struct stretch *stretch);

#endif
