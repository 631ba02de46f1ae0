/*
 * cli/batch_work.h -- the documents of a batch, several at a time.
 *
 * Idea:   each thread takes the next document of the list and redacts it into the work folder. What is complete is noted in a
 *         journal, so that a run that was killed is gone on with and not begun again.
 * Always: a document that is refused leaves no file. What an earlier run left is taken only where source, policy and tool are the
 *         same and the output still fits its manifest. The first failure that is no refusal ends the batch.
 * Owns:   the reasons, until batch_work_release().
 * Fails:  as tl_batch_redact(), without TL_DOCUMENT; TL_SYSTEM.
 */
#ifndef CLI_BATCH_WORK_H
#define CLI_BATCH_WORK_H

#include <pthread.h>

#include "cli/batch_list.h"
#include "cli/work_folder.h"

#define BATCH_THREADS_MAX 64

struct batch_work {
	struct tl_batch *batch;
	const struct batch_list *list;
	const struct work_folder *out, *records; /* records->name NULL: none are kept */
	const char *format;
	const struct tl_log_head *log;
	char **reasons;        /* by position; NULL: released */
	size_t taken, refused; /* taken: from an earlier run */
	/* of the threads */
	pthread_mutex_t mutex;
	size_t next;
	int journal;
	struct file journaled; /* what an earlier run noted */
	bool stop;
	tl_status status;
	struct tl_error error;
};

tl_status batch_work_run(struct batch_work *work, size_t threads, struct tl_error *e);
void batch_work_release(struct batch_work *work);

#endif
