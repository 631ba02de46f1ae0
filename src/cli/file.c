#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/file.h"

void
file_close(struct file *file)
{
	if (file->bytes != NULL)
		explicit_bzero(file->bytes, file->len);
	free(file->bytes);
	*file = (struct file){ 0 };
}

struct tl_bytes
file_bytes(const struct file *file)
{
	return (struct tl_bytes){ file->bytes, file->len };
}

static bool
grow(struct file *file, size_t capacity)
{
	unsigned char *bytes = malloc(capacity);
	if (bytes == NULL)
		return false;
	/* Large pages: the first touch of a small one costs more than reading into it. */
	uintptr_t page = (uintptr_t)2 << 20, from = ((uintptr_t)bytes + page - 1) / page * page;
	if (capacity >= 2 * page)
		(void)madvise((void *)from, capacity - page, MADV_HUGEPAGE);
	if (file->bytes != NULL) {
		memcpy(bytes, file->bytes, file->len);
		explicit_bzero(file->bytes, file->len);
		free(file->bytes);
	}
	file->bytes = bytes;
	file->capacity = capacity;
	return true;
}

static tl_status
read_all(int fd, const char *path, size_t ceiling, struct file *file, struct tl_error *e)
{
	for (;;) {
		if (file->len == file->capacity) {
			size_t more = file->capacity < 4096 ? 8192 : file->capacity * 2;
			if (file->len > ceiling || !grow(file, more))
				return system_error(e, path, "too large to read", EFBIG);
		}
		ssize_t n = read(fd, file->bytes + file->len, file->capacity - file->len);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return system_error(e, path, "cannot be read", errno);
		if (n == 0)
			return TL_OK;
		file->len += (size_t)n;
	}
}

/* Part of a file that is read beside another. */
struct stretch {
	int fd;
	unsigned char *bytes;
	size_t from, len, got;
};

static void *
read_stretch(void *context)
{
	struct stretch *s = context;

	while (s->got < s->len) {
		ssize_t n =
		    pread(s->fd, s->bytes + s->got, s->len - s->got, (off_t)(s->from + s->got));
		if (n <= 0 && !(n < 0 && errno == EINTR))
			break;
		s->got += n > 0 ? (size_t)n : 0;
	}
	return NULL;
}

/* The first touch of so much memory takes longer than all that is done with some of it later: two threads share it. What
 * does not succeed at once changes nothing, and is done again in the plain way. */
static void
read_halves(int fd, size_t size, struct file *file)
{
	static const size_t worth_a_thread = (size_t)16 << 20;
	const size_t half = size / 2;
	struct stretch first = { .fd = fd, .bytes = file->bytes, .len = half };
	struct stretch second = {
		.fd = fd, .bytes = file->bytes + half, .from = half, .len = size - half
	};
	pthread_t thread;

	if (size < worth_a_thread || lseek(fd, 0, SEEK_CUR) != 0 ||
	    pthread_create(&thread, NULL, read_stretch, &second) != 0)
		return;
	(void)read_stretch(&first);
	(void)pthread_join(thread, NULL);
	if (first.got == first.len && second.got == second.len &&
	    lseek(fd, (off_t)size, SEEK_SET) == (off_t)size)
		file->len = size;
}

static bool
same_state(const struct stat *a, const struct stat *b)
{
	return a->st_size == b->st_size && a->st_mtim.tv_sec == b->st_mtim.tv_sec &&
	    a->st_mtim.tv_nsec == b->st_mtim.tv_nsec;
}

tl_status
file_read_descriptor(int fd, const char *path, size_t ceiling, struct file *out, struct tl_error *e)
{
	struct stat before, after;

	if (fstat(fd, &before) != 0)
		return system_error(e, path, "cannot be read", errno);
	if (S_ISDIR(before.st_mode))
		return system_error(e, path, "cannot be read", EISDIR);
	if (S_ISREG(before.st_mode)) {
		if ((uintmax_t)before.st_size > ceiling)
			return system_error(e, path, "too large to read", EFBIG);
		if (!grow(out, (size_t)before.st_size + 1))
			return system_error(e, path, "cannot be read", ENOMEM);
		read_halves(fd, (size_t)before.st_size, out);
	}
	tl_status status = read_all(fd, path, ceiling, out, e);
	if (status != TL_OK)
		return status;
	if (S_ISREG(before.st_mode) &&
	    (fstat(fd, &after) != 0 || !same_state(&before, &after) ||
		out->len != (size_t)before.st_size))
		return system_error(e, path, "changed while it was read; try again", EBUSY);
	return TL_OK;
}

tl_status
file_read(const char *path, size_t ceiling, struct file *out, struct tl_error *e)
{
	*out = (struct file){ 0 };
	bool standard = strcmp(path, "-") == 0;
	int fd = standard ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return system_error(e, path, "cannot be opened", errno);
	tl_status status =
	    file_read_descriptor(fd, standard ? "standard input" : path, ceiling, out, e);
	if (!standard)
		(void)close(fd);
	if (status != TL_OK)
		file_close(out);
	return status;
}

tl_status
file_read_key(const char *path, struct file *out, struct tl_error *e)
{
	struct stat state;

	*out = (struct file){ 0 };
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0 || fstat(fd, &state) != 0) {
		(void)system_error(e, path, "the key cannot be opened", errno);
	} else if (!S_ISREG(state.st_mode) || (state.st_mode & 077) != 0) {
		(void)system_error(e, path, "others can read this key; chmod 600 it", EACCES);
	} else if (file_read_descriptor(fd, path, KEY_CEILING, out, e) == TL_OK) {
		(void)close(fd);
		return TL_OK;
	}
	if (fd >= 0)
		(void)close(fd);
	file_close(out);
	e->status = TL_KEY;
	return TL_KEY;
}

tl_status
file_open_strict(const char *path, int *fd, struct tl_error *e)
{
	struct stat state;

	*fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	if (*fd >= 0 && fstat(*fd, &state) == 0 && S_ISREG(state.st_mode))
		return TL_OK;
	int number = *fd < 0 ? errno : EINVAL;
	if (*fd >= 0)
		(void)close(*fd);
	*fd = -1;
	(void)system_error(e, path, "is not a regular file that can be read", number);
	e->status = TL_NO;
	return TL_NO;
}

int64_t
file_reader_read(void *fd, void *bytes, size_t capacity)
{
	ssize_t n;
	do
		n = read(*(const int *)fd, bytes, capacity);
	while (n < 0 && errno == EINTR);
	return n;
}
