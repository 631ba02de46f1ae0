#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cli/guard.h"

/* All that comes through the pipe: a row for each name, and a byte when all is well. */
struct orders {
	struct guard_row rows[PARTS_MAX];
	char well;
};

/* Takes a name back, but only from the very file that was to have it. */
static void
take_back(const struct guard_row *row)
{
	struct stat named;

	if (row->path[0] != '\0' && lstat(row->path, &named) == 0 && named.st_dev == row->device &&
	    named.st_ino == row->inode)
		(void)unlink(row->path);
	if (row->temporary[0] != '\0')
		(void)unlink(row->temporary);
}

/* In a session of its own, so that what kills the other does not kill it; waits for the word that all is well. */
static void
watch(int from)
{
	static struct orders orders; /* in the guard's process alone */
	sigset_t all;
	size_t got = 0;

	(void)setsid();
	(void)sigfillset(&all);
	(void)sigprocmask(SIG_BLOCK, &all, NULL);
	for (int fd = 0; fd < 3; fd++)
		(void)close(fd); /* nobody waits for the end of its output */
	for (ssize_t n = 1; n > 0 && got<sizeof orders; got += n> 0 ? (size_t)n : 0)
		n = read(from, (char *)&orders + got, sizeof orders - got);
	for (size_t i = 0; i < PARTS_MAX && orders.well != 'y'; i++)
		take_back(&orders.rows[i]);
	_exit(0);
}

tl_status
guard_start(struct guard *guard, struct tl_error *e)
{
	int word[2];

	*guard = (struct guard){ .to = -1 };
	if (pipe2(word, O_CLOEXEC) != 0)
		return system_error(e, "", "cannot publish", errno);
	guard->process = fork();
	if (guard->process == 0) {
		(void)close(word[1]);
		watch(word[0]);
	}
	(void)close(word[0]);
	guard->to = word[1];
	if (guard->process < 0)
		return system_error(e, "", "cannot publish", errno);
	return TL_OK;
}

int
guard_tell(const struct guard *guard, const void *bytes, size_t len)
{
	const char *at = bytes;

	while (len > 0) {
		ssize_t n = write(guard->to, at, len);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return n < 0 ? errno : EIO;
		at += n;
		len -= (size_t)n;
	}
	return 0;
}

void
guard_end(struct guard *guard)
{
	if (guard->to < 0)
		return;
	(void)close(guard->to);
	guard->to = -1;
	while (!guard->well && guard->process > 0 && waitpid(guard->process, NULL, 0) < 0 &&
	    errno == EINTR)
		;
}
