#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "cli/publish.h"

static const struct option_row options[] = { { 0 } };

enum {
	CA,
	CERT,
	KEY,
	PARTS
};

static const char *const names[PARTS] = { "ca.pem", "cert.pem", "key.pem" };
static const mode_t modes[PARTS] = { 0644, 0644, 0600 };

static tl_status
make(const char *directory, struct part *part, struct guard *guard, struct tl_error *e)
{
	char path[PARTS][4096];
	struct part *parts[PARTS];

	for (size_t i = 0; i < PARTS; i++) {
		int n = snprintf(path[i], sizeof path[i], "%s/%s", directory, names[i]);
		if (n < 0 || (size_t)n >= sizeof path[i])
			return usage_error(e, "this name is too long: ", "DIR");
		parts[i] = &part[i];
		tl_status status = part_open(&part[i], path[i], modes[i], e);
		if (status != TL_OK)
			return status;
	}
	tl_status status = tl_trial_keys((int64_t)time(NULL),
	    (struct tl_sink){ &part[CA], part_write }, (struct tl_sink){ &part[CERT], part_write },
	    (struct tl_sink){ &part[KEY], part_write }, e);
	return status == TL_OK ? publish(guard, parts, PARTS, e) : status;
}

static tl_status
run(const struct arguments *a, struct tl_error *e)
{
	const char *directory = a->operand[0];

	if (mkdir(directory, 0700) != 0 && errno != EEXIST)
		return system_error(e, directory, "cannot be made", errno);
	struct part *part = calloc(PARTS, sizeof *part);
	if (part == NULL)
		return system_error(e, "", "no memory", ENOMEM);
	for (size_t i = 0; i < PARTS; i++)
		part[i].fd = -1;
	struct guard guard;
	tl_status status = guard_start(&guard, e);
	if (status == TL_OK)
		status = make(directory, part, &guard, e);
	guard_end(&guard);
	for (size_t i = 0; i < PARTS; i++)
		part_release(&part[i]);
	free(part);
	return status;
}

const struct verb verb_keygen = {
	.name = "keygen",
	.usage = "DIR",
	.summary = "a trial CA, certificate and key in DIR, to begin without a PKI",
	.options = options,
	.operands_min = 1,
	.operands_max = 1,
	.run = run,
};
