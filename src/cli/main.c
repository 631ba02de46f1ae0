#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "cli/cli.h"

static const struct verb *const verbs[] = { &verb_redact, &verb_batch, &verb_seal, &verb_verify,
	&verb_stamp, &verb_explain, &verb_check, &verb_portions, &verb_mark, &verb_policy,
	&verb_audit, &verb_open, &verb_index, &verb_log, &verb_keygen, &verb_formats, &verb_schemes,
	&verb_version };

static void
print_help(FILE *out)
{
	fputs("usage: tearline VERB [OPTION...] [ARGUMENT...]\n"
	      "Redacts documents by the marking of each portion, and proves what was done.\n",
	    out);
	for (size_t i = 0; i < sizeof verbs / sizeof verbs[0]; i++)
		fprintf(out, "  %-10s %s\n", verbs[i]->name, verbs[i]->summary);
	fputs("`tearline VERB --help` tells more.\n", out);
}

int
main(int argc, char **argv)
{
	hold_standard_descriptors();
	(void)signal(SIGPIPE, SIG_IGN); /* a closed reader is a failed write, which is reported */
	if (argc < 2) {
		print_help(stderr);
		return TL_USAGE;
	}
	if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0) {
		print_help(stdout);
		return TL_OK;
	}
	const char *name = strcmp(argv[1], "--version") == 0 ? "version" : argv[1];
	for (size_t i = 0; i < sizeof verbs / sizeof verbs[0]; i++)
		if (strcmp(name, verbs[i]->name) == 0)
			return verb_main("tearline", verbs[i], argc - 1, argv + 1);
	fprintf(stderr, "tearline: there is no verb of that name (--help lists them)\n");
	return TL_USAGE;
}
