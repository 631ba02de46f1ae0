/*
 * A time-stamping authority on loopback: HTTP here, the tokens by `openssl ts -reply`.
 * Usage: responder PORT_FILE openssl ts -reply ... -queryfile REQUEST -out RESPONSE
 *
 * One request after the other, in the folder where it was started: the body goes to the file "request", the command is
 * run, the file "response" is the answer. Paths bend it: /refuse is 500, /endless never ends, /empty and /page answer with
 * what is no token. Ends when its standard input does.
 */
#include <netinet/in.h>
#include <poll.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

#define LARGEST (1 << 16)

static void
say(int to, const char *bytes, size_t len)
{
	while (len > 0) {
		ssize_t n = send(to, bytes, len, MSG_NOSIGNAL);
		if (n <= 0)
			return;
		bytes += n;
		len -= (size_t)n;
	}
}

static void
answer(int to, const char *status, const char *bytes, size_t len)
{
	char head[256];
	int n = snprintf(head, sizeof head,
	    "HTTP/1.1 %s\r\nContent-Type: application/timestamp-reply\r\nContent-Length: %zu\r\n"
	    "Connection: close\r\n\r\n",
	    status, len);
	say(to, head, (size_t)n);
	say(to, bytes, len);
}

/* The whole request; its body, or NULL. */
static char *
hear(int from, char *bytes, size_t *body_len)
{
	size_t len = 0;
	while (len < LARGEST - 1) {
		ssize_t n = recv(from, bytes + len, LARGEST - 1 - len, 0);
		if (n <= 0)
			return NULL;
		len += (size_t)n;
		bytes[len] = '\0';
		char *body = strstr(bytes, "\r\n\r\n");
		char *length = strcasestr(bytes, "\r\nContent-Length:");
		if (body == NULL || length == NULL || length > body)
			continue;
		*body_len = strtoul(length + 17, NULL, 10);
		if (strcasestr(bytes, "\r\nContent-Type: application/timestamp-query\r\n") == NULL)
			return NULL;
		body += 4;
		if ((size_t)(bytes + len - body) >= *body_len)
			return body;
	}
	return NULL;
}

static void
stamp(int to, const char *body, size_t len, char **command)
{
	static char bytes[LARGEST];
	pid_t child;
	int status;
	FILE *file = fopen("request", "w");
	if (file == NULL || fwrite(body, 1, len, file) != len || fclose(file) != 0)
		exit(1);
	if (posix_spawnp(&child, command[0], NULL, NULL, command, environ) != 0 ||
	    waitpid(child, &status, 0) != child || status != 0) {
		answer(to, "500 No", "", 0);
		return;
	}
	file = fopen("response", "r");
	if (file == NULL)
		exit(1);
	size_t got = fread(bytes, 1, sizeof bytes, file);
	(void)fclose(file);
	answer(to, "200 OK", bytes, got);
}

static void
endless(int to)
{
	static const char bytes[4096];
	struct pollfd end = { .fd = to };
	say(to, "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n", 38);
	while (poll(&end, 1, 0) == 0 || (end.revents & (POLLERR | POLLHUP)) == 0)
		say(to, bytes, sizeof bytes);
}

static void
serve(int to, char **command)
{
	static char bytes[LARGEST];
	static const char page[] = "<html>welcome to the hotel</html>";
	size_t len = 0;
	char *body = hear(to, bytes, &len);
	if (body == NULL)
		answer(to, "400 What", "", 0);
	else if (strncmp(bytes, "POST /refuse ", 13) == 0)
		answer(to, "500 No", page, sizeof page - 1);
	else if (strncmp(bytes, "POST /endless ", 14) == 0)
		endless(to);
	else if (strncmp(bytes, "POST /empty ", 12) == 0)
		answer(to, "200 OK", "", 0);
	else if (strncmp(bytes, "POST /page ", 11) == 0)
		answer(to, "200 OK", page, sizeof page - 1);
	else
		stamp(to, body, len, command);
}

int
main(int argc, char **argv)
{
	struct sockaddr_in address = { .sin_family = AF_INET };
	socklen_t size = sizeof address;
	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (argc < 3 || listener < 0 || bind(listener, (struct sockaddr *)&address, size) != 0 ||
	    listen(listener, 8) != 0 ||
	    getsockname(listener, (struct sockaddr *)&address, &size) != 0)
		return 1;
	FILE *port = fopen(argv[1], "w");
	if (port == NULL || fprintf(port, "%d\n", ntohs(address.sin_port)) < 0 || fclose(port) != 0)
		return 1;
	for (;;) {
		struct pollfd wait[] = { { .fd = listener, .events = POLLIN },
			{ .fd = STDIN_FILENO, .events = POLLIN } };
		if (poll(wait, 2, -1) < 0)
			return 1;
		if (wait[1].revents != 0)
			return 0;
		int to = accept4(listener, NULL, NULL, SOCK_CLOEXEC);
		if (to < 0)
			continue;
		serve(to, argv + 2);
		(void)close(to);
	}
}
