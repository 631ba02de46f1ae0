/*
 * manifest/template.h -- what may be inserted into an output.
 *
 * Idea:   inserted bytes are no part of the source, so no digest of a kept piece covers them. Each run must be a
 *         filled-in template that the manifest declares, so that an insertion can say nothing else.
 * Always: a notice is the policy's template with {amount}, {exemption} and {count} filled in, a banner is one of the
 *         declared lines, both with at most one line feed before and one behind them (a notice inside a line with a
 *         blank before it instead); a separator is exactly its text.
 * Owns:   a copy of the declared texts, under one ceiling.
 * Fails:  TL_NO for a declaration out of order, twice, or too many.
 */
#ifndef MANIFEST_TEMPLATE_H
#define MANIFEST_TEMPLATE_H

#include "base/buf.h"
#include "document/release.h"

#define TEMPLATES_MAX 64   /* of one manifest */
#define INSERT_MAX    4096 /* bytes of one insertion */

struct template_row {
	enum insert_template name;
	size_t start, end; /* in texts */
};

struct templates {
	struct template_row rows[TEMPLATES_MAX];
	size_t count;
	struct buf texts;
};

void templates_init(struct templates *templates);
void templates_release(struct templates *templates);

/* In the order of enum insert_template; one notice, any number of different banners, one separator. */
TL_CHECK tl_status templates_declare(
    struct templates *templates, enum insert_template name, struct slice text, struct tl_error *e);

/* Are these bytes a filled-in template of that name? */
bool templates_match(
    const struct templates *templates, enum insert_template name, struct slice bytes);

#endif
