#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "cli/batch_list.h"

void
batch_list_release(struct batch_list *list)
{
	for (size_t i = 0; i < list->count; i++)
		free(list->path[i]);
	free(list->path);
	*list = (struct batch_list){ 0 };
}

static const char *
name_of(const char *path)
{
	const char *slash = strrchr(path, '/');
	return slash != NULL ? slash + 1 : path;
}

const char *
batch_list_name(const struct batch_list *list, size_t position)
{
	return name_of(list->path[position]);
}

/* Takes over the path, which is NULL where there was no memory for it. */
static tl_status
add(struct batch_list *list, char *path, struct tl_error *e)
{
	if (path != NULL && list->count == list->capacity) {
		size_t more = list->capacity == 0 ? 64 : 2 * list->capacity;
		char **bigger = more > 2 * BATCH_DOCUMENTS_MAX
		    ? NULL
		    : realloc(list->path, more * sizeof *bigger);
		if (bigger == NULL) {
			free(path);
			path = NULL;
		} else {
			list->path = bigger;
			list->capacity = more;
		}
	}
	if (path == NULL || list->count == BATCH_DOCUMENTS_MAX) {
		free(path);
		return system_error(e, "", "too many documents for a batch", ENOMEM);
	}
	list->path[list->count++] = path;
	return TL_OK;
}

static int
by_bytes(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static int
by_name(const void *a, const void *b)
{
	return strcmp(name_of(*(const char *const *)a), name_of(*(const char *const *)b));
}

static char *
join(const char *folder, const char *name)
{
	size_t size = strlen(folder) + strlen(name) + 2;
	char *path = malloc(size);
	if (path != NULL)
		(void)snprintf(path, size, "%s/%s", folder, name);
	return path;
}

static tl_status
read_folder(const char *folder, struct batch_list *list, struct tl_error *e)
{
	DIR *rows = opendir(folder);
	tl_status status = TL_OK;
	struct stat state;

	if (rows == NULL)
		return system_error(e, folder, "cannot be read", errno);
	for (const struct dirent *row; status == TL_OK && (row = readdir(rows)) != NULL;) {
		if (row->d_name[0] == '.')
			continue;
		char *path = join(folder, row->d_name);
		if (path != NULL && (stat(path, &state) != 0 || !S_ISREG(state.st_mode)))
			free(path);
		else
			status = add(list, path, e);
	}
	(void)closedir(rows);
	if (list->count > 1)
		qsort(list->path, list->count, sizeof *list->path, by_bytes);
	return status;
}

static tl_status
read_lines(const char *path, struct batch_list *list, struct tl_error *e)
{
	struct file file;
	tl_status status = file_read(path, (size_t)1 << 28, &file, e);

	for (size_t at = 0; status == TL_OK && at < file.len;) {
		const unsigned char *from = file.bytes + at;
		const unsigned char *feed = memchr(from, '\n', file.len - at);
		size_t len = feed != NULL ? (size_t)(feed - from) : file.len - at;
		at += len + 1;
		if (len > 0)
			status = add(list, strndup((const char *)from, len), e);
	}
	file_close(&file);
	return status;
}

static bool
ends_with(const char *name, const char *end)
{
	size_t len = strlen(name), tail = strlen(end);
	return len >= tail && strcmp(name + len - tail, end) == 0;
}

static bool
may_be(const char *name)
{
	for (const char *at = name; *at != '\0'; at++)
		if ((unsigned char)*at < ' ')
			return false;
	return name[0] != '\0' && name[0] != '.' && strlen(name) < 200 &&
	    !ends_with(name, ".manifest.xml") && !ends_with(name, ".batch-proof") &&
	    strcmp(name, "batch.xml") != 0 && strcmp(name, "batch.xml.p7s") != 0;
}

static tl_status
check_names(const struct batch_list *list, struct tl_error *e)
{
	tl_status status = TL_OK;

	if (list->count == 0)
		return usage_error(e, "there is no document in the work list", "");
	char **sorted = malloc(list->count * sizeof *sorted);
	if (sorted == NULL)
		return system_error(e, "", "no memory", ENOMEM);
	memcpy(sorted, list->path, list->count * sizeof *sorted);
	qsort(sorted, list->count, sizeof *sorted, by_name);
	for (size_t i = 0; i < list->count && status == TL_OK; i++) {
		if (!may_be(name_of(sorted[i])))
			status = usage_error(
			    e, "a batch cannot hold a document of this name: ", name_of(sorted[i]));
		else if (i > 0 && by_name(&sorted[i - 1], &sorted[i]) == 0)
			status = usage_error(
			    e, "two documents of the batch have this name: ", name_of(sorted[i]));
	}
	free(sorted);
	return status;
}

tl_status
batch_list_read(const char *folder_or_list, struct batch_list *out, struct tl_error *e)
{
	struct stat state;

	*out = (struct batch_list){ 0 };
	bool folder = stat(folder_or_list, &state) == 0 && S_ISDIR(state.st_mode);
	tl_status status =
	    folder ? read_folder(folder_or_list, out, e) : read_lines(folder_or_list, out, e);
	if (status == TL_OK)
		status = check_names(out, e);
	if (status != TL_OK)
		batch_list_release(out);
	return status;
}
