/*
 * marking/codes.h -- the countries and groups that lists are made of.
 *
 * Idea:   a list is a set of bits, one for each code of the scheme, so that intersection and inclusion are a few machine
 *         words. A group whose members the scheme gives is expanded; any other group stands for itself.
 * Always: a code's number is its place in print: countries by alphabet, then groups by alphabet (CAPCO 2016 §A.6). The
 *         home country may read everything of its own: it is in what is written, and in no set that is compared.
 * Owns:   names point into the scheme's arena.
 * Fails:  codes_load() with TL_POLICY, file and line: a code twice, an unknown member, groups in a circle, too many.
 */
#ifndef MARKING_CODES_H
#define MARKING_CODES_H

#include <stdint.h>

#include "base/xml.h"

#define CODES_MAX 512
#define CODE_MAX  64 /* bytes of one name */

struct code_set {
	uint64_t bits[CODES_MAX / 64];
};

struct code {
	struct slice name;
	size_t line;
	bool group;
	struct code_set members; /* itself where it is not expanded */
};

#define CODE_SLOTS (CODES_MAX * 4)

struct codes {
	struct code *list;
	size_t count, longest;      /* bytes of the longest name */
	int home;                   /* -1: the scheme names none */
	struct code_set groups;     /* those that are no country */
	uint16_t slots[CODE_SLOTS]; /* number + 1; 0: free */
};

TL_CHECK tl_status codes_load(struct codes *codes, const struct xml_node *root, const char *file,
    struct arena *arena, struct tl_error *e);

/* The number of a code, -1 where the scheme has none of that name. */
int code_find(const struct codes *codes, struct slice name);

void code_set_add(struct code_set *set, int code);
bool code_set_has(const struct code_set *set, int code);
/* The first code from `from` on, -1 where there is none. */
int code_set_next(const struct code_set *set, int from);
bool code_set_empty(const struct code_set *set);
bool code_set_equal(const struct code_set *a, const struct code_set *b);
/* Every code of b is in a. */
bool code_set_contains(const struct code_set *a, const struct code_set *b);
struct code_set code_set_union(const struct code_set *a, const struct code_set *b);
struct code_set code_set_common(const struct code_set *a, const struct code_set *b);

/* Groups replaced by their members, without the home country. */
struct code_set codes_expand(const struct codes *codes, const struct code_set *written);
/* A release list as it is written: the home country stands first in it, said or not. An empty one stays empty. */
void codes_add_home(const struct codes *codes, struct code_set *written);

#endif
