#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/answer.h"
#include "cli/folder.h"
#include "cli/seals.h"

#define MANIFEST   ".manifest.xml"
#define FOLDER_MAX 4194304

struct folder {
	const char *path;
	const char *
	    batch; /* the batch whose seal counts, "" where it lies elsewhere; NULL: each has its own */
	char **names;
	size_t count, capacity;
};

enum folder_kind {
	FOLDER_STRANGER = 0, /* belongs to no release */
	FOLDER_PART,         /* a manifest or a seal of a release that is told elsewhere */
	FOLDER_RELEASE       /* an output, or a manifest whose output is missing */
};

/* What may stand behind a manifest's name, beside ".2.p7s" and the like of further seals. */
static const char *const endings[] = { "", ".p7s", ".p7s.tsr", ".sig" };

static tl_status
add_name(struct folder *folder, const char *name, struct tl_error *e)
{
	if (folder->count == FOLDER_MAX)
		return system_error(e, folder->path, "too many files to verify at once", EFBIG);
	if (folder->count == folder->capacity) {
		size_t more = folder->capacity > 0 ? 2 * folder->capacity : 64;
		char **grown = realloc(folder->names, more * sizeof *grown);
		if (grown == NULL)
			return system_error(e, folder->path, "cannot be read", ENOMEM);
		folder->names = grown;
		folder->capacity = more;
	}
	char *copy = strdup(name);
	if (copy == NULL)
		return system_error(e, folder->path, "cannot be read", ENOMEM);
	folder->names[folder->count++] = copy;
	return TL_OK;
}

