/*
 * pipeline/library.h -- the insides of the public handles.
 *
 * Idea:   the public interface hands out opaque handles; each is one of our nouns in a wrapper, so that no name of
 *         ours stands in tearline.h.
 * Always: a handle that exists is complete.
 * Owns:   what it wraps.
 * Fails:  never.
 */
#ifndef PIPELINE_LIBRARY_H
#define PIPELINE_LIBRARY_H

#include "policy/policy.h"

struct tl_scheme {
	struct scheme *scheme;
};

struct tl_policy {
	struct policy *policy;
};

/* Reads a source with the scheme: format, portions, check. The document is released by the caller in any case. */
TL_CHECK tl_status read_source(const struct tl_source *source, const struct scheme *scheme,
    struct document *document, struct tl_error *e);

#endif
