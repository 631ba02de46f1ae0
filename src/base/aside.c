#include "base/aside.h"

#include <pthread.h>
#include <stdlib.h>

struct aside_thread {
	pthread_t id;
	void (*work)(void *context);
	void *context;
};

static void *
run(void *context)
{
	const struct aside_thread *thread = context;
	thread->work(thread->context);
	return NULL;
}

void
aside_start(struct aside *aside, void (*work)(void *context), void *context)
{
	struct aside_thread *thread = malloc(sizeof *thread);
	if (thread != NULL) {
		*thread = (struct aside_thread){ .work = work, .context = context };
		if (pthread_create(&thread->id, NULL, run, thread) == 0) {
			aside->thread = thread;
			return;
		}
	}
	free(thread);
	aside->thread = NULL;
	work(context);
}

void
aside_wait(struct aside *aside)
{
	if (aside->thread == NULL)
		return;
	(void)pthread_join(aside->thread->id, NULL);
	free(aside->thread);
	aside->thread = NULL;
}
