/*
 * base/side_by_side.h -- two pieces of work at the same time.
 *
 * Idea:   work on parts that have nothing to do with each other takes half the time on two processors.
 * Always: each is done once and both are done when the call returns. Where no thread can be had, one after the other.
 * Owns:   its thread, for the length of the call.
 * Fails:  never; what the work has to say stands in its context.
 */
#ifndef BASE_SIDE_BY_SIDE_H
#define BASE_SIDE_BY_SIDE_H

struct work {
	void (*run)(void *context);
	void *context;
};

void side_by_side(struct work a, struct work b);

#endif
