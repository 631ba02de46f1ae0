/*
 * cli/batch_list.h -- the work list of a batch.
 *
 * Idea:   a folder's regular files by name, or the lines of a file in their order. The order is that of the batch's leaves.
 * Always: no two documents have the same name, and none has a name of the batch's own files.
 * Owns:   its texts, until batch_list_release().
 * Fails:  TL_USAGE for a name that cannot be; TL_SYSTEM.
 */
#ifndef CLI_BATCH_LIST_H
#define CLI_BATCH_LIST_H

#include "cli/file.h"

#define BATCH_DOCUMENTS_MAX ((size_t)1 << 20)

struct batch_list {
	char **path;
	size_t count, capacity;
};

tl_status batch_list_read(const char *folder_or_list, struct batch_list *out, struct tl_error *e);
void batch_list_release(struct batch_list *list);

/* Without its folder. */
const char *batch_list_name(const struct batch_list *list, size_t position);

#endif
