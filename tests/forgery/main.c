/*
 * tests/forgery/main.c -- every forgery as a folder of three files.
 *
 * usage: forge HONEST PKI TO: makes TO/NAME/{out,out.manifest.xml,out.manifest.xml.p7s} from HONEST/ of the same names,
 * and prints a line for each: name, what was done, the reason that is expected, arguments of the verifiers, arguments of
 * openssl, divided by TAB.
 */
#include <stdio.h>
#include <sys/stat.h>

#include "forge.h"

static void
publish(const struct release *r, const char *to, const char *name)
{
	char folder[4096];
	(void)snprintf(folder, sizeof folder, "%s/%s", to, name);
	if (mkdir(folder, 0755) != 0)
		die("cannot make", folder);
	write_file(folder, "out", r->output);
	write_file(folder, "out.manifest.xml", r->manifest);
	if (!r->bare)
		write_file(folder, "out.manifest.xml.p7s",
		    r->raw.ptr != NULL ? r->raw : write_seal(&r->seal));
}

static void
forge_all(const struct forgery *table, const struct release *honest, const char *to)
{
	for (; table->name != NULL; table++) {
		struct release release = *honest;
		table->make(&release, table);
		publish(&release, to, table->name);
		printf("%s\t%s\t%s\t%s\t%s\n", table->name, table->what, table->reason,
		    table->arguments, table->stock);
	}
}

int
main(int argc, char **argv)
{
	if (argc != 4)
		die("usage", "forge HONEST PKI TO");
	struct bytes seal = read_file(argv[1], "out.manifest.xml.p7s", "");
	struct release honest = { .pki = argv[2],
		.output = read_file(argv[1], "out", ""),
		.manifest = read_file(argv[1], "out.manifest.xml", ""),
		.seal = read_seal(seal) };
	if (!equal(write_seal(&honest.seal), seal))
		die("the honest seal", "is not what this tool would write");
	forge_all(seal_forgeries, &honest, argv[3]);
	forge_all(manifest_forgeries, &honest, argv[3]);
	return 0;
}
