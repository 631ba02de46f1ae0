/*
 * marking/loop.h -- does one thing lead back to itself.
 *
 * Idea:   what a scheme says of the order of its words (one implies another, one gives way to another) is a list of edges
 *         with the lines where they stand. A circle in it has no meaning, and the one who wrote it needs two of its lines.
 * Always: the same edges give the same answer. No recursion; edges times nodes steps at most, and a scheme has few.
 * Owns:   nothing.
 * Fails:  never.
 */
#ifndef MARKING_LOOP_H
#define MARKING_LOOP_H

#include <stdbool.h>
#include <stddef.h>

#define LOOP_NODES_MAX 512

struct edge {
	short from, to;
	size_t line;
};

/* True where edges between `nodes` things, LOOP_NODES_MAX at most, make a circle: *in is the first edge of it in the list's
 * order, and *out the one that leads on from its end. */
bool loop_find(const struct edge *edges, size_t count, size_t nodes, const struct edge **in,
    const struct edge **out);

#endif
