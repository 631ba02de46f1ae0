/*
 * cli/attached.h -- what `verify` may be given beside a release: a proof, an index, the release before it.
 *
 * Idea:   the rows of the option table that belong together are read together, and their fields of the answer become
 *         lines for people behind the verdict.
 * Always: a file that was named and is not there is a bad verdict, not a check left out. What is shown of an opened body
 *         has no character that a terminal obeys.
 * Owns:   attached_files_close() closes files and descriptors; told_print() frees what was told.
 * Fails:  TL_NO for a file that is missing or no plain file; TL_USAGE, TL_SYSTEM.
 */
#ifndef CLI_ATTACHED_H
#define CLI_ATTACHED_H

#include <stdio.h>

#include "cli/file.h"

enum attached_option {
	ATTACHED_PROOF,
	ATTACHED_SHOW,
	ATTACHED_INDEX,
	ATTACHED_INDEX_SEAL,
	ATTACHED_EARLIER,
	ATTACHED_EARLIER_SEAL,
	ATTACHED_EARLIER_OUTPUT,
	ATTACHED_OPTIONS
};

#define ATTACHED_ROWS                                                                              \
	{ "proof", 0, "FILE", "what `open` made: what does it open?" },                            \
	    { "show", 0, NULL, "the text of opened bodies, too" },                                 \
	    { "index", 0, "FILE", "what `index` made: is each row true?" },                        \
	    { "index-seal", 0, "FILE", "default: INDEX.p7s" },                                     \
	    { "earlier", 0, "FILE", "manifest of the release before: is all of it still there?" }, \
	    { "earlier-seal", 0, "FILE", "default: EARLIER.p7s" },                                 \
	{                                                                                          \
		"earlier-output", 0, "FILE", "its output, where pieces became larger"              \
	}

struct attached_files {
	struct file proof, index_seal, earlier_seal, earlier_output;
	int index, earlier;
};

/* `value`: of the ATTACHED_OPTIONS rows. Fills the evidence with what was given. */
tl_status attached_files_open(struct attached_files *files, const char *const *value,
    struct tl_evidence *evidence, struct tl_error *e);
void attached_files_close(struct attached_files *files);

/* What the answer told of them, line by line. */
struct told {
	FILE *lines, *content; /* NULL before anything was told */
	char *text, *shown;
	size_t text_len, shown_len;
	int depth;
	char part[16]; /* the outermost list or object that is open */
	char leaf[16], kind[64], marking[256], exemption[256], signer[256];
	long long gap, offset, bytes, length, rows, pieces, runs, fresh;
};

int told_put(struct told *told, enum tl_event event, const char *name, const void *text, size_t len,
    int64_t number);
tl_status told_print(struct told *told, struct tl_error *e);

#endif
