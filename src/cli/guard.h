/*
 * cli/guard.h -- a second process that takes names back.
 *
 * Idea:   giving names to several files is several steps, and a process can be killed between two of them. The guard sees
 *         the end of its pipe then, and undoes what was done.
 * Always: it touches a name only while it leads to the very file that this run wrote. It is made first of all, while the
 *         process is small and its copy costs little, and it holds none of the document.
 * Owns:   the pipe; guard_end() closes it.
 * Fails:  TL_SYSTEM where no process can be made.
 */
#ifndef CLI_GUARD_H
#define CLI_GUARD_H

#include <limits.h>
#include <sys/types.h>

#include "cli/cli.h"

#define PARTS_MAX 4

struct guard {
	int to; /* -1: there is none */
	pid_t process;
	bool well; /* it was told so */
};

/* One name and the file that gets it. */
struct guard_row {
	dev_t device;
	ino_t inode;
	char path[PATH_MAX], temporary[PATH_MAX]; /* "": none */
};

tl_status guard_start(struct guard *guard, struct tl_error *e);
/* PARTS_MAX rows, and behind them the byte 'y'; errno, or 0. */
int guard_tell(const struct guard *guard, const void *bytes, size_t len);
/* Lets it go. One that was told of names and not that all is well takes them back, and is waited for. */
void guard_end(struct guard *guard);

#endif
