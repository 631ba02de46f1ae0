/*
 * cli/work_folder.h -- a folder that appears whole.
 *
 * Idea:   the files of a batch are written into NAME.partial, which gets its name in one step when all is done. A run that
 *         is killed leaves that folder, and the next one goes on in it.
 * Always: NAME never exists half; one that exists is not touched. Mode 0700 until it is published. One run at a time.
 * Owns:   a descriptor, until work_folder_close().
 * Fails:  TL_SYSTEM with the name and the system's reason.
 */
#ifndef CLI_WORK_FOLDER_H
#define CLI_WORK_FOLDER_H

#include <limits.h>

#include "cli/publish.h"

struct work_folder {
	const char *name; /* NULL: not asked for */
	char partial[PATH_MAX];
	int fd;
};

tl_status work_folder_open(struct work_folder *folder, const char *name, struct tl_error *e);
void work_folder_close(struct work_folder *folder);

/* An empty file for writing, or one for reading; *fd is -1 where it cannot be. */
tl_status work_file_create(const struct work_folder *folder, const char *name, const char *end,
    mode_t mode, struct part *part, struct tl_error *e);
int work_file_open(const struct work_folder *folder, const char *name, const char *end);
void work_file_drop(const struct work_folder *folder, const char *name, const char *end);

/* Everything to the disk, then the name. */
tl_status work_folder_publish(struct work_folder *folder, mode_t mode, struct tl_error *e);
/* Nothing was released: the empty folder goes. */
void work_folder_drop(struct work_folder *folder);

#endif
