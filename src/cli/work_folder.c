#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/work_folder.h"

tl_status
work_folder_open(struct work_folder *folder, const char *name, struct tl_error *e)
{
	struct stat state;

	folder->name = name;
	folder->fd = -1;
	if (name == NULL)
		return TL_OK;
	size_t len = strlen(name);
	while (len > 1 && name[len - 1] == '/')
		len--;
	int n = snprintf(folder->partial, sizeof folder->partial, "%.*s.partial", (int)len, name);
	if (n < 0 || (size_t)n >= sizeof folder->partial)
		return usage_error(e, "this name is too long: ", name);
	if (lstat(name, &state) == 0)
		return system_error(e, name, "will not be overwritten; remove it first", EEXIST);
	if (mkdir(folder->partial, 0700) != 0 && errno != EEXIST)
		return system_error(e, folder->partial, "cannot be made", errno);
	folder->fd = open(folder->partial, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
	if (folder->fd < 0 || fstat(folder->fd, &state) != 0)
		return system_error(e, folder->partial, "cannot be opened", errno);
	if (state.st_uid != geteuid() || (state.st_mode & 077) != 0)
		return system_error(
		    e, folder->partial, "was not left by an earlier run; remove it", EPERM);
	if (flock(folder->fd, LOCK_EX | LOCK_NB) != 0)
		return system_error(e, folder->partial, "another run works here", errno);
	return TL_OK;
}

void
work_folder_close(struct work_folder *folder)
{
	if (folder->name != NULL && folder->fd >= 0)
		(void)close(folder->fd);
	folder->fd = -1;
}

static const char *
joined(char out[PATH_MAX], const char *name, const char *end)
{
	(void)snprintf(out, PATH_MAX, "%s%s", name, end);
	return out;
}

tl_status
work_file_create(const struct work_folder *folder, const char *name, const char *end, mode_t mode,
    struct part *part, struct tl_error *e)
{
	char path[PATH_MAX];

	part->fd = -1;
	if (folder->name == NULL)
		return TL_OK;
	part->used = part->most = 0;
	part->failed = 0;
	part->fd = openat(folder->fd, joined(path, name, end),
	    O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, mode);
	return part->fd >= 0 ? TL_OK : system_error(e, name, "cannot be written", errno);
}

int
work_file_open(const struct work_folder *folder, const char *name, const char *end)
{
	char path[PATH_MAX];
	return openat(folder->fd, joined(path, name, end), O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
}

void
work_file_drop(const struct work_folder *folder, const char *name, const char *end)
{
	char path[PATH_MAX];
	if (folder->name != NULL)
		(void)unlinkat(folder->fd, joined(path, name, end), 0);
}

static int
sync_parent(const char *partial)
{
	char parent[PATH_MAX];
	const char *slash = strrchr(partial, '/');

	(void)snprintf(parent, sizeof parent, "%.*s",
	    slash == NULL          ? 1
		: slash == partial ? 1
				   : (int)(slash - partial),
	    slash == NULL ? "." : partial);
	int fd = open(parent, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	int done = fd >= 0 ? fsync(fd) : -1;
	if (fd >= 0)
		(void)close(fd);
	return done;
}

tl_status
work_folder_publish(struct work_folder *folder, mode_t mode, struct tl_error *e)
{
	if (folder->name == NULL)
		return TL_OK;
	mode_t mask = umask(0);
	(void)umask(mask);
	if (syncfs(folder->fd) != 0 || fchmod(folder->fd, mode & ~mask) != 0 ||
	    renameat2(AT_FDCWD, folder->partial, AT_FDCWD, folder->name, RENAME_NOREPLACE) != 0 ||
	    sync_parent(folder->partial) != 0)
		return system_error(e, folder->name, "cannot be published", errno);
	return TL_OK;
}

void
work_folder_drop(struct work_folder *folder)
{
	if (folder->name != NULL)
		(void)rmdir(folder->partial);
}
