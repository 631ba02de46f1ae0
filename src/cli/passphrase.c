#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "cli/inputs.h"

static tl_status
take(const char *text, struct file *out, struct tl_error *e)
{
	out->len = strlen(text);
	out->bytes = malloc(out->len + 1);
	if (out->bytes == NULL)
		return system_error(e, "", "no memory", ENOMEM);
	memcpy(out->bytes, text, out->len);
	return TL_OK;
}

static tl_status
read_line(int fd, struct file *out, struct tl_error *e)
{
	char line[1024];
	size_t len = 0;
	ssize_t n;

	while (len < sizeof line - 1 && (n = read(fd, line + len, 1)) == 1 && line[len] != '\n')
		len++;
	if (len > 0 && line[len - 1] == '\r')
		len--;
	line[len] = '\0';
	tl_status status = take(line, out, e);
	explicit_bzero(line, sizeof line);
	return status;
}

static tl_status
ask(struct file *out, struct tl_error *e)
{
	struct termios before, quiet;

	int fd = open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY);
	if (fd < 0 || tcgetattr(fd, &before) != 0) {
		if (fd >= 0)
			(void)close(fd);
		return usage_error(e, "the key is encrypted and there is no terminal to ask on: ",
		    "give --passphrase env:NAME, file:PATH or fd:N");
	}
	quiet = before;
	quiet.c_lflag &= ~(tcflag_t)ECHO;
	(void)tcsetattr(fd, TCSAFLUSH, &quiet);
	tl_status status = write(fd, "Passphrase: ", 12) == 12
	    ? read_line(fd, out, e)
	    : system_error(e, "/dev/tty", "cannot be written", errno);
	(void)tcsetattr(fd, TCSAFLUSH, &before);
	if (write(fd, "\n", 1) != 1 && status == TL_OK)
		status = system_error(e, "/dev/tty", "cannot be written", errno);
	(void)close(fd);
	return status;
}

tl_status
read_passphrase(const char *how, struct file *out, struct tl_error *e)
{
	*out = (struct file){ 0 };
	if (how == NULL)
		return ask(out, e);
	if (strncmp(how, "env:", 4) == 0) {
		const char *text = getenv(how + 4);
		return text != NULL ? take(text, out, e)
				    : usage_error(e, "no such environment variable: ", how + 4);
	}
	if (strncmp(how, "fd:", 3) == 0) {
		char *end;
		long fd = strtol(how + 3, &end, 10);
		if (*end != '\0' || end == how + 3 || fd < 0 || fd > 1 << 20)
			return usage_error(e, "no such descriptor: ", how + 3);
		return read_line((int)fd, out, e);
	}
	if (strncmp(how, "file:", 5) == 0) {
		int fd = open(how + 5, O_RDONLY | O_CLOEXEC);
		if (fd < 0)
			return system_error(e, how + 5, "cannot be opened", errno);
		tl_status status = read_line(fd, out, e);
		(void)close(fd);
		return status;
	}
	return usage_error(e, "--passphrase takes env:NAME, file:PATH or fd:N; ",
	    "it never stands in an argument");
}
