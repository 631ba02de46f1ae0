#include "cli/verdict_line.h"

#include <string.h>

static void
keep(char *to, size_t size, const void *text, size_t len)
{
	(void)snprintf(to, size, "%.*s", (int)(len < size ? len : size - 1), (const char *)text);
}

static void
add(char *to, size_t size, const char *between, const void *text, size_t len)
{
	size_t used = strlen(to);
	(void)snprintf(to + used, size - used, "%s%.*s", used > 0 ? between : "", (int)len,
	    (const char *)text);
}

static void
put_item(struct verdict_line *line, const void *text, size_t len)
{
	if (strcmp(line->list, "not_checked") == 0)
		add(line->not_checked, sizeof line->not_checked, ", ", text, len);
	if (strcmp(line->list, "signers") == 0) {
		add(line->signers, sizeof line->signers, " and ", text, len);
		line->signed_by++;
	}
}

static void
put_field(struct verdict_line *line, const char *name, const void *text, size_t len)
{
	if (strcmp(name, "verdict") == 0)
		keep(line->verdict, sizeof line->verdict, text, len);
	if (strcmp(name, "reason") == 0)
		keep(line->reason, sizeof line->reason, text, len);
	if (strcmp(name, "time") == 0)
		keep(line->time, sizeof line->time, text, len);
	if (strcmp(name, "proved_time") == 0)
		keep(line->proved, sizeof line->proved, text, len);
	if (strcmp(name, "revoked_later") == 0)
		keep(line->revoked, sizeof line->revoked, text, len);
}

int
verdict_line_put(void *context, enum tl_event event, const char *name, const void *text, size_t len,
    int64_t number)
{
	struct verdict_line *line = context;
	int told = told_put(&line->told, event, name, text, len, number);

	if (told != 0 || (line->told.depth > 0 && name != NULL && event == TL_TEXT))
		return told;
	if (event == TL_LIST)
		keep(line->list, sizeof line->list, name, strlen(name));
	if (event == TL_TEXT && name == NULL)
		put_item(line, text, len);
	if (event == TL_TEXT && name != NULL)
		put_field(line, name, text, len);
	return 0;
}

/* What is known of when it was signed, and by which of them. */
static const char *
before_time(const struct verdict_line *line)
{
	if (line->proved[0] != '\0')
		return line->signed_by > 1
		    ? ", the first of whom is proved to have signed not later than "
		    : ", proved to be not later than ";
	if (line->time[0] == '\0')
		return "";
	return line->signed_by > 1 ? ", the first of whom claims " : ", who claims ";
}

tl_status
verdict_line_print(struct verdict_line *line, const char *out, bool whole, struct tl_error *e)
{
	bool good = strcmp(line->verdict, "good") == 0;

	if (whole) {
		printf("%s: ", good ? "good" : "not good");
		print_name(out);
	}
	if (whole && !good)
		printf(": %s\n", line->reason);
	if (whole && good)
		printf(" was released by %s%s%s%s%s%s%s\n", line->signers, before_time(line),
		    line->proved[0] != '\0' ? line->proved : line->time,
		    line->revoked[0] != '\0' ? ", and revoked later, at " : "", line->revoked,
		    line->not_checked[0] != '\0' ? "; not checked: " : "", line->not_checked);
	return told_print(&line->told, e);
}
