/*
 * document/release.h -- the outlet between a writer and what it releases.
 *
 * Idea:   a writer hands out kept pieces, insertions and withheld pieces strictly in order. The pipeline connects the
 *         outlet to the output file and to the manifest, so that the two cannot tell different stories.
 * Always: kept and inserted bytes, joined, are the output. A piece is named exactly once.
 * Owns:   nothing; bytes live during the call.
 * Fails:  what the other side returns; the writer passes it on.
 */
#ifndef DOCUMENT_RELEASE_H
#define DOCUMENT_RELEASE_H

#include "document/plan.h"

/* What an inserted run of bytes is; the manifest names it and the verifier checks its shape. */
enum insert_template {
	INSERT_NOTICE = 0, /* the policy's notice, filled in */
	INSERT_BANNER,     /* a computed banner line */
	INSERT_SEPARATOR   /* line structure: "\n" */
};

const char *insert_template_name(enum insert_template template);

struct release {
	void *context;
	tl_status (*kept)(void *context, size_t piece, struct slice bytes, struct tl_error *e);
	tl_status (*withheld)(void *context, size_t piece, struct tl_error *e);
	tl_status (*insert)(
	    void *context, enum insert_template template, struct slice bytes, struct tl_error *e);
};

#endif
