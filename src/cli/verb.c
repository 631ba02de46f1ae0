#include <getopt.h>
#include <stdio.h>
#include <string.h>

#include "cli/cli.h"

#define HELP 1 /* what getopt returns for --help; rows start behind it */

static void
print_usage(FILE *out, const char *program, const struct verb *verb)
{
	fprintf(out, "usage: %s %s %s\n%s\n", program, verb->name, verb->usage, verb->summary);
	for (const struct option_row *row = verb->options; row->name != NULL; row++) {
		char left[64];
		(void)snprintf(left, sizeof left, "%s%c%s --%s %s", row->letter ? "-" : " ",
		    row->letter ? row->letter : ' ', row->letter ? "," : " ", row->name,
		    row->argument != NULL ? row->argument : "");
		fprintf(out, "  %-28s %s\n", left, row->help);
	}
}

/* The tables in getopt's form. */
static void
to_getopt(const struct option_row *rows, struct option *longs, char *shorts)
{
	size_t n = 0;

	*shorts++ = '+';
	*shorts++ = ':';
	for (; rows[n].name != NULL; n++) {
		bool takes = rows[n].argument != NULL;
		longs[n] = (struct option){ rows[n].name, takes ? required_argument : no_argument,
			NULL, (int)n + HELP + 1 };
		if (rows[n].letter == 0)
			continue;
		*shorts++ = rows[n].letter;
		if (takes)
			*shorts++ = ':';
	}
	longs[n] = (struct option){ "help", no_argument, NULL, HELP };
	longs[n + 1] = (struct option){ 0 };
	*shorts = '\0';
}

static int
row_of(const struct option_row *rows, int found)
{
	if (found > HELP && found < 32)
		return found - HELP - 1;
	for (int i = 0; rows[i].name != NULL; i++)
		if (rows[i].letter != 0 && rows[i].letter == found)
			return i;
	return -1;
}

/* False: the option stands there already, and may not be repeated (so often). */
static bool
keep(struct arguments *arguments, const struct option_row *option, int row, const char *value)
{
	if (arguments->value[row] == NULL) {
		arguments->value[row] = value != NULL ? value : "";
		return true;
	}
	if (option->argument == NULL || strstr(option->argument, "...") == NULL ||
	    arguments->agains == AGAIN_MAX)
		return false;
	arguments->again[arguments->agains] = value;
	arguments->again_row[arguments->agains++] = row;
	return true;
}

const char *
argument_at(const struct arguments *arguments, int row, size_t number)
{
	if (number == 0)
		return arguments->value[row];
	for (size_t i = 0; i < arguments->agains; i++)
		if (arguments->again_row[i] == row && --number == 0)
			return arguments->again[i];
	return NULL;
}

/* Operands and options may be mixed, as in `verify OUT --trust ROOT`. */
static tl_status
parse(const struct verb *verb, int argc, char **argv, struct arguments *arguments, bool *help,
    struct tl_error *e)
{
	struct option longs[OPTIONS_MAX + 2];
	char shorts[2 * OPTIONS_MAX + 4];

	to_getopt(verb->options, longs, shorts);
	opterr = 0;
	optind = 1;
	while (optind < argc) {
		int found = getopt_long(argc, argv, shorts, longs, NULL);
		if (found == HELP) {
			*help = true;
			return TL_OK;
		}
		if (found == ':')
			return usage_error(e, "this option needs an argument: ", argv[optind - 1]);
		if (found == '?')
			return usage_error(e, "there is no such option: ", argv[optind - 1]);
		int row = found == -1 ? -1 : row_of(verb->options, found);
		if (row >= 0) {
			if (!keep(arguments, &verb->options[row], row, optarg))
				return usage_error(
				    e, "this option stands twice: --", verb->options[row].name);
			continue;
		}
		if (arguments->operands == verb->operands_max)
			return usage_error(e, "this argument is one too many: ", argv[optind]);
		arguments->operand[arguments->operands++] = argv[optind++];
	}
	if (arguments->operands < verb->operands_min)
		return usage_error(e, "an argument is missing; usage: tearline ... ", verb->usage);
	return TL_OK;
}

static void
complain(const char *program, const struct tl_error *e)
{
	fprintf(stderr, "%s: ", program);
	if (e->file[0] != '\0')
		fprintf(stderr, "%s:", e->file);
	if (e->line != 0)
		fprintf(stderr, "%zu:", e->line);
	if (e->column != 0)
		fprintf(stderr, "%zu:", e->column);
	fprintf(stderr, "%s%s\n", e->file[0] != '\0' ? " " : "", e->what);
}

int
verb_main(const char *program, const struct verb *verb, int argc, char **argv)
{
	struct arguments arguments = { 0 };
	struct tl_error e = { 0 };
	bool help = false;

	tl_status status = parse(verb, argc, argv, &arguments, &help, &e);
	if (status == TL_OK && help)
		print_usage(stdout, program, verb);
	else if (status == TL_OK)
		status = verb->run(&arguments, &e);
	if (status == TL_OK || status == TL_NO) {
		tl_status flushed = flush_output(&e);
		if (flushed != TL_OK)
			status = flushed;
	}
	if (e.what[0] != '\0')
		complain(program, &e);
	return (int)status;
}
