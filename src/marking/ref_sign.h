/*
 * marking/ref_sign.h -- a first look at what a rule is about. For the files of this room only.
 *
 * Idea:   a rule is about few things, and a mark has few of them: a bit for each passes most rules over.
 * Always: two things may share a bit; that costs a second look and changes no answer.
 * Owns:   nothing.
 * Fails:  never.
 */
#ifndef MARKING_REF_SIGN_H
#define MARKING_REF_SIGN_H

#include "marking/vocabulary.h"

/* A bit for what a reference is about; some share one. What has none of a rule's bits holds nothing of it: most rules are
 * passed over by this. */
static inline uint64_t
ref_sign(enum ref_kind kind, short index)
{
	unsigned at = (unsigned)index, bit = 0;
	switch (kind) {
	case REF_TOKEN:
		bit = 24 + at % 40;
		break;
	case REF_CATEGORY:
		bit = 13 + at % 11;
		break;
	case REF_SYSTEM:
		bit = 10 + at % 3;
		break;
	case REF_LEVEL:
		bit = 2 + at % 8;
		break;
	case REF_ATTRIBUTE:
	case REF_VALUE:
		bit = 1;
		break;
	case REF_BELOW:
		break;
	}
	return (uint64_t)1 << bit;
}

#endif
