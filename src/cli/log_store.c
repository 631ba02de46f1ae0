#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/inputs.h"
#include "cli/log_store.h"

#define NEW_NAME  "new" /* what is being written; nothing else uses the name */
#define LOCK_NAME "lock"

tl_status
log_store_open(
    struct log_store *store, const char *path, enum log_access access, struct tl_error *e)
{
	*store = (struct log_store){ .path = path, .folder = -1, .lock = -1 };
	if (access == LOG_TO_CREATE && mkdir(path, 0777) != 0 && errno != EEXIST)
		return system_error(e, path, "cannot be made", errno);
	store->folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (store->folder < 0)
		return system_error(e, path, "the log cannot be opened", errno);
	if (access == LOG_TO_READ)
		return TL_OK;
	store->lock =
	    openat(store->folder, LOCK_NAME, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0666);
	int locked = -1;
	while (store->lock >= 0 && (locked = flock(store->lock, LOCK_EX)) != 0 && errno == EINTR)
		;
	if (locked != 0)
		return system_error(e, path, "the log cannot be locked", errno);
	return TL_OK;
}

void
log_store_close(struct log_store *store)
{
	if (store->lock >= 0)
		(void)close(store->lock);
	if (store->folder >= 0)
		(void)close(store->folder);
	store->lock = store->folder = -1;
}

static int
fail(struct log_store *store)
{
	if (store->failed == 0)
		store->failed = errno != 0 ? errno : EIO;
	return -1;
}

void
log_store_explain(const struct log_store *store, struct tl_error *e)
{
	size_t len = strlen(e->what);

	if (store->failed != 0 && e->status == TL_SYSTEM)
		(void)snprintf(
		    e->what + len, sizeof e->what - len, ": %s", strerror(store->failed));
}

/* The folder that holds the name's last part, made where `make` says so; *leaf is that part. Folders that are made reach
 * the disk before anything is put into them. */
static int
open_parent(const struct log_store *store, const char *name, int make, const char **leaf)
{
	char part[64];
	int at = fcntl(store->folder, F_DUPFD_CLOEXEC, 0);

	for (const char *slash; at >= 0 && (slash = strchr(name, '/')) != NULL; name = slash + 1) {
		size_t len = (size_t)(slash - name);
		if (len >= sizeof part)
			len = sizeof part - 1;
		memcpy(part, name, len);
		part[len] = '\0';
		bool made = make && mkdirat(at, part, 0777) == 0;
		int next = made && fsync(at) != 0
		    ? -1
		    : openat(at, part, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
		int number = errno;
		(void)close(at);
		errno = number;
		at = next;
	}
	*leaf = name;
	return at;
}

static int64_t
read_all(int fd, unsigned char *bytes, size_t capacity)
{
	struct stat state;
	size_t len = 0;
	ssize_t n = 1;

	if (fstat(fd, &state) != 0)
		return -1;
	errno = EFBIG;
	if (!S_ISREG(state.st_mode) || (uintmax_t)state.st_size > capacity)
		return -1;
	while (len < capacity && n > 0) {
		n = read(fd, bytes + len, capacity - len);
		if (n < 0 && errno == EINTR)
			n = 1;
		else if (n < 0)
			return -1;
		else
			len += (size_t)n;
	}
	return (int64_t)len;
}

static int64_t
store_read(void *context, const char *name, void *bytes, size_t capacity)
{
	struct log_store *store = context;
	const char *leaf;

	int at = open_parent(store, name, 0, &leaf);
	if (at < 0)
		return errno == ENOENT ? 0 : fail(store);
	int fd = openat(at, leaf, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	int number = errno;
	(void)close(at);
	errno = number;
	if (fd < 0)
		return errno == ENOENT ? 0 : fail(store);
	int64_t got = read_all(fd, bytes, capacity);
	number = errno;
	(void)close(fd);
	errno = number;
	/* A file that is longer than asked for is an answer, not a failure. */
	return got < 0 && number != EFBIG ? fail(store) : got;
}

static int
write_new(const struct log_store *store, const unsigned char *bytes, size_t len)
{
	int fd = openat(
	    store->folder, NEW_NAME, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0666);
	int done = fd < 0 ? -1 : 0;

	while (done == 0 && len > 0) {
		ssize_t n = write(fd, bytes, len);
		if (n < 0 && errno == EINTR)
			continue;
		done = n > 0 ? 0 : -1;
		bytes += n > 0 ? n : 0;
		len -= n > 0 ? (size_t)n : 0;
	}
	if (done == 0)
		done = fsync(fd);
	int number = errno;
	if (fd >= 0 && close(fd) != 0 && done == 0)
		return -1;
	errno = number;
	return done;
}

static int
store_write(void *context, const char *name, const void *bytes, size_t len, int replace)
{
	struct log_store *store = context;
	const char *leaf;

	if (write_new(store, bytes, len) != 0)
		return fail(store);
	int at = open_parent(store, name, 1, &leaf);
	if (at < 0)
		return fail(store);
	int done = replace ? renameat(store->folder, NEW_NAME, at, leaf)
			   : linkat(store->folder, NEW_NAME, at, leaf, 0);
	if (done == 0 && !replace)
		done = unlinkat(store->folder, NEW_NAME, 0);
	if (done == 0)
		done = fsync(at);
	int number = errno;
	(void)close(at);
	errno = number;
	return done == 0 ? 0 : fail(store);
}

static int
empty_folder(int at, const char *name)
{
	int fd = openat(at, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW), done = 0;
	DIR *folder = fd < 0 ? NULL : fdopendir(fd);

	if (folder == NULL) {
		if (fd >= 0)
			(void)close(fd);
		return -1;
	}
	for (const struct dirent *row; done == 0 && (row = readdir(folder)) != NULL;)
		if (strcmp(row->d_name, ".") != 0 && strcmp(row->d_name, "..") != 0)
			done = unlinkat(fd, row->d_name, 0);
	(void)closedir(folder);
	return done == 0 ? unlinkat(at, name, AT_REMOVEDIR) : done;
}

static int
store_remove(void *context, const char *name)
{
	struct log_store *store = context;
	const char *leaf;

	int at = open_parent(store, name, 0, &leaf);
	if (at < 0)
		return errno == ENOENT ? 0 : fail(store);
	int done = unlinkat(at, leaf, 0);
	if (done != 0 && (errno == EISDIR || errno == EPERM))
		done = empty_folder(at, leaf);
	if (done != 0 && errno == ENOENT)
		done = 0;
	if (done == 0)
		done = fsync(at);
	int number = errno;
	(void)close(at);
	errno = number;
	return done == 0 ? 0 : fail(store);
}

struct tl_log_store
log_store_of(struct log_store *store)
{
	return (struct tl_log_store){ store, store_read, store_write, store_remove };
}

tl_status
load_log_signer(
    const char *path, const char *passphrase, struct tl_log_signer **out, struct tl_error *e)
{
	struct file key = { 0 }, secret = { 0 };

	*out = NULL;
	tl_status status = file_read_key(path, &key, e);
	bool locked = status == TL_OK && memmem(key.bytes, key.len, "ENCRYPTED", 9) != NULL;
	if (status == TL_OK && (passphrase != NULL || locked))
		status = read_passphrase(passphrase, &secret, e);
	if (status == TL_OK)
		status = tl_log_signer_load(file_bytes(&key), file_bytes(&secret), out, e);
	file_close(&key);
	file_close(&secret);
	return status;
}
