#include "base/side_by_side.h"

#include <pthread.h>
#include <stddef.h>

struct task {
	void (*work)(void *context);
	void *context;
};

static void *
run(void *context)
{
	const struct task *task = context;
	task->work(task->context);
	return NULL;
}

void
side_by_side(void (*work)(void *context), void *a, void *b)
{
	struct task second = { .work = work, .context = b };
	pthread_t thread;

	if (pthread_create(&thread, NULL, run, &second) != 0) {
		work(a);
		work(b);
		return;
	}
	work(a);
	(void)pthread_join(thread, NULL);
}
