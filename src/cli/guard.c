#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cli/guard.h"

/* What comes through the pipe: for each row this, and behind it its names with the NUL of each. */
struct order {
	dev_t device;
	ino_t inode;
	size_t path, temporary; /* lengths */
};

#define ORDERS_MAX (PARTS_MAX * (sizeof(struct order) + (size_t)2 * PATH_MAX) + 1)

/* Takes a name back, but only from the very file that was to have it. */
static void
take_back(const struct order *order, const char *path, const char *temporary)
{
	struct stat named;

	if (path[0] != '\0' && lstat(path, &named) == 0 && named.st_dev == order->device &&
	    named.st_ino == order->inode)
		(void)unlink(path);
	if (temporary[0] != '\0')
		(void)unlink(temporary);
}

/* A last byte 'y' says that all is well. */
static void
carry_out(const char *orders, size_t len)
{
	struct order order;

	if (len == 0 || orders[len - 1] == 'y')
		return;
	while (len >= sizeof order) {
		memcpy(&order, orders, sizeof order);
		orders += sizeof order;
		len -= sizeof order;
		if (order.path > len || order.temporary > len - order.path)
			return; /* it was killed before it had given a name */
		take_back(&order, orders, orders + order.path);
		orders += order.path + order.temporary;
		len -= order.path + order.temporary;
	}
}

/* In a session of its own, so that what kills the other does not kill it. What is written does not wake it: it sleeps
 * until the other end is closed, and only then reads. */
static void
watch(int from)
{
	static char orders[ORDERS_MAX]; /* in the guard's process alone */
	struct pollfd end = { .fd = from };
	sigset_t all;
	size_t got = 0;

	(void)setsid();
	(void)sigfillset(&all);
	(void)sigprocmask(SIG_BLOCK, &all, NULL);
	for (int fd = 0; fd < 3; fd++)
		(void)close(fd); /* nobody waits for the end of its output */
	while (poll(&end, 1, -1) < 0 && errno == EINTR)
		;
	for (ssize_t n = 1; n > 0 && got<sizeof orders; got += n> 0 ? (size_t)n : 0)
		n = read(from, orders + got, sizeof orders - got);
	carry_out(orders, got);
	_exit(0);
}

tl_status
guard_start(struct guard *guard, struct tl_error *e)
{
	int word[2];

	*guard = (struct guard){ .to = -1 };
	if (pipe2(word, O_CLOEXEC) != 0)
		return system_error(e, "", "cannot publish", errno);
	guard->process = fork();
	if (guard->process == 0) {
		(void)close(word[1]);
		watch(word[0]);
	}
	(void)close(word[0]);
	guard->to = word[1];
	(void)fcntl(guard->to, F_SETFL, O_NONBLOCK); /* nobody empties it while we run */
	if (guard->process < 0)
		return system_error(e, "", "cannot publish", errno);
	return TL_OK;
}

static int
write_all(const struct guard *guard, const char *at, size_t len)
{
	while (len > 0) {
		ssize_t n = write(guard->to, at, len);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return n < 0 ? errno : EIO;
		at += n;
		len -= (size_t)n;
	}
	return 0;
}

static size_t
add_name(char *orders, size_t at, const char *name)
{
	size_t len = strlen(name) + 1;
	memcpy(orders + at, name, len);
	return at + len;
}

int
guard_tell(const struct guard *guard, const struct guard_row *rows, size_t count)
{
	char *orders = malloc(ORDERS_MAX);
	size_t len = 0;

	if (orders == NULL)
		return ENOMEM;
	for (size_t i = 0; i < count; i++) {
		const char *path = rows[i].path != NULL ? rows[i].path : "";
		const char *temporary = rows[i].temporary != NULL ? rows[i].temporary : "";
		const struct order order = { rows[i].device, rows[i].inode, strlen(path) + 1,
			strlen(temporary) + 1 };
		if (i >= PARTS_MAX || order.path > PATH_MAX || order.temporary > PATH_MAX) {
			free(orders);
			return ENAMETOOLONG;
		}
		memcpy(orders + len, &order, sizeof order);
		len = add_name(orders, len + sizeof order, path);
		len = add_name(orders, len, temporary);
	}
	int number = write_all(guard, orders, len);
	free(orders);
	return number;
}

int
guard_tell_well(struct guard *guard)
{
	int number = write_all(guard, "y", 1);
	guard->well = number == 0;
	return number;
}

void
guard_end(struct guard *guard)
{
	if (guard->to < 0)
		return;
	(void)close(guard->to);
	guard->to = -1;
	while (!guard->well && guard->process > 0 && waitpid(guard->process, NULL, 0) < 0 &&
	    errno == EINTR)
		;
}
