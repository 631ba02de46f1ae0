/*
 * tests/unit/check_kit.h -- the rows of tl_check() as lines "LINE:COLUMN severity rule".
 */
#ifndef UNIT_CHECK_KIT_H
#define UNIT_CHECK_KIT_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tearline.h"

struct checked {
	tl_status status;
	size_t rows;
	char lines[8192];  /* of all rows, each ended by a line end */
	char texts[16384]; /* their messages, the same way */
	char fix[256];     /* of the first row that has one */
	long line, column; /* of the row that is being filled */
	char rule[64], severity[16];
};

static inline void
checked_flush(struct checked *c)
{
	size_t used = strlen(c->lines);
	if (c->rule[0] != '\0')
		(void)snprintf(c->lines + used, sizeof c->lines - used, "%ld:%ld %s %s\n", c->line,
		    c->column, c->severity, c->rule);
	c->rule[0] = '\0';
}

static inline int
checked_put(void *context, enum tl_event event, const char *name, const void *text, size_t len,
    int64_t number)
{
	struct checked *c = context;
	int n = (int)len;
	if (event == TL_ROW) {
		checked_flush(c);
		c->rows++;
	} else if (event == TL_NUMBER && strcmp(name, "line") == 0) {
		c->line = (long)number;
	} else if (event == TL_NUMBER && strcmp(name, "column") == 0) {
		c->column = (long)number;
	} else if (event == TL_TEXT && strcmp(name, "rule") == 0) {
		(void)snprintf(c->rule, sizeof c->rule, "%.*s", n, (const char *)text);
	} else if (event == TL_TEXT && strcmp(name, "severity") == 0) {
		(void)snprintf(c->severity, sizeof c->severity, "%.*s", n, (const char *)text);
	} else if (event == TL_TEXT && strcmp(name, "text") == 0) {
		size_t used = strlen(c->texts);
		(void)snprintf(
		    c->texts + used, sizeof c->texts - used, "%.*s\n", n, (const char *)text);
	} else if (event == TL_TEXT && strcmp(name, "fix") == 0 && c->fix[0] == '\0') {
		(void)snprintf(c->fix, sizeof c->fix, "%.*s", n, (const char *)text);
	}
	return 0;
}

/* `format` NULL: found from the bytes. */
static inline void
check_document(
    struct checked *c, const char *profile, const char *format, uint32_t date, const char *document)
{
	struct tl_scheme *scheme;
	struct tl_error e = { 0 };
	const struct tl_answer answer = { c, checked_put };
	const struct tl_source source = {
		.bytes = document, .len = strlen(document), .file = "it", .format = format
	};
	memset(c, 0, sizeof *c);
	c->status = tl_scheme_load("us", profile, &scheme, &e);
	if (c->status == TL_OK)
		c->status = tl_check(scheme, &source, date, &answer, &e);
	checked_flush(c);
	tl_scheme_free(scheme);
	if (c->status != TL_OK && c->status != TL_NO)
		(void)snprintf(c->lines, sizeof c->lines, "%s\n", e.what);
}

#endif
