/*
 * manifest/allowed.h -- one line of a list of allowed signers (ssh-keygen(1), ALLOWED SIGNERS).
 *
 * Idea:   principals, options, key: read strictly, because whatever this file says is believed. ssh-keygen would skip or
 *         guess; here the whole file is good or none of it counts.
 * Always: lines that begin with # and empty ones say nothing. A key of another kind than ours is passed over. Nothing of
 *         the machine is asked: a time has its Z.
 * Owns:   nothing; slices point into the file.
 * Fails:  allowed_next() with a sentence that says what is wrong with the line.
 */
#ifndef MANIFEST_ALLOWED_H
#define MANIFEST_ALLOWED_H

#include "manifest/sshsig.h"

#define ALLOWED_LINE_MAX 8192
#define ALLOWED_FILE_MAX ((size_t)1 << 20)

struct allowed {
	size_t number; /* of the line, from 1 */
	struct slice principals;
	struct slice namespaces; /* ptr NULL: any */
	int64_t after, before;   /* seconds since 1970; the widest where none is given */
	struct ssh_key key;      /* SSH_UNFIT: of another kind */
};

/* The next line that says something, with `number` counted on. False at the end, or with a sentence in *flaw. */
bool allowed_next(struct slice *rest, struct allowed *line, const char **flaw);

/* match_pattern_list of OpenSSH: patterns divided by commas, with * ? and ! for "not". */
bool allowed_matches(struct slice patterns, struct slice text);

#endif
