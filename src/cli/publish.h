/*
 * cli/publish.h -- the files of one release appear together or not at all.
 *
 * Idea:   every part is written into a file without a name (O_TMPFILE). When all are complete and on the disk they get
 *         their names, the manifest last. A disk that is full, a failed key or a killed process leaves nothing.
 * Always: a name that exists is never overwritten. Signals wait while names are given. A guard process outlives a killed
 *         one and takes back what names were given, so that a half release does not stay. It is made first of all, while
 *         the process is small and its copy costs little.
 * Owns:   descriptors and names until publish_release().
 * Fails:  TL_SYSTEM with the file's name and the system's reason; then no name was given.
 */
#ifndef CLI_PUBLISH_H
#define CLI_PUBLISH_H

#include <sys/types.h>

#include "cli/guard.h"

struct part {
	const char *path; /* where it will be; NULL: no such part */
	char *
	    temporary; /* its name until then, where the file system has no nameless files; else NULL */
	int fd;
	size_t used, most; /* of the buffer; most: ever */
	size_t waiting;    /* written, and the disk was not told yet */
	int failed;        /* errno of the first failed write */
	unsigned char buffer[1 << 16];
};

/* Opens a nameless file in the directory of `path`. `mode` before the umask. */
tl_status part_open(struct part *part, const char *path, mode_t mode, struct tl_error *e);
/* The same without a directory: for an output that goes to standard output in the end. */
tl_status part_open_memory(struct part *part, struct tl_error *e);
void part_release(struct part *part);

/* struct tl_sink over a part. */
int part_write(void *part, const void *bytes, size_t len);
tl_status part_flush(struct part *part, struct tl_error *e);
/* Of what was written: at most `capacity` bytes from `offset` on; how many, 0 at the end, -1 on failure. */
int64_t part_read(struct part *part, uint64_t offset, void *bytes, size_t capacity);
/* Copies all bytes to a descriptor. */
tl_status part_copy(struct part *part, int to, struct tl_error *e);

/* Names all parts, in order; parts without a path are left alone. */
tl_status publish(struct guard *guard, struct part *const *parts, size_t count, struct tl_error *e);

#endif
