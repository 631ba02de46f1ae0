/*
 * cli/file.h -- files and streams as the verbs read them.
 *
 * Idea:   a source is read once, through one descriptor, into memory of our own: nobody can change it between two looks.
 * Always: a regular file whose size or time changes while it is read is refused. The memory is wiped when closed.
 * Owns:   file_close() releases the bytes and the descriptor.
 * Fails:  TL_SYSTEM with the file's name and the system's reason.
 */
#ifndef CLI_FILE_H
#define CLI_FILE_H

#include <stdint.h>
#include <sys/types.h>

#include "cli/cli.h"

struct file {
	unsigned char *bytes;
	size_t len;
	size_t capacity;
};

/* "-" is standard input. At most `ceiling` bytes. */
tl_status file_read(const char *path, size_t ceiling, struct file *out, struct tl_error *e);
/* The same from an open descriptor, which the caller closes; `path` is for messages. */
tl_status file_read_descriptor(
    int fd, const char *path, size_t ceiling, struct file *out, struct tl_error *e);
void file_close(struct file *file);
struct tl_bytes file_bytes(const struct file *file);

/* A key: a regular file that only its owner can read, else TL_KEY. */
tl_status file_read_key(const char *path, struct file *out, struct tl_error *e);

/* One regular file, not a link, opened for one pass: the verifier reads what it checks through one descriptor.
 * Not there, a link, a pipe, a device or a directory: TL_NO, for a verdict. */
tl_status file_open_strict(const char *path, int *fd, struct tl_error *e);
int64_t file_reader_read(void *fd, void *bytes, size_t capacity); /* struct tl_reader over an int */

#define FILE_CEILING ((size_t)UINT32_MAX)
#define KEY_CEILING  ((size_t)1 << 20)

#endif
