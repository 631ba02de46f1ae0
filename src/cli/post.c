#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "cli/post.h"

#define WORDS_MAX   64
#define COMMAND_MAX 4096

/* RFC 3161 §3.4 has the media types. A proxy and a .curlrc are the user's own. */
static const char *const curl[] = { "curl", "--silent", "--show-error", "--fail", "--max-time",
	"15", "--data-binary", "@-", "--header", "Content-Type: application/timestamp-query",
	"--header", "Accept: application/timestamp-reply", NULL };

/* posix_spawn() takes words that are not const, and leaves them alone. */
static char *
word_of(const char *text)
{
	return (char *)(uintptr_t)text;
}

/* Words of `copy`, or of the default where it is empty, and the URL behind them. */
static bool
divide(char *copy, const char *url, char *words[WORDS_MAX + 2])
{
	size_t count = 0;
	char *rest = NULL;
	for (char *word = strtok_r(copy, " \t\n", &rest); word != NULL;
	     word = strtok_r(NULL, " \t\n", &rest)) {
		if (count == WORDS_MAX)
			return false;
		words[count++] = word;
	}
	if (count == 0)
		for (; curl[count] != NULL; count++)
			words[count] = word_of(curl[count]);
	words[count++] = word_of(url);
	words[count] = NULL;
	return true;
}

static int64_t
milliseconds(void)
{
	struct timespec now;
	(void)clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* A group of its own, so that its children end with it; SIGPIPE as every program expects it. */
static int
start(char *const words[], int in, int out, pid_t *child)
{
	posix_spawn_file_actions_t files;
	posix_spawnattr_t how;
	sigset_t pipe;

	if (posix_spawn_file_actions_init(&files) != 0 || posix_spawnattr_init(&how) != 0)
		return ENOMEM;
	(void)sigemptyset(&pipe);
	(void)sigaddset(&pipe, SIGPIPE);
	int number = posix_spawn_file_actions_adddup2(&files, in, STDIN_FILENO);
	if (number == 0)
		number = posix_spawn_file_actions_adddup2(&files, out, STDOUT_FILENO);
	(void)posix_spawnattr_setsigdefault(&how, &pipe);
	(void)posix_spawnattr_setpgroup(&how, 0);
	(void)posix_spawnattr_setflags(&how, POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP);
	if (number == 0)
		number = posix_spawnp(child, words[0], &files, &how, words, environ);
	(void)posix_spawn_file_actions_destroy(&files);
	(void)posix_spawnattr_destroy(&how);
	return number;
}

/* Until the end of its output; errno, or 0. */
static int
collect(int from, size_t ceiling, int64_t deadline, struct file *answer)
{
	answer->bytes = malloc(ceiling + 1);
	if (answer->bytes == NULL)
		return ENOMEM;
	for (;;) {
		struct pollfd ready = { .fd = from, .events = POLLIN };
		int64_t left = deadline - milliseconds();
		if (left <= 0)
			return ETIMEDOUT;
		int n = poll(&ready, 1, (int)left);
		if (n < 0 && errno != EINTR)
			return errno;
		if (n <= 0)
			continue;
		ssize_t got = read(from, answer->bytes + answer->len, ceiling + 1 - answer->len);
		if (got < 0 && errno != EINTR)
			return errno;
		if (got == 0)
			return 0;
		answer->len += got > 0 ? (size_t)got : 0;
		if (answer->len > ceiling)
			return EFBIG;
	}
}

/* Closed output is not the end: it is waited for as long as there is time. Its exit status, or -1. */
static int
finish(pid_t child, int64_t deadline)
{
	int status = 0;
	for (;;) {
		pid_t ended = waitpid(child, &status, WNOHANG);
		if (ended == child)
			return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
		if ((ended < 0 && errno != EINTR) || milliseconds() >= deadline)
			break;
		(void)poll(NULL, 0, 10);
	}
	(void)kill(-child, SIGKILL);
	while (waitpid(child, &status, 0) < 0 && errno == EINTR)
		;
	return -1;
}

static tl_status
run(char *const words[], int in, size_t ceiling, struct file *answer, struct tl_error *e)
{
	int through[2];
	pid_t child = -1;
	int64_t deadline = milliseconds() + (int64_t)POST_SECONDS * 1000;

	if (pipe2(through, O_CLOEXEC) != 0)
		return system_error(e, words[0], "cannot be run", errno);
	int number = start(words, in, through[1], &child);
	(void)close(through[1]);
	if (number != 0) {
		(void)close(through[0]);
		return system_error(e, words[0], "cannot be run (see --tsa-command)", number);
	}
	number = collect(through[0], ceiling, deadline, answer);
	(void)close(through[0]);
	int ended = finish(child, number == 0 ? deadline : 0);
	if (number != 0)
		return system_error(
		    e, words[0], "did not bring an answer of the time-stamping authority", number);
	if (ended != 0)
		return system_error(e, words[0],
		    "failed to reach the time-stamping authority; nothing was released", EIO);
	return TL_OK;
}

tl_status
post(const char *command, const char *url, struct tl_bytes question, size_t ceiling,
    struct file *answer, struct tl_error *e)
{
	char copy[COMMAND_MAX];
	char *words[WORDS_MAX + 2];

	*answer = (struct file){ 0 };
	if (strncmp(url, "http://", 7) != 0 && strncmp(url, "https://", 8) != 0)
		return usage_error(
		    e, "--tsa takes a URL that begins with http:// or https://: ", url);
	if (command == NULL)
		command = getenv("TEARLINE_TSA_COMMAND");
	int n = snprintf(copy, sizeof copy, "%s", command != NULL ? command : "");
	if (n < 0 || (size_t)n >= sizeof copy || !divide(copy, url, words))
		return usage_error(e, "this is no command: ", "--tsa-command");
	int in = memfd_create("tearline", MFD_CLOEXEC);
	if (in < 0)
		return system_error(e, "", "no memory", errno);
	tl_status status = TL_OK;
	if (write(in, question.ptr, question.len) != (ssize_t)question.len ||
	    lseek(in, 0, SEEK_SET) != 0)
		status = system_error(e, "", "no memory", errno);
	if (status == TL_OK)
		status = run(words, in, ceiling, answer, e);
	(void)close(in);
	if (status != TL_OK)
		file_close(answer);
	return status;
}
