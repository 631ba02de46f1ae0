#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/batch_work.h"

#define JOURNAL      ".journal"
#define JOURNAL_LINE 512

enum {
	PART_OUTPUT,
	PART_MANIFEST,
	PART_RECORD,
	PARTS
};

static const char *const ends[PARTS] = { "", ".manifest.xml", ".audit.xml" };

/* One thread's own. */
struct worker {
	struct batch_work *work;
	pthread_t thread;
	struct part part[PARTS];
};

static const mode_t modes[PARTS] = { 0666, 0666, 0600 };

static const struct work_folder *
folder_of(const struct batch_work *work, size_t part)
{
	return part == PART_RECORD ? work->records : work->out;
}

/* --- the journal: which source, as it was, and which document */

static size_t
note_of(char out[JOURNAL_LINE], const struct stat *state, const char *name)
{
	int n = snprintf(out, JOURNAL_LINE, "%llu %lld.%09ld %llu %s\n",
	    (unsigned long long)state->st_size, (long long)state->st_mtim.tv_sec,
	    (long)state->st_mtim.tv_nsec, (unsigned long long)state->st_ino, name);
	return n > 0 && n < JOURNAL_LINE ? (size_t)n : 0;
}

static tl_status
write_note(struct batch_work *work, const struct stat *state, const char *name, struct tl_error *e)
{
	char line[JOURNAL_LINE];
	size_t len = note_of(line, state, name);

	if (len == 0 || write(work->journal, line, len) != (ssize_t)len)
		return system_error(e, name, "cannot be noted", errno);
	return TL_OK;
}

static bool
was_noted(const struct batch_work *work, const struct stat *state, const char *name)
{
	char line[JOURNAL_LINE];
	size_t len = note_of(line, state, name);
	return len > 0 && work->journaled.len > 0 &&
	    memmem(work->journaled.bytes, work->journaled.len, line, len) != NULL;
}

/* --- one document */

static void
close_parts(struct worker *w)
{
	for (size_t i = 0; i < PARTS; i++) {
		part_release(&w->part[i]);
		w->part[i].used = w->part[i].most = 0;
	}
}

static void
drop_parts(struct worker *w, const char *name)
{
	for (size_t i = 0; i < PARTS; i++)
		work_file_drop(folder_of(w->work, i), name, ends[i]);
}

static int64_t
read_back(void *context, uint64_t offset, void *bytes, size_t capacity)
{
	return part_read(context, offset, bytes, capacity);
}

static struct tl_sink
sink_of(struct part *part)
{
	return (struct tl_sink){ part, part->fd >= 0 ? part_write : NULL };
}

static tl_status
redact(struct worker *w, size_t position, const char *name, struct tl_error *e)
{
	struct batch_work *work = w->work;
	struct file file;
	tl_status status = file_read(work->list->path[position], FILE_CEILING, &file, e);

	for (size_t i = 0; i < PARTS && status == TL_OK; i++)
		status =
		    work_file_create(folder_of(work, i), name, ends[i], modes[i], &w->part[i], e);
	if (status == TL_OK) {
		const struct tl_source source = { .bytes = file.bytes,
			.len = file.len,
			.file = work->list->path[position],
			.format = work->format };
		const struct tl_release release = { .output_name = name,
			.output = sink_of(&w->part[PART_OUTPUT]),
			.read_back = read_back,
			.context = &w->part[PART_OUTPUT],
			.manifest = sink_of(&w->part[PART_MANIFEST]),
			.record = sink_of(&w->part[PART_RECORD]),
			.log = work->log };
		status = tl_batch_redact(work->batch, position, &source, &release, NULL, e);
	}
	for (size_t i = 0; i < PARTS && status == TL_OK; i++)
		if (w->part[i].fd >= 0)
			status = part_flush(&w->part[i], e);
	close_parts(w);
	file_close(&file);
	if (status != TL_OK)
		drop_parts(w, name);
	return status;
}

/* What an earlier run completed. */
static bool
take(struct worker *w, size_t position, const char *name)
{
	struct batch_work *work = w->work;
	struct tl_error ignored = { 0 };
	int output = work_file_open(work->out, name, ends[PART_OUTPUT]);
	int manifest = work_file_open(work->out, name, ends[PART_MANIFEST]);
	int record = work->records->name != NULL
	    ? work_file_open(work->records, name, ends[PART_RECORD])
	    : 0;

	bool taken = output >= 0 && manifest >= 0 && record >= 0 &&
	    tl_batch_take(work->batch, position, (struct tl_reader){ &manifest, file_reader_read },
		(struct tl_reader){ &output, file_reader_read }, name, &ignored) == TL_OK;
	if (output >= 0)
		(void)close(output);
	if (manifest >= 0)
		(void)close(manifest);
	if (record > 0)
		(void)close(record);
	return taken;
}

