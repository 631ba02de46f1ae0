#include "base/side_by_side.h"

#include <pthread.h>
#include <stddef.h>

static void *
run(void *context)
{
	const struct work *work = context;
	work->run(work->context);
	return NULL;
}

void
side_by_side(struct work a, struct work b)
{
	pthread_t thread;
	int none = pthread_create(&thread, NULL, run, &b);

	a.run(a.context);
	if (none == 0)
		(void)pthread_join(thread, NULL);
	else
		b.run(b.context);
}
