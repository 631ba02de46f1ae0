#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>

#include "cli/cli.h"

tl_status
usage_error(struct tl_error *e, const char *what, const char *detail)
{
	if (e->status == TL_OK) {
		e->status = TL_USAGE;
		(void)snprintf(e->what, sizeof e->what, "%s%s (--help tells more)", what, detail);
	}
	return TL_USAGE;
}

tl_status
system_error(struct tl_error *e, const char *file, const char *what, int number)
{
	if (e->status == TL_OK) {
		e->status = TL_SYSTEM;
		(void)snprintf(e->file, sizeof e->file, "%s", file);
		(void)snprintf(e->what, sizeof e->what, "%s: %s", what, strerror(number));
	}
	return TL_SYSTEM;
}

void
print_name(const char *name)
{
	for (const unsigned char *p = (const unsigned char *)name; *p != '\0'; p++) {
		bool control = *p < 0x20 || *p == 0x7f || (p[0] == 0xc2 && p[1] < 0xa0);
		(void)putchar(control ? ' ' : *p);
	}
}

tl_status
flush_output(struct tl_error *e)
{
	if (fflush(stdout) != 0 || ferror(stdout))
		return system_error(e, "", "standard output was not written", errno);
	return TL_OK;
}

/* A closed descriptor would be given to the next file that is opened, and that file would be written to as if it were
 * standard output. These fail instead when they are used. */
void
hold_standard_descriptors(void)
{
	static const int modes[] = { O_WRONLY, O_RDONLY, O_RDONLY };

	for (int fd = 0; fd < 3; fd++)
		if (fcntl(fd, F_GETFD) < 0)
			(void)open("/dev/null", modes[fd]);
}
