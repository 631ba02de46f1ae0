#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cli/publish.h"

/* Takes a name back, but only from the very file that this part wrote. */
static void
take_back(const struct part *part)
{
	struct stat named, ours;

	if (part->path != NULL && lstat(part->path, &named) == 0 && fstat(part->fd, &ours) == 0 &&
	    named.st_dev == ours.st_dev && named.st_ino == ours.st_ino)
		(void)unlink(part->path);
	if (part->temporary != NULL)
		(void)unlink(part->temporary);
}

/* In a session of its own, so that what kills the other does not kill it; waits for the word that all is well. */
static void
guard(int from, struct part *const *parts, size_t count)
{
	char word = 0;

	(void)setsid();
	for (int fd = 0; fd < 3; fd++)
		(void)close(fd); /* nobody waits for the end of its output */
	while (read(from, &word, 1) < 0 && errno == EINTR)
		;
	if (word != 'y')
		for (size_t i = 0; i < count; i++)
			take_back(parts[i]);
	_exit(0);
}

static int
give_name(struct part *part)
{
	char self[32];

	(void)snprintf(self, sizeof self, "/proc/self/fd/%d", part->fd);
	int done = part->temporary != NULL
	    ? linkat(AT_FDCWD, part->temporary, AT_FDCWD, part->path, 0)
	    : linkat(AT_FDCWD, self, AT_FDCWD, part->path, AT_SYMLINK_FOLLOW);
	part->named = done == 0;
	return done == 0 ? 0 : errno;
}

static tl_status
name_all(struct part *const *parts, size_t count, struct tl_error *e)
{
	for (size_t i = 0; i < count; i++) {
		int number = parts[i]->path != NULL ? give_name(parts[i]) : 0;
		if (number != 0)
			return system_error(e, parts[i]->path, "cannot be written", number);
	}
	return TL_OK;
}

static tl_status
on_disk(struct part *const *parts, size_t count, struct tl_error *e)
{
	for (size_t i = 0; i < count; i++) {
		if (parts[i]->path == NULL)
			continue;
		tl_status status = part_flush(parts[i], e);
		if (status != TL_OK)
			return status;
		if (fsync(parts[i]->fd) != 0)
			return system_error(e, parts[i]->path, "was not written", errno);
	}
	return TL_OK;
}

tl_status
publish(struct part *const *parts, size_t count, struct tl_error *e)
{
	sigset_t all, before;
	int word[2];

	tl_status status = on_disk(parts, count, e);
	if (status != TL_OK)
		return status;
	if (pipe2(word, O_CLOEXEC) != 0)
		return system_error(e, "", "cannot publish", errno);
	(void)sigfillset(&all);
	(void)sigprocmask(SIG_BLOCK, &all, &before);
	pid_t child = fork();
	if (child == 0) {
		(void)close(word[1]);
		guard(word[0], parts, count);
	}
	(void)close(word[0]);
	status =
	    child < 0 ? system_error(e, "", "cannot publish", errno) : name_all(parts, count, e);
	bool told = status == TL_OK && write(word[1], "y", 1) == 1;
	if (status == TL_OK && !told)
		status = system_error(e, "", "cannot publish", errno);
	(void)close(word[1]);
	/* A guard that was told goes by itself; one that has to take names back is waited for. */
	while (child > 0 && !told && waitpid(child, NULL, 0) < 0 && errno == EINTR)
		;
	(void)sigprocmask(SIG_SETMASK, &before, NULL);
	return status;
}
