/*
 * tests/bench/race.c -- two commands, run in turns; medians, their ratio, and the peak memory of the first.
 *
 * usage: race RUNS NAME BOUND "COMMAND A" "COMMAND B" ["COMMAND between runs, not timed"]
 *
 * One line: name, median of A in ms, median of B in ms, ratio, bound, peak memory of A in MiB. Each command runs through
 * sh -c with exec in front; a command that fails ends the race. The ratio is shown, not judged: a loaded machine is no defect.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define RUNS_MAX 1000

static double
run(const char *command, long *peak)
{
	struct timespec from, to;
	struct rusage usage;
	char line[8192];
	int status;

	(void)snprintf(line, sizeof line, "exec %s >/dev/null", command);
	(void)clock_gettime(CLOCK_MONOTONIC, &from);
	pid_t child = fork();
	if (child == 0) {
		(void)execl("/bin/sh", "sh", "-c", line, (char *)NULL);
		_exit(127);
	}
	if (wait4(child, &status, 0, &usage) != child || status != 0) {
		fprintf(stderr, "race: this command failed: %s\n", command);
		exit(1);
	}
	(void)clock_gettime(CLOCK_MONOTONIC, &to);
	if (usage.ru_maxrss > *peak)
		*peak = usage.ru_maxrss;
	return (double)(to.tv_sec - from.tv_sec) * 1e3 + (double)(to.tv_nsec - from.tv_nsec) / 1e6;
}

static int
ascending(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;
	return (x > y) - (x < y);
}

static double
median(double *times, size_t count)
{
	qsort(times, count, sizeof *times, ascending);
	return count % 2 ? times[count / 2] : (times[count / 2 - 1] + times[count / 2]) / 2;
}

int
main(int argc, char **argv)
{
	static double a[RUNS_MAX], b[RUNS_MAX];
	long peak = 0, other = 0;

	if (argc != 6 && argc != 7)
		return 2;
	size_t runs = strtoul(argv[1], NULL, 10);
	if (runs < 1 || runs > RUNS_MAX)
		return 2;
	const char *between = argc == 7 ? argv[6] : "true";
	for (size_t i = 0; i <= runs; i++) { /* the first round warms both and is overwritten */
		(void)run(between, &other);
		a[i == runs ? 0 : i] = run(argv[4], &peak);
		b[i == runs ? 0 : i] = run(argv[5], &other);
	}
	double first = median(a, runs), second = median(b, runs);
	printf("%-34s %10.2f ms %10.2f ms %8.2f x  (%s) %8.1f MiB\n", argv[2], first, second,
	    first / second, argv[3], (double)peak / 1024);
	return 0;
}
