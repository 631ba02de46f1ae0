/*
 * cli/post.h -- a question to a server, through the user's own HTTP tool.
 *
 * Idea:   the program speaks no HTTP and no TLS. A command does: the URL is its last argument, the question comes on its standard
 *         input, the answer is taken from its standard output. Proxies, authentication and certificates are that tool's.
 * Always: no shell: the command is divided at blanks. A time limit, after which the tool and its children are killed, and a ceiling for
 *         the answer.
 * Owns:   file_close() releases the answer.
 * Fails:  TL_USAGE for a command that cannot be run, TL_SYSTEM for one that fails, hangs or says too much.
 */
#ifndef CLI_POST_H
#define CLI_POST_H

#include "cli/file.h"

#define POST_SECONDS 20

/* `command` NULL: from TEARLINE_TSA_COMMAND; empty: curl. */
tl_status post(const char *command, const char *url, struct tl_bytes question, size_t ceiling,
    struct file *answer, struct tl_error *e);

#endif
