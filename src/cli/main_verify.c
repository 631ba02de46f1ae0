/* tearline-verify: the verdict alone, in a program that holds no policy and cannot sign. */
#include <signal.h>

#include "cli/cli.h"

int
main(int argc, char **argv)
{
	hold_standard_descriptors();
	(void)signal(SIGPIPE, SIG_IGN);
	return verb_main("tearline-verify", &verb_verify, argc, argv);
}
