/*
 * cli/withheld.h -- record, original and manifest, as `open` and `index` name them.
 *
 * Idea:   what is made of a withheld record leaves in files that appear all or not at all, as a release does.
 * Always: the manifest stands beside the record where it is not named: OUT.audit.xml and OUT.manifest.xml.
 * Owns:   withheld_files_close() wipes what was read.
 * Fails:  TL_USAGE, TL_SYSTEM, with the file's name.
 */
#ifndef CLI_WITHHELD_H
#define CLI_WITHHELD_H

#include "cli/file.h"

struct withheld_files {
	struct file record, manifest, source;
	struct tl_withheld given;
};

/* `manifest` may be NULL. */
tl_status withheld_files_read(struct withheld_files *files, const char *record, const char *source,
    const char *manifest, struct tl_error *e);
void withheld_files_close(struct withheld_files *files);

#endif
