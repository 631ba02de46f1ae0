#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/publish.h"

static int
give_name(struct part *part)
{
	char self[32];

	(void)snprintf(self, sizeof self, "/proc/self/fd/%d", part->fd);
	int done = part->temporary != NULL
	    ? linkat(AT_FDCWD, part->temporary, AT_FDCWD, part->path, 0)
	    : linkat(AT_FDCWD, self, AT_FDCWD, part->path, AT_SYMLINK_FOLLOW);
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

/* Which names, and which files they may be taken back from. */
static tl_status
tell_names(const struct guard *guard, struct part *const *parts, size_t count, struct tl_error *e)
{
	struct guard_row rows[PARTS_MAX];
	struct stat state;
	size_t used = 0;

	for (size_t i = 0; i < count; i++) {
		if (parts[i]->path == NULL)
			continue;
		if (used == PARTS_MAX || fstat(parts[i]->fd, &state) != 0)
			return system_error(
			    e, "", "cannot publish", used == PARTS_MAX ? E2BIG : errno);
		rows[used++] = (struct guard_row){ state.st_dev, state.st_ino, parts[i]->path,
			parts[i]->temporary };
	}
	int number = guard_tell(guard, rows, used);
	return number == 0 ? TL_OK : system_error(e, "", "cannot publish", number);
}

tl_status
publish(struct guard *guard, struct part *const *parts, size_t count, struct tl_error *e)
{
	sigset_t all, before;

	tl_status status = on_disk(parts, count, e);
	if (status == TL_OK)
		status = tell_names(guard, parts, count, e);
	if (status != TL_OK)
		return status;
	(void)sigfillset(&all);
	(void)sigprocmask(SIG_BLOCK, &all, &before);
	status = name_all(parts, count, e);
	if (status == TL_OK) {
		int number = guard_tell_well(guard);
		if (number != 0)
			status = system_error(e, "", "cannot publish", number);
	}
	guard_end(guard);
	(void)sigprocmask(SIG_SETMASK, &before, NULL);
	return status;
}
