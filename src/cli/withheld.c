#include "cli/withheld.h"

#include <stdio.h>
#include <string.h>

static tl_status
name_manifest(const char *record, char *name, size_t size, struct tl_error *e)
{
	static const char record_end[] = ".audit.xml";
	size_t len = strlen(record), end = sizeof record_end - 1;

	if (len <= end || strcmp(record + len - end, record_end) != 0 || len + 8 > size)
		return usage_error(e, "which manifest? ", "give --manifest");
	(void)snprintf(name, size, "%.*s.manifest.xml", (int)(len - end), record);
	return TL_OK;
}

tl_status
withheld_files_read(struct withheld_files *files, const char *record, const char *source,
    const char *manifest, struct tl_error *e)
{
	char name[4096];
	tl_status status = TL_OK;

	*files = (struct withheld_files){ .given = { .record = { NULL, 0 } } };
	if (record == NULL || source == NULL)
		return usage_error(e, "the withheld record and the original are needed: ",
		    "--record FILE, --source FILE");
	if (manifest == NULL)
		status = name_manifest(record, name, sizeof name, e);
	if (status == TL_OK)
		status = file_read(record, FILE_CEILING, &files->record, e);
	if (status == TL_OK)
		status = file_read(
		    manifest != NULL ? manifest : name, FILE_CEILING, &files->manifest, e);
	if (status == TL_OK)
		status = file_read(source, FILE_CEILING, &files->source, e);
	files->given = (struct tl_withheld){ .record = file_bytes(&files->record),
		.manifest = file_bytes(&files->manifest),
		.source = file_bytes(&files->source) };
	return status;
}

void
withheld_files_close(struct withheld_files *files)
{
	file_close(&files->record);
	file_close(&files->manifest);
	file_close(&files->source);
}
