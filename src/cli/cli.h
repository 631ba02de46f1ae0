/*
 * cli/cli.h -- the command line: verbs and options are tables.
 *
 * Idea:   a verb is one file cmd_<verb>.c with a table of its options and a run function. Usage texts are printed from
 *         the tables, so that they cannot disagree with what is accepted.
 * Always: messages go to standard error as "tearline: FILE:LINE: what, and what to do". The exit status is the
 *         tl_status of the first failure.
 * Owns:   argument strings belong to argv.
 * Fails:  TL_USAGE with one line, after which nothing has been read or written.
 */
#ifndef CLI_CLI_H
#define CLI_CLI_H

#include <stdbool.h>
#include <stddef.h>

#include "tearline.h"

#define OPTIONS_MAX  40
#define OPERANDS_MAX 1024
#define AGAIN_MAX    64

struct option_row {
	const char *name; /* long name; NULL ends the table */
	char letter;      /* short name, or 0 */
	const char *
	    argument; /* what it takes, for the usage text; NULL: a switch; FILE...: may be repeated */
	const char *help;
};

struct arguments {
	const char *value[OPTIONS_MAX]; /* by row of the table; "" for a switch; NULL: not given */
	const char *again[AGAIN_MAX];   /* further values of rows that may be repeated, in order */
	int again_row[AGAIN_MAX];
	size_t agains;
	const char *operand[OPERANDS_MAX];
	size_t operands;
};

struct verb {
	const char *name;
	const char *usage; /* the operands: "-p POLICY [-o OUT] [SOURCE]" */
	const char *summary;
	const struct option_row *options;
	size_t operands_min, operands_max;
	tl_status (*run)(const struct arguments *arguments, struct tl_error *e);
};

extern const struct verb verb_audit, verb_batch, verb_check, verb_explain, verb_formats, verb_index,
    verb_keygen, verb_log, verb_mark, verb_open, verb_policy, verb_portions, verb_redact,
    verb_schemes, verb_seal, verb_stamp, verb_verify, verb_version;

/* Runs one verb on the arguments behind its name; the exit status. */
int verb_main(const char *program, const struct verb *verb, int argc, char **argv);

/* The values of a row that may be repeated, one after the other from 0 on; NULL: no more. */
const char *argument_at(const struct arguments *arguments, int row, size_t number);

/* TL_USAGE with a message that ends in how to get help. */
tl_status usage_error(struct tl_error *e, const char *what, const char *detail);
tl_status system_error(struct tl_error *e, const char *file, const char *what, int number);

/* A file's name on standard output, without the control characters that a terminal would obey. */
void print_name(const char *name);

/* Standard output was written in full; a reader that went away is an error, not silence. */
tl_status flush_output(struct tl_error *e);

/* First of all in a program: standard input, output and error are what they seem, or fail. */
void hold_standard_descriptors(void);

#endif
