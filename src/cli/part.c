#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/publish.h"

/* "a/b" -> "a", "b" -> ".", "/b" -> "/". */
static bool
directory_of(const char *path, char *out, size_t size)
{
	const char *slash = strrchr(path, '/');
	size_t len = slash == NULL ? 0 : slash == path ? 1 : (size_t)(slash - path);
	if (len + 1 > size)
		return false;
	memcpy(out, slash == NULL ? "." : path, slash == NULL ? 1 : len);
	out[slash == NULL ? 1 : len] = '\0';
	return true;
}

/* For file systems that have no nameless files: an unlikely name beside the final one. */
static int
open_named(struct part *part, const char *directory, mode_t mode)
{
	size_t size = strlen(directory) + sizeof "/.tearline-XXXXXX";
	part->temporary = malloc(size);
	if (part->temporary == NULL)
		return -1;
	(void)snprintf(part->temporary, size, "%s/.tearline-XXXXXX", directory);
	int fd = mkostemp(part->temporary, O_CLOEXEC);
	mode_t mask = umask(0);
	(void)umask(mask);
	if (fd < 0 || fchmod(fd, mode & ~mask) != 0) {
		free(part->temporary);
		part->temporary = NULL;
	}
	return fd;
}

tl_status
part_open(struct part *part, const char *path, mode_t mode, struct tl_error *e)
{
	char directory[PATH_MAX];
	struct stat state;

	part->fd = -1;
	if (lstat(path, &state) == 0)
		return system_error(e, path, "will not be overwritten; remove it first", EEXIST);
	if (errno != ENOENT || !directory_of(path, directory, sizeof directory))
		return system_error(e, path, "cannot be written", errno);
	part->fd = open(directory, O_TMPFILE | O_RDWR | O_CLOEXEC, mode);
	if (part->fd < 0 && (errno == EOPNOTSUPP || errno == EISDIR))
		part->fd = open_named(part, directory, mode);
	if (part->fd < 0)
		return system_error(e, path, "cannot be written", errno);
	part->path = path;
	return TL_OK;
}

tl_status
part_open_memory(struct part *part, struct tl_error *e)
{
	part->fd = memfd_create("tearline", MFD_CLOEXEC);
	if (part->fd < 0)
		return system_error(e, "standard output", "no memory for it", errno);
	return TL_OK;
}

void
part_release(struct part *part)
{
	if (part->temporary != NULL)
		(void)unlink(part->temporary);
	free(part->temporary);
	if (part->fd >= 0)
		(void)close(part->fd);
	explicit_bzero(part->buffer, part->most);
	part->temporary = NULL;
	part->path = NULL;
	part->fd = -1;
}

static int
write_all(int fd, const unsigned char *bytes, size_t len)
{
	while (len > 0) {
		ssize_t n = write(fd, bytes, len);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return n < 0 ? errno : EIO;
		bytes += n;
		len -= (size_t)n;
	}
	return 0;
}

/* The disk begins to work while more is made, so that there is less to wait for in the end. A hint only: whether all is
 * there fsync() says. */
static void
send_off(struct part *part, size_t len)
{
	static const size_t worth_it = (size_t)4 << 20;

	part->waiting += len;
	if (part->waiting < worth_it)
		return;
	(void)sync_file_range(part->fd, 0, 0, SYNC_FILE_RANGE_WRITE);
	part->waiting = 0;
}

static void
write_out(struct part *part, const void *bytes, size_t len)
{
	if (part->failed == 0)
		part->failed = write_all(part->fd, bytes, len);
	if (part->failed == 0)
		send_off(part, len);
}

static void
drain(struct part *part)
{
	write_out(part, part->buffer, part->used);
	part->used = 0;
}

int
part_write(void *context, const void *bytes, size_t len)
{
	struct part *part = context;

	if (len > sizeof part->buffer - part->used)
		drain(part);
	if (len > sizeof part->buffer)
		write_out(part, bytes, len);
	else if (part->failed == 0) {
		memcpy(part->buffer + part->used, bytes, len);
		part->used += len;
		part->most = part->used > part->most ? part->used : part->most;
	}
	return part->failed == 0 ? 0 : -1;
}

tl_status
part_flush(struct part *part, struct tl_error *e)
{
	drain(part);
	if (part->failed != 0)
		return system_error(e, part->path != NULL ? part->path : "standard output",
		    "was not written", part->failed);
	return TL_OK;
}

int64_t
part_read(struct part *part, uint64_t offset, void *bytes, size_t capacity)
{
	drain(part);
	if (part->failed != 0)
		return -1;
	for (;;) {
		ssize_t got = pread(part->fd, bytes, capacity, (off_t)offset);
		if (got >= 0 || errno != EINTR)
			return got;
	}
}

tl_status
part_copy(struct part *part, int to, struct tl_error *e)
{
	unsigned char bytes[1 << 14];
	uint64_t offset = 0;
	int number = 0;
	int64_t got;

	while (number == 0 && (got = part_read(part, offset, bytes, sizeof bytes)) != 0) {
		number = got < 0 ? EIO : write_all(to, bytes, (size_t)got);
		offset += (uint64_t)got;
	}
	if (number != 0)
		return system_error(e, "standard output", "was not written", number);
	return TL_OK;
}
