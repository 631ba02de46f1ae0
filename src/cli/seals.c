#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/seals.h"

tl_status
seal_name(const char *manifest, enum seal_kind kind, size_t number, char out[4096 + 16],
    struct tl_error *e)
{
	const char *end = kind == KIND_SEAL ? "p7s" : "sig";
	if (strlen(manifest) > 4096)
		return usage_error(e, "this name is too long: ", "the manifest's");
	if (number == 1)
		(void)snprintf(out, 4096 + 16, "%s.%s", manifest, end);
	else
		(void)snprintf(out, 4096 + 16, "%s.%zu.%s", manifest, number, end);
	return TL_OK;
}

/* The next file, read; it counts when keep() has it. */
static tl_status
read_next(struct seals *seals, const char *path, struct tl_error *e)
{
	int fd;
	if (seals->file_count == 2 * (size_t)SEALS_MAX)
		return usage_error(e, "so many seals are not read: ", path);
	struct file *file = &seals->files[seals->file_count];
	tl_status status = file_open_strict(path, &fd, e);
	if (status != TL_OK)
		return status;
	status = file_read_descriptor(fd, path, KEY_CEILING, file, e);
	(void)close(fd);
	return status;
}

static tl_status
keep(struct seals *seals, enum seal_kind kind, const char *path, struct tl_error *e)
{
	const struct file *file = &seals->files[seals->file_count++];
	size_t *count = kind == KIND_SSH ? &seals->ssh_count : &seals->seal_count;
	struct tl_bytes *to = kind == KIND_SSH ? seals->ssh : seals->seals;
	if (*count == SEALS_MAX)
		return usage_error(e, "so many seals are not read: ", path);
	to[(*count)++] = file_bytes(file);
	return TL_OK;
}

tl_status
seals_add(struct seals *seals, const char *path, struct tl_error *e)
{
	static const char head[] = "-----BEGIN SSH SIGNATURE";
	tl_status status = read_next(seals, path, e);
	if (status != TL_OK)
		return status;
	const struct file *file = &seals->files[seals->file_count];
	bool ssh = file->len >= sizeof head - 1 && memcmp(file->bytes, head, sizeof head - 1) == 0;
	return keep(seals, ssh ? KIND_SSH : KIND_SEAL, path, e);
}

tl_status
seals_find(struct seals *seals, const char *manifest, enum seal_kind kind, size_t least,
    struct tl_error *e)
{
	char name[4096 + 16];
	struct stat state;
	for (size_t number = 1; number <= SEALS_MAX + 1; number++) {
		tl_status status = seal_name(manifest, kind, number, name, e);
		if (status != TL_OK)
			return status;
		if (number > least && lstat(name, &state) != 0)
			break;
		status = read_next(seals, name, e);
		if (status == TL_OK)
			status = keep(seals, kind, name, e);
		if (status != TL_OK)
			return status;
	}
	return TL_OK;
}

void
seals_close(struct seals *seals)
{
	for (size_t i = 0; i < seals->file_count; i++)
		file_close(&seals->files[i]);
	seals->file_count = seals->seal_count = seals->ssh_count = 0;
}
