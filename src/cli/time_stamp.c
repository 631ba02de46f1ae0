#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cli/time_stamp.h"

tl_status
load_tsa(const char *roots, const char *lists, struct tl_trust **out, struct tl_error *e)
{
	struct file file;

	tl_status status = tl_trust_new(out, e);
	if (status != TL_OK)
		return status;
	status = file_read(roots, KEY_CEILING, &file, e);
	if (status == TL_OK)
		status = tl_trust_add_root(*out, file_bytes(&file), e);
	file_close(&file);
	if (status == TL_OK && lists != NULL) {
		status = file_read(lists, (size_t)64 << 20, &file, e);
		if (status == TL_OK)
			status = tl_trust_add_crl(*out, file_bytes(&file), e);
		file_close(&file);
	}
	if (status != TL_OK) {
		tl_trust_free(*out);
		*out = NULL;
	}
	return status;
}

tl_status
load_token(const char *path, const char *seal, struct file *out, struct tl_error *e)
{
	char beside[4096 + 16];
	int fd;

	*out = (struct file){ 0 };
	(void)snprintf(beside, sizeof beside, "%.4096s.tsr", seal);
	if (path == NULL)
		path = beside;
	tl_status status = file_open_strict(path, &fd, e);
	if (status != TL_OK)
		return status;
	status = file_read_descriptor(fd, path, KEY_CEILING, out, e);
	(void)close(fd);
	if (status != TL_OK)
		file_close(out);
	return status;
}