static int
by_bytes(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static tl_status
read_names(DIR *dir, struct folder *out, struct tl_error *e)
{
	tl_status status = TL_OK;
	while (status == TL_OK) {
		errno = 0;
		const struct dirent *entry = readdir(dir);
		if (entry == NULL)
			break;
		if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
			status = add_name(out, entry->d_name, e);
	}
	if (status == TL_OK && errno != 0)
		status = system_error(e, out->path, "cannot be read", errno);
	return status;
}

static void
folder_close(struct folder *folder)
{
	for (size_t i = 0; i < folder->count; i++)
		free(folder->names[i]);
	free(folder->names);
	*folder = (struct folder){ 0 };
}

static tl_status
folder_read(const char *path, struct folder *out, struct tl_error *e)
{
	*out = (struct folder){ .path = path };
	DIR *dir = opendir(path);
	if (dir == NULL)
		return system_error(e, path, "is no folder that can be read", errno);
	tl_status status = read_names(dir, out, e);
	(void)closedir(dir);
	if (status != TL_OK)
		folder_close(out);
	else if (out->count > 1)
		qsort(out->names, out->count, sizeof *out->names, by_bytes);
	return status;
}

/* The first `length` bytes of `name`, and `ending` behind them. */
static bool
has(const struct folder *folder, const char *name, size_t length, const char *ending)
{
	char text[512];
	const char *key = text;
	if (length + strlen(ending) >= sizeof text)
		return false;
	(void)snprintf(text, sizeof text, "%.*s%s", (int)length, name, ending);
	return folder->count > 0 &&
	    bsearch(&key, folder->names, folder->count, sizeof *folder->names, by_bytes) != NULL;
}

/* ".2.p7s" to ".16.sig": a further seal. */
static bool
is_further(const char *ending)
{
	char *end;
	if (ending[0] != '.' || ending[1] < '1' || ending[1] > '9')
		return false;
	long number = strtol(ending + 1, &end, 10);
	return number >= 2 && number <= SEALS_MAX &&
	    (strcmp(end, ".p7s") == 0 || strcmp(end, ".sig") == 0);
}

static bool
is_ending(const char *text)
{
	bool known = is_further(text);
	for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
		known = known || strcmp(text, endings[i]) == 0;
	return known;
}

/* Of a batch: its file, its seal, and each document's place in it. */
static bool
is_of_batch(const struct folder *folder, const char *name)
{
	static const char place[] = ".batch-proof";
	if (folder->batch == NULL)
		return false;
	size_t len = strlen(name), batch = strlen(folder->batch);
	if (batch > 0 && strncmp(name, folder->batch, batch) == 0 &&
	    (name[batch] == '\0' || strcmp(name + batch, ".p7s") == 0))
		return true;
	return len > strlen(place) && strcmp(name + len - strlen(place), place) == 0 &&
	    has(folder, name, len - strlen(place), MANIFEST);
}

/* What the name at `index` is. Of a release *length is how much of the name is the output's. */
static enum folder_kind
folder_kind(const struct folder *folder, size_t index, size_t *length)
{
	const char *name = folder->names[index];
	*length = strlen(name);
	if (has(folder, name, *length, MANIFEST))
		return FOLDER_RELEASE;
	if (is_of_batch(folder, name))
		return FOLDER_PART;
	/* The last one: an output may itself be called like a manifest. */
	for (const char *at = name; (at = strstr(at + 1, MANIFEST)) != NULL;) {
		const char *ending = at + strlen(MANIFEST);
		*length = (size_t)(at - name);
		if (!is_ending(ending) || !has(folder, name, *length, MANIFEST))
			continue;
		return ending[0] == '\0' && !has(folder, name, *length, "") ? FOLDER_RELEASE
									    : FOLDER_PART;
	}
	return FOLDER_STRANGER;
}

struct tally {
	size_t good, bad, strangers;
};

static const struct column columns[] = { { "line", "", 0 }, { 0 } };

static int
put_word(const struct tl_answer *to, const char *name, const char *text)
{
	return to->put(to->context, TL_TEXT, name, text, strlen(text), 0);
}

static tl_status
tell_stranger(const char *name, bool json, struct tl_error *e)
{
	struct answer *answer;
	if (!json) {
		printf("not part of a release: ");
		print_name(name);
		(void)putchar('\n');
		return TL_OK;
	}
	struct tl_answer to = answer_begin(&answer, true, columns, e);
	if (answer != NULL &&
	    (to.put(to.context, TL_ROW, NULL, NULL, 0, 0) != 0 ||
		put_word(&to, "file", name) != 0 || put_word(&to, "verdict", "bad") != 0 ||
		put_word(&to, "reason", "it is not part of a release") != 0)) {
		(void)answer_end(answer, TL_SYSTEM, e);
		return system_error(e, "", "the answer cannot be written", ENOMEM);
	}
	return answer_end(answer, TL_OK, e);
}

static tl_status
sum_up(const char *path, const struct tally *tally, bool json, struct tl_error *e)
{
	bool good = tally->good > 0 && tally->bad == 0 && tally->strangers == 0;
	struct answer *answer;
	if (!json) {
		printf("%s: %zu of %zu releases in ", good ? "all good" : "not all good",
		    tally->good, tally->good + tally->bad);
		print_name(path);
		printf(" are good; %zu other files\n", tally->strangers);
		return good ? TL_OK : TL_NO;
	}
	struct tl_answer to = answer_begin(&answer, true, columns, e);
	const struct {
		const char *name;
		size_t number;
	} numbers[] = { { "releases", tally->good + tally->bad }, { "good", tally->good },
		{ "bad", tally->bad }, { "not_part", tally->strangers } };
	int failed = answer == NULL || to.put(to.context, TL_ROW, NULL, NULL, 0, 0) != 0 ||
	    put_word(&to, "summary", good ? "good" : "bad") != 0;
	for (size_t i = 0; failed == 0 && i < sizeof numbers / sizeof *numbers; i++)
		failed = to.put(
		    to.context, TL_NUMBER, numbers[i].name, NULL, 0, (int64_t)numbers[i].number);
	if (failed != 0 && answer != NULL)
		(void)system_error(e, "", "the answer cannot be written", ENOMEM);
	return answer_end(answer, failed != 0 ? TL_SYSTEM : good ? TL_OK : TL_NO, e);
}

/* One release: what is wrong with it is told and counted, and the next one is looked at. */
static tl_status
verify_one(const struct arguments *all, const char *name, size_t length, struct tally *tally,
    tl_status (*verify)(const struct arguments *a, struct tl_error *e), struct tl_error *e)
{
	char path[4096];
	struct arguments one = *all;
	int len = snprintf(path, sizeof path, "%s/%.*s", all->operand[0], (int)length, name);
	if (len < 0 || (size_t)len >= sizeof path)
		return system_error(e, all->operand[0], "the path is too long", ENAMETOOLONG);
	one.operand[0] = path;
	tl_status status = verify(&one, e);
	if (status == TL_OK)
		tally->good++;
	else if (status == TL_NO)
		tally->bad++;
	return status == TL_NO ? TL_OK : status;
}

static const char *
name_inside(const char *folder, const char *path)
{
	size_t len = strlen(folder);
	while (len > 0 && folder[len - 1] == '/')
		len--;
	bool inside = strncmp(path, folder, len) == 0 && path[len] == '/' &&
	    strchr(path + len + 1, '/') == NULL;
	return inside ? path + len + 1 : "";
}

tl_status
folder_verify(const struct arguments *a, const char *batch, bool json,
    tl_status (*verify)(const struct arguments *a, struct tl_error *e), struct tl_error *e)
{
	struct folder folder;
	struct tally tally = { 0 };
	size_t length;
	tl_status status = folder_read(a->operand[0], &folder, e);
	folder.batch = batch != NULL ? name_inside(a->operand[0], batch) : NULL;
	for (size_t i = 0; i < folder.count && status == TL_OK; i++) {
		*e = (struct tl_error){ 0 };
		switch (folder_kind(&folder, i, &length)) {
		case FOLDER_RELEASE:
			status = verify_one(a, folder.names[i], length, &tally, verify, e);
			break;
		case FOLDER_STRANGER:
			tally.strangers++;
			status = tell_stranger(folder.names[i], json, e);
			break;
		case FOLDER_PART:
			break;
		}
	}
	folder_close(&folder);
	if (status != TL_OK)
		return status;
	*e = (struct tl_error){ 0 };
	return sum_up(a->operand[0], &tally, json, e);
}
