/*
 * cli/guard.h -- a second process that takes names back.
 *
 * Idea:   giving names to several files is several steps, and a process can be killed between two of them. The guard sees
 *         the end of its pipe then, and undoes what was done.
 * Always: it touches a name only while it leads to the very file that this run wrote. It is made first of all, while the
 *         process is small and its copy costs little, and it holds none of the document. It sleeps until the pipe's other
 *         end is closed: waking it would cost more than what it has to do.
 * Owns:   the pipe; guard_end() closes it.
 * Fails:  TL_SYSTEM where no process can be made.
 */
#ifndef CLI_GUARD_H
#define CLI_GUARD_H

#include <sys/types.h>

#include "cli/cli.h"

#define PARTS_MAX 7

struct guard {
	int to; /* -1: there is none */
	pid_t process;
	bool well; /* it was told so */
};

/* Names, and the file that gets the first; no longer than PATH_MAX, NULL: none. */
struct guard_row {
	dev_t device;
	ino_t inode;
	const char *path, *temporary;
};

tl_status guard_start(struct guard *guard, struct tl_error *e);
/* At most PARTS_MAX rows, before the first name is given; errno, or 0. EAGAIN: they are more than the pipe holds. */
int guard_tell(const struct guard *guard, const struct guard_row *rows, size_t count);
/* All names are given; errno, or 0. */
int guard_tell_well(struct guard *guard);
/* Lets it go. One that was told of names and not that all is well takes them back, and is waited for. */
void guard_end(struct guard *guard);

#endif