static tl_status
keep_reason(
    struct batch_work *work, size_t position, const struct tl_error *reason, struct tl_error *e)
{
	char text[sizeof reason->what + 64];

	(void)snprintf(text, sizeof text, reason->line > 0 ? "%s (line %zu)" : "%s", reason->what,
	    reason->line);
	work->reasons[position] = strdup(text);
	return work->reasons[position] != NULL ? TL_OK : system_error(e, "", "no memory", ENOMEM);
}

static tl_status
do_one(struct worker *w, size_t position, bool *taken, struct tl_error *e)
{
	struct batch_work *work = w->work;
	const char *name = batch_list_name(work->list, position);
	struct tl_error inner = { 0 };
	struct stat state;

	if (stat(work->list->path[position], &state) != 0)
		return system_error(e, work->list->path[position], "cannot be read", errno);
	*taken = was_noted(work, &state, name) && take(w, position, name);
	if (*taken)
		return TL_OK;
	tl_status status = redact(w, position, name, &inner);
	if (status == TL_OK)
		return write_note(work, &state, name, e);
	if (status == TL_DOCUMENT)
		return keep_reason(work, position, &inner, e);
	*e = inner;
	return status;
}

/* --- the threads */

static bool
next_position(struct batch_work *work, size_t *position)
{
	(void)pthread_mutex_lock(&work->mutex);
	bool more = !work->stop && work->next < work->list->count;
	if (more)
		*position = work->next++;
	(void)pthread_mutex_unlock(&work->mutex);
	return more;
}

static void
count_one(struct batch_work *work, size_t position, bool taken, tl_status status,
    const struct tl_error *error)
{
	(void)pthread_mutex_lock(&work->mutex);
	work->taken += taken;
	work->refused += work->reasons[position] != NULL;
	if (status != TL_OK && !work->stop) {
		work->stop = true;
		work->status = status;
		work->error = *error;
	}
	(void)pthread_mutex_unlock(&work->mutex);
}

static void *
run(void *context)
{
	struct worker *w = context;
	size_t position;

	while (next_position(w->work, &position)) {
		struct tl_error error = { 0 };
		bool taken = false;
		tl_status status = do_one(w, position, &taken, &error);
		count_one(w->work, position, taken, status, &error);
	}
	return NULL;
}

static tl_status
open_journal(struct batch_work *work, struct tl_error *e)
{
	work->journal = openat(
	    work->out->fd, JOURNAL, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (work->journal < 0)
		return system_error(e, work->out->partial, "cannot be written", errno);
	return file_read_descriptor(
	    work->journal, work->out->partial, (size_t)1 << 30, &work->journaled, e);
}

tl_status
batch_work_run(struct batch_work *work, size_t threads, struct tl_error *e)
{
	work->reasons = calloc(work->list->count, sizeof *work->reasons);
	struct worker *workers = calloc(threads, sizeof *workers);
	if (work->reasons == NULL || workers == NULL) {
		free(workers);
		return system_error(e, "", "no memory", ENOMEM);
	}
	tl_status status = open_journal(work, e);
	(void)pthread_mutex_init(&work->mutex, NULL);
	size_t started = 0;
	for (size_t i = 0; i < threads; i++) {
		workers[i].work = work;
		for (size_t p = 0; p < PARTS; p++)
			workers[i].part[p].fd = -1;
	}
	for (size_t i = 1; i < threads && status == TL_OK; i++)
		if (pthread_create(&workers[i].thread, NULL, run, &workers[i]) != 0)
			break;
		else
			started = i;
	if (status == TL_OK)
		(void)run(&workers[0]);
	for (size_t i = 1; i <= started; i++)
		(void)pthread_join(workers[i].thread, NULL);
	(void)pthread_mutex_destroy(&work->mutex);
	free(workers);
	if (status == TL_OK && work->stop) {
		*e = work->error;
		status = work->status;
	}
	return status;
}

void
batch_work_release(struct batch_work *work)
{
	for (size_t i = 0; work->reasons != NULL && i < work->list->count; i++)
		free(work->reasons[i]);
	free(work->reasons);
	if (work->journal >= 0)
		(void)close(work->journal);
	file_close(&work->journaled);
}
