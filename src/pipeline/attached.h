/*
 * pipeline/attached.h -- what was laid beside a release, as fields of the verdict's row.
 *
 * Idea:   opened, index and earlier stand in the row only where they were given and the verdict is good: before that
 *         nothing of them is worth saying.
 * Always: the text of an opened body is shown only to whoever asked for it.
 * Owns:   nothing.
 * Fails:  through struct put.
 */
#ifndef PIPELINE_ATTACHED_H
#define PIPELINE_ATTACHED_H

#include "manifest/attached.h"
#include "pipeline/put.h"

/* TL_SYSTEM on memory. */
TL_CHECK tl_status put_attached(
    struct put *put, const struct attached *attached, bool show, struct tl_error *e);

/* The public form of what was given. */
struct attachments attachments_of(const struct tl_evidence *evidence);

#endif
