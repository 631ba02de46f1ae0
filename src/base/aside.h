/*
 * base/aside.h -- a piece of work done beside the caller's own.
 *
 * Idea:   work that has nothing to do with what the caller does next takes none of its time on a second processor.
 * Always: it is done once, and done when aside_wait() returns. Where no thread can be had, aside_start() does it. What
 *         it makes may not depend on which of the two happened.
 * Owns:   the thread, from aside_start() to aside_wait(). One piece of work at a time.
 * Fails:  never; what the work has to say stands in its context.
 */
#ifndef BASE_ASIDE_H
#define BASE_ASIDE_H

#include <stddef.h>

/* A thread costs more than it gains where less than so many bytes are to be worked through. */
#define WORTH_A_THREAD ((size_t)1 << 20)

struct aside {
	struct aside_thread *thread; /* NULL: nothing to wait for */
};

void aside_start(struct aside *aside, void (*work)(void *context), void *context);
void aside_wait(struct aside *aside);

#endif
