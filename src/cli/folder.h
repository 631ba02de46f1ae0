/*
 * cli/folder.h -- the releases of a folder.
 *
 * Idea:   a release is what has a manifest, whether or not the output is there: OUT and OUT.manifest.xml, and what is called
 *         like its manifest with a known ending. Everything else in the folder belongs to no release and is named.
 * Always: in the order of the names' bytes. Names alone decide here; what kind of file stands behind one is the
 *         verifier's question.
 * Owns:   nothing after it returned.
 * Fails:  TL_SYSTEM where the folder cannot be read or holds more than four million names.
 */
#ifndef CLI_FOLDER_H
#define CLI_FOLDER_H

#include "cli/cli.h"

/* `batch`: the file of the batch whose seal counts, or NULL. `verify` is asked for each release with its path as the only operand and prints what it finds; a line of summary ends
 * it. TL_OK where there is a release, all are good, and nothing else is in the folder. */
tl_status folder_verify(const struct arguments *a, const char *batch, bool json,
    tl_status (*verify)(const struct arguments *a, struct tl_error *e), struct tl_error *e);

#endif
